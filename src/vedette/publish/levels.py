"""What each level means to the public, in three languages (data/levels.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vedette.terms.posture import Posture

__all__ = ["LANGUAGES", "Rank", "radius_km", "rank_number", "rank_of", "texts", "word_of"]

LANGUAGES = ("en", "ar", "ckb")


@dataclass(frozen=True)
class Rank:
    """CAP codes, word and guidance of one of the five ranks; words and guidance by language."""

    urgency: str
    severity: str
    certainty: str
    response: str
    word: dict[str, str]
    guidance: dict[str, str]


@dataclass(frozen=True)
class _Levels:
    ranks: tuple[Rank, ...]
    systems: dict[str, list[int]]
    names: dict[str, dict[str, list[str]]]
    radius: dict[str, float]
    texts: dict[str, dict[str, str]]


def rank_number(posture: Posture) -> int:
    """The rank, 1 to 5, of a posture's level in its system."""
    ladder = _levels().systems.get(posture.system, [1, 2, 3, 4, 5])
    return ladder[min(posture.level, len(ladder)) - 1]


def rank_of(posture: Posture) -> Rank:
    """Codes and words of the posture's level."""
    return _levels().ranks[rank_number(posture) - 1]


def word_of(posture: Posture, language: str) -> str:
    """The name of the posture's level in a language: that of its system where we have it, else that of its rank."""
    names = _levels().names.get(posture.system, {}).get(language, [])
    return names[posture.level - 1] if posture.level <= len(names) else rank_of(posture).word[language]


def radius_km(kind: str) -> float:
    """Radius of the circle that stands for an area of this kind without an outline."""
    return _levels().radius[kind]


def texts(language: str) -> dict[str, str]:
    """The sentences of alerts in a language."""
    return _levels().texts[language]


@cache
def _levels() -> _Levels:
    table = tomllib.loads(files(__package__).joinpath("data/levels.toml").read_text("utf-8"))
    return _Levels(
        ranks=tuple(Rank(**row) for row in table["rank"]),
        systems=table["systems"],
        names=table["names"],
        radius=table["radius_km"],
        texts=table["texts"],
    )
