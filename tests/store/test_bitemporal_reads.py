"""What was true when, and what was known when, answered from one ledger."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from vedette.store import Draft, Workspace
from vedette.terms.errors import FieldError

JANUARY = [datetime(2031, 1, day, tzinfo=UTC) for day in range(1, 29)]


def say(workspace: Workspace, level: int, first: int | None, last: int | None = None) -> datetime:
    """Record a level valid from day `first` until before day `last`; gives an instant just after it was known."""
    entry = workspace.ledger.append(
        {"id": "p", "level": level},
        kind="posture",
        valid_from=None if first is None else JANUARY[first],
        valid_to=None if last is None else JANUARY[last],
    )
    time.sleep(0.002)
    return entry.recorded_at + timedelta(microseconds=500)


def level(workspace: Workspace, day: int | None = None, known_at: datetime | None = None) -> int | None:
    """The level by `get`, after checking that `list` says the same."""
    as_of = None if day is None else JANUARY[day]
    body = workspace.get("posture", "p", as_of=as_of, known_at=known_at)
    assert workspace.list("posture", as_of=as_of, known_at=known_at) == ([] if body is None else [body])
    return None if body is None else body["level"]


def test_validity_includes_its_start_and_not_its_end(workspace: Workspace) -> None:
    say(workspace, 3, 5, 10)
    assert [level(workspace, day) for day in (4, 5, 9, 10)] == [None, 3, 3, None]
    assert level(workspace) == 3


def test_a_change_leaves_the_time_before_it_as_it_was(workspace: Workspace) -> None:
    say(workspace, 3, 5)
    say(workspace, 4, 10)
    assert [level(workspace, day) for day in (4, 5, 9, 10, 20)] == [None, 3, 3, 4, 4]


def test_a_correction_changes_the_past_but_not_what_was_known_of_it(workspace: Workspace) -> None:
    then = say(workspace, 3, 5)
    say(workspace, 2, 5, 8)
    assert [level(workspace, day) for day in (5, 7, 8)] == [2, 2, 3]
    assert [level(workspace, day, then) for day in (5, 7, 8)] == [3, 3, 3]
    assert level(workspace) == 2
    assert level(workspace, known_at=then) == 3


def test_open_ends_are_true_for_ever(workspace: Workspace) -> None:
    say(workspace, 1, None)
    assert [level(workspace, day) for day in (0, 27)] == [1, 1]


def test_before_it_was_known_there_is_nothing(workspace: Workspace) -> None:
    start = workspace.ledger.entry(1).recorded_at
    time.sleep(0.002)
    say(workspace, 3, 0)
    assert level(workspace, 5, start) is None
    assert level(workspace, known_at=start) is None
    assert level(workspace, known_at=start - timedelta(days=1)) is None


def test_a_withdrawal_takes_away_what_it_speaks_of(workspace: Workspace) -> None:
    then = say(workspace, 3, 0)
    workspace.ledger.withdraw("posture", "p", valid_from=JANUARY[10])
    assert [level(workspace, day) for day in (9, 10)] == [3, None]
    assert level(workspace) is None
    assert level(workspace, 10, then) == 3
    say(workspace, 5, 20)
    assert [level(workspace, day) for day in (9, 15, 20)] == [3, None, 5]
    assert level(workspace) == 5


def test_an_instant_sees_a_transaction_whole(workspace: Workspace) -> None:
    entries = workspace.ledger.append_many([Draft({"id": f"i-{n}"}, kind="incident") for n in range(5)])
    at = entries[0].recorded_at
    assert len(workspace.list("incident", known_at=at)) == 5
    assert workspace.list("incident", known_at=at - timedelta(microseconds=1)) == []


def test_a_revision_within_one_transaction_is_never_seen(workspace: Workspace) -> None:
    first, last = workspace.ledger.append_many([Draft({"id": "i", "n": n}, kind="incident") for n in (1, 2)])
    assert first.recorded_at == last.recorded_at
    assert workspace.list("incident", known_at=last.recorded_at) == [{"id": "i", "n": 2}]


def test_kinds_do_not_mix(workspace: Workspace) -> None:
    workspace.ledger.append({"id": "x", "n": 1}, kind="incident")
    workspace.ledger.append({"id": "x", "n": 2}, kind="threat")
    assert workspace.get("incident", "x") == {"id": "x", "n": 1}
    assert workspace.list("threat", as_of=JANUARY[0]) == [{"id": "x", "n": 2}]


def test_a_list_keeps_the_order_of_the_entries(workspace: Workspace) -> None:
    for name in ("c", "a", "b"):
        workspace.ledger.append({"id": name}, kind="incident")
    assert [body["id"] for body in workspace.list("incident")] == ["c", "a", "b"]
    assert [body["id"] for body in workspace.list("incident", as_of=JANUARY[0])] == ["c", "a", "b"]


@pytest.mark.parametrize("name", ["as_of", "known_at"])
def test_a_time_without_a_zone_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(FieldError, match=name):
        workspace.get("incident", "x", **{name: datetime(2031, 1, 1)})
