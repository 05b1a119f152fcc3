"""A forecast knows the events before its day, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vedette.forecast import forecast, hindcast
from vedette.terms.counts import AreaDays

GRIDS = arrays.arrays(
    np.float32, st.tuples(st.integers(3, 50), st.integers(1, 5)), elements=st.sampled_from([0, 0, 0, 1, 2, 9])
)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(counts=GRIDS, cut=st.integers(1, 49), horizon=st.integers(1, 9))
def test_deleting_later_rows_changes_no_bit(
    history: Callable[..., AreaDays], counts: np.ndarray, cut: int, horizon: int
) -> None:
    full = history(counts)
    cut = min(cut, full.days - 1)
    known = replace(full, counts=full.counts[:cut])
    first, last = full.day(max(cut - 5, 0)), full.day(cut)
    long = hindcast(full, first, full.day(full.days - 1), horizon)
    short = hindcast(known, first, last, horizon)
    assert short.equals(long.join(short.select("issued", "day").unique(), on=["issued", "day"], maintain_order="left"))
    assert short["day"].max() == last


@pytest.mark.parametrize("cut", [80, 81, 86, 93, 94, 95, 110, 120, 121, 127])
def test_a_file_that_ends_in_a_silence_gives_what_the_whole_file_gave(
    history: Callable[..., AreaDays], cut: int
) -> None:
    # 80 busy days, 40 without data, 20 busy ones: whether the silence was a gap is known only later
    generator = np.random.default_rng(3)
    busy = [generator.poisson(4.0, size=(days, 3)) for days in (80, 20)]
    full = history(np.vstack([busy[0], np.zeros((40, 3)), busy[1]]))
    known = replace(full, counts=full.counts[:cut])
    long = hindcast(full, full.day(60), full.day(139), 7)
    short = hindcast(known, full.day(60), full.day(cut), 7)
    assert short.equals(long.join(short.select("issued", "day").unique(), on=["issued", "day"], maintain_order="left"))


@SLOW
@given(counts=GRIDS, horizon=st.integers(1, 9))
def test_the_forecast_of_a_day_is_that_of_the_hindcast(
    history: Callable[..., AreaDays], counts: np.ndarray, horizon: int
) -> None:
    grid = history(counts)
    day = grid.day(grid.days // 2)
    one = forecast(grid, day, horizon)
    many = hindcast(grid, grid.start, grid.day(grid.days + horizon), horizon)
    assert one.equals(many.filter(many["issued"] == day))


def test_empty_days_before_the_first_event_change_nothing(world: AreaDays) -> None:
    later = replace(
        world, start=world.start - timedelta(days=40), counts=np.vstack([np.zeros((40, 30), np.float32), world.counts])
    )
    day = world.day(150)
    assert forecast(later, day, 3).equals(forecast(world, day, 3))


def test_every_day_is_forecast_once_for_each_lead(world: AreaDays) -> None:
    first, last = world.day(120), world.day(124)
    table = hindcast(world, first, last, 3)
    lead = (table["day"] - table["issued"]).dt.total_days() + 1
    assert sorted(lead.unique()) == [1, 2, 3]
    assert table.group_by("day", "area", lead.alias("lead")).len()["len"].to_list() == [1] * (5 * 30 * 3)
    assert (table["day"].min(), table["day"].max()) == (first, last)


def test_a_longer_horizon_leaves_the_shorter_leads_alone(world: AreaDays) -> None:
    day = world.day(150)
    short, long = forecast(world, day, 2), forecast(world, day, 40)
    assert short.equals(long.head(short.height))
