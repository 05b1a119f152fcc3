"""How sure an Arabic or Sorani clause says that an event is: happened, ongoing, planned, possible, denied, or no claim."""

from datetime import date

from vedette.read.events.events import Event
from vedette.read.words.lexicon import Lexicon
from vedette.terms.report import TimeRef

__all__ = ["region_modality", "settled"]


def region_modality(event: Event, text: str, lex: Lexicon, *, denied: bool) -> str | None:
    """The modality of an event in a folded text, or None where nobody asserts it; `denied` where its voice denies."""
    kind, lead = event.kind, event.lead
    if text.rstrip(' "').endswith("؟"):
        return None
    text = lex.cue("harmless").sub(lambda m: "_" * len(m.group()), text)
    text = lex.cue("no_denial").sub(lambda m: "_" * len(m.group()), text)
    words = text[event.start : event.end]
    around = text[max(event.start, lead.start - 70) : min(event.end, lead.end + 70)]
    near = text[lead.start : min(event.end, lead.end + 16)]
    if lead.trigger.type != "closure" and lex.cue("negated").search(near):
        none = denied or (lex.tag == "ckb" and lex.cue("denial").search(words))
        if kind not in {"threat", "warning"}:
            return "denied" if kind == "attack" and none else None
    if kind == "attack" and _told_before(event, text, lex):
        return None
    if kind == "calendar":
        if lead.trigger.type in {"holiday", "pilgrimage"} and lex.cue("feast_time").search(
            text[max(0, lead.start - 12) : lead.start]
        ):
            return None
        return "denied" if lex.cue("cancelled").search(around) else "planned"
    if kind in {"warning", "threat"} and not _harm(words, lex):
        return None
    if kind not in {"warning", "calendar"} and lex.cue("withdrawn").search(text):
        return "denied"
    untrue = lex.cue("untrue").search(text, max(0, event.start - 40), lead.start)
    if denied or untrue or lex.cue("denial").search(text, event.start, lead.end):
        return "denied"
    if kind == "attack" and lex.cue("denial").search(words):
        return "denied"
    if kind in {"threat", "warning", "directive"}:
        return {"threat": "threatened", "warning": "possible", "directive": "happened"}[kind]
    if lead.trigger.modality:
        return lead.trigger.modality
    if kind == "attack":
        if lex.cue("going_on").search(words):
            return "ongoing"
        return "possible" if lex.cue("possible").search(words) else "happened"
    if lex.cue("ongoing").search(around):
        return "ongoing"
    return "planned" if lex.cue("planned").search(around) else "happened"


def settled(kind: str, modality: str, time: TimeRef | None, published: date) -> str:
    """The modality of a measure or an operation by its days: still to come, still in force, or as the words have it."""
    if kind not in {"measure", "operation"} or modality == "denied" or time is None or time.start is None:
        return modality
    if time.start > published:
        return "planned"
    if time.end is None or (kind == "measure" and time.end > published > time.start):
        return "ongoing"
    return "happened" if modality == "planned" and time.end < published else modality


def _harm(words: str, lex: Lexicon) -> bool:
    """Whether what is feared or threatened is violence, not prices or weather."""
    return bool(lex.cue("harm").search(words)) and not lex.cue("no_harm").search(words)


def _told_before(event: Event, text: str, lex: Lexicon) -> bool:
    """Whether an attack is only named to date something else: "hours after the explosion, police raided …"."""
    if len(event.hits) > 1 or event.lead.trigger.form == "toll":
        return False
    known = lex.cue("known").match(text, event.lead.start)
    return bool(known and lex.cue("after").search(text[max(0, event.lead.start - 9) : event.lead.start]))
