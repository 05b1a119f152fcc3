"""What asks for a level besides the forecast: threats, the calendar, silence and a commander's order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from vedette.posture.systems import CalendarRule, LevelSystem
from vedette.posture.wording import commanded, day_text, shown, span_text
from vedette.terms.geometry import great_circle_km
from vedette.terms.marking import Marking
from vedette.terms.picture import AreaKnowledge, Picture, ScheduledEvent, Threat
from vedette.terms.places import Area
from vedette.terms.posture import Posture, Reason

__all__ = ["Ground", "calendar_grounds", "commander_grounds", "silence_ground", "threat_grounds"]


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground for a level: the level, the stated reason, what would end it, and the marking of what it rests on."""

    level: int
    reason: Reason
    ends: str
    marking: Marking = Marking.CLEAR


def threat_grounds(threats: Iterable[Threat], area: Area, today: date, system: LevelSystem) -> list[Ground]:
    """Threats and warnings that touch the area today or soon; the better their grade, the higher the level."""
    grounds = []
    for threat in threats:
        wide = _touches(threat, area, system)
        if wide is None:
            continue
        start = threat.start or threat.end
        if start is None:
            continue
        end = threat.end or start + timedelta(days=system.open_threat_days)
        last = end + timedelta(days=system.threat_after_days)
        rule = next((r for r in system.threats if r.fits(threat.kind, threat.grade)), None)
        if rule is None or not start - timedelta(days=system.threat_before_days) <= today <= last:
            continue
        level = max(rule.level - system.wide_step * wide, min(rule.level, 2))
        what = f"{threat.kind} of {threat.type}" if threat.type else threat.kind
        when = f"from {day_text(start)} on" if threat.end is None else f"for {span_text(start, end)}"
        against = f" against {threat.targets[0]}" if threat.targets else ""
        text = f"{what}{against} {when} ({shown(threat.grade, threat.attribution)})"
        ends = f"the {threat.kind} has passed (after {day_text(last)}) or is graded lower"
        grounds.append(Ground(level, Reason(text=text, code="threat", sources=(threat.id,)), ends, threat.marking))
    return grounds


def calendar_grounds(events: Iterable[ScheduledEvent], area: Area, today: date, system: LevelSystem) -> list[Ground]:
    """Scheduled events whose window, before and after, holds today; a cancelled one raises nothing."""
    grounds = []
    for event in events:
        rule = next((r for r in system.calendar if (event.type or "") in r.types), None)
        if rule is None or event.denied_by or not _held_here(event, area, rule, system):
            continue
        start, end = event.start or event.end, event.end or event.start
        if start is None or end is None:
            continue
        first, last = start - timedelta(days=rule.before_days), end + timedelta(days=rule.after_days)
        if first <= today <= last:
            text = (
                f"{event.type} on {span_text(start, end)}: raised from {rule.before_days} days before to {rule.after_days} days after "
                f"({shown(event.grade, event.attribution)})"
            )
            ends = f"the window of the {event.type} ends (after {day_text(last)}) or it is cancelled"
            grounds.append(
                Ground(rule.level, Reason(text=text, code="calendar", sources=(event.id,)), ends, event.marking)
            )
    return grounds


def silence_ground(
    picture: Picture, known: AreaKnowledge | None, today: date, system: LevelSystem, *, forecast: bool
) -> tuple[Ground | None, date | None]:
    """The ground of not knowing, and since when; None for both while sources speak and there is a forecast."""
    since: date | None = None
    if known is None:
        since, text = picture.as_of, "unknown: no picture says what is known of this area"
    elif known.unknown_since is not None:
        since, text = known.unknown_since, known.statement
    elif (today - picture.as_of).days > system.stale_picture_days:
        since = picture.as_of + timedelta(days=1)
        text = f"unknown since {day_text(since)}: the picture is of {day_text(picture.as_of)}"
    elif not forecast:
        text = f"unknown: no forecast for {day_text(today)}"
    else:
        return None, None
    ends = "a fresh forecast covers it" if since is None else "its sources report again"
    return Ground(system.unknown_level, Reason(text=text, code="unknown"), ends, Marking.CLEAR), since


def commander_grounds(previous: Sequence[Posture], now: datetime) -> list[Ground]:
    """Raises by commanders that still last; what a commander added is not taken away before its end."""
    found = {}
    for posture in previous:
        for reason in posture.reasons:
            order = commanded(reason.text) if reason.code == "commander" else None
            if order and order[1] > now:
                ends = f"the commander's raise ends ({order[1].astimezone(UTC):%d %B %H:%M} UTC)"
                found[reason.text] = Ground(order[0], reason, ends, posture.marking)
    return list(found.values())


def _touches(thing: Threat | ScheduledEvent, area: Area, system: LevelSystem) -> int | None:
    """0 when a thing is of this area, 1 when it is of a wide place that holds it, None when it does not touch it."""
    if thing.area is not None:
        return 0 if thing.area == area.id else None
    place = thing.place
    if place is None or place.latitude is None or place.longitude is None or place.precision is None:
        return None
    reach = system.reach_km.get(place.precision.value, 0.0)
    distance = great_circle_km(place.latitude, place.longitude, area.latitude, area.longitude)
    return 1 if distance <= reach else None


def _held_here(event: ScheduledEvent, area: Area, rule: CalendarRule, system: LevelSystem) -> bool:
    if event.place is None and event.area is None:
        return rule.unplaced
    return _touches(event, area, system) is not None
