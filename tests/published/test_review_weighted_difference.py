"""The worked example of Wheeler and Ratcliffe (2018), Crime Science 7:11: -118 crimes, standard error 39.6, z -2.98."""

import pytest

from vedette.review.weighted_difference import BeforeAfter, weighted_displacement_difference


def test_the_worked_example_gives_the_published_answer():
    answer = weighted_displacement_difference(
        treated=BeforeAfter(207, 110),
        control=BeforeAfter(308, 318),
        ring=BeforeAfter(178, 157),
        control_ring=BeforeAfter(150, 140),
    )
    assert answer.difference == -118
    assert answer.standard_error == pytest.approx(39.6, abs=0.05)
    assert answer.z == pytest.approx(-2.98, abs=0.005)


def test_nothing_counted_has_no_answer():
    with pytest.raises(ValueError, match="1 or more"):
        weighted_displacement_difference(*[BeforeAfter(0, 0)] * 4)
