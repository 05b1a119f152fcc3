"""The lottery: pure deployments whose weighted mean comes as close to the fractional plan as whole units allow.

First deployments are herded towards the coverage that the fractional plan needs (Welling 2009, "Herding dynamical
weights to learn"; Frank & Wolfe 1956 with fixed steps): each one is built against what the others still owe. Then
column generation (Dantzig & Wolfe 1960) takes turns between the best weights and new deployments for their prices,
smoothed towards the fractional plan's (Wentges 1997).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vedette.plan.figures import Figures, measure, promised_change
from vedette.plan.hardening import better_levels
from vedette.plan.master import Master, Worth
from vedette.plan.problem import Problem
from vedette.plan.roster import Builder, Roster
from vedette.plan.settings import Settings

__all__ = ["Lottery", "Target", "best_lottery", "lottery_figures"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """What to aim at: coverage needed [P, T], worst harm expected [T], worth of coverage [P, T] at the optimum,
    with a change term the fractional marginals [E, T] in the builder's order of edges, and the same as a hint for
    floors of presence that are hard to meet."""

    need: Floats
    worst: Floats
    price: Floats
    marginals: Floats | None
    hint: Floats | None


@dataclass(frozen=True)
class Lottery:
    """Deployments with probabilities `weights` (adding to 1) and one hardening `levels` [P]."""

    rosters: tuple[Roster, ...]
    weights: Floats
    levels: Floats
    figures: Figures


def lottery_figures(
    problem: Problem, builder: Builder, rosters: tuple[Roster, ...] | list[Roster], weights: Floats
) -> Figures:
    """Figures of a lottery under the builder's hardening, recomputed from its deployments."""
    coverage = np.zeros((problem.posts, len(problem.live)))
    mean = np.zeros((len(builder.edge_post), len(problem.live)))
    for roster, weight in zip(rosters, weights.tolist(), strict=True):
        if weight > 0:
            coverage += weight * builder.coverage(roster)
            u, t = np.nonzero(roster.assign >= 0)
            np.add.at(mean, (roster.assign[u, t], t), weight)
    e, t = np.nonzero(mean)
    group, post, shift = builder.edge_group[e], builder.edge_post[e], problem.live[t]
    units = zip(group.tolist(), post.tolist(), shift.tolist(), mean[e, t].tolist(), strict=True)
    return measure(problem, coverage, promised_change(problem, units))


def best_lottery(
    problem: Problem,
    builder: Builder,
    target: Target,
    settings: Settings,
    rng: np.random.Generator,
    left: Callable[[], float],
    on_progress: Callable[[float], None],
    bound: float = 0.0,
) -> Lottery | None:
    """The best lottery found within `left()` seconds; None when not one deployment that meets presence was found.

    `on_progress` hears the objective of each better lottery. The same inputs and generator give the same lottery
    unless time runs out.
    """
    if not target.price.size:
        nobody = builder.build(target.price, rng)
        alone = Lottery((nobody,), np.ones(1), builder.levels, lottery_figures(problem, builder, (nobody,), np.ones(1)))
        return alone if nobody.lawful else None
    rosters = _herd(problem, builder, target, settings, rng, left)
    if not rosters:
        return None
    good = bound * (1 + settings.optimal_gap)
    best, worst = _weigh(problem, builder, rosters, target.worst, left)
    on_progress(best.figures.objective)
    for turn in range(settings.turns):
        levels = better_levels(problem, builder, best.rosters, best.weights, max(1.0, left()))
        if levels is not builder.levels:
            builder.harden(levels)
            figures = lottery_figures(problem, builder, best.rosters, best.weights)
            best = replace(best, levels=levels, figures=figures)
        before = best.figures.objective
        best = _generate(problem, builder, best, worst, target, settings, rng, left, on_progress, good)
        if turn and best.figures.objective > before * (1 - settings.least_gain):
            break
        if left() <= 0 or best.figures.objective <= good:
            break
    return best


def _herd(
    problem: Problem,
    builder: Builder,
    target: Target,
    settings: Settings,
    rng: np.random.Generator,
    left: Callable[[], float],
) -> list[Roster]:
    value, mean = problem.value[:, problem.live], problem.mean_value[:, problem.live]
    tilt = 1e-3 * mean / max(float(value.max(initial=0.0)), 1e-300)
    owed, lent = np.zeros(value.shape), np.zeros((len(builder.edge_post), value.shape[1]))
    out: list[Roster] = []
    for number in range(settings.herd):
        owed += target.need
        price = value * np.maximum(owed, 0.0)
        peak = float(price.max(initial=0.0))
        price = price + tilt * peak if peak > 0 else target.price.copy()
        extra = None
        if target.marginals is not None:
            lent += target.marginals
            extra = np.ascontiguousarray(lent * (0.2 * float(price.max(initial=0.0)) or 1.0))
        roster = builder.build(price, rng, extra=extra)
        owed -= builder.coverage(roster)
        if target.marginals is not None:
            u, t = np.nonzero(roster.assign >= 0)
            np.add.at(lent, (roster.assign[u, t], t), -1.0)
        if roster.lawful:
            out.append(roster)
        if left() <= 0 and (out or number > 20):
            break
    for _ in range(4):
        roster = builder.build(target.price, rng, tries=4 * settings.tries)
        if roster.lawful:
            out.append(roster)
    if not out and target.hint is not None:
        out = _insist(builder, target.price, target.hint, settings.herd, rng, left)
    return out


def _insist(
    builder: Builder, price: Floats, hint: Floats, count: int, rng: np.random.Generator, left: Callable[[], float]
) -> list[Roster]:
    """Deployments that follow the fractional plan posting by posting, because floors of presence are hard to meet."""
    out: list[Roster] = []
    for _ in range(count):
        pull = float(price.max(initial=0.0)) * 4 * hint * rng.uniform(0.5, 1.5, hint.shape)
        roster = builder.build(price, rng, extra=pull, tries=10)
        if roster.lawful:
            out.append(roster)
        if left() <= 0:
            break
    return out


def _weigh(
    problem: Problem, builder: Builder, rosters: list[Roster], worst: Floats, left: Callable[[], float]
) -> tuple[Lottery, Floats]:
    """Best weights over a list, and the level of cells that the programme had to look at for them to be right."""
    share = 0.8
    while True:
        master = Master(problem, builder, share * worst)
        for roster in rosters:
            master.add(roster)
        found = master.solve(max(1.0, left()))
        count = len(master.rosters)
        weights = found.weights if found else np.full(count, 1.0 / count)
        lottery = Lottery(
            tuple(master.rosters), weights, builder.levels, lottery_figures(problem, builder, master.rosters, weights)
        )
        missed = (lottery.figures.shift_worst > 0) & (lottery.figures.shift_worst < share * worst)
        if not missed.any() or share < 1e-3:
            return lottery, share * worst
        share = share * 0.4 if share > 0.05 else 0.0


def _generate(
    problem: Problem,
    builder: Builder,
    lottery: Lottery,
    level: Floats,
    target: Target,
    settings: Settings,
    rng: np.random.Generator,
    left: Callable[[], float],
    on_progress: Callable[[float], None],
    good: float,
) -> Lottery:
    master = Master(problem, builder, level)
    for roster in lottery.rosters:
        master.add(roster)
    history, weights = [lottery.figures.objective], lottery.weights
    for number in range(settings.rounds):
        found = master.solve(max(0.5, left()))
        if found is None:
            break
        weights = found.weights
        history.append(min(found.value, history[-1]))
        on_progress(history[-1])
        stale = len(history) > settings.patience and (
            history[-1] > history[-1 - settings.patience] * (1 - settings.least_gain)
        )
        if stale or left() <= 0 or number == settings.rounds - 1 or history[-1] <= good:
            break
        if not _price(builder, master, weights, found.worth, target, settings, rng):
            break
    rosters = tuple(master.rosters[: len(weights)])
    best = Lottery(rosters, weights, builder.levels, lottery_figures(problem, builder, rosters, weights))
    if best.figures.objective > lottery.figures.objective:
        best = lottery
    keep = best.weights > 1e-9
    rosters = tuple(roster for roster, kept in zip(best.rosters, keep.tolist(), strict=True) if kept)
    return replace(best, rosters=rosters, weights=best.weights[keep] / best.weights[keep].sum())


def _price(
    builder: Builder,
    master: Master,
    weights: Floats,
    worth: Worth,
    target: Target,
    settings: Settings,
    rng: np.random.Generator,
) -> int:
    """Build deployments for the present prices; how many of them improve the lottery."""
    added, used = 0, np.flatnonzero(weights > 1e-9)
    for share in settings.smoothing:
        price = share * target.price + (1 - share) * worth.price
        for fresh in (True, False):
            start = None if fresh else master.rosters[int(rng.choice(used))]
            roster = builder.build(price, rng, start=start, extra=worth.extra, tries=settings.tries)
            if roster.lawful and worth.of(builder, roster) > worth.bar * (1 + 1e-9):
                added += master.add(roster)
    return added
