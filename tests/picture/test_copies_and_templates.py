"""A wire that was edited is a copy; yesterday's form with today's figures is none."""

from datetime import date, timedelta

import pytest

from vedette.picture import duplicates

DAY = date(2031, 5, 9)
STORY = (
    "A bomb went off near the market of Ramadi on Friday and two people were killed, a shopkeeper said. The street was "
    "closed for hours while the wounded were taken to hospital. It was the first such attack in the town since the "
    "winter, and traders said that they would keep their shops shut until the guards at the gate were doubled. The "
    "governor promised an inquiry and asked the drivers of the town to use the northern road until the bridge is free."
)
DIGEST = (
    "Daily summary of the operations room. In the past day the forces of the governorate carried out {patrols} patrols and "
    "searched {houses} houses in the quarters along the river. They seized {rifles} rifles and defused {bombs} bombs that "
    "had been left from earlier fighting near the old railway. {hurt} civilians were wounded when a remnant of war went off "
    "in a field, and they were brought to the hospital of the district. Checkpoints on the northern road stay as they are, "
    "and the bridge is open to light traffic from six in the morning until the evening prayer on all days of the week."
)
YESTERDAY = {"patrols": "41", "houses": "112", "rifles": "seven", "bombs": "three", "hurt": "two"}
TODAY = {"patrols": "38", "houses": "97", "rifles": "four", "bombs": "nine", "hurt": "five"}


@pytest.mark.parametrize(
    "text",
    [
        f"Ramadi market hit by blast\n\nRAMADI, May 10 - {STORY}",
        STORY[: int(len(STORY) * 0.7)],
        f"الرمادي (وكالة النهر)\n\n{STORY}\n\nRead more on our pages.",
        STORY.replace("went off", "exploded").replace("promised", "announced"),
        STORY.replace("two people", "five people"),
    ],
    ids=["headline and line of date", "end cut", "line of date in another language", "words exchanged", "toll updated"],
)
def test_an_edited_wire_is_a_copy(report, text):
    wire = report("a", "Meridian Wire", DAY, f"MERIDIAN WIRE - {STORY}")
    paper = report("b", "Karkh Post", DAY + timedelta(days=1), text)
    assert duplicates([wire, paper])[paper.id] == wire.id


def test_the_digest_of_the_next_day_is_no_copy(report):
    one = report("a", "Anbar Police", DAY, DIGEST.format(**YESTERDAY))
    other = report("b", "Anbar Police", DAY + timedelta(days=1), DIGEST.format(**YESTERDAY | {"bombs": "nine"}))
    assert set(duplicates([one, other]).values()) == {one.id, other.id}


def test_the_same_form_filled_in_by_two_offices_is_no_copy(report):
    one = report("a", "Anbar Police", DAY, DIGEST.format(**YESTERDAY))
    other = report("b", "Nineveh Police", DAY, DIGEST.format(**TODAY))
    assert set(duplicates([one, other]).values()) == {one.id, other.id}


def test_a_digest_printed_by_a_paper_is_a_copy_of_its_own_day(report):
    days = [
        report(str(n), "Anbar Police", DAY + timedelta(days=n), DIGEST.format(**f))
        for n, f in enumerate((YESTERDAY, TODAY))
    ]
    paper = report(
        "9", "Karkh Post", DAY + timedelta(days=1), f"Police count their patrols\n\n{DIGEST.format(**TODAY)}"
    )
    assert duplicates([*days, paper])[paper.id] == days[1].id


def test_a_month_of_digests_is_a_month_of_originals(report):
    digests = [
        report(
            f"{n:02}", "Anbar Police", DAY + timedelta(days=n), DIGEST.format(**{k: str(n * 7 + len(k)) for k in TODAY})
        )
        for n in range(30)
    ]
    assert duplicates(digests) == {r.id: r.id for r in digests}


def test_a_report_handed_in_twice_is_the_one_that_was_retrieved_first(report):
    first = report("a", text=STORY, retrieved="2031-05-10T06:00:00Z")
    again = first.model_copy(update={"retrieved": None})
    other = report("b", text=STORY, retrieved="2031-05-10T07:00:00Z")
    assert (
        duplicates([again, other, first])
        == duplicates([first, again, other])
        == {first.id: first.id, other.id: first.id}
    )
