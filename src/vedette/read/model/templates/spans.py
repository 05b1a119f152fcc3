"""Candidate mentions: spans that begin and end where the token model expects it, gathered by string, and their traits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.traits import Scene, mix, trigger_traits
from vedette.read.model.templates.words import normal

__all__ = ["Candidate", "candidates", "span_traits"]

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]

_LEAST, _LONGEST = 0.002, 13


@dataclass(frozen=True)
class Candidate:
    """A normalised string and where it stands: spans (i, j) of tokens, best first; `score`: log-chance as the role's."""

    role: int
    text: str
    spans: tuple[tuple[int, int], ...]
    score: float


def candidates(view: Scene, chances: Floats, role: int, most: int) -> list[Candidate]:
    """Return the `most` best strings of one role. `chances`: [tokens, >= 15] in, begin, end of the five roles."""
    page = view.page
    begin, end = np.log(chances[:, 5 + role] + 1e-9), np.log(chances[:, 10 + role] + 1e-9)
    total = np.append(0.0, np.cumsum(np.log(chances[:, role] + 1e-9)))
    found: dict[str, list[tuple[float, int, int]]] = {}
    can_end = chances[:, 10 + role] > _LEAST
    for i in np.flatnonzero(chances[:, 5 + role] > _LEAST):
        high = min(int(page.first[page.sentence[i] + 1]), int(i) + _LONGEST)
        for j in range(int(i) + 1, high + 1):
            if can_end[j - 1]:
                text = normal(page.span(int(i), j))
                if text:
                    score = float(begin[i] + end[j - 1] + (total[j] - total[i]) / (j - i))
                    found.setdefault(text, []).append((score, int(i), j))
    out = []
    for text, places in found.items():
        places.sort(key=lambda p: (-p[0], p[1]))
        out.append(Candidate(role, text, tuple((i, j) for _, i, j in places[:8]), places[0][0]))
    out.sort(key=lambda c: (-c.score, c.text))
    return out[:most]


def _at(values: Hashes, where: Ints) -> Hashes:
    inside = (where >= 0) & (where < len(values))
    return np.where(inside, values[np.clip(where, 0, max(len(values) - 1, 0))], np.uint64(0))


def _both(a: Hashes, b: Hashes, salt: int) -> Hashes:
    return np.where((a == 0) | (b == 0), np.uint64(0), mix(mix(a, salt) ^ b, salt + 1))


def span_traits(view: Scene, spans: list[tuple[int, int]]) -> Hashes:
    """Trait matrix of spans, [spans, traits]."""
    words, code = view.page.hash, view.code
    i = np.array([s[0] for s in spans], dtype=np.int64)
    j = np.array([s[1] for s in spans], dtype=np.int64)
    head, ahead = j - 1, i - 1
    width = np.minimum(j - i, 8).astype(np.uint64)
    h, p, q = _at(words, head), _at(words, ahead), _at(words, j)
    hc, pc, qc = _at(code, head), _at(code, ahead), _at(code, j)
    whole, signature = np.zeros(len(spans), dtype=np.uint64), np.zeros(len(spans), dtype=np.uint64)
    inside = []
    for k in range(8):
        here = i + k < j
        w = np.where(here, _at(words, i + k), np.uint64(0))
        c = np.where(here, _at(code, i + k) | np.uint64(1), np.uint64(0))
        whole = np.where(here, mix(mix(whole, 400) ^ w, 401), whole)
        signature = np.where(here, mix(mix(signature, 402) ^ c, 403), signature)
        inside.append(mix(w, 404))
    two = _both(_at(words, head - 1), h, 405)
    columns = [
        mix(h, 410),
        mix(hc, 411),
        mix(_at(words, i), 412),
        mix(whole, 413),
        mix(signature, 414),
        mix(width, 415),
        two,
    ]
    columns += inside
    columns += [
        mix(p, 420),
        mix(_at(words, i - 2), 421),
        mix(_at(words, i - 3), 422),
        mix(q, 423),
        mix(_at(words, j + 1), 424),
    ]
    columns += [
        mix(_at(words, j + 2), 425),
        mix(pc, 426),
        mix(qc, 427),
        mix(_at(code, i - 2), 428),
        mix(_at(code, j + 1), 429),
    ]
    columns += [
        _both(_at(words, i - 2), p, 430),
        _both(q, _at(words, j + 1), 432),
        _both(p, q, 434),
        _both(pc, qc, 436),
    ]
    columns += [_both(_both(_at(words, i - 3), _at(words, i - 2), 438), p, 440), _both(p, h, 442), _both(h, q, 444)]
    columns += [_both(pc, hc, 446), _both(hc, qc, 448), _both(pc, signature, 450), _both(signature, qc, 452)]
    columns.append(mix(_at(view.suffix, head), 454))
    fine, coarse = view.fine, view.coarse
    hf, hk = _at(fine, head), _at(coarse, head)
    columns += [mix(hf, 460), mix(hk, 461), mix(_at(fine, i), 462), mix(_at(fine, ahead), 463), mix(_at(fine, j), 464)]
    columns += [
        mix(_at(coarse, ahead), 465),
        mix(_at(coarse, j), 466),
        _both(_at(coarse, ahead), hk, 467),
        _both(hk, _at(coarse, j), 469),
    ]
    columns += [
        mix(_at(coarse, i - 2), 471),
        mix(_at(coarse, j + 1), 472),
        _both(hk, width, 473),
        _both(_at(coarse, head - 1), hk, 475),
    ]
    last, nearest = j - 1, np.where(view.left[i] == i, np.maximum(i - 1, 0), i)
    left = np.where(i > 0, view.left[nearest], -1)
    left = np.where(left >= i, -1, left)
    right = view.right[last]
    for side, at, salt in ((left, i, 500), (right, last, 560)):
        columns += trigger_traits(view, at, side, salt)
        safe = np.where(side >= 0, side, 0)
        word = np.where(side >= 0, words[safe], np.uint64(0))
        shape = np.where(side >= 0, (view.kind[safe] * 4 + view.voice[safe] + 8).astype(np.uint64), np.uint64(1))
        columns += [
            _both(word, h, salt + 4),
            _both(shape, h, salt + 6),
            _both(shape, hc, salt + 8),
            _both(word, hc, salt + 10),
        ]
        columns += [_both(shape, hk, salt + 14), _both(shape, hf, salt + 16)]
        columns += [_both(shape, signature, salt + 12)]
    by = np.zeros(len(spans), dtype=np.uint64)
    by_hash = np.array([w == "BY" for w in view.page.word], dtype=bool)
    for k in range(1, 5):
        near = i - k
        ok = (near >= 0) & by_hash[np.clip(near, 0, max(len(by_hash) - 1, 0))]
        by = np.where(ok & (by == 0), np.uint64(k), by)
    columns += [mix(by, 540), _both(by, hc, 541)]
    s = view.page.sentence[i]
    place = np.minimum(view.page.paragraph[i], 6) * 16 + np.minimum(s, 12) + 1
    columns.append(mix(place.astype(np.uint64), 545))
    how = np.minimum(view.count[head], 5) * 4 + view.quoted[i] * 2 + (view.bracket[i] > 0) + 1
    columns += [mix(how.astype(np.uint64), 546), _both(how.astype(np.uint64), hc, 547)]
    opening = (view.page.first[s] == i).astype(np.uint64)
    columns += [mix(opening, 549), _both(opening, hc, 550), np.full(len(spans), mix(9, 552), dtype=np.uint64)]
    return np.stack(columns, axis=1)
