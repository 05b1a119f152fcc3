"""Alerts that Vedette emits: in three languages, never above the audience, never actual in an exercise, always right."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from vedette.publish import audience_named, cap_alert, cap_check, cap_reference
from vedette.terms.errors import FieldError, MarkingError, RuleError
from vedette.terms.marking import Marking
from vedette.terms.places import LocalName
from vedette.terms.publication import PublicationStatus

ACTUAL, EXERCISE = PublicationStatus.ACTUAL, PublicationStatus.EXERCISE
CAP = {"c": "urn:oasis:names:tc:emergency:cap:1.2"}
XSD = Path(__file__).parents[2].parent / "shared" / "data" / "cap" / "CAP-v1.2.xsd"


def alert(made: SimpleNamespace, **parts: Any) -> bytes:
    held: dict[str, Any] = {
        "postures": [made.posture()],
        "areas": [made.area()],
        "outlines": made.collection(made.square()),
        "status": ACTUAL,
        "sender": "ops@example.org",
        "sent": made.now,
    }
    held.update(parts)
    return cap_alert(held.pop("postures"), held.pop("areas"), held.pop("outlines"), **held)


def texts(raw: bytes, path: str) -> list[str]:
    return [element.text for element in etree.fromstring(raw).findall(path, CAP)]


def test_one_block_per_language_with_the_same_codes(made: SimpleNamespace) -> None:
    raw = alert(made)
    assert texts(raw, "c:info/c:language") == ["en", "ar", "ckb"]
    assert texts(raw, "c:info/c:severity") == ["Severe"] * 3
    assert texts(raw, "c:info/c:area/c:areaDesc") == ["Area G1", "بغداد", "هەولێر ێ ۆ ڵ ڕ"]
    assert texts(raw, "c:info/c:area/c:polygon")[0].split()[0] == "33.0000,44.0000"
    assert len(set(texts(raw, "c:info/c:instruction"))) == 3


def test_times_are_local_and_expiry_is_that_of_the_posture(made: SimpleNamespace) -> None:
    raw = alert(made)
    assert texts(raw, "c:sent") == ["2031-05-01T09:00:00+03:00"]
    assert texts(raw, "c:info/c:expires")[0] == "2031-05-04T09:00:00+03:00"
    assert texts(alert(made, areas=[made.area(zone="UTC")]), "c:sent") == ["2031-05-01T06:00:00-00:00"]


def test_an_exercise_says_so_in_status_note_and_every_headline(made: SimpleNamespace) -> None:
    raw = alert(made, status=EXERCISE, exercise="Blue Moon")
    assert texts(raw, "c:status") == ["Exercise"]
    assert "Blue Moon" in texts(raw, "c:note")[0]
    assert all(
        word in line
        for word, line in zip(("EXERCISE", "تمرين", "ڕاهێنان"), texts(raw, "c:info/c:headline"), strict=True)
    )


@pytest.mark.parametrize(("status", "exercise"), [(ACTUAL, "Blue Moon"), (EXERCISE, None), (EXERCISE, " \u202e")])
def test_status_and_exercise_cannot_contradict_each_other(
    made: SimpleNamespace, status: PublicationStatus, exercise: str | None
) -> None:
    with pytest.raises(RuleError, match="exercise"):
        alert(made, status=status, exercise=exercise)


def test_a_proposal_never_leaves_as_an_actual_alert(made: SimpleNamespace) -> None:
    proposal = made.posture(approved_by=None)
    with pytest.raises(RuleError, match="approve"):
        alert(made, postures=[proposal])
    assert texts(alert(made, postures=[proposal], status=EXERCISE, exercise="Blue"), "c:status") == ["Exercise"]


def test_what_the_audience_may_not_see_is_left_out(made: SimpleNamespace) -> None:
    areas = [made.area(), made.area("G2")]
    held = [made.posture(), made.posture("G2", marking=Marking.GREEN)]
    assert len(texts(alert(made, postures=held, areas=areas), "c:info")) == 3
    partner = alert(made, postures=held, areas=areas, audience=audience_named("partner"))
    assert "G2" in partner.decode()
    assert texts(partner, "c:scope") == ["Restricted"]
    with pytest.raises(MarkingError):
        alert(made, postures=held[1:], areas=areas)
    with pytest.raises(MarkingError):
        alert(made, areas=[made.area(marking=Marking.GREEN)])


def test_an_area_without_a_right_outline_becomes_a_circle(made: SimpleNamespace) -> None:
    crossing = made.square()
    crossing["geometry"]["coordinates"] = [[[44, 33], [45, 34], [45, 33], [44, 34], [44, 33]]]
    for outlines in (None, made.collection(crossing)):
        raw = alert(made, outlines=outlines)
        assert texts(raw, "c:info/c:area/c:polygon") == []
        assert texts(raw, "c:info/c:area/c:circle")[0] == "33.5000,44.5000 60"


def test_an_unknown_area_is_never_told_as_calm(made: SimpleNamespace) -> None:
    raw = alert(made, postures=[made.posture(level=1, unknown_since=made.now.date())])
    assert set(texts(raw, "c:info/c:certainty")) == {"Unknown"}
    assert "does not mean that it is safe" in texts(raw, "c:info/c:description")[0]


def test_update_and_cancel_follow_an_earlier_alert(made: SimpleNamespace) -> None:
    first = alert(made)
    later = made.now + timedelta(minutes=5)
    for kind in ("Update", "Cancel"):
        raw = alert(made, sent=later, message=kind, references=[cap_reference(first)], reason="Sent in error.")
        assert texts(raw, "c:references") == [cap_reference(first)]
        assert cap_check(raw, later).ok
        with pytest.raises(RuleError, match="reference"):
            alert(made, sent=later, message=kind)
    assert "Sent in error." in raw.decode()


def test_a_long_list_of_names_fits_the_headline(made: SimpleNamespace) -> None:
    many = [made.area(f"G{n}") for n in range(30)]
    raw = alert(made, postures=[made.posture(f"G{n}") for n in range(30)], areas=many)
    assert all(len(text) <= 160 for text in texts(raw, "c:info/c:headline"))
    assert "more" in texts(raw, "c:info/c:headline")[0]


def test_bad_requests_are_refused(made: SimpleNamespace) -> None:
    with pytest.raises(FieldError, match="sender"):
        alert(made, sender="duty officer")
    with pytest.raises(RuleError, match="expired"):
        alert(made, postures=[made.posture(expires=made.now)])
    with pytest.raises(FieldError, match="alert"):
        cap_reference(b"<x/>")


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\ufeff\u2060", "<", "\x85", "\u202e"])
def test_a_name_that_nobody_can_see_is_replaced(made: SimpleNamespace, name: str) -> None:
    raw = alert(made, areas=[made.area(name=LocalName(en=name, ar=name, ckb=name))])
    assert all(text.strip() for text in texts(raw, "c:info/c:area/c:areaDesc"))


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_that_is_emitted_fails_our_own_check(made: SimpleNamespace, data: st.DataObject) -> None:
    check_emitted(made, data, None)


@pytest.mark.shared
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_everything_that_is_emitted_is_valid_by_the_oasis_schema(made: SimpleNamespace, data: st.DataObject) -> None:
    if not XSD.exists():
        pytest.skip("../shared/data/cap is absent")
    check_emitted(made, data, etree.XMLSchema(etree.parse(XSD)))


def check_emitted(made: SimpleNamespace, data: st.DataObject, schema: Any) -> None:
    ids = data.draw(st.lists(made.anything.filter(lambda text: text != ""), min_size=1, max_size=4, unique=True))
    exercise = data.draw(st.none() | st.just("Blue & <b>Moon</b>"))
    rings = data.draw(made.coordinates)
    outline = {"type": "Feature", "id": ids[0], "geometry": {"type": "Polygon", "coordinates": [rings]}}
    raw = alert(
        made,
        postures=[data.draw(made.postures(area)) for area in ids],
        areas=[data.draw(made.areas(area)) for area in ids],
        outlines=made.collection(outline),
        status=EXERCISE if exercise else ACTUAL,
        exercise=exercise,
        sender_name=data.draw(made.anything),
    )
    result = cap_check(raw, made.now)
    assert result.ok, result.violations
    assert not result.warnings, result.warnings
    if schema is not None:
        assert schema.validate(etree.fromstring(raw)), schema.error_log
