"""Checkpoints say, under a signature, how long the ledger was and where it ended."""

import base64
import json
import stat

import pytest
from ledger_faults import Place

from vedette.store import Workspace, verify
from vedette.store.canonical import canonical_json
from vedette.store.checkpoints import Checkpoint, load_key, read_checkpoints, verify_checkpoint
from vedette.terms.errors import FormatError, IntegrityError, WriteError


def test_a_checkpoint_covers_every_entry_there_is(workspace: Workspace) -> None:
    workspace.ledger.append({"id": "a"}, kind="incident")
    checkpoint = workspace.checkpoint()
    head = workspace.ledger.head()
    assert (checkpoint.size, checkpoint.head) == (head.size, head.hash)
    assert workspace.ledger.entry(head.size).kind == "checkpoint"
    verify_checkpoint(checkpoint)


def test_a_checkpoint_is_written_outside_as_well(workspace: Workspace, tmp_path) -> None:
    outside = tmp_path / "elsewhere" / "seals.jsonl"
    made = [workspace.checkpoint(outside) for _ in range(2)]
    assert read_checkpoints(outside) == made
    assert read_checkpoints(workspace.folder / "checkpoints.jsonl") == made
    assert verify(workspace, made).checkpoints == 2
    assert verify(workspace).ok


def test_anybody_with_the_standard_can_check_the_signature(workspace: Workspace) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    fields = json.loads((workspace.checkpoint(), workspace.folder / "checkpoints.jsonl")[1].read_text())
    signed = canonical_json({name: fields[name] for name in ("size", "head", "at", "key_id")})
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(fields["public_key"]))
    public.verify(base64.b64decode(fields["signature"]), signed)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("size", 1),
        ("head", "0" * 64),
        ("at", "2031-01-01T00:00:00.000000Z"),
        ("key_id", "0" * 16),
        ("public_key", base64.b64encode(b"k" * 32).decode()),
        ("signature", base64.b64encode(b"s" * 64).decode()),
        ("signature", "not base64!"),
    ],
)
def test_a_changed_checkpoint_is_refused(workspace: Workspace, field: str, value: object) -> None:
    forged = workspace.checkpoint().model_copy(update={field: value})
    with pytest.raises(IntegrityError):
        verify_checkpoint(forged)
    assert not verify(workspace, [forged]).ok


def test_a_checkpoint_of_another_key_is_refused(workspace: Workspace, place: Place) -> None:
    old = workspace.checkpoint()
    (workspace.folder / "keys" / "checkpoint-ed25519.pem").unlink()
    new = workspace.checkpoint()
    assert old.key_id != new.key_id
    found = verify(workspace, [old])
    assert not found.ok
    assert f"signed with the key {old.key_id}, expected {new.key_id}" in str(found.problems[0])


def test_the_key_is_made_once_and_is_the_owners_alone(workspace: Workspace) -> None:
    first, second = workspace.checkpoint(), workspace.checkpoint()
    assert first.key_id == second.key_id
    (path,) = (workspace.folder / "keys").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key(workspace.folder / "nowhere", create=False) is None


def test_half_a_line_at_the_end_does_not_hide_the_others(workspace: Workspace) -> None:
    first = workspace.checkpoint()
    file = workspace.folder / "checkpoints.jsonl"
    with file.open("a") as handle:
        handle.write('{"size": 3, "he')
    assert read_checkpoints(file) == [first]


def test_a_line_that_is_no_checkpoint_is_told_with_its_number(tmp_path) -> None:
    file = tmp_path / "seals.jsonl"
    file.write_text('\n{"size": "many"}\n')
    with pytest.raises(FormatError, match="line 2"):
        read_checkpoints(file)
    with pytest.raises(FormatError, match="exists"):
        read_checkpoints(tmp_path / "none")


def test_a_broken_key_or_a_closed_folder_is_one_line(workspace: Workspace) -> None:
    keys = workspace.folder / "keys"
    keys.mkdir(parents=True)
    (keys / "checkpoint-ed25519.pem").write_text("rubbish")
    with pytest.raises(IntegrityError, match="Ed25519"):
        workspace.checkpoint()
    (keys / "checkpoint-ed25519.pem").unlink()
    with pytest.raises(WriteError, match="cannot be written"):
        workspace.checkpoint(keys / "checkpoint-ed25519.pem" / "seals.jsonl")


def test_a_checkpoint_is_plain_json(workspace: Workspace) -> None:
    made = workspace.checkpoint()
    assert Checkpoint.model_validate_json(made.model_dump_json()) == made
