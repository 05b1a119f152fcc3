"""A sentence as the sparse linear model sees it: hashed words, kinds that the rules read in it, what the encoder sees."""

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.encoder import Encoded
from vedette.read.words.letters import fold

__all__ = ["BUCKETS", "KINDS", "dense_of", "words_of"]

KINDS = ("attack", "threat", "warning", "measure", "directive", "operation", "calendar")
BUCKETS = 1 << 14
"""Places that words and pairs of words are hashed to."""

_WORD = re.compile(r"[^\W\d_]+|\d+")


def words_of(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets and weights of the words and pairs of neighbours in a text, folded; the weights have length 1."""
    words = ["0" if w[0].isdigit() else w for w in _WORD.findall(fold(text).casefold())]
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    counts = Counter(zlib.crc32(w.encode()) % BUCKETS for w in (*words, *pairs))
    where = np.array(sorted(counts), np.int64)
    weights = np.array([counts[i] for i in where], np.float32)
    return where, weights / max(float(np.sqrt((weights**2).sum())), 1e-9)


def dense_of(seen: Encoded | None, span: tuple[int, int], told: Sequence[str]) -> NDArray[np.float32]:
    """What is not words: [7] kinds that rules read there, then the encoder's states (mean, max), heads and windows."""
    rules = np.array([kind in told for kind in KINDS], np.float32)
    if seen is None:
        return rules
    inside = seen.inside(*span)
    if not len(inside):
        size = 2 * seen.states.shape[1] + 2 * seen.tokens.shape[1] + seen.windows.shape[1]
        return np.concatenate([rules, np.zeros(size, np.float32)])
    states, tokens, whole = seen.states[inside], seen.tokens[inside], seen.windows.max(0)
    return np.concatenate([rules, states.mean(0), states.max(0), tokens.max(0), tokens.mean(0), whole])
