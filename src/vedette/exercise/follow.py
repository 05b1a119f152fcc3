"""What happens next: the days that a deployment was drawn for, simulated under that very deployment."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vedette.exercise.package import Exercise
from vedette.exercise.simulate import Simulation, simulate
from vedette.exercise.truth import Truth, WrittenReport
from vedette.exercise.write import write_reports
from vedette.terms.counts import EVENT_SCHEMA
from vedette.terms.deployment import Posting
from vedette.terms.errors import UnknownReferenceError
from vedette.terms.places import Shift

__all__ = ["Continuation", "continue_world", "history_of", "presence_of"]


class Continuation(NamedTuple):
    """The days after the exercise's reports: what happened, what was written, and what is true of it."""

    simulation: Simulation
    reports: list[WrittenReport]
    truth: Truth


def continue_world(
    exercise: Exercise,
    first: date | None = None,
    days: int | None = None,
    presence: NDArray[np.float64] | None = None,
    seed: int | None = None,
) -> Continuation:
    """Simulate the exercise's world on from `first` (default: its protected week) under `presence`.

    presence: units, shape (areas, days) in the order of `exercise.world.ids`, as `presence_of` gives it; None: nobody.
    The history and the true incidents of the first week set off further attacks. The same seed with another presence
    gives the same attackers: the difference is the deployment's doing. Raises FieldError for a wrong presence.
    """
    plot = exercise.plot
    first = plot.protect_first if first is None else first
    days = plot.protect_days if days is None else days
    seed = plot.seed_protect if seed is None else seed
    simulation = simulate(exercise.world, first, days, seed, presence, history_of(exercise))
    reports, truth = write_reports(simulation, exercise.areas, seed, silent=exercise.silent)
    return Continuation(simulation, reports, truth)


def history_of(exercise: Exercise) -> pl.DataFrame:
    """All attacks that truly happened up to the last day of the reports, following EVENT_SCHEMA."""
    told = [i for i in exercise.truth.incidents if i.happened]
    week = pl.DataFrame(
        {
            "date": [i.day for i in told],
            "area": [i.area for i in told],
            "latitude": [i.latitude for i in told],
            "longitude": [i.longitude for i in told],
            "type": [i.type for i in told],
        },
        schema=EVENT_SCHEMA,
    )
    return pl.concat([exercise.events, week])


def presence_of(
    exercise: Exercise, postings: Iterable[Posting], shifts: Sequence[Shift], first: date, days: int
) -> NDArray[np.float64]:
    """Units present on average over each local day, shape (areas, days), from who stands at which post in which shift.

    A unit at a post for 8 of a day's 24 hours counts as a third of a unit. Postings outside the days are left out.
    Raises UnknownReferenceError for a post or shift that does not exist.
    """
    row = {name: i for i, name in enumerate(exercise.world.ids)}
    area = {post.id: row[post.area] for post in exercise.posts}
    zone = ZoneInfo(str(exercise.settings["zone"]))
    share = [_share_of_days(shift, first, days, zone) for shift in shifts]
    presence = np.zeros((len(row), days))
    for posting in postings:
        if posting.post not in area:
            raise UnknownReferenceError(
                None, posting.unit, "post", posting.post, f"a post of {exercise.name}/posts.csv"
            )
        if posting.shift >= len(shifts):
            raise UnknownReferenceError(None, posting.unit, "shift", posting.shift, f"0 to {len(shifts) - 1}")
        presence[area[posting.post]] += share[posting.shift]
    return presence


def _share_of_days(shift: Shift, first: date, days: int, zone: ZoneInfo) -> NDArray[np.float64]:
    """Share of each local day that the shift covers, shape (days,)."""
    midnights = [datetime.combine(first + timedelta(days=i), time(), zone).astimezone(UTC) for i in range(days + 1)]
    end = shift.start + timedelta(hours=shift.hours)
    return np.array(
        [
            max(timedelta(0), min(end, after) - max(shift.start, before)) / (after - before)
            for before, after in pairwise(midnights)
        ]
    )
