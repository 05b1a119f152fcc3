"""The English speaker before its verb: back over adverbs, appositions and relative clauses to the name."""

import re

from vedette.read.voices.voice_names import coordinated, is_speaker, named_first, trimmed
from vedette.read.voices.voice_tail import CARRIED, is_outlet
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon

__all__ = ["subject_before"]

Span = tuple[int, int]

_CLAUSE = re.compile(
    r"[;:\"]|(?<=\s)(?:but|that|while|whereas|when|after|because|where|although|though|as|adding|saying|since|before|until)(?=\s)"
)
_AND = re.compile(r",? and (?=\S)")
_AUXILIARY = re.compile(
    r"(?:(?:\s|^)(?:has|have|had|also|later|then|earlier|however|still|now|\w+ly|late|early|again|both|all|on|in turn|\|+))+\s*$"
)
_SELF_CLAUSE = re.compile(r"\s*(?:who|which|whose|whom|speaking|asking|asked|quoted|cited|citing|quoting|on condition|as |known |himself|in a|in an|at a|by |via |during|when|requesting|reached|contacted|on the|himself|herself|for (?:his|its|their|her))\b", re.I)  # fmt: skip


def subject_before(text: str, verb: int, floor: int, lex: Lexicon) -> tuple[int, list[Span]] | None:
    """Where the speaker before a verb begins, and its names; its appositions and relative clauses are passed over."""
    end = verb
    while match := _AUXILIARY.search(text, floor, end):
        end = match.start()
    end = len(text[:end].rstrip(" |"))
    bound = max((m.end() for m in _CLAUSE.finditer(text, floor, end)), default=floor)
    if text[bound:end].rstrip().endswith(",") or not text[bound:end].strip():
        return _apposed(text, bound, end, floor, lex)
    comma = text.rfind(",", bound, end)
    if comma >= 0 and _title_of(text, bound, comma, end, lex):
        comma = text.rfind(",", bound, comma)
    start = comma + 1 if comma >= 0 else bound
    for match in _AND.finditer(text, start, end):
        left = text[start : match.start()]
        if lex.quick.search(left) or not is_speaker(left.strip(), lex):
            start = match.end()
    span = trimmed(text, start, end, lex)
    if span is None:
        return None
    words = text[slice(*span)]
    clipped = (
        comma >= 0
        and len(words.split()) <= 6
        and bool(compiled(r"\s*(?:the|a|an|its|his|her|their|one) [a-z]").match(text[comma + 1 :]))
    )
    if not is_speaker(words, lex) and not (
        clipped and not compiled(r"\b(?:was|were|is|are|has|had|have|will|would|\w{3,}(?:ed|ing))\b").search(words)
    ):
        return None
    if compiled(r"(?:who|which)\b").match(words) and not text[:start].rstrip().endswith(","):
        return None
    if comma >= 0 and (earlier := _with_apposition(text, bound, comma, span, lex)):
        return earlier
    return start, coordinated(text, span, lex)


def _title_of(text: str, bound: int, comma: int, end: int, lex: Lexicon) -> bool:
    """Whether the words after a comma only end a name of a place in the speaker ("the mayor of Hilla, Babil, said")."""
    after = text[comma + 1 : end].strip()
    return (
        bool(compiled(r"[A-Z][\w'-]+").fullmatch(after))
        and bool(compiled(r"\b(?:of|in|at|near) [A-Z][\w' -]+$").search(text[bound:comma]))
        and not lex.cue("source").search(after)
    )


def _with_apposition(text: str, bound: int, comma: int, span: Span, lex: Lexicon) -> tuple[int, list[Span]] | None:
    """ "the forces' spokesman, Captain X, told": the phrase before the comma is the office of the name behind it."""
    last = max(text.rfind(",", bound, comma) + 1, bound)
    office = trimmed(text, last, comma, lex)
    if office is None or lex.quick.search(text, *office) or not compiled(r"[A-Z]").match(text[span[0] :]):
        return None
    words = text[slice(*office)]
    if lex.cue("source").search(words) and is_speaker(words, lex) and len(words.split()) < 10:
        return last, [named_first([span, office], text)]
    return None


def _apposed(text: str, bound: int, end: int, floor: int, lex: Lexicon) -> tuple[int, list[Span]] | None:
    """The speaker of "X, a spokesman for Y, speaking to Z, said": the first of the phrases between commas that can speak."""
    pieces: list[Span] = []
    vias: list[Span] = []
    outer: list[Span] = []
    inner: list[Span] = []
    stop = len(text[:end].rstrip(" ,|"))
    bound = max(
        (
            m.end()
            for m in compiled(r"[;:\"(]|(?<=\s)(?:but|that|while|whereas)(?=\s)").finditer(text[:stop])
            if m.end() > floor
        ),
        default=floor,
    )
    while stop > floor and len(pieces) < 5:
        first = max(text.rfind(",", floor, stop) + 1, bound if bound < stop else floor)
        piece = text[first:stop]
        if compiled(
            r"\s*(?:however|too|meanwhile|for (?:his|its|their|her) part|in turn|\|+|in \w+|also|on \|+|earlier|later)\s*"
        ).fullmatch(piece):
            stop = first - 1
            continue
        said = compiled(r"\s*(?P<who>he|she|they|it) (?:said|says|added)\s*").fullmatch(piece)
        if said:
            outer = [(first + said.start("who"), first + said.end("who"))]
        elif cited := compiled(r"\s*(?:citing|quoting|relying on|based on|drawing on) (?P<who>.+)$").match(piece):
            name = trimmed(text, first + cited.start("who"), stop, lex)
            inner = coordinated(text, name, lex) if name else []
        elif _SELF_CLAUSE.match(piece):
            carried = CARRIED.search(piece.strip())
            if carried:
                at = text.find(carried.group("who"), first)
                name = trimmed(text, at, at + len(carried.group("who")), lex)
                vias += [name] if name and is_outlet(text[slice(*name)], lex) else []
        else:
            span = trimmed(text, first, stop, lex)
            if (
                span is None
                or not is_speaker(text[slice(*span)], lex)
                or lex.quick.search(text, *span)
                or len(text[slice(*span)].split()) > 11
            ):
                break
            pieces.insert(0, (first, stop))
        if first <= bound or first <= floor:
            break
        stop = first - 1
    if not pieces:
        return None
    name = trimmed(text, *named_first(pieces[:2], text), lex)
    return (pieces[0][0], [*vias, *outer, *coordinated(text, name, lex), *inner]) if name else None
