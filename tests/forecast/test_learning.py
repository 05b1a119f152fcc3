"""The forecast learns levels, weekdays and spread from past days, and says what it has learned."""

from collections.abc import Callable

import numpy as np
import pytest

from vedette.forecast import hindcast
from vedette.terms.counts import AreaDays


def test_totals_and_spread_are_right_in_a_steady_world(world: AreaDays) -> None:
    table = hindcast(world, world.day(100), world.day(199))
    seen = world.counts[100:].astype(float).ravel()
    assert table["mean"].sum() == pytest.approx(seen.sum(), rel=0.08)
    busy = table["mean"].to_numpy() > 0.5
    assert table["dispersion"].to_numpy()[busy].mean() == pytest.approx(0.5, rel=0.4)
    inside = (seen >= table["q05"].to_numpy()) & (seen <= table["q95"].to_numpy())
    assert 0.9 <= inside[busy].mean() <= 0.98
    order = np.argsort(-table["mean"].to_numpy().reshape(100, 30), axis=1)[:, :5]
    assert np.median(order) <= 3


def test_attacks_that_do_not_cluster_get_a_narrow_spread(history: Callable[..., AreaDays]) -> None:
    counts = np.random.default_rng(3).poisson(6.0, size=(150, 6))
    grid = history(counts)
    table = hindcast(grid, grid.day(140), grid.day(149))
    assert table["dispersion"].max() < 0.1


def test_a_rhythm_of_the_week_is_learned(history: Callable[..., AreaDays]) -> None:
    days = np.arange(210)
    rate = np.where(days % 7 == 3, 1.0, 4.0)
    grid = history(np.random.default_rng(5).poisson(rate[:, None], size=(210, 5)))
    table = hindcast(grid, grid.day(196), grid.day(209))
    total = table["mean"].to_numpy().reshape(14, 5).sum(axis=1)
    quiet = total[days[196:] % 7 == 3].mean()
    assert quiet < 0.6 * total[days[196:] % 7 != 3].mean()


def test_a_sudden_fall_is_followed_faster_than_by_a_thirty_day_average(history: Callable[..., AreaDays]) -> None:
    generator = np.random.default_rng(11)
    grid = history(np.vstack([generator.poisson(5.0, size=(150, 8)), generator.poisson(0.5, size=(30, 8))]))
    table = hindcast(grid, grid.day(165), grid.day(179))
    total = table["mean"].to_numpy().reshape(15, 8).sum(axis=1)
    fading = 0.5 ** (np.arange(15, 30) / 30)
    average = 8 * (5.0 * fading + 0.5 * (1 - fading))
    assert (total < 0.5 * average).all()
    assert total[-1] < total[0]


def test_the_same_history_gives_the_same_bytes(world: AreaDays) -> None:
    first, second = (hindcast(world, world.day(150), world.day(160), 7) for _ in range(2))
    assert first.equals(second)
