"""The grid of counts, and which of its days were observed."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from vedette.terms.counts import EVENT_SCHEMA, count_days
from vedette.terms.errors import FieldError

FIRST = date(2031, 1, 1)
AREAS = pl.DataFrame({"area": ["a", "b"], "latitude": [33.0, 34.0], "longitude": [44.0, 44.5]})


def events(rows):
    return pl.DataFrame(
        {
            "date": [FIRST + timedelta(days=d) for d, _ in rows],
            "area": [a for _, a in rows],
            "latitude": None,
            "longitude": None,
            "type": None,
        },
        schema=EVENT_SCHEMA,
    )


def test_events_are_counted_by_day_and_area():
    grid = count_days(events([(0, "a"), (0, "a"), (2, "b"), (1, "elsewhere")]), AREAS)
    assert grid.counts.tolist() == [[2, 0], [0, 0], [0, 1]]
    assert grid.outside == 1
    assert (grid.day(2), grid.index(FIRST)) == (date(2031, 1, 3), 0)


def test_days_outside_the_span_are_left_out():
    grid = count_days(events([(0, "a"), (5, "b")]), AREAS, FIRST + timedelta(days=1), FIRST + timedelta(days=4))
    assert grid.counts.shape == (4, 2)
    assert grid.counts.sum() == 0


def test_no_event_and_no_days_is_refused():
    with pytest.raises(FieldError, match="at least one event"):
        count_days(events([]), AREAS)


def busy_then_silent_then_busy(silent):
    days = [*range(60), *range(60 + silent, 100)]
    return count_days(events([(d, "a") for d in days for _ in range(5)]), AREAS, FIRST, FIRST + timedelta(days=119))


def test_a_long_silence_after_busy_days_was_not_observed():
    grid = busy_then_silent_then_busy(20)
    seen = grid.observed(FIRST + timedelta(days=100))
    assert not seen[60:80].any()
    assert seen[:60].all()
    assert seen[80:].all()


def test_a_short_silence_is_a_quiet_time():
    assert busy_then_silent_then_busy(10).observed(FIRST + timedelta(days=100)).all()


def test_what_was_observed_does_not_depend_on_later_days():
    grid = busy_then_silent_then_busy(20)
    cut = FIRST + timedelta(days=70)
    shorter = count_days(
        events([(d, "a") for d in range(60) for _ in range(5)]), AREAS, FIRST, FIRST + timedelta(days=119)
    )
    assert np.array_equal(grid.observed(cut), shorter.observed(cut))


def test_without_an_earlier_event_nothing_is_known_to_be_unobserved():
    grid = count_days(events([(5, "a")]), AREAS, FIRST, FIRST + timedelta(days=9))
    assert grid.observed(FIRST + timedelta(days=3)).all()
