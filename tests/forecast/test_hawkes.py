"""The self-exciting process: likelihood, recovery of known parameters, and what it does with odd data."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from scipy.integrate import quad
from scipy.optimize import approx_fprime
from scipy.stats import norm, poisson

from vedette.exercise.simulate import Simulation, simulate
from vedette.exercise.world import Contagion, Deterrence, Election, World, WorldArea, random_world
from vedette.forecast.hawkes import HawkesFit, contagion_kernel, fit_hawkes
from vedette.forecast.hawkes_likelihood import COMMON, Cells, evaluate
from vedette.terms.counts import AREA_SCHEMA, AreaDays, count_days
from vedette.terms.errors import FieldError

FIRST = date(2030, 1, 1)
NAMES = ("branching", "decay_days", "spread")


def made(world: World, days: int, seed: int) -> tuple[Simulation, AreaDays]:
    simulation = simulate(world, FIRST, days, seed)
    places = [(area.id, area.latitude, area.longitude) for area in world.areas]
    table = pl.DataFrame(places, schema=AREA_SCHEMA, orient="row")
    return simulation, count_days(simulation.events, table, FIRST, FIRST + timedelta(days=days - 1))


def fitted(history: AreaDays, days: int | None = None) -> HawkesFit:
    return fit_hawkes(history.counts[:days], history.latitude, history.longitude, FIRST.weekday())


def covered(seeds: range, areas: int, days: int) -> np.ndarray:
    found = []
    for seed in seeds:
        world = random_world(areas, seed)
        fit = fitted(made(world, days, seed)[1])
        truth = [getattr(world.contagion, name) for name in NAMES]
        alone = [
            fit.intervals[name][0] <= value <= fit.intervals[name][1] for name, value in zip(NAMES, truth, strict=True)
        ]
        found.append([*alone, fit.holds(*truth)])
    return np.sum(found, axis=0)


def cells(days: int = 40) -> Cells:
    generator = np.random.default_rng(3)
    return Cells(
        own=generator.poisson(0.3, (4, days)).astype(float),
        away=generator.poisson(0.2, (4, days)) * 0.7,
        observed=generator.random(days) < 0.9,
        weekday=np.arange(days) % 7,
        windows=np.maximum(1 - np.abs(np.arange(days) - 20.0) / 5, 0)[None],
        out=np.full(4, 0.1),
        quiet=3,
    )


AT = np.array([-0.3, 1.5, -1.0, 0.1, -0.1, 0.2, 0.0, 0.1, 0.2, -2.0, 0.5, 0.2])


def test_the_slope_is_that_of_the_likelihood() -> None:
    seen = cells()
    by_difference = approx_fprime(AT, lambda at: evaluate(seen, at).value, 1e-6)
    assert evaluate(seen, AT).slope == pytest.approx(by_difference, abs=2e-3)


def test_the_likelihood_is_the_integral_over_the_backgrounds() -> None:
    """Worked out day by day and integrated by quadrature, for one area with many attacks and two without any."""
    count = np.random.default_rng(1).poisson(1.5, 60).astype(float)
    at = np.array([-0.5, 1.0, -1.0, *np.zeros(6), -0.2, 0.8])
    seen = Cells(
        count[None], np.zeros((1, 60)), np.ones(60, bool), np.zeros(60, int), np.zeros((0, 60)), np.full(1, 0.4), 2
    )
    branching, keep, spread = 1 / (1 + np.exp(0.5)), np.exp(-np.exp(-1.0)), 1 / (1 + np.exp(1.0))
    state, states = 0.0, []
    for today in count:
        states.append(state)
        state = keep * state + (1 - keep) * today
    excited = branching * (1 - spread) * np.array(states)

    def likely(x: float) -> float:
        return float(
            np.exp((poisson.logpmf(count, np.exp(x) + excited)).sum() + norm.logpdf(x, -0.2, np.exp(0.8)) + 90)
        )

    def none(x: float) -> float:
        return float(np.exp(-60 * np.exp(x)) * norm.pdf(x, -0.2, np.exp(0.8)))

    busy = np.log(quad(likely, -6, 4)[0]) - 90 + sum(np.log(np.arange(1, n + 1)).sum() for n in count.astype(int))
    quiet = 2 * np.log(quad(none, -20, 4, limit=200)[0]) - branching * spread * 0.4 * sum(states)
    assert evaluate(seen, at).value == pytest.approx(busy + quiet, abs=0.02)


def test_with_the_true_parameters_it_expects_what_the_simulator_expects() -> None:
    world = random_world(12, 5)
    simulation, history = made(world, 100, 5)
    contagion = world.contagion
    true = replace(
        fitted(history),
        branching=contagion.branching,
        decay_days=contagion.decay_days,
        spread=contagion.spread,
        background=np.array([area.rate for area in world.areas]),
        weekly=np.array(world.weekly),
    )
    for day in (0, 1, 60, 99):
        weekday = history.day(day).weekday()
        said = true.expected(history.counts[:day], history.latitude, history.longitude, weekday)
        assert said == pytest.approx(simulation.intensity[:, day], rel=1e-9)


def test_known_parameters_are_found_within_their_intervals() -> None:
    assert (covered(range(20), 20, 365) >= 15).all()


@pytest.mark.slow
def test_known_parameters_are_found_in_85_of_100_worlds() -> None:
    assert (covered(range(100), 30, 730) >= 85).all()


def test_the_expected_log_score_on_fresh_days_is_within_three_per_cent_of_the_truth() -> None:
    world = random_world(25, 11)
    simulation, history = made(world, 460, 11)
    fit, kernel = fitted(history, 400), contagion_kernel(history.latitude, history.longitude, 40.0)
    state, keep, own, true = np.zeros(25), np.exp(-1 / fit.decay_days), 0.0, 0.0
    count = np.arange(30)[:, None]
    for number, today in enumerate(history.counts):
        if number >= 400:
            truth = simulation.intensity[:, number]
            chance = poisson.pmf(count, truth)
            true -= (chance * poisson.logpmf(count, truth)).sum()
            own -= (chance * poisson.logpmf(count, fit.ahead(state, kernel, history.day(number).weekday()))).sum()
        state = keep * state + (1 - keep) * today
    assert 1 <= own / true < 1.03


def test_the_lift_of_an_election_is_found() -> None:
    base = random_world(15, 2, daily=8.0)
    days = [FIRST + timedelta(days=n) for n in (150, 300, 450)]
    world = base.model_copy(update={"elections": tuple(Election(day=day, lift=2.0, lead=9, lag=4) for day in days)})
    _, history = made(world, 500, 2)
    away = np.array([[(history.day(n) - day).days for n in range(500)] for day in days])
    window = np.where(away <= 0, 1 + away / 10, 1 - away / 5).clip(0).sum(axis=0)[None]
    fit = fit_hawkes(history.counts, history.latitude, history.longitude, FIRST.weekday(), windows=window)
    low, high = fit.lifts_interval[:, 0]
    assert low < 2.0 < high
    assert low > 0.5
    calm, tense = (
        fit.expected(history.counts, history.latitude, history.longitude, 0, windows=[at]) for at in (0.0, 1.0)
    )
    assert tense - calm == pytest.approx(fit.background * fit.weekly[0] * fit.lifts[0])


def test_without_contagion_little_is_found() -> None:
    areas = tuple(WorldArea(id=f"a{n}", latitude=33 + n / 3, longitude=44.0, rate=0.3) for n in range(6))
    world = World(
        areas=areas,
        contagion=Contagion(branching=0.0, decay_days=5.0),
        deterrence=Deterrence(effect=0.0),
        types={"bombing": 1.0},
    )
    fit = fitted(made(world, 400, 1)[1])
    assert fit.branching < 0.2
    assert fit.intervals["branching"][0] < 0.05
    assert fit.background == pytest.approx(np.full(6, 0.3), abs=0.1)


def test_days_that_nobody_observed_do_not_count_as_quiet() -> None:
    _, history = made(random_world(10, 4), 400, 4)
    counts, observed = history.counts.copy(), np.ones(400, dtype=bool)
    observed[100:250] = False
    counts[100:250] = 0
    fit = [
        fit_hawkes(counts, history.latitude, history.longitude, 1, observed=given).background.sum()
        for given in (observed, None)
    ]
    assert fit[0] > 1.2 * fit[1]


ODD = {
    "no attack at all": np.zeros((50, 3)),
    "one attack": np.eye(50, 3),
    "one day": np.ones((1, 3)),
    "a million on one day": np.where(np.arange(50)[:, None] == 20, 1e6, 1.0) * np.ones((50, 3)),
    "a war that ends": np.repeat([20.0, 0.0], 100)[:, None] * np.ones((200, 3)),
}


@pytest.mark.parametrize("counts", ODD.values(), ids=ODD)
def test_odd_data_give_finite_answers(counts: np.ndarray) -> None:
    here = np.array([33.0, 33.0, 33.4]), np.array([44.0, 44.0, 44.1])
    fit = fit_hawkes(counts, *here, 0)
    for value in (fit.background, fit.background_interval, fit.expected(counts, *here, 0), fit.weekly, fit.at):
        assert np.isfinite(value).all()
    assert (fit.expected(counts, *here, 0) > 0).all()
    for low, high in fit.intervals.values():
        assert 0 <= low <= high


def test_a_single_area_sends_to_itself() -> None:
    counts = np.random.default_rng(7).poisson(0.5, (200, 1))
    fit = fit_hawkes(counts, [33.0], [44.0], 0)
    assert fit.expected(counts, np.array([33.0]), np.array([44.0]), 0).shape == (1,)


WRONG = {
    "counts": {"counts": np.zeros(5)},
    "no day": {"counts": np.zeros((0, 2))},
    "negative": {"counts": np.full((5, 2), -1.0)},
    "not a number": {"counts": np.full((5, 2), np.nan)},
    "latitude": {"latitude": [33.0]},
    "windows": {"windows": np.zeros((1, 4))},
    "observed": {"observed": np.ones(4, bool)},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
def test_arrays_that_do_not_fit_are_refused(changed: dict[str, object]) -> None:
    given = {"counts": np.ones((5, 2)), "latitude": [33.0, 34.0], "longitude": [44.0, 44.0], "weekday": 0}
    with pytest.raises(FieldError, match="expected"):
        fit_hawkes(**(given | changed))


def test_parameters_stand_in_the_order_that_is_documented() -> None:
    _, history = made(random_world(8, 6), 200, 6)
    fit = fitted(history)
    assert len(fit.at) == COMMON
    assert fit.branching == pytest.approx(1 / (1 + np.exp(-fit.at[0])))
    assert fit.decay_days == pytest.approx(np.exp(fit.at[1]))
    assert fit.weekly.mean() == pytest.approx(1)
