"""`vedette direct` on plain files."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vedette.cli import main
from vedette.terms.posture import Posture, Reason

NOW = datetime(2031, 5, 1, 6, tzinfo=UTC)
AT = ("--now", "2031-05-01T09:00:00+03:00")
LATER = ("--now", "2031-05-01T10:10:00+03:00")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["direct", *arguments])
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


@pytest.fixture
def drafted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    posture = Posture(
        id="posture-a",
        area="a",
        system="plain-5",
        level=4,
        level_name="High",
        floor=1,
        reasons=(Reason(text="because", code="threat"),),
        falls_when="later",
        package=("double patrols",),
        valid_from=NOW,
        expires=NOW + timedelta(days=2),
        review_at=NOW + timedelta(days=1),
    )
    postures, directives = tmp_path / "postures.json", tmp_path / "directives.json"
    postures.write_text(posture.model_dump_json())
    rest = ("--issuer", "ops", "--author", "A. Hama", "--out", str(directives), *AT)
    assert run(capsys, "draft", "--postures", str(postures), *rest)[0] == 0
    return str(directives), json.loads(directives.read_text())[0]["id"]


def test_from_draft_to_answer(drafted: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    file, one = drafted
    assert run(capsys, "approve", file, one, "--author", "A. Hama", "--by", "B. Karim", *AT)[0] == 0
    assert run(capsys, "issue", file, one, "--by", "B. Karim", *AT)[0] == 0
    code, out, _ = run(capsys, "status", file, *LATER, "--json")
    assert code == 0
    assert json.loads(out)[0]["late_minutes"] == 10
    code, out, _ = run(capsys, "escalate", file, *LATER)
    assert "escalated to ops" in out
    code, out, _ = run(capsys, "acknowledge", file, one, "--by", "Col. S", *LATER)
    assert code == 0
    assert "acknowledged, by Col. S" in out
    (row,) = json.loads(run(capsys, "status", file, *LATER, "--json")[1])
    assert (row["state"], row["by"], row["escalated_to"]) == ("acknowledged", "Col. S", ["ops"])


def test_what_a_rule_forbids_leaves_the_file_as_it_was(
    drafted: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    file, one = drafted
    before = Path(file).read_bytes()
    code, out, err = run(capsys, "approve", file, one, "--author", "A. Hama", "--by", "a. hama", *AT)
    assert (code, out) == (2, "")
    assert "second person" in err
    code, _, err = run(capsys, "issue", file, one, "--by", "B. Karim", *AT)
    assert code == 2
    code, _, err = run(capsys, "acknowledge", file, "no-such", "--by", "B. Karim", *AT)
    assert "no-such" in err
    assert Path(file).read_bytes() == before


@pytest.mark.parametrize("content", ["", "{", '[{"id": "x"}]', "\x00\x01"])
def test_a_bad_file_is_named_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str) -> None:
    file = tmp_path / "directives.json"
    file.write_text(content)
    code, out, err = run(capsys, "status", str(file))
    assert (code, out) == (2, "")
    assert str(file) in err
    assert len(err.strip().splitlines()) == 1
