"""From a Report to its claims: by rules (typed lexicons, decision page 0005), and by default with the trained model."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from vedette.read.claims import Draft, as_claims
from vedette.read.events.announced import announced, may_announce
from vedette.read.events.events import Event, Hit, events_of
from vedette.read.events.fields import fill
from vedette.read.events.genre import genre_of
from vedette.read.events.scene import Scene
from vedette.read.events.story import merge_story, ordered
from vedette.read.events.view import View
from vedette.read.model.learned import Learned, has_model
from vedette.read.places.places import country_of_story, find_places, heading_place, home_of_story
from vedette.read.places.where import name_areas
from vedette.read.roles.bodies_en import can_act
from vedette.read.voices.interview import guest_of
from vedette.read.voices.voices import Memory, Part, parts_of
from vedette.read.words.cues import NEVER
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import LANGUAGES, Lexicon, Trigger, lexicon, limits
from vedette.read.words.sentences import Sentence, sentences
from vedette.terms.errors import FieldError
from vedette.terms.report import Claim, Report

__all__ = ["READERS", "read"]

READERS = ("rules", "default")
"""Names of the readers, the plainest first: rules alone, and rules with the trained model."""

_BY_MODEL = "encoder"
"""The form of a trigger that no lexicon holds: the encoder saw an event at this word."""


_PIECE = re.compile(r"\S(?:[^\n.!?؟]|[.!?؟](?=\S))*[.!?؟]*")
"""A stretch of a line up to the end of a sentence."""
_ARABIC = re.compile(r"[\u0600-\u06ff]")


def read(report: Report, *, reader: str = "default") -> list[Claim]:
    """Read the claims of a report: who says that what happened where and when, each with its verbatim passage.

    `reader` is one of `READERS`. Days are local days, resolved against `report.published`; without it only full dates
    are resolved. A report in another language than English, Arabic or Sorani, a match report or a review of a film
    gives no claims. Nothing is raised for any text, and FieldError only for a reader that there is not.
    """
    if reader not in READERS:
        raise FieldError(None, field="reader", found=reader, expected=", ".join(READERS))
    return _read(report, reader == "default")


def _read(report: Report, model: bool) -> list[Claim]:
    if report.language not in LANGUAGES:
        return []
    lex = lexicon(report.language)
    body = len(report.title) + 2 if report.title and report.text.startswith(f"{report.title}\n\n") else 0
    genre = genre_of(report.title, report.text[body:], lex)
    if genre == "nothing":
        return []
    found = [s for s in sentences(report.text, body, lex) if not _to_machine(s.text.text, lex)]
    # the places of all sentences are sought when the first event is there
    stage = cache(lambda: _scene(report, found, lex, genre))
    views = [View(s, _without_metaphors(s.text.text, lex), stage) for s in found]
    if not model and not any(_may_tell(view.text, lex) for view in views):
        return []
    drafts: list[Draft] = []
    memory = Memory(report.publisher, guest=guest_of(report.title, report.text[body:], lex))
    learned = Learned.of(report, model, _to_hide(report.text)) if has_model(report.language) else None
    for view in views:
        if len(drafts) >= limits()["max_claims"]:
            break
        told = _of_sentence(view, lex, memory, drafts, learned if model else None)
        if not told and drafts:
            name_areas(drafts, view.sentence, stage())
        drafts += told
    drafts = merge_story(drafts)
    if learned is not None:
        drafts = _weighed(drafts, learned, limits()["dropped_below"] if model else 0.0, lex)
    return as_claims(drafts, report)


def _may_tell(text: str, lex: Lexicon) -> bool:
    """Whether a sentence has any words of an event; where none of a report has, there is nothing to read."""
    return lex.quick.fits(text) or may_announce(text, lex)


def _weighed(drafts: list[Draft], learned: Learned, least: float, lex: Lexicon) -> list[Draft]:
    """The drafts with their calibrated confidence, without those below the least."""
    told: dict[tuple[int, int], list[str]] = {}
    for draft in drafts:
        told.setdefault(draft.sentence, []).append(draft.kind)
    kept = []
    for draft in drafts:
        draft.confidence = learned.confidence(draft, draft.sentence, told[draft.sentence])
        if draft.confidence >= least:
            kept.append(draft)
            if draft.kind == "attack":
                _fill_roles(draft, learned, lex)
    return kept


def _fill_roles(draft: Draft, learned: Learned, lex: Lexicon) -> None:
    """Give an attack the actors, targets and instruments that the rules left empty and the encoder sees in its passage."""
    for name in ("actors", "targets", "instruments"):
        span = None if getattr(draft, name) else learned.role(draft.span, name)
        words = learned.text[slice(*span)].strip(" \n\"'()") if span else ""
        if len(words) < 3 or (span and _cuts_words(learned.text, span)):
            continue
        if name == "actors" and lex.tag == "en" and not can_act(fold(words), lex):
            continue
        if name == "actors":
            draft.actors.append((words, "perpetrator"))
        else:
            getattr(draft, name).append(words)
        draft.note(name, words, span, "encoder")


def _cuts_words(text: str, span: tuple[int, int]) -> bool:
    """Whether a span begins or ends within a word."""
    first, last = span
    return (text[first - 1 : first + 1].isalnum() and first > 0) or (
        text[last - 1 : last + 1].isalnum() and last < len(text)
    )


def _scene(report: Report, found: list[Sentence], lex: Lexicon, genre: str) -> Scene:
    mentions = [m for s in found for m in (*heading_place(s), *find_places(s.text.text, lex))]
    country = country_of_story(mentions)
    home = home_of_story(mentions, country)
    titled = tuple(find_places(fold(report.title), lex)) if report.title else ()
    return Scene(lex, report.published or date.min, report.published is not None, country, genre, home, titled)


def _to_machine(text: str, lex: Lexicon) -> bool:
    """Whether a sentence speaks to a program that reads it; such a sentence is read by nobody here."""
    return bool(lex.cue("to_machine").search(text) or lex.cue("order_first").match(text))


def _to_hide(text: str) -> Iterator[tuple[int, int]]:
    """Where an English text speaks to a program that reads it, in any of the languages, headings and lists included."""
    for piece in _PIECE.finditer(text):
        folded = fold(piece.group())
        tags = LANGUAGES if _ARABIC.search(folded) else ("en",)
        if any(_to_machine(folded, lexicon(tag)) for tag in tags):
            yield piece.span()


def _of_sentence(view: View, lex: Lexicon, memory: Memory, before: list[Draft], learned: Learned | None) -> list[Draft]:
    sentence, blanked = view.sentence, view.text
    out: list[Draft] = []
    silent = []
    for part in parts_of(blanked, sentence, lex, memory):
        if _nothing(blanked, part, lex):
            continue
        advised = bool(lex.cue("advice").search(blanked, part.start, part.end))
        stretches = [(part.start, part.end)]
        if part.tail and not events_of(blanked, part.start, part.end, lex):
            stretches.append(part.tail)
        for start, end in stretches:
            events = events_of(blanked, start, end, lex)
            attacked = any(d.kind == "attack" for d in (*before, *out))
            events = events or list(announced(blanked, start, end, part, lex, attacked=attacked))
            if not events and not advised:
                silent.append(part)
            for event in events:
                if advised and event.kind != "calendar":
                    continue
                draft = fill(event, part, view, [*before, *out])
                if draft:
                    out.append(draft)
    if not out and silent and learned is not None and blanked == sentence.text.text:
        out += _seen_by_model(silent, view, before, learned)
    for draft in out:
        draft.sentence = (sentence.start, sentence.end)
    return ordered(out, sentence, memory)


def _seen_by_model(parts: list[Part], view: View, before: list[Draft], learned: Learned) -> list[Draft]:
    """The claim of a sentence in which no rule saw an event and the model does, with its fields by the rules.

    It is not asked where words say that nothing happened, or are meant as a figure of speech.
    """
    sentence = view.sentence
    kind = learned.missed((sentence.start, sentence.end))
    if kind is None:
        return []
    first, last = learned.word((sentence.start, sentence.end))
    start, end = sentence.text.there(first - sentence.start, last - sentence.start)
    part = next((p for p in parts if p.start <= start < p.end), None)
    if part is None:
        return []
    trigger = Trigger(NEVER, kind, None, _BY_MODEL)
    draft = fill(Event(kind, [Hit(start, end, trigger)], part.start, part.end), part, view, before)
    return [draft] if draft else []


def _without_metaphors(text: str, lex: Lexicon) -> str:
    for cue in ("metaphor", "nothing"):
        text = lex.cue(cue).sub(lambda m: "_" * len(m.group()), text)
    return text


def _nothing(text: str, part: Part, lex: Lexicon) -> bool:
    """Whether the words claim nothing: hypothetical, a drill or a film (a denial of these still counts)."""
    start = part.end - len(text[part.start : part.end].lstrip())
    if lex.cue("hypothetical").match(text, start, part.end):
        return True
    return bool(lex.cue("drill").search(text, part.start, part.end)) and not (
        part.denied or lex.cue("denial").search(text)
    )
