"""Gradient boosted trees as arrays, walked in compiled code."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.read.model.templates.linear import sigmoid

__all__ = ["Trees"]

Floats = NDArray[np.float32]


@njit(cache=True)
def _walk(rows, feature, threshold, left, right, value, roots, out):  # type: ignore[no-untyped-def]  # pragma: no cover - compiled
    for row in range(rows.shape[0]):
        total = 0.0
        for root in roots:
            node = root
            while feature[node] >= 0:
                node = left[node] if rows[row, feature[node]] <= threshold[node] else right[node]
            total += value[node]
        out[row] = total


@dataclass(frozen=True)
class Trees:
    """Trees of several bags: node arrays, `roots` [trees] and `bag` [trees], the bag that each tree belongs to.

    A leaf has feature -1 and its log-odds in `value`. The chance of a row is the mean of the bags' chances.
    """

    feature: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats
    roots: NDArray[np.int32]
    bag: NDArray[np.int8]

    def chances(self, rows: Floats, only: int | None = None) -> Floats:
        """Chance of each row of numbers [rows, numbers]; with `only`, by that bag alone."""
        total = np.zeros(len(rows), dtype=np.float32)
        if not len(rows):
            return total
        bags = [int(b) for b in np.unique(self.bag) if only is None or int(b) == only]
        out = np.zeros(len(rows), dtype=np.float32)
        for b in bags:
            _walk(rows, self.feature, self.threshold, self.left, self.right, self.value, self.roots[self.bag == b], out)
            total += sigmoid(out)
        return total / np.float32(len(bags))
