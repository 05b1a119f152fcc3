"""Entries are numbered, dated, chained and durable, and nothing but the next entry gets into the ledger."""

import json
import multiprocessing
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
import rfc8785
from ledger_faults import Place

from vedette.store import Draft, Workspace, verify
from vedette.store.entry import GENESIS
from vedette.terms.errors import FieldError
from vedette.terms.marking import Marking
from vedette.terms.picture import Credibility, Grade, Reliability, ScheduledEvent

T0 = datetime(2031, 5, 1, 3, tzinfo=UTC)


def test_each_entry_carries_the_hash_of_canonical_json_over_all_of_it(workspace: Workspace) -> None:
    entry = workspace.ledger.append(
        {"id": 'quote " and é', "rate": 1.0, "marking": "RED"}, kind="incident", valid_from=T0, valid_to=None
    )
    content = {
        "seq": 2,
        "recorded_at": entry.as_json()["recorded_at"],
        "kind": "incident",
        "record_id": 'quote " and é',
        "valid_from": "2031-05-01T03:00:00.000000Z",
        "valid_to": None,
        "marking": "RED",
        "body": {"id": 'quote " and é', "rate": 1, "marking": "RED"},
        "prev": workspace.ledger.entry(1).hash,
    }
    assert entry.hash == sha256(rfc8785.dumps(content)).hexdigest()
    assert {**entry.as_json(), "hash": None} == {**content, "hash": None}
    assert workspace.ledger.entry(2) == entry
    assert workspace.ledger.entry(1).prev == GENESIS


def test_a_record_brings_its_kind_id_and_marking(workspace: Workspace) -> None:
    event = ScheduledEvent(
        id="e-1",
        marking=Marking.AMBER_STRICT,
        grade=Grade(reliability=Reliability.A, credibility=Credibility.CONFIRMED),
        origins=1,
    )
    entry = workspace.ledger.append(event)
    assert (entry.kind, entry.record_id, entry.marking) == ("scheduled-event", "e-1", Marking.AMBER_STRICT)
    assert ScheduledEvent.model_validate(workspace.get("scheduled-event", "e-1")) == event


def test_times_of_any_zone_are_kept_as_utc(workspace: Workspace) -> None:
    local = datetime(2031, 5, 1, 6, tzinfo=timezone(timedelta(hours=3)))
    assert workspace.ledger.append({"id": "a"}, kind="posture", valid_from=local).valid_from == T0


@pytest.mark.parametrize(
    ("record", "options", "field"),
    [
        ({"id": "a"}, {"kind": "Incident Report"}, "kind"),
        ({"id": "a"}, {}, "kind"),
        ({"name": "no id"}, {"kind": "incident"}, "record_id"),
        ({"id": "a\x00b"}, {"kind": "incident"}, "record_id"),
        ({"id": "a", "rate": float("nan")}, {"kind": "incident"}, "body"),
        ({"id": "a", "n": 2**60}, {"kind": "incident"}, "body"),
        ({"id": "a", "text": "\ud800"}, {"kind": "incident"}, "body"),
        ({"id": "a", "set": {1}}, {"kind": "incident"}, "body"),
        (["id"], {"kind": "incident"}, "body"),
        ({"id": "a", "marking": "SECRET"}, {"kind": "incident"}, "marking"),
        ({"id": "a"}, {"kind": "incident", "valid_from": datetime(2031, 5, 1)}, "valid_from"),
        ({"id": "a"}, {"kind": "incident", "valid_from": T0, "valid_to": T0}, "valid_to"),
    ],
)
def test_content_that_cannot_be_kept_is_refused_and_leaves_nothing(
    workspace: Workspace, record: object, options: dict, field: str
) -> None:
    with pytest.raises(FieldError) as caught:
        workspace.ledger.append(record, **options)
    assert field in str(caught.value)
    assert "\n" not in str(caught.value)
    assert workspace.ledger.head().size == 1


def test_a_batch_is_appended_whole_or_not_at_all(workspace: Workspace) -> None:
    good = Draft({"id": "a"}, kind="incident")
    with pytest.raises(FieldError):
        workspace.ledger.append_many([good, Draft({"id": ""}, kind="incident")])
    assert workspace.ledger.head().size == 1
    entries = workspace.ledger.append_many([good, Draft({"id": "b"}, kind="threat"), good])
    assert [entry.seq for entry in entries] == [2, 3, 4]
    assert len({entry.recorded_at for entry in entries}) == 1
    assert workspace.ledger.append_many([]) == []


def test_the_order_of_instants_survives_a_clock_that_stands_or_was_set_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = workspace.ledger.append({"id": "a"}, kind="incident")

    class SetBack(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr("vedette.store.ledger.datetime", SetBack)
    after = workspace.ledger.append({"id": "b"}, kind="incident")
    assert after.recorded_at == before.recorded_at + timedelta(microseconds=1)
    # so what was known at an instant does not grow by what came later
    assert workspace.list("incident", known_at=before.recorded_at) == [{"id": "a"}]
    assert workspace.list("incident", known_at=after.recorded_at) == [{"id": "a"}, {"id": "b"}]
    assert verify(workspace).ok


def test_history_and_reading_in_order(workspace: Workspace) -> None:
    for number in range(3):
        workspace.ledger.append({"id": "a", "number": number}, kind="incident")
        workspace.ledger.append({"id": "b", "number": number}, kind="incident")
    assert [entry.body["number"] for entry in workspace.ledger.history("incident", "a")] == [0, 1, 2]
    assert [entry.seq for entry in workspace.ledger.entries(after=3)] == [4, 5, 6, 7]
    assert [entry.seq for entry in workspace.ledger.recent(2, "incident")] == [7, 6]
    assert workspace.ledger.entry(99) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET body = '{}' WHERE seq = 1",
        "UPDATE ledger SET kind = kind",
        "DELETE FROM ledger WHERE seq = 1",
        "DELETE FROM ledger",
        "TRUNCATE ledger",
        (
            "INSERT OR REPLACE INTO ledger SELECT seq, recorded_at, kind, record_id, valid_from, valid_to, marking, '{}',"
            " prev, hash FROM ledger"
        ),
        "INSERT INTO ledger SELECT * FROM ledger WHERE true ON CONFLICT (seq) DO UPDATE SET body = '{}'",
        (
            "INSERT INTO ledger SELECT 9, recorded_at, kind, record_id, valid_from, valid_to, marking, body, hash, 'x'"
            " FROM ledger"
        ),
        (
            "INSERT INTO ledger SELECT 2, recorded_at, kind, record_id, valid_from, valid_to, marking, body, 'x', 'y'"
            " FROM ledger"
        ),
        (
            "INSERT INTO ledger SELECT 0, recorded_at, kind, record_id, valid_from, valid_to, marking, body, 'x', 'y'"
            " FROM ledger"
        ),
    ],
)
def test_the_database_itself_refuses_everything_but_the_next_entry(
    workspace: Workspace, place: Place, statement: str
) -> None:
    if place.sqlite and statement.startswith("TRUNCATE"):
        pytest.skip("SQLite has no TRUNCATE")
    if not place.sqlite and "OR REPLACE" in statement:
        pytest.skip("PostgreSQL has no INSERT OR REPLACE")
    before = workspace.ledger.entry(1)
    connection = place.raw()
    with pytest.raises(Exception, match="append-only"):
        connection.execute(statement)
    connection.close()
    assert workspace.ledger.entry(1) == before
    assert workspace.ledger.head().size == 1


@pytest.mark.postgres
def test_a_session_that_plays_a_replica_is_refused_too(workspace: Workspace, place: Place) -> None:
    if place.sqlite:
        pytest.skip("SQLite has no replication role")
    with place.raw() as connection:
        connection.execute("SET session_replication_role = replica")
        with pytest.raises(Exception, match="append-only"):
            connection.execute("DELETE FROM ledger")


def _write(place: Place, name: str, number: int) -> None:
    with place.open() as workspace:
        for at in range(number):
            workspace.ledger.append({"id": f"{name}-{at}"}, kind="incident")


def test_writers_at_the_same_time_do_not_fork_the_chain(place: Place) -> None:
    place.open().close()
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_write, args=(place, name, 25)) for name in ("a", "b", "c")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    with place.open() as workspace:
        assert verify(workspace).ok
        names = sorted(body["id"] for body in workspace.list("incident"))
    assert names == sorted(f"{name}-{at}" for name in "abc" for at in range(25))


def test_the_ledger_holds_json_that_any_tool_can_read(workspace: Workspace, place: Place) -> None:
    workspace.ledger.append({"id": "a", "name": "البصرة"}, kind="incident")
    connection = place.raw()
    (text,) = connection.execute("SELECT body FROM ledger WHERE seq = 2").fetchone()
    connection.close()
    assert json.loads(text) == {"id": "a", "name": "البصرة"}
