"""What stands above a report: stamps, labels, sections and bylines are told apart from its title and its publisher."""

from datetime import date

import pytest

from vedette.exercise import load
from vedette.read import document

BODY = "A roadside bomb hit an army patrol near Hawija on Sunday, wounding two soldiers, police said."


def test_every_report_of_the_shipped_exercise_has_its_title_publisher_and_day():
    exercise = load("two_weeks")
    for fact in exercise.truth.reports:
        report = document(exercise.files[f"reports/{fact.name}"], fact.name)
        assert (report.title, report.publisher, report.published, report.language) == (
            fact.title,
            fact.publisher,
            fact.published,
            fact.language,
        )


@pytest.mark.parametrize(
    "banner",
    [
        "EXERCISE EXERCISE EXERCISE",
        "Drill drill drill",
        "FOR TRAINING PURPOSES ONLY",
        "EMBARGOED",
        "BLUE MOUNTAIN",
        "تمرين تمرين تمرين",
        "ڕاهێنان ڕاهێنان ڕاهێنان",
    ],
)
def test_a_stamp_above_and_below_is_neither_title_nor_publisher(banner):
    text = f"{banner}\n\nBomb near Hawija\n\nTigris Daily, 12 May 2031\n\n{BODY}\n\n{banner}\n"
    report = document(text.encode(), "a.txt")
    assert (report.title, report.publisher, report.published) == (
        "Bomb near Hawija",
        "Tigris Daily",
        date(2031, 5, 12),
    )


def test_a_stamp_before_a_short_headline_and_no_byline_leaves_the_publisher_open():
    report = document(f"EXERCISE EXERCISE EXERCISE\n\nCalm in Hit\n\n{BODY}\n".encode(), "a.txt")
    assert (report.title, report.publisher) == ("Calm in Hit", "")


@pytest.mark.parametrize(
    ("head", "title", "publisher"),
    [
        ("River Ledger\nMARKETS | 19 January 2031\n\nOil falls for a third day", "Oil falls for a third day", "River Ledger"),
        ("Border Weekly (online) 27.01.2031\n\nTwo hurt on mountain road", "Two hurt on mountain road", "Border Weekly"),
        ("Hill Post -- Tuesday 30/1/2031\n\nGang robs jeweller, two held", "Gang robs jeweller, two held", "Hill Post"),
        (
            "Embassy of Valdenia, Baghdad\nSecurity alert for travellers\n2 January 2031\n\nLocation: Baghdad",
            "Security alert for travellers",
            "Embassy of Valdenia",
        ),
        ("Grid Monitor / 3 April 2031\nSUBJ: PYLONS DOWN", "PYLONS DOWN", "Grid Monitor"),
    ],
)  # fmt: skip
def test_sections_and_labels_are_not_publishers(head, title, publisher):
    report = document(f"{head}\n\n{BODY}\n".encode(), "a.txt")
    assert (report.title, report.publisher) == (title, publisher)


def test_a_paper_that_prints_wire_copy_is_its_publisher_and_its_own_date_stands_above_the_dateline():
    text = (
        "Bomb near Hawija\n\nTigris Daily, 13 May 2031\nFrom Harbour Wire\n\n"
        f"KIRKUK, Iraq, May 12 (Harbour Wire) - {BODY}\n"
    )
    report = document(text.encode(), "a.txt")
    assert (report.publisher, report.published) == ("Tigris Daily", date(2031, 5, 13))


def test_a_wire_report_without_a_byline_is_the_agencys_on_its_datelines_day():
    text = f"Bomb near Hawija\n\nKIRKUK, Iraq, 12 May 2031 (Harbour Wire) - {BODY}\n"
    report = document(text.encode(), "a.txt")
    assert (report.publisher, report.published) == ("Harbour Wire", date(2031, 5, 12))


def test_a_headline_that_names_a_day_stays_the_headline():
    text = f"Provincial elections on 12 May\n\nTigris Daily, 4 May 2031\n\n{BODY}\n"
    report = document(text.encode(), "a.txt")
    assert (report.title, report.published) == ("Provincial elections on 12 May", date(2031, 5, 4))
