"""A country knows its leaves, what lies in an area, and who is near whom."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from vedette.terms.country import Country, Mandate
from vedette.terms.places import Area, AreaKind, LocalName


def area(name, parent=None, latitude=33.0, kind=AreaKind.TOWN):
    return Area(id=name, name=LocalName(en=name), kind=kind, parent=parent, latitude=latitude, longitude=44.0)


COUNTRY = Country(
    areas=(
        area("iq"),
        area("anbar", "iq"),
        area("hit", "anbar", 33.6),
        area("ana", "anbar", 34.4),
        area("basra", "iq", 30.5),
    )
)


def test_leaves_hold_no_other_area():
    assert [leaf.id for leaf in COUNTRY.leaves] == ["hit", "ana", "basra"]
    assert COUNTRY.table["area"].to_list() == ["hit", "ana", "basra"]


def test_what_lies_below_an_area():
    assert COUNTRY.below("anbar") == ("hit", "ana")
    assert set(COUNTRY.below("iq")) == {"hit", "ana", "basra"}
    assert COUNTRY.below("hit") == ("hit",)
    assert COUNTRY.below("atlantis") == ()


def test_neighbours_leave_the_area_itself_out():
    assert COUNTRY.neighbours(100) == [[1], [0], []]
    assert COUNTRY.neighbours(10) == [[], [], []]


def test_a_mandate_needs_two_persons() -> None:
    held = {
        "now": datetime(2031, 5, 1, tzinfo=UTC),
        "first": date(2031, 5, 1),
        "days": 7,
        "command": "Command",
        "author": "A. Karim",
        "exercise": "Drill",
        "shares": (b"0" * 16,),
    }
    assert Mandate(**held, approver="B. Karim").approver == "B. Karim"
    with pytest.raises(ValidationError, match="two named persons"):
        Mandate(**held, approver=" a. KARIM")
