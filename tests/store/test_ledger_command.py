"""`vedette ledger`: 0 for a good ledger, 1 for a broken one, 2 and one line for what cannot be used."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from ledger_faults import Attacker, Place

from vedette.cli import main
from vedette.store import open_workspace


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def ledger(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run the command as `vedette ledger …` does, in this process."""

    def run(*arguments: object) -> Done:
        with pytest.raises(SystemExit) as stopped:
            main(["ledger", *map(str, arguments)])
        return Done(stopped.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_workspace(tmp_path / "w", exercise=True) as workspace:
        workspace.ledger.append({"id": "i-1", "words": "a secret gap", "marking": "RED"}, kind="incident")
        workspace.checkpoint(tmp_path / "outside.jsonl")
    return tmp_path / "w"


def test_a_good_ledger_gives_0(ledger: Callable[..., Done], folder: Path) -> None:
    done = ledger("verify", folder, "--checkpoints", folder.parent / "outside.jsonl")
    assert done.returncode == 0
    assert "good: 3 entries" in done.stdout
    shown = json.loads(ledger("verify", "--json", "--workspace", folder).stdout)
    assert (shown["ok"], shown["size"], shown["covered"], shown["problems"]) == (True, 3, 3, [])


def test_a_broken_ledger_gives_1_and_names_the_entry(ledger: Callable[..., Done], folder: Path) -> None:
    attacker = Attacker(Place(str(folder), folder))
    attacker.replace(attacker.good[:2])
    attacker.close()
    done = ledger("verify", folder)
    assert done.returncode == 1
    assert "BROKEN, first at entry 3" in done.stdout
    shown = json.loads(ledger("verify", folder, "--json").stdout)
    assert shown["first_bad"] == 3
    assert shown["problems"][0]["seq"] == 3


def test_files_beside_the_ledger_are_looked_at_on_request(ledger: Callable[..., Done], folder: Path) -> None:
    with open_workspace(folder) as workspace:
        for words in ("kept", "changed", "erased", "lost"):
            workspace.ledger.append({"id": words, "text": words}, kind="report")
        digests = {words: workspace.texts.put(words) for words in ("changed", "erased", "lost")}
        workspace.texts.erase(digests["erased"], "law", "officer")
    assert ledger("verify", folder, "--files").returncode == 0
    for words in ("changed", "lost"):
        path = folder / "texts" / digests[words][:2] / f"{digests[words]}.txt"
        path.write_text("other") if words == "changed" else path.unlink()
    assert ledger("verify", folder).returncode == 0
    shown = json.loads(ledger("verify", folder, "--files", "--json").stdout)
    assert [problem["seq"] for problem in shown["problems"]] == [5, 7]


def test_what_cannot_be_used_gives_2_in_one_line(ledger: Callable[..., Done], folder: Path, tmp_path: Path) -> None:
    (tmp_path / "seals").write_text("rubbish\n")
    for arguments in (("verify", tmp_path / "none"), ("verify", folder, "--checkpoints", tmp_path / "seals")):
        done = ledger(*arguments)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "none").exists()


def test_the_log_shows_entries_but_no_content(ledger: Callable[..., Done], folder: Path) -> None:
    done = ledger("log", "--workspace", folder, "-n", 2)
    assert done.returncode == 0
    assert "EXERCISE" in done.stdout
    assert "incident" in done.stdout
    assert "meta" not in done.stdout
    assert "secret" not in done.stdout
    lines = ledger("log", "--workspace", folder, "--kind", "incident", "--json").stdout.splitlines()
    assert [json.loads(line)["record_id"] for line in lines] == ["i-1"]


def test_rebuild_says_what_had_gone_wrong(ledger: Callable[..., Done], folder: Path) -> None:
    place = Place(str(folder), folder)
    assert "nothing changed" in ledger("rebuild", "-w", folder).stdout
    connection = place.raw()
    connection.execute("DELETE FROM latest WHERE kind = 'incident'")
    connection.close()
    assert ledger("verify", folder).returncode == 1
    assert "missing" in ledger("rebuild", "-w", folder).stdout
    assert ledger("verify", folder).returncode == 0


def test_a_checkpoint_goes_to_a_file_elsewhere(
    ledger: Callable[..., Done], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEDETTE_WORKSPACE", str(folder))
    done = ledger("checkpoint", "--out", tmp_path / "more.jsonl", "--json")
    assert json.loads(done.stdout) == json.loads((tmp_path / "more.jsonl").read_text())
    assert ledger("verify", folder, "--checkpoints", tmp_path / "more.jsonl").returncode == 0
