"""assemble(): from records to a problem that can always be planned."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from vedette.plan import assemble, parse_problem, solve
from vedette.terms.errors import FieldError, UnknownReferenceError
from vedette.terms.places import Area, AreaKind, Force, LocalName, Post, Shift

SHIFTS = [
    Shift(start=datetime(2031, 5, 1, tzinfo=UTC) + timedelta(hours=8 * s), hours=8, night=s % 3 == 2) for s in range(9)
]
AREAS = [
    Area(id="country", name=LocalName(en="C"), kind=AreaKind.COUNTRY, latitude=33, longitude=44),
    *(
        Area(id=name, name=LocalName(en=name), kind=AreaKind.TOWN, parent="country", latitude=33 + d, longitude=44)
        for d, name in enumerate(("north", "south"))
    ),
]


def post(number: int, area: str, latitude: float, **options: Any) -> Post:
    return Post(
        id=f"p{number}", area=area, name=LocalName(en="P"), latitude=latitude, longitude=44 + number / 50, **options
    )


POSTS = [
    post(0, "north", 33.0),
    post(1, "north", 33.1, services=("army",)),
    post(2, "south", 34.0, harm=3.0),
    post(3, "south", 34.1),
]


def force(name: str, area: str, service: str, latitude: float, units: int = 4) -> Force:
    return Force(id=name, base=area, area=area, service=service, units=units, latitude=latitude, longitude=44)


FORCES = [force("a", "north", "army", 33.0), force("b", "south", "police", 34.0)]
RISK = np.full((4, 9), 0.1)


def test_efficacy_falls_with_distance_and_service_is_kept() -> None:
    problem = assemble(AREAS, POSTS, FORCES, SHIFTS, RISK)
    reach = {
        (g, p): e for g, p, e in zip(*(problem["reach"][key] for key in ("group", "post", "efficacy")), strict=True)
    }
    assert reach[0, 0] > reach[0, 1]
    assert (1, 1) not in reach
    assert {p for _, p in reach} == {0, 1, 2, 3}
    assert all(0 < e <= 1 for e in reach.values())


def test_hours_of_rest_become_windows_of_shifts() -> None:
    rules = {rule["id"]: rule for rule in assemble(AREAS, POSTS, FORCES, SHIFTS, RISK)["rules"]}
    assert (rules["rest"]["window"], rules["rest"]["max"]) == (3, 1)
    assert rules["week"]["window"] == 9
    assert (rules["nights"]["of"], rules["nights"]["max"]) == ("night", 2)


def test_every_town_keeps_a_floor_that_can_be_met() -> None:
    forces = [force("a", "north", "army", 33.0, 12), force("b", "south", "police", 34.0, 12)]
    problem = assemble(AREAS, POSTS, forces, SHIFTS, RISK)
    # 12 units, a third of them on duty, half of those stay, and two posts hold one unit each
    floors = dict(zip(problem["presence"]["area"], problem["presence"]["units"], strict=True))
    assert floors[1] == floors[2] == 2
    plan = solve(parse_problem(json.dumps(problem).encode(), "p"), [b"sixteen bytes or"], time_limit=5)
    assert plan["status"] != "infeasible"


def test_no_floor_on_request() -> None:
    assert assemble(AREAS, POSTS, FORCES, SHIFTS, RISK, presence_floor=0)["presence"]["area"] == []


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda: assemble(AREAS, POSTS, FORCES, SHIFTS, RISK[:2]), FieldError, "posts by shifts"),
        (lambda: assemble(AREAS, POSTS, FORCES, SHIFTS, RISK * np.nan), FieldError, "risk of p0"),
        (lambda: assemble(AREAS, POSTS, FORCES, SHIFTS, -RISK), FieldError, "0 or more"),
        (lambda: assemble(AREAS[:2], POSTS, FORCES, SHIFTS, RISK), UnknownReferenceError, "south"),
    ],
)
def test_what_does_not_fit_is_refused(change: Callable[[], Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        change()
