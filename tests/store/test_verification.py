"""Whatever an attacker with the whole database does to what a checkpoint covers, verification finds it."""

import random
import shutil
import sqlite3

import pytest
from ledger_faults import MUTATIONS, Attacker, Place, own_hash, rechained

from vedette.store import Draft, Workspace, open_workspace, verify
from vedette.terms.errors import IntegrityError


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Thirty entries of all kinds, sealed by a checkpoint."""
    workspace.ledger.append_many(
        [
            Draft({"id": f"i-{n % 9}", "n": n, "name": "Basra البصرة", "marking": "AMBER"}, kind="incident")
            for n in range(20)
        ]
    )
    for n in range(8):
        workspace.ledger.append({"id": f"t-{n}"}, kind="threat", valid_from=workspace.ledger.entry(1).recorded_at)
    workspace.checkpoint()
    return workspace


def test_a_good_ledger_is_good(filled: Workspace) -> None:
    found = verify(filled)
    assert found.ok
    assert found.first_bad is None
    assert (found.size, found.covered, found.checkpoints) == (30, 30, 1)
    assert found.head == filled.ledger.head().hash


@pytest.mark.parametrize("name", list(MUTATIONS))
def test_every_mutation_is_found(filled: Workspace, place: Place, name: str) -> None:
    attacker = Attacker(place)
    for seed in range(10):
        told, rows = MUTATIONS[name](attacker.good, random.Random(seed))
        attacker.replace(rows)
        found = verify(filled, projections=False)
        assert not found.ok, told
        assert found.first_bad is not None, told
    attacker.replace(attacker.good)
    assert verify(filled).ok
    attacker.close()


def test_the_first_bad_entry_is_named(filled: Workspace, place: Place) -> None:
    attacker = Attacker(place)
    good = attacker.good
    changed = [list(row) for row in good]
    changed[11][7] = '{"id":"other"}'
    for rows, seq, what in [
        (changed, 12, "content does not have its hash"),
        ([*changed[:11], own_hash(changed[11]), *changed[12:]], 13, "prev is not the hash of entry 12"),
        (rechained(changed), 30, "not the head that the checkpoint"),
        ([*good[:4], *good[5:]], 6, "follows entry 4"),
        (good[:-1], 30, "missing: the ledger ends at 29"),
        ([], 1, "missing: the ledger ends at 0"),
        ([[0, *good[0][1:8], "x", "y"], *good], 0, "stands where entry 1 should"),
    ]:
        attacker.replace(rows)
        found = verify(filled, projections=False)
        assert found.first_bad == seq
        assert what in str(found.problems[0])
    attacker.close()


def test_what_no_checkpoint_covers_can_be_cut_and_is_said_to_be_uncovered(filled: Workspace, place: Place) -> None:
    filled.ledger.append({"id": "later"}, kind="incident")
    assert verify(filled).covered == 30
    assert verify(filled).size == 31


def test_a_guard_that_was_taken_away_is_told(filled: Workspace, place: Place) -> None:
    connection = place.raw()
    connection.execute("DROP TRIGGER ledger_next_only" + ("" if place.sqlite else " ON ledger"))
    connection.close()
    assert ["ledger_next_only" in str(problem) for problem in verify(filled).problems] == [True]


def test_text_that_became_bytes_or_broken_utf8_is_found(tmp_path) -> None:
    """SQLite keeps the type with the value; a query for the text no longer finds the bytes."""
    with open_workspace(tmp_path / "w") as workspace:
        for n in range(3):
            workspace.ledger.append({"id": f"i-{n}"}, kind="incident")
        attacker = Attacker(Place(str(tmp_path / "w"), tmp_path / "w"))
        for column, value in [(2, b"incident"), (3, b"i-1"), (1, attacker.good[2][1].encode()), (9, b"x"), (8, b"x")]:
            changed = [list(row) for row in attacker.good]
            changed[2][column] = value
            attacker.replace(changed)
            assert verify(workspace).first_bad == 3
        attacker.replace(attacker.good)
        connection = sqlite3.connect(tmp_path / "w" / "ledger.sqlite3")
        connection.execute("DROP TRIGGER ledger_no_update")
        connection.execute("UPDATE ledger SET kind = CAST(x'ff' AS TEXT) WHERE seq = 3")
        connection.execute(attacker.guards[0])
        connection.commit()
        connection.close()
        attacker.close()
        assert verify(workspace).first_bad == 3


def test_bytes_changed_in_the_file_itself_are_found(tmp_path) -> None:
    with open_workspace(tmp_path / "w") as workspace:
        workspace.ledger.append_many(
            [Draft({"id": f"i-{n}", "words": f"word-{n:03d}"}, kind="incident") for n in range(200)]
        )
        workspace.checkpoint()
    good = (tmp_path / "w" / "ledger.sqlite3").read_bytes()
    rng = random.Random(4)
    for number in range(20):
        # the body stands twice: in the ledger and in the projection of the newest versions
        places = list(_all(good, f"word-{rng.randrange(200):03d}".encode()))
        raw = bytearray(good)
        raw[rng.choice(places) + rng.randrange(8)] ^= 1 << rng.randrange(8)
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(tmp_path / "w", copy)
        (copy / "ledger.sqlite3").write_bytes(raw)
        try:
            with open_workspace(copy, read_only=True) as workspace:
                assert not verify(workspace).ok
        except IntegrityError:
            pass


def _all(content: bytes, wanted: bytes) -> list[int]:
    found, at = [], content.find(wanted)
    while at >= 0:
        found.append(at)
        at = content.find(wanted, at + 1)
    return found
