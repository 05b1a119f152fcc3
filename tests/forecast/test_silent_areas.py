"""Silent sources widen the forecast of their area and never calm it."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.forecast import fit, forecast
from vedette.forecast.negbin import quantiles
from vedette.forecast.settings import settings
from vedette.forecast.silence import widened
from vedette.terms.counts import AreaDays
from vedette.terms.picture import AreaKnowledge, ScheduledEvent


def _silent(area: str, since: object) -> AreaKnowledge:
    return AreaKnowledge(area=area, reports=3, unknown_since=since, statement="silent")


@pytest.mark.parametrize("days", [1, 10, 45, 400])
def test_the_spread_widens_and_mean_and_upper_quantiles_do_not_fall(world: AreaDays, days: int) -> None:
    as_of = world.day(200)
    known = [_silent(area, as_of - timedelta(days=days)) for area in world.areas[::2]]
    plain, silent = forecast(world, as_of, 3), forecast(world, as_of, 3, knowledge=known)
    touched = plain["area"].is_in(world.areas[::2]).to_numpy()
    for name in ("mean", "q90", "q95"):
        assert (silent[name].to_numpy() >= plain[name].to_numpy()).all()
    assert (silent["dispersion"].to_numpy() > plain["dispersion"].to_numpy())[touched].all()
    assert silent.filter(~touched).equals(plain.filter(~touched))


def test_longer_silence_is_wider(world: AreaDays) -> None:
    as_of = world.day(200)
    spread = [
        forecast(world, as_of, 1, knowledge=[_silent("a0", as_of - timedelta(days=days))])["dispersion"][0]
        for days in (0, 1, 20, 60, 90)
    ]
    assert spread == sorted(set(spread))


def test_days_without_reports_are_not_taken_for_quiet_days(world: AreaDays) -> None:
    counts = world.counts.copy()
    counts[170:, 0] = 0
    grid = AreaDays(world.start, world.areas, world.latitude, world.longitude, counts)
    plain = forecast(grid, grid.day(200), 1)["mean"][0]
    silent = forecast(grid, grid.day(200), 1, knowledge=[_silent("a0", grid.day(170))])["mean"][0]
    assert plain < 2.0
    assert silent > 2.5


def test_small_chances_of_an_attack_do_not_fall(world: AreaDays) -> None:
    as_of = world.day(200)
    plain = forecast(world, as_of, 1)
    silent = forecast(world, as_of, 1, knowledge=[_silent(a, as_of - timedelta(days=30)) for a in world.areas])
    rare = plain["mean"].to_numpy() < 0.3
    assert rare.sum() > 10
    assert (silent["p_any"].to_numpy() >= plain["p_any"].to_numpy() - 1e-12)[rare].all()


def test_silence_that_starts_today_or_concerns_another_area_changes_nothing(world: AreaDays) -> None:
    as_of = world.day(200)
    knowledge = [_silent("a0", as_of), _silent("elsewhere", as_of - timedelta(days=9)), _silent("a1", None)]
    assert forecast(world, as_of, 1, knowledge=knowledge).equals(forecast(world, as_of, 1))


def test_the_reasons_say_so(world: AreaDays) -> None:
    as_of = world.day(200)
    fitted = fit(world, as_of, knowledge=[_silent("a0", as_of - timedelta(days=30))])
    texts = [text for text, _ in fitted.explain("a0")]
    assert any("silent" in text for text in texts)
    assert not any("silent" in text for text, _ in fitted.explain("a1"))
    assert np.isfinite([factor for _, factor in fitted.explain("a0")]).all()


RATE = st.floats(1e-6, 1e3)


@given(mean=RATE, alpha=st.floats(1e-3, 50), days=st.lists(st.integers(0, 400), min_size=2, max_size=2).map(sorted))
def test_silence_only_ever_widens(mean: float, alpha: float, days: list[int]) -> None:
    numbers = settings().silence
    means, alphas = widened(np.full(2, mean), np.full(2, alpha), np.array(days, dtype=float), numbers)
    assert mean <= means[0] * (1 + 1e-12)
    assert alpha <= alphas[0] <= alphas[1]
    assert means[1] <= mean * numbers.most_lift * (1 + 1e-12)
    q95 = quantiles(means, alphas)[-1]
    plain = quantiles(np.array([mean]), np.array([alpha]))[-1][0]
    variance = means + alphas * means**2
    assert (variance >= (mean + alpha * mean**2) * (1 - 1e-12)).all()
    if alpha * mean < 1 and mean > 1:
        assert q95[0] >= plain


def test_a_country_without_any_source_is_as_high_and_wider(world: AreaDays) -> None:
    as_of = world.day(200)
    everybody = [_silent(area, as_of - timedelta(days=20)) for area in world.areas]
    plain, silent = forecast(world, as_of, 14), forecast(world, as_of, 14, knowledge=everybody)
    assert (silent["mean"] >= plain["mean"]).all()
    assert (silent["dispersion"] > plain["dispersion"]).all()
    assert silent["mean"].sum() < 1.6 * plain["mean"].sum()


def test_silence_and_what_is_announced_add_up(world: AreaDays) -> None:
    as_of = world.day(200)
    known = [_silent("a3", as_of - timedelta(days=30))]
    vote = ScheduledEvent.model_validate(
        {"id": "e", "type": "election", "start": as_of, "grade": {"reliability": "B", "credibility": "2"}, "origins": 1}
    )
    row = [
        forecast(world, as_of, 1, events=events, knowledge=knowledge).filter(area="a3")
        for events, knowledge in (((), ()), ((vote,), ()), ((), known), ((vote,), known))
    ]
    mean, spread = ([table[name][0] for table in row] for name in ("mean", "dispersion"))
    assert mean[0] < min(mean[1], mean[2]) <= max(mean[1], mean[2]) < mean[3]
    assert spread[0] < min(spread[1], spread[2]) <= max(spread[1], spread[2]) < spread[3]
