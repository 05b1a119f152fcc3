"""What the weighted sum of rates leaves over, stacked on logarithmic scales: a penalised count regression, learned day by day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from vedette.forecast.settings import Regression as Numbers

__all__ = ["Features", "Regression"]

Floats = NDArray[np.float64]

_QUIETEST, _BUSIEST, _SCALE = -8.0, 2.0, 4.0


@dataclass(frozen=True)
class Features:
    """Features of the areas that are worth correcting: `areas` (column numbers) and `values`, shape (features, those)."""

    areas: NDArray[np.intp]
    values: Floats


class Regression:
    """A factor on the expected count of each area: exp(β · features), negative binomial, log link.

    The features say how far each rate of the area and its neighbourhood stands from the expected count, on a damped
    logarithmic scale, alone and times how busy the area is; so the answer to a fresh burst may differ between a quiet
    village and a capital. β starts at 0 (no correction) with a normal prior; every day adds one step of Newton's method on
    the decayed likelihood (recursive penalised quasi-likelihood; McCullagh, Nelder 1989, Generalized Linear Models).
    """

    def __init__(self, size: int, numbers: Numbers) -> None:
        self._numbers = numbers
        self._decay = 0.5 ** (1 / numbers.half_life)
        self._beta = np.zeros(2 * size + 2)
        self._information = np.zeros((2 * size + 2, 2 * size + 2))

    def features(self, rates: Floats, base: Floats) -> Features:
        """Features of the areas whose expected count `base`, shape (areas,), is high enough; `rates` (rows, areas)."""
        areas = np.flatnonzero(base > self._numbers.least_mean)
        mean = base[areas]
        damped = self._numbers.damping * mean + self._numbers.least_mean / 10
        apart = np.log((rates[:, areas] + damped) / (mean + damped))
        busy = np.clip(np.log(mean), _QUIETEST, _BUSIEST) / _SCALE
        return Features(areas, np.concatenate([apart, apart * busy, busy[None], np.ones((1, areas.size))]))

    def factor(self, features: Features, areas: int) -> Floats:
        """The factor on the expected count, shape (areas,): 1 where there are no features."""
        out = np.ones(areas)
        most = self._numbers.most
        out[features.areas] = np.exp(np.clip(np.einsum("fa,f->a", features.values, self._beta), -most, most))
        return out

    def observe(self, features: Features, counts: Floats, mean: Floats, alpha: Floats) -> None:
        """Learn from a day's counts and what was forecast of them; counts, mean and alpha have shape (areas,)."""
        count, mean, alpha = counts[features.areas], mean[features.areas], alpha[features.areas]
        spread = 1 + alpha * mean
        values = features.values
        # einsum, not @: a threaded BLAS would make the last bit depend on the number of threads.
        slope = np.einsum("fa,a->f", values, (count - mean) / spread)
        self._information *= self._decay
        self._information += np.einsum("fa,ga->fg", values * (mean / spread), values)
        pull = self._numbers.prior_events
        slope -= (1 - self._decay) * pull * self._beta
        self._beta = self._beta + cho_solve(cho_factor(self._information + pull * np.eye(len(self._beta))), slope)
