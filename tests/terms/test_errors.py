"""Every message names the file, the record, the field, what was found and what would be right, on one line."""

import inspect

import pytest

from vedette.terms import errors
from vedette.terms.errors import FieldError, FormatError, InfeasibleError, InputError, VedetteError

SENTENCES = [
    (
        InputError("areas.csv", 3, "latitude", "144", "-90 to 90"),
        'areas.csv: line 3: latitude: found "144", expected -90 to 90',
    ),
    (
        FieldError("plan.json", "posts.harm[4]", None, -2.0, "0 or more"),
        "plan.json: posts.harm[4]: found -2.0, expected 0 or more",
    ),
    (FormatError("x.csv", expected="a file that exists"), "x.csv: expected a file that exists"),
    (FormatError("x.csv"), "x.csv: cannot be used"),
]


@pytest.mark.parametrize(("error", "sentence"), SENTENCES)
def test_sentence(error, sentence):
    assert str(error) == sentence


def test_a_long_or_broken_value_stays_one_short_line():
    text = str(FieldError("f", 1, "title", "a\nb" * 500, "a title"))
    assert "\n" not in text
    assert len(text) < 120


def test_every_error_has_one_root_and_stands_in_the_drawn_tree():
    drawn = inspect.getdoc(errors)
    for name in errors.__all__:
        assert issubclass(getattr(errors, name), VedetteError)
        assert name in drawn


def test_bad_input_exits_2_and_an_answer_of_no_exits_1():
    assert FormatError("f").exit_code == 2
    assert InfeasibleError("no deployment").exit_code == 1
