"""Two plans without optimisation to compare with: every group spreads its duty evenly, or in proportion to risk."""

import numpy as np
from numpy.typing import NDArray

from vedette.plan.figures import Figures, measure
from vedette.plan.marginals import free_units
from vedette.plan.problem import Problem

__all__ = ["baselines"]

Floats = NDArray[np.float64]


def baselines(problem: Problem) -> dict[str, Figures]:
    """Figures of "uniform" and "proportional" (plan-format.md, Checker): presence and max_units are not asked of them."""
    share = 1.0
    for rule in problem.rules:
        if rule.of == "all":
            share = min(share, rule.most / min(rule.window, problem.shifts))
    live = problem.live
    even = np.ones((problem.posts, len(live)))
    return {
        "uniform": _spread(problem, even, np.full(problem.posts, float(problem.shifts)), share),
        "proportional": _spread(problem, problem.value[:, live], problem.value.sum(axis=1), share),
    }


def _spread(problem: Problem, weight: Floats, priority: Floats, share: float) -> Figures:
    group, post = problem.edge_group, problem.edge_post
    each = weight[post]
    total = np.zeros((problem.groups, weight.shape[1]))
    np.add.at(total, group, each)
    duty = share * free_units(problem)[:, problem.live]
    x = each * np.divide(duty, total, out=np.zeros_like(total), where=total > 0)[group]
    coverage = np.zeros(weight.shape)
    np.add.at(coverage, post, x * problem.efficacy[:, None])
    levels = _levels(problem, priority * (problem.effect > 0))
    return measure(problem, np.minimum(1.0, coverage + (problem.effect * levels)[:, None]))


def _levels(problem: Problem, priority: Floats) -> Floats:
    if problem.previous is not None:
        return problem.previous.levels
    if problem.hardening is None or priority.sum() <= 0:
        return np.zeros(problem.posts)
    cost = problem.hardening.cost
    level = np.divide(
        problem.hardening.budget * priority, priority.sum() * cost, out=np.zeros(problem.posts), where=cost > 0
    )
    return np.asarray(np.minimum(1.0, level))
