"""What a follower remembers: what it has read, when to ask again, and who is silent."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from vedette.store.feeds import Source
from vedette.store.following import read_memory
from vedette.terms.errors import FetchError, FormatError, VersionError

NOW = datetime(2031, 5, 12, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Source(
    name="Tigris Daily", url="https://tigris.example/rss", every=timedelta(minutes=15), expected_gap=6 * HOUR
)


@pytest.fixture
def memory(tmp_path):
    return read_memory(tmp_path / "state.json", random.Random(1))


def _again(memory):
    memory.save()
    return read_memory(memory.path, random.Random(1))


def _error(**facts):
    return FetchError(SOURCE.url, "status 503", "200", again=True, status=503, **facts)


def test_what_was_read_is_known_after_a_restart(memory):
    memory.read(SOURCE, "a", NOW)
    memory.answered(SOURCE, NOW, '"e"', "Mon", ["a"], NOW)
    memory = _again(memory)
    assert memory.fresh(SOURCE, ["a", "b", "b"]) == ["b"]
    assert (memory.of(SOURCE).etag, memory.of(SOURCE).modified) == ('"e"', "Mon")
    assert not memory.is_due(SOURCE, NOW + timedelta(minutes=14))
    assert memory.is_due(SOURCE, NOW + timedelta(minutes=15))


def test_marks_are_not_kept_while_an_item_is_unread_or_it_would_never_come_again(memory):
    memory.read(SOURCE, "a", NOW)
    memory.answered(SOURCE, NOW, '"e"', "Mon", ["a", "b"], NOW)
    assert (memory.of(SOURCE).etag, memory.of(SOURCE).modified) == ("", "")


def test_items_that_have_left_the_feed_are_forgotten_after_a_while_and_those_in_it_never(memory):
    for key in ("old", "kept"):
        memory.read(SOURCE, key, NOW)
    later = NOW + timedelta(days=60)
    memory.answered(SOURCE, later, "", "", ["kept"], later)
    assert memory.fresh(SOURCE, ["old", "kept"]) == ["old"]


def test_waits_grow_with_failures_are_spread_and_end_with_an_answer(memory):
    waits = []
    for _ in range(8):
        memory.failed(SOURCE, NOW, _error())
        waits.append((memory.of(SOURCE).next - NOW).total_seconds())
    for number, wait in enumerate(waits):
        base = min(900 * 2**number, 21600)
        assert 0.5 * base <= wait <= 1.5 * base
    assert len({round(w / min(900 * 2**n, 21600), 6) for n, w in enumerate(waits)}) == len(waits)
    memory.unchanged(SOURCE, NOW)
    assert (memory.of(SOURCE).failures, memory.of(SOURCE).next) == (0, NOW + SOURCE.every)


def test_equal_seeds_give_equal_waits(tmp_path):
    times = []
    for _ in range(2):
        memory = read_memory(tmp_path / "none.json", random.Random(7))
        memory.failed(SOURCE, NOW, _error())
        times.append(memory.of(SOURCE).next)
    assert times[0] == times[1]


@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        ("7200", 7200),
        ("Mon, 12 May 2031 09:00:00 GMT", 10800),
        ("99999999999", 86400),
        ("1", 60),
        ("-5", None),
        ("soon", None),
    ],
)
def test_a_host_that_says_when_to_come_again_is_taken_at_its_word(memory, after, seconds):
    memory.failed(SOURCE, NOW, _error(after=after))
    wait = (memory.of(SOURCE).next - NOW).total_seconds()
    assert wait == seconds if seconds else 450 <= wait <= 1350


def test_a_source_that_never_answered_is_an_alarm_at_once_and_one_never_asked_is_none(memory):
    assert memory.alarm(SOURCE, NOW) is None
    memory.failed(SOURCE, NOW, _error())
    alarm = memory.alarm(SOURCE, NOW)
    assert "Tigris Daily" in str(alarm)
    assert "status 503" in str(alarm)


def test_a_feed_that_answers_with_the_same_old_items_is_as_silent_as_one_that_does_not(memory):
    memory.read(SOURCE, "a", NOW)
    memory.answered(SOURCE, NOW, "", "", ["a"], NOW - HOUR)
    assert memory.alarm(SOURCE, NOW + 5 * HOUR) is None
    memory.unchanged(SOURCE, NOW + 6 * HOUR)
    alarm = memory.alarm(SOURCE, NOW + 6 * HOUR)
    assert "nothing new" in str(alarm)
    assert "since 2031-05-12 05:00 UTC" in str(alarm)


def test_failures_within_the_usual_gap_are_no_alarm_and_beyond_it_they_are(memory):
    memory.answered(SOURCE, NOW, "", "", [], NOW)
    memory.failed(SOURCE, NOW + HOUR, _error())
    assert memory.alarm(SOURCE, NOW + 6 * HOUR) is None
    assert memory.alarm(SOURCE, NOW + 6 * HOUR + timedelta(seconds=1)) is not None


def test_an_item_dated_in_the_future_does_not_keep_a_source_calm(memory):
    memory.answered(SOURCE, NOW, "", "", [], NOW + timedelta(days=365))
    assert memory.alarm(SOURCE, NOW + 7 * HOUR) is not None


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "sources": {"u": {"seen": 3}}}']
)
def test_a_broken_state_is_refused_and_not_overwritten(tmp_path, raw):
    path = tmp_path / "state.json"
    path.write_bytes(raw)
    with pytest.raises(FormatError, match="broken state"):
        read_memory(path, random.Random(1))
    assert path.read_bytes() == raw


def test_a_state_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "state.json"
    path.write_bytes(b'{"format": 2, "sources": {}}')
    with pytest.raises(VersionError):
        read_memory(path, random.Random(1))
