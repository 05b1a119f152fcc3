"""How long a level has been held, and until when its budget lasts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from vedette.posture.systems import LevelSystem
from vedette.terms.posture import Posture

__all__ = ["held_since", "sustainable_until"]


def held_since(history: Sequence[Posture], level: int, now: datetime, system: LevelSystem) -> datetime:
    """Since when the level, or a higher one, has been held without a break; `now` if it is new.

    `history` are the area's postures in the order of valid_from; one that ended more than `grace_hours` before the
    next began breaks the chain.
    """
    since, grace = now, timedelta(hours=system.grace_hours)
    for posture in reversed(history):
        if posture.level < level or posture.expires + grace < since:
            break
        since = posture.valid_from
    return since


def sustainable_until(
    history: Sequence[Posture], level: int, now: datetime, zone: str, system: LevelSystem
) -> tuple[date, date | None]:
    """Local day since which the level has been held, and that on which its budget runs out (None: without end).

    A posture that was assessed at the same level hands its day on, so that the latest one is enough to know it.
    """
    since = held_since(history, level, now, system)
    first = since.astimezone(ZoneInfo(zone)).date()
    budget = system.level(level).budget_days
    if budget is None:
        return first, None
    told = [p.sustainable_until for p in history if p.valid_from >= since and p.level == level]
    until = min([first + timedelta(days=budget), *(day for day in told if day is not None)])
    return until - timedelta(days=budget), until
