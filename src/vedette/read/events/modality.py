"""What is asserted of an event: that it happened, goes on, is planned, threatened, possible or denied; and its type."""

import re
from functools import cache

from vedette.read.events.events import Event
from vedette.read.events.modality_region import region_modality
from vedette.read.voices.voices import Part
from vedette.read.words.cues import AnyCue
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, lexicon

__all__ = ["modality_of", "own_toll", "type_of"]

_SLAIN = re.compile(
    r"\b(?:(?:was|were|been|being) (?:killed|murdered|slain|executed|martyred)|killing of|murdered|slain)\b", re.I
)
_NONE_OF_IT = re.compile(r"\b(?:there (?:is|was|will be|has been|are|were)|it is) no (?:\w+ ){0,2}$", re.I)
_FIXED = {"threat": "threatened", "warning": "possible", "directive": "happened"}
_PAST = re.compile(r"(?:\w+ )*?(?:\w+ed|shut|sent|set up|put up|took)(?: (?:off|down|up))?\s*", re.I)
_TO_COME = re.compile(r"\b(?:will|would|to|be|is|are|shall|stay|remain)\s+(?:\w+ly )?$", re.I)
_NO_SUCH = re.compile(r"\W*(?:that )?(?:there (?:was|is|has been|had been) )?no (?:\w+ ){0,2}", re.I)
_NONE = re.compile(r"\bno\s+(?:\w+ )?$", re.I)
_NOBODY = re.compile(
    r"\b(?:no one|nobody|no-one|none of (?:the |its |their )?\w+|no (?:[\w-]+ ){1,3}?)\s*(?:was|were|had been|has been|have been|is|are) (?:\w+ly )?$",
    re.I,
)
_DONE = re.compile(r"\b(?:was|were|has been|have been|had been)\s+(?:\w+ly )?(?:set up|\w+ed)?$", re.I)
_MODAL = re.compile(r"\b(?:would|will|could|may|might|can|should|to)\s+(?:be\s+)?(?:\w+ly\s+)?$", re.I)
_NEGATED = re.compile(
    r"(?:\bnot|n't|\bnever(?: once)?)\s+(?:been\s+|be\s+|being\s+|yet\s+|yet been\s+)?(?:\w+ly\s+)?$", re.I
)


def modality_of(event: Event, part: Part, text: str, lex: Lexicon) -> str | None:
    """The modality of an event, or None where the words assert nothing."""
    if lex.tag != "en":
        return region_modality(event, text, lex, denied=part.denied)
    kind, lead = event.kind, event.lead
    around = text[max(event.start, lead.start - 70) : min(event.end, lead.end + 70)]
    before = text[max(event.start, lead.start - 45) : lead.start]
    if kind == "calendar":
        off = lex.cue("cancelled").search(text, max(event.start, lead.start - 70), min(event.end, lead.end + 70))
        return "denied" if off and not _another(lead.end, off.start(), text, lex) else "planned"
    if part.denied or lead.trigger.form == "deny" or _denied(event, text, lex):
        return "denied"
    if kind in _FIXED:
        return _FIXED[kind]
    if lead.trigger.modality:
        return lead.trigger.modality
    if kind == "attack":
        if lex.cue("possible").search(text, event.start, event.end):
            return "possible"
        if _NONE.search(before) and lead.trigger.form in {"verb", "launch", "downed", "happen"}:
            return "denied"
        if part.who and lead.trigger.form == "noun" and _NO_SUCH.fullmatch(before):
            return "denied"
        if _NOBODY.search(before) and lead.trigger.form != "toll":
            return "denied"
        if _NEGATED.search(before):
            return "denied" if part.who or lead.trigger.form != "toll" else None
        if _MODAL.search(before) and lead.trigger.form != "noun":
            return None
        return "ongoing" if lex.cue("fighting_on").search(text, event.start, event.end) else "happened"
    if kind in {"measure", "operation"} and _NEGATED.search(before):
        return "denied" if part.who else None
    if lex.cue("stays").search(around):
        return "ongoing"
    if kind == "measure" and (
        compiled(r"\bto\s+$").search(before) or compiled(r"(?:will|would|shall)\b").match(text[lead.start : lead.end])
    ):
        return "planned"
    done = bool(_DONE.search(before) or _DONE.search(text[lead.start : lead.end]))
    done = done or bool(_PAST.fullmatch(text, lead.start, lead.end) and not _TO_COME.search(before))
    done = done or bool(re.match(r"\s(?:was|were|has been|have been) \w+ed\b", text[lead.end : event.end]))
    if not done and lex.cue("planned").search(before + text[lead.start : lead.end + 25]):
        return "planned"
    return "ongoing" if lex.cue("ongoing").search(around) else "happened"


def _another(start: int, end: int, text: str, lex: Lexicon) -> bool:
    """Whether another event of the calendar is told within [start, end)."""
    return start < end and any(t.kind == "calendar" and t.pattern.search(text, start, end) for t in lex.triggers)


def _denied(event: Event, text: str, lex: Lexicon) -> bool:
    """Whether a word of denial stands before the leading word, or says of the event that it is not so."""
    lead = event.lead
    if lex.cue("denial").search(text, event.start, lead.end):
        return True
    if event.kind in {"measure", "directive"} and _NONE_OF_IT.search(text[event.start : lead.start]):
        return True
    if event.kind in {"calendar", "directive"}:
        return False
    if lex.cue("denied_after").search(text, lead.end, event.end):
        return True
    return event.kind in {"attack", "operation"} and bool(
        lex.cue("denied_before").search(text, max(event.start, lead.start - 60), lead.start)
        and lead.trigger.form not in {"toll", "deny", "claim", "blame"}
    )


@cache
def _types(tag: str) -> AnyCue:
    """The words of the types of attacks, in their order."""
    lex = lexicon(tag)
    return AnyCue((pattern for pattern, _ in lex.types), lex.quick.seen)


def own_toll(event: Event, text: str, lex: Lexicon) -> bool:
    """A lone "killed" tells an attack beside a weapon, an armed group or a word of shooting, or where people "were killed"."""
    words = text[event.start : event.end]
    if _types(lex.tag).fits(text, event.start, event.end) or lex.cue("perpetrator").search(words):
        return True
    return bool(_SLAIN.search(words)) and not lex.cue("mishap").search(words) and not lex.cue("drill").search(words)


def type_of(event: Event, text: str, lex: Lexicon) -> str | None:
    """The type of an attack, or the hint that the trigger of another kind gives."""
    named = event.lead.trigger.type
    if event.kind in {"attack", "threat", "warning"}:
        found = _types(lex.tag).each(text, event.start, event.end)
        scanned = next((lex.types[number][1] for number, _ in found), None)
        if named in {"kidnapping", "robbery", "stabbing", "piracy"} or (named == "arson" and scanned != "drone"):
            return named
        if scanned in {"drone", "airstrike", "rocket", "shelling"} or named is None:
            return scanned
        return named
    if (
        event.kind == "operation"
        and named in {"arrest", "search"}
        and lex.cue("raid").search(text, event.start, event.end)
    ):
        return "raid"
    if event.kind == "directive" and lex.tag == "en" and not any(h.trigger.type for h in event.inner):
        measures = (
            t.type for t in lex.triggers if t.kind == "measure" and t.pattern.search(text, event.start, event.end)
        )
        return next(measures, "closure" if lex.cue("forbidding").search(text, event.start, event.end) else None)
    if event.kind == "directive":
        return next((h.trigger.type for h in event.inner if h.trigger.type), None)
    return named
