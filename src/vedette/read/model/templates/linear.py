"""A sparse linear model over hashed traits: which trait has which weight for which output."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["Linear", "columns_of", "logit", "short", "sigmoid"]

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]


def sigmoid(values: Floats) -> Floats:
    """Return the logistic function of the values, without overflow."""
    out: Floats = (1.0 / (1.0 + np.exp(-np.clip(values, -30.0, 30.0)))).astype(np.float32)
    return out


def logit(chances: Floats) -> Floats:
    """Return the log-odds of chances, held within -12 and 12."""
    p = np.clip(chances, 6e-6, 1 - 6e-6)
    out: Floats = np.log(p / (1 - p)).astype(np.float32)
    return out


def short(traits: Hashes) -> NDArray[np.uint32]:
    """Return the 32 bits of a trait by which the models know it."""
    return (traits >> np.uint64(32)).astype(np.uint32)


def columns_of(traits: Hashes, known: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Column number of each trait among the sorted `known` ones, -1 where it is unknown; shape as `traits`."""
    flat = short(traits)
    place = np.searchsorted(known, flat)
    place[place == len(known)] = 0
    return np.where((known[place] == flat) & (traits != 0), place, -1).astype(np.int32)


@njit(cache=True)
def _sums(columns, weights, bias, out):  # type: ignore[no-untyped-def]  # pragma: no cover - compiled
    for row in range(columns.shape[0]):
        for k in range(bias.shape[0]):
            out[row, k] = bias[k]
        for c in range(columns.shape[1]):
            column = columns[row, c]
            if column >= 0:
                for k in range(bias.shape[0]):
                    out[row, k] += weights[column, k]


@dataclass(frozen=True)
class Linear:
    """Weights [columns, outputs] of the sorted 32-bit trait hashes `known` [columns], and a bias per output."""

    known: NDArray[np.uint32]
    weights: Floats
    bias: Floats

    def scores(self, traits: Hashes) -> Floats:
        """Log-odds of every row of traits for every output, [rows, outputs]."""
        out = np.zeros((len(traits), len(self.bias)), dtype=np.float32)
        _sums(columns_of(traits, self.known), self.weights, self.bias, out)
        return out
