"""`vedette publish` and `vedette cap check` on plain files."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from vedette.cli import main
from vedette.publish import cap_alert, cap_check
from vedette.terms.marking import Marking
from vedette.terms.publication import PublicationStatus

AREAS = "area,latitude,longitude,name_en,name_ar,kind,zone\nG1,33.5,44.5,Diyala,ديالى,governorate,Asia/Baghdad\n"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


@pytest.fixture
def files(tmp_path: Path, made: SimpleNamespace) -> tuple[str, str, Path]:
    postures, areas = tmp_path / "postures.json", tmp_path / "areas.csv"
    held = [made.posture(), made.posture(id="secret-amber", marking=Marking.AMBER)]
    postures.write_text(json.dumps([one.model_dump(mode="json") for one in held]))
    areas.write_text(AREAS, "utf-8")
    return str(postures), str(areas), tmp_path


def test_each_format_is_written(files: tuple[str, str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    postures, areas, folder = files
    now = ("--now", "2031-05-01T09:00:00+03:00")
    for kind, name in (
        ("cap", "public-alert.xml"),
        ("geojson", "public-map.geojson"),
        ("sitrep", "public-situation-en.html"),
    ):
        code, out, _ = run(capsys, "publish", postures, "--areas", areas, "--format", kind, "--out", str(folder), *now)
        assert code == 0
        assert out.strip().endswith(name)
        assert "secret-amber" not in (folder / name).read_text("utf-8")
    assert "Diyala" in (folder / "public-alert.xml").read_text("utf-8")


def test_an_exercise_never_leaves_as_actual(files: tuple[str, str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    postures, areas, _ = files
    rest = (
        "--areas",
        areas,
        "--format",
        "cap",
        "--out",
        "-",
        "--exercise",
        "Blue",
        "--now",
        "2031-05-01T09:00:00+03:00",
    )
    code, out, _ = run(capsys, "publish", postures, *rest)
    assert code == 0
    assert "<status>Exercise</status>" in out


def test_a_preview_tells_what_is_withheld_without_telling_it(
    files: tuple[str, str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    postures, areas, folder = files
    code, out, _ = run(capsys, "publish", postures, "--areas", areas, "--preview", "public", "--json")
    assert code == 0
    rows = {row["record"]: row["seen"] for row in json.loads(out)["records"]}
    assert rows == {"posture 1": True, "posture 2": False, "area 1": True}
    assert "secret-amber" not in out
    code, out, _ = run(capsys, "publish", postures, "--areas", areas, "--preview", "public")
    assert "secret-amber" not in out
    assert not list(folder.glob("*.html"))


@pytest.mark.parametrize(
    ("content", "named"),
    [("", "empty"), ("{", "JSON"), ('[{"id": "x"}]', "record 1"), ("[1]", "record 1")],
)
def test_a_bad_file_is_named_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, named: str
) -> None:
    file = tmp_path / "postures.json"
    file.write_text(content)
    code, out, err = run(capsys, "publish", str(file), "--out", str(tmp_path / "out"))
    assert (code, out) == (2, "")
    assert str(file) in err
    assert named in err
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_nothing_for_the_public_is_an_error_that_tells_nothing(
    tmp_path: Path, made: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "postures.json"
    file.write_text(made.posture("secret-area", marking=Marking.RED).model_dump_json())
    code, _, err = run(capsys, "publish", str(file), "--format", "cap", "--now", "2031-05-01T09:00:00+03:00")
    assert code == 2
    assert "secret" not in err


def test_cap_check_prints_one_object_per_file(
    tmp_path: Path, made: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = tmp_path / "right.xml", tmp_path / "wrong.xml"
    raw = cap_alert(
        [made.posture()], [made.area()], None, status=PublicationStatus.ACTUAL, sender="a@b.org", sent=made.now
    )
    right.write_bytes(raw)
    wrong.write_bytes(raw.replace(b"<scope>Public", b"<scope>Publik").replace(b"<identifier>", b"<identifier>x"))
    now = ("--now", "2031-05-01T09:00:00+03:00")
    assert run(capsys, "cap", "check", str(right), *now)[0] == 0
    code, out, _ = run(capsys, "cap", "check", str(right), str(wrong), "--json", *now)
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [row["ok"] for row in rows] == [True, False]
    assert set(rows[1]) == {"file", "ok", "schema_errors", "violations", "warnings"}
    assert {one["rule"] for one in rows[1]["violations"]} >= {4}
    code, out, err = run(capsys, "cap", "check", str(right), str(tmp_path / "absent.xml"), *now)
    assert code == 2
    assert "absent.xml" in err
    assert "right" in out
    assert cap_check(raw, made.now).ok
