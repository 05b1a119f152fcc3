"""Sentences from templates: names, days, tolls and bylines in English, Arabic and Sorani Kurdish."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from random import Random
from string import Formatter
from typing import Any

from vedette.terms.places import Area

__all__ = ["Language", "Outlet", "Press", "fill", "language", "press", "settings", "slots_of"]

LANGUAGES = ("en", "ar", "ckb")


@dataclass(frozen=True)
class Outlet:
    """An invented outlet: `covers` holds ids of governorates or towns, none for the whole country."""

    id: str
    name: str
    language: str
    bylines: tuple[str, ...]
    share: float = 1.0
    covers: tuple[str, ...] = ()

    def writes_of(self, area: Area) -> bool:
        """Whether the outlet covers the area or its parent."""
        return not self.covers or area.id in self.covers or area.parent in self.covers

    def byline(self, day: date, draw: Random) -> str:
        """The line, or lines, of publisher and day under the title."""
        words = language(self.language).words
        return draw.choice(self.bylines).format(
            day=words["weekdays"][day.weekday()],
            d=day.day,
            m=day.month,
            mm=f"{day.month:02d}",
            dd=f"{day.day:02d}",
            month=words["months"][day.month - 1],
            year=day.year,
        )


@dataclass(frozen=True)
class Press:
    """All outlets and the wire agency."""

    agency: Outlet
    outlets: tuple[Outlet, ...]


@dataclass(frozen=True)
class Language:
    """Templates and words of one language (code: en, ar or ckb)."""

    code: str
    words: Mapping[str, Any]
    attacks: Mapping[str, Any]
    notices: Mapping[str, Any]
    background: Mapping[str, Any]

    def name(self, area: Area) -> str:
        """The area's name in this language."""
        return str(getattr(area.name, self.code)) or area.name.en

    def place(self, town: Area, parent: Area | None, draw: Random) -> str:
        """The town as a report would name it, with or without its governorate."""
        holder = "" if parent is None or self.name(parent) == self.name(town) else self.name(parent)
        forms = [form for form in self.words["places"] if holder or "{parent}" not in form]
        return str(draw.choice(forms)).format(town=self.name(town), parent=holder)

    def when(self, day: date, part: str, published: date, draw: Random) -> str:
        """The part of a day (morning or evening), as told on the day of publication (0 to 6 days later)."""
        forms = self.words["when"][f"same_{part}" if day == published else part]
        return str(draw.choice(forms)).format(day=self.weekday(day))

    def weekday(self, day: date) -> str:
        """Name of the day of the week."""
        return str(self.words["weekdays"][day.weekday()])

    def issued(self, day: date) -> str:
        """The day of publication, as the text speaks of it."""
        return str(self.words["issued"]).format(day=self.weekday(day))

    def vote(self, day: date, published: date, draw: Random) -> str:
        """Election day: by name alone where it is the next such day, or the last, else with its date."""
        near = self.words["vote_near"] if 1 <= (day - published).days <= 6 else []
        past = self.words["vote_past"] if 0 <= (published - day).days <= 5 else []
        form = draw.choice([*(past or [*near, *self.words["vote"]])])
        return str(form).format(day=self.weekday(day), d=day.day, month=self.words["months"][day.month - 1])

    def listing(self, areas: Sequence[Area]) -> str:
        """Names joined as in a sentence."""
        names = [self.name(area) for area in areas]
        if len(names) < 2:
            return "".join(names)
        return str(self.words["comma"]).join(names[:-1]) + str(self.words["and"]) + names[-1]

    def toll(self, killed: int, injured: int, target: str, draw: Random) -> str:
        """A clause that ends the lead and gives the toll."""
        parts = self.attacks["parts"]
        key = {(True, True): "killed_injured", (True, False): "killed_only", (False, True): "injured_only"}
        template = str(draw.choice(parts[key.get((killed > 0, injured > 0), "none")]))
        return template.format(k=self._count(killed, target, "killed"), i=self._wounded(killed, injured, target))

    def _wounded(self, killed: int, injured: int, target: str) -> str:
        if self.code == "en" and killed:
            return _number(self.words, injured) + (" other" if injured == 1 else " others")
        return self._count(injured, target, "injured")

    def _count(self, number: int, target: str, part: str) -> str:
        """A number of people: one, two, a few and many have forms of their own in Arabic."""
        if self.code == "en":
            forms = next(forms for key, *forms in self.words["victims"] if key in target)
            return f"{_number(self.words, number)} {forms[number != 1]}"
        form = 0 if number == 0 else 1 if number == 1 else 2 if number == 2 else 3 if number <= 10 else 4
        return str(self.attacks["parts"][part][form]).format(n=number)


def _number(words: Mapping[str, Any], number: int) -> str:
    names = words["numbers"]
    return str(names[number]) if number < len(names) else str(number)


def fill(template: str, slots: Mapping[str, str]) -> str:
    """Fill {slots}; a slot whose name starts with a capital is the same text with a capital first letter."""
    capital = {key[0].upper() + key[1:]: value[:1].upper() + value[1:] for key, value in slots.items()}
    return template.format_map({**capital, **slots})


def slots_of(template: str) -> set[str]:
    """Names of the slots of a template, without regard to capitals."""
    return {name.lower() for _, name, _, _ in Formatter().parse(template) if name}


@cache
def language(code: str) -> Language:
    """The templates of a language."""
    return Language(
        code, _toml("words")[code], _toml(f"attacks_{code}"), _toml(f"notices_{code}"), _toml(f"background_{code}")
    )


@cache
def press() -> Press:
    """The shipped invented press."""
    content = _toml("outlets")
    return Press(_outlet(content["agency"]), tuple(_outlet(row) for row in content["outlets"]))


@cache
def settings() -> dict[str, Any]:
    """How the press behaves: delays, duplicates, copies, background."""
    return _toml("settings")


def _outlet(row: dict[str, Any]) -> Outlet:
    return Outlet(
        row["id"],
        row["name"],
        row["language"],
        tuple(row["bylines"]),
        float(row.get("share", 1.0)),
        tuple(row.get("covers", ())),
    )


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("templates", f"{name}.toml").read_text("utf-8"))
