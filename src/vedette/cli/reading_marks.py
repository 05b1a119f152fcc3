"""Where the claims of a report stand in its text: pieces to show, what is left out of a long one, a letter per kind."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

__all__ = ["KINDS", "Gap", "Mark", "Piece", "Stretch", "clean", "marks_of", "pieces", "stretches"]

KINDS = ("attack", "threat", "warning", "measure", "directive", "operation", "calendar")
"""Kinds of claims in the order of the legend; the first letter of each is its own."""

_SHORT = 2500
"""Characters up to which a text is shown whole."""
_LINE = 900
"""Characters of one paragraph from which only the neighbourhood of its claims is shown."""
_NEAR = 160
"""Characters kept on either side of a claim in such a paragraph."""

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
"""What steers a terminal or the direction of writing: controls, overrides, isolates, marks and blanks of no width, tags."""


@dataclass(frozen=True)
class Mark:
    """A passage [start, end) of a report's text that claim `number` (from 1) rests on; `first` of its passages or a later one."""

    number: int
    kind: str
    start: int
    end: int
    first: bool = True

    @property
    def letter(self) -> str:
        """The letter of the kind, so that colour is never alone."""
        return self.kind[:1].upper()


@dataclass(frozen=True)
class Piece:
    """A run of text under the same marks: those that begin with it, that cover it, and how many end behind it."""

    text: str
    begins: tuple[Mark, ...]
    covers: tuple[Mark, ...]
    ends: int


@dataclass(frozen=True)
class Stretch:
    """A stretch [start, end) of the text that is shown; `cut` says that the paragraph begins before it, goes on behind it."""

    start: int
    end: int
    cut: tuple[bool, bool] = (False, False)


@dataclass(frozen=True)
class Gap:
    """Paragraphs without claims that are left out, and their characters."""

    paragraphs: int
    characters: int


def clean(text: str) -> str:
    """Words of anybody without the characters that could steer a terminal or turn the direction of what stands beside."""
    return _STEERING.sub("", text)


def marks_of(claims: Iterable[dict[str, Any]]) -> list[Mark]:
    """The marks of the claims of a reading, by where they begin; of two that begin together the longer comes first."""
    found = [
        Mark(number, claim["kind"], span["start"], span["end"], at == 0)
        for number, claim in enumerate(claims, 1)
        for at, span in enumerate(claim["evidence"])
    ]
    return sorted(found, key=lambda m: (m.start, -m.end, m.number))


def pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[Piece]:
    """The stretch [start, end) of a text, cut wherever a mark begins or ends; together they are that stretch.

    A mark that began before the stretch begins again with it, as a later passage.
    """
    within = [m for m in marks if m.start < end and start < m.end]
    cuts = sorted({start, end, *(p for m in within for p in (m.start, m.end) if start < p < end)})
    out = []
    for first, last in pairwise(cuts):
        covers = tuple(m for m in within if m.start < last and first < m.end)
        begins = [m if m.start == first else replace(m, first=False) for m in covers if first in {m.start, start}]
        out.append(Piece(text[first:last], tuple(begins), covers, sum(m.end == last for m in covers)))
    return out


def stretches(text: str, marks: Sequence[Mark], whole: bool = False) -> list[Stretch | Gap]:
    """What of a text is shown: all of a short one; of a long one its first paragraph and those with claims.

    Blank lines are no paragraphs. Of a paragraph that is long itself, what lies around its claims is shown.
    """
    lines = list(_paragraphs(text))
    if whole or len(text) <= _SHORT:
        return [Stretch(*line) for line in lines]
    out: list[Stretch | Gap] = []
    for number, (start, end) in enumerate(lines):
        within = [m for m in marks if m.start < end and start < m.end]
        if within and end - start > _LINE:
            out += _around(text, start, end, within)
        elif within:
            out.append(Stretch(start, end))
        elif number == 0:
            last = _blank_after(text, start + _LINE, end) if end - start > _LINE else end
            out.append(Stretch(start, last, (False, last < end)))
        elif out and isinstance(out[-1], Gap):
            out[-1] = Gap(out[-1].paragraphs + 1, out[-1].characters + end - start)
        else:
            out.append(Gap(1, end - start))
    return out


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        if match.group().strip():
            yield match.start(), match.end()


def _around(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[Stretch]:
    """Stretches of a paragraph with some words before and behind each mark; those that meet are one."""
    spans: list[tuple[int, int]] = []
    for mark in marks:
        first = _blank_after(text, max(start, mark.start - _NEAR), mark.start) if mark.start - _NEAR > start else start
        last = _blank_before(text, min(end, mark.end), min(end, mark.end + _NEAR)) if mark.end + _NEAR < end else end
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return [Stretch(a, b, (a > start, b < end)) for a, b in spans]


def _blank_after(text: str, start: int, end: int) -> int:
    """The beginning of the first whole word in [start, end), or end."""
    at = text.find(" ", max(start, 0), end)
    return end if at < 0 else at + 1


def _blank_before(text: str, start: int, end: int) -> int:
    """The end of the last whole word in [start, end), or start."""
    at = text.rfind(" ", start, end)
    return start if at < 0 else at
