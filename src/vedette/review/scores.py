"""Proper scores of a count forecast on plain arrays: negative binomial with variance = mean + alpha mean²."""

import numpy as np
from numpy.typing import NDArray

from vedette.terms.negbin import POISSON_BELOW, log_density

__all__ = ["hits", "ranked_probability_score"]

Floats = NDArray[np.float64]


def ranked_probability_score(counts: Floats, mean: Floats, alpha: Floats) -> Floats:
    """CRPS per row, shape (rows,): the sum over k ≥ 0 of (P(Y ≤ k) − [counts ≤ k])², in events; 0 is perfect.

    The sum ends where less than 1e-7 of the distribution is left above both k and the count.
    Source: Gneiting and Raftery (2007), "Strictly proper scoring rules, prediction, and estimation".
    """
    out = np.zeros(len(counts))
    rows = np.arange(len(counts))
    y, m, a = (counts.astype(float), mean.astype(float), np.where(alpha > POISSON_BELOW, alpha, 0.0))
    mass = np.exp(log_density(np.zeros_like(y), m, a))
    below, k = mass.copy(), 0
    while len(rows):
        out[rows] += (below - (y <= k)) ** 2
        mass = mass * m * (1 + a * k) / ((1 + a * m) * (k + 1))
        k += 1
        going = (1 - below > 1e-7) & (mass > 1e-12) | (y >= k) | (k < m)
        rows, y, m, a, mass, below = (v[going] for v in (rows, y, m, a, mass, below))
        below = np.minimum(below + mass, 1.0)
    return out


def hits(counts: Floats, mean: Floats, share: float) -> float:
    """Events in the `share` of areas with the highest forecast; shapes (areas,). Ties share their events evenly.

    Source: Bowers, Johnson and Pease (2004), "Prospective hot-spotting".
    """
    number = max(1, round(share * len(mean)))
    edge = np.partition(mean, len(mean) - number)[len(mean) - number]
    above, level = mean > edge, mean == edge
    rest = (number - above.sum()) / level.sum()
    return float(counts[above].sum() + rest * counts[level].sum())
