"""The negative binomial on arrays, by mean and alpha (variance = mean + alpha mean²): what forecasts say and reviews score."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import nbinom, poisson

__all__ = ["POISSON_BELOW", "cumulative", "log_density", "quantile"]

Floats = NDArray[np.float64]

POISSON_BELOW = 1e-6
"""Below this alpha the distribution is taken as Poisson: the difference is below rounding."""


def log_density(count: Floats, mean: Floats, alpha: Floats) -> Floats:
    """ln P(Y = count) for counts of at least 0; the arrays broadcast, mean is above 0, alpha at least 0."""
    wide = np.asarray(alpha) > POISSON_BELOW
    a = np.where(wide, alpha, 1.0)
    size = 1 / a
    spread = (
        gammaln(count + size)
        - gammaln(size)
        - gammaln(count + 1)
        + count * np.log(a * mean)
        - (count + size) * np.log1p(a * mean)
    )
    if wide.all():
        return np.asarray(spread)
    return np.asarray(np.where(wide, spread, count * np.log(mean) - mean - gammaln(count + 1)))


def cumulative(count: Floats, mean: Floats, alpha: Floats) -> Floats:
    """P(Y ≤ count), any equal shapes; 0 below 0."""
    wide = alpha > POISSON_BELOW
    a = np.where(wide, alpha, 1.0)
    return np.asarray(np.where(wide, nbinom.cdf(count, 1 / a, 1 / (1 + a * mean)), poisson.cdf(count, mean)))


def quantile(level: float, mean: Floats, alpha: Floats) -> Floats:
    """Smallest count k with P(Y ≤ k) ≥ level, 0 < level < 1; mean and alpha of equal shape, 0 where the mean is 0."""
    out = np.zeros(mean.shape)
    some, wide = mean > 0, alpha > POISSON_BELOW
    plain, wide = some & ~wide, some & wide
    out[plain] = poisson.ppf(level, mean[plain])
    out[wide] = nbinom.ppf(level, 1 / alpha[wide], 1 / (1 + alpha[wide] * mean[wide]))
    return out
