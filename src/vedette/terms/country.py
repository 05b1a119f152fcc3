"""What is protected and with what, and who decides about it for which days."""

from datetime import date
from functools import cached_property

import polars as pl
from pydantic import Field

from vedette.terms.counts import AREA_SCHEMA
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
    time_limit: float = Field(default=20.0, gt=0, description="Seconds for the planner")
