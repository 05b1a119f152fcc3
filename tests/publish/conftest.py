"""Small areas, outlines and strategies for postures that the tests of this room share."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import strategies as st

from vedette.terms.marking import Marking
from vedette.terms.places import Area, AreaKind, LocalName
from vedette.terms.posture import Posture, Reason

CLEAR = st.just(Marking.CLEAR)
NOW = datetime(2031, 5, 1, 6, tzinfo=UTC)


def make_area(area: str = "G1", **parts: Any) -> Area:
    held: dict[str, Any] = {
        "id": area,
        "marking": Marking.CLEAR,
        "name": LocalName(en=f"Area {area}", ar="بغداد", ckb="هەولێر ێ ۆ ڵ ڕ"),
        "kind": AreaKind.GOVERNORATE,
        "latitude": 33.5,
        "longitude": 44.5,
        "zone": "Asia/Baghdad",
    }
    return Area(**{**held, **parts})


def make_posture(area: str = "G1", level: int = 4, **parts: Any) -> Posture:
    held: dict[str, Any] = {
        "id": f"posture-{area}",
        "marking": Marking.CLEAR,
        "area": area,
        "system": "plain-5",
        "level": level,
        "level_name": "severe",
        "floor": 1,
        "reasons": (Reason(text="a warning names polling centres", code="threat"),),
        "falls_when": "the warning lapses",
        "package": ("double patrols",),
        "valid_from": NOW,
        "expires": NOW + timedelta(days=3),
        "review_at": NOW + timedelta(days=1),
        "approved_by": "B. Karim",
    }
    return Posture(**{**held, **parts})


def square(area: str = "G1", west: float = 44.0) -> dict[str, Any]:
    ring = [[west, 33.0], [west, 34.0], [west + 1, 34.0], [west + 1, 33.0], [west, 33.0]]
    return {
        "type": "Feature",
        "id": area,
        "properties": {"area": area},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


anything = st.text(st.characters(codec="utf-8"), max_size=60)
days = st.dates(date(2000, 1, 1), date(2090, 1, 1))
coordinates = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(list), min_size=1, max_size=9)


@st.composite
def areas(draw: st.DrawFn, area: str, markings: Any = CLEAR) -> Area:
    return make_area(
        area,
        name=LocalName(en=draw(anything), ar=draw(anything), ckb=draw(anything)),
        kind=draw(st.sampled_from(AreaKind)),
        latitude=draw(st.floats(-90, 90)),
        longitude=draw(st.floats(-180, 180)),
        zone=draw(st.sampled_from(["UTC", "Asia/Baghdad", "America/St_Johns", "Europe/London"])),
        marking=draw(markings),
    )


@st.composite
def postures(draw: st.DrawFn, area: str, markings: Any = CLEAR) -> Posture:
    start = NOW + timedelta(seconds=draw(st.integers(-(10**6), 10**6)))
    return make_posture(
        area,
        draw(st.integers(1, 7)),
        system=draw(st.sampled_from(["plain-5", "us-ntas", "uk-5", "of one's own"])),
        level_name=draw(anything),
        reasons=(Reason(text=draw(anything), code="forecast"),),
        valid_from=start,
        expires=max(start, NOW) + timedelta(seconds=draw(st.integers(1, 10**7)), microseconds=999_999),
        review_at=start,
        unknown_since=draw(st.none() | days),
        marking=draw(markings),
    )


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """Makers of areas, postures and outlines, and strategies for them."""
    return SimpleNamespace(
        now=NOW,
        area=make_area,
        posture=make_posture,
        square=square,
        collection=collection,
        areas=areas,
        postures=postures,
        anything=anything,
        coordinates=coordinates,
    )
