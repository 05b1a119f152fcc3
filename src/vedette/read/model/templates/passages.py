"""Sparse traits of whole sentences and whole dispatches."""

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.traits import Scene, mix

__all__ = ["document_traits", "sentence_traits"]

Hashes = NDArray[np.uint64]

_WIDTH = 240


def _row(parts: list[Hashes], width: int) -> Hashes:
    joined = np.unique(np.concatenate(parts))
    joined = joined[joined != 0][:width]
    return np.pad(joined, (0, width - len(joined)))


def _pairs(words: Hashes, salt: int, gap: int = 1) -> Hashes:
    return mix(mix(words[:-gap], salt) ^ words[gap:], salt + 1) if len(words) > gap else words[:0]


def sentence_traits(view: Scene) -> Hashes:
    """Trait matrix of the sentences, [sentences, traits]: words, pairs, classes, the sentence before, and the place."""
    page = view.page
    first = page.first
    number = len(first) - 1
    out = np.zeros((number, _WIDTH), dtype=np.uint64)
    for s in range(number):
        low, high = int(first[s]), int(first[s + 1])
        words = page.hash[low:high]
        seen = np.flatnonzero(view.classes[low:high].any(axis=0)).astype(np.uint64)
        triggers = [t for t in range(low, high) if view.kind[t] >= 0]
        shapes = np.array([view.kind[t] * 4 + view.voice[t] + 8 for t in triggers], dtype=np.uint64)
        parts = [
            mix(words, 300),
            _pairs(words, 301),
            _pairs(words, 303, 2),
            mix(seen + np.uint64(1), 305),
            mix(shapes, 306),
        ]
        parts += [mix(view.fine[low:high], 312), _pairs(view.coarse[low:high], 313)]
        if s:
            before = page.hash[int(first[s - 1]) : low]
            old = view.classes[int(first[s - 1]) : low].any(axis=0)
            parts.append(mix(np.flatnonzero(old).astype(np.uint64) + np.uint64(1), 307))
            parts.append(mix(before, 308))
        parts.append(mix(np.array([min(s, 12) + 1], dtype=np.uint64), 309))
        parts.append(mix(np.array([min(int(page.paragraph[low]), 6) + 1], dtype=np.uint64), 310))
        out[s] = _row(parts, _WIDTH)
    return out


def document_traits(view: Scene) -> tuple[Hashes, Hashes]:
    """Traits of the whole dispatch and of its first three sentences (salted apart), each a set."""
    page = view.page
    words = page.hash
    shapes = np.array([view.kind[t] * 4 + view.voice[t] + 8 for t in np.flatnonzero(view.kind >= 0)], dtype=np.uint64)
    verbs = page.hash[view.kind >= 0]
    whole = np.concatenate(
        [mix(words, 320), _pairs(words, 321), mix(shapes, 324), mix(verbs, 325), mix(view.fine, 326)]
    )
    high = int(page.first[min(4, len(page.first) - 1)]) if len(page.first) else 0
    lead = np.concatenate([mix(words[:high], 330), _pairs(words[:high], 331), mix(shapes[:3], 333)])
    return whole, lead
