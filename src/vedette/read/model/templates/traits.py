"""Sparse traits of tokens: hashes of the words around, word classes, triggers with their voice, and the place in the text.

Every trait is a 64-bit hash, mixed from the hashes of words; no word is ever kept. A trait matrix is
[tokens, traits] uint64 with 0 for "absent".
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.classes import CLASSES, EVENTS, class_index, classes
from vedette.read.model.templates.kin import kin
from vedette.read.model.templates.words import Dispatch, word_hashes

__all__ = ["Scene", "mix", "scene", "token_traits", "trigger_traits"]

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]

_FAR = 999


def mix(values: Hashes | int, salt: int) -> Hashes:
    """Mix 64-bit values with a salt (the finaliser of SplitMix64, Steele, Lea, Flood 2014); 0 stays 0."""
    z = np.asarray(values, dtype=np.uint64)
    with np.errstate(over="ignore"):
        out = z + np.uint64((salt * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF)
        out = (out ^ (out >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        out = (out ^ (out >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        out = out ^ (out >> np.uint64(31))
    return np.where(z == 0, np.uint64(0), out | np.uint64(1))


@dataclass(frozen=True)
class Scene:
    """What is known of every token of a dispatch before any model has seen it."""

    page: Dispatch
    classes: NDArray[np.bool_]
    left: Ints  # index of the nearest trigger at or before the token in its sentence, -1: none
    right: Ints  # index of the nearest trigger after the token in its sentence, -1: none
    kind: Ints  # event class of a trigger token, -1 elsewhere
    voice: Ints  # 0 active, 1 passive, 2 passive with agent, 3 noun-like
    suffix: Hashes
    fine: Hashes  # the word's kin, 0 for a word without
    coarse: Hashes
    code: Hashes  # the signature of the token's classes, 0 for none
    count: Ints  # how often the word stands in the dispatch
    quoted: NDArray[np.bool_]
    bracket: Ints  # depth of brackets


def _window(values: NDArray[np.uint64], shift: int) -> Hashes:
    out = np.zeros_like(values)
    if shift > 0:
        out[:-shift] = values[shift:]
    elif shift < 0:
        out[-shift:] = values[:shift]
    else:
        out[:] = values
    return out


def scene(page: Dispatch) -> Scene:
    """Find classes, triggers and their voice."""
    n = len(page)
    marks = classes(page)
    events = marks[:, [class_index(e) for e in EVENTS]]
    kind = np.where(events.any(axis=1), events.argmax(axis=1), -1)
    passive = marks[:, class_index("passive")]
    index = np.arange(n)
    begin = page.first[page.sentence] if n else index
    voice = np.full(n, 3, dtype=np.int64)
    for t in np.flatnonzero(kind >= 0).tolist():
        word, low, high = page.word[t], int(begin[t]), int(page.first[page.sentence[t] + 1])
        if word.endswith(("ED", "EN", "EW", "SHOT", "HELD", "STOLE", "SLAIN", "HIT", "HURT")):
            voice[t] = 0
            if passive[max(low, t - 3) : t].any():
                voice[t] = 1
            if "BY" in page.word[t + 1 : min(high, t + 7)]:
                voice[t] = 2
        elif word.endswith("ING") and t > low and page.word[t - 1] not in {"THE", "OF", "A"}:
            voice[t] = 0
    last = np.maximum.accumulate(np.where(kind >= 0, index, -1)) if n else index
    left = np.where(last >= begin, last, -1)
    following = np.where(kind >= 0, index, n)[::-1]
    after = np.minimum.accumulate(following)[::-1] if n else index
    after = np.append(after[1:], n) if n else after
    right = np.where(after < page.first[page.sentence + 1], after, -1) if n else after
    suffix = word_hashes([w[-3:] if len(w) > 4 else "" for w in page.word])
    suffix[np.array([len(w) <= 4 for w in page.word], dtype=bool)] = 0
    _, inverse, counts = np.unique(page.hash, return_inverse=True, return_counts=True)
    quotes = np.array([w == '"' for w in page.word], dtype=np.int64)
    depth = np.array([(w in "([") - (w in ")]") if len(w) == 1 else 0 for w in page.word], dtype=np.int64)
    code = np.zeros(n, dtype=np.uint64)
    for c in range(len(CLASSES)):
        code = np.where(marks[:, c], mix(code | np.uint64(2), 100 + c), code)
    fine, coarse = kin(page.hash)
    return Scene(
        page,
        marks,
        left,
        right,
        kind,
        voice,
        suffix,
        fine,
        coarse,
        code,
        counts[inverse],
        (np.cumsum(quotes) % 2).astype(bool),
        np.cumsum(depth),
    )


def _bucket(values: Ints) -> Ints:
    return np.searchsorted(np.array([1, 2, 3, 4, 6, 9, 13, 20, 40]), values, side="right")


def trigger_traits(view: Scene, at: Ints, side: Ints, salt: int) -> list[Hashes]:
    """Traits of the trigger `side[i]` seen from token `at[i]`: its word, class and voice, and how far it stands."""
    there = side >= 0
    safe = np.where(there, side, 0)
    gap = _bucket(np.abs(safe - at))
    words = np.where(there, view.page.hash[safe], np.uint64(0))
    shape = np.where(there, (view.kind[safe] * 4 + view.voice[safe] + 8).astype(np.uint64), np.uint64(0))
    near = np.where(there, (shape * np.uint64(16) + gap.astype(np.uint64)), np.uint64(0))
    return [mix(words, salt), mix(shape, salt + 1), mix(near, salt + 2)]


def token_traits(view: Scene) -> Hashes:
    """Trait matrix of all tokens, [tokens, traits]."""
    page, n = view.page, len(view.page)
    words = page.hash
    index = np.arange(n)
    columns: list[Hashes] = [mix(_window(words, s), 10 + s) for s in range(-4, 5)]
    pairs = [(-1, 0), (0, 1), (-2, -1), (1, 2), (-1, 1)]
    for k, (a, b) in enumerate(pairs):
        first, second = _window(words, a), _window(words, b)
        columns.append(np.where((first == 0) | (second == 0), np.uint64(0), mix(mix(first, 40 + k) ^ second, 50 + k)))
    columns += [mix(_window(view.suffix, s), 70 + s) for s in (-1, 0, 1)]
    code = view.code
    columns += [mix(_window(code, s), 80 + s) for s in range(-3, 4)]
    columns.append(mix(mix(_window(code, -1), 90) ^ mix(code, 91), 92))
    columns.append(mix(mix(_window(code, 1), 93) ^ mix(code, 94), 95))
    columns.append(mix(mix(_window(code, -1), 96) ^ mix(_window(code, 1), 97), 98))
    columns += [mix(_window(view.fine, s), 110 + s) for s in range(-2, 3)]
    columns += [mix(_window(view.coarse, s), 120 + s) for s in range(-3, 4)]
    columns.append(mix(mix(_window(view.coarse, -1), 130) ^ mix(view.coarse, 131), 132))
    columns.append(mix(mix(_window(view.coarse, 1), 133) ^ mix(view.coarse, 134), 135))
    columns += trigger_traits(view, index, view.left, 200)
    columns += trigger_traits(view, index, view.right, 210)
    for k, side in enumerate((view.left, view.right)):
        shape = np.where(side >= 0, (view.kind[side] * 4 + view.voice[side] + 8).astype(np.uint64), np.uint64(1))
        columns.append(mix(mix(shape, 220 + k) ^ words, 222 + k))
        columns.append(mix(mix(shape, 224 + k) ^ mix(code, 5), 226 + k))
    place = np.minimum(page.paragraph, 6) * 10 + np.minimum(page.sentence, 9)
    columns.append(mix(place.astype(np.uint64) + np.uint64(1), 230))
    how = np.minimum(view.count, 5) * 4 + view.quoted * 2 + (view.bracket > 0)
    columns.append(mix(how.astype(np.uint64) + np.uint64(1), 231))
    columns.append(mix(mix(how.astype(np.uint64) + np.uint64(1), 232) ^ mix(code, 6), 233))
    columns.append(np.full(n, mix(7, 234), dtype=np.uint64))
    return np.stack(columns, axis=1)
