"""The level of every area, with its reasons: a pure function of forecast, picture, calendar, policy and history."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vedette.posture.grounds import Ground, calendar_grounds, commander_grounds, silence_ground, threat_grounds
from vedette.posture.ladder import forecast_levels
from vedette.posture.outlook import Outlook, outlooks
from vedette.posture.systems import QUANTITIES, LevelSystem
from vedette.posture.tenure import sustainable_until
from vedette.posture.wording import condition_text, day_text, forecast_text, level_text
from vedette.terms.errors import FieldError, UnknownReferenceError
from vedette.terms.marking import combine
from vedette.terms.picture import Picture, ScheduledEvent, Threat
from vedette.terms.places import Area, AreaKind
from vedette.terms.posture import Posture, Reason
from vedette.terms.record import record_id

__all__ = ["assess"]

_Thing = TypeVar("_Thing", Threat, ScheduledEvent)
_Levels = NDArray[np.int64]


def assess(
    forecast: pl.DataFrame,
    areas: Sequence[Area],
    picture: Picture,
    system: LevelSystem,
    now: datetime,
    previous: Sequence[Posture] = (),
    *,
    exercise: bool = False,
) -> list[Posture]:
    """Propose a posture per area, in the order of `areas`.

    `forecast` follows FORECAST_SCHEMA and may hold earlier issues, which give each area's own past; a parent gets the
    coherent sums of its children on days for which it has no row of its own, or one that expects less than they do.
    `now` is an instant with its zone; days are local days of each area. `previous` are earlier postures of the same
    system, any number per area: the last one in force gives the hysteresis, the unbroken chain how long a level has
    been held, and a commander's raise lasts until its own end. A posture of an `exercise` says so and never leaves as
    actual.

    The level is the highest that forecast, graded threats, calendar, silence, a commander or the floor of the parent
    asks for. Raises FieldError for a time without a zone, a loop of parents, a previous posture of another system, or of an
    exercise where this is none or the other way round, a forecast with a figure out of its domain, and UnknownReferenceError for a parent or an area of the forecast that is
    not in `areas`.
    """
    if now.tzinfo is None:
        raise FieldError(None, None, "now", now.isoformat(), "a time with its zone")
    ordered = _parents_first(areas)
    today = {area.id: now.astimezone(ZoneInfo(area.zone)).date() for area in areas}
    seen = outlooks(forecast, areas, today, system)
    history = _history(previous, system, now, exercise)
    levels, entered = _by_forecast(ordered, seen, history, system, now)
    known = {k.area: k for k in picture.knowledge}
    threats, events = _by_area(picture.threats), _by_area(picture.events)
    names = {area.id: area.name.en for area in areas}
    rises = {kind: _rises_when(kind, system) for kind in AreaKind}
    found: dict[str, Posture] = {}
    for number, area in enumerate(ordered):
        outlook, past, day = seen.get(area.id), history.get(area.id, []), today[area.id]
        grounds = _forecast_grounds(outlook, area, int(levels[number]), int(entered[number]), system)
        grounds += threat_grounds([*threats[area.id], *threats[None]], area, day, system)
        grounds += calendar_grounds([*events[area.id], *events[None]], area, day, system)
        silence, since = silence_ground(picture, known.get(area.id), day, system, forecast=outlook is not None)
        grounds += [silence] if silence else []
        grounds += commander_grounds(past, now)
        floor = found[area.parent].level if area.parent is not None else 1
        if floor > 1 and area.parent is not None:
            held = f"{names[area.parent]}, which holds it, is at {level_text(system, floor)}"
            reason = Reason(text=held, code="floor", sources=(found[area.parent].id,))
            grounds.append(Ground(floor, reason, f"{names[area.parent]} is lowered", found[area.parent].marking))
        made = _posture(area, grounds, floor, past, picture, system, now, since, rises[area.kind])
        found[area.id] = _of_exercise(made) if exercise else made
    return [found[area.id] for area in areas]


def _of_exercise(posture: Posture) -> Posture:
    """The same posture, as one of an exercise and with an id that no actual one has."""
    return posture.model_copy(update={"id": record_id("posture", "exercise", posture.id), "exercise": True})


def _posture(
    area: Area,
    grounds: Sequence[Ground],
    floor: int,
    past: Sequence[Posture],
    picture: Picture,
    system: LevelSystem,
    now: datetime,
    unknown_since: date | None,
    rises_when: str,
) -> Posture:
    number = max(ground.level for ground in grounds)
    level = system.level(number)
    ranked = sorted(grounds, key=lambda ground: -ground.level)
    # a floor that does not bind is told by the field of that name
    reasons = [ground.reason for ground in ranked if ground.reason.code != "floor" or ground.level == number]
    since, until = sustainable_until(past, number, now, area.zone, system)
    review = now + timedelta(hours=level.review_hours)
    day = now.astimezone(ZoneInfo(area.zone)).date()
    if until is not None and day >= until - timedelta(days=system.notice_days):
        reasons.append(Reason(text=_budget_text(system, number, since, until, day), code="budget"))
        review = min(review, now + timedelta(hours=system.budget_review_hours))
    binding = [ground.ends for ground in ranked if ground.level == number]
    lowest = number == 1
    records = [source for reason in reasons for source in reason.sources]
    return Posture(
        id=record_id("posture", system.id, area.id, number, now.astimezone(UTC), *(r.text for r in reasons)),
        marking=combine([system.marking, *(ground.marking for ground in grounds)]),
        sources=tuple(dict.fromkeys([picture.id, *records, *(p.id for p in past[-1:])])),
        area=area.id,
        system=system.id,
        level=number,
        level_name=level.name.en,
        floor=floor,
        previous=past[-1].level if past else None,
        reasons=tuple(reasons),
        falls_when=rises_when if lowest else " and ".join(dict.fromkeys(binding)),
        package=level.package,
        valid_from=now,
        expires=now + timedelta(hours=level.expires_hours),
        review_at=review,
        sustainable_until=until,
        unknown_since=unknown_since,
    )


def _forecast_grounds(
    outlook: Outlook | None, area: Area, level: int, entered: int, system: LevelSystem
) -> list[Ground]:
    """What the forecast says, and, where the level is only kept by the previous one, that it is so."""
    if outlook is None:
        return []
    grounds = [
        Ground(entered, Reason(text=forecast_text(outlook), code="forecast"), _falls(outlook, area, entered, system))
    ]
    if level > entered:
        ends = _falls(outlook, area, level, system)
        text = f"kept at {level_text(system, level)}, which held before: it is left only when {ends}"
        grounds.append(Ground(level, Reason(text=text, code="hysteresis"), ends))
    return grounds


def _falls(outlook: Outlook, area: Area, level: int, system: LevelSystem) -> str:
    """Which exits have to be passed for the forecast to let the level go."""
    kept = []
    for condition in system.level(level).when:
        values = {name: getattr(outlook, name) for name in condition.thresholds()}
        if area.kind in condition.kinds and all(values[n] >= t.exit for n, t in condition.thresholds().items()):
            kept.append(condition_text(condition, leaving=True))
    return " and ".join(dict.fromkeys(kept)) or "the forecast asks for less"


def _rises_when(kind: AreaKind, system: LevelSystem) -> str:
    ways = [condition_text(c, leaving=False) for c in system.level(2).when if kind in c.kinds]
    rise = f"; it rises to {level_text(system, 2)} when {' or '.join(ways)}" if ways else ""
    return f"cannot fall further{rise}"


def _budget_text(system: LevelSystem, number: int, since: date, until: date, day: date) -> str:
    budget = system.level(number).budget_days
    if day < until:
        return (
            f"for the commander: {level_text(system, number)} has been held since {day_text(since)}, and its budget of "
            f"{budget} days runs out on {day_text(until)}; decide on relief or reserves before that day"
        )
    return (
        f"for the commander: the budget of {budget} days of {level_text(system, number)} ran out on {day_text(until)}, held "
        f"since {day_text(since)}; the level stands because its grounds stand, and cannot be kept up without relief"
    )


def _by_forecast(
    areas: Sequence[Area],
    seen: Mapping[str, Outlook],
    history: Mapping[str, Sequence[Posture]],
    system: LevelSystem,
    now: datetime,
) -> tuple[_Levels, _Levels]:
    nothing = [float("nan")] * len(QUANTITIES)
    values = np.array(
        [[getattr(seen[a.id], name) for name in QUANTITIES] if a.id in seen else nothing for a in areas], dtype=float
    ).reshape(len(areas), len(QUANTITIES))
    previous = np.array([_in_force(history.get(a.id, ()), now) for a in areas], dtype=np.int64)
    return forecast_levels(values, [a.kind.value for a in areas], previous, system)


def _in_force(past: Sequence[Posture], now: datetime) -> int:
    """The level still in force; after its expiry a level has to be entered anew."""
    return past[-1].level if past and past[-1].expires > now else 1


def _history(
    previous: Sequence[Posture], system: LevelSystem, now: datetime, exercise: bool
) -> dict[str, list[Posture]]:
    history: dict[str, list[Posture]] = defaultdict(list)
    for posture in sorted(previous, key=lambda p: (p.valid_from, p.level, p.id)):
        if posture.system != system.id:
            raise FieldError(None, posture.id, "system", posture.system, f"a posture of {system.id}")
        if posture.exercise is not exercise:
            raise FieldError(None, posture.id, "exercise", posture.exercise, str(exercise).lower())
        if posture.level > len(system.levels):
            raise FieldError(None, posture.id, "level", posture.level, f"1 to {len(system.levels)}")
        if posture.valid_from <= now:
            history[posture.area].append(posture)
    return history


def _by_area(things: Iterable[_Thing]) -> dict[str | None, list[_Thing]]:
    held: dict[str | None, list[_Thing]] = defaultdict(list)
    for thing in things:
        held[thing.area].append(thing)
    return held


def _parents_first(areas: Sequence[Area]) -> list[Area]:
    by_id = {area.id: area for area in areas}
    depth: dict[str, int] = {}
    for area in areas:
        chain = [area.id]
        while (parent := by_id[chain[-1]].parent) is not None:
            if parent not in by_id:
                raise UnknownReferenceError(None, chain[-1], "parent", parent, "the id of one of the areas")
            if parent in chain:
                raise FieldError(None, area.id, "parent", parent, "areas that do not hold each other")
            chain.append(parent)
        depth[area.id] = len(chain)
    return sorted(areas, key=lambda area: depth[area.id])
