"""The course of the total over all areas: how many of the expected attacks came of late, remembered at several speeds."""

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.settings import Trend as Numbers
from vedette.terms.negbin import log_density

__all__ = ["Trend"]

Floats = NDArray[np.float64]


class Trend:
    """A factor on every area: seen over expected, averaged over trackers by how well each foretold past totals.

    Each tracker keeps decayed sums of what was seen and expected and gives their ratio, shrunk to 1 more or less strongly;
    each enters as it is and by its square root, and "no correction" stands beside all of them. The weights follow the
    decayed log score of the daily total (Raftery, Kárný, Ettler 2010, Online prediction under model uncertainty via dynamic
    model averaging). Where totals drift, as when a war ends, the quick trackers win; where they only scatter, none does.
    """

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._decay = 0.5 ** (1 / np.array(numbers.half_lives, dtype=float))
        self._seen = np.zeros((2, len(numbers.half_lives)))
        self._prior = np.array(numbers.prior_events)[:, None]
        self._score = np.zeros(2 * len(numbers.half_lives) * len(numbers.prior_events) + 1)
        self._forget = 0.5 ** (1 / numbers.score_half_life)
        self._alpha = numbers.start_alpha

    @property
    def alpha(self) -> float:
        """Dispersion of the daily total around what was expected of it."""
        return self._alpha

    def candidates(self) -> Floats:
        """The factors that the trackers give now, shape (2 × trackers × strengths + 1,); the first is 1."""
        seen, expected = self._seen
        ratio = ((seen + self._prior) / (expected + self._prior)).ravel()
        ratio = np.clip(ratio, self._numbers.least, self._numbers.most)
        return np.concatenate([[1.0], ratio, np.sqrt(ratio)])

    def factor(self, candidates: Floats) -> float:
        """The weighted geometric mean of candidate factors, of now or of an earlier day."""
        weight = np.exp(self._score - self._score.max())
        return float(np.exp((weight * np.log(candidates)).sum() / weight.sum()))

    def observe(self, total: float, expected: float, candidates: Floats) -> None:
        """Learn from a day: its total, what was expected of it without the factor, and the candidates as known at issue."""
        mean = np.maximum(expected * candidates, self._numbers.least_total)
        score = log_density(np.full(len(mean), total), mean, np.full(len(mean), self._alpha))
        self._score = self._forget * self._score + (score - score.mean())
        said = max(expected * self.factor(candidates), self._numbers.least_total)
        excess = ((total - said) ** 2 - said) / said**2
        numbers = self._numbers
        alpha = self._alpha + (1 - 0.5 ** (1 / numbers.alpha_half_life)) * (excess - self._alpha)
        self._alpha = float(np.clip(alpha, numbers.alpha_least, numbers.alpha_most))
        self._seen = self._decay * self._seen + np.array([[total], [expected]])
