"""Records are frozen, refuse what they do not know, and keep instants in UTC."""

import math
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from vedette.terms.marking import Marking
from vedette.terms.places import Area, LocalName, Post
from vedette.terms.record import UtcTime, record_id
from vedette.terms.report import Claim, Report, Span, TimeRef

HIT = {"report": "r1", "kind": "attack", "modality": "happened", "evidence": [{"start": 0, "end": 4, "text": "hit!"}]}

WRONG = [
    (Area, {"id": "a", "name": {"en": "A"}, "latitude": 144, "longitude": 44}, "latitude"),
    (Area, {"id": "a", "name": {"en": "A"}, "latitude": 33, "longitude": math.nan}, "longitude"),
    (Area, {"id": "", "name": {"en": "A"}, "latitude": 33, "longitude": 44}, "id"),
    (Post, {"id": "p", "area": "a", "name": {"en": "P"}, "latitude": 33, "longitude": 44, "harm": -1}, "harm"),
    (Post, {"id": "p", "area": "a", "name": {"en": "P"}, "latitude": 33, "longitude": 44, "max_units": 0}, "max_units"),
    (Claim, HIT | {"id": "c", "evidence": []}, "evidence"),
    (Claim, HIT | {"id": "c", "confidence": 1.5}, "confidence"),
    (Claim, HIT | {"id": "c", "mood": "grim"}, "mood"),
    (Claim, HIT | {"id": "c", "kind": "rumour"}, "kind"),
    (Report, {"id": "r", "retrieved": "2031-05-01T06:00:00"}, "retrieved"),
    (Report, {"id": "r", "marking": "PURPLE"}, "marking"),
]


@pytest.mark.parametrize(("record", "fields", "blamed"), WRONG)
def test_a_wrong_field_is_named(record, fields, blamed):
    with pytest.raises(ValidationError) as caught:
        record.model_validate(fields)
    assert blamed in {str(error["loc"][0]) for error in caught.value.errors()}


def test_a_record_cannot_be_changed():
    claim = Claim.model_validate(HIT | {"id": "c"})
    with pytest.raises(ValidationError):
        claim.modality = "denied"
    assert isinstance(claim.evidence, tuple)


def test_a_claim_survives_the_way_through_json():
    claim = Claim.model_validate(HIT | {"id": "c", "marking": "AMBER+STRICT", "time": {"start": "2031-05-04"}})
    assert Claim.model_validate_json(claim.model_dump_json()) == claim
    assert claim.marking is Marking.AMBER_STRICT


def test_a_span_has_the_length_of_its_text():
    with pytest.raises(ValidationError, match="length"):
        Span(start=3, end=5, text="hit")


def test_a_time_does_not_end_before_it_starts():
    with pytest.raises(ValidationError, match="before"):
        TimeRef(start=date(2031, 5, 4), end=date(2031, 5, 3))


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_instants_are_kept_in_utc(naive, minutes):
    local = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    kept = TypeAdapter(UtcTime).validate_python(local)
    assert kept == local
    assert kept.tzinfo is UTC


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_equal_parts_and_only_they_give_equal_ids(left, right):
    assert (record_id("x", *left) == record_id("x", *right)) == (left == right)


def test_parts_cannot_run_together():
    assert record_id("x", "ab", "c") != record_id("x", "a", "bc")


def test_missing_names_are_empty_not_invented():
    assert LocalName(en="Hit").ar == ""
