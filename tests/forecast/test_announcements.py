"""Scheduled events and threats lift the days and areas that they concern, by stated priors."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from vedette.forecast import explain, fit, forecast, hindcast
from vedette.forecast.settings import priors
from vedette.terms.counts import AreaDays
from vedette.terms.picture import Credibility, Grade, Reliability, Revision, ScheduledEvent, Threat
from vedette.terms.report import PlacePrecision, PlaceRef

COUNTRY = PlaceRef(text="Iraq", precision=PlacePrecision.COUNTRY)
OUTSIDE = PlaceRef(text="Ankara", precision=PlacePrecision.TOWN)


def _grade(letters: str) -> Grade:
    return Grade(reliability=Reliability(letters[0]), credibility=Credibility(letters[1]))


def _event(day: date | None, **more: object) -> ScheduledEvent:
    values = {"id": "e1", "type": "provincial election", "start": day, "grade": _grade("B2"), "origins": 1, **more}
    return ScheduledEvent.model_validate(values)


def _threat(grade: str = "A1", **more: object) -> Threat:
    values = {"id": "t1", "kind": "threat", "area": "a3", "grade": _grade(grade), "origins": 1, **more}
    return Threat.model_validate(values)


def _ratio(world: AreaDays, horizon: int = 10, **announced: object) -> dict[tuple[str, int], float]:
    as_of = world.day(200)
    with_, without = forecast(world, as_of, horizon, **announced), forecast(world, as_of, horizon)
    return {
        (area, (day - as_of).days): a / b
        for area, day, a, b in zip(with_["area"], with_["day"], with_["mean"], without["mean"], strict=True)
    }


def test_an_election_lifts_its_day_most_and_the_days_around_it_less(world: AreaDays) -> None:
    ratio = _ratio(world, events=[_event(world.day(205), area="a3")])
    assert ratio["a3", 5] == pytest.approx(2.0)
    assert ratio["a3", 5] > ratio["a3", 4] > ratio["a3", 1] > 1
    assert ratio["a3", 5] > ratio["a3", 6] > 1
    assert ratio["a3", 9] == 1
    assert all(value == 1 for (area, _), value in ratio.items() if area != "a3")


@pytest.mark.parametrize("place", [None, COUNTRY])
def test_an_event_of_the_whole_country_lifts_every_area(world: AreaDays, place: PlaceRef | None) -> None:
    ratio = _ratio(world, events=[_event(world.day(200), place=place)], horizon=1)
    assert set(ratio.values()) == {2.0}


def test_what_is_cancelled_undated_or_elsewhere_lifts_nothing(world: AreaDays) -> None:
    day = world.day(203)
    events = [
        _event(day, area="a3", denied_by=("electoral commission",)),
        _event(None, area="a3"),
        _event(day, area="another country"),
        _event(day, place=OUTSIDE),
    ]
    assert set(_ratio(world, events=events).values()) == {1.0}


def test_events_do_not_multiply(world: AreaDays) -> None:
    day = world.day(203)
    both = [_event(day, area="a3"), _event(day, area="a3", id="e2", type="pilgrimage")]
    assert _ratio(world, events=both)["a3", 3] == pytest.approx(2.0)


def test_better_graded_threats_lift_more_and_never_above_the_most(world: AreaDays) -> None:
    lifts = [_ratio(world, 1, threats=[_threat(grade)])["a3", 0] for grade in ("A1", "B2", "F6", "D4", "E5")]
    assert lifts == sorted(lifts, reverse=True)
    assert lifts[0] == pytest.approx(priors().threats.most_factor)
    assert lifts[-1] > 1
    many = [_threat("B2", id=f"t{n}") for n in range(30)]
    assert lifts[1] < _ratio(world, 1, threats=many)["a3", 0] <= priors().threats.most_factor


def test_a_threat_holds_in_its_period_and_fades_after_it(world: AreaDays) -> None:
    period = {"start": world.day(202), "end": world.day(203)}
    ratio = _ratio(world, 20, threats=[_threat(**period)])
    lift = [ratio["a3", day] - 1 for day in range(20)]
    assert lift[0] == lift[1] == 0
    assert lift[2] == lift[3] == pytest.approx(priors().threats.most_factor - 1)
    fading = lift[3 : 4 + priors().threats.fade_days]
    assert fading == sorted(set(fading), reverse=True)
    assert fading[3] == pytest.approx(fading[0] * 0.5 ** (3 / priors().threats.fade_half_life))
    assert set(lift[4 + priors().threats.fade_days :]) == {0}


def test_a_threat_with_an_open_end_holds_for_its_days_and_then_fades(world: AreaDays) -> None:
    days = priors().threats.open_days
    ratio = _ratio(world, days + 3, threats=[_threat()])
    lift = [ratio["a3", day] for day in range(days + 3)]
    assert len(set(lift[:days])) == 1
    assert lift[days - 1] > lift[days] > lift[days + 1] > 1


def test_what_one_origin_says_twice_counts_once(world: AreaDays) -> None:
    def lift(*threats: Threat) -> float:
        return _ratio(world, 1, threats=threats)["a3", 0]

    first = _threat("B2", id="t1", reports=("r1",), attribution=("Interior Ministry",))
    copied = _threat("C3", id="t2", reports=("r1", "r2"), attribution=("a newspaper",))
    repeated = _threat("B3", id="t3", reports=("r3",), attribution=("Interior Ministry",))
    other = _threat("C3", id="t4", reports=("r4",), attribution=("an embassy",))
    assert lift(first, copied) == lift(first, repeated) == lift(repeated, copied, first) == lift(first)
    assert lift(first, other) > lift(first)


def test_a_denied_threat_lifts_nothing_and_one_denied_no_longer_does(world: AreaDays) -> None:
    def told(after: str | None) -> Revision:
        return Revision(known=world.day(199), field="denied_by", after=after, claim="c1")

    assert _ratio(world, 1, threats=[_threat(revisions=(told("police"),))])["a3", 0] == 1
    assert _ratio(world, 1, threats=[_threat(revisions=(told("police"), told(None)))])["a3", 0] > 1


def test_what_is_told_later_than_the_day_of_issue_is_not_used(world: AreaDays) -> None:
    later = (Revision(known=world.day(201), field="days", claim="c1"),)
    announced = {
        "threats": [_threat(revisions=later)],
        "events": [_event(world.day(205), area="a3", revisions=later)],
    }
    assert set(_ratio(world, **announced).values()) == {1.0}
    table = forecast(world, world.day(201), 5, events=announced["events"])
    assert not table.equals(forecast(world, world.day(201), 5))


def test_a_threat_against_the_country_falls_thinly_on_each_area(world: AreaDays) -> None:
    ratio = _ratio(world, 1, threats=[_threat(area=None, place=COUNTRY)])
    assert 1 < ratio["a0", 0] < 1.5
    assert set(_ratio(world, 1, threats=[_threat(area=None, place=OUTSIDE)]).values()) == {1.0}


@pytest.mark.parametrize("grade", ["A1", "E5"])
def test_a_lift_widens_and_never_lowers_the_chance_of_an_attack(world: AreaDays, grade: str) -> None:
    as_of = world.day(200)
    plain = forecast(world, as_of, 1)
    lifted = forecast(world, as_of, 1, threats=[_threat(grade, area=area, id=area) for area in world.areas])
    assert (lifted["dispersion"] > plain["dispersion"]).all()
    assert (lifted["p_any"] > plain["p_any"]).all()


def test_reasons_multiply_to_the_mean_and_name_what_is_announced(world: AreaDays) -> None:
    as_of = world.day(200)
    announced = {"events": [_event(as_of + timedelta(days=1), area="a3")], "threats": [_threat("B2")]}
    for lead in (1, 2, 5):
        reasons = explain(world, as_of, "a3", lead, **announced)
        table = forecast(world, as_of, lead, **announced)
        product = 1.0
        for _, factor in reasons:
            product *= factor
        row = table.filter((table["area"] == "a3") & (table["day"] == as_of + timedelta(days=lead - 1)))
        assert product == pytest.approx(row["mean"][0])
    texts = " / ".join(text for text, _ in explain(world, as_of, "a3", 1, **announced))
    assert "provincial election in 1 day (prior)" in texts
    assert "graded B2" in texts
    assert "neighbouring areas" in texts


def _with_elections(world: AreaDays, days: tuple[int, ...], times: float) -> AreaDays:
    """The world with `times` as many attacks as usual on some days, in every area."""
    counts = world.counts.copy()
    for day in days:
        counts[day] = np.round(times * world.counts.mean(axis=0))
    return replace(world, counts=counts)


def _factor(world: AreaDays, events: list[ScheduledEvent], as_of: int = 199, lead: int = 1) -> float:
    area = "a1"
    day = world.day(as_of)
    row = (pl.col("area") == area) & (pl.col("day") == day + timedelta(days=lead - 1))
    lifted, plain = forecast(world, day, lead, events=events), forecast(world, day, lead)
    return float(lifted.filter(row)["mean"][0] / plain.filter(row)["mean"][0])


def test_earlier_elections_correct_the_prior_each_a_little_more(world: AreaDays) -> None:
    days = (90, 110, 130, 150, 170)
    rough = _with_elections(world, days, 4)
    events = [_event(world.day(day), id=f"e{day}") for day in (*days, 199)]
    learned = [_factor(rough, [*events[:n], events[-1]]) for n in range(6)]
    assert learned[0] == pytest.approx(2.0)
    assert learned == sorted(set(learned))
    assert 2.4 < learned[-1] < 4.3
    quiet = _with_elections(world, days, 0.25)
    calmer = [_factor(quiet, [*events[:n], events[-1]]) for n in range(6)]
    assert calmer == sorted(set(calmer), reverse=True)
    assert calmer[-1] < 1.2


def test_learning_narrows_the_spread_but_never_to_nothing(world: AreaDays) -> None:
    days = tuple(range(70, 190, 15))
    as_of = world.day(199)
    usual = [_event(world.day(day), id=f"e{day}") for day in (*days, 199)]
    alone, after = (forecast(world, as_of, 1, events=events) for events in (usual[-1:], usual))
    plain = forecast(world, as_of, 1)
    assert (after["dispersion"] < alone["dispersion"]).all()
    assert (after["dispersion"] > plain["dispersion"]).all()


def test_a_kind_learns_from_its_own_kind_alone(world: AreaDays) -> None:
    rough = _with_elections(world, (120,), 4)
    coming = [_event(world.day(199), id="e", type="state visit")]
    past = {kind: _event(world.day(120), id=kind, type=kind) for kind in ("state visit", "anniversary", "by-election")}
    assert _factor(rough, coming) == pytest.approx(1.25)
    assert _factor(rough, [past["state visit"], *coming]) > 1.3
    assert _factor(rough, [past["anniversary"], past["by-election"], *coming]) == pytest.approx(1.25)
    vote = [_event(world.day(199), id="e")]
    assert _factor(rough, [past["by-election"], *vote]) > 2.05


def test_the_same_election_in_several_records_teaches_once(world: AreaDays) -> None:
    rough = _with_elections(world, (120,), 4)
    coming = _event(world.day(199), id="e")
    past = [_event(world.day(120), id=area, area=area) for area in world.areas]
    once = _factor(rough, [_event(world.day(120), id="p"), coming])
    assert _factor(rough, [*past, *past, coming]) == once


def test_a_window_teaches_only_once_its_days_are_over_and_never_what_comes_later(world: AreaDays) -> None:
    rough = _with_elections(world, (120, 150), 4)
    events = [_event(world.day(day), id=f"e{day}") for day in (120, 150, 180)]
    for as_of, earlier in ((119, 0), (120, 0), (121, 0), (149, 1), (150, 1), (179, 2)):
        known = replace(rough, counts=rough.counts[:as_of])
        day = rough.day(as_of)
        assert forecast(rough, day, 3, events=events).equals(forecast(known, day, 3, events=events))
        fitted = fit(rough, day, 3, events=events)
        said = " / ".join(text for lead in (1, 2, 3) for text, _ in fitted.explain("a1", lead))
        assert ("learned" in said) == (earlier > 0), as_of
        if earlier:
            assert f"learned from {earlier} earlier election" in said


def test_a_hindcast_with_a_calendar_is_the_forecast_of_each_day(world: AreaDays) -> None:
    rough = _with_elections(world, (100, 130), 4)
    told = (Revision(known=world.day(150), field="days", claim="c1"),)
    events = [
        _event(world.day(100), id="e1"),
        _event(world.day(130), id="e2"),
        _event(world.day(156), id="e3", revisions=told),
    ]
    whole = hindcast(rough, rough.day(146), rough.day(158), 3, events=events)
    bare = hindcast(rough, rough.day(146), rough.day(158), 3)
    for number in (148, 149, 150, 151, 155):
        day = rough.day(number)
        issue = whole.filter(whole["issued"] == day)
        assert issue.equals(forecast(rough, day, 3, events=events))
        assert (number < 150) == issue.equals(bare.filter(bare["issued"] == day))


def test_the_first_weeks_of_a_record_teach_nothing(world: AreaDays) -> None:
    rough = _with_elections(world, (30,), 9)
    assert _factor(rough, [_event(world.day(30), id="p"), _event(world.day(199), id="e")]) == pytest.approx(2.0)


def test_a_cancelled_election_neither_lifts_nor_teaches(world: AreaDays) -> None:
    rough = _with_elections(world, (120,), 4)
    past = _event(world.day(120), id="p", denied_by=("commission",))
    assert _factor(rough, [past, _event(world.day(199), id="e")]) == pytest.approx(2.0)
