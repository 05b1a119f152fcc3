"""Several like attacks in one town on one day stay apart when the texts say that they differ."""

from datetime import date

import pytest

from vedette.picture import merge
from vedette.terms.report import PlaceRef, Report, Span, TimeRef

DAY = date(2031, 5, 9)
AS_OF = date(2031, 5, 12)


def incidents(reports, told, areas):
    return merge(reports, told, areas(), AS_OF).incidents


def at(told, start):
    text = told.evidence[0].text
    return told.model_copy(update={"evidence": (Span(start=start, end=start + len(text), text=text),)})


@pytest.mark.parametrize(
    "passage",
    [
        "a second bomb went off in Ramadi",
        "Another car bomb exploded in Ramadi",
        "In a separate attack in Ramadi a bomb went off",
        "وانفجرت عبوة ثانية في الرمادي",
        "تەقینەوەیەکی تر لە ڕومادی ڕوویدا",
    ],
)
def test_a_second_bomb_is_a_second_attack(report, claim, areas, passage):
    a = report("a")
    told = [claim("1", a, evidence="A bomb went off in Ramadi"), at(claim("2", a, evidence=passage), 300)]
    assert len(incidents([a], told, areas)) == 2


def test_the_second_attack_in_a_week_is_the_attack_itself(report, claim, areas):
    a = report("a")
    told = [
        claim("1", a, killed=2, evidence="A bomb went off in Ramadi"),
        at(claim("2", a, killed=2, evidence="it was the second bomb in Ramadi this week"), 300),
    ]
    assert len(incidents([a], told, areas)) == 1


def test_two_tolls_of_one_voice_are_two_attacks_unless_it_corrects_itself(report, claim, areas):
    a = report("a")
    first = claim("1", a, killed=1, evidence="a bomb in Ramadi killed one")
    apart = at(claim("2", a, killed=2, evidence="in Ramadi two died at the bridge"), 200)
    corrected = at(claim("2", a, killed=2, evidence="the toll in Ramadi rose to two"), 200)
    assert len(incidents([a], [first, apart], areas)) == 2
    assert len(incidents([a], [first, corrected], areas)) == 1


def test_the_hour_tells_two_bombs_of_one_day_apart(report, claim, areas):
    a, b = report("a"), report("b", "Karkh Post")

    def told(name, of, words):
        return claim(name, of, evidence=f"{name} told in Ramadi").model_copy(
            update={"time": TimeRef(start=DAY, end=DAY, text=words)}
        )

    assert len(incidents([a, b], [told("1", a, "Friday morning"), told("2", b, "early on Friday")], areas)) == 1
    assert len(incidents([a, b], [told("1", a, "Friday morning"), told("2", b, "Friday evening")], areas)) == 2
    clock = [
        claim("1", a, evidence="a bomb at 9:30 am in Ramadi"),
        claim("2", b, evidence="a blast in Ramadi at 10 a.m."),
    ]
    assert len(incidents([a, b], clock, areas)) == 1
    late = claim("2", b, evidence="a blast in Ramadi at 18:40")
    assert len(incidents([a, b], [clock[0], late], areas)) == 2


def test_days_that_are_named_are_not_one_day(report, claim, areas):
    a, b = report("a"), report("b", "Karkh Post")
    friday = claim("1", a, killed=2, evidence="two died in Ramadi as a bomb went off")
    saturday = claim("2", b, killed=2, day=date(2031, 5, 10), evidence="a bomb in Ramadi killed two")
    assert len(incidents([a, b], [friday, saturday], areas)) == 1
    named = [
        c.model_copy(update={"time": c.time.model_copy(update={"text": t})})
        for c, t in ((friday, "Friday"), (saturday, "Saturday"))
    ]
    assert len(incidents([a, b], named, areas)) == 2


def test_a_bare_claim_of_responsibility_stays_with_its_own_report(report, claim, areas):
    """The same formula in two reports does not join the two attacks that they tell."""
    a, b = report("a"), report("b", "Karkh Post")
    formula = "the group claimed responsibility for the attack in a statement"
    told = []
    passages = (
        "a bomb tore through the stalls of Ramadi",
        "in Ramadi an explosive device hit a column on the river road",
    )
    for name, of, where, killed, passage in (("1", a, "market", 3, passages[0]), ("2", b, "convoy", 1, passages[1])):
        told.append(claim(name, of, targets=(where,), killed=killed, evidence=passage))
        told.append(at(claim(f"{name}b", of, targets=(where,), evidence=formula), 200))
    assert sorted(i.sources for i in incidents([a, b], told, areas)) == [
        ("claim-1", "claim-1b"),
        ("claim-2", "claim-2b"),
    ]


def test_numbers_do_not_make_two_targets_one(report, claim, areas):
    a, b = report("a"), report("b", "Karkh Post")
    told = [
        claim("1", a, targets=("military post", "one soldier"), killed=1, injured=9, evidence="a bomb at the post"),
        claim("2", b, targets=("police station", "one policeman"), killed=1, injured=2, evidence="the station was hit"),
    ]
    assert len(incidents([a, b], told, areas)) == 2


@pytest.mark.parametrize("written", ["Ramdi", "Ramaddi", "Rammadi", "Er-Ramadi"])
def test_a_misspelt_town_is_the_town(areas, claim, report, written):
    a, b = report("a"), report("b", "Karkh Post")
    second = claim("2", b, killed=4, injured=2)
    second = second.model_copy(update={"places": (PlaceRef(text=written, precision="town"),)})
    found = incidents([a, b], [claim("1", a, killed=4, injured=2), second], areas)
    assert [i.area for i in found] == ["Ramadi"]


def test_a_row_of_a_table_joins_the_text_that_tells_the_same(report, claim, areas):
    text, row = report("a"), Report(id="report-row", publisher="UCDP", published=DAY, text="112,Iraq,Ramadi,2")
    coded = claim("2", row, type=None, killed=2, actors=("Government of Iraq", "IS")).model_copy(
        update={"reader": "table:ged-1"}
    )
    told = claim("1", text, killed=2, actors=("Daesh",))
    assert len(incidents([text, row], [told, coded], areas)) == 1
