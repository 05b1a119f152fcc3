import json
from datetime import date

import pytest
from click.testing import CliRunner

from vedette.cli.picture import command
from vedette.terms.errors import FieldError, FormatError, UnknownReferenceError
from vedette.terms.picture import Picture

AREAS = "area,latitude,longitude,kind,parent\nAnbar,33.0,41.5,governorate,\nRamadi,33.42,43.30,town,Anbar\n"


@pytest.fixture
def files(tmp_path, report, claim):
    a, b = report("a"), report("b", "Karkh Post")
    told = [claim("1", a, killed=2), claim("2", b, modality="denied"), claim("3", b, kind="calendar", type="election")]
    lines = [
        json.dumps(
            {
                "report": r.model_dump(mode="json"),
                "claims": [c.model_dump(mode="json") for c in told if c.report == r.id],
            }
        )
        for r in (a, b)
    ]
    (tmp_path / "claims.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "areas.csv").write_text(AREAS, encoding="utf-8")
    return tmp_path


def run(*arguments, **more):
    return CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False, **more)


def test_json_is_the_picture_and_out_holds_the_same(files):
    done = run(files / "claims.jsonl", "--areas", files / "areas.csv", "--json", "--out", files / "picture.json")
    assert done.exit_code == 0
    picture = Picture.model_validate_json(done.stdout)
    assert picture.as_of == date(2031, 5, 10)
    assert [i.denied_by for i in picture.incidents] == [("Karkh Post",)]
    assert Picture.model_validate_json((files / "picture.json").read_text(encoding="utf-8")) == picture


def test_standard_input_and_a_table_for_people(files):
    done = run(
        "-", "--areas", files / "areas.csv", "--as-of", "2031-05-30", input=(files / "claims.jsonl").read_bytes()
    )
    assert done.exit_code == 0
    assert "TLP:GREEN" in done.stdout
    assert "denied" in " ".join(done.stdout.split())
    assert "unknown since" in done.stdout


def test_an_empty_file_is_a_picture_of_what_is_unknown(files):
    (files / "none.jsonl").write_text("", encoding="utf-8")
    done = run(files / "none.jsonl", "--areas", files / "areas.csv", "--as-of", "2031-05-30", "--json")
    assert {k.unknown_since for k in Picture.model_validate_json(done.stdout).knowledge} == {date(2031, 5, 30)}


@pytest.mark.parametrize(
    ("line", "error", "said"),
    [
        ("{", FormatError, "line 2"),
        ("[]", FormatError, 'expected an object with "report" and "claims"'),
        ('{"report": {"id": "x", "published": "2031-02-30"}, "claims": []}', FieldError, "line 2: report.published"),
        ('{"report": {"id": "x"}, "claims": [{"id": "c"}]}', FieldError, "claims[0]"),
    ],
)
def test_a_wrong_line_is_named(files, line, error, said):
    (files / "claims.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(error) as caught:
        run(files / "claims.jsonl", "--out", files / "picture.json")
    assert said in str(caught.value)
    assert not (files / "picture.json").exists()


def test_a_moment_without_a_zone_is_refused(files):
    with pytest.raises(FieldError, match="--known-at"):
        run(files / "claims.jsonl", "--known-at", "2031-05-01T06:00")


def test_several_files_make_one_picture(files):
    lines = (files / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    for name, line in zip(("one.jsonl", "two.jsonl"), lines, strict=True):
        (files / name).write_text(line + "\n", encoding="utf-8")
    whole = run(files / "claims.jsonl", "--json")
    parts = run(files / "two.jsonl", files / "one.jsonl", "--json")
    assert Picture.model_validate_json(parts.stdout) == Picture.model_validate_json(whole.stdout)


def test_the_picture_of_a_day_knows_nothing_of_later_reports_but_in_hindsight(files, report, claim):
    later = report("c", "Jazira Monitor", day=date(2031, 5, 14))
    row = {"report": later.model_dump(mode="json"), "claims": [claim("9", later, killed=7).model_dump(mode="json")]}
    (files / "later.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    def sources(*more):
        done = run(files / "claims.jsonl", files / "later.jsonl", "--as-of", "2031-05-12", "--json", *more)
        return {c for i in Picture.model_validate_json(done.stdout).incidents for c in i.sources}

    assert "claim-9" not in sources()
    assert "claim-9" in sources("--hindsight")


def test_an_exercise_is_marked_in_table_and_json(files):
    assert "EXERCISE" in run(files / "claims.jsonl", "--exercise").stdout
    assert Picture.model_validate_json(run(files / "claims.jsonl", "--exercise", "--json").stdout).exercise


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_the_terminal(files, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    shown = run(files / "claims.jsonl", "--areas", files / "areas.csv").stdout
    assert all(len(line) <= width for line in shown.splitlines())
    assert "2 killed:" in shown


def test_why_a_thing_is_believed(files):
    picture = Picture.model_validate_json(run(files / "claims.jsonl", "--json").stdout)
    shown = run(files / "claims.jsonl", "--explain", picture.incidents[0].id[:12]).stdout
    assert "Rules: reliability.outlet, credibility.told-and-denied" in shown
    assert "“it is said that it happened”" in shown
    assert "2031-05-10  denied_by: Karkh Post" in shown


def test_what_fits_no_thing_is_not_explained(files):
    with pytest.raises(UnknownReferenceError, match="--explain"):
        run(files / "claims.jsonl", "--explain", "attack-nothing")


def test_areas_that_nobody_reports_on_are_listed_as_unknown(files):
    (files / "more.csv").write_text(AREAS + "Mosul,36.34,43.13,town,\nErbil,36.19,44.01,town,\n", encoding="utf-8")
    shown = run(files / "claims.jsonl", "--areas", files / "more.csv").stdout
    assert "2 areas, each unknown since 10 May: no report on this area:" in shown
    assert "Mosul, Erbil" in shown
