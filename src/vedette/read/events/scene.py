"""What holds for a whole report while its claims are read, and which kinds share a rule."""

from dataclasses import dataclass
from datetime import date

from vedette.read.places.gazetteer import Place
from vedette.read.places.places import PlaceMention
from vedette.read.words.lexicon import Lexicon

__all__ = ["LATE", "WIDE", "Scene"]

LATE = frozenset({"threat", "warning"})
"""Kinds that speak of harm to come."""
WIDE = frozenset({*LATE, "measure", "directive"})
"""Kinds that may name many areas."""


@dataclass(frozen=True)
class Scene:
    """The lexicon, the day of publication (if `dated`), the country of the story, its domain (genre.py), its main place.

    `titled` are the places that the title names.
    """

    lex: Lexicon
    published: date
    dated: bool
    country: str | None
    genre: str = ""
    home: Place | None = None
    titled: tuple[PlaceMention, ...] = ()
