"""What is protected and with what, and who decides about it for which days."""

from datetime import date
from functools import cached_property

import polars as pl
from pydantic import Field, model_validator

from vedette.terms.counts import AREA_SCHEMA
from vedette.terms.geometry import within_km
from vedette.terms.persons import same_person
from vedette.terms.places import Area, Force, Post
from vedette.terms.record import Term, UtcTime

__all__ = ["Country", "Mandate"]


class Country(Term):
    """Areas, posts and forces. Areas that hold no other are forecast and protected; their parents add them up."""

    areas: tuple[Area, ...] = Field(min_length=1)
    posts: tuple[Post, ...] = ()
    forces: tuple[Force, ...] = ()

    @cached_property
    def leaves(self) -> tuple[Area, ...]:
        """The areas that hold no other area, in the order of every row of forecast and counts."""
        parents = {area.parent for area in self.areas}
        return tuple(area for area in self.areas if area.id not in parents)

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row of each leaf, by its id."""
        return {area.id: row for row, area in enumerate(self.leaves)}

    @cached_property
    def table(self) -> pl.DataFrame:
        """The leaves as a frame (AREA_SCHEMA)."""
        rows = [(area.id, area.latitude, area.longitude) for area in self.leaves]
        return pl.DataFrame(rows, schema=AREA_SCHEMA, orient="row")

    def below(self, area: str) -> tuple[str, ...]:
        """Ids of the leaves that lie in an area; the area itself if it is a leaf, none if there is no such area."""
        held, found = {area}, [area] if area in self.rows else []
        while held:
            held = {child.id for child in self.areas if child.parent in held}
            found += [child for child in self.rows if child in held]
        return tuple(found)

    def neighbours(self, radius_km: float) -> list[list[int]]:
        """For each leaf the rows of the other leaves within `radius_km` of it: where harm could move to."""
        latitude, longitude = self.table["latitude"].to_numpy(), self.table["longitude"].to_numpy()
        near = within_km(latitude, longitude, radius_km)
        return [[other for other in found if other != row] for row, found in enumerate(near)]


class Mandate(Term):
    """Who decides, for which days, in which exercise.

    `now` is the clock of the decision; the deployment covers `days` local days from `first`. `author` drafts and
    `approver` signs: two persons. `shares` are the secret shares of the draw, at least 16 bytes each, one per person.
    """

    now: UtcTime
    first: date
    days: int = Field(ge=1)
    command: str
    author: str
    approver: str
    exercise: str = Field(description="Name of the exercise; never empty, for nothing here may leave as actual")
    shares: tuple[bytes, ...] = Field(min_length=1)
    level_system: str = "plain-5"
    expected_gap_days: int | None = Field(
        default=None, ge=1, description="Days of silence after which an area is unknown"
    )
    public_from_level: int = Field(default=4, ge=1, description="Lowest level of an area that the public is told")
    ring_km: float = Field(default=80.0, gt=0, description="How far harm may move from one protected area to another")
    time_limit: float = Field(default=20.0, gt=0, description="Seconds for the planner")

    @model_validator(mode="after")
    def _four_eyes(self) -> "Mandate":
        if same_person(self.author, self.approver):
            raise ValueError("author and approver must be two named persons")
        return self
