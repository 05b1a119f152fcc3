"""Word pieces are those of the encoder's own vocabulary; the numbers below are what the library tokenizers gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.read.model.encoder.pieces import pieces
from vedette.read.model.encoder.windows import LONGEST, stretches

KNOWN = [
    ("Gunmen attacked the Baqubah checkpoint.", [28932, 4457, 1996, 8670, 28940, 24206, 26520, 1012]),
    ("naïve Café — “quoted”", [15743, 7668, 1517, 1523, 9339, 1524]),
    (
        "GUERRILLAS [FMLN] killed 3.5% of T-55s",
        [26955, 1031, 4718, 19666, 1033, 2730, 1017, 1012, 1019, 1003, 1997, 1056, 1011, 4583, 2015],
    ),
    ("قُتل أربعة", [1292, 29817, 23673, 1270, 17149, 29816, 29830, 19433]),
    ("中文 text", [1746, 1861, 3793]),
    ("x\u200by \x00z", [1060, 2100, 1062]),
    ("   ", []),
]


@pytest.mark.parametrize(("text", "numbers"), KNOWN)
def test_numbers_are_those_of_the_library(text, numbers):
    assert pieces(text)[0].tolist() == numbers


def test_offsets_point_to_the_letters_as_written():
    text = "GUNMEN hit Baqubah."
    _, offsets = pieces(text)
    assert [text[a:b] for a, b in offsets.tolist()] == ["GUNMEN", "hit", "Ba", "qu", "bah", "."]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_offsets_within_it_in_order(text):
    numbers, offsets = pieces(text)
    assert len(numbers) == len(offsets)
    assert ((offsets[:, 0] >= 0) & (offsets[:, 1] <= len(text)) & (offsets[:, 0] <= offsets[:, 1])).all()
    assert (np.diff(offsets[:, 0]) >= 0).all()


@pytest.mark.parametrize("count", [0, 1, LONGEST - 2, LONGEST - 1, 5 * LONGEST])
def test_windows_cover_every_piece_once_and_fit(count):
    text = "word. " * count
    offsets = np.array([(6 * i, 6 * i + 4) for i in range(count)], np.int32).reshape(-1, 2)
    ranges = stretches(text, offsets)
    assert [i for first, last in ranges for i in range(first, last)] == list(range(count))
    assert all(last - first <= LONGEST - 2 for first, last in ranges)
