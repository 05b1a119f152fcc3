"""The rules reader: from a Report to its claims, by typed lexicons and the conventions of decision page 0005."""

from datetime import date

from vedette.read.announced import announced
from vedette.read.claims import Draft, as_claims
from vedette.read.events import events_of
from vedette.read.fields import fill
from vedette.read.genre import genre_of
from vedette.read.lexicon import LANGUAGES, Lexicon, lexicon, limits
from vedette.read.places import country_of_story, find_places, heading_place, home_of_story
from vedette.read.scene import Scene
from vedette.read.sentences import Sentence, sentences
from vedette.read.story import merge_story, ordered
from vedette.read.voices import Memory, Part, parts_of
from vedette.read.where import name_areas
from vedette.terms.errors import FieldError
from vedette.terms.report import Claim, Report

__all__ = ["READERS", "read"]

READERS = ("rules",)
"""Names of the readers, the plainest first."""


def read(report: Report, *, reader: str = "rules") -> list[Claim]:
    """Read the claims of a report: who says that what happened where and when, each with its verbatim passage.

    `reader` is one of `READERS`. Days are local days, resolved against `report.published`; without it only full dates
    are resolved. A report in another language than English, Arabic or Sorani, a match report or a review of a film
    gives no claims. Nothing is raised for any text, and FieldError only for a reader that there is not.
    """
    if reader not in READERS:
        raise FieldError(None, field="reader", found=reader, expected=", ".join(READERS))
    return _by_rules(report)


def _by_rules(report: Report) -> list[Claim]:
    if report.language not in LANGUAGES:
        return []
    lex = lexicon(report.language)
    body = len(report.title) + 2 if report.title and report.text.startswith(f"{report.title}\n\n") else 0
    genre = genre_of(report.title, report.text[body:], lex)
    if genre == "nothing":
        return []
    found = sentences(report.text, body, lex)
    scene = _scene(report, found, lex, genre)
    drafts: list[Draft] = []
    memory = Memory(report.publisher)
    for sentence in found:
        if len(drafts) >= limits()["max_claims"]:
            break
        told = _of_sentence(sentence, scene, memory, drafts)
        if not told:
            name_areas(drafts, sentence, scene)
        drafts += told
    return as_claims(merge_story(drafts), report)


def _scene(report: Report, found: list[Sentence], lex: Lexicon, genre: str) -> Scene:
    mentions = [m for s in found for m in (*heading_place(s), *find_places(s.text.text, lex))]
    country = country_of_story(mentions)
    home = home_of_story(mentions, country)
    return Scene(lex, report.published or date.min, report.published is not None, country, genre, home)


def _of_sentence(sentence: Sentence, scene: Scene, memory: Memory, before: list[Draft]) -> list[Draft]:
    text, lex = sentence.text.text, scene.lex
    blanked = _without_metaphors(text, lex)
    out: list[Draft] = []
    for part in parts_of(blanked, sentence, lex, memory):
        if _nothing(blanked, part, lex):
            continue
        advised = bool(lex.cue("advice").search(blanked, part.start, part.end))
        stretches = [(part.start, part.end)]
        if part.tail and not any(True for _ in events_of(blanked, part.start, part.end, lex)):
            stretches.append(part.tail)
        for start, end in stretches:
            events = events_of(blanked, start, end, lex)
            attacked = any(d.kind == "attack" for d in (*before, *out))
            for event in events or announced(blanked, start, end, part, lex, attacked=attacked):
                if advised and event.kind != "calendar":
                    continue
                draft = fill(event, part, sentence, blanked, scene, [*before, *out])
                if draft:
                    out.append(draft)
    return ordered(out, sentence, memory)


def _without_metaphors(text: str, lex: Lexicon) -> str:
    for cue in ("metaphor", "nothing"):
        text = lex.cue(cue).sub(lambda m: "_" * len(m.group()), text)
    return text


def _nothing(text: str, part: Part, lex: Lexicon) -> bool:
    """Whether the words claim nothing: hypothetical, a drill or a film (a denial of these still counts)."""
    words = text[part.start : part.end]
    if lex.cue("hypothetical").match(words.strip()):
        return True
    return bool(lex.cue("drill").search(words)) and not (part.denied or lex.cue("denial").search(text))
