"""The numbers of the verification, read from verify.toml beside this file."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import PositiveFloat, PositiveInt

from vedette.terms.record import Probability, Term

__all__ = ["VerifySettings", "verify_settings"]


class Scores(Term):
    """Shares, seed and floors of the scores."""

    shares: tuple[Probability, ...]
    seed: int
    mean_floor: PositiveFloat
    chance_floor: PositiveFloat
    nearly_certain: Probability
    largest_mean: PositiveFloat


class Bootstrap(Term):
    """Circular blocks of days, how often they are drawn, and how many days an interval needs."""

    block_days: PositiveInt
    resamples: PositiveInt
    least_days: PositiveInt


class Busy(Term):
    """Which area-days PIT and coverage look at."""

    mean: PositiveFloat
    rows: PositiveInt


class NTest(Term):
    """Days that the scatter of totals is measured on."""

    days: PositiveInt


class Baselines(Term):
    """What the three plain forecasts are made of; half-lives in days with their weights."""

    memory_days: PositiveInt
    floor_share: Probability
    dispersion_days: PositiveInt
    conflictology_days: PositiveInt
    width: PositiveFloat
    reach: PositiveFloat
    half_lives: dict[str, dict[int, float]]


class Reliability(Term):
    """Borders of the bins of P(at least one)."""

    cuts: tuple[float, ...]


class Leads(Term):
    """Which leads are scored where there are many."""

    most: PositiveInt
    chosen: tuple[PositiveInt, ...]


class Band(Term):
    """Areas with at least so many events in the year before."""

    least: float
    label: str


class Groups(Term):
    """How many areas are listed, and the bands of the rest from busy to quiet."""

    listed: PositiveInt
    bands: tuple[Band, ...]


class Trust(Term):
    """Limits within which the page calls a property right."""

    total: PositiveFloat
    coverage_gap: PositiveFloat
    n_test: Probability


class VerifySettings(Term):
    """All of verify.toml."""

    scores: Scores
    bootstrap: Bootstrap
    busy: Busy
    n_test: NTest
    baselines: Baselines
    reliability: Reliability
    leads: Leads
    groups: Groups
    trust: Trust


@cache
def verify_settings() -> VerifySettings:
    """The numbers of the verification."""
    text = files("vedette.forecast").joinpath("verify.toml").read_text(encoding="utf-8")
    return VerifySettings.model_validate(tomllib.loads(text))
