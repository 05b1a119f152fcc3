"""The days of an event: which of the times in its sentence is meant, and in which tense."""

import re
from dataclasses import replace
from datetime import date, timedelta

from vedette.read.days.tense import after_ultimatum, is_future, is_when_said
from vedette.read.days.times import TimeMention, as_ref, find_times
from vedette.read.events.events import Event
from vedette.read.events.scene import LATE
from vedette.read.events.view import View
from vedette.read.words.expressions import compiled
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import Lexicon
from vedette.terms.report import TimePrecision, TimeRef

__all__ = ["only_said", "time_of"]


_WEEK = 7
_DONE = re.compile(r"\b(?:was|were|had been)\b", re.I)
"""A passive of the past: its time is not to come."""


def time_of(event: Event, view: View, modality: str) -> TimeRef | None:
    """The days of an event: of the times within its stretch the nearest to its leading word."""
    text, scene, sentence, times = view.text, view.scene, view.sentence, view.times
    future = event.kind == "calendar" or (modality in {"planned", "threatened", "possible"} and event.kind != "attack")
    if event.kind == "directive":
        future = bool(scene.lex.cue("future").search(text[event.start : event.end]))
    inside = [t for t in times if event.start - 2 <= t.start < event.end]
    if not inside and event.kind not in LATE:
        inside = [t for t in times if t.interval(future)][:1]
    if event.kind in LATE and modality != "denied":
        inside = [t for t in inside if t.start > event.lead.start - 30 or t.open_start]
        inside = [t for t in inside if not _when_said(t, text, event, scene.lex)]
        inside = [t for t in inside if (i := t.interval(True)) and (i[1] is None or i[1] >= scene.published)]
    if not inside and sentence.day and scene.dated:
        found = find_times(fold(sentence.day), scene.published, scene.lex)
        return as_ref(found[0], future, sentence.day.strip(" :")) if found else None
    if not inside:
        return None
    anchor = event.lead
    if event.kind == "calendar":
        that = scene.lex.cue("that")
        inside = [t for t in inside if t.start > anchor.start or not that.search(text, t.end, anchor.start)] or inside
        inside = [t for t in inside if not t.feast] or inside
        ahead = ((t, t.interval(True)) for t in inside)
        inside = [t for t, i in ahead if i and (i[1] is None or i[1] >= scene.published)] or inside
    inside = [t for t in inside if not is_when_said(text, t, scene.lex)] or inside
    best = min(inside, key=lambda t: (_gap(t, anchor.start, anchor.end), t.start))
    first, last = sentence.text.back(best.start, best.end)
    tense = future or _tense(best, text, scene.lex, event)
    if event.kind == "calendar":
        best = replace(best, open_start=False)
    ref = as_ref(best, tense, sentence.raw[first:last])
    if ref and event.kind == "threat" and scene.lex.cue("ultimatum").search(text, event.start, event.end):
        return after_ultimatum(ref, scene.published)
    if ref and event.kind in {"measure", "directive"} and modality in {"ongoing", "planned"} and not best.explicit:
        ref = _not_over(ref, scene.published)
    if (
        ref
        and event.kind == "measure"
        and modality == "ongoing"
        and ref.start == ref.end
        and ref.end
        and ref.end < scene.published
    ):
        ref = TimeRef(start=ref.start, end=None, precision=TimePrecision.OPEN, text=ref.text)
    if ref and event.kind == "attack" and ref.precision is TimePrecision.OPEN and not best.running:
        return TimeRef(start=ref.start or ref.end, end=ref.start or ref.end, text=ref.text)
    return ref


def _not_over(ref: TimeRef, published: date) -> TimeRef:
    """The days a week on of what is in force or to come, where weekdays were read as those just gone."""
    if ref.start is None or ref.end is None or not 0 < (published - ref.end).days < _WEEK or ref.start == ref.end:
        return ref
    on = timedelta(days=_WEEK)
    return ref.model_copy(update={"start": ref.start + on, "end": ref.end + on})


def _when_said(time: TimeMention, text: str, event: Event, lex: Lexicon) -> bool:
    """Whether a time is that of the saying: "warned on Wednesday that", "threatened late on Monday to"."""
    spoken = lex.cue("voiced").match(text, event.lead.start)
    return bool(spoken and compiled(r"\s*(?:(?:late|early|on|in|at)\s)*").fullmatch(text[event.lead.end : time.start]))


def only_said(event: Event, masked: str, lex: Lexicon) -> bool:
    """Whether nothing but a verb of warning and its day stands there: the words warned of stand before it."""
    rest = masked[event.start : event.lead.start] + masked[event.lead.end : event.end]
    alone = len(event.hits) == 1 and not event.inner
    return alone and bool(lex.cue("voiced").match(masked, event.lead.start)) and not any(c.isalnum() for c in rest)


def _tense(time: TimeMention, text: str, lex: Lexicon, event: Event) -> bool:
    """Future where a word of the future stands before the time and the event is not a past attack."""
    if event.kind in {"attack", "operation"}:
        return False
    if (
        event.kind == "measure"
        and not time.onward
        and _DONE.search(text[max(0, event.lead.start - 12) : event.lead.end])
    ):
        return False
    if time.onward and event.kind in {"measure", "directive"}:
        return True
    return time.open_start or is_future(text, time, lex)


def _gap(time: TimeMention, start: int, end: int) -> int:
    return max(0, time.start - end, start - time.end)
