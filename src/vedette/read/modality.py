"""What is asserted of an event: that it happened, goes on, is planned, threatened, possible or denied; and its type."""

import re

from vedette.read.events import Event
from vedette.read.lexicon import Lexicon
from vedette.read.modality_region import region_modality
from vedette.read.voices import Part

__all__ = ["modality_of", "own_toll", "type_of"]


def modality_of(event: Event, part: Part, text: str, lex: Lexicon) -> str | None:
    """The modality of an event, or None where the words assert nothing."""
    if lex.tag != "en":
        return region_modality(event, text, lex, denied=part.denied)
    kind, lead = event.kind, event.lead
    words = text[event.start : event.end]
    around = text[max(event.start, lead.start - 70) : min(event.end, lead.end + 70)]
    before = text[max(event.start, lead.start - 45) : lead.start]
    denied = part.denied or bool(lex.cue("denial").search(text, event.start, lead.end))
    if kind == "calendar":
        return "denied" if lex.cue("cancelled").search(around) else "planned"
    if denied or (kind == "attack" and lex.tag != "en" and lex.cue("denial").search(words)):
        return "denied"
    if kind == "threat":
        return "threatened"
    if kind == "warning":
        return "possible"
    if kind == "directive":
        return "happened"
    if lead.trigger.modality:
        return lead.trigger.modality
    if kind == "attack":
        if lex.cue("possible").search(words):
            return "possible"
        return (
            None
            if lex.tag == "en" and re.search(r"\b(?:would|will|could|may|might|to|not|never)\s+(?:be\s+)?$", before)
            else "happened"
        )
    if lex.cue("planned").search(around if lex.tag != "en" else before + text[lead.start : lead.end + 25]):
        return "planned"
    return "ongoing" if lex.cue("ongoing").search(around) else "happened"


def own_toll(event: Event, text: str, lex: Lexicon) -> bool:
    """A lone "killed" tells an attack only beside a weapon, an armed group or a word of shooting."""
    words = text[event.start : event.end]
    return any(pattern.search(words) for pattern, _ in lex.types) or bool(lex.cue("perpetrator").search(words))


def type_of(event: Event, text: str, lex: Lexicon) -> str | None:
    """The type of an attack, or the hint that the trigger of another kind gives."""
    named = event.lead.trigger.type
    if event.kind in {"attack", "threat", "warning"}:
        words = text[event.start : event.end]
        scanned = next((name for pattern, name in lex.types if pattern.search(words)), None)
        if named in {"kidnapping", "robbery", "arson", "stabbing", "piracy"}:
            return named
        if scanned in {"drone", "airstrike", "rocket", "shelling", "piracy", "kidnapping", "arson"} or named is None:
            return scanned
        return named
    if event.kind == "directive":
        return next((h.trigger.type for h in event.inner if h.trigger.type), None)
    return named
