"""Coverage by water-filling: what each post needs if forces could be shared out freely within a shift.

The single-type case without schedules in closed form (ORIGAMI: Kiekintveld, Jain, Tsai, Pita, Ordóñez & Tambe,
"Computing optimal randomized resource allocations for massive security games", AAMAS 2009).
"""

import numpy as np
from numpy.typing import NDArray

from vedette.plan.bound import Prices, trivial_prices
from vedette.plan.problem import Problem

__all__ = ["levels_by_shift", "needed", "shared_prices", "water_level"]

Floats = NDArray[np.float64]


def water_level(value: Floats, capacity: float) -> float:
    """The least k ≥ 0 with Σ_p max(0, 1 − k / V_p) ≤ capacity, for values V ≥ 0 [P]; O(P log P).

    With `capacity` units of perfect coverage to share out, k is the smallest worst harm max_p V_p (1 − C_p).
    """
    positive = np.sort(value[value > 0])[::-1]
    if capacity >= len(positive):
        return 0.0
    inverse = np.cumsum(1.0 / positive)
    count = np.arange(1, len(positive) + 1)
    level = (count - capacity) / inverse
    # with the first n posts active the level must not lie below the value of the next one
    after = np.append(positive[1:], 0.0)
    fits = (level >= after) & (level <= positive * (1 + 1e-12))
    return float(max(0.0, level[int(fits.argmax())]))


def needed(problem: Problem, worst: Floats) -> Floats:
    """[P, T] coverage that keeps the harm of every cell at or below `worst` [T]."""
    value = problem.value[:, problem.live]
    return np.where(value > worst, 1.0 - worst / np.where(value > 0, value, 1.0), 0.0)


def levels_by_shift(problem: Problem) -> Floats:
    """[T] water level of each live shift with the duties that the rules sustain, best efficacies and no travel."""
    share = 1.0
    for rule in problem.rules:
        if rule.of == "all":
            share = min(share, rule.most / max(1, min(rule.window, problem.shifts)))
    capacity = len(problem.unit_group) * min(1.0, share) * float(problem.best_efficacy.max(initial=0.0))
    return np.array([water_level(problem.value[:, s], capacity) for s in problem.live])


def shared_prices(problem: Problem, worst: Floats) -> Prices:
    """Certificate prices of the water-filling solution: each shift's price spread as 1/V over its active posts."""
    prices, o = trivial_prices(problem), problem.objective
    shift, cell = prices.shift.copy(), prices.cell.copy()
    if len(problem.live) and len(worst):
        shift[problem.live[int(np.argmax(worst))]] = o.worst
    for t, s in enumerate(problem.live):
        value = problem.value[:, s]
        active = (value > worst[t]) & (value > 0)
        if active.any():
            inverse = np.where(active, 1.0 / np.where(value > 0, value, 1.0), 0.0)
            cell[:, s] = (o.shift_worst + shift[s]) * inverse / inverse.sum()
    return Prices(shift, cell, prices.scenario, prices.presence, prices.cap, prices.pair, prices.post)
