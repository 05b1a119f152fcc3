"""The randomisation test of areas on plain arrays: residuals against the baseline, compared over all draws.

The test is valid for any counts and any baseline, because only the draw is random; the baseline, the weights and the
clipping decide how much it can see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vedette.review.inversion import Inversion, Outcome, smallest_change, tail
from vedette.review.lottery import Lottery
from vedette.review.settings import settings

__all__ = ["compare", "mean_contrasts", "residuals", "usual_scatter"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Case:
    """Counts in the window and their baseline, shape (areas,); the lottery, and its contrasts, shape (draws, areas)."""

    counts: Floats
    expected: Floats
    lottery: Lottery
    drawn: int
    clip: float
    contrasts: Floats

    @property
    def chosen(self) -> Floats:
        return np.asarray(self.lottery.draws[self.drawn])

    def statistics(self, counts: Floats) -> Floats:
        """Counts (cases, areas) → the statistic of every draw about its mean over the draws, (cases, draws)."""
        return np.asarray(residuals(counts, self.expected, self.clip) @ self.contrasts.T)

    def under(self, effects: Floats) -> Floats:
        """The same under each log rate ratio, (effects, draws)."""
        return self.statistics(self.counts * np.exp(-effects[:, None] * self.chosen))


def compare(
    counts: Floats,
    expected: Floats,
    chances: Lottery,
    chosen: Floats,
    *,
    clip: float,
    rise: bool = False,
    scatter: float | None = None,
) -> Outcome:
    """Test a change of the counts of the chosen areas against those not chosen, over all draws of the lottery.

    counts: events in the window, shape (areas,); expected: the same from before the window; chosen: 1 where chosen;
    clip: where residuals are pulled in, in robust standard deviations; rise: whether the smallest change is that of a
    rise (displacement) and not of a cut; scatter: that of earlier windows (`usual_scatter`), for the smallest change
    alone. Raises ValueError when the lottery could not make this draw.
    """
    made, drawn = chances.with_draw(chosen)
    if not counts.sum():
        return Outcome(None, None, None, 1.0, None, float(made.weight[drawn]))
    contrasts = mean_contrasts(made, expected)
    case = _Case(counts, expected, made, drawn, clip, contrasts - made.weight @ contrasts)
    test = Inversion(case.under, made.weight, drawn)
    p_zero = float(test.p(np.zeros(1))[0])
    estimate = test.estimate()
    low, high = test.interval(estimate, p_zero)
    smallest = _smallest(case, estimate, scatter, rise=rise)
    return Outcome(estimate, low, high, p_zero, smallest, test.least_p()).rounded()


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
    """ln(observed / expected) about its middle, outliers pulled in; counts of shape (cases, areas) or (areas,).

    Source of the clipping: Huber (1964), "Robust estimation of a location parameter".
    """
    number = settings().statistic
    ratio = np.log((counts + number.offset) / (expected + number.offset))
    ratio = ratio - _median(ratio)
    bound = clip * np.maximum(1.4826 * _median(np.abs(ratio)), number.least_scale)
    for _ in range(2):
        ratio = ratio - np.clip(ratio, -bound, bound).mean(axis=-1, keepdims=True)
    return np.asarray(np.clip(ratio, -bound, bound))


def _median(values: Floats) -> Floats:
    """Median over the last axis, which is kept; np.median without its overhead."""
    ordered = np.sort(values, axis=-1)
    size = values.shape[-1]
    return np.asarray((ordered[..., (size - 1) // 2, None] + ordered[..., size // 2, None]) / 2)


def _smallest(case: _Case, estimate: float, scatter: float | None, *, rise: bool) -> float | None:
    """Smallest cut (or rise) found with the wanted power if the lottery were held again on these areas.

    The change that was seen, whatever its size, is first taken out of the counts; what is left is the scatter that a
    review has to see through. Re-drawn lotteries then put a change in, event by event (each is prevented, or joined by
    another, by chance), and the test is run on each.
    """
    test = settings().test
    quiet = _widened(case, case.counts * np.exp(-estimate * case.chosen), scatter)
    total = np.cumsum(case.lottery.weight)
    picks = np.searchsorted(total, (np.arange(test.power_draws) + 0.5) / test.power_draws * total[-1])
    again = case.lottery.draws[picks]
    chance_noise = np.sqrt(quiet) * _noise(*again.shape)

    def power(size: float) -> float:
        rate = np.exp(size)
        noise = np.sqrt(rate * (1 - rate) if size < 0 else rate - 1) * chance_noise
        values = case.statistics(np.where(again > 0, np.maximum(quiet * rate + noise, 0.0), quiet))
        real = values[np.arange(len(picks)), picks]
        found = (tail(values, real, case.lottery.weight) <= test.level) & (np.sign(real) == np.sign(size))
        return float(found.mean())

    return smallest_change(power, rise=rise)


def _widened(case: _Case, quiet: Floats, scatter: float | None) -> Floats:
    """Counts without the change, spread a little wider.

    Taking the change out has also taken out one degree of freedom; and a window that happens to be even is no sign that
    the next one would be, so that its scatter is pooled with that of earlier windows where those were wilder.
    """
    number = settings()
    areas, offset = len(quiet), number.statistic.offset
    factor = np.sqrt((areas - 1) / max(areas - 2, 1))
    if scatter is not None:
        now = _spread(quiet, case.expected)
        share = number.test.earlier_share
        factor *= max(
            1.0, np.sqrt((1 - share) * now**2 + share * scatter**2) / max(now, number.statistic.least_scale / 2)
        )
    ratio = (quiet + offset) / (case.expected + offset)
    middle = np.exp(_median(np.log(ratio)))
    return np.asarray(quiet * (ratio / middle) ** (factor - 1))


def usual_scatter(windows: Sequence[tuple[Floats, Floats]]) -> float | None:
    """Root mean square of the scatter between areas in earlier windows, each (counts, expected) of shape (areas,).

    None where there was no earlier window.
    """
    if not windows:
        return None
    return float(np.sqrt(np.mean([_spread(counts, expected) ** 2 for counts, expected in windows])))


def _spread(counts: Floats, expected: Floats) -> float:
    return float(residuals(counts, expected, settings().statistic.clip_ring).std())


@lru_cache(maxsize=8)
def _noise(rows: int, areas: int) -> Floats:
    """Fixed standard normal numbers: the same review gives the same figure everywhere."""
    return np.random.default_rng(20070223).standard_normal((rows, areas))
