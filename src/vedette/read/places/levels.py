"""What a name names, by the words beside it: a province or the town of that name, or a site that no gazetteer has."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from vedette.read.places.gazetteer import Place, lookup
from vedette.read.words.expressions import compiled
from vedette.read.words.letters import fold
from vedette.terms.report import PlacePrecision

__all__ = ["body_behind", "capital_of", "follows_near", "is_no_name", "of_level", "sites", "unknown_names"]

_WIDE = {PlacePrecision.GOVERNORATE, PlacePrecision.REGION, PlacePrecision.COUNTRY}
_CITY = 20_000


def of_level(places: tuple[Place, ...], text: str, start: int, end: int, tag: str) -> tuple[Place, ...]:
    """The places of a name at [start, end) that fit the words beside it: "Borno state", "محافظة ديالى", "city of Basra".

    Without such a word a town of some size stands before the province that is called after it, and a province before
    a village of its name.
    """
    wide = tuple(p for p in places if p.precision in _WIDE)
    narrow = tuple(p for p in places if p.precision not in _WIDE)
    level = _level(text, start, end, tag)
    if level == "province":
        if not wide and tag == "en":
            wide = tuple(p for p in lookup(f"{text[start:end]} province") if p.precision in _WIDE)
        elif not wide:
            named = compiled(r"\s").split(text[:start].rstrip())[-1]
            wide = tuple(p for p in lookup(f"{named} {text[start:end]}") if p.precision in _WIDE)
        return wide or places
    if level == "district" or not wide or not narrow:
        return narrow or places
    towns = {p.country for p in narrow if p.own or p.population >= _CITY}
    kept = tuple(p for p in wide if p.country not in towns)
    large = tuple(p for p in narrow if p.own or p.population >= _CITY or p.country not in {w.country for w in wide})
    return tuple(p for p in places if p in kept or p in large) or places


def follows_near(before: str, tag: str) -> bool:
    """Whether a text ends in a word that only names of places follow: "near", "مديرية", "نزیک"."""
    return bool(_words(tag)["near"].search(before[-30:]))


def body_behind(after: str, tag: str) -> str | None:
    """The words behind an English name that make a body of it: "Basra Operations Command", "Mosul Post"."""
    found = _bodies(tag).match(after) if tag == "en" else None
    return found.group() if found else None


@cache
def _bodies(tag: str) -> re.Pattern[str]:
    return re.compile("|".join(_rows(tag)["body_after"]))


def sites(text: str, tag: str) -> Iterator[tuple[int, int]]:
    """English names of sites by their last word: "Tom Mboya Street", "Sambisa forest"; start and end of each."""
    pattern = _words(tag).get("site")
    for match in pattern.finditer(text) if pattern else ():
        yield match.span("name")


def is_no_name(word: str, tag: str) -> bool:
    """Whether a capitalised English word names a body, a day or a people where a place of that name might be meant."""
    return word in _no_names(tag)


def unknown_names(text: str, tag: str) -> Iterator[tuple[int, int]]:
    """English names, of whatever is in no gazetteer, that stand where only names of places do: "near X", "between X and Y"."""
    for pattern in _unknown(tag):
        for match in pattern.finditer(text):
            for group, name in match.groupdict().items():
                if name and not _no_names(tag).intersection(compiled(r"\W+").split(name)):
                    yield match.span(group)


def capital_of(country: str | None) -> tuple[Place, ...]:
    """The capital of a country by its ISO code; nothing where it is not known."""
    name = _rows("capitals").get(country or "")
    return tuple(p for p in lookup(name) if p.country == country) if name else ()


def _level(text: str, start: int, end: int, tag: str) -> str | None:
    words = _words(tag)
    after, before = text[end : end + 24], text[max(0, start - 24) : start]
    for level in ("province", "district"):
        follows, leads = words.get(f"{level}_after"), words[f"{level}_before"]
        if (follows and follows.match(after)) or leads.search(before):
            return level
    return None


_TOPONYM = r"(?:(?:[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]sh|[Aa]d|[Aa]z|[Aa]r|[Aa]t)-)?[A-Z](?:['-]|[^\W\d_A-Z])+[a-z](?:[ -](?:al-|el-|ad-|as-)?[A-Z](?:['-]|[^\W\d_A-Z])+[a-z]){0,2}(?![\w'])(?! [A-Z])"


@cache
def _unknown(tag: str) -> tuple[re.Pattern[str], ...]:
    rows = _rows(tag).get("unknown", ())
    return tuple(re.compile(row.replace("{T}", _TOPONYM)) for row in rows)


@cache
def _no_names(tag: str) -> frozenset[str]:
    return frozenset(_rows(tag).get("no_name", ()))


@cache
def _rows(tag: str) -> dict[str, Any]:
    text = files("vedette.read").joinpath("data", "place_words.toml").read_text(encoding="utf-8")
    rows: dict[str, Any] = tomllib.loads(text)[tag]
    return rows


@cache
def _words(tag: str) -> dict[str, re.Pattern[str]]:
    rows = {k: fold(v) if isinstance(v, str) else [fold(w) for w in v] for k, v in _rows(tag).items()}
    out: dict[str, re.Pattern[str]] = {}
    for key in ("province", "district"):
        if f"{key}_after" in rows:
            out[f"{key}_after"] = re.compile(rf"\s{rows[f'{key}_after']}\b", re.IGNORECASE)
        out[f"{key}_before"] = re.compile(rf"(?:^|\W){rows[f'{key}_before']}\s(?:the\s)?$", re.IGNORECASE)
    out["near"] = re.compile(rf"(?:^|\W)(?:[وبل]?)(?:{'|'.join(rows['near'])})\s(?:the\s)?$")
    if "site" in rows:
        name = r"(?:(?:al|el)-)?[A-Z][\w'-]+(?: (?:(?:al|el|de|da|do|del)[ -])?[A-Z][\w'-]+){0,2}"
        out["site"] = re.compile(
            rf"\b(?:in|at|on|near|of|from|to|outside|across|along|through|inside)\s(?:the\s)?(?P<name>{name} {rows['site']})\b"
        )
    return out
