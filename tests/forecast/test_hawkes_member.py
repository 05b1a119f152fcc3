"""The self-exciting and the empirical member of the forecast, day by day."""

from collections.abc import Callable
from copy import deepcopy

import numpy as np
import pytest

from vedette.forecast.excited import Excited
from vedette.forecast.last_year import LastYear
from vedette.forecast.rates import Geography, Rates, rows
from vedette.forecast.settings import settings
from vedette.terms.counts import AreaDays

Make = Callable[..., AreaDays]


def run(history: AreaDays, most_areas: int | None = None) -> tuple[Excited, np.ndarray]:
    """The member after a history, and its rates before each day."""
    numbers = settings()
    if most_areas:
        numbers = numbers.model_copy(update={"excited": numbers.excited.model_copy(update={"most_areas": most_areas})})
    geography = Geography.of(history, numbers)
    member, said = Excited(geography, numbers), []
    for counts in history.counts.astype(float):
        said.append(member.rate())
        member.observe(counts, geography.wide @ counts)
    return member, np.array(said)


def waves(days: int = 300, areas: int = 12) -> np.ndarray:
    """Attacks that set off further ones in the same area: branching .6, mean delay about 4 days."""
    generator = np.random.default_rng(5)
    state, out = np.zeros(areas), np.zeros((days, areas))
    for day in range(days):
        out[day] = generator.poisson(0.05 * np.arange(1, areas + 1) / 4 + 0.6 * state)
        state = 0.75 * state + 0.25 * out[day]
    return out


def test_after_a_wave_it_expects_more_and_then_less(history: Make) -> None:
    counts = np.concatenate([waves(), np.zeros((6, 12))])
    counts[300] = 8
    said = run(history(counts))[1].mean(axis=1)
    assert said[301] > 2 * said[300]
    assert (np.diff(said[301:]) < 0).all()


def test_later_days_do_not_change_earlier_rates(history: Make) -> None:
    full, cut = run(history(waves()))[1], run(history(waves()[:200]))[1]
    assert (full[:200] == cut).all()


def test_a_refit_leaves_the_sums_that_days_would_have_left(history: Make) -> None:
    """Just after a refit the excitation is that of the whole history under the new parameters."""
    counts = waves(300)
    member, _ = run(history(counts))
    refitted = member._own.copy()
    state = np.zeros(12)
    for today in counts:
        state = member._keep * state + (1 - member._keep) * today
    assert refitted == pytest.approx(state, rel=1e-9)


def test_a_sample_of_the_areas_finds_much_the_same(history: Make) -> None:
    counts = waves(390, 40)
    whole, part = run(history(counts))[0], run(history(counts), most_areas=20)[0]
    assert part._branching == pytest.approx(whole._branching, abs=0.15)
    assert part.rate().sum() == pytest.approx(whole.rate().sum(), rel=0.2)


ODD = {
    "nothing": np.zeros((70, 3)),
    "one attack": np.eye(70, 3),
    "a million": np.where(np.arange(70)[:, None] == 25, 1e6, 0.0) * np.ones((70, 3)),
    "a war that ends": np.repeat([50.0, 0.0], 200)[:, None] * np.ones((400, 3)),
    "every area alike": np.ones((70, 3)),
}


@pytest.mark.parametrize("counts", ODD.values(), ids=ODD)
def test_odd_histories_give_finite_rates(counts: np.ndarray, history: Make) -> None:
    _, said = run(history(counts))
    assert np.isfinite(said).all()
    assert (said > 0).all()


def test_after_a_war_it_falls_within_weeks(history: Make) -> None:
    generator = np.random.default_rng(2)
    counts = np.concatenate([generator.poisson(5.0, (300, 4)), np.zeros((90, 4))])
    said = run(history(counts))[1].mean(axis=1)
    assert said[300] > 4
    assert said[389] < 2


def test_last_year_is_the_mean_of_the_last_days() -> None:
    member = LastYear(2, 5, prior_days=2.0, prior_rate=0.5)
    assert member.rate() == pytest.approx([0.5, 0.5])
    for today in ([1, 0], [2, 0], [0, 3], [0, 0], [1, 1], [4, 0]):
        member.observe(np.array(today, dtype=float))
    assert member.rate() == pytest.approx([(7 + 1) / 7, (4 + 1) / 7])


def test_both_stand_in_the_table_under_their_names(history: Make) -> None:
    grid = history(waves(100))
    rates = Rates(Geography.of(grid, settings()), settings())
    for counts in grid.counts.astype(float):
        rates.observe(counts)
    table = dict(zip([kind for kind, _ in rows(settings())], rates.table(), strict=True))
    assert table["year"] == pytest.approx((grid.counts.sum(axis=0) + 0.003) / 103)
    assert (table["excited"] > 0).all()
    assert len(rates.table()) == len(rows(settings()))


def test_a_copy_goes_its_own_way(history: Make) -> None:
    member, _ = run(history(waves(100)))
    before, other = member.rate(), deepcopy(member)
    other.observe(np.full(12, 5.0), np.full(12, 5.0))
    assert (member.rate() == before).all()
    assert (other.rate() > before).all()
