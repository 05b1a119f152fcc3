"""A day that arrives is taken in without a new fit, and gives what a new fit would give."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vedette.forecast import Fitted, fit
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError
from vedette.terms.picture import AreaKnowledge, Credibility, Grade, Reliability, ScheduledEvent

GRIDS = arrays.arrays(
    np.float32, st.tuples(st.integers(2, 45), st.integers(1, 4)), elements=st.sampled_from([0, 0, 0, 1, 2, 9, 400])
)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _same(one: Fitted, other: Fitted) -> bool:
    area = one.areas[0]
    return one.forecast().equals(other.forecast()) and one.explain(area) == other.explain(area)


@SLOW
@given(counts=GRIDS, days=st.integers(1, 40), horizon=st.sampled_from([1, 3, 8, 35]))
def test_day_after_day_gives_the_bits_of_a_new_fit(
    history: Callable[..., AreaDays], counts: np.ndarray, days: int, horizon: int
) -> None:
    grid = history(counts)
    first = max(grid.days - days, 0)
    fitted = fit(replace(grid, counts=grid.counts[:first]), grid.day(first), horizon)
    for index in range(first, grid.days):
        fitted = fitted.update(grid.counts[index])
    assert fitted.as_of == grid.day(grid.days)
    assert _same(fitted, fit(grid, grid.day(grid.days), horizon))


def test_the_older_forecast_stays_as_it_was(world: AreaDays) -> None:
    day = world.day(150)
    fitted = fit(world, day, 8)
    before = fitted.forecast()
    later = fitted.update(world.counts[150]).update(world.counts[151])
    assert fitted.forecast().equals(before)
    assert fitted.update(world.counts[150]).forecast().equals(fit(world, world.day(151), 8).forecast())
    assert _same(later, fit(world, world.day(152), 8))


def test_a_gap_of_the_whole_record_is_bridged_as_by_a_new_fit(history: Callable[..., AreaDays]) -> None:
    generator = np.random.default_rng(3)
    busy = [generator.poisson(4.0, size=(days, 3)) for days in (80, 6)]
    grid = history(np.vstack([busy[0], np.zeros((20, 3)), busy[1]]))
    fitted = fit(grid, grid.day(75), 7)
    for index in range(75, grid.days):
        if index % 5 == 0:
            assert _same(fitted, fit(grid, grid.day(index), 7))
        fitted = fitted.update(grid.counts[index])


def test_scheduled_events_are_learned_on_the_way(world: AreaDays) -> None:
    day = world.day(120)
    grade = Grade(reliability=Reliability("B"), credibility=Credibility("2"))
    events = [
        ScheduledEvent(id=f"e{n}", type="election", start=day + timedelta(days=n), grade=grade, origins=1)
        for n in (-60, -30, 1, 9)
    ]
    fitted = fit(world, day, 8, events=events)
    for index in range(120, 126):
        fitted = fitted.update(world.counts[index])
    assert _same(fitted, fit(world, world.day(126), 8, events=events))


def _silent(since: dict[str, date]) -> tuple[AreaKnowledge, ...]:
    return tuple(
        AreaKnowledge(area=area, reports=1, unknown_since=day, statement="silent") for area, day in since.items()
    )


def test_areas_fall_silent_and_speak_again(world: AreaDays) -> None:
    early, day = world.day(110), world.day(120)
    quiet = world.counts.copy()
    quiet[110:, 2] = quiet[120:, 5] = 0
    grid = replace(world, counts=quiet)
    fitted = fit(grid, day, 3, knowledge=_silent({"a2": early}))
    fitted = fitted.update(grid.counts[120], knowledge=_silent({"a2": early, "a5": day}))
    assert _same(fitted, fit(grid, world.day(121), 3, knowledge=_silent({"a2": early, "a5": day})))
    fitted = fitted.update(grid.counts[121])
    assert _same(fitted, fit(grid, world.day(122), 3, knowledge=_silent({"a2": early, "a5": day})))
    fitted = fitted.update(grid.counts[122], knowledge=_silent({"a5": day}))
    assert _same(fitted, fit(grid, world.day(123), 3, knowledge=_silent({"a5": day})))
    with pytest.raises(FieldError, match="a new fit"):
        fitted.update(grid.counts[123], knowledge=_silent({"a7": early}))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (np.zeros(29), "one count for each of 30 areas"),
        (np.zeros((1, 30)), "one count for each of 30 areas"),
        (np.full(30, -1), "whole numbers of at least 0"),
        (np.full(30, 0.5), "whole numbers of at least 0"),
        (np.full(30, np.nan), "whole numbers of at least 0"),
    ],
)
def test_counts_of_another_kind_are_refused(world: AreaDays, counts: np.ndarray, said: str) -> None:
    with pytest.raises(FieldError, match=said):
        fit(world, world.day(100)).update(counts)
