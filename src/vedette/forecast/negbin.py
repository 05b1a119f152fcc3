"""What a forecast says of a mean and an alpha: P(0) and the quantiles, for many rows at once."""

import numpy as np
from numpy.typing import NDArray

from vedette.terms.forecast import LEVELS
from vedette.terms.negbin import quantile

__all__ = ["probability_of_none", "quantiles"]

Floats = NDArray[np.float64]

_LARGE_MEAN = 40.0


def probability_of_none(mean: Floats, alpha: Floats) -> Floats:
    """P(Y = 0) = (1 + alpha mean)^(−1/alpha); both arrays of one shape, alpha > 0."""
    return np.asarray(np.exp(-np.log1p(alpha * mean) / alpha))


def quantiles(mean: Floats, alpha: Floats) -> NDArray[np.int32]:
    """Smallest count k with P(Y ≤ k) ≥ level for each of terms.forecast.LEVELS; shape (levels, rows).

    mean and alpha have shape (rows,). Small means are summed up count by count, which is exact and falls away row by
    row; large ones, where P(0) would underflow, go through scipy's inverse of the regularised incomplete beta function.
    """
    levels = np.array(LEVELS)
    out = np.zeros((len(LEVELS), mean.size), dtype=np.int32)
    none = probability_of_none(mean, alpha)
    large = mean > _LARGE_MEAN
    if large.any():
        for level, row in zip(LEVELS, out, strict=True):
            some = large & (none < level)
            found = quantile(level, mean[some], alpha[some])
            row[some] = np.minimum(found, np.iinfo(np.int32).max)
    rows = np.flatnonzero(~large & (none < LEVELS[-1]))
    a, p = alpha[rows], none[rows]
    step = mean[rows] / (1 + a * mean[rows])
    reached, k = p, 0
    while rows.size:
        # a quantile is the number of counts at which the level is not yet reached
        out[:, rows] += reached < levels[:, None]
        p = p * step * (1 + a * k) / (k + 1)
        k += 1
        reached = reached + p
        going = (reached < LEVELS[-1]) & (p > 0)
        if not going.all():
            rows, a, p, step, reached = rows[going], a[going], p[going], step[going], reached[going]
    return out
