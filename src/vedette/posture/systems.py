"""Level systems as data: the levels, when each is entered and left, what it orders, and how long it can be kept up."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from vedette.terms.errors import FieldError, FormatError
from vedette.terms.marking import Marking
from vedette.terms.picture import Grade
from vedette.terms.places import AreaKind, LocalName
from vedette.terms.record import Term

__all__ = ["QUANTITIES", "CalendarRule", "Condition", "Level", "LevelSystem", "ThreatRule", "load_system"]

QUANTITIES = ("p_any", "p_day", "mean", "worst", "ratio")
"""What thresholds may be set on: P(at least one attack) in the window, the highest P of one day, expected attacks in
the window, the highest 90 % quantile of one day, and the expected attacks per day over those of the area's own past."""


class Threshold(Term):
    """A level is entered at `enter` and above, and left below `exit`, which is lower: hysteresis."""

    enter: float = Field(gt=0)
    exit: float = Field(gt=0)

    @model_validator(mode="after")
    def _hysteresis(self) -> "Threshold":
        if self.exit >= self.enter:
            raise ValueError(f"exit {self.exit} must lie below enter {self.enter}")
        return self


class Condition(Term):
    """One way into a level for areas of these kinds: all its thresholds together."""

    kinds: tuple[AreaKind, ...] = Field(min_length=1)
    p_any: Threshold | None = None
    p_day: Threshold | None = None
    mean: Threshold | None = None
    worst: Threshold | None = None
    ratio: Threshold | None = None

    def thresholds(self) -> dict[str, Threshold]:
        """The thresholds that are set, by quantity."""
        return {name: value for name in QUANTITIES if isinstance(value := getattr(self, name), Threshold)}

    @model_validator(mode="after")
    def _not_empty(self) -> "Condition":
        if not self.thresholds():
            raise ValueError(f"a condition needs at least one of {', '.join(QUANTITIES)}")
        for name in ("p_any", "p_day"):
            threshold = getattr(self, name)
            if threshold and threshold.enter > 1:
                raise ValueError(f"{name} is a probability, at most 1")
        return self


class Level(Term):
    """One level; `budget_days` is how long it can be kept up (None: without end), times are in hours."""

    level: int = Field(ge=1)
    name: LocalName
    meaning: LocalName
    package: tuple[str, ...] = Field(min_length=1)
    budget_days: int | None = Field(default=None, ge=1)
    expires_hours: float = Field(gt=0)
    review_hours: float = Field(gt=0)
    when: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _review_first(self) -> "Level":
        if self.review_hours > self.expires_hours:
            raise ValueError("a level must be reviewed before it expires")
        return self


class ThreatRule(Term):
    """The level that a threat or warning of at least this grade asks for."""

    kinds: tuple[str, ...]
    reliability: str = Field(pattern="^[A-F]$")
    credibility: int = Field(ge=1, le=6)
    level: int = Field(ge=1)

    def fits(self, kind: str, grade: Grade) -> bool:
        """Whether a grade is at least as good as this rule in both parts."""
        return (
            kind in self.kinds
            and grade.reliability.value <= self.reliability
            and int(grade.credibility.value) <= self.credibility
        )


class CalendarRule(Term):
    """The level around scheduled events of these types, from days before to days after."""

    types: tuple[str, ...]
    before_days: int = Field(ge=0)
    after_days: int = Field(ge=0)
    level: int = Field(ge=1)
    unplaced: bool = False


class LevelSystem(Term):
    """A system of levels 1…n and its rules; see data/plain-5.toml for each figure."""

    id: str = Field(min_length=1)
    name: LocalName
    source: str
    marking: Marking
    window_days: int = Field(ge=1)
    own_past_days: int = Field(ge=1)
    least_past_days: int = Field(ge=1)
    unknown_level: int = Field(ge=2)
    stale_picture_days: int = Field(ge=0)
    notice_days: int = Field(ge=0)
    budget_review_hours: float = Field(gt=0)
    grace_hours: float = Field(ge=0)
    open_threat_days: int = Field(ge=0)
    threat_before_days: int = Field(ge=0)
    threat_after_days: int = Field(ge=0)
    wide_step: int = Field(ge=0)
    reach_km: dict[str, float]
    threats: tuple[ThreatRule, ...]
    calendar: tuple[CalendarRule, ...]
    levels: tuple[Level, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _whole(self) -> "LevelSystem":
        if [level.level for level in self.levels] != list(range(1, len(self.levels) + 1)):
            raise ValueError("levels must be numbered 1, 2, … in order")
        if self.levels[0].when:
            raise ValueError("level 1 holds when no other does and has no conditions")
        highest = len(self.levels)
        if max([self.unknown_level, *(t.level for t in self.threats), *(c.level for c in self.calendar)]) > highest:
            raise ValueError(f"a rule asks for a level above {highest}")
        return self

    def level(self, number: int) -> Level:
        """The level of this number."""
        return self.levels[number - 1]


def load_system(name_or_path: str | Path) -> LevelSystem:
    """A level system by the name of one that is shipped ("plain-5", "uk-5") or from a TOML file.

    Raises FormatError when there is no such system or the file is not TOML, FieldError for the first field that is
    wrong, such as an exit that does not lie below its enter.
    """
    if str(name_or_path) in _shipped():
        return _load_shipped(str(name_or_path))
    path = Path(name_or_path)
    if not path.is_file():
        raise FormatError(path, expected=f"a TOML file, or one of {', '.join(_shipped())}")
    try:
        return _parse(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError:
        raise FormatError(path, found="bytes that are not UTF-8", expected="TOML in UTF-8") from None


def _parse(text: str, path: str | Path) -> LevelSystem:
    try:
        return LevelSystem.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise FormatError(path, found=str(error), expected="TOML") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise FieldError(
            path, None, ".".join(map(str, first["loc"])) or "system", first["input"], first["msg"]
        ) from None


@cache
def _shipped() -> tuple[str, ...]:
    names = [entry.name for entry in (files("vedette.posture") / "data").iterdir()]
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def _load_shipped(name: str) -> LevelSystem:
    return _parse((files("vedette.posture") / "data" / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")
