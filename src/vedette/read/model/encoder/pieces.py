"""Word pieces: a text becomes numbers of the vocabulary, each with its place in the text.

The scheme is that of BERT's uncased models (Devlin et al. 2019; Wu et al. 2016, WordPiece): lower case, accents off,
punctuation apart, each word by the longest pieces that the vocabulary holds.
"""

import unicodedata
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

__all__ = ["FIRST", "LAST", "pieces"]

FIRST, LAST, UNKNOWN = 101, 102, 100
"""Numbers of the marks before and after a window and of a word that the vocabulary cannot spell."""

_LONGEST_WORD = 100
_PIECES_KEPT = 50_000


def pieces(text: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Numbers [n] of the word pieces of a text, without marks, and their offsets [n, 2] into it; any text will do."""
    numbers: list[int] = []
    spans: list[tuple[int, int]] = []
    for start, end in _words(text):
        found, lengths = _spelled(text[start:end])
        numbers += found
        if len(found) == 1 or lengths is None:
            spans += [(start, end)] * len(found)
            continue
        at = start
        for length in lengths:
            spans.append((at, at + length))
            at += length
    return np.array(numbers, np.int32), np.array(spans, np.int32).reshape(-1, 2)


def _words(text: str) -> list[tuple[int, int]]:
    """Ranges of words: runs without blanks, with each mark of punctuation or ideogram a word of its own."""
    out = []
    start = -1
    for i, c in enumerate(text):
        if c.isalnum() and not _alone(c):
            start = i if start < 0 else start
            continue
        kind = _kind(c)
        if kind == "inside":
            start = i if start < 0 else start
            continue
        if start >= 0:
            out.append((start, i))
            start = -1
        if kind == "alone":
            out.append((i, i + 1))
    if start >= 0:
        out.append((start, len(text)))
    return out


@cache
def _kind(c: str) -> str:
    if c.isspace() or c in "\x00\ufffd":
        return "blank"
    category = unicodedata.category(c)
    if category in {"Cc", "Cf"}:
        return "inside"
    if _alone(c) or category.startswith("P") or (ord(c) < 128 and not c.isalnum()):
        return "alone"
    return "inside"


def _alone(c: str) -> bool:
    return "\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" or "\U00020000" <= c <= "\U0002fa1f"


_known: dict[str, tuple[list[int], list[int] | None]] = {}


def _spelled(word: str) -> tuple[list[int], list[int] | None]:
    """Numbers of the pieces of a word, and their lengths in the word as written; None where letters fell away."""
    hit = _known.get(word)
    if hit is None:
        hit = _spell(word)
        if len(_known) < _PIECES_KEPT:
            _known[word] = hit
    return hit


def _spell(word: str) -> tuple[list[int], list[int] | None]:
    plain = _plain(word)
    vocabulary = _vocabulary()
    if not plain:
        return [], None
    if len(plain) > _LONGEST_WORD:
        return [UNKNOWN], None
    numbers, lengths, at = [], [], 0
    while at < len(plain):
        for end in range(len(plain), at, -1):
            number = vocabulary.get(("##" if at else "") + plain[at:end])
            if number is not None:
                break
        else:
            return [UNKNOWN], None
        numbers.append(number)
        lengths.append(end - at)
        at = end
    return numbers, lengths if len(plain) == len(word) else None


def _plain(word: str) -> str:
    if word.isascii():
        return "".join(c for c in word.lower() if c.isprintable())
    split = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in split if unicodedata.category(c) not in {"Mn", "Cc", "Cf"})


@cache
def _vocabulary() -> dict[str, int]:
    text = files("vedette.read").joinpath("data/encoder/vocabulary.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(text.split("\n")) if piece}
