"""From days and areas, in which a forecast speaks, to shifts and posts, in which a plan does, and back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from vedette.terms.places import Post, Shift

__all__ = ["presence_by_area", "risk_by_post", "shifts_of"]

SHIFT_HOURS = (6, 14, 22)


def shifts_of(first: date, days: int, zone: str) -> list[Shift]:
    """Three shifts of eight hours for each local day in `zone`, from 06:00, the last of each day at night."""
    local, hours = ZoneInfo(zone), 24 / len(SHIFT_HOURS)
    return [
        Shift(
            start=datetime.combine(first + timedelta(days=day), time(hour), local),
            hours=hours,
            night=hour == SHIFT_HOURS[-1],
        )
        for day in range(days)
        for hour in SHIFT_HOURS
    ]


def risk_by_post(posts: Sequence[Post], rows: Mapping[str, int], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Expected attacks per post and shift, shape (posts, 3 days), from those per area and day, shape (areas, days).

    `rows` gives the row of each area. The attacks of an area are spread evenly over its posts and over the shifts of the
    day: nothing is known of their hour, and weights of posts belong to their harm.
    """
    crowd = [sum(other.area == post.area for other in posts) for post in posts]
    by_day = np.array([expected[rows[post.area]] / held for post, held in zip(posts, crowd, strict=True)])
    return np.repeat(by_day / len(SHIFT_HOURS), len(SHIFT_HOURS), axis=1)


def presence_by_area(
    presence: NDArray[Any], problem: Mapping[str, Any], rows: Mapping[str, int]
) -> NDArray[np.float64]:
    """Posts held on average over the day, shape (deployments, areas, days), from presence (deployments, posts, shifts).

    `problem` is the vedette-problem-1 document that the deployments solve, `rows` gives the row of each area.
    """
    by_day = presence.reshape(*presence.shape[:2], -1, len(SHIFT_HOURS)).mean(axis=3)
    out = np.zeros((len(presence), len(rows), by_day.shape[2]))
    for post, area in enumerate(problem["posts"]["area"]):
        out[:, rows[problem["areas"]["id"][area]]] += by_day[:, post]
    return out
