"""Is it calmer: indicators side by side, that see a real change and none where there is none."""

from datetime import date, timedelta

import numpy as np
import pytest

from vedette.review import is_calmer
from vedette.review.stability import Trend
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError, UnknownReferenceError

START = date(2030, 1, 1)
NAMES = tuple("ABCDEF")


def history(second_rate=1.0, seed=1):
    generator = np.random.default_rng(seed)
    counts = np.vstack([generator.poisson(1.0, (84, 6)), generator.poisson(second_rate, (84, 6))])
    return AreaDays(START, NAMES, np.zeros(6), np.zeros(6), counts.astype(np.float32))


def days(first, last):
    return START + timedelta(days=first), START + timedelta(days=last)


BEFORE, AFTER = days(0, 83), days(84, 167)


def by_name(found):
    return {indicator.name: indicator for indicator in found.indicators}


def test_fewer_attacks_everywhere_lower_every_indicator():
    found = is_calmer(history(0.1), NAMES, BEFORE, AFTER)
    assert {i.trend for i in found.indicators} == {Trend.LOWER}
    rate = by_name(found)["attacks per day"]
    assert rate.low < -5.4 < rate.high < 0


def test_the_same_level_shows_no_clear_change():
    trends = [i.trend for seed in range(10) for i in is_calmer(history(seed=seed), NAMES, BEFORE, AFTER).indicators]
    # 5 % of 40 is 2; blocks of a few weeks are somewhat narrow
    assert sum(trend is not Trend.NO_CLEAR_CHANGE for trend in trends) <= 8


def test_indicators_may_disagree():
    world = history()
    counts = world.counts.copy()
    counts[84:, 0] = counts[84:].sum(axis=1) * 2
    counts[84:, 1:] = 0
    narrow = AreaDays(START, NAMES, np.zeros(6), np.zeros(6), counts)
    found = by_name(is_calmer(narrow, NAMES, BEFORE, AFTER))
    assert found["attacks per day"].trend is Trend.HIGHER
    assert found["effective number of areas attacked per week"].trend is Trend.LOWER
    assert found["effective number of areas attacked per week"].after == pytest.approx(1)


def test_only_the_region_counts_and_every_run_agrees():
    world = history()
    counts = world.counts.copy()
    counts[84:, 5] = 90
    loud = AreaDays(START, NAMES, np.zeros(6), np.zeros(6), counts)
    assert is_calmer(loud, "ABC", BEFORE, AFTER) == is_calmer(world, "ABC", BEFORE, AFTER)


def test_days_without_data_are_left_out():
    world = history()
    counts = world.counts.copy()
    counts[90:130] = 0
    gap = AreaDays(START, NAMES, np.zeros(6), np.zeros(6), counts)
    found = is_calmer(gap, NAMES, BEFORE, AFTER)
    assert (found.observed_before, found.observed_after) == (84, 44)
    assert by_name(found)["attacks per day"].trend is Trend.NO_CLEAR_CHANGE


INVALID = [
    (("A", "Q"), BEFORE, AFTER, UnknownReferenceError, "Q"),
    ((), BEFORE, AFTER, UnknownReferenceError, "no area"),
    (NAMES, BEFORE, days(83, 160), FieldError, "a day after"),
    (NAMES, days(0, 10), AFTER, FieldError, "11 observed days"),
    (NAMES, BEFORE, days(100, 400), FieldError, "within"),
    (NAMES, days(-5, 60), AFTER, FieldError, "within"),
]


@pytest.mark.parametrize(("areas", "before", "after", "kind", "words"), INVALID)
def test_bad_periods_are_refused(areas, before, after, kind, words):
    with pytest.raises(kind, match=words):
        is_calmer(history(), areas, before, after)
