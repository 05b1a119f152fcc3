"""The review's numbers, read once from settings.toml, where each has its source."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["BaselineSettings", "RateSettings", "StatisticSettings", "TestSettings", "settings"]


@dataclass(frozen=True)
class RateSettings:
    """Two speeds (half-lives in days, the faster first), their shares, and how far recent growth is carried on."""

    half_lives_days: tuple[float, float]
    shares: tuple[float, float]
    growth_exponent: float


@dataclass(frozen=True)
class BaselineSettings:
    """How the expected counts are made from the days before the window, for candidates and rings; and how many days at most."""

    memory_days: int
    most_days: int
    growth_floor: float
    area: RateSettings
    ring: RateSettings


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
    """Level and power of the test, numbers of draws and of earlier windows, and the widest log rate ratio that is looked at."""

    level: float
    power: float
    most_draws: int
    sampled_draws: int
    power_draws: int
    earlier_windows: int
    earlier_share: float
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
    area, ring = (
        RateSettings(tuple(base[name]["half_lives_days"]), tuple(base[name]["shares"]), base[name]["growth_exponent"])
        for name in ("area", "ring")
    )
    return _Settings(
        BaselineSettings(base["memory_days"], base["most_days"], base["growth_floor"], area, ring),
        StatisticSettings(**data["statistic"]),
        TestSettings(**data["test"]),
    )
