"""Forecasts, pictures and areas made by hand."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from vedette.posture import load_system
from vedette.terms.forecast import FORECAST_SCHEMA, QUANTILES
from vedette.terms.picture import AreaKnowledge, Grade, Picture, ScheduledEvent, Threat
from vedette.terms.places import Area, AreaKind, LocalName

TODAY = date(2031, 5, 12)
NOW = datetime(2031, 5, 12, 6, tzinfo=UTC)


def make_area(name: str, kind: str = "town", parent: str | None = None, zone: str = "Asia/Baghdad") -> Area:
    return Area(
        id=name, name=LocalName(en=name), kind=AreaKind(kind), parent=parent, latitude=33.4, longitude=43.3, zone=zone
    )


def make_forecast(
    p: dict[str, float], first: date = TODAY, days: int = 7, issued: date | None = None, q90: int = 0
) -> pl.DataFrame:
    """Each area with the same P(any) on every day; the mean is that of a Poisson."""
    import math

    rows = [
        {
            "issued": issued or first,
            "area": area,
            "day": first + timedelta(days=n),
            "mean": -math.log(1 - min(chance, 0.999999)),
            "p_any": chance,
            **dict.fromkeys(QUANTILES, q90),
            "dispersion": 0.0,
        }
        for area, chance in p.items()
        for n in range(days)
    ]
    return pl.DataFrame(rows, schema=FORECAST_SCHEMA)


def make_picture(
    known: tuple[str, ...] = (),
    silent: dict[str, date] | None = None,
    threats: tuple[Threat, ...] = (),
    events: tuple[ScheduledEvent, ...] = (),
    as_of: date = TODAY,
) -> Picture:
    rows = [AreaKnowledge(area=a, reports=3, last_report=as_of, statement="3 reports") for a in known]
    rows += [
        AreaKnowledge(area=a, reports=1, unknown_since=day, statement=f"unknown since {day}: no report")
        for a, day in (silent or {}).items()
    ]
    return Picture(id="picture-test", as_of=as_of, threats=threats, events=events, knowledge=tuple(rows))


def make_threat(area: str | None, grade: str = "C2", start: date | None = TODAY, end: date | None = TODAY, **more):
    return Threat(
        id=f"threat-{area}-{grade}",
        area=area,
        start=start,
        end=end,
        kind=more.pop("kind", "threat"),
        grade=Grade(reliability=grade[0], credibility=grade[1]),
        origins=1,
        attribution=("Tigris Observer",),
        **more,
    )


def make_event(area: str | None, day: date, kind: str = "election", **more) -> ScheduledEvent:
    return ScheduledEvent(
        id=f"event-{area}-{day}",
        area=area,
        start=day,
        end=more.pop("end", day),
        type=kind,
        grade=Grade(reliability="B", credibility="2"),
        origins=1,
        attribution=("Electoral Commission",),
        **more,
    )


@pytest.fixture(scope="session")
def area():
    return make_area


@pytest.fixture(scope="session")
def forecast():
    return make_forecast


@pytest.fixture(scope="session")
def picture():
    return make_picture


@pytest.fixture(scope="session")
def threat():
    return make_threat


@pytest.fixture(scope="session")
def event():
    return make_event


@pytest.fixture(scope="session")
def system():
    return load_system("plain-5")
