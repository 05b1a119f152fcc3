"""Dispersion as a function of the mean, learned day by day from past days alone."""

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.settings import Settings
from vedette.terms.negbin import log_density

__all__ = ["Spread"]

Floats = NDArray[np.float64]


class Spread:
    """alpha at a handful of means, interpolated in between on logarithmic scales.

    For each of these means and each alpha of a grid the decayed log-likelihood of past counts is kept, a count being
    shared between the two means that its forecast lies between; alpha is the geometric mean over the grid under the
    resulting posterior. Busy areas cluster little around their rate, while the rate of a quiet one is itself hardly
    known: one alpha for all, as is common, would misstate both.
    """

    def __init__(self, settings: Settings) -> None:
        own = settings.spread
        self._means = np.log(own.means)
        self._log_alpha = np.linspace(np.log(own.alpha_least), np.log(own.alpha_most), own.grid)
        self._prior = -0.5 * ((self._log_alpha - np.log(own.prior_alpha)) / own.prior_log_sd) ** 2
        self._decay = 0.5 ** (1 / own.half_life)
        self._evidence = np.zeros((len(self._means), own.grid))

    def alpha(self, mean: Floats) -> Floats:
        """alpha for each mean (attacks per area and day, above 0), of the same shape."""
        posterior = self._evidence + self._prior
        posterior = np.exp(posterior - posterior.max(axis=1, keepdims=True))
        at = (posterior @ self._log_alpha) / posterior.sum(axis=1)
        return np.asarray(np.exp(np.interp(np.log(mean), self._means, at)))

    def observe(self, counts: Floats, mean: Floats) -> None:
        """Learn from a day's counts and the means that were forecast for it; both of shape (areas,), mean above 0."""
        grid = np.exp(self._log_alpha)[:, None]
        likelihood = -np.log1p(grid * mean) / grid
        some = np.flatnonzero(counts)
        likelihood[:, some] = log_density(counts[some], mean[some], grid)
        place = np.interp(np.log(mean), self._means, np.arange(len(self._means)))
        share = np.maximum(1 - np.abs(np.arange(len(self._means))[:, None] - place), 0.0)
        self._evidence = self._decay * self._evidence + np.einsum("ma,ga->mg", share, likelihood)
