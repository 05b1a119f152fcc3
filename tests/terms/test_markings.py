"""Markings are ordered by strictness and combine upward."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.terms.marking import Marking, combine

IN_ORDER = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
markings = st.sampled_from(list(Marking))


def test_order_is_that_of_tlp_2():
    assert [m.value for m in sorted(Marking)] == IN_ORDER


def test_amber_and_amber_strict_differ():
    assert Marking.AMBER < Marking.AMBER_STRICT
    assert not Marking.AMBER.admits(Marking.AMBER_STRICT)
    assert Marking.AMBER_STRICT.admits(Marking.AMBER)


@pytest.mark.parametrize(("audience", "record"), product(Marking, Marking))
def test_an_audience_sees_up_to_its_clearance(audience, record):
    assert audience.admits(record) == (IN_ORDER.index(record.value) <= IN_ORDER.index(audience.value))


@given(st.lists(markings), markings)
def test_combined_marking_is_never_below_any_source(sources, floor):
    combined = combine(sources, floor)
    assert all(combined >= m for m in [*sources, floor])
    assert combined in [*sources, floor]


@given(st.lists(markings), st.lists(markings))
def test_combining_in_parts_changes_nothing(left, right):
    assert combine([combine(left), combine(right)]) is combine([*left, *right])


def test_nothing_combined_is_the_floor():
    assert combine([]) is Marking.CLEAR
    assert combine([], Marking.AMBER) is Marking.AMBER


def test_label():
    assert Marking.AMBER_STRICT.label == "TLP:AMBER+STRICT"
