"""The fields of one event: modality, type, roles, places, time and figures, with what it takes from events before it."""

import re

from vedette.read.claims import Draft
from vedette.read.days.when import only_said, time_of
from vedette.read.events.announced import FIGURE, threatens
from vedette.read.events.borrowing import borrow, borrow_warning, earlier_attack, near_place, one_subject, same_days
from vedette.read.events.events import Event
from vedette.read.events.modality import modality_of, own_toll, type_of
from vedette.read.events.modality_region import settled
from vedette.read.events.scene import LATE, Scene
from vedette.read.events.tolls import figures_in, tolls
from vedette.read.events.view import View
from vedette.read.places.where import put_places, put_title
from vedette.read.roles.cast import put_roles, roles_of, seized_by_gunmen
from vedette.read.roles.concrete import is_concrete
from vedette.read.voices.voices import Part
from vedette.read.words.letters import fold

__all__ = ["fill"]

_OWN_HARM = re.compile(
    r"\b(?:(?:will|would|shall) (?:be|become|face|meet|pay|burn|die|not (?:be )?(?:safe|spared)|strike|respond|hit)|targets?|consequences)\b",
    re.I,
)


def fill(event: Event, part: Part, view: View, before: list[Draft]) -> Draft | None:
    """A draft of the event, or None where the words claim nothing. `before` are the drafts of the report so far."""
    sentence, text, scene, lex = view.sentence, view.text, view.scene, view.lex
    claimed = bool(lex.cue("claimed").search(text, part.start, part.end))
    if event.kind == "warning" and part.who and _own_threat(part.who[-1], event, text, scene):
        event.kind = "threat"
    modality = modality_of(event, part, text, lex)
    earlier = earlier_attack(before)
    if modality is None or (event.only_toll and earlier is None and not own_toll(event, text, lex)):
        return None
    masked = view.timeless
    if event.kind in LATE and only_said(event, masked, lex):
        return None
    draft = Draft(event.kind, None, modality, *_evidence(event, view), part.who, part.cue)
    draft.rule, draft.paragraph, draft.claimed = event.lead.trigger.form, sentence.paragraph, claimed
    draft.only_toll = event.only_toll
    _note_words(draft, event, part, view)
    draft.type = type_of(event, text, lex)
    roles = roles_of(event, masked, lex)
    put_roles(draft, roles, sentence, text, event, lex)
    seized_by_gunmen(draft, lex)
    draft.time = time_of(event, view, modality)
    draft.modality = settled(draft.kind, draft.modality, draft.time, scene.published)
    _note_time(draft, view)
    put_places(draft, event, part, view)
    if event.kind == "attack":
        draft.casualties = tolls(masked[event.start : event.end], lex)
        if event.lead.trigger.form == FIGURE:
            draft.casualties = tolls(f"{masked[event.lead.start : event.lead.end]} killed", lex)
        if draft.casualties and (figures := figures_in(masked, event.start, event.end, draft.casualties, lex)):
            draft.note("casualties", "", view.written(*figures), "figures of a toll")
        borrow(draft, event, before, text, lex)
    elif event.kind == "warning" and event.lead.trigger.form == "deny":
        borrow_warning(draft, before)
    if not draft.places and event.kind not in LATE:
        told = earlier or (before[-1] if before else None)
        if lex.tag != "en" or event.kind == "attack" or told is None or sentence.paragraph == told.paragraph:
            near_place(draft, told)
    if not draft.places and event.kind in {"attack", "operation"}:
        put_title(draft, sentence, scene)
    if lex.tag == "en":
        same_days(draft, before)
    one_subject(draft, event, part, before)
    if not is_concrete(draft, event, masked, scene):
        return None
    if event.kind == "calendar" and not _real_calendar(draft, event, text, scene):
        return None
    return draft


def _own_threat(speaker: str, event: Event, text: str, scene: Scene) -> bool:
    """Whether those who warn of harm are those who would do it: an armed group speaks of targets or of what it will do."""
    if scene.lex.tag != "en" or event.lead.trigger.form == "deny" or not _OWN_HARM.search(text, event.start, event.end):
        return False
    return threatens(speaker, scene.lex)


def _note_words(draft: Draft, event: Event, part: Part, view: View) -> None:
    """Note the words that tell the kind, and where each voice stands."""
    draft.note("kind", draft.kind, view.written(event.lead.start, event.lead.end), f"trigger {draft.rule}")
    for number, name in enumerate(part.who):
        draft.note(
            "attribution", name, part.at[number] if number < len(part.at) else None, part.rule or "words of attribution"
        )


def _note_time(draft: Draft, view: View) -> None:
    words = draft.time.text if draft.time else None
    at = view.sentence.raw.find(words) if words else -1
    if draft.time and words and at >= 0:
        start = view.sentence.start + at
        draft.note("time", words, (start, start + len(words)), "words of time")


def _evidence(event: Event, view: View) -> tuple[tuple[int, int], str]:
    text, start, end = view.text, event.start, event.end
    while start < end and text[start] in " ,.;:،؛-":
        start += 1
    while end > start and text[end - 1] in " ,;:،؛.":
        end -= 1
    return view.written(start, end), text[start:end]


def _real_calendar(draft: Draft, event: Event, text: str, scene: Scene) -> bool:
    """An event of the calendar is a claim when the text gives its day and that day is not yet over, or says it is off.

    Words of it in the name of a thing, such as a ballot box or an electoral office, tell no event.
    """
    things = list(scene.lex.cue("not_calendar").finditer(text, event.start, event.end))
    hits = [h for h in event.hits if not any(t.start() < h.end and h.start < t.end() for t in things)]
    if not hits:
        return False
    if draft.modality == "denied":
        return True
    if draft.time is None:
        return False
    last = draft.time.end or draft.time.start
    if last is not None and last < scene.published:
        return False
    lead = hits[0]
    near = text[max(0, lead.start - 60) : lead.end + 60]
    at = text.find(fold(draft.time.text)) if draft.time.text else -1
    beside = at >= 0 and max(at - lead.end, lead.start - at - len(draft.time.text or "")) < 12
    return beside or bool(scene.lex.cue("future").search(near))
