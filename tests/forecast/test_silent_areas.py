"""Silent sources widen the forecast of their area and never calm it."""

from datetime import timedelta

import numpy as np
import pytest

from vedette.forecast import fit, forecast
from vedette.terms.counts import AreaDays
from vedette.terms.picture import AreaKnowledge


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
