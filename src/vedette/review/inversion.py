"""Turning a randomisation test round: p, estimate and interval from the statistics of all draws under each effect.

Under a log rate ratio tau the counts without protection would have been the counts times exp(-tau) where protected; tau
is held possible while the real draw does not stand out among all draws (Fisher 1935, "The Design of Experiments";
Rosenbaum 2002, "Covariance adjustment in randomized experiments and observational studies"). The estimate is the tau at
which the real draw lies in the middle (Hodges and Lehmann 1963, "Estimates of location based on rank tests").
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.review.settings import settings

__all__ = ["Inversion", "Outcome", "smallest_change", "tail"]

Floats = NDArray[np.float64]

TIE = 1e-9
STEP, FINE = 0.1, 0.005


@dataclass(frozen=True)
class Outcome:
    """One test: natural log of the rate ratio with its interval, two-sided p, and the smallest change seen.

    `estimate`, `low`, `high` are None when nothing was counted. `smallest` is a share: of a cut (0.3 = 30 % fewer) or
    of a rise (0.3 = 30 % more); None when no change up to the limit would have been seen with the wanted power.
    `least_p` is the smallest p that any draw of the lottery could have given.
    """

    estimate: float | None
    low: float | None
    high: float | None
    p: float
    smallest: float | None
    least_p: float

    def rounded(self) -> "Outcome":
        """The same to nine digits after the point, so that no processor's last bit shows in a finding."""

        def short(value: float | None) -> float | None:
            return None if value is None else round(value, 9)

        return Outcome(
            short(self.estimate),
            short(self.low),
            short(self.high),
            round(self.p, 9),
            short(self.smallest),
            round(self.least_p, 9),
        )


def tail(values: Floats, real: Floats, weight: Floats) -> Floats:
    """Probability of a draw at least as far from the middle as the real one, which counts itself.

    values: statistics about their mean, shape (cases, draws); real: that of the real draw, shape (cases,); weight:
    probabilities of the draws. Ties count, so that p is valid whatever the counts.
    """
    bound = np.abs(real) * (1 - TIE) - TIE
    far = np.abs(values) >= bound[:, None]
    equal = float(np.ptp(weight)) == 0
    found = np.count_nonzero(far, axis=1) / len(weight) if equal else far @ weight
    # 20 draws of 400 are 0.05, whatever the order in which their weights are added up
    return np.asarray(np.minimum(np.round(found, 12), 1.0))


@dataclass(frozen=True, eq=False)
class Inversion:
    """Test of every log rate ratio on one set of counts.

    statistics: effects of shape (effects,) → the statistic of each draw about its mean over the draws, shape
    (effects, draws), falling in the effect for the real draw; weight: shape (draws,); drawn: the real draw.
    """

    statistics: Callable[[Floats], Floats]
    weight: Floats
    drawn: int

    def p(self, effects: Floats) -> Floats:
        """Two-sided p of each effect, shape (effects,)."""
        values = self.statistics(effects)
        return tail(values, values[:, self.drawn], self.weight)

    def least_p(self) -> float:
        """The smallest p that any draw could have given on these counts, no effect assumed."""
        values = np.abs(self.statistics(np.zeros(1))[0])
        extreme = values[self.weight > 0].max()
        return float(tail(values[None, :], np.array([extreme]), self.weight)[0])

    def estimate(self) -> float:
        """Where the real draw lies in the middle of all draws: three grids, then a straight line."""
        limit = settings().test.limit
        grid = np.linspace(-limit, limit, 24)
        start = step = left = right = 0.0
        for _ in range(3):
            values = self.statistics(grid)[:, self.drawn]
            above = np.flatnonzero(values > 0)
            if not len(above):
                return float(grid[0])
            last = int(above[-1])
            if last == len(grid) - 1:
                return float(grid[-1])
            left, right = float(values[last]), float(values[last + 1])
            start, step = float(grid[last]), float(grid[last + 1] - grid[last])
            grid = np.linspace(start, start + step, 13)
        return start + step * left / (left - right)

    def interval(self, estimate: float, p_zero: float) -> tuple[float, float]:
        """The effects that the test does not reject; each end is rounded outward by at most 0.005.

        It holds 0 exactly when `p_zero` is above the level, so that interval and p never contradict each other.
        """
        level, limit = settings().test.level, settings().test.limit
        coarse = np.clip(np.arange(-25, 26) * STEP + estimate, -limit, limit)
        kept = coarse[self.p(coarse) > level]
        rejects_zero = p_zero <= level and estimate != 0
        kept = kept[np.sign(kept) == np.sign(estimate)] if rejects_zero else np.append(kept, 0.0)
        low = self._end(float(min([estimate, *kept])), -1.0)
        high = self._end(float(max([estimate, *kept])), 1.0)
        if rejects_zero:
            return (low, min(high, -TIE)) if estimate < 0 else (max(low, TIE), high)
        return low, high

    def _end(self, inside: float, side: float) -> float:
        """Walk outward from a kept effect to the first rejected one, in small steps; far off, first in large ones."""
        level, limit = settings().test.level, settings().test.limit
        steps = side * np.arange(1, round(STEP / FINE) + 1) * FINE
        for far in (False, True):
            if far:
                grid = np.clip(inside + side * np.arange(1, round(2 * limit / STEP) + 1) * STEP, -limit, limit)
                rejected = np.flatnonzero(self.p(grid) <= level)
                if not len(rejected):
                    return side * limit
                inside = float(grid[rejected[0] - 1]) if rejected[0] else inside
            grid = np.clip(inside + steps, -limit, limit)
            rejected = np.flatnonzero(self.p(grid) <= level)
            if len(rejected):
                return float(grid[rejected[0]])
        return side * limit


def smallest_change(power: Callable[[float], float], *, rise: bool) -> float | None:
    """Smallest share of a cut (or rise) that `power`, a function of the log rate ratio, finds often enough.

    Looks up to a cut of 99 %, or to a doubling; None when not even that is found with the wanted power.
    """
    wanted = settings().test.power
    side, limits = (1.0, (0.5, np.log(2.0))) if rise else (-1.0, (1.0, 2.0, np.log(100.0)))
    low = high = 0.0
    for limit in limits:
        low, high = high, float(limit)
        if power(side * high) >= wanted:
            break
    else:
        return None
    while high - low > 3 * FINE:
        middle = (low + high) / 2
        low, high = (low, middle) if power(side * middle) >= wanted else (middle, high)
    return float(np.expm1(high)) if rise else float(-np.expm1(-high))
