"""A linear model of whole dispatches: logarithmic counts of traits, weighted by rarity, of unit length."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.linear import short, sigmoid

__all__ = ["Counts", "counted"]

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]


def counted(traits: tuple[Hashes, Hashes], known: NDArray[np.uint32]) -> tuple[NDArray[np.int64], Floats]:
    """Return the columns of the known traits of a dispatch and 1 + log of their counts."""
    values, counts = np.unique(short(np.concatenate(traits)), return_counts=True)
    place = np.searchsorted(known, values)
    place[place == len(known)] = 0
    there = known[place] == values
    return place[there].astype(np.int64), (1 + np.log(counts[there])).astype(np.float32)


@dataclass(frozen=True)
class Counts:
    """Weights [columns, outputs] and rarity [columns] of the sorted 32-bit trait hashes `known`, and a bias per output."""

    known: NDArray[np.uint32]
    rarity: Floats
    weights: Floats
    bias: Floats

    def chances(self, traits: tuple[Hashes, Hashes]) -> Floats:
        """Chance of every output for one dispatch, [outputs]."""
        columns, values = counted(traits, self.known)
        weighed = values * self.rarity[columns]
        length = float(np.sqrt((weighed**2).sum())) or 1.0
        return sigmoid(((weighed / length) @ self.weights[columns] + self.bias).astype(np.float32))
