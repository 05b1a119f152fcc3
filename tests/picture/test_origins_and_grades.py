from datetime import date

import pytest

from vedette.picture import merge

AS_OF = date(2031, 5, 12)
STORY = (
    "A bomb went off near the market of Ramadi on Friday and two people were killed, a shopkeeper said. The street was "
    "closed for hours while the wounded were taken to hospital. It was the first such attack in the town since the "
    "winter, and traders said that they would keep their shops shut until the guards at the gate were doubled."
)


def only(picture):
    assert len(picture.incidents) == 1
    return picture.incidents[0]


def test_a_wire_copied_by_three_outlets_is_one_origin(report, claim, areas):
    reports = [
        report(str(n), name, text=f"{name}\n{STORY} {tail}")
        for n, (name, tail) in enumerate(
            [("Karkh Post", ""), ("Basra Now", "More soon."), ("Jazira Monitor", "Read on.")]
        )
    ]
    told = [claim(str(n), r, killed=2) for n, r in enumerate(reports)]
    incident = only(merge(reports, told, areas(), AS_OF))
    assert (incident.origins, len(incident.reports)) == (1, 3)
    assert str(incident.grade) == "C3"


def test_outlets_with_their_own_texts_are_independent(report, claim, areas):
    a, b = report("a", text=STORY), report("b", "Karkh Post", text="Quite another account of the blast at the bazaar.")
    incident = only(merge([a, b], [claim("1", a), claim("2", b)], areas(), AS_OF))
    assert incident.origins == 2
    assert str(incident.grade) == "C2"
    assert incident.attribution == ("Tigris Observer", "Karkh Post")


@pytest.mark.parametrize(
    "text",
    [
        "RAMADI (Northgate Wire) — A blast shook the market.",
        "A blast shook the market of the town.\nSource: Northgate Wire",
        "Northgate Wire | A blast shook the market of the town.",
    ],
)
def test_a_copy_that_credits_an_agency_has_the_agency_as_origin(report, claim, areas, text):
    wire = report("w", "Northgate Wire", text=STORY)
    copy = report("c", "Karkh Post", text=text)
    incident = only(merge([wire, copy], [claim("1", wire), claim("2", copy)], areas(), AS_OF))
    assert incident.origins == 1


def test_everybody_who_quotes_one_named_command_is_one_origin(report, claim, areas):
    reports = [report(str(n), f"Outlet {n}") for n in range(3)]
    told = [
        claim(str(n), r, voices=((f"Outlet {n}", "outlet"), ("Iraqi Security Media Cell", "command")))
        for n, r in enumerate(reports)
    ]
    incident = only(merge(reports, told, areas(), AS_OF))
    assert incident.origins == 1
    assert str(incident.grade) == "C2"
    assert incident.attribution[0] == "Iraqi Security Media Cell"


def test_unnamed_sources_of_two_outlets_rest_on_the_outlets(report, claim, areas):
    a, b = report("a"), report("b", "Karkh Post")
    told = [
        claim("1", a, voices=(("Tigris Observer", "outlet"), ("security source", None))),
        claim("2", b, voices=(("Karkh Post", "outlet"), ("a security source", None))),
    ]
    incident = only(merge([a, b], told, areas(), AS_OF))
    assert incident.origins == 2
    assert str(incident.grade) == "D2"


def test_independent_origins_one_of_them_official_confirm(report, claim, areas):
    a, b = report("a"), report("b", "Karkh Post")
    told = [claim("1", a), claim("2", b, voices=(("Karkh Post", "outlet"), ("Anbar Police Command", "command")))]
    incident = only(merge([a, b], told, areas(), AS_OF))
    assert str(incident.grade) == "C1"
    assert "one of them official" in incident.grade.reason


def test_a_report_without_any_source_cannot_be_judged(report, claim, areas):
    a = report("a", publisher="")
    assert str(only(merge([a], [claim("1", a)], areas(), AS_OF)).grade) == "F6"


def test_an_unconfirmed_occurrence_is_doubtful(report, claim, areas):
    a = report("a")
    assert str(only(merge([a], [claim("1", a, modality="possible")], areas(), AS_OF)).grade) == "C4"


def test_a_denial_stands_beside_the_incident_and_deletes_nothing(report, claim, areas):
    a, b = report("a"), report("b", "Ministry of Interior")
    told = [claim("1", a, killed=2), claim("2", b, modality="denied", type=None)]
    incident = only(merge([a, b], told, areas(), AS_OF))
    assert incident.denied_by == ("Ministry of Interior",)
    assert str(incident.grade) == "C5"
    assert incident.sources == ("claim-1", "claim-2")
    assert [f.source for f in incident.figures] == ["Tigris Observer"]


def test_a_weak_denial_of_a_well_founded_incident_changes_no_figure(report, claim, areas):
    a, b, c = report("a"), report("b", "Karkh Post"), report("c", "Hawar Times")
    told = [
        claim("1", a),
        claim("2", b, voices=(("Karkh Post", "outlet"), ("Anbar Police Command", "command"))),
        claim("3", c, modality="denied", voices=(("Hawar Times", "outlet"), ("Telegram channels", None))),
    ]
    incident = only(merge([a, b, c], told, areas(), AS_OF))
    assert incident.denied_by == ("Telegram channels",)
    assert str(incident.grade) == "C1"


def test_who_withdraws_no_longer_counts(report, claim, areas):
    a, b = report("a", "Civil Defence of Anbar"), report("b", "Civil Defence of Anbar", day=date(2031, 5, 11))
    incident = only(merge([a, b], [claim("1", a), claim("2", b, modality="denied")], areas(), AS_OF))
    assert str(incident.grade).endswith("5")
    assert "withdrawn" in incident.grade.reason


def test_a_denial_of_what_nobody_said_is_no_incident(report, claim, areas):
    a = report("a")
    assert merge([a], [claim("1", a, modality="denied")], areas(), AS_OF).incidents == ()


def test_a_denial_of_another_day_is_not_attached(report, claim, areas):
    a, b = report("a"), report("b", "Ministry of Interior")
    told = [claim("1", a), claim("2", b, modality="denied", day=date(2031, 4, 20))]
    assert only(merge([a, b], told, areas(), AS_OF)).denied_by == ()


def test_contradicting_tolls_stand_side_by_side(report, claim, areas):
    a, b, c = report("a"), report("b", "Karkh Post"), report("c", "Karkh Post", day=date(2031, 5, 11))
    told = [
        claim("1", a, killed=2, injured=9, targets=("market",)),
        claim("2", b, killed=3, injured=9, targets=("market",)),
        claim("3", c, killed=3, injured=9, targets=("market",)),
    ]
    figures = only(merge([a, b, c], told, areas(), AS_OF)).figures
    assert {(f.source, f.casualties.killed) for f in figures} == {("Tigris Observer", 2), ("Karkh Post", 3)}
    assert len(figures) == 2


def test_a_later_weaker_source_does_not_overwrite_a_stronger_one(report, claim, areas):
    strong = report("a", "Anbar Police Command", day=date(2031, 5, 9))
    weak = report("b", "Hawar Times", day=date(2031, 5, 12))
    told = [
        claim("1", strong, type="bombing", killed=2),
        claim(
            "2",
            weak,
            type="rocket",
            killed=2,
            voices=(("Hawar Times", "outlet"), ("Telegram channels", None)),
            confidence=0.9,
        ),
    ]
    incident = only(merge([strong, weak], told, areas(), AS_OF))
    assert incident.type == "bombing"
    assert incident.grade.reliability == "B"
    assert incident.attribution[0] == "Anbar Police Command"


def test_who_threatens_is_not_the_source_of_the_threat(report, claim, areas):
    a = report("a")
    told = claim(
        "1", a, kind="threat", modality="threatened", type=None, actors=("Ashab al-Wadi",),
        voices=(("Tigris Observer", "outlet"), ("Ashab al-Wadi", None)),
    )  # fmt: skip
    threat = merge([a], [told], areas(), AS_OF).threats[0]
    assert str(threat.grade) == "C3"
    assert threat.actors == ("Ashab al-Wadi",)


def test_only_a_source_of_equal_weight_cancels_an_event(report, claim, areas):
    a = report("a", "Electoral Commission of Iraq")
    rumour, notice = report("b", "Hawar Times"), report("c", "Electoral Commission of Iraq", day=date(2031, 5, 11))
    planned = claim("1", a, kind="calendar", type="election", modality="planned", day=date(2031, 5, 20))
    weak = claim(
        "2", rumour, kind="calendar", type="election", modality="denied", day=date(2031, 5, 20),
        voices=(("Hawar Times", "outlet"), ("Telegram channels", None)),
    )  # fmt: skip
    strong = claim("3", notice, kind="calendar", type="election", modality="denied", day=date(2031, 5, 20))
    held = merge([a, rumour], [planned, weak], areas(), AS_OF).events
    assert [e.denied_by for e in held] == [()]
    assert "Telegram channels" in held[0].grade.reason
    called_off = merge([a, rumour, notice], [planned, weak, strong], areas(), AS_OF).events
    assert [e.denied_by for e in called_off] == [("Electoral Commission of Iraq",)]


def test_a_group_that_threatens_is_a_weak_source_of_anything_else(report, claim, areas):
    a = report("a")
    voices = (("Tigris Observer", "outlet"), ("Gravel Brigade", None))
    threat = claim("1", a, kind="threat", modality="threatened", type=None, actors=("Gravel Brigade",), voices=voices)
    vote = claim("2", a, kind="calendar", type="election", modality="planned", day=date(2031, 5, 20), voices=voices)
    picture = merge([a], [threat, vote], areas(), AS_OF)
    assert str(picture.threats[0].grade) == "C3"
    assert str(picture.events[0].grade) == "E4"


def test_a_group_in_brackets_is_no_agency(report, claim, areas):
    a = report("a", text="Kurdistan Workers' Party (PKK) - linked posts spoke of a blast in Ramadi.")
    assert only(merge([a], [claim("1", a)], areas(), AS_OF)).attribution == ("Tigris Observer",)


def test_what_only_a_language_model_reads_cannot_be_judged(report, claim, areas):
    a = report("a")
    alone = only(merge([a], [claim("1", a, reader="language-model")], areas(), AS_OF))
    assert alone.grade.credibility == "6"
    assert alone.grade.rules[1] == "credibility.only-proposed"


def test_a_language_model_adds_no_origin_to_what_was_read(report, claim, areas):
    a, b = report("a", text=STORY), report("b", "Karkh Post", text="Quite another account of the blast at the bazaar.")
    told = [claim("1", a), claim("2", b, reader="language-model")]
    incident = only(merge([a, b], told, areas(), AS_OF))
    assert (incident.origins, str(incident.grade)) == (1, "C3")
