"""Weights of the members, learned day by day from past days alone."""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.optimize import nnls

from vedette.forecast.rates import rows
from vedette.forecast.settings import Settings

__all__ = ["Mixture"]

Floats = NDArray[np.float64]

_LEAST = 1e-5


class Mixture:
    """Expected counts as a weighted sum of the members' rates, with weights of at least 0.

    Busy and quiet areas have their own weights, blended by r / (r + busy_rate) of the area's long-run rate r. The weights
    minimise the decayed sum of (count − mean)² / variance with the negative binomial's variance (quasi-likelihood;
    Wedderburn 1974, Quasi-likelihood functions) plus a pull to their starting values: one small non-negative
    least-squares problem a day (Lawson, Hanson 1974, Solving least squares problems), no iteration over past days.
    """

    def __init__(self, settings: Settings) -> None:
        learning, table = settings.learning, rows(settings)
        self._pick = [table.index((member.kind, member.half_life)) for member in settings.members]
        self._start = np.tile(np.array([member.weight for member in settings.members]), 2)
        self._busy_row = table.index(("own", learning.busy_half_life))
        self._busy_rate = learning.busy_rate
        self._decay = 0.5 ** (1 / learning.half_life)
        self._pull = learning.prior_events
        self._square = np.zeros((len(self._start), len(self._start)))
        self._cross = np.zeros(len(self._start))
        self._weights = self._start

    def parts(self, table: Floats) -> Floats:
        """What each member adds to the mean, attacks per area and day, shape (members, areas), from a table of rates."""
        busy = self._busy(table)
        half = len(self._start) // 2
        return np.asarray(
            table[self._pick] * (self._weights[:half, None] * busy + self._weights[half:, None] * (1 - busy))
        )

    def observe(self, table: Floats, counts: Floats, base: Floats, alpha: Floats, factor: Floats) -> None:
        """Learn from a day: the table of rates as known at issue, its counts, what was forecast of it, and its factors.

        base is the sum of the parts, alpha its dispersion, `factor` what the day itself (weekday, feast) multiplied it by;
        all of shape (areas,).
        """
        busy = self._busy(table)
        members = table[self._pick]
        both = np.concatenate([members * busy, members * (1 - busy)])
        base = np.maximum(base, _LEAST)
        weighted = both / (base * (1 + alpha * base))
        # einsum, not @: a threaded BLAS would make the last bit depend on the number of threads.
        self._square = self._decay * self._square + np.einsum("ja,ka->jk", weighted, both)
        self._cross = self._decay * self._cross + np.einsum("ja,a->j", weighted, counts / factor)
        lower = np.linalg.cholesky(self._square + self._pull * np.eye(len(self._start)))
        right = solve_triangular(lower, self._cross + self._pull * self._start, lower=True)
        self._weights = nnls(lower.T, right)[0]

    def _busy(self, table: Floats) -> Floats:
        rate = table[self._busy_row]
        return np.asarray(rate / (rate + self._busy_rate))
