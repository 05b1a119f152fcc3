"""What is read can be dropped and rebuilt from the ledger with the same result."""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_faults import Place, projection_rows

from vedette.store import Draft, Workspace, verify

T0 = datetime(2031, 1, 1, tzinfo=UTC)

drafts = st.builds(
    lambda record, kind, number, start, length: Draft(
        None if number is None else {"id": record, "number": number},
        kind=kind,
        record_id=record,
        valid_from=None if start is None else T0 + timedelta(days=start),
        valid_to=None if start is None or length is None else T0 + timedelta(days=start + length),
    ),
    st.sampled_from("abc"),
    st.sampled_from(["incident", "threat"]),
    st.none() | st.integers(0, 9),
    st.none() | st.integers(0, 6),
    st.none() | st.integers(1, 4),
)
histories = st.lists(st.lists(drafts, min_size=1, max_size=4), max_size=6)


@settings(max_examples=25, deadline=None)
@given(history=histories)
def test_any_history_reads_as_a_plain_model_says_and_rebuilds_to_the_same(
    fresh: Path, history: list[list[Draft]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(fresh, f"{folder}/w")
        place = Place(f"{folder}/w", Path(folder, "w"))
        with place.open() as workspace:
            appended = [(draft, entry) for batch in history for draft, entry in _append(workspace, batch)]
            assert workspace.differences() == ()
            live = projection_rows(place)
            assert workspace.rebuild() == len(appended) + 1
            assert projection_rows(place) == live
            assert verify(workspace).ok
            instants = [None, *sorted({entry.recorded_at for _, entry in appended})]
            for known_at in instants:
                for day in (None, 0, 3, 8):
                    as_of = None if day is None else T0 + timedelta(days=day)
                    for kind in ("incident", "threat"):
                        assert sorted(map(repr, workspace.list(kind, as_of=as_of, known_at=known_at))) == sorted(
                            map(repr, _model(appended, kind, as_of, known_at))
                        )


def _append(workspace: Workspace, batch: list[Draft]) -> list[tuple]:
    return list(zip(batch, workspace.ledger.append_many(batch), strict=True))


def _model(appended: list[tuple], kind: str, as_of: datetime | None, known_at: datetime | None) -> list[dict]:
    """The last word on each record, by walking through everything that was ever said."""
    said = {}
    for draft, entry in appended:
        known = known_at is None or entry.recorded_at <= known_at
        covers = as_of is None or (
            (draft.valid_from is None or draft.valid_from <= as_of)
            and (draft.valid_to is None or as_of < draft.valid_to)
        )
        if draft.kind == kind and known and covers:
            said[draft.record_id] = draft.record
    return [record for record in said.values() if record is not None]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE latest SET body = '{}' WHERE record_id = 'a'",
        "UPDATE latest SET seq = 2 WHERE record_id = 'a'",
        "DELETE FROM latest WHERE record_id = 'a'",
        (
            "INSERT INTO latest SELECT kind, 'ghost', seq, recorded_from, valid_from, valid_to, marking, body FROM latest"
            " WHERE record_id = 'a'"
        ),
        "UPDATE versions SET recorded_to = NULL WHERE seq = 2",
        "UPDATE versions SET withdrawn = true WHERE seq = 3",
        "UPDATE versions SET valid_to = '2031-01-01T00:00:00.000000Z' WHERE seq = 3",
        "UPDATE versions SET marking = 'CLEAR' WHERE seq = 3",
        "DELETE FROM versions WHERE seq = 2",
        (
            "INSERT INTO versions SELECT 99, kind, 'ghost', valid_from, valid_to, recorded_from, recorded_to, marking,"
            " withdrawn FROM versions WHERE seq = 2"
        ),
    ],
)
def test_a_projection_that_was_tampered_with_is_found_and_mended(
    workspace: Workspace, place: Place, statement: str
) -> None:
    for number in range(2):
        workspace.ledger.append({"id": "a", "number": number}, kind="incident")
    workspace.ledger.append({"id": "gone"}, kind="incident")
    workspace.ledger.withdraw("incident", "gone")
    good = projection_rows(place)
    connection = place.raw()
    connection.execute(statement)
    connection.close()
    assert workspace.differences()
    assert not verify(workspace).ok
    assert verify(workspace, projections=False).ok
    workspace.rebuild()
    assert workspace.differences() == ()
    assert projection_rows(place) == good


def test_dropped_projections_come_back(workspace: Workspace, place: Place) -> None:
    workspace.ledger.append_many([Draft({"id": f"i-{n % 7}", "n": n}, kind="incident") for n in range(50)])
    before = workspace.list("incident")
    connection = place.raw()
    connection.execute("DELETE FROM versions")
    connection.execute("DELETE FROM latest")
    connection.close()
    assert workspace.list("incident") == []
    workspace.rebuild()
    assert workspace.list("incident") == before
