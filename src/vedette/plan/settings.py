"""How hard the planner searches and how much chance it keeps: the numbers of settings.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Settings", "default_settings"]


@dataclass(frozen=True)
class Settings:
    """The tables `search` and `lottery` of settings.toml; each number's meaning stands beside it there."""

    herd: int
    rounds: int
    turns: int
    patience: int
    least_gain: float
    tries: int
    smoothing: tuple[float, ...]
    precision: int
    min_support: int
    most_loss: float
    optimal_gap: float


@cache
def default_settings() -> Settings:
    """The shipped settings."""
    text = files("vedette.plan").joinpath("settings.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    search, lottery = tables["search"], tables["lottery"]
    return Settings(**{**search, "smoothing": tuple(search["smoothing"])}, **lottery)
