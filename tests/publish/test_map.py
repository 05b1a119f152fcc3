"""The map: every level is on it, no name covers another name or a dot, and what has no room is left out."""

import math
import re
from itertools import combinations
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.publish.levels import LANGUAGES
from vedette.publish.map_labels import Room, spread
from vedette.publish.map_svg import level_map
from vedette.terms.places import AreaKind, LocalName

pixels = st.tuples(st.floats(0, 300), st.floats(0, 300))


def town(made: SimpleNamespace, name: str, latitude: float, longitude: float) -> object:
    named = LocalName(en=name, ar=name, ckb=name)
    return made.area(name, name=named, kind=AreaKind.TOWN, parent="G1", latitude=latitude, longitude=longitude)


@given(st.lists(pixels, min_size=2, max_size=12))
@settings(max_examples=60, deadline=None)
def test_dots_that_stand_free_stay_and_others_part(dots: list[tuple[float, float]]) -> None:
    moved = spread(dots, 10.0)
    before = min(math.dist(a, b) for a, b in combinations(dots, 2))
    after = min(math.dist(a, b) for a, b in combinations(moved, 2))
    assert moved == dots if before >= 10 else after > min(before, 9.8)


@given(st.lists(pixels, min_size=1, max_size=25), st.lists(st.floats(5, 90), min_size=25, max_size=25))
@settings(max_examples=60, deadline=None)
def test_no_name_covers_a_dot_or_another_name(dots: list[tuple[float, float]], widths: list[float]) -> None:
    room = Room(300, 300)
    for dot in dots:
        room.take(dot, 15, 15)
    placed = [(room.beside(dot, wide, 12, 7.5), wide) for dot, wide in zip(dots, widths, strict=False)]
    boxes = [(*middle, wide, 12.0) for middle, wide in placed if middle is not None]
    for one, other in combinations(boxes, 2):
        assert not overlap(one, other)
    for box in boxes:
        assert box[2] / 2 <= box[0] <= 300 - box[2] / 2
        assert not any(overlap(box, (*dot, 15.0, 15.0)) for dot in dots)


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    near = 1e-6
    return (
        abs(one[0] - other[0]) < (one[2] + other[2]) / 2 - near
        and abs(one[1] - other[1]) < (one[3] + other[3]) / 2 - near
    )


def test_a_name_stays_in_the_outline_of_its_area() -> None:
    room, narrow = Room(300, 300), [(10.0, 10.0), (90.0, 10.0), (90.0, 60.0), (10.0, 60.0)]
    middle = room.within([narrow], (50.0, 35.0), 60, 30)
    assert middle == (50.0, 35.0)
    assert room.within([narrow], (50.0, 35.0), 60, 30) is None
    assert Room(300, 300).within([narrow], (50.0, 35.0), 100, 30) is None


def test_the_higher_level_gets_the_room_and_every_dot_its_number(made: SimpleNamespace) -> None:
    crowd = [town(made, f"Town{n}", 33.5 + 0.002 * n, 44.5) for n in range(30)]
    postures = [made.posture("G1", 2), *(made.posture(one.id, 3 if one.id != "Town7" else 5) for one in crowd)]
    for language in LANGUAGES:
        svg = level_map(postures, [made.area(), *crowd], made.collection(made.square()), language)
        assert svg.count("<circle") == 30
        assert svg.index(">5</text>") > max(found.start() for found in re.finditer(">3</text>", svg))
        assert ">Town7</text>" in svg
        assert len(re.findall(r">Town\d+</text>", svg)) < 30


def test_a_crowd_beyond_what_can_be_named_is_still_drawn(made: SimpleNamespace) -> None:
    crowd = [town(made, f"T{n}", 33 + n / 2000, 44.5) for n in range(1500)]
    svg = level_map([made.posture(one.id, 3) for one in crowd], crowd, None, "en")
    assert svg.count("<circle") == 1500
    assert len(re.findall(r">T\d+</text>", svg)) <= 300
