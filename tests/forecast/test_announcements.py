"""Scheduled events and threats lift the days and areas that they concern, by stated priors."""

from datetime import date, timedelta

import pytest

from vedette.forecast import explain, forecast
from vedette.forecast.settings import priors
from vedette.terms.counts import AreaDays
from vedette.terms.picture import Credibility, Grade, Reliability, ScheduledEvent, Threat
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


def test_a_threat_lifts_the_days_of_its_period_alone(world: AreaDays) -> None:
    period = {"start": world.day(202), "end": world.day(203)}
    ratio = _ratio(world, threats=[_threat(**period)])
    assert [day for day in range(10) if ratio["a3", day] > 1] == [2, 3]
    open_ = _ratio(world, 20, threats=[_threat()])
    assert [day for day in range(20) if open_["a3", day] > 1] == list(range(priors().threats.open_days))


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
    assert "provincial election in 1 day" in texts
    assert "graded B2" in texts
    assert "neighbouring areas" in texts
