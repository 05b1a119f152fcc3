"""Whether words tell a real event: a weapon, a doer, a victim or a place must stand with the word of violence."""

import re

from vedette.read.claims import Draft
from vedette.read.events.events import LIGHT, Event
from vedette.read.events.scene import Scene
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import Lexicon

__all__ = ["is_concrete"]

_PEOPLE = re.compile(
    r"\b(?:people|persons?|men|women|man|woman|boys?|girls?|children|child|family|families|passengers?|drivers?|students?|teachers?|passers-by|"
    r"bystanders?|residents?|villagers?|traders?|doctors?|nurses?|crew|staff|others|members|relatives|tourists|tribes?|couple|mother|father|son|daughter|"
    r"brother|sister|leader|chief|commander|captain|constable|corporal|sergeant|inspector|teenagers?|worshippers?|pupils|elders?|deminers?|militiamen|herders?|miners?)\b",
    re.I,
)
_ASSAULT = re.compile(
    r"attack|raid|strike|struck|bomb|assault|ambush|reveng|kidnap|clash|reprisal|shoot|unrest|looting", re.I
)
_VIOLENT = frozenset(
    {"kidnapping", "robbery", "arson", "stabbing", "piracy", "sabotage", "drone", "rocket", "shelling", "airstrike"}
)


def is_concrete(draft: Draft, event: Event, masked: str, scene: Scene) -> bool:
    """False for figures of speech: no weapon, doer, victim, place or toll beside the word, or too few in a doubtful domain."""
    lex = scene.lex
    if lex.tag != "en":
        return draft.kind not in {"attack", "warning"} or _shown(draft, event, masked, lex)
    if draft.kind in {"calendar", "directive"}:
        return True
    words = masked[event.start : event.end]
    if draft.kind == "measure" and draft.type == "closure" and lex.cue("upkeep").search(words):
        return False
    if draft.kind == "measure":
        return scene.genre not in {"mishap", "opinion"} and (
            bool(draft.actors or draft.targets or draft.instruments or draft.places)
            or draft.type in {"curfew", "alert"}
        )
    armed = lex.cue("instruments").search(words) or lex.cue("perpetrator").search(words)
    if draft.kind in {"threat", "warning"}:
        if not armed and lex.cue("weather").search(words) and not _ASSAULT.search(words):
            return False
        return scene.genre not in {"mishap", "opinion", "trade"} or _signs(draft, words, lex) > 1
    bare = all(h.trigger.form in {"toll", "happen"} for h in event.hits)
    if bare and not armed and not draft.borrowed and lex.cue("mishap_here").search(words):
        return False
    light = all(h.trigger.form in LIGHT for h in event.hits)
    if light and (draft.borrowed or draft.modality == "denied"):
        return scene.genre != "mishap"
    signs = _signs(draft, words, lex)
    if scene.genre in {"mishap", "opinion"}:
        return signs > 2 and bool(lex.cue("perpetrator").search(words))
    if scene.genre == "trade":
        return signs > 1 and bool(lex.cue("instruments").search(words) or draft.type in _VIOLENT)
    return signs > 0 or (draft.borrowed and bool(draft.who))


def _shown(draft: Draft, event: Event, masked: str, lex: Lexicon) -> bool:
    """Whether an Arabic or Sorani attack or fear has a day, a place, a toll or a voice of its own, or two other signs."""
    if draft.borrowed or draft.modality == "denied" or draft.who or draft.time or draft.casualties is not None:
        return True
    if any(name == "places" and span for (name, _), (span, _) in draft.notes.items()):
        return True
    words = masked[event.start : event.end]
    found = ("perpetrator", "defender", "instruments", "targets")
    return sum(bool(lex.cue(name).search(words)) for name in found) > 1


def _signs(draft: Draft, words: str, lex: Lexicon) -> int:
    """How many of weapon, doer, victim, place and toll stand beside the word of violence."""
    doer = any(lex.cue("perpetrator").search(fold(a)) or lex.cue("defender").search(fold(a)) for a, _ in draft.actors)
    named = not lex.actors.keys().isdisjoint(words.casefold().split())
    victim = bool(lex.cue("targets").search(words) or _PEOPLE.search(words))
    named_here = (span for (name, _), (span, _) in draft.notes.items() if name == "places")
    place = any(span and draft.span[0] <= span[0] < draft.span[1] for span in named_here)
    toll = draft.casualties is not None
    weapon = bool(lex.cue("instruments").search(words))
    return sum((doer or named or bool(lex.cue("perpetrator").search(words)), victim, place, toll, weapon))
