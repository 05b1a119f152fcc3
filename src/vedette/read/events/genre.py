"""What a report is about, where its words of violence mean something else: matches, games, markets, pests, mishaps, drills."""

import re

from vedette.read.words.expressions import compiled
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import Lexicon

__all__ = ["STRICT", "genre_of"]

_MANY = 4
_SHARE = {
    "sport": 0.02,
    "film": 0.02,
    "market": 0.02,
    "game": 0.025,
    "pest": 0.03,
    "opinion": 0.05,
    "trade": 0.03,
    "mishap": 0.012,
}
"""Share of the words from which a domain holds; each wants four different words too."""
_NOTHING = frozenset({"sport", "film", "market", "game", "pest", "drill"})
STRICT = frozenset({"trade", "mishap", "opinion"})
"""Domains in which an attack counts only where weapon, doer, victim or place say so together."""


def genre_of(title: str, text: str, lex: Lexicon) -> str:
    """ "nothing" for a report without claims, a member of STRICT, or "" for a report of events."""
    plain = fold(text[:20000])
    size = max(1, len(plain.split()))
    rehearsed = lex.cue("rehearsal").search(fold(title))
    if rehearsed and len(list(lex.cue("rehearsal").finditer(plain))) > 1:
        return "nothing"
    found = ""
    for cue, share in _SHARE.items():
        uses = [m.group().casefold() for m in lex.cue(cue).finditer(plain)]
        if len(set(uses)) >= _MANY and len(uses) / size > share:
            if cue in _NOTHING and (cue in {"sport", "film", "market"} or not _armed(plain, lex)):
                return "nothing"
            found = found or cue
    return found if found in STRICT else ""


def _armed(plain: str, lex: Lexicon) -> bool:
    """Whether armed people or forces are spoken of more than once."""
    kinds = {m.group().casefold() for m in lex.cue("perpetrator").finditer(plain)}
    return len(kinds) > 1 and bool(compiled(r"\b(?:police|army|soldiers|troops)\b", re.I).search(plain))
