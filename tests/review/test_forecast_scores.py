"""Scores of archived forecasts, worked out by hand and by summing the definition."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from vedette.review import score_forecast
from vedette.review.scores import hits, ranked_probability_score
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError, FormatError, UnknownReferenceError
from vedette.terms.forecast import FORECAST_SCHEMA, LEVELS, QUANTILES

START = date(2030, 1, 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.floats(1e-6, 30), st.one_of(st.just(0.0), st.floats(1e-3, 3)))
def test_crps_is_the_sum_of_squared_distances(count, mean, alpha):
    k = np.arange(3000)
    below = nbinom.cdf(k, 1 / alpha, 1 / (1 + alpha * mean)) if alpha else poisson.cdf(k, mean)
    by_hand = ((below - (count <= k)) ** 2).sum()
    found = ranked_probability_score(np.array([count]), np.array([mean]), np.array([alpha]))
    assert found[0] == pytest.approx(by_hand, abs=1e-6)


def test_hits_share_ties_evenly():
    assert hits(np.array([4.0, 2, 0, 6]), np.array([9.0, 1, 1, 1]), 0.5) == pytest.approx(4 + (2 + 0 + 6) / 3)
    assert hits(np.array([4.0, 2, 0, 6]), np.array([9.0, 5, 1, 1]), 0.5) == 6


def history(days=160, areas=40, seed=1):
    generator = np.random.default_rng(seed)
    rate = generator.gamma(0.5, 1.0, areas)
    counts = generator.poisson(rate, (days, areas)).astype(np.float32)
    names = tuple(f"A{i:02d}" for i in range(areas))
    return rate, AreaDays(START, names, np.zeros(areas), np.zeros(areas), counts)


def forecast(counts, mean, first, last, alpha=0.0):
    rows = []
    for d in range(first, last):
        day = START + timedelta(days=d)
        for name, m in zip(counts.areas, mean, strict=True):
            quantile = {q: int(poisson.ppf(level, m)) for q, level in zip(QUANTILES, LEVELS, strict=True)}
            rows.append(
                {
                    "issued": day,
                    "area": name,
                    "day": day,
                    "mean": m,
                    "p_any": 1 - np.exp(-m),
                    "dispersion": alpha,
                    **quantile,
                }
            )
    return pl.DataFrame(rows, schema=FORECAST_SCHEMA)


def test_the_true_forecast_scores_as_it_should_and_beats_the_baseline():
    rate, counts = history()
    scores = score_forecast(forecast(counts, rate, 130, 170), counts)
    assert (scores.days, scores.areas, scores.rows, scores.rows_not_yet_due) == (30, 40, 1200, 400)
    assert scores.first == START + timedelta(days=130)
    y = counts.counts[130:160].astype(float)
    assert scores.events == y.sum()
    assert scores.brier == pytest.approx(np.mean(((1 - np.exp(-rate)) - (y > 0)) ** 2))
    assert scores.log_score == pytest.approx(-poisson.logpmf(y, rate).sum() / y.sum())
    assert scores.gain > 0
    assert scores.baseline.crps > scores.crps
    assert abs(scores.coverage_90 - scores.expected_90) < 0.03
    assert scores.n_test >= 0.8
    assert 0 < scores.hit_1pct <= scores.hit_5pct <= scores.hit_10pct < 1


def test_the_baseline_knows_earlier_days_only():
    rate, counts = history()
    frame = forecast(counts, rate, 130, 131)
    flooded = counts.counts.copy()
    flooded[131:] = 99
    later = AreaDays(counts.start, counts.areas, counts.latitude, counts.longitude, flooded)
    assert score_forecast(frame, later) == score_forecast(frame, counts)


def test_without_earlier_days_there_is_no_baseline():
    rate, counts = history()
    scores = score_forecast(forecast(counts, rate, 10, 20), counts)
    assert scores.baseline is None
    assert scores.gain is None
    assert scores.crps > 0


def test_days_without_any_event_have_no_score_per_event():
    _, counts = history()
    quiet = AreaDays(START, counts.areas, counts.latitude, counts.longitude, np.zeros((40, 40), np.float32))
    scores = score_forecast(forecast(quiet, np.full(40, 0.1), 35, 40), quiet)
    assert scores.events == 0
    assert scores.log_score is None
    assert scores.hit_5pct is None


INVALID = [
    (lambda f: f.drop("dispersion"), FormatError, "dispersion"),
    (lambda f: f.with_columns(area=pl.lit("nowhere")), UnknownReferenceError, "nowhere"),
    (lambda f: pl.concat([f, f.head(1)]), FieldError, "twice"),
    (lambda f: f.with_columns(mean=pl.lit(-1.0)), FieldError, "mean"),
    (lambda f: f.with_columns(mean=pl.lit(float("nan"))), FieldError, "mean"),
    (lambda f: f.with_columns(p_any=pl.lit(1.5)), FieldError, "chance from 0 to 1"),
    (lambda f: f.with_columns(day=pl.col("day") + pl.duration(days=900)), FieldError, "no day that was counted"),
]


@pytest.mark.parametrize(("change", "kind", "words"), INVALID)
def test_bad_forecasts_are_refused(change, kind, words):
    rate, counts = history()
    with pytest.raises(kind, match=words):
        score_forecast(change(forecast(counts, rate, 130, 132)), counts)
