"""The rules of merging, grading and silence, as the data files beside this module state them."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import Field

from vedette.terms.record import Term

__all__ = [
    "AreaRules",
    "CopyRules",
    "CredibilityRule",
    "GradingRules",
    "MergingRules",
    "SilenceRules",
    "area_rules",
    "copy_rules",
    "drill_pattern",
    "grading_rules",
    "load_table",
    "merging_rules",
    "silence_rules",
]


class MergingRules(Term):
    """Points per trait, radii in km and thresholds per kind; see data/merging.toml."""

    radius_km: dict[str, float]
    place: dict[str, float]
    day: dict[str, float]
    type: dict[str, float]
    actor: dict[str, float]
    target: dict[str, float]
    toll: dict[str, float]
    hour: dict[str, float]
    text: dict[str, float]
    threshold: dict[str, float]
    related: dict[str, tuple[str, ...]]
    held_widely: dict[str, tuple[str, ...]]
    drill: dict[str, tuple[str, ...]]

    def are_related(self, one: str, other: str) -> bool:
        """Whether reporters take one type for the other."""
        return other in self.related.get(one, ()) or one in self.related.get(other, ())

    def is_held_widely(self, group: str, kind: str | None) -> bool:
        """Whether a scheduled event of this type is held in many places at once."""
        return group == "calendar" and kind in self.held_widely["types"]


class CopyRules(Term):
    """When a text is a copy of another, and when it only follows the same template; see data/copies.toml."""

    shingle_words: int = Field(ge=1)
    sketch_above: int = Field(ge=1)
    sketch_share: int = Field(ge=1)
    resemblance: float = Field(gt=0, le=1)
    containment: float = Field(gt=0, le=1)
    short_shingles: int = Field(ge=1)
    days: int = Field(ge=0)
    template_figures: int = Field(ge=1)
    template_runs: int = Field(ge=1)
    longest_run: int = Field(ge=1)
    figures: tuple[str, ...]


class AreaRules(Term):
    """Radius per kind of area in km, and the kinds that may hold a place of each precision, best first."""

    radius_km: dict[str, float]
    kinds: dict[str, tuple[str, ...]]


class CredibilityRule(Term):
    """One row of the table of credibility; conditions that are absent hold always."""

    name: str
    grade: str = Field(pattern="^[1-6]$")
    reason: str
    origins: int = 1
    each: str | None = None
    origins_at_most: int | None = None
    official: bool | None = None
    weakest: str | None = None
    denied: tuple[str, ...] | None = None
    unconfirmed: bool | None = None
    judged: bool | None = None
    proposed: bool | None = None


class GradingRules(Term):
    """Letters per category of voice, their order, and the table of credibility; see data/grading.toml."""

    reliability: dict[str, str]
    order: tuple[str, ...]
    named: dict[str, str]
    words: dict[str, str]
    credibility: tuple[CredibilityRule, ...]

    def rank(self, letter: str) -> int:
        """Place of a letter in the order, 0 for the most reliable."""
        return self.order.index(letter)


class SilenceRules(Term):
    """When an area is unknown, in days; see data/silence.toml."""

    expected_gap_days: int = Field(ge=1)
    usual_times: float = Field(ge=1)
    longest_gap_days: int = Field(ge=1)
    counted_days: int = Field(ge=1)
    named_voices: int = Field(ge=1)


def load_table(name: str) -> dict[str, Any]:
    """The data file `name` of this room as a table."""
    return tomllib.loads((files("vedette.picture") / "data" / name).read_text(encoding="utf-8"))


@cache
def merging_rules() -> MergingRules:
    """The rules of data/merging.toml."""
    return MergingRules.model_validate(load_table("merging.toml"))


@cache
def area_rules() -> AreaRules:
    """The rules of data/areas.toml."""
    return AreaRules.model_validate(load_table("areas.toml"))


@cache
def copy_rules() -> CopyRules:
    """The rules of data/copies.toml."""
    return CopyRules.model_validate(load_table("copies.toml"))


@cache
def grading_rules() -> GradingRules:
    """The rules of data/grading.toml."""
    return GradingRules.model_validate(load_table("grading.toml"))


@cache
def silence_rules() -> SilenceRules:
    """The rules of data/silence.toml."""
    return SilenceRules.model_validate(load_table("silence.toml"))


@cache
def drill_pattern() -> re.Pattern[str]:
    """One pattern for all the phrases that tell a drill."""
    return re.compile("|".join(merging_rules().drill["patterns"]), re.IGNORECASE)
