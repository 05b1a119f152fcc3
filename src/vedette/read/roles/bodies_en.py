"""Who can act in English: phrases of people and bodies, both sides of a clash, the armed men with whom a clause opens."""

import re
from functools import lru_cache

from vedette.read.places.gazetteer import lookup
from vedette.read.roles.phrases_en import phrase_within
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon
from vedette.terms.report import PlacePrecision

__all__ = ["both_sides", "can_act", "opening_band"]

_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|is|are|get|got)\s+(?:\w+ly\s+|also\s+|later\s+|then\s+|now\s+|to be\s+)?", re.I
)
_ENDS_PASSIVE = re.compile(_PASSIVE.pattern + "$", re.I)
_OPENS = re.compile(r"\W*(?:(?:that|the|a|an|some|several|how) )*", re.I)
_SETTING = re.compile(
    r"\W*(?:(?:in|at|near|on|hours|days|weeks|earlier|later|meanwhile|elsewhere|separately|also|two|three|four|five|six|seven|eight)\b[^,;:.|\"]{0,40}),\s",
    re.I,
)
"""Place or time with which a clause opens, up to its comma."""
_SMALL = frozenset(
    {
        "of",
        "in",
        "at",
        "on",
        "by",
        "near",
        "was",
        "were",
        "is",
        "are",
        "had",
        "has",
        "have",
        "and",
        "after",
        "when",
        "who",
        "that",
        "to",
        "from",
        "for",
        "killed",
        "shot",
    }
)
_RIVALS = re.compile(
    r"(?: [\w|]+){0,5}? between (?:the )?(?P<both>(?:(?:members|fighters|gunmen|supporters|elements|followers|clansmen|tribesmen) (?:of|from|loyal to) )?(?:two|three|four|rival|feuding|warring|opposing|armed|local)(?: [\w-]+){1,3}?)(?=\s(?:in|near|at|on|over|around|outside|has|had|left|killed|since|during|was|were)\b|[,;:.|]|\s*$)"
)


def opening_band(masked: str, floor: int, start: int, lex: Lexicon) -> list[tuple[int, int]]:
    """The armed men with whom the clause begins, where the verb that tells of them stands far behind or has a passive."""
    if _ENDS_PASSIVE.search(masked[max(floor, start - 26) : start]) or _PASSIVE.match(masked[start:]):
        return []
    lead = _SETTING.match(masked, floor, start)
    floor = lead.end() if lead else floor
    first = _OPENS.match(masked, floor, start)
    for word in compiled(r"[\w'-]+").finditer(masked, first.end() if first else floor, start):
        if word.start() - floor > 40:
            break
        head = lex.cue("perpetrator").match(masked, word.start(), start)
        if head and (ahead := phrase_within(masked, first.end() if first else floor, head.end())):
            return [ahead]
        if (
            not word.group()[0].isupper() and not compiled(r"[\w-]+").fullmatch(word.group())
        ) or word.group() in _SMALL:
            break
    return []


def both_sides(masked: str, end: int, ceil: int) -> list[tuple[int, int]]:
    """Both sides of "clashes between A and B"."""
    match = compiled(
        r"(?: [\w|]+){0,5}? between (?:the |a )?(?P<one>[^,;:.\"|]{2,60}?) and (?:the |a )?(?P<two>[^,;:.\"|]{2,60}?)(?=\s(?:in|near|at|on|over|around|outside|had|has|have|left|killed|broke|since|during|resumed|continued|erupted|was|were|south|north|east|west)\b|[,;:.|]|\s*$)"
    ).match(masked, end, ceil)
    if match:
        return [match.span("one"), match.span("two")]
    both = _RIVALS.match(masked, end, ceil)
    return [both.span("both")] if both else []


@lru_cache(maxsize=512)
def _is_country(word: str) -> bool:
    return any(place.precision is PlacePrecision.COUNTRY for place in lookup(word))


def can_act(words: str, lex: Lexicon) -> bool:
    """Whether words are those of people or bodies that act: armed men, forces, a name; nobody and no weapon."""
    if lex.cue("nobody").match(words):
        return False
    if lex.cue("perpetrator").search(words) or lex.cue("defender").search(words):
        return True
    if not lex.actors.keys().isdisjoint(words.casefold().split()):
        return True
    if re.fullmatch(r"[A-Z][a-z]+", words) and _is_country(words):
        return True
    proper = words.isupper() or compiled(r"\b[A-Z]\w+").search(words[1:])
    return bool(proper) and not (lex.cue("instruments").search(words) or lex.cue("targets").fullmatch(words))
