"""What an event takes from events told before it: a second toll, a denial or a claim speaks of the same attack."""

import re

from vedette.read.claims import Draft
from vedette.read.events.events import Event
from vedette.read.voices.voices import Part
from vedette.read.words.lexicon import Lexicon

__all__ = ["borrow", "borrow_warning", "earlier_attack", "near_place", "one_subject", "same_days"]

_DEFINITE = re.compile(r"(?:the|this|that|these|such|another)\s", re.I)
_COUNTED = re.compile(r"(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|dozens|scores|several|at least)\b", re.I)
"""How victims begin who are counted: another voice may count others, and only the thing that was hit stays the same."""
_DONE = frozenset({"attack", "operation"})
_LATE = frozenset({"threat", "warning"})


def earlier_attack(before: list[Draft]) -> Draft | None:
    """The attack that a toll or a denial speaks of: the last one told with a type or a place of its own."""
    attacks = [d for d in before if d.kind == "attack" and not d.borrowed]
    return attacks[-1] if attacks else next((d for d in reversed(before) if d.kind == "attack"), None)


def _spoken_of(draft: Draft, before: list[Draft], earlier: Draft | None) -> Draft | None:
    """The last attack at the place that the draft names, else the last one told."""
    names = {p.name or p.text for p in draft.places}
    attacks = [d for d in before if d.kind == "attack" and not d.borrowed]
    return next((d for d in reversed(attacks) if names & {p.name or p.text for p in d.places}), earlier)


def borrow(draft: Draft, event: Event, before: list[Draft], text: str, lex: Lexicon) -> None:
    """A second toll, a denial or a claim of responsibility tells of the attack before it; its own words come first."""
    earlier = _spoken_of(draft, before, earlier_attack(before))
    if earlier is None:
        return
    blamed = bool(lex.cue("blamed").search(text, event.start, event.end)) or draft.claimed
    bare = event.only_toll or draft.modality == "denied" or blamed
    placed = bool(draft.places) and not (draft.by_dateline and lex.tag == "en")
    bare = bare or (draft.time is None and not placed and draft.type in {None, earlier.type})
    if draft.modality == "denied" and draft.time and earlier.time and not placed:
        draft.time = None
    definite = _DEFINITE.match(text[max(0, event.lead.start - 5) : event.lead.start].lstrip())
    bare = bare or bool(definite and event.lead.trigger.form == "noun")
    own = draft.time is not None and draft.time != earlier.time
    elsewhere = placed and not {p.name or p.text for p in draft.places} & {p.name or p.text for p in earlier.places}
    if not bare or (own and placed) or (elsewhere and draft.type not in {None, earlier.type}):
        return
    draft.borrowed = True
    draft.type = earlier.type or draft.type
    if earlier.targets and (event.only_toll or not draft.targets):
        draft.adopt(earlier, "targets")
        things = [t for t in draft.targets if not _COUNTED.match(t)] if len(draft.targets) > 1 else []
        draft.targets = things or draft.targets
    bare_denial = lex.tag != "en" and draft.modality == "denied"
    if not draft.instruments and not bare_denial:
        draft.adopt(earlier, "instruments")
    if not draft.places or (draft.by_dateline and earlier.places and lex.tag == "en"):
        draft.adopt(earlier, "places")
    if not draft.time:
        draft.adopt(earlier, "time")
    same = earlier.who == draft.who or not earlier.who or draft.modality == "denied"
    if not draft.actors and same and not draft.claimed and not bare_denial:
        draft.adopt(earlier, "actors")


def borrow_warning(draft: Draft, before: list[Draft]) -> None:
    """Deny the warning told before, as "no information about any such plan" does."""
    draft.modality = "denied"
    last = next((d for d in reversed(before) if d.kind in _LATE and d.modality != "denied"), None)
    if last:
        draft.type = last.type
        draft.adopt(last, "actors", "targets", "instruments", *(n for n in ("time", "places") if not getattr(draft, n)))


def one_subject(draft: Draft, event: Event, part: Part, before: list[Draft]) -> None:
    """Give a verb without a subject that of the verb before it ("sent two regiments and closed the bridge")."""
    last = before[-1] if before else None
    if last is None or draft.actors or event.start <= part.start or draft.kind not in {"measure", "operation"}:
        return
    if last.span[1] <= draft.span[0] <= last.span[1] + 8 and last.kind in {"measure", "operation", "directive"}:
        draft.actors = last.actors[:1]


def near_place(draft: Draft, earlier: Draft | None) -> None:
    """Give a draft without a place that of the event told before it."""
    if earlier is not None and draft.kind != "calendar":
        draft.adopt(earlier, "places")


def same_days(draft: Draft, before: list[Draft]) -> None:
    """Give an attack or operation without a day the days of the one told just before it in the same paragraph."""
    last = before[-1] if before else None
    if last is None or draft.time or draft.modality == "denied" or not {draft.kind, last.kind} <= _DONE:
        return
    if last.time and last.paragraph == draft.paragraph:
        draft.adopt(last, "time")
