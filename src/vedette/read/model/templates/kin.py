"""Word kin: the group of like words that a word belongs to, fine and coarse, from the word vectors of MiniLM."""

from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

__all__ = ["kin"]

Hashes = NDArray[np.uint64]


@cache
def _table() -> tuple[Hashes, Hashes, Hashes]:
    with as_file(files("vedette.read") / "data" / "templates" / "kin.npz") as path, np.load(path) as data:
        return (
            data["words"],
            data["fine"].astype(np.uint64) + np.uint64(1),
            data["coarse"].astype(np.uint64) + np.uint64(1),
        )


def kin(words: Hashes) -> tuple[Hashes, Hashes]:
    """Return the fine and the coarse group of each word hash, 0 for words that the vocabulary lacks."""
    known, fine, coarse = _table()
    place = np.searchsorted(known, words)
    place[place == len(known)] = 0
    there = known[place] == words
    return np.where(there, fine[place], np.uint64(0)), np.where(there, coarse[place], np.uint64(0))
