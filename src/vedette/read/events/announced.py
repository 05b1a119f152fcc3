"""What only the voice makes an event: harm announced by those who threaten, and a bare figure beside a toll told before."""

import re

from vedette.read.events.events import Event, Hit
from vedette.read.voices.voices import Part
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import Lexicon, Trigger, calendar

__all__ = ["FIGURE", "announced", "may_announce", "threatens"]

FIGURE = "figure"
"""The form of an event that is but a number in the mouth of a voice."""
_WILL = re.compile(r"\b(?:will|would|shall|vows? to|vowed to|promises?|opens his own grave)(?! not\b)\b|'ll\b", re.I)
_MILD = re.compile(
    r"\b(?:meet|visit|attend|discuss|vote|elections?|talks|release|hand over|ceasefire|truce|negotiat\w+|welcome|thank|study|consider|join|sue)\b",
    re.I,
)
_SHORT = 70
_THREAT = Trigger(_WILL, "threat", None, "verb", None, 7)  # type: ignore[arg-type]
_BARE = re.compile(
    rf"\W*(?:that )?(?:it is |about |over |some |at least |more than |around |nearly |only )*\"?(?:between )?(?P<n>\d[\d,]*|{calendar('en').number})\b(?=\W*$|[,;.\"]| (?:dead|killed|slain|in all|so far|since|by|wounded|injured|victims|bodies|deaths|passengers|names)\b)",
    re.I,
)
_COUNTING = re.compile(
    r"^(?:count\w*|confirm\w*|gives?|gave|put|spoke of|speaks? of|report\w*|record\w*|says|said|estimat\w*|list\w*)\b",
    re.I,
)
_TOLL = Trigger(_BARE, "attack", None, FIGURE, None, 0)  # type: ignore[arg-type]


def announced(text: str, start: int, end: int, part: Part, lex: Lexicon, *, attacked: bool) -> list[Event]:
    """The event that a stretch without words of events tells by its voice alone; none for other languages than English.

    `attacked` says that an attack was told before, which a bare figure of few words can then count.
    """
    if lex.tag != "en" or not part.who:
        return []
    will = _WILL.search(text, start, end)
    if will and threatens(part.who[-1], lex) and not _MILD.search(text, start, end):
        return [Event("threat", [Hit(will.start(), will.end(), _THREAT)], start, end)]
    bare = _BARE.match(text, start, end)
    if (
        attacked
        and bare
        and _COUNTING.match(part.cue.strip())
        and len(text[start:end].split()) < 9
        and bare.group("n").lower() not in {"a", "an", "no", "one"}
    ):
        first = 0 if start < _SHORT else start  # the passage shows who counts
        return [Event("attack", [Hit(bare.start("n"), bare.end("n"), _TOLL)], first, end)]
    return []


def may_announce(text: str, lex: Lexicon) -> bool:
    """Whether a folded sentence has words of what is to come, without which `announced` finds no first event."""
    return lex.tag == "en" and _WILL.search(text) is not None


def threatens(name: str, lex: Lexicon) -> bool:
    """Whether a voice is of those who threaten: an armed group, or a letter, a leaflet or a message without a name."""
    plain = fold(name)
    known = any(word in lex.actors for word in plain.casefold().split())
    return known or bool(lex.cue("threatener").search(plain) or lex.cue("perpetrator").search(plain))
