"""Names of the months of the Hijri and the solar year and of days of a month in words, from data/calendar.toml."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from vedette.read.words.beginnings import beginnings
from vedette.read.words.cues import Vocabulary
from vedette.read.words.letters import fold

__all__ = ["alternation", "hijri_months", "ordinals", "solar_months", "vocabulary"]


@cache
def hijri_months(tag: str) -> dict[str, int]:
    """Folded names of Hijri months (1–12); English ones in lower case."""
    return _numbered(tag, "hijri")


@cache
def solar_months(tag: str) -> dict[str, int]:
    """Folded names of the months (1–12) of the Kurdish and Iranian year."""
    return _numbered(tag, "solar")


@cache
def vocabulary(tag: str) -> Vocabulary:
    """The words that expressions of dates and feasts need."""
    return Vocabulary(lower=tag == "en", found=beginnings(tag))


@cache
def ordinals(tag: str) -> dict[str, int]:
    """Days of a month in words; Arabic ones without the article."""
    folded = (_key(tag, word) for word in _table(tag)["ordinals"])
    return {word.removeprefix("ال") if tag == "ar" else word: i + 1 for i, word in enumerate(folded)}


def alternation(names: Iterable[str]) -> str:
    """An expression for any of the names, the longest first."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s") for name in ordered) + ")"


def _numbered(tag: str, key: str) -> dict[str, int]:
    return {_key(tag, name): i + 1 for i, names in enumerate(_table(tag)[key]) for name in names}


def _key(tag: str, name: str) -> str:
    return fold(name).casefold() if tag == "en" else fold(name)


@cache
def _table(tag: str) -> Any:
    return tomllib.loads(files("vedette.read").joinpath("data", "calendar.toml").read_text(encoding="utf-8"))[tag]
