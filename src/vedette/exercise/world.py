"""A made world: where attacks come from, how they spread, and what presence does to them. Every parameter is known."""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError, model_validator

from vedette.terms.errors import FieldError, FormatError
from vedette.terms.geometry import great_circle_km
from vedette.terms.record import Latitude, Longitude, Probability, Term

__all__ = ["Contagion", "Deterrence", "Election", "World", "WorldArea", "load_world", "random_world"]

Floats = NDArray[np.float64]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Length = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class WorldArea(Term):
    """An area; `rate` is its background rate: attacks per ordinary day that no earlier attack set off."""

    id: str
    latitude: Latitude
    longitude: Longitude
    rate: Amount


class Contagion(Term):
    """How attacks set off further attacks (a Hawkes process in days; Mohler et al. 2011, Self-exciting point process).

    branching: expected number of further attacks that one attack sets off, 0 ≤ n < 1. decay_days: τ; the share that
    comes l days later is (1 − q) q^(l−1) with q = exp(−1/τ). spread: share that goes to other areas, in proportion to
    exp(−distance / reach_km).
    """

    branching: float = Field(ge=0, lt=1)
    decay_days: Length
    spread: Probability = 0.0
    reach_km: Length = 40.0


class Election(Term):
    """An election day; background rates rise linearly over `lead` days to (1 + lift) on it and fall over `lag` days."""

    day: date
    lift: Amount
    lead: int = Field(default=0, ge=0)
    lag: int = Field(default=0, ge=0)


class Deterrence(Term):
    """What presence does: each unit present prevents the share `effect` of the attacks that the others left.

    Of the attacks prevented, the share `displacement` takes place on the same day in another area instead, chosen in
    proportion to exp(−distance / reach_km) among those within `ring_km`, or the nearest where there is none.
    """

    effect: Probability
    displacement: Probability = 0.0
    reach_km: Length = 25.0
    ring_km: Length = 80.0


class World(Term):
    """All parameters of a made world. `weekly` multiplies background rates, Monday first, with mean 1."""

    areas: tuple[WorldArea, ...] = Field(min_length=1)
    contagion: Contagion
    deterrence: Deterrence
    types: dict[str, Amount] = Field(min_length=1, description="Share of each type of attack")
    weekly: tuple[Amount, Amount, Amount, Amount, Amount, Amount, Amount] = (1.0,) * 7
    elections: tuple[Election, ...] = ()
    scatter_km: Amount = Field(default=3.0, description="Standard deviation of attacks about the centre, each axis")

    @model_validator(mode="after")
    def _sums(self) -> Self:
        if abs(sum(self.types.values()) - 1) > 1e-6:
            raise ValueError(f"types: the shares sum to {sum(self.types.values()):g}, not to 1")
        if abs(sum(self.weekly) / 7 - 1) > 1e-6:
            raise ValueError(f"weekly: the mean is {sum(self.weekly) / 7:g}, not 1")
        names = [area.id for area in self.areas]
        if len(set(names)) < len(names):
            raise ValueError("areas: an id stands twice")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the areas: the order of the rows of every array about this world."""
        return tuple(area.id for area in self.areas)

    def background(self, first: date, days: int) -> Floats:
        """Background rates, attacks per area and day, shape (areas, days), day 0 being `first`."""
        calendar = [first + timedelta(days=i) for i in range(days)]
        rhythm = np.array([self.weekly[day.weekday()] * self._lift(day) for day in calendar])
        return np.outer([area.rate for area in self.areas], rhythm)

    def contagion_kernel(self) -> Floats:
        """Share of the further attacks of row's area that come to column's area, shape (areas, areas); rows sum to 1."""
        count = len(self.areas)
        if count == 1:
            return np.ones((1, 1))
        away = _spread(self._distances(), self.contagion.reach_km, np.inf)
        return (1 - self.contagion.spread) * np.eye(count) + self.contagion.spread * away

    def displacement_kernel(self) -> Floats:
        """Share of the moved attacks of row's area that go to column's area; rows sum to 1, or to 0 with one area."""
        if len(self.areas) == 1:
            return np.zeros((1, 1))
        return _spread(self._distances(), self.deterrence.reach_km, self.deterrence.ring_km)

    def prevented_share(self, presence: Floats) -> Floats:
        """Probability that an attack is prevented under `presence` units (any shape): 1 − (1 − effect)^units."""
        return 1 - (1 - self.deterrence.effect) ** np.asarray(presence, dtype=float)

    def _lift(self, day: date) -> float:
        lift = 1.0
        for election in self.elections:
            away = (day - election.day).days
            span = election.lead if away <= 0 else election.lag
            lift += election.lift * max(0.0, 1 - abs(away) / (span + 1))
        return lift

    def _distances(self) -> Floats:
        latitude = np.array([area.latitude for area in self.areas])
        longitude = np.array([area.longitude for area in self.areas])
        return great_circle_km(latitude[:, None], longitude[:, None], latitude, longitude)


def load_world(text: str, file: str = "world.toml") -> World:
    """A World from TOML whose tables are its fields; `file` is named in errors.

    Raises FormatError when it is not TOML and FieldError for a parameter that is missing, unknown or out of range.
    """
    try:
        content: Mapping[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(file, found=str(error), expected="TOML") from None
    try:
        return World.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise FieldError(file, None, where or None, first.get("input") if where else None, first["msg"]) from None


def random_world(areas: int, seed: int, daily: float = 4.0) -> World:
    """A world drawn at random, for calibration: `areas` places scattered over Iraq's extent, `daily` attacks a day.

    Background rates are log-normal, so that few areas carry most attacks; the other parameters are drawn from ranges
    that studies of insurgent violence report (branching 0.2–0.6, decay 3–15 days).
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, areas]))
    share = np.exp(1.2 * rng.standard_normal(areas))
    branching = rng.uniform(0.2, 0.6)
    rates = daily * (1 - branching) * share / share.sum()
    latitude, longitude = rng.uniform(31, 37, areas), rng.uniform(41, 47, areas)
    weekly = rng.uniform(0.8, 1.2, 7)
    return World(
        areas=tuple(
            WorldArea(id=f"made-{i:03d}", latitude=latitude[i], longitude=longitude[i], rate=rates[i])
            for i in range(areas)
        ),
        contagion=Contagion(branching=branching, decay_days=rng.uniform(3, 15), spread=rng.uniform(0.1, 0.4)),
        deterrence=Deterrence(effect=rng.uniform(0.1, 0.5), displacement=rng.uniform(0, 0.5)),
        types={"bombing": 0.4, "shooting": 0.4, "rocket": 0.2},
        weekly=tuple(weekly / weekly.mean()),
    )


def _spread(distance: Floats, reach_km: float, ring_km: float) -> Floats:
    """Rows of exp(−distance / reach) to the others within the ring, summing to 1; the nearest if the ring is empty."""
    others = np.where(np.eye(len(distance), dtype=bool), np.inf, distance)
    nearest = others.min(axis=1, keepdims=True)
    # relative to the nearest, so that far-off areas do not underflow to zero
    weight = np.where(others <= np.maximum(ring_km, nearest), np.exp(-(others - nearest) / reach_km), 0.0)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))
