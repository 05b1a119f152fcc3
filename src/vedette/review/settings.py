"""The review's numbers, read once from settings.toml, where each has its source."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["BaselineSettings", "StatisticSettings", "TestSettings", "baseline_settings", "settings"]


@dataclass(frozen=True)
class BaselineSettings:
    """How the expected counts are made from the days before the window (half-lives and memory in days)."""

    half_lives_days: tuple[float, ...]
    shares: tuple[float, ...]
    growth_exponent: float
    growth_floor: float
    memory_days: int


@dataclass(frozen=True)
class StatisticSettings:
    """How counts become residuals: offset in events, variance and scale of ln(observed / expected), clips in scales."""

    offset: float
    between_variance: float
    clip_effect: float
    clip_ring: float
    least_scale: float


@dataclass(frozen=True)
class TestSettings:
    """Level and power of the test, numbers of draws, and the widest log rate ratio that is looked at."""

    level: float
    power: float
    most_draws: int
    sampled_draws: int
    power_draws: int
    limit: float


@dataclass(frozen=True)
class _Settings:
    baseline: BaselineSettings
    statistic: StatisticSettings
    test: TestSettings


@cache
def settings() -> _Settings:
    """All numbers of the review."""
    data = tomllib.loads(files(__package__).joinpath("settings.toml").read_text(encoding="utf-8"))
    base = data["baseline"]
    return _Settings(
        BaselineSettings(
            **{**base, "half_lives_days": tuple(base["half_lives_days"]), "shares": tuple(base["shares"])}
        ),
        StatisticSettings(**data["statistic"]),
        TestSettings(**data["test"]),
    )


def baseline_settings() -> BaselineSettings:
    """The numbers of the baseline alone."""
    return settings().baseline
