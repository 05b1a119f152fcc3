"""The simulator honours every parameter of a world, and presence only thins and moves the same attacks."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.exercise.simulate import expected_rate, simulate
from vedette.exercise.world import Contagion, Deterrence, Election, World, WorldArea, random_world
from vedette.terms.counts import EVENT_SCHEMA
from vedette.terms.errors import FieldError
from vedette.terms.geometry import great_circle_km

FIRST = date(2031, 1, 6)  # a Monday


def world(rates=(1.0,), branching=0.0, decay=3.0, spread=0.0, effect=0.0, displacement=0.0, **more) -> World:
    """Areas 20 km apart in a row."""
    return World(
        areas=[WorldArea(id=f"a{i}", latitude=33, longitude=44 + 0.2144 * i, rate=r) for i, r in enumerate(rates)],
        contagion=Contagion(branching=branching, decay_days=decay, spread=spread),
        deterrence=Deterrence(effect=effect, displacement=displacement),
        types=more.pop("types", {"bombing": 0.7, "shooting": 0.3}),
        **more,
    )


def past(area: str, number: int, days_before: int = 1) -> pl.DataFrame:
    """`number` attacks on one day before FIRST."""
    day = FIRST - timedelta(days=days_before)
    return pl.DataFrame([(day, area, 33.0, 44.0, "bombing")] * number, schema=EVENT_SCHEMA, orient="row")


def counts(frame: pl.DataFrame, of: World, days: int) -> np.ndarray:
    grid = np.zeros((len(of.areas), days))
    for day, area in frame.select("date", "area").iter_rows():
        grid[of.ids.index(area), (day - FIRST).days] += 1
    return grid


def test_without_contagion_the_mean_is_the_background_rate():
    total = simulate(world((2.0, 0.5)), FIRST, 2000, 1).events.height
    assert total == pytest.approx(5000, abs=4 * 5000**0.5)


def test_contagion_multiplies_the_rate_by_one_over_one_minus_the_branching_ratio():
    grid = counts(simulate(world((1.0,), branching=0.5), FIRST, 4000, 2).events, world(), 4000)
    # variance of the long-run count is rate / (1 - n)²: 2 · 4 per day
    assert grid[0, 100:].mean() == pytest.approx(2.0, abs=4 * (8 / 3900) ** 0.5)


def test_contagion_spreads_counts_as_the_branching_ratio_says():
    grid = counts(simulate(world((1.0,), branching=0.5, decay=1.0), FIRST, 16000, 3).events, world(), 16000)
    weeks = grid[0].reshape(400, 40).sum(axis=1)
    # index of dispersion of long windows: 1 / (1 - n)² = 4
    assert 3.0 < weeks.var() / weeks.mean() < 5.0


def test_attacks_set_off_others_after_the_stated_delay_and_place():
    made = world((0.0, 0.0), branching=0.4, decay=5.0, spread=0.25)
    grid = counts(simulate(made, FIRST, 2, 4, history=past("a0", 40_000)).events, made, 2)
    first_day = 40_000 * 0.4 * (1 - np.exp(-1 / 5))
    assert grid[:, 0].sum() == pytest.approx(first_day, abs=4 * first_day**0.5)
    assert grid[1, 0] / grid[:, 0].sum() == pytest.approx(0.25, abs=4 * (0.25 * 0.75 / first_day) ** 0.5)


def test_simulated_counts_have_the_exact_expected_rate():
    made = random_world(6, 5)
    presence = np.zeros((6, 40))
    presence[::2] = 1.5
    history = past(made.ids[0], 30, 3)
    runs = [counts(simulate(made, FIRST, 40, s, presence, history).events, made, 40) for s in range(150)]
    mean, expected = np.mean(runs, axis=0), expected_rate(made, FIRST, 40, presence, history)
    spread = np.std([run.sum() for run in runs]) / 150**0.5
    assert mean.sum() == pytest.approx(expected.sum(), abs=4 * spread)
    by_area = np.std([run.sum(axis=1) for run in runs], axis=0) / 150**0.5
    assert (np.abs(mean.sum(axis=1) - expected.sum(axis=1)) < 4.5 * by_area + 0.02).all()


def test_intensity_is_the_sum_over_earlier_attacks():
    made = world((0.6, 0.4), branching=0.5, decay=4.0, spread=0.3)
    run = simulate(made, FIRST, 25, 6, history=past("a1", 5, 2))
    grid, kernel, keep = counts(run.events, made, 25), made.contagion_kernel(), np.exp(-1 / 4)
    day = 20
    expected = made.background(FIRST, 25)[:, day].copy()
    for earlier in range(day):
        expected += 0.5 * (1 - keep) * keep ** (day - earlier - 1) * (grid[:, earlier] @ kernel)
    expected += 0.5 * (1 - keep) * keep ** (day + 2 - 1) * (np.array([0, 5]) @ kernel)
    assert run.intensity[:, day] == pytest.approx(expected, rel=1e-9)


def test_the_weekly_rhythm_is_kept():
    made = world((3.0,), weekly=(2.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0))
    grid = counts(simulate(made, FIRST, 700, 7).events, made, 700)[0].reshape(100, 7).sum(axis=0)
    assert grid[4] == 0
    assert grid[0] == pytest.approx(600, abs=4 * 600**0.5)
    assert grid[1] == pytest.approx(300, abs=4 * 300**0.5)


def test_an_election_lifts_the_days_around_it_and_no_others():
    vote = Election(day=FIRST + timedelta(days=5), lift=1.0, lead=3, lag=1)
    rates = world((2.0,), elections=(vote,)).background(FIRST, 9)[0]
    assert rates == pytest.approx([2, 2, 2.5, 3, 3.5, 4, 3, 2, 2])


def test_each_unit_prevents_its_share():
    made = world((3.0, 3.0), effect=0.3)
    presence = np.array([[0.0] * 1000, [2.0] * 1000])
    run = simulate(made, FIRST, 1000, 8, presence)
    bare, left = counts(run.without, made, 1000).sum(axis=1), counts(run.events, made, 1000).sum(axis=1)
    assert left[0] == bare[0]
    assert left[1] / bare[1] == pytest.approx(0.7**2, abs=4 * (0.49 * 0.51 / bare[1]) ** 0.5)
    assert run.prevented.sum() == bare[1] - left[1]


def test_presence_only_takes_attacks_away_when_nothing_moves():
    made = random_world(5, 9).model_copy(update={"deterrence": Deterrence(effect=0.4)})
    presence = np.ones((5, 60))
    run = simulate(made, FIRST, 60, 9, presence)
    assert 0 < run.events.height < run.without.height
    assert run.events.join(run.without, on=run.events.columns, how="anti").is_empty()
    assert run.spared > 0


def test_displacement_moves_attacks_to_near_areas_and_loses_none():
    made = world((4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), effect=1.0, displacement=1.0)
    presence = np.zeros((7, 200))
    presence[0] = 1
    run = simulate(made, FIRST, 200, 10, presence)
    assert run.events.height == run.without.height > 0
    assert run.prevented.sum() == run.spared == 0
    assert run.moved_from.sum() == run.moved_to.sum() == run.events.height
    arrivals = run.moved_to.sum(axis=1)
    distance = [great_circle_km(33, 44, a.latitude, a.longitude) for a in made.areas]
    assert arrivals[0] == 0
    assert arrivals[1] > arrivals[3] > 0
    assert arrivals[np.array(distance) > made.deterrence.ring_km].sum() == 0


def test_the_share_that_moves_is_the_stated_one():
    made = world((5.0, 0.0), effect=0.5, displacement=0.25)
    run = simulate(made, FIRST, 1000, 11, np.vstack([np.ones(1000), np.zeros(1000)]))
    met = run.prevented.sum() + run.moved_from.sum()
    assert run.moved_from.sum() / met == pytest.approx(0.25, abs=4 * (0.25 * 0.75 / met) ** 0.5)


def test_a_moved_attack_sets_off_further_ones_where_it_happened():
    made = world((2.0, 0.0), branching=0.5, effect=1.0, displacement=1.0)
    run = simulate(made, FIRST, 1500, 16, np.vstack([np.ones(1500), np.zeros(1500)]))
    # only the background is met and moved; what it sets off starts, and stays, where nobody stands
    assert run.moved_from.sum() == pytest.approx(3000, abs=4 * 3000**0.5)
    assert run.events.height == pytest.approx(6000, rel=0.1)
    assert set(run.events["area"]) == {"a1"}


def test_nobody_present_is_the_same_as_no_presence():
    made = random_world(4, 12)
    run, nobody = simulate(made, FIRST, 50, 12), simulate(made, FIRST, 50, 12, np.zeros((4, 50)))
    assert run.events.equals(nobody.events)
    assert run.events.equals(run.without)
    assert run.prevented.sum() == run.moved_to.sum() == run.spared == 0


def test_the_same_seed_gives_the_same_attacks_and_another_seed_others():
    made = random_world(8, 13)
    one, same, other = (simulate(made, FIRST, 60, seed).events for seed in (1, 1, 2))
    assert one.write_csv() == same.write_csv()
    assert not one.equals(other)
    assert one.schema == EVENT_SCHEMA


def test_a_history_counts_only_before_the_first_day_and_in_known_areas():
    made = world((0.5,), branching=0.5)
    history = past("a0", 20)
    later = pl.concat([history, past("a0", 50, 0), past("elsewhere", 50)])
    assert simulate(made, FIRST, 30, 14, history=history).events.equals(
        simulate(made, FIRST, 30, 14, history=later).events
    )


def test_types_and_scatter_follow_the_world():
    made = world((5.0,), scatter_km=4.0)
    events = simulate(made, FIRST, 1000, 15).events
    share = (events["type"] == "bombing").mean()
    assert share == pytest.approx(0.7, abs=4 * (0.21 / events.height) ** 0.5)
    north = (events["latitude"] - 33) * 111.195
    assert north.std() == pytest.approx(4.0, rel=0.06)
    assert abs(north.mean()) < 0.3


@pytest.mark.parametrize(
    ("presence", "field"),
    [
        (np.zeros((2, 5)), "shape"),  # an area too many
        (np.full((1, 5), -1.0), "units"),  # fewer than nobody
        (np.full((1, 5), np.nan), "units"),  # not a number
    ],
)
def test_presence_that_makes_no_sense_is_refused(presence, field):
    with pytest.raises(FieldError, match=field):
        simulate(world(), FIRST, 5, 1, presence)


@given(
    areas=st.integers(1, 8),
    days=st.integers(1, 30),
    seed=st.integers(0, 2**32),
    units=st.floats(0, 5),
)
@settings(max_examples=40, deadline=None)
def test_every_attack_is_accounted_for(areas, days, seed, units):
    made = random_world(areas, seed, daily=8)
    presence = np.random.default_rng(seed).uniform(0, units, (areas, days))
    run = simulate(made, FIRST, days, seed, presence)
    assert run.without.height == run.events.height + run.prevented.sum() + run.spared
    assert run.moved_from.sum() == run.moved_to.sum()
    for frame in (run.events, run.without):
        assert frame.filter((pl.col("date") < FIRST) | (pl.col("date") >= FIRST + timedelta(days=days))).is_empty()
        assert set(frame["area"]) <= set(made.ids)
    assert (run.intensity >= made.background(FIRST, days) - 1e-12).all()
