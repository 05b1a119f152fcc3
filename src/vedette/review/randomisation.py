"""The randomisation test on plain arrays: p, log rate ratio, its interval, and the smallest change that would be seen.

Under a log rate ratio tau, the counts that the chosen areas would have had without protection are their counts times
exp(-tau). For each tau these are compared over all draws of the lottery; tau is held possible while the real draw does
not stand out (Fisher 1935, "The Design of Experiments"; Rosenbaum 2002, "Covariance adjustment in randomized
experiments and observational studies"). The estimate is the tau at which the real draw lies in the middle (Hodges and
Lehmann 1963, "Estimates of location based on rank tests"). The test is valid for any counts and any baseline,
because only the draw is random.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vedette.review.lottery import Lottery
from vedette.review.settings import StatisticSettings, TestSettings, settings

__all__ = ["Comparison", "Outcome", "compare", "mean_contrasts", "residuals"]

Floats = NDArray[np.float64]

TIE = 1e-9


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


@dataclass(frozen=True, eq=False)
class Comparison:
    """What is compared: counts in the window and their baseline per area, shape (areas,), the lottery and the draw.

    `contrasts` has shape (draws, areas): row times residuals is the difference between chosen and not chosen.
    """

    counts: Floats
    expected: Floats
    lottery: Lottery
    drawn: int
    clip: float
    contrasts: Floats

    @property
    def chosen(self) -> Floats:
        """The real draw, shape (areas,), 1 where chosen."""
        return self.lottery.draws[self.drawn]


def compare(
    counts: Floats, expected: Floats, chances: Lottery, chosen: Floats, *, clip: float, rise: bool = False
) -> Outcome:
    """Test a change of the counts of the chosen areas against those not chosen, over all draws of the lottery.

    counts: events in the window, shape (areas,); expected: the same from before the window; chosen: 1 where chosen;
    clip: where residuals are pulled in, in robust standard deviations; rise: whether the smallest change is that of a
    rise (displacement) and not of a cut. Raises ValueError when the lottery could not make this draw.
    """
    made, drawn = chances.with_draw(chosen)
    if not counts.sum():
        return Outcome(None, None, None, 1.0, None, float(made.weight[drawn]))
    case = Comparison(counts, expected, made, drawn, clip, mean_contrasts(made, expected))
    p_zero = float(_p(case, np.zeros(1))[0])
    estimate = _estimate(case)
    low, high = _interval(case, estimate, p_zero)
    return Outcome(estimate, low, high, p_zero, _smallest(case, estimate, rise=rise), _least_p(case))


def mean_contrasts(chances: Lottery, expected: Floats) -> Floats:
    """Weights that turn residuals into the difference of two means, shape (draws, areas).

    Both means weigh by the inverse of the chance (Hájek 1971), so that areas that the lottery preferred do not count
    as effect, and by precision: counting noise 1/expected plus the variance between areas.
    """
    number = settings().statistic
    precision = 1 / (1 / (expected + number.offset) + number.between_variance)
    one = chances.draws * (precision / chances.chance)
    other = (1 - chances.draws) * (precision / (1 - chances.chance))
    return np.asarray(one / one.sum(axis=1, keepdims=True) - other / other.sum(axis=1, keepdims=True))


def residuals(counts: Floats, expected: Floats, clip: float) -> Floats:
    """ln(observed / expected) about its median, outliers pulled in; counts of shape (cases, areas) or (areas,).

    Source of the clipping: Huber (1964), "Robust estimation of a location parameter".
    """
    number: StatisticSettings = settings().statistic
    ratio = np.log((counts + number.offset) / (expected + number.offset))
    ratio = ratio - _median(ratio)
    bound = clip * np.maximum(1.4826 * _median(np.abs(ratio)), number.least_scale)
    for _ in range(2):
        kept = np.clip(ratio, -bound, bound)
        ratio = ratio - kept.mean(axis=-1, keepdims=True)
    return np.asarray(np.clip(ratio, -bound, bound))


def _median(values: Floats) -> Floats:
    """Median over the last axis, kept; np.median without its overhead."""
    ordered = np.sort(values, axis=-1)
    size = values.shape[-1]
    return np.asarray((ordered[..., (size - 1) // 2, None] + ordered[..., size // 2, None]) / 2)


def _statistics(case: Comparison, counts: Floats) -> Floats:
    """The statistic of every draw less its mean over the draws; counts (cases, areas) → (cases, draws)."""
    kept = residuals(counts, case.expected, case.clip)
    values = kept @ case.contrasts.T
    return np.asarray(values - (values @ case.lottery.weight)[:, None])


def _p(case: Comparison, effects: Floats) -> Floats:
    """Two-sided p of each log rate ratio in `effects`, shape (effects,)."""
    values = _statistics(case, case.counts * np.exp(-effects[:, None] * case.chosen))
    return _tail(values, values[:, case.drawn], case.lottery.weight)


def _tail(values: Floats, real: Floats, weight: Floats) -> Floats:
    """Probability of a draw at least as far out as the real one, which counts itself."""
    bound = np.abs(real) * (1 - TIE) - TIE
    return np.asarray(np.minimum((np.abs(values) >= bound[:, None]) @ weight, 1.0))


def _least_p(case: Comparison) -> float:
    """The smallest p that any draw could have given on these counts, no effect assumed."""
    values = np.abs(_statistics(case, case.counts[None, :])[0])
    return float(case.lottery.weight[values >= values.max() * (1 - TIE) - TIE].sum())


def _estimate(case: Comparison) -> float:
    """Where the real draw lies in the middle of all draws: two grids, then a straight line."""
    limit = settings().test.limit
    middle = case.lottery.weight @ case.contrasts
    contrast = case.contrasts[case.drawn] - middle

    def real(effects: Floats) -> Floats:
        counts = case.counts * np.exp(-effects[:, None] * case.chosen)
        return np.asarray(residuals(counts, case.expected, case.clip) @ contrast)

    grid = np.linspace(-limit, limit, 139)
    for _ in range(2):
        values = real(grid)
        above = np.flatnonzero(values > 0)
        if not len(above):
            return float(grid[0])
        last = int(above[-1])
        if last == len(grid) - 1:
            return float(grid[-1])
        left, right = float(values[last]), float(values[last + 1])
        start, step = float(grid[last]), float(grid[last + 1] - grid[last])
        grid = np.linspace(start, start + step, 21)
    return start + step * left / (left - right)


def _interval(case: Comparison, estimate: float, p_zero: float) -> tuple[float, float]:
    """The log rate ratios that the test does not reject; each end is rounded outward by at most 0.005."""
    test: TestSettings = settings().test
    coarse = np.linspace(-3.0, 3.0, 61) + estimate
    coarse = np.clip(coarse, -test.limit, test.limit)
    kept = coarse[_p(case, coarse) > test.level]
    ends = [min([estimate, *kept]), max([estimate, *kept])]
    if p_zero > test.level:
        ends = [min(ends[0], 0.0), max(ends[1], 0.0)]
    return _end(case, ends[0], -1.0, test), _end(case, ends[1], 1.0, test)


def _end(case: Comparison, inside: float, side: float, test: TestSettings) -> float:
    """Walk outward from a kept value to the first rejected one: a step of 0.1, or far steps, then 0.005."""
    for reach, steps in ((0.1, 21), (2 * test.limit, 139), (0.1, 21)):
        grid = np.clip(inside + side * np.linspace(0.0, reach, steps), -test.limit, test.limit)
        rejected = np.flatnonzero(_p(case, grid)[1:] <= test.level)
        if len(rejected):
            first = float(grid[rejected[0] + 1])
            if reach <= 0.1:
                return first
            inside = float(grid[rejected[0]])
        elif reach > 0.1:
            return side * test.limit
    return inside


def _smallest(case: Comparison, estimate: float, *, rise: bool) -> float | None:
    """Smallest cut (or rise) found with the wanted power if the lottery were held again on these areas.

    The change that was seen, whatever its size, is first taken out of the counts; what is left is the scatter that a
    review has to see through. Re-drawn lotteries then put a change in, event by event (each is prevented, or joined by
    another, by chance), and the test is run on each.
    """
    test: TestSettings = settings().test
    quiet = _scatter(case, case.counts * np.exp(-estimate * case.chosen))
    total = np.cumsum(case.lottery.weight)
    picks = np.searchsorted(total, (np.arange(test.power_draws) + 0.5) / test.power_draws * total[-1])
    again = case.lottery.draws[picks]
    chance_noise = np.sqrt(quiet) * _noise(*again.shape)

    def power(size: float) -> float:
        rate = np.exp(size)
        noise = np.sqrt(rate * (1 - rate) if size < 0 else rate - 1) * chance_noise
        values = _statistics(case, np.where(again > 0, np.maximum(quiet * rate + noise, 0.0), quiet))
        real = values[np.arange(len(picks)), picks]
        found = (_tail(values, real, case.lottery.weight) <= test.level) & (np.sign(real) == np.sign(size))
        return float(found.mean())

    side = 1.0 if rise else -1.0
    limit = np.log(2.0) if rise else np.log(100.0)
    if power(side * limit) < test.power:
        return None
    low, high = 0.0, limit
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (low, middle) if power(side * middle) >= test.power else (middle, high)
    return float(np.expm1(high)) if rise else float(-np.expm1(-high))


def _scatter(case: Comparison, quiet: Floats) -> Floats:
    """Counts without the change, spread a little wider: taking the change out has also taken out one degree of freedom."""
    areas = len(quiet)
    wider = np.sqrt((areas - 1) / max(areas - 2, 1))
    ratio = (quiet + settings().statistic.offset) / (case.expected + settings().statistic.offset)
    middle = np.exp(_median(np.log(ratio)))
    return np.asarray(np.maximum(quiet * (ratio / middle) ** (wider - 1), 0.0))


@lru_cache(maxsize=8)
def _noise(rows: int, areas: int) -> Floats:
    """Fixed standard normal numbers: the same review gives the same figure everywhere."""
    return np.random.default_rng(20070223).standard_normal((rows, areas))
