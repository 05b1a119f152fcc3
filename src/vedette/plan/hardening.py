"""Where to fortify: levels for a given lottery, and whole levels where a site is built or not."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vedette.plan.figures import measure
from vedette.plan.marginals import Fractional
from vedette.plan.problem import Problem
from vedette.plan.roster import Builder, Roster
from vedette.plan.sparse import INF, Rows, run

__all__ = ["better_levels", "whole_levels", "within_budget"]

Floats = NDArray[np.float64]

POINTS = np.linspace(0.0, 1.0, 9)
"""Levels at which the mean coverage of a post, a concave function of its level, is linearised."""


EXCHANGES, EXCHANGED = 6, 40
"""Rounds of exchange when sites are built wholly or not at all, and how many posts are tried in each."""


def within_budget(problem: Problem, levels: Floats) -> Floats:
    """Levels shrunk by rounding's breadth, so that the budget holds to the last digit."""
    if problem.hardening is None or problem.previous is not None:
        return levels
    spent = float((levels * problem.hardening.cost).sum())
    out = np.where(levels < 1e-9, 0.0, levels)
    return out * (problem.hardening.budget / spent) if spent > problem.hardening.budget else out


def better_levels(
    problem: Problem, builder: Builder, rosters: Sequence[Roster], weights: Floats, time: float
) -> Floats:
    """Levels [P] that lower the objective of the lottery `weights` over `rosters`, or the present ones.

    The mean coverage Σ_d π_d min(1, β z + e_d) of each cell is concave in z; tangents at a few points bound it from
    above, the programme is solved over them, and the result is kept only if the true figure is better.
    """
    hardening = problem.hardening
    if hardening is None or problem.previous is not None or not hardening.divisible or hardening.budget <= 0:
        return builder.levels
    live, o, beta = problem.live, problem.objective, problem.effect
    value, mean = problem.value[:, live], problem.mean_value[:, live]
    bare = np.stack([builder.state(roster.assign)[0] - builder.strength[:, None] for roster in rosters])
    coverage = np.tensordot(weights, np.minimum(1.0, bare + builder.strength[:, None]), 1)
    now = measure(problem, coverage)
    top = np.maximum(value.max(axis=0, initial=0.0), 1e-300)
    share = (value / np.maximum(now.shift_worst, 1e-9 * top)).max(axis=1, initial=0.0)
    posts = np.flatnonzero((beta > 0) & ((share > 0.9) | (builder.levels > 0)))
    shifts, n = len(live), len(posts)
    rows, unit = Rows(), float(top.max(initial=0.0)) or 1.0
    s = np.arange(shifts)
    rows.add(
        np.r_[s, s], np.r_[np.full(shifts, n + shifts), n + s], np.r_[np.ones(shifts), -top / unit], 0.0, INF, shifts
    )
    rows.add(np.zeros(n), np.arange(n), hardening.cost[posts], -INF, hardening.budget, 1)
    cells = [(i, p, t) for i, p in enumerate(posts) for t in range(shifts) if value[p, t] > 0.5 * now.shift_worst[t]]
    for i, p, t in cells:
        at = bare[:, p, t, None] + beta[p] * POINTS
        height = weights @ np.minimum(1.0, at)
        slope = beta[p] * (weights @ (at < 1.0))
        k = len(POINTS)
        rows.add(
            np.r_[np.arange(k), np.arange(k)],
            np.r_[np.full(k, n + t), np.full(k, i)],
            np.r_[np.full(k, top[t] / value[p, t]), slope],
            1.0 - height + slope * POINTS,
            INF,
            k,
        )
    below = (bare[:, posts] + builder.strength[posts][:, None] < 1.0).astype(float)
    gain = beta[posts] * (np.tensordot(weights, below, 1) * mean[posts]).sum(axis=1)
    cost = np.r_[-(o.total + o.cvar) * gain / unit, o.shift_worst * top / unit, o.worst]
    high = np.r_[np.ones(n), np.full(shifts + 1, INF)]
    found = run(rows.model(cost, np.zeros(len(cost)), high), time)
    if not found.optimal:
        return builder.levels
    levels = np.zeros(problem.posts)
    levels[posts] = np.clip(found.columns[:n], 0.0, 1.0)
    levels = within_budget(problem, levels)
    after = np.tensordot(weights, np.minimum(1.0, bare + (beta * levels)[:, None]), 1)
    return levels if measure(problem, after).objective < now.objective * (1 - 1e-9) else builder.levels


def whole_levels(problem: Problem, fractional: Fractional) -> Floats:
    """Levels of 0 or 1 within the budget, for sites that are fortified wholly or not at all.

    Greedy from the fractional plan: posts by their level there, then single exchanges while the objective falls,
    the marginals standing still.
    """
    hardening = problem.hardening
    if hardening is None:
        return np.zeros(problem.posts)
    lift = np.zeros((problem.posts, fractional.x.shape[1]))
    np.add.at(lift, problem.edge_post, fractional.x * problem.efficacy[:, None])

    def score(levels: Floats) -> float:
        return measure(problem, np.minimum(1.0, lift + (problem.effect * levels)[:, None])).objective

    levels, money = np.zeros(problem.posts), hardening.budget
    peak = problem.value[:, problem.live].max(axis=1, initial=0.0) * problem.effect
    candidates = np.lexsort((-peak, -np.round(fractional.levels, 6)))
    for p in candidates:
        if problem.effect[p] > 0 and hardening.cost[p] <= money:
            levels[p] = 1.0
            money -= hardening.cost[p]
    best, likely = score(levels), candidates[: min(EXCHANGED, 4 * int(levels.sum()) + 8)]
    for _ in range(EXCHANGES):
        trial = None
        for out in np.flatnonzero(levels):
            for into in likely:
                if levels[into] or hardening.cost[into] > money + hardening.cost[out]:
                    continue
                swapped = levels.copy()
                swapped[out], swapped[into] = 0.0, 1.0
                objective = score(swapped)
                if objective < best * (1 - 1e-9):
                    best, trial = objective, swapped
        if trial is None:
            break
        levels = trial
        money = hardening.budget - float((levels * hardening.cost).sum())
    return levels
