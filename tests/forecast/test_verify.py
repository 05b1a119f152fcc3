"""Verification by known answers, by what must hold for every forecast, and by its errors."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from numpy.typing import ArrayLike

from vedette.forecast import hindcast
from vedette.forecast.verify import leads_of, verify, verify_lead
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError, FormatError, UnknownReferenceError

FIRST = date(2030, 5, 1)


@pytest.fixture(scope="module")
def forecasts(world: AreaDays) -> pl.DataFrame:
    return hindcast(world, FIRST, FIRST + timedelta(days=41), 3)


def _constant(history: AreaDays, mean: ArrayLike, days: int, alpha: float = 0.0) -> pl.DataFrame:
    """The same forecast every day; quantiles are not looked at by the tests that use it."""
    means = np.broadcast_to(np.asarray(mean, dtype=float), (len(history.areas),))
    none = np.exp(-means) if alpha == 0 else (1 + alpha * means) ** (-1 / alpha)
    quantiles = {f"q{level:02d}": 0 for level in (5, 10, 25, 50, 75, 90, 95)}
    day = [FIRST + timedelta(days=number) for number in range(days)]
    rows = [
        {"issued": d, "area": a, "day": d, "mean": m, "p_any": 1 - p, **quantiles, "dispersion": alpha}
        for d in day
        for a, m, p in zip(history.areas, means.tolist(), none.tolist(), strict=True)
    ]
    return pl.DataFrame(rows, schema_overrides={"issued": pl.Date, "day": pl.Date})


def test_scores_worked_out_by_hand(history: Callable[..., AreaDays]) -> None:
    counts = np.ones((20, 2))
    counts[10:] = [[2, 0]] * 10
    past = history(counts, FIRST - timedelta(days=10))
    scores = verify_lead(_constant(past, [1.0, 0.5], 10), past, 1).standings["forecast"].scores
    # Poisson: P(2 | 1) = e^-1 / 2 and P(0 | 0.5) = e^-0.5; two events a day
    assert scores["log_score_poisson"] == pytest.approx((1 + np.log(2) + 0.5) / 2)
    assert scores["log_score_nb"] == pytest.approx((1 + np.log(2) + 0.5) / 2)
    assert scores["brier"] == pytest.approx((np.exp(-1) ** 2 + (1 - np.exp(-0.5)) ** 2) / 2)
    assert scores["hit_1pct"] == 1.0
    assert scores["pai_1pct"] == 2.0


def test_a_forecast_gains_nothing_over_itself_and_loses_when_it_is_made_worse(
    world: AreaDays, forecasts: pl.DataFrame
) -> None:
    good = verify_lead(forecasts, world, 1)
    bad = verify_lead(forecasts.with_columns(mean=pl.col("mean").reverse()), world, 1)
    for peer in ("ewma30", "ewma_mix", "conflictology"):
        assert bad.gains[peer]["log_score_nb"].gain < good.gains[peer]["log_score_nb"].gain
        assert bad.gains[peer]["hit_10pct"].high < 0  # type: ignore[operator]


def test_intervals_hold_the_gain_and_need_two_weeks(world: AreaDays, forecasts: pl.DataFrame) -> None:
    whole = verify_lead(forecasts, world, 1).gains["conflictology"]["crps"]
    assert whole.low is not None
    assert whole.high is not None
    assert whole.low < whole.gain < whole.high
    short = verify_lead(forecasts.filter(pl.col("day") < FIRST + timedelta(days=13)), world, 1)
    assert short.gains["conflictology"]["crps"].low is None
    assert short.standings["forecast"].pit.low is None


def test_shares_add_up(world: AreaDays, forecasts: pl.DataFrame) -> None:
    found = verify_lead(forecasts, world, 2)
    own, detail = found.standings["forecast"], found.detail
    assert sum(own.pit.histogram) == pytest.approx(1)
    assert own.caught[-1] == detail.best[-1] == found.events
    assert all(caught <= best for caught, best in zip(own.caught, detail.best, strict=True))
    assert sum(one.rows for one in detail.reliability) == found.days * found.areas
    assert sum(one.areas for one in detail.groups) == found.areas
    assert sum(one.came for one in detail.groups) == found.events == sum(one.came for one in detail.months)
    assert sum(one.forecast for one in detail.groups) == pytest.approx(own.forecast_total)
    assert [(month.first.month, month.last.day) for month in detail.months] == [(5, 31), (6, 11)]


def test_groups_do_not_look_at_what_came(world: AreaDays, forecasts: pl.DataFrame) -> None:
    later = world.counts.copy()
    later[world.index(FIRST) :, -1] += 50
    other = AreaDays(world.start, world.areas, world.latitude, world.longitude, later)
    names = [[one.name for one in verify_lead(forecasts, grid, 1).detail.groups] for grid in (world, other)]
    assert names[0] == names[1]


def test_days_that_nobody_knows_yet_are_left_aside(world: AreaDays, forecasts: pl.DataFrame) -> None:
    until = FIRST + timedelta(days=20)
    assert verify_lead(forecasts, world, 1, until).last == until
    known = AreaDays(world.start, world.areas, world.latitude, world.longitude, world.counts[: world.index(until) + 1])
    assert verify_lead(forecasts, known, 1) == verify_lead(forecasts, world, 1, until)


def test_every_lead_is_scored_and_of_many_the_usual_ones(world: AreaDays, forecasts: pl.DataFrame) -> None:
    assert [one.lead for one in verify(forecasts, world)] == [1, 2, 3]
    many = pl.concat(
        [
            forecasts.filter(pl.col("issued") == pl.col("day")).with_columns(issued=pl.col("day") - pl.duration(days=n))
            for n in range(10)
        ]
    )
    assert leads_of(many) == (1, 2, 3, 7, 10)


def test_alpha_follows_from_mean_and_chance_where_it_is_not_stated(world: AreaDays, forecasts: pl.DataFrame) -> None:
    stated = verify_lead(forecasts, world, 1).standings["forecast"].scores
    implied = verify_lead(forecasts.drop("dispersion"), world, 1).standings["forecast"].scores
    assert implied["log_score_nb"] == pytest.approx(stated["log_score_nb"], rel=1e-6)


def _without_a_row(table: pl.DataFrame) -> pl.DataFrame:
    return table.head(table.height - 1)


BROKEN = [
    # no column
    (lambda t: t.drop("p_any"), FormatError, "p_any"),
    # days as text
    (lambda t: t.with_columns(pl.col("day").cast(pl.String)), FormatError, "day"),
    # nothing to score
    (lambda t: t.clear(), FieldError, "no row"),
    # an area on a day is missing
    (_without_a_row, FieldError, "every area on every day"),
    # an area on a day is there twice
    (lambda t: pl.concat([t, t.tail(1)]), FieldError, "twice"),
    # an area that nobody knows
    (lambda t: t.with_columns(area=pl.col("area").replace("a3", "moon")), UnknownReferenceError, "moon"),
    # impossible figures
    (lambda t: t.with_columns(mean=pl.lit(-1.0)), FieldError, "mean"),
    (lambda t: t.with_columns(mean=pl.lit(501.0)), FieldError, "mean"),
    (lambda t: t.with_columns(mean=pl.lit(float("nan"))), FieldError, "finite"),
    (lambda t: t.with_columns(p_any=pl.lit(1.1)), FieldError, "p_any"),
    # issued after the day that it forecasts
    (lambda t: t.with_columns(issued=pl.col("day") + pl.duration(days=1)), FieldError, "issued"),
]


@pytest.mark.parametrize(("spoil", "error", "says"), BROKEN)
def test_broken_forecasts_are_named(
    world: AreaDays,
    forecasts: pl.DataFrame,
    spoil: Callable[[pl.DataFrame], pl.DataFrame],
    error: type[Exception],
    says: str,
) -> None:
    with pytest.raises(error, match=says):
        verify_lead(spoil(forecasts), world, 1)


def test_a_span_without_events_or_without_a_past_cannot_be_scored(history: Callable[..., AreaDays]) -> None:
    quiet = history(np.zeros((40, 2)), FIRST - timedelta(days=20))
    with pytest.raises(FieldError, match="no event"):
        verify_lead(_constant(quiet, 0.1, 10), quiet, 1)
    sudden = history(np.ones((40, 2)), FIRST - timedelta(days=1))
    with pytest.raises(FieldError, match="nothing before"):
        verify_lead(_constant(sudden, 0.1, 10), sudden, 1)
    with pytest.raises(FieldError, match="lead"):
        verify_lead(_constant(sudden, 0.1, 10), sudden, 5)
