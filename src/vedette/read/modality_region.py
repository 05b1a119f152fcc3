"""How sure an Arabic or Sorani clause says that an event is: happened, ongoing, planned, possible, denied, or no claim."""

from vedette.read.events import Event
from vedette.read.lexicon import Lexicon

__all__ = ["region_modality"]


def region_modality(event: Event, text: str, lex: Lexicon, *, denied: bool) -> str | None:
    """The modality of an event in a folded text, or None where nobody asserts it; `denied` where its voice denies."""
    kind, lead = event.kind, event.lead
    words = text[event.start : event.end]
    around = text[max(event.start, lead.start - 70) : min(event.end, lead.end + 70)]
    if kind == "calendar":
        return "denied" if lex.cue("cancelled").search(around) else "planned"
    if denied or lex.cue("denial").search(text, event.start, lead.end):
        return "denied"
    if kind == "attack" and lex.cue("denial").search(words):
        return "denied"
    if kind in {"threat", "warning", "directive"}:
        return {"threat": "threatened", "warning": "possible", "directive": "happened"}[kind]
    if lead.trigger.modality:
        return lead.trigger.modality
    if kind == "attack":
        return "possible" if lex.cue("possible").search(words) else "happened"
    if lex.cue("planned").search(around):
        return "planned"
    return "ongoing" if lex.cue("ongoing").search(around) else "happened"
