"""Whole trials: what a finding may depend on, and what it must not."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from vedette.review import review_trials
from vedette.review.trials import COUNT_SCHEMA, TRIAL_SCHEMA
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError
from vedette.terms.finding import ReviewDesign, Verdict

CUT = np.array([1, 0] * 6)


def one(trials, history, **options):
    (finding,) = review_trials(trials, history, **options)
    return finding


def thin(world, share, generator):
    """Prevent events of the candidates chosen by CUT in the window."""

    def change(counts):
        columns = [world.history.areas.index(name) for name, on in zip(world.candidates, CUT, strict=True) if on]
        block = counts[150:178][:, columns].astype(int)
        counts[150:178, columns] = generator.binomial(block, 1 - share)

    return world.with_counts(change)


def test_a_strong_cut_is_seen_and_a_placebo_is_not(world):
    trials = world.trial(chosen=CUT)
    cut = one(trials, thin(world, 0.7, np.random.default_rng(3)))
    assert cut.design is ReviewDesign.LOTTERY
    assert cut.verdict is Verdict.REDUCED
    assert cut.low < np.log(0.3) < cut.high < 0
    assert one(trials, world.history).verdict is Verdict.NO_CHANGE_SEEN


def test_harm_that_moved_is_seen_in_the_ring(world):
    def move(counts):
        for name, on in zip(world.candidates, CUT, strict=True):
            if on:
                i = world.history.areas.index(name)
                lost = np.floor(counts[150:178, i] * 0.8)
                counts[150:178, i] -= lost
                counts[150:178, i + 1] += lost

    finding = one(world.trial(chosen=CUT), world.with_counts(move))
    assert finding.verdict is Verdict.REDUCED_AND_MOVED
    assert finding.displacement.p <= 0.05
    assert finding.displacement.estimate > 0
    assert "moved" in finding.statement


def test_areas_beyond_the_ring_do_not_count(world):
    trials = world.trial(chosen=CUT)
    assert one(trials, world.history, ring_km=5.0).displacement.p is None
    assert one(trials, world.history, ring_km=15.0).displacement.p is not None


def test_the_order_of_rows_plays_no_part(world):
    trials = pl.concat(
        [
            world.trial(1, chosen=CUT),
            world.trial(2, chosen=1 - CUT, chance=[0.6] * 6 + [0.4] * 6),
            world.trial(3, chosen=CUT, strata=["x"] * 6 + ["y"] * 6),
        ]
    )
    straight = review_trials(trials, world.history)
    for seed in (1, 2):
        assert review_trials(trials.sample(fraction=1, shuffle=True, seed=seed), world.history) == straight
    assert [finding.trial for finding in straight] == ["1", "2", "3"]


def test_a_trial_is_reviewed_alike_alone_and_among_others(world):
    first, second = world.trial(1, first=150), world.trial(2, first=120)
    both = review_trials(pl.concat([first, second]), world.history)
    assert both == [one(first, world.history), one(second, world.history)]


def test_later_events_do_not_change_a_finding(world):
    def flood(counts):
        counts[178:] = 50

    trials = world.trial(chosen=CUT)
    cut_off = AreaDays(
        world.history.start,
        world.history.areas,
        world.history.latitude,
        world.history.longitude,
        world.history.counts[:178],
    )
    finding = one(trials, world.history)
    assert one(trials, world.with_counts(flood)) == finding
    assert one(trials, cut_off) == finding


def test_counts_are_used_as_if_they_were_the_events(world):
    thinned = thin(world, 0.5, np.random.default_rng(4))
    rows = [
        (1, area, world.history.day(d), int(thinned.counts[d, i]))
        for i, area in enumerate(world.history.areas)
        for d in range(150, 178)
        if world.history.counts[d, i] or thinned.counts[d, i]
    ]
    counts = pl.DataFrame(rows, schema=COUNT_SCHEMA, orient="row")
    trials = pl.concat([world.trial(1, chosen=CUT), world.trial(2, chosen=CUT)])
    first, second = review_trials(trials, world.history, counts=counts)
    assert first == one(trials.filter(trial=1), thinned)
    assert second == one(trials.filter(trial=2), world.history)


def test_without_a_lottery_nothing_is_claimed(world):
    finding = one(world.trial(chosen=CUT, chance=None), thin(world, 0.9, np.random.default_rng(5)))
    assert finding.design is ReviewDesign.NONE
    assert finding.verdict is Verdict.CANNOT_SAY
    assert finding.p is None
    assert finding.estimate is None
    assert "lottery" in finding.statement


def test_areas_that_the_lottery_could_not_move_are_left_out_and_said(world):
    chance = [1.0, 0.0] + [0.5] * 10
    chosen = np.array([1, 0] + [1, 0] * 5)
    finding = one(world.trial(chosen=chosen, chance=chance), world.history)
    only = world.trial(chosen=chosen, chance=chance).slice(2)
    # the ring of a candidate left out may hold other areas, the effect may not change
    rest = one(only, world.history)
    assert (finding.estimate, finding.p, finding.mde) == (rest.estimate, rest.p, rest.mde)
    assert (finding.chosen, finding.not_chosen) == (6, 6)
    assert "2 areas that the lottery could not move" in finding.statement


def test_a_lottery_that_could_move_nothing_is_none(world):
    finding = one(world.trial(chosen=CUT, chance=[float(c) for c in CUT]), world.history)
    assert finding.design is ReviewDesign.NONE
    assert finding.verdict is Verdict.CANNOT_SAY


def test_a_lottery_too_small_to_tell_says_so(world):
    small = world.trial(chosen=CUT).slice(0, 4)
    finding = one(small, thin(world, 0.9, np.random.default_rng(6)))
    assert finding.verdict is Verdict.CANNOT_SAY
    assert finding.p > 0.05
    assert finding.mde is None
    assert "few possible draws" in finding.statement


def test_no_event_in_any_candidate_says_nothing(world):
    def silence(counts):
        for name in world.candidates:
            counts[150:178, world.history.areas.index(name)] = 0

    finding = one(world.trial(chosen=CUT), world.with_counts(silence))
    assert finding.verdict is Verdict.CANNOT_SAY
    assert finding.estimate is None
    assert finding.mde is None
    assert "nothing was counted" in finding.statement


def test_strata_may_have_windows_of_their_own(world):
    trials = world.trial(chosen=CUT, strata=["x"] * 6 + ["y"] * 6)
    moved = trials.with_columns(
        pl.when(pl.col("stratum") == "y").then(pl.col(name) - timedelta(days=30)).otherwise(pl.col(name)).alias(name)
        for name in ("start", "end")
    )
    assert one(moved, world.history).p is not None


def test_a_window_that_was_not_observed_is_refused(world):
    def gap(counts):
        counts[140:185] = 0

    with pytest.raises(FieldError, match=r"trial 1: start: .*without an observed day"):
        review_trials(world.trial(chosen=CUT, first=158, days=7), world.with_counts(gap))


def test_a_window_after_the_last_event_is_refused(world):
    with pytest.raises(FieldError, match=r"trial 7: start: .*last event"):
        review_trials(world.trial(7, first=300), world.history)


def test_a_ring_of_negative_width_is_refused(world):
    with pytest.raises(FieldError, match="0 km or more"):
        review_trials(world.trial(), world.history, ring_km=-1.0)


def test_no_trial_is_refused(world):
    with pytest.raises(FieldError, match="at least one candidate"):
        review_trials(pl.DataFrame(schema=TRIAL_SCHEMA), world.history)


@pytest.mark.parametrize(("column", "value"), [("chance", float("nan")), ("chance", 1.5), ("chosen", 2)])
def test_figures_out_of_their_domain_are_refused(world, column, value):
    trials = world.trial(chosen=CUT)
    changed = trials.with_columns(pl.lit(value).cast(TRIAL_SCHEMA[column]).alias(column))
    with pytest.raises(FieldError, match=f"line 2: {column}"):
        review_trials(changed, world.history)
