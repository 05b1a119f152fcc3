"""Shipped exercises: their files, read from the installed package."""

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import polars as pl

from vedette.exercise.truth import Notice, Truth
from vedette.exercise.world import World, load_world
from vedette.store.files import write_atomic
from vedette.terms.counts import EVENT_SCHEMA
from vedette.terms.errors import UnknownReferenceError
from vedette.terms.places import Area, AreaKind, Force, LocalName, Post

__all__ = ["Exercise", "Plot", "load"]


@dataclass(frozen=True)
class Plot:
    """The days of an exercise (local days, first and last included) and its seeds."""

    history_first: date
    history_last: date
    reports_first: date
    reports_last: date
    protect_first: date
    protect_days: int
    election: date
    warm_up_days: int
    seed_history: int
    seed_reports: int
    seed_protect: int


@dataclass(frozen=True)
class Exercise:
    """An exercise: `files` holds every file by its path inside the exercise, the rest is read from them."""

    name: str
    files: Mapping[str, bytes]

    @cached_property
    def settings(self) -> dict[str, Any]:
        """exercise.toml as it stands."""
        return tomllib.loads(self.files["exercise.toml"].decode())

    @property
    def title(self) -> str:
        """Title for people."""
        return str(self.settings["title"])

    @cached_property
    def plot(self) -> Plot:
        """Days and seeds."""
        seeds = {f"seed_{key}" if key != "warm_up_days" else key: v for key, v in self.settings["seeds"].items()}
        return Plot(**self.settings["days"], **seeds)

    @cached_property
    def silent(self) -> dict[str, date]:
        """Areas of which nothing is written, and since when."""
        return dict(self.settings["silent"])

    @property
    def expected_gap_days(self) -> int:
        """Days after which an area that nobody has written of is unknown rather than quiet."""
        return int(self.settings["sources"]["expected_gap_days"])

    @cached_property
    def world(self) -> World:
        """The true parameters."""
        return load_world(self.files["world.toml"].decode(), f"{self.name}/world.toml")

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """Governorates (parents) and the towns that are protected."""
        return tuple(
            Area(
                id=row["area"],
                name=_name(row),
                kind=AreaKind(row["kind"]),
                parent=row["parent"] or None,
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                zone=row["zone"],
            )
            for row in self._rows("areas.csv")
        )

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Places that units can protect."""
        return tuple(
            Post(
                id=row["post"],
                area=row["area"],
                name=_name(row),
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                harm=float(row["harm"]),
                services=tuple(row["services"].split(";")),
                max_units=int(row["max_units"]),
            )
            for row in self._rows("posts.csv")
        )

    @cached_property
    def forces(self) -> tuple[Force, ...]:
        """Groups of units at their bases."""
        return tuple(
            Force(
                id=row["group"],
                base=row["base"],
                area=row["area"],
                service=row["service"],
                units=int(row["units"]),
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
            )
            for row in self._rows("forces.csv")
        )

    @cached_property
    def events(self) -> pl.DataFrame:
        """The history of attacks, following EVENT_SCHEMA."""
        return pl.read_csv(self.files["events.csv"], schema=EVENT_SCHEMA)

    @cached_property
    def reports(self) -> dict[str, str]:
        """Texts of the reports by name, in order of publication."""
        prefix = "reports/"
        return {n[len(prefix) :]: b.decode() for n, b in sorted(self.files.items()) if n.startswith(prefix)}

    @cached_property
    def truth(self) -> Truth:
        """What is true of the reports."""
        return Truth.model_validate_json(self.files["truth.json"])

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """The story: warnings, orders and other items that are written of in the first week."""
        story = tomllib.loads(self.files["story.toml"].decode())
        return tuple(Notice.model_validate({"areas": (), **row}) for row in story["notices"])

    def unpack(self, folder: str | Path) -> Path:
        """Write every file of the exercise under `folder`, so that the verbs can work on it; gives the folder."""
        target = Path(folder)
        for name, content in self.files.items():
            write_atomic(target / name, content)
        return target

    def _rows(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.files[name].decode())))


def load(name: str = "two_weeks") -> Exercise:
    """A shipped exercise. Raises UnknownReferenceError for a name that is not shipped."""
    shipped = sorted(e.name for e in _package().iterdir() if e.is_dir() and (e / "exercise.toml").is_file())
    if name not in shipped:
        raise UnknownReferenceError(None, "exercise", "name", name, f"one of {', '.join(shipped)}")
    return Exercise(name, dict(sorted(_walk(_package() / name, ""))))


def _package() -> Traversable:
    return resources.files("vedette.exercise")


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _walk(entry, f"{prefix}{entry.name}/")
        elif not entry.name.startswith("."):
            found.append((prefix + entry.name, entry.read_bytes()))
    return found


def _name(row: Mapping[str, str]) -> LocalName:
    return LocalName(en=row["name_en"], ar=row["name_ar"], ckb=row["name_ckb"])
