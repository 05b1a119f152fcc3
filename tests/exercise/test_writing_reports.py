"""The writer tells every incident, in time, and its truth says of each report what it is."""

import unicodedata
from collections import Counter
from datetime import date, timedelta

import pytest

from vedette.exercise.simulate import simulate
from vedette.exercise.truth import Notice, ReportKind
from vedette.exercise.wording import fill, language, press, slots_of
from vedette.exercise.world import Contagion, Deterrence, Election, World, WorldArea
from vedette.exercise.write import MARK, write_reports
from vedette.store.basemap import governorates, towns

FIRST = date(2031, 5, 1)
DAYS = 30
AREAS = [*governorates(), *[t for t in towns() if t.parent in {"IQ-DI", "IQ-KI", "IQ-BA"}]]
WORLD = World(
    areas=[WorldArea(id=a.id, latitude=a.latitude, longitude=a.longitude, rate=0.25) for a in AREAS if a.parent],
    contagion=Contagion(branching=0.3, decay_days=4, spread=0.2),
    deterrence=Deterrence(effect=0.3),
    types={
        "bombing": 0.4,
        "shooting": 0.2,
        "rocket": 0.1,
        "drone": 0.1,
        "shelling": 0.1,
        "kidnapping": 0.05,
        "arson": 0.05,
    },
    elections=[Election(day=date(2031, 5, 12), lift=0.5, lead=3, lag=1)],
)
SILENT = {"iq-khalis": date(2031, 5, 10)}
WEEKS = simulate(WORLD, FIRST, DAYS, 3)
REPORTS, TRUTH = write_reports(WEEKS, AREAS, 4, silent=SILENT)
TEXTS = {report.name: report for report in REPORTS}


def test_every_incident_is_told_in_time_unless_its_area_fell_silent():
    happened = [i for i in TRUTH.incidents if i.happened]
    assert len(happened) == WEEKS.events.height
    for incident in happened:
        if incident.area in SILENT and incident.day >= SILENT[incident.area]:
            assert incident.told_by == ()
            continue
        days = [TEXTS[name].published for name in incident.told_by]
        assert incident.day <= min(days) <= incident.day + timedelta(days=2)
        assert max(days) <= incident.day + timedelta(days=3)


def test_the_truth_and_the_texts_agree():
    assert [r.name for r in TRUTH.reports] == [r.name for r in REPORTS] == sorted(TEXTS)
    told = {name for item in (*TRUTH.incidents, *TRUTH.notices) for name in item.told_by}
    for fact, report in zip(TRUTH.reports, REPORTS, strict=True):
        assert (fact.title, fact.publisher, fact.published) == (report.title, report.publisher, report.published)
        assert (fact.name in told) == (fact.tells is not None and fact.kind is not ReportKind.DENIAL)
    ids = [item.id for item in (*TRUTH.incidents, *TRUTH.notices)]
    assert len(ids) == len(set(ids))
    assert {r.tells for r in TRUTH.reports} - {None} <= set(ids)


def test_incidents_carry_the_simulated_day_place_and_type():
    facts = [(i.day, i.area, i.latitude, i.longitude, i.type) for i in TRUTH.incidents if i.happened]
    assert facts == WEEKS.events.rows()


def test_all_kinds_of_report_occur():
    assert set(Counter(r.kind for r in TRUTH.reports)) == set(ReportKind)


def test_every_text_is_marked_and_has_a_head():
    for report in REPORTS:
        lines = report.text.splitlines()
        assert lines[0] == lines[-1] == MARK
        assert report.title == lines[2]
        assert report.publisher in report.text.split(report.body)[0]
        assert report.text.split("\n\n")[3].strip()
        assert "{" not in report.text
        assert str(report.published.year) in report.text


def test_a_text_names_the_place_and_the_toll_that_the_truth_states():
    names = {a.id: a.name for a in AREAS}
    incidents = {i.id: i for i in TRUTH.incidents}
    for fact in TRUTH.reports:
        if fact.kind in {ReportKind.NOTICE, ReportKind.NOISE}:
            continue
        text = TEXTS[fact.name].text
        assert getattr(names[fact.area], fact.language) in text
        if fact.tells is not None:
            assert incidents[fact.tells].area == fact.area
        if fact.language == "en" and fact.killed and fact.killed > 10:
            assert str(fact.killed) in text


def test_wire_copies_have_the_agencys_body_and_another_head():
    by_name = {r.name: r for r in TRUTH.reports}
    copies = [r for r in TRUTH.reports if r.kind is ReportKind.COPY]
    assert copies
    for copy in copies:
        wire = by_name[copy.copy_of]
        assert wire.kind is ReportKind.WIRE
        assert TEXTS[copy.name].body == TEXTS[wire.name].body
        assert TEXTS[copy.name].text != TEXTS[wire.name].text
        assert copy.publisher != wire.publisher
        assert copy.origin == wire.origin == press().agency.id
        assert copy.tells == wire.tells
        assert copy.published >= wire.published
        assert press().agency.name in TEXTS[copy.name].text.split(TEXTS[copy.name].body)[0]


def test_duplicates_are_other_words_and_sometimes_another_toll():
    incidents = {i.id: i for i in TRUTH.incidents}
    by_name = {r.name: r for r in TRUTH.reports}
    second = [r for r in TRUTH.reports if r.kind is ReportKind.DUPLICATE]
    contradicting = 0
    for report in second:
        incident = incidents[report.tells]
        others = [by_name[n] for n in incident.told_by if n != report.name]
        assert others
        assert all(TEXTS[o.name].body != TEXTS[report.name].body and o.publisher != report.publisher for o in others)
        contradicting += report.killed is not None and (report.killed, report.injured) != (
            incident.killed,
            incident.injured,
        )
    assert 0 < contradicting < len(second)


def test_first_reports_and_copies_give_the_true_toll():
    incidents = {i.id: i for i in TRUTH.incidents}
    for report in TRUTH.reports:
        if report.kind in {ReportKind.FIRST, ReportKind.WIRE, ReportKind.COPY} and report.killed is not None:
            assert (report.killed, report.injured) == (incidents[report.tells].killed, incidents[report.tells].injured)


def test_nothing_is_written_of_a_silent_area():
    assert any(r.area == "iq-khalis" for r in TRUTH.reports)
    assert all(r.published < SILENT[r.area] for r in TRUTH.reports if r.area in SILENT)


def test_a_rumour_is_denied_and_did_not_happen():
    rumour = next(i for i in TRUTH.incidents if not i.happened)
    assert not any(i.happened and (i.day, i.area) == (rumour.day, rumour.area) for i in TRUTH.incidents)
    assert [r.kind for r in TRUTH.reports if r.tells == rumour.id] == [ReportKind.RUMOUR, ReportKind.DENIAL]


def test_a_fifth_is_written_in_arabic_and_kurdish_letters():
    shares = Counter(r.language for r in REPORTS)
    assert 0.1 < (shares["ar"] + shares["ckb"]) / len(REPORTS) < 0.35
    for report in REPORTS:
        letters = [c for c in report.body if c.isalpha()]
        arabic = sum(unicodedata.name(c).startswith("ARABIC") for c in letters) / len(letters)
        assert arabic == 0 if report.language == "en" else arabic == 1


def test_the_same_seed_gives_the_same_texts_and_another_seed_others():
    same, _ = write_reports(WEEKS, AREAS, 4, silent=SILENT)
    other, _ = write_reports(WEEKS, AREAS, 5, silent=SILENT)
    assert [r.text for r in same] == [r.text for r in REPORTS]
    assert [r.text for r in other] != [r.text for r in REPORTS]


def test_publication_can_be_cut_off():
    until = FIRST + timedelta(days=DAYS - 1)
    reports, truth = write_reports(WEEKS, AREAS, 4, until=until)
    assert max(r.published for r in reports) == until
    assert all(i.told_by for i in truth.incidents)


def test_a_given_notice_is_written_as_it_stands():
    notice = Notice(
        kind="warning",
        published=FIRST,
        areas=("iq-kirkuk",),
        outlet="ledger",
        title="A title",
        text="Said {publisher}.",
    )
    reports, truth = write_reports(WEEKS, AREAS, 4, [notice])
    (name,) = truth.notices[0].told_by
    text = next(r.text for r in reports if r.name == name)
    assert "\nA title\n" in text
    assert "\nSaid Mesopotamia Ledger.\n" in text


def test_a_world_without_election_never_speaks_of_a_vote():
    plain = simulate(WORLD.model_copy(update={"elections": ()}), FIRST, 10, 3)
    reports, truth = write_reports(plain, AREAS, 4)
    assert truth.notices
    assert {n.kind for n in truth.notices} <= {"warning", "threat", "directive", "measure"}
    told = {name for n in truth.notices for name in n.told_by}
    assert not any("elections on" in r.text for r in reports if r.name in told)


@pytest.mark.parametrize("kind", ["bombing", "shooting", "rocket", "drone", "shelling", "kidnapping", "arson"])
def test_there_are_ten_english_leads_for_each_type_of_attack(kind):
    leads = language("en").attacks[kind]["leads"]
    assert len(set(leads)) >= 10
    for code in ("ar", "ckb"):
        assert len(set(language(code).attacks[kind]["leads"])) >= 3
    for code in ("en", "ar", "ckb"):
        for lead in language(code).attacks[kind]["leads"]:
            assert {"place", "when", "toll"} <= slots_of(lead)


@pytest.mark.parametrize("kind", ["warning", "threat", "directive", "measure", "calendar"])
def test_there_are_ten_english_bodies_for_each_kind_of_notice(kind):
    assert len(set(language("en").notices[kind]["bodies"])) >= 10


@pytest.mark.parametrize(
    ("killed", "injured", "said"),
    [
        (0, 0, {", causing no casualties", " without causing casualties"}),
        (1, 0, {", killing one soldier", ", leaving one soldier dead"}),
        (2, 1, {", killing two soldiers and wounding one other", ", leaving two soldiers dead and one other wounded",
                ", killing two soldiers and injuring one other"}),
        (0, 12, {", wounding 12 soldiers", ", injuring 12 soldiers"}),
    ],
)  # fmt: skip
def test_english_tolls_agree_in_number(killed, injured, said):
    from random import Random

    assert {language("en").toll(killed, injured, "an army base", Random(i)) for i in range(30)} == said


@pytest.mark.parametrize(
    ("killed", "said"),
    [(1, "مقتل شخص واحد"), (2, "مقتل شخصين"), (3, "مقتل 3 أشخاص"), (11, "مقتل 11 شخصاً")],
)
def test_arabic_tolls_agree_in_number(killed, said):
    from random import Random

    assert said in language("ar").toll(killed, 0, "", Random(1))


def test_capital_slots_start_a_sentence():
    assert fill("{Source} said {source}", {"source": "a witness"}) == "A witness said a witness"
