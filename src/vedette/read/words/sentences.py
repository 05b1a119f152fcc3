"""Sentences of a report with their offsets, and what a heading, a bullet or a dateline says about them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vedette.read.places.gazetteer import lookup
from vedette.read.words.expressions import compiled
from vedette.read.words.letters import Folded, fold, folded
from vedette.read.words.lexicon import Lexicon, calendar, limits

__all__ = ["Sentence", "sentences"]

_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Rev|Hon|Gen|Lt|Col|Maj|Capt|Sgt|Brig|Adm|St|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|ca|"
    r"Ltd|Inc|Co|e\.g|i\.e|a\.m|p\.m|U\.S|U\.N|U\.K)|\b[A-Z])\.$"
)
_STOP = re.compile(r"[.!?؟…]+[\"”’»)\]]*(?=\s|$)")
_BULLET = re.compile(
    r"^\s*(?:[-–—•*▪●]\s+|\(?[0-9٠-٩۰-۹]{1,2}\s?[.)\-–](?=\s)\s*|(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|أولا|ثانيا|ثالثا|رابعا|خامسا|یەکەم|دووەم|سێیەم)[ً]?\s?[:.-]\s*)"
)
_DATELINE = re.compile(
    r"^(?P<place>[^\n.;:!?\"]{2,70}?)\s*(?:\((?P<wire>[^)]{2,40})\)\s*[-–—:]\s*|\s[-–—]{1,2}\s(?=[\w\"“«‘]))"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence at [start, end) of the report's text, without the bullet or dateline before it.

    `heading` is the place that a heading above it names, `dateline` that of its paragraph; `day` is a date before it.
    """

    start: int
    end: int
    raw: str
    text: Folded
    paragraph: int
    heading: str | None = None
    dateline: str | None = None
    day: str | None = None
    bullet: bool = False


def sentences(text: str, body: int, lex: Lexicon) -> list[Sentence]:
    """Split the text from offset `body` on. Headings that name a place give it to the sentences below them."""
    out: list[Sentence] = []
    heading: str | None = None
    position = body
    for number, line in enumerate(text[body:].split("\n")):
        start, position = position, position + len(line) + 1
        bare = line.strip()
        if not bare:
            continue
        if len(bare.split()) < 12 and lex.cue("furniture").match(fold(bare)):
            continue
        if _is_heading(bare):
            name = bare.strip(":").strip()
            heading = name if lookup(name) else None
            continue
        out += _of_line(line, start, number, heading, lex)
    return out


def _is_heading(line: str) -> bool:
    words = line.split()
    return (
        len(words) <= 5 and not compiled(r"[.!?؟،,;]$").search(line) and not line.startswith("-") and not line.isdigit()
    )


def _of_line(line: str, start: int, paragraph: int, heading: str | None, lex: Lexicon) -> Iterator[Sentence]:
    offset, day, dateline = 0, None, None
    match = _BULLET.match(line)
    if match:
        offset = match.end()
        stamp = compiled(rf"(?:{calendar(lex.tag).weekday}[ ,.]*)?[^:.]{{0,24}}\d[^:.]{{0,18}}:\s", re.I).match(
            line[offset:]
        )
        if stamp and len(stamp.group().split()) < 8:
            day, offset = stamp.group(), offset + stamp.end()
            named = (piece.strip() for piece in compiled(r"[,:;()/]").split(day))
            dateline = next((piece for piece in named if compiled(r"[A-Z]").match(piece) and lookup(piece)), None)
    else:
        found = _DATELINE.match(line)
        if found and (found.group("wire") or _names_place(found.group("place"))):
            dateline, offset = found.group("place"), found.end()
    for first, last in _voiced(line, _cuts(line, offset), lex):
        piece = line[first:last]
        if any(c.isalpha() for c in piece):
            yield Sentence(
                start + first, start + last, piece, folded(piece), paragraph, heading, dateline, day, match is not None
            )


def _voiced(line: str, cuts: Iterator[tuple[int, int]], lex: Lexicon) -> Iterator[tuple[int, int]]:
    """Cut at a semicolon where another voice begins behind it."""
    for first, last in cuts:
        stop = line.find("; ", first, last)
        if stop > first and (lex.cue("say").search(line, stop) or lex.cue("stance").search(line, stop)):
            yield first, stop
            yield stop + 2, last
        else:
            yield first, last


def _names_place(text: str) -> bool:
    first = compiled(r"[,،/(]").split(text)[0].strip()
    return len(first.split()) <= 3 and bool(lookup(first))


def _cuts(line: str, offset: int) -> Iterator[tuple[int, int]]:
    most = int(limits()["max_sentence"])
    begin = offset
    for stop in _STOP.finditer(line, offset):
        before = line[begin : stop.end()]
        if _SHORT.search(before.rstrip('"”’»)]')) and line[stop.end() : stop.end() + 2].strip()[:1].isascii():
            continue
        if line.count('"', begin, stop.end()) % 2 and line.find('"', stop.end()) != -1 and '"' not in stop.group():
            continue
        yield from _trimmed(line, begin, stop.end(), most)
        begin = stop.end()
    yield from _trimmed(line, begin, len(line), most)


def _trimmed(line: str, begin: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    while begin < end and line[begin].isspace():
        begin += 1
    while end > begin and line[end - 1].isspace():
        end -= 1
    while end - begin > most:
        cut = line.rfind(" ", begin, begin + most)
        cut = cut if cut > begin else begin + most
        yield begin, cut
        begin = cut + 1
    if end > begin:
        yield begin, end
