"""The places of an event, and the areas that a later sentence names as exposed to it."""

import re

from vedette.read.claims import Draft
from vedette.read.events.events import Event
from vedette.read.events.scene import LATE, WIDE, Scene
from vedette.read.events.view import View
from vedette.read.places.gazetteer import nearest
from vedette.read.places.levels import capital_of
from vedette.read.places.places import PlaceMention, as_place, find_places, heading_place, of_event
from vedette.read.voices.voices import Part
from vedette.read.words.lexicon import limits
from vedette.read.words.sentences import Sentence
from vedette.terms.report import PlaceRef

__all__ = ["name_areas", "put_places", "put_title"]


_CAPITAL = re.compile(
    r"\b(?:in|on|over|across|around|outside|near|throughout|within|of) the (?:[a-z]+ )?(?P<name>capital)\b(?! (?:of|city of|punishment))"
)
_CONDITION = re.compile(r"\b(?:if|unless|until)\b", re.I)
"""Where the terms of a threat begin: places behind it are not those of the harm."""


def put_places(draft: Draft, event: Event, part: Part, view: View) -> None:
    """Put the finest places named with the event into the draft, else those of the heading or dateline above it."""
    text, scene, lex, sentence, found = view.text, view.scene, view.lex, view.sentence, view.places
    inside = [m for m in found if event.start <= m.start < event.end]
    if event.kind in LATE and lex.tag == "en" and (unless := _CONDITION.search(text, event.lead.end, event.end)):
        inside = [m for m in inside if m.start < unless.start()] or inside
    if not inside and event.kind not in LATE:
        inside = [m for m in found if m.start >= part.start and m.end <= part.end] or (found if lex.tag == "en" else [])
    chosen = of_event(inside, text, scene.country, lex)
    if not chosen and lex.tag == "en" and (named := _CAPITAL.search(text, event.start, event.end)):
        chosen = [PlaceMention(*named.span("name"), named.group("name"), c)] if (c := capital_of(scene.country)) else []
    if not chosen and event.kind not in {"calendar"} and not lex.cue("same_place").search(text, event.start, event.end):
        chosen = heading_place(sentence)
        draft.by_dateline = True
    for mention in chosen:
        if mention.end > mention.start:
            first, last = sentence.text.back(mention.start, mention.end)
            rule = "gazetteer" if mention.candidates else "village of the text"
            draft.note("places", sentence.raw[first:last], view.written(mention.start, mention.end), rule)
        else:
            draft.note("places", mention.text, None, "dateline")
    draft.places = _refs(chosen, sentence, scene, "most_areas" if event.kind in WIDE else "most_places")


def put_title(draft: Draft, sentence: Sentence, scene: Scene) -> None:
    """Put the places of the title into a draft that has none of its own and none told before it."""
    chosen = of_event([m for m in scene.titled if m.candidates], "", scene.country, scene.lex)
    for ref in _refs([PlaceMention(0, 0, m.text, m.candidates) for m in chosen[:2]], sentence, scene, "most_places"):
        draft.places.append(ref)
        draft.note("places", ref.text, None, "title")


def name_areas(before: list[Draft], sentence: Sentence, scene: Scene) -> None:
    """Give the warning or threat told just before the areas that this sentence names as exposed to it.

    They stand above the dateline's city; the passage then reaches to the end of the sentence.
    """
    text, lex = sentence.text.text, scene.lex
    late = next((d for d in reversed(before) if d.kind != "calendar"), None)
    if late is None or late.kind not in LATE or not 0 <= sentence.paragraph - late.paragraph <= 2:
        return
    if late.modality == "denied" or not lex.cue("exposed").search(text):
        return
    named = _refs(of_event(find_places(text, lex), text, scene.country, lex), sentence, scene, "most_areas")
    if named:
        known = [] if late.by_dateline else late.places
        late.places = [*known, *(p for p in named if p.text not in {k.text for k in known})]
        late.span, late.by_dateline = (late.span[0], sentence.end), False


def _refs(chosen: list[PlaceMention], sentence: Sentence, scene: Scene, most: str) -> list[PlaceRef]:
    out: list[PlaceRef] = []
    above = heading_place(sentence)
    home = nearest(above[0].candidates, scene.country) if above else scene.home
    beside = None
    for mention in chosen[: int(limits()[most])]:
        first, last = sentence.text.back(mention.start, mention.end)
        written = sentence.raw[first:last] if last > first else mention.text
        ref, place = as_place(mention, scene.country, beside, written, home)
        beside = beside or place
        out.append(ref)
    return out
