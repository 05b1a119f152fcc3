"""Who says it, in Arabic and Sorani: stretches of a sentence and the names of those who say them."""

import re

from vedette.read.voices.said import Names, Said, bare, pattern, trim, untitled
from vedette.read.voices.voices_ar import arabic_said
from vedette.read.voices.voices_ckb import sorani_said
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon

__all__ = ["region_said"]

_COLON = re.compile(r"^[^\w\"]*(?:\d{1,2}[:.]\d\d\s*[-|]?\s*)?(?P<who>[^:،.؛|\d]{4,80}?)\s*:\s+(?=[\"\w])")
_COLON_CITED = pattern(r"\s(?:نقلا عن|عن|لە ?زاری)\s")


def region_said(text: str, lex: Lexicon) -> list[Said]:
    """Stretches of a folded Arabic or Sorani sentence in order; those without a voice are the publisher's own."""
    outer, first = _before_colon(text, lex)
    read = arabic_said if lex.tag == "ar" else sorani_said
    out = [s for s in read(" " * first + text[first:], lex) if s.end - s.start > 3] or [Said(first, len(text))]
    if not outer:
        return out
    return [
        Said(max(s.start, first), s.end, (*outer, *(n for n in s.who if n != (0, 0))), s.cue or ":", s.denied)
        for s in out
    ]


def _before_colon(text: str, lex: Lexicon) -> tuple[Names, int]:
    """Who speaks in a live report or a list of posts: names before a colon, and where their words begin."""
    colon = _COLON.match(text)
    if colon is None:
        return (), 0
    start, end = colon.span("who")
    quoted = compiled(r"\"([^\"]{2,40})\"").search(text[start:end])
    if not (quoted or lex.cue("speaker").search(text, start, end)) or lex.cue("said").search(text, start, end):
        return (), 0
    if lex.quick.search(text, start, end) and not quoted:
        return (), 0
    cited = _COLON_CITED.search(text, start, end)
    names = [untitled(text, *trim(text, start, cited.start() if cited else end))]
    if cited:
        names.append(bare(text, *trim(text, cited.end(), end)) if lex.tag == "ckb" else trim(text, cited.end(), end))
    return tuple(names), colon.end()
