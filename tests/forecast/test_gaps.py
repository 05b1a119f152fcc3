"""A busy record that falls silent was not observed; its days are not quiet days."""

from collections.abc import Callable

import numpy as np
import pytest

from vedette.forecast import fit, forecast, hindcast
from vedette.forecast.model import replay
from vedette.terms.counts import AreaDays


def _busy(days: int, rate: float = 4.0) -> np.ndarray:
    return np.random.default_rng(7).poisson(rate, size=(days, 3))


def test_the_forecast_does_not_fall_while_a_busy_record_is_silent(history: Callable[..., AreaDays]) -> None:
    grid = history(np.vstack([_busy(80), np.zeros((60, 3))]))
    table = hindcast(grid, grid.day(80), grid.day(139))
    weekly = table["mean"].to_numpy().reshape(-1, 3).sum(axis=1)
    assert weekly.min() > 0.8 * weekly[0]
    spread = table["dispersion"].to_numpy().reshape(-1, 3)
    assert (np.diff(spread[::7], axis=0)[:5] > 0).all()


def test_rates_go_on_from_before_the_gap(history: Callable[..., AreaDays]) -> None:
    grid = history(np.vstack([_busy(80), np.zeros((60, 3)), _busy(1)]))
    before = fit(grid, grid.day(80)).forecast()["mean"].to_numpy()
    after = fit(grid, grid.day(141)).forecast()["mean"].to_numpy()
    assert after == pytest.approx(before, rel=0.35)


def test_a_silence_within_the_limit_counts_as_quiet_once_events_resume(history: Callable[..., AreaDays]) -> None:
    short = history(np.vstack([_busy(80), np.zeros((13, 3)), _busy(1)]))
    long = history(np.vstack([_busy(80), np.zeros((14, 3)), _busy(1)]))
    assert short.observed(short.day(94)).all()
    assert not long.observed(long.day(95))[80:94].any()
    quiet = fit(short, short.day(94)).forecast()["mean"].sum()
    unseen = fit(long, long.day(95)).forecast()["mean"].sum()
    assert quiet < 0.75 * unseen


def test_a_thin_record_may_be_quiet_for_long(history: Callable[..., AreaDays]) -> None:
    grid = history(np.vstack([_busy(80, 0.3), np.zeros((60, 3))]))
    assert forecast(grid, grid.day(140), 1)["mean"].sum() < 0.5 * forecast(grid, grid.day(80), 1)["mean"].sum()


@pytest.mark.parametrize("seed", range(4))
def test_the_days_held_back_are_those_that_the_grid_calls_unobserved(
    history: Callable[..., AreaDays], seed: int
) -> None:
    generator = np.random.default_rng(seed)
    pieces = [
        generator.poisson(generator.choice([0.5, 3.0, 5.0]), size=(generator.integers(20, 90), 2))
        if n % 2 == 0
        else np.zeros((generator.integers(5, 30), 2))
        for n in range(7)
    ]
    grid = history(np.vstack(pieces))
    end = int(np.flatnonzero(grid.counts.sum(axis=1))[-1])
    unseen = np.zeros(grid.days, dtype=bool)
    for day, model in replay(grid, grid.day(end + 1), 1):
        number = grid.index(day)
        if model.unseen_days >= 14:
            unseen[number - model.unseen_days : number] = True
    assert (grid.observed(grid.day(end + 1))[: end + 1] == ~unseen[: end + 1]).all()
