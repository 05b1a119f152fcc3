"""Little or no data: a defined, finite, small forecast."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from vedette.forecast import explain, forecast, hindcast
from vedette.forecast.settings import settings
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError


def test_no_event_gives_the_prior_rate_everywhere(history: Callable[..., AreaDays]) -> None:
    grid = history(np.zeros((30, 4)))
    table = forecast(grid, grid.day(30), 2)
    assert table["mean"].to_list() == [settings().rates.prior_rate] * 8
    assert table["dispersion"].is_finite().all()


def test_an_as_of_before_the_first_event_gives_the_prior_rate(world: AreaDays) -> None:
    table = forecast(world, world.start - timedelta(days=400), 1)
    assert set(table["mean"]) == {settings().rates.prior_rate}


def test_one_event_lifts_its_area_most_then_its_neighbour_then_the_rest(history: Callable[..., AreaDays]) -> None:
    counts = np.zeros((10, 20))
    counts[9, 5] = 1
    grid = history(counts)
    mean = forecast(grid, grid.day(10), 1)["mean"].to_numpy()
    assert mean[5] > mean[6] > mean[19] > 0
    assert mean[5] < 1


def test_an_area_without_history_takes_after_its_surroundings(world: AreaDays) -> None:
    counts = world.counts.copy()
    counts[:, [1, 25]] = 0
    grid = AreaDays(world.start, world.areas, world.latitude, world.longitude, counts)
    mean = forecast(grid, grid.day(200), 1)["mean"].to_numpy()
    assert mean[1] > 1.2 * mean[25] > 0


@pytest.mark.parametrize("areas", [1, 2])
def test_one_area_or_areas_with_one_centre(history: Callable[..., AreaDays], areas: int) -> None:
    grid = history(np.ones((20, areas)))
    grid = AreaDays(grid.start, grid.areas, grid.latitude, np.full(areas, 44.0), grid.counts)
    mean = forecast(grid, grid.day(20), 1)["mean"].to_numpy()
    assert np.isfinite(mean).all()
    assert (mean > 0.3).all()


def test_days_after_the_grid_are_days_without_events(history: Callable[..., AreaDays]) -> None:
    grid, longer = history(np.ones((20, 2))), history(np.vstack([np.ones((20, 2)), np.zeros((15, 2))]))
    day = grid.day(35)
    assert forecast(grid, day, 2).equals(forecast(longer, day, 2))


@pytest.mark.parametrize(
    ("call", "found"),
    [
        (lambda h: forecast(h, h.start, 0), "found 0"),
        (lambda h: hindcast(h, h.day(3), h.day(2)), "2030-01-04, after the last day 2030-01-03"),
        (lambda h: hindcast(h, h.day(2), h.day(3), 0), "found 0"),
        (lambda h: explain(h, h.day(2), "nowhere"), "nowhere"),
        (lambda h: explain(h, h.day(2), "a0", 0), "found 0"),
    ],
)
def test_impossible_requests_are_refused(world: AreaDays, call: Callable[[AreaDays], object], found: str) -> None:
    with pytest.raises(FieldError, match=found):
        call(world)


def test_the_schema_holds_for_a_single_day(history: Callable[..., AreaDays]) -> None:
    grid = history([[0]], date(2031, 5, 1))
    table = hindcast(grid, date(2031, 5, 1), date(2031, 5, 1))
    assert table.select("issued", "area", "day").rows() == [(date(2031, 5, 1), "a0", date(2031, 5, 1))]
