from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.picture import merge
from vedette.terms.errors import FieldError, UnknownReferenceError
from vedette.terms.marking import Marking
from vedette.terms.picture import Incident
from vedette.terms.report import Span

DAY = date(2031, 5, 9)
AS_OF = date(2031, 5, 12)


def test_two_reports_of_one_attack_are_one_incident(report, claim, areas):
    a, b = report("a"), report("b", "Basra Daily Lens")
    picture = merge([a, b], [claim("1", a, killed=2), claim("2", b, killed=2)], areas(), AS_OF)
    assert len(picture.incidents) == 1
    assert picture.incidents[0].sources == ("claim-1", "claim-2")
    assert picture.incidents[0].area == "Ramadi"


@pytest.mark.parametrize(
    "change",
    [
        {"place": "Mosul"},
        {"day": DAY - timedelta(days=4)},
        {"type": "kidnapping"},
        {"targets": ("market",), "killed": 30, "type": "shooting"},
    ],
    ids=["far away", "other day", "other type", "other target, toll and type"],
)
def test_different_attacks_stay_apart(report, claim, areas, change):
    a, b = report("a"), report("b", "Basra Daily Lens")
    first = claim("1", a, targets=("police station",), killed=2)
    picture = merge([a, b], [first, claim("2", b, **change)], areas(), AS_OF)
    assert len(picture.incidents) == 2


def test_an_unknown_type_is_compatible_and_filled_in(report, claim, areas):
    a, b = report("a"), report("b", "Basra Daily Lens")
    picture = merge([a, b], [claim("1", a, type=None, killed=1), claim("2", b, killed=1)], areas(), AS_OF)
    assert [i.type for i in picture.incidents] == ["bombing"]


def test_a_coarse_place_joins_the_fine_one_within_it(report, claim, areas):
    a, b = report("a"), report("b", "Basra Daily Lens")
    told = [
        claim("1", a, "Anbar", killed=4, targets=("market",)),
        claim("2", b, "Ramadi", killed=4, targets=("market",)),
    ]
    picture = merge([a, b], told, areas(), AS_OF)
    assert len(picture.incidents) == 1
    assert picture.incidents[0].place.name == "Ramadi"


def test_a_chain_of_neighbouring_days_is_not_one_attack(report, claim, areas):
    days = [DAY + timedelta(days=n) for n in range(-6, 1)]
    reports = [report(str(n), f"Outlet {n}") for n in range(len(days))]
    told = [
        claim(str(n), r, day=day, killed=3, injured=7, targets=("market",), evidence="a bomb at the market of Ramadi")
        for n, (r, day) in enumerate(zip(reports, days, strict=True))
    ]
    picture = merge(reports, told, areas(), AS_OF)
    assert len(picture.incidents) >= 3
    claims_by_id = {c.id: c for c in told}
    for incident in picture.incidents:
        spread = [claims_by_id[c].time.start for c in incident.sources]
        assert (max(spread) - min(spread)).days <= 1


def test_two_attacks_of_one_report_by_one_voice_stay_apart(report, claim, areas):
    a = report("a")
    told = [claim("1", a, targets=("market",)), claim("2", a, targets=("school",))]
    assert len(merge([a], told, areas(), AS_OF).incidents) == 2


@pytest.mark.parametrize(
    ("kind", "modality", "shown"),
    [
        ("operation", "happened", "happened"),
        ("measure", "ongoing", "ongoing"),
        ("directive", "happened", "directed"),
        ("directive", "planned", "directed"),
    ],
)
def test_what_forces_do_is_a_measure_and_never_an_incident(report, claim, areas, kind, modality, shown):
    a = report("a")
    picture = merge([a], [claim("1", a, kind=kind, type=None, modality=modality)], areas(), AS_OF)
    assert picture.incidents == ()
    assert [m.modality for m in picture.measures] == [shown]


def test_an_order_and_what_was_done_are_two_measures(report, claim, areas):
    a, b = report("a"), report("b", "Basra Daily Lens")
    told = [claim("1", a, kind="directive", type="patrol"), claim("2", b, kind="measure", type="patrol")]
    assert sorted(m.modality for m in merge([a, b], told, areas(), AS_OF).measures) == ["directed", "happened"]


@pytest.mark.parametrize(
    "evidence",
    [
        "a simulated bombing of the market was part of the day",
        "gunmen stormed the school as part of a civil defence drill",
        "نفذت القوات مناورة في الرمادي",
    ],
)
def test_a_drill_is_nothing(report, claim, areas, evidence):
    a = report("a")
    picture = merge([a], [claim("1", a, evidence=evidence)], areas(), AS_OF)
    assert picture.incidents == picture.threats == picture.measures == ()


def test_a_real_attack_on_a_drill_is_an_incident(report, claim, areas):
    a = report("a")
    told = claim("1", a, evidence="gunmen killed three soldiers during a military exercise", killed=3)
    assert len(merge([a], [told], areas(), AS_OF).incidents) == 1


def test_a_planned_attack_is_a_warning_and_a_threat_stays_a_threat(report, claim, areas):
    a, b = report("a"), report("b", "Basra Daily Lens")
    told = [
        claim("1", a, modality="planned", day=AS_OF + timedelta(days=2)),
        claim("2", b, "Mosul", kind="threat", modality="threatened", type=None, day=None),
    ]
    picture = merge([a, b], told, areas(), AS_OF)
    assert picture.incidents == ()
    assert {(t.kind, t.area) for t in picture.threats} == {("warning", "Ramadi"), ("threat", "Mosul")}


def test_an_undated_threat_runs_from_its_first_report(report, claim, areas):
    a = report("a", day=date(2031, 5, 8))
    told = claim("1", a, kind="threat", modality="threatened", type=None, day=None)
    threat = merge([a], [told], areas(), AS_OF).threats[0]
    assert (threat.start, threat.end) == (date(2031, 5, 8), None)


def test_a_picture_of_an_earlier_day_leaves_out_what_came_later(report, claim, areas):
    early, late = report("a", day=date(2031, 5, 2)), report("b")
    told = [claim("1", early, day=date(2031, 5, 1)), claim("2", late, "Mosul"), claim("3", late, kind="measure")]
    picture = merge([early, late], told, areas(), date(2031, 5, 5))
    assert [i.sources for i in picture.incidents] == [("claim-1",)]
    assert picture.measures == ()


def test_what_was_not_yet_known_is_left_out(report, claim, areas):
    got = datetime(2031, 5, 10, 9, tzinfo=UTC)
    a, b = report("a", retrieved=got), report("b", "Basra Daily Lens", retrieved=got + timedelta(hours=3))
    told = [claim("1", a), claim("2", b)]
    picture = merge([a, b], told, areas(), AS_OF, got + timedelta(hours=1))
    assert [i.sources for i in picture.incidents] == [("claim-1",)]
    assert picture.sources == (a.id,)


def test_markings_combine_upward(report, claim, areas):
    a, b = report("a", marking=Marking.CLEAR), report("b", "Basra Daily Lens", marking=Marking.AMBER_STRICT)
    told = [
        claim("1", a, marking=Marking.CLEAR),
        claim("2", b, marking=Marking.CLEAR),
        claim("3", a, "Mosul", marking=Marking.CLEAR),
    ]
    picture = merge([a, b], told, areas(), AS_OF)
    assert {i.area: i.marking for i in picture.incidents} == {"Ramadi": Marking.AMBER_STRICT, "Mosul": Marking.CLEAR}
    assert picture.marking is Marking.AMBER_STRICT


def test_a_claim_without_its_report_is_refused(claim, areas):
    with pytest.raises(UnknownReferenceError, match="claim-1: report: found"):
        merge([], [claim("1", "report-lost")], areas(), AS_OF)


def test_a_moment_without_a_zone_and_a_gap_of_no_days_are_refused(areas):
    with pytest.raises(FieldError, match="known_at"):
        merge([], [], areas(), AS_OF, datetime(2031, 5, 1))
    with pytest.raises(FieldError, match="expected_gap_days"):
        merge([], [], areas(), AS_OF, expected_gap_days={"*": 0})


def test_the_id_of_an_incident_outlives_later_reports(report, claim, areas):
    a, b = report("a"), report("b", "Basra Daily Lens", day=date(2031, 5, 11))
    before = merge([a], [claim("2", a)], areas(), AS_OF).incidents[0]
    after = merge([a, b], [claim("2", a), claim("1", b)], areas(), AS_OF).incidents[0]
    assert after.id == before.id
    assert len(after.sources) == 2


PLACES = ["Ramadi", "Hit", "Fallujah", "Mosul", "Anbar", "Iraq", None]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_nothing_is_lost_nothing_doubled_and_order_does_not_matter(data, report, claim, areas):
    reports = [report(str(n), f"Outlet {n}", day=DAY + timedelta(days=n % 3)) for n in range(4)]
    told = [
        claim(
            str(n),
            data.draw(st.sampled_from(reports)),
            data.draw(st.sampled_from(PLACES)),
            data.draw(st.sampled_from([None, DAY, DAY + timedelta(days=1), DAY - timedelta(days=20)])),
            data.draw(
                st.sampled_from(["attack", "threat", "warning", "measure", "directive", "operation", "calendar"])
            ),
            data.draw(st.sampled_from([None, "bombing", "rocket"])),
            data.draw(st.sampled_from(["happened", "possible", "planned", "denied"])),
            killed=data.draw(st.sampled_from([None, 0, 3])),
        )
        for n in range(data.draw(st.integers(0, 9)))
    ]
    as_of = DAY + timedelta(days=10)
    picture = merge(reports, told, areas(), as_of)
    things = [*picture.incidents, *picture.threats, *picture.measures, *picture.events]
    held = [source for thing in things for source in thing.sources]
    assert len(held) == len(set(held))
    assert {c.id for c in told if c.modality != "denied"} <= set(held)
    assert all(1 <= thing.origins <= len(thing.reports) for thing in things)
    assert all(thing.grade.reason for thing in things)
    assert {c.id for c in told if c.kind == "attack" and c.modality in {"happened", "possible"}} == {
        s for i in picture.incidents for s in i.sources if s in {c.id for c in told if c.modality != "denied"}
    }
    shuffled = merge(list(reversed(reports)), data.draw(st.permutations(told)), areas(), as_of)
    assert shuffled == picture
    assert all(isinstance(i, Incident) for i in picture.incidents)


def test_a_claim_without_a_place_joins_what_its_report_tells_just_before(report, claim, areas):
    a, b = report("a"), report("b", "Basra Daily Lens")
    bare = "no group said that it was behind the attack"
    told = [
        claim("1", a, killed=2, targets=("market",)),
        claim("2", a, None, None, type=None, evidence=bare),
        claim("3", b, killed=2, targets=("market",)),
        claim("4", b, "Mosul", type="rocket"),
        claim("5", b, None, None, type=None, evidence=bare).model_copy(
            update={"evidence": (Span(start=900, end=900 + len(bare), text=bare),)}
        ),
    ]
    told[3] = told[3].model_copy(update={"evidence": (Span(start=800, end=803, text="..."),)})
    picture = merge([a, b], told, areas(), AS_OF)
    assert {i.area: i.sources for i in picture.incidents} == {
        "Ramadi": ("claim-1", "claim-2", "claim-3"),
        "Mosul": ("claim-4", "claim-5"),
    }


@pytest.mark.parametrize(
    ("places", "area", "place"),
    [
        ((None, "Ramadi"), None, None),
        (("Ramadi", "Mosul"), None, None),
        (("Ramadi", "Hit"), "Anbar", None),
        (("Ramadi", "Ramadi"), "Ramadi", "Ramadi"),
    ],
    ids=["one unplaced", "two governorates", "one governorate", "one town"],
)
def test_an_election_told_of_many_places_is_one_election(report, claim, areas, places, area, place):
    reports = [report(str(n), f"Outlet {n}") for n in range(len(places))]
    told = [
        claim(str(n), r, where, date(2031, 5, 20), kind="calendar", type="election", modality="planned")
        for n, (r, where) in enumerate(zip(reports, places, strict=True))
    ]
    events = merge(reports, told, areas(), AS_OF).events
    assert [(e.area, e.place and e.place.name, e.origins) for e in events] == [(area, place, 2)]


def test_two_visits_on_one_day_are_two_events(report, claim, areas):
    a, b = report("a"), report("b", "Basra Daily Lens")
    told = [claim(n, r, p, kind="calendar", type="visit") for n, r, p in (("1", a, "Ramadi"), ("2", b, "Mosul"))]
    assert len(merge([a, b], told, areas(), AS_OF).events) == 2


def test_a_warning_of_several_areas_is_a_threat_to_each_of_them(report, claim, areas):
    one = report("a")
    told = claim("1", one, kind="warning", type=None, modality="possible", targets=("bases",))
    told = told.model_copy(
        update={"places": tuple(p for n in ("Ramadi", "Fallujah") for p in claim("x", one, n).places)}
    )
    picture = merge([one], [told], areas(), AS_OF)
    assert sorted(t.area for t in picture.threats) == ["Fallujah", "Ramadi"]
    assert len({t.id for t in picture.threats}) == 2
    assert {t.sources for t in picture.threats} == {("claim-1",)}
    assert [t.place.name == t.area for t in picture.threats] == [True, True]


def test_another_voice_joins_the_threat_to_its_own_area(report, claim, areas):
    one, other = report("a"), report("b", "Basra Daily Lens")
    wide = claim("1", one, kind="warning", type=None, modality="possible")
    wide = wide.model_copy(update={"places": tuple(p for n in ("Ramadi", "Mosul") for p in claim("x", one, n).places)})
    narrow = claim("2", other, "Mosul", kind="warning", type=None, modality="possible")
    picture = merge([one, other], [wide, narrow], areas(), AS_OF)
    assert {t.area: t.sources for t in picture.threats} == {
        "Ramadi": ("claim-1",),
        "Mosul": ("claim-1", "claim-2"),
    }
