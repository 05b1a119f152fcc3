"""A figure of very many digits is passed over at once: expressions never try all the ways to part it."""

import pytest

from vedette.read import document, read
from vedette.read.roles.heads_en import counted


@pytest.mark.parametrize(
    ("words", "only"),
    [
        ("20 others", True),
        ("2,500", True),
        ("several", True),
        ("20 soldiers", False),
        ("2" * 4000 + " soldiers", False),
    ],
)
def test_words_that_are_but_a_number(words, only):
    assert counted(words) is only


def test_a_report_with_a_figure_of_many_digits_is_read():
    text = f"Blast in Kirkuk\n\nTigris Daily, 12 May 2031\n\nA bomb killed {'2' * 300} soldiers in Kirkuk on Monday, police said.\n"
    assert isinstance(read(document(text.encode(), "a.txt")), list)
