from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.posture import assess
from vedette.terms.errors import FieldError, UnknownReferenceError
from vedette.terms.marking import Marking
from vedette.terms.report import PlaceRef

TODAY = date(2031, 5, 12)
NOW = datetime(2031, 5, 12, 6, tzinfo=UTC)


def weekly(chance):
    """P(any) of a day that gives `chance` in seven days."""
    return 1 - (1 - chance) ** (1 / 7)


def one(postures):
    assert len(postures) == 1
    return postures[0]


def codes(posture):
    return [reason.code for reason in posture.reasons]


@pytest.mark.parametrize(("chance", "level"), [(0.05, 1), (0.3, 2), (0.6, 3), (0.85, 4), (0.99999, 5)])
def test_the_level_follows_the_chance_of_an_attack_in_the_week(area, forecast, picture, system, chance, level):
    posture = one(assess(forecast({"Hit": weekly(chance)}), [area("Hit")], picture(("Hit",)), system, NOW))
    assert (posture.level, codes(posture)) == (level, ["forecast"])
    assert posture.level_name == system.level(level).name.en
    assert posture.package == system.level(level).package


def test_a_level_is_left_only_below_its_exit(area, forecast, picture, system):
    areas, known = [area("Hit")], picture(("Hit",))
    high = assess(forecast({"Hit": weekly(0.6)}), areas, known, system, NOW)
    later = NOW + timedelta(hours=12)
    between = one(assess(forecast({"Hit": weekly(0.5)}), areas, known, system, later, high))
    assert (between.level, between.previous) == (3, 3)
    assert codes(between) == ["hysteresis", "forecast"]
    assert "below 42 %" in between.falls_when
    below = one(assess(forecast({"Hit": weekly(0.4)}), areas, known, system, later, high))
    assert below.level == 2
    assert one(assess(forecast({"Hit": weekly(0.5)}), areas, known, system, later)).level == 2


def test_an_expired_level_has_to_be_entered_anew(area, forecast, picture, system):
    areas, known = [area("Hit")], picture(("Hit",))
    high = assess(forecast({"Hit": weekly(0.6)}), areas, known, system, NOW)
    after = high[0].expires
    day = after.date()
    again = one(assess(forecast({"Hit": weekly(0.5)}, day), areas, picture(("Hit",), as_of=day), system, after, high))
    assert again.level == 2


def test_expiry_and_review_come_from_the_level(area, forecast, picture, system):
    posture = one(assess(forecast({"Hit": weekly(0.85)}), [area("Hit")], picture(("Hit",)), system, NOW))
    assert posture.expires - posture.valid_from == timedelta(hours=48)
    assert posture.review_at - posture.valid_from == timedelta(hours=24)


def test_a_jump_over_its_own_past_raises_earlier(area, forecast, picture, system):
    past = pl.concat(
        [forecast({"Hit": 0.01}, TODAY - timedelta(days=n), 1) for n in range(1, 30)]
        + [forecast({"Hit": weekly(0.4)}, TODAY)]
    )
    posture = one(assess(past, [area("Hit")], picture(("Hit",)), system, NOW))
    assert posture.level == 3
    assert "times its own past" in posture.reasons[0].text
    calm = one(assess(past.filter(pl.col("issued") == TODAY), [area("Hit")], picture(("Hit",)), system, NOW))
    assert calm.level == 2


def test_a_later_issue_than_now_is_not_seen(area, forecast, picture, system):
    both = pl.concat([forecast({"Hit": 0.01}), forecast({"Hit": 0.9}, TODAY + timedelta(days=1))])
    assert one(assess(both, [area("Hit")], picture(("Hit",)), system, NOW)).level == 1


def test_a_parent_gets_the_coherent_sum_of_its_children_and_is_their_floor(area, forecast, picture, system):
    areas = [area("Hit", parent="Anbar"), area("Rutba", parent="Anbar"), area("Anbar", "governorate")]
    known = picture(("Hit", "Rutba", "Anbar"))
    frame = pl.concat([forecast({"Hit": 0.9}), forecast({"Rutba": 0.01})]).with_columns(
        mean=pl.when(pl.col("area") == "Hit").then(2.0).otherwise(0.01)
    )
    postures = {p.area: p for p in assess(frame, areas, known, system, NOW)}
    anbar, rutba = postures["Anbar"], postures["Rutba"]
    assert anbar.level == 3
    assert "14.1 expected" in anbar.reasons[0].text
    assert "summed over 2 areas" in anbar.reasons[0].text
    assert (rutba.level, rutba.floor) == (3, 3)
    assert codes(rutba)[0] == "floor"
    assert rutba.reasons[0].sources == (anbar.id,)
    assert rutba.falls_when == "Anbar is lowered"
    assert list(postures) == ["Hit", "Rutba", "Anbar"]


def test_sums_of_children_are_those_of_independent_areas(area, forecast, system):
    from vedette.posture.outlook import outlooks

    areas = [area("A", parent="P"), area("B", parent="P"), area("P", "governorate")]
    found = outlooks(forecast({"A": 0.2, "B": 0.5}, days=1), areas, dict.fromkeys(["A", "B", "P"], TODAY), system)
    assert found["P"].p_any == pytest.approx(1 - 0.8 * 0.5)
    assert found["P"].mean == pytest.approx(found["A"].mean + found["B"].mean)
    assert found["P"].worst == 2  # Poisson with mean 0.916: P(at most 1) = .77, P(at most 2) = .93


def test_a_parents_own_forecast_stands_only_where_it_expects_no_less_than_its_children(forecast, area, system):
    from vedette.posture.outlook import outlooks

    areas = [area("A", parent="P"), area("P", "governorate")]
    today = dict.fromkeys(["A", "P"], TODAY)
    low = outlooks(forecast({"A": 0.5, "P": 0.1}, days=2), areas, today, system)["P"]
    high = outlooks(forecast({"A": 0.1, "P": 0.5}, days=2), areas, today, system)["P"]
    assert low.p_any == pytest.approx(0.75)
    assert high.p_any == pytest.approx(0.75)
    assert high.from_children == ()


@pytest.mark.parametrize(
    ("grade", "level"), [("B1", 5), ("C2", 4), ("C3", 3), ("D3", 3), ("D4", 2), ("E5", 2), ("F6", 2)]
)
def test_a_threat_raises_by_its_grade(area, forecast, picture, threat, system, grade, level):
    known = picture(("Hit",), threats=(threat("Hit", grade),))
    posture = one(assess(forecast({"Hit": 0.001}), [area("Hit")], known, system, NOW))
    assert posture.level == level
    assert posture.reasons[0].sources == (f"threat-Hit-{grade}",)
    assert f"threat for 12 May 2031 (graded {grade}, Tigris Observer)" == posture.reasons[0].text


@pytest.mark.parametrize(
    ("start", "end", "level"),
    [
        (TODAY + timedelta(days=7), TODAY + timedelta(days=9), 4),
        (TODAY + timedelta(days=8), TODAY + timedelta(days=9), 1),
        (TODAY - timedelta(days=5), TODAY - timedelta(days=1), 4),
        (TODAY - timedelta(days=5), TODAY - timedelta(days=2), 1),
        (TODAY - timedelta(days=14), None, 4),
        (TODAY - timedelta(days=16), None, 1),
        (None, TODAY + timedelta(days=3), 4),
    ],
)
def test_a_threat_counts_ahead_and_until_its_period_has_passed(
    area, forecast, picture, threat, system, start, end, level
):
    known = picture(("Hit",), threats=(threat("Hit", "C2", start, end),))
    assert one(assess(forecast({"Hit": 0.001}), [area("Hit")], known, system, NOW)).level == level


def test_a_threat_to_the_whole_country_counts_a_step_less(area, forecast, picture, threat, system):
    iraq = PlaceRef(text="Iraq", latitude=33.0, longitude=43.7, precision="country")
    abroad = PlaceRef(text="Ukraine", latitude=49.0, longitude=31.4, precision="country")
    wide = picture(("Hit",), threats=(threat(None, "C2", place=iraq),))
    far = picture(("Hit",), threats=(threat(None, "C2", place=abroad),))
    assert one(assess(forecast({"Hit": 0.001}), [area("Hit")], wide, system, NOW)).level == 3
    assert one(assess(forecast({"Hit": 0.001}), [area("Hit")], far, system, NOW)).level == 1


@pytest.mark.parametrize(("ahead", "level"), [(4, 1), (3, 4), (0, 4), (-2, 4), (-3, 1)])
def test_an_election_raises_ahead_and_holds_after(area, forecast, picture, event, system, ahead, level):
    day = TODAY + timedelta(days=ahead)
    known = picture(("Hit",), events=(event("Hit", day),))
    posture = one(assess(forecast({"Hit": 0.001}), [area("Hit")], known, system, NOW))
    assert posture.level == level
    if level > 1:
        assert codes(posture)[0] == "calendar"
        assert "the window of the election ends" in posture.falls_when


def test_a_cancelled_election_raises_nothing_and_an_unplaced_one_everywhere(area, forecast, picture, event, system):
    areas, frame = [area("Hit"), area("Mosul")], forecast({"Hit": 0.001, "Mosul": 0.001})
    off = picture(("Hit", "Mosul"), events=(event("Hit", TODAY, denied_by=("Electoral Commission",)),))
    everywhere = picture(("Hit", "Mosul"), events=(event(None, TODAY),))
    elsewhere = picture(("Hit", "Mosul"), events=(event("Hit", TODAY),))
    assert [p.level for p in assess(frame, areas, off, system, NOW)] == [1, 1]
    assert [p.level for p in assess(frame, areas, everywhere, system, NOW)] == [4, 4]
    assert [p.level for p in assess(frame, areas, elsewhere, system, NOW)] == [4, 1]


def test_local_days_decide_and_not_those_of_utc(area, forecast, picture, event, system):
    known = picture(("Hit",), events=(event("Hit", TODAY + timedelta(days=4)),))
    late = datetime(2031, 5, 12, 22, tzinfo=UTC)
    assert one(assess(forecast({"Hit": 0.001}), [area("Hit")], known, system, late)).level == 4
    assert one(assess(forecast({"Hit": 0.001}), [area("Hit", zone="UTC")], known, system, late)).level == 1


def test_silence_is_never_the_lowest_level(area, forecast, picture, system):
    posture = one(assess(forecast({"Hit": 0.0}), [area("Hit")], picture(silent={"Hit": date(2031, 5, 4)}), system, NOW))
    assert (posture.level, posture.unknown_since) == (2, date(2031, 5, 4))
    assert codes(posture)[0] == "unknown"
    assert "2031-05-04" in posture.reasons[0].text


def test_an_area_without_picture_or_forecast_or_with_a_stale_one_is_unknown(area, forecast, picture, system):
    frame, areas = forecast({"Hit": 0.0}), [area("Hit")]
    unseen = one(assess(frame, areas, picture(), system, NOW))
    unforecast = one(assess(frame.clear(), areas, picture(("Hit",)), system, NOW))
    stale = one(assess(frame, areas, picture(("Hit",), as_of=date(2031, 5, 8)), system, NOW))
    assert [p.level for p in (unseen, unforecast, stale)] == [2, 2, 2]
    assert stale.unknown_since == date(2031, 5, 9)
    assert "no forecast" in unforecast.reasons[0].text


def test_markings_rise_with_what_the_posture_rests_on(area, forecast, picture, threat, system):
    known = picture(("Hit",), threats=(threat("Hit", marking=Marking.RED),))
    assert one(assess(forecast({"Hit": 0.0}), [area("Hit")], known, system, NOW)).marking is Marking.RED
    assert one(assess(forecast({"Hit": 0.0}), [area("Hit")], picture(), system, NOW)).marking is Marking.AMBER


@pytest.mark.parametrize(
    ("column", "value"), [("p_any", 1.2), ("p_any", float("nan")), ("mean", -1.0), ("mean", None), ("q90", -1)]
)
def test_a_figure_out_of_its_domain_is_refused(area, forecast, picture, system, column, value):
    frame = forecast({"Hit": 0.1}).with_columns(pl.lit(value).alias(column))
    with pytest.raises(FieldError, match=f"Hit on 2031-05-12: {column}"):
        assess(frame, [area("Hit")], picture(), system, NOW)


def test_bad_input_is_refused(area, forecast, picture, system):
    frame, hit = forecast({"Hit": 0.1}), area("Hit")
    with pytest.raises(FieldError, match="q90"):
        assess(frame.drop("q90"), [hit], picture(), system, NOW)
    with pytest.raises(FieldError, match="two rows"):
        assess(pl.concat([frame, frame]), [hit], picture(), system, NOW)
    with pytest.raises(UnknownReferenceError, match="Hit"):
        assess(frame, [area("Mosul")], picture(), system, NOW)
    with pytest.raises(UnknownReferenceError, match="parent"):
        assess(frame, [area("Hit", parent="Anbar")], picture(), system, NOW)
    with pytest.raises(FieldError, match="hold each other"):
        assess(frame, [area("Hit", parent="B"), area("B", parent="Hit")], picture(), system, NOW)
    with pytest.raises(FieldError, match="zone"):
        assess(frame, [hit], picture(), system, datetime(2031, 5, 12))


def test_no_area_gives_no_posture(forecast, picture, system):
    assert assess(forecast({}), [], picture(), system, NOW) == []


CHANCES = st.floats(0, 1, exclude_max=True)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_always_holds(data, area, forecast, picture, threat, event, system):
    areas = [area("Iraq", "country"), area("Anbar", "governorate", "Iraq")]
    areas += [area(name, parent="Anbar") for name in ("Hit", "Rutba")]
    towns = {name: data.draw(CHANCES) for name in data.draw(st.sets(st.sampled_from(["Hit", "Rutba"])))}
    names = [a.id for a in areas]
    silent = {name: TODAY - timedelta(days=9) for name in data.draw(st.sets(st.sampled_from(names)))}
    threats = tuple(
        threat(name, data.draw(st.sampled_from(["A1", "C3", "F6"])))
        for name in data.draw(st.sets(st.sampled_from(names), max_size=1))
    )
    seen = picture(tuple(n for n in names if n not in silent), silent, threats)
    frame = forecast(towns, q90=data.draw(st.integers(0, 4)))
    before = assess(forecast({"Hit": data.draw(CHANCES)}), areas, seen, system, NOW - timedelta(hours=3))
    previous = data.draw(st.sampled_from([(), tuple(before)]))
    found = assess(frame, areas, seen, system, NOW, previous)
    by_id = {p.area: p for p in found}
    for a, posture in zip(areas, found, strict=True):
        assert posture.level >= posture.floor == (by_id[a.parent].level if a.parent else 1)
        assert posture.reasons
        assert all(reason.text for reason in posture.reasons)
        assert posture.falls_when
        assert posture.valid_from < posture.review_at <= posture.expires
        assert posture.unknown_since is None or posture.level >= system.unknown_level
        assert a.id not in silent or posture.unknown_since == silent[a.id]
    worse = {name: min(chance + data.draw(st.floats(0, 0.5)), 0.999999) for name, chance in towns.items()}
    risen = assess(forecast(worse, q90=int(frame["q90"].max() or 0)), areas, seen, system, NOW, previous)
    assert all(high.level >= low.level for high, low in zip(risen, found, strict=True))
    assert assess(frame, areas, seen, system, NOW, previous) == found


def test_an_exercise_and_the_world_do_not_hand_levels_to_each_other(area, forecast, picture, system):
    ahead, areas, known = forecast({"Hit": weekly(0.85)}), [area("Hit")], picture(("Hit",))
    actual = one(assess(ahead, areas, known, system, NOW))
    drilled = one(assess(ahead, areas, known, system, NOW, exercise=True))
    assert (actual.exercise, drilled.exercise) == (False, True)
    assert actual.id != drilled.id
    for previous, exercise in ((actual, True), (drilled, False)):
        with pytest.raises(FieldError, match="exercise"):
            assess(ahead, areas, known, system, NOW, [previous], exercise=exercise)
    assert one(assess(ahead, areas, known, system, NOW, [drilled], exercise=True)).previous == 4
