"""Heads of English reports that give their day in another language or era, or say when they first appeared."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.read.inputs.document import document
from vedette.read.inputs.other_years import days_in_other_tongues


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Bamako, le 7 février 2022", date(2022, 2, 7)),
        ("Mercredi 1er décembre 2021 - English edition", date(2021, 12, 1)),
        ("Maputo, 14 de março de 2021", date(2021, 3, 14)),
        ("19 Ağustos 2016 Cuma", date(2016, 8, 19)),
        ("Sabtu, 3 Mei 2014", date(2014, 5, 3)),
        ("12 August 2567 BE", date(2024, 8, 12)),
        ("Thursday 5 January 2560", date(2017, 1, 5)),
    ],
)
def test_a_head_in_another_tongue_gives_its_day(line: str, day: date) -> None:
    text = (
        f"Sahel Courier\n{line}\n\nTwo guards hurt at the mill\n\nGunmen fired at the mill yesterday, the mayor said.\n"
    )
    assert days_in_other_tongues(line) == [day]
    assert document(text.encode(), "report.txt").published == day


@pytest.mark.parametrize("line", ["31 février 2022", "7 Gorgonzola 2022", "5 May 2024 BE", "in March 2021", "25 2021"])
def test_what_is_no_day_gives_none(line: str) -> None:
    assert days_in_other_tongues(line) == []


@given(st.text(max_size=60))
def test_any_line_is_read(line: str) -> None:
    assert all(isinstance(day, date) for day in days_in_other_tongues(line))


@pytest.mark.parametrize("words", ["first appeared on", "was originally published on", "first ran on"])
def test_a_page_from_the_archive_has_the_day_on_which_it_first_appeared(words: str) -> None:
    page = (
        '<html lang="en"><head><title>Mill burned down | Hill Post</title></head><body><div>Monday 4 May 2026</div>'
        f"<p class='note'>From the archive. This report {words} 2 May 2019.</p><article><h1>Mill burned down</h1>"
        "<p>Gunmen burned down a mill near Kirkuk on Wednesday, the police said. Nobody was hurt in the fire.</p>"
        "<p>The owner had been threatened twice, his brother said on Thursday.</p></article></body></html>"
    )
    assert document(page.encode(), "page.html").published == date(2019, 5, 2)
