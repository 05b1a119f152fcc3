"""The great Muslim feasts change the forecast on their days, where people keep them, by a prior that what is seen corrects."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from vedette.forecast import fit
from vedette.forecast.feasts import Feasts, Observance, feast_of, observance_of
from vedette.forecast.settings import settings
from vedette.terms.counts import AreaDays

# first days by the Umm al-Qura calendar
FITR = [date(2006, 10, 23), date(2014, 7, 28), date(2023, 4, 21), date(2024, 4, 10)]
ADHA = [date(2006, 12, 31), date(2007, 12, 20), date(2014, 10, 4), date(2023, 6, 28), date(2024, 6, 16)]


@pytest.mark.parametrize("day", FITR)
def test_the_feast_that_ends_the_fast(day: date) -> None:
    assert feast_of(day, 0, 0) == "Eid al-Fitr"


@pytest.mark.parametrize("day", ADHA)
def test_the_feast_of_sacrifice(day: date) -> None:
    assert feast_of(day, 0, 0) == "Eid al-Adha"


@pytest.mark.parametrize("day", [*FITR, *ADHA])
def test_a_window_begins_and_ends_on_its_days(day: date) -> None:
    inside = [offset for offset in range(-10, 11) if feast_of(day + timedelta(days=offset), -3, 4)]
    assert inside == list(range(-3, 5))


def test_days_beyond_the_tables_of_the_calendar_are_ordinary_days() -> None:
    for day in (date(1900, 5, 1), date(1924, 7, 31), date(2077, 11, 20), date(2199, 12, 31)):
        assert feast_of(day, -3, 4) is None


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "least", "most"),
    [
        ("Falluja", 33.35, 43.78, 0.97, 1.0),
        ("Kharkiv", 49.99, 36.23, 0.0, 0.02),
        ("Ashkelon", 31.67, 34.57, 0.1, 0.25),
        ("Khan Yunis", 31.34, 34.30, 0.9, 1.0),
        ("Metula", 33.28, 35.58, 0.1, 0.25),
        ("Kano", 12.0, 8.5, 0.4, 0.6),
        ("Conakry", 9.54, -13.68, 0.7, 0.95),
        ("Suva, off the list", -18.1, 178.4, 0.0, 0.0),
        ("the pole", 90.0, 0.0, 0.0, 0.0),
    ],
)
def test_an_area_takes_after_its_country(
    place: str, latitude: float, longitude: float, least: float, most: float
) -> None:
    found = observance_of(np.array([latitude]), np.array([longitude])).muslim
    assert least <= found[0] <= most, place


def test_the_list_is_whole() -> None:
    from importlib.resources import files

    lines = files("vedette.forecast").joinpath("observance.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines[1:]]
    shares: dict[str, set[str]] = {}
    for _, country, latitude, longitude, share in rows:
        assert len(country) == 2
        assert -90 <= float(latitude) <= 90
        assert -180 <= float(longitude) <= 180
        assert 0 <= float(share) <= 0.99
        shares.setdefault(country, set()).add(share)
    assert len({row[0] for row in rows}) == len(rows)
    assert all(len(some) == 1 for some in shares.values())


def test_the_prior_gives_way_to_what_is_seen() -> None:
    numbers = settings().feasts
    feasts = Feasts(numbers, Observance(np.array([1.0, 0.0])))
    day = FITR[0]
    assert feasts.factor(day) == pytest.approx([numbers.prior_factor, 1.0])
    assert feasts.factor(day - timedelta(days=30)) == pytest.approx([1.0, 1.0])
    for _ in range(8):
        feasts.observe(day, np.array([300.0, 900.0]), np.array([200.0, 100.0]))
    assert 1.2 < feasts.factor(day)[0] < 1.5
    assert feasts.factor(day)[1] == 1


def test_ordinary_days_and_places_without_feasts_teach_nothing() -> None:
    feasts = Feasts(settings().feasts, Observance(np.array([1.0, 0.0])))
    before = feasts.factor(FITR[0])
    feasts.observe(FITR[0] - timedelta(days=60), np.array([900.0, 900.0]), np.array([1.0, 1.0]))
    feasts.observe(FITR[0], np.array([0.0, 900.0]), np.array([0.0, 1.0]))
    assert (feasts.factor(FITR[0]) == before).all()


def test_the_forecast_of_a_feast_day_says_so_where_it_is_kept(history: Callable[..., AreaDays]) -> None:
    start = FITR[1] - timedelta(days=100)
    grid = history(np.random.default_rng(4).poisson(5.0, size=(100, 3)), start)
    elsewhere = replace(grid, latitude=np.full(3, 49.0), longitude=np.array([31.0, 31.5, 32.0]))
    there, here = (dict(fit(place, FITR[1]).explain("a1")) for place in (elsewhere, grid))
    assert here["days of a great Muslim feast"] < 0.95
    assert there.get("days of a great Muslim feast", 1.0) > 0.99
