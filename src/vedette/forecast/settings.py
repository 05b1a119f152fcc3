"""The numbers of the forecast, read from model.toml and priors.toml beside this file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field, PositiveFloat, PositiveInt

from vedette.terms.picture import Credibility, Reliability
from vedette.terms.record import Probability, Term

__all__ = ["Kind", "Member", "Priors", "Settings", "Window", "priors", "settings"]


class Smoothing(Term):
    """A half-life in days and the strength of the starting value in events."""

    half_life: PositiveFloat
    prior_events: PositiveFloat


class Factor(Smoothing):
    """A learned factor, kept between 1/most and most."""

    most: float = Field(ge=1)


class History(Term):
    """How many days of events before the first issue are read from a file."""

    most_days: PositiveInt


class Rates(Term):
    """Half-lives in days of the exponentially weighted rates, and the rate that they start from."""

    half_lives: tuple[PositiveInt, ...]
    prior_rate: PositiveFloat
    prior_days: PositiveFloat


class Ring(Term):
    """Width and cut-off of a neighbourhood, in spacings of the areas."""

    width: PositiveFloat
    reach: PositiveFloat


class Neighbours(Term):
    """The two neighbourhoods, the half-lives in days that they are averaged at, and the one of the rate of all areas."""

    near: Ring
    wide: Ring
    half_lives: tuple[PositiveInt, ...]
    everywhere: PositiveInt


class Member(Term):
    """One rate that the expected count is made of, and the weight that learning starts from."""

    kind: Literal["own", "near", "wide", "everywhere", "excited", "year"]
    half_life: PositiveInt
    weight: PositiveFloat


class Learning(Smoothing):
    """How the weights of the members are learned, and for which leads in days."""

    busy_rate: PositiveFloat
    busy_half_life: PositiveInt
    leads: tuple[PositiveInt, ...]
    most_surprise: PositiveFloat


class Regression(Smoothing):
    """How the correction of each area is learned: from which mean on (attacks per day), how damped, at most by e^most."""

    least_mean: PositiveFloat
    damping: PositiveFloat
    most: PositiveFloat


class Trend(Term):
    """How the course of the total is learned: half-lives in days of the trackers and of their scores, and its dispersion."""

    half_lives: tuple[PositiveInt, ...] = Field(min_length=1)
    prior_events: tuple[PositiveFloat, ...] = Field(min_length=1)
    score_half_life: PositiveFloat
    least: float = Field(gt=0, le=1)
    most: float = Field(ge=1)
    least_total: PositiveFloat
    alpha_half_life: PositiveFloat
    start_alpha: PositiveFloat
    alpha_least: PositiveFloat
    alpha_most: PositiveFloat


class Pool(Term):
    """A plain average beside the model: its half-lives in days and how much it counts in busy areas."""

    quick: PositiveInt
    slow: PositiveInt
    quick_share: Probability
    share: Probability
    busy_rate: PositiveFloat
    doubt: float = Field(ge=1)
    most: float = Field(ge=1)


class Feasts(Term):
    """The days around a feast, counted from its first day, and the factor on them before anything was seen."""

    first: int
    last: int
    prior_factor: PositiveFloat
    prior_events: PositiveFloat
    weight: Probability
    most: float = Field(ge=1)
    source: str


class Burst(Term):
    """An area's own factor on alpha: from which mean on, its grid from 1/most to most, prior and share of the evidence."""

    least_mean: PositiveFloat
    most: float = Field(gt=1)
    grid: int = Field(ge=2)
    prior_log_sd: PositiveFloat
    half_life: PositiveFloat
    share: Probability


class Spread(Term):
    """How alpha is learned: at which means (attacks per day), on which grid, from which prior."""

    means: tuple[PositiveFloat, ...] = Field(min_length=2)
    half_life: PositiveFloat
    alpha_least: PositiveFloat
    alpha_most: PositiveFloat
    grid: int = Field(ge=2)
    prior_alpha: PositiveFloat
    prior_log_sd: PositiveFloat


class Floor(Term):
    """Least mean, attacks per area and day."""

    mean: PositiveFloat


class Hawkes(Term):
    """Where the self-exciting process reaches, and weak priors: medians and standard deviations on transformed scales."""

    reach_km: PositiveFloat
    branching: Probability
    branching_sd: PositiveFloat
    decay_days: PositiveFloat
    decay_sd: PositiveFloat
    spread: Probability
    spread_sd: PositiveFloat
    rhythm_sd: PositiveFloat
    lift_sd: PositiveFloat
    background_sd: PositiveFloat
    scatter: PositiveFloat
    scatter_sd: PositiveFloat
    most_sds: PositiveFloat
    most_steps: PositiveInt
    widening: PositiveFloat


class Excited(Term):
    """How many days the self-exciting member is fitted to, how often, and to how many areas at most."""

    history_days: PositiveInt
    refit_days: PositiveInt
    most_areas: PositiveInt


class LastYear(Term):
    """How many days the empirical member averages over."""

    days: PositiveInt


class Silence(Term):
    """How an area's spread grows while its sources are silent."""

    log_variance_per_day: PositiveFloat
    most_days: PositiveInt
    most_lift: float = Field(ge=1)


class Relaxing(Term):
    """What happens beyond the longest lead that is learned: from which lead, how quickly rates go home, how spread grows."""

    after: PositiveInt
    half_life: PositiveFloat
    log_variance_per_day: PositiveFloat
    common_log_variance_per_day: PositiveFloat


class Sums(Term):
    """How days and areas of one sum move together."""

    persistent: Probability
    regional: float = Field(ge=0, lt=1)


class Settings(Term):
    """model.toml."""

    history: History
    rates: Rates
    neighbours: Neighbours
    members: tuple[Member, ...] = Field(min_length=1)
    learning: Learning
    regression: Regression
    pool: Pool
    trend: Trend
    feasts: Feasts
    burst: Burst
    weekday: Factor
    spread: Spread
    hawkes: Hawkes
    excited: Excited
    last_year: LastYear
    floor: Floor
    silence: Silence
    relaxing: Relaxing
    sums: Sums


class Window(Term):
    """Days relative to a scheduled event and the factor on them."""

    first: int = Field(alias="from")
    last: int = Field(alias="to")
    factor: float = Field(ge=1)


class Kind(Term):
    """A kind of scheduled event with its windows; `name` is looked for in the event's type."""

    name: str
    windows: tuple[Window, ...]


class Calendar(Term):
    """Lifts around scheduled events; the last kind is for all others."""

    relative_sd: PositiveFloat
    least_sd: PositiveFloat
    between: float = Field(gt=0, lt=1)
    least_days: int = Field(ge=0)
    most: float = Field(gt=1)
    source: str
    kinds: tuple[Kind, ...] = Field(min_length=1)


class Threats(Term):
    """Lifts by the grade of a threat."""

    most_factor: float = Field(ge=1)
    country_share: Probability
    open_days: PositiveInt
    fade_days: PositiveInt
    fade_half_life: PositiveFloat
    relative_sd: PositiveFloat
    source: str
    reliability: dict[Reliability, Probability]
    credibility: dict[Credibility, Probability]


class Priors(Term):
    """priors.toml."""

    calendar: Calendar
    threats: Threats


@cache
def settings() -> Settings:
    """model.toml, read once."""
    return Settings.model_validate(_read("model.toml"))


@cache
def priors() -> Priors:
    """priors.toml, read once."""
    return Priors.model_validate(_read("priors.toml"))


def _read(name: str) -> dict[str, object]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
