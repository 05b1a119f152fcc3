"""Four eyes rest on telling two persons from one name written twice."""

import pytest

from vedette.terms.persons import same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A. Karim", "a. karim"),
        ("A. Karim", "  A.\tKarim "),
        ("A. Karim", "Ａ. Karim"),  # full width
        ("A. Karim", "A.\u00a0Kar\u200bim"),  # a hard blank, and one of no width
        ("كريم", "كر\u200cيم"),
        ("A. Karim", ""),
        ("\u200b", "A. Karim"),
    ],
)
def test_one_person_does_not_become_two(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


def test_two_persons_are_two() -> None:
    assert not same_person("A. Karim", "B. Karim")
