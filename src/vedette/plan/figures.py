"""The figures of a lottery, as plan-format.md defines them: what each harm is once the forces stand where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.plan.problem import Problem

__all__ = ["Figures", "conditional_value_at_risk", "measure", "nothing_done", "promised_change"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """worst K, shift_worst [T] k_s over live shifts, total T, cvar, change D and the objective they add up to."""

    worst: float
    shift_worst: Floats
    total: float
    cvar: float
    change: float
    objective: float


def conditional_value_at_risk(loss: Floats, weight: Floats, alpha: float) -> float:
    """CVaR of a discrete loss [W]: min over η of η + Σ π max(0, L − η)/(1 − α) (Rockafellar & Uryasev 2000).

    The minimum lies at one of the losses; at α = 1 it is the largest loss.
    """
    if alpha >= 1:
        return float(loss.max())
    excess = np.maximum(0.0, loss[None, :] - loss[:, None])
    return float((loss + (excess * weight).sum(axis=1) / (1 - alpha)).min())


def measure(problem: Problem, coverage: Floats, change: float = 0.0) -> Figures:
    """Figures of a mean coverage C [P, T] over the live shifts and of a change D."""
    live, o = problem.live, problem.objective
    left = 1.0 - coverage
    each = (problem.value[:, live] * left).max(axis=0, initial=0.0)
    total = float((problem.mean_value[:, live] * left).sum())
    harm = problem.base[:, live] * left
    loss = np.array([float((harm * f[problem.post_area][:, live]).sum()) for f in problem.factor])
    cvar = conditional_value_at_risk(loss, problem.scenario_weight, o.alpha)
    worst = float(each.max(initial=0.0))
    objective = (
        o.worst * worst + o.shift_worst * float(each.sum()) + o.total * total + o.cvar * cvar + o.change * change
    )
    return Figures(worst, each, total, cvar, change, objective)


def nothing_done(problem: Problem) -> float:
    """U, the objective with C = 0 and D = 0: the scale of all tolerances."""
    return measure(problem, np.zeros((problem.posts, len(problem.live)))).objective


def promised_change(problem: Problem, units: Iterable[tuple[int, int, int, float]]) -> float:
    """D of marginals given as (group, post, shift, expected units): Σ |x − previous marginal| over live shifts."""
    if problem.previous is None or problem.previous.promised is None:
        return 0.0
    now: dict[tuple[int, int, int], float] = {(g, p, s): x for g, p, s, x in units}
    group, post, shift, promised = problem.previous.promised
    rows = zip(group.tolist(), post.tolist(), shift.tolist(), promised.tolist(), strict=True)
    before: dict[tuple[int, int, int], float] = {(g, p, s): x for g, p, s, x in rows}
    return float(sum(abs(now.get(key, 0.0) - before.get(key, 0.0)) for key in now.keys() | before.keys()))
