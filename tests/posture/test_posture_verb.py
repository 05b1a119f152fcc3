import json

import pytest
from click.testing import CliRunner

from vedette.cli.posture import command
from vedette.terms.errors import FieldError, FormatError
from vedette.terms.posture import Posture

AREAS = "area,latitude,longitude,kind,parent,zone\nAnbar,33,41.5,governorate,,Asia/Baghdad\nHit,33.6,42.8,town,Anbar,Asia/Baghdad\n"
NOW = ("--now", "2031-05-12T09:00:00+03:00")


@pytest.fixture
def files(tmp_path, forecast, picture):
    forecast({"Hit": 0.3}).write_parquet(tmp_path / "forecast.parquet")
    (tmp_path / "areas.csv").write_text(AREAS, encoding="utf-8")
    (tmp_path / "picture.json").write_text(picture(("Hit", "Anbar")).model_dump_json(), encoding="utf-8")
    return tmp_path


def run(files, *arguments):
    return CliRunner().invoke(
        command,
        [str(a) for a in (files / "forecast.parquet", "--areas", files / "areas.csv", *arguments)],
        catch_exceptions=False,
    )


def test_json_and_out_and_the_next_day(files):
    done = run(files, "--picture", files / "picture.json", *NOW, "--json", "--out", files / "postures.json")
    assert done.exit_code == 0
    found = [Posture.model_validate(row) for row in json.loads(done.stdout)]
    assert [(p.area, p.level) for p in found] == [("Anbar", 2), ("Hit", 4)]
    again = run(files, "--now", "2031-05-12T20:00Z", "--previous", files / "postures.json", "--json")
    assert [row["previous"] for row in json.loads(again.stdout)] == [2, 4]


def test_the_table_says_why_and_until_when(files):
    done = run(files, *NOW, "--system", "uk-5")
    text = " ".join(done.stdout.split())
    assert done.exit_code == 0
    assert "United Kingdom" in text
    assert "Severe" in text
    assert "TLP:AMBER" in text


def test_without_a_picture_nothing_is_at_the_lowest_level(files, forecast):
    forecast({"Hit": 0.0}).write_parquet(files / "forecast.parquet")
    levels = [row["level"] for row in json.loads(run(files, *NOW, "--json").stdout)]
    assert levels == [2, 2]


@pytest.mark.parametrize(
    ("name", "content", "arguments", "error", "said"),
    [
        ("forecast.parquet", b"PAR0", (), FormatError, "expected a Parquet file"),
        ("picture.json", b"{", ("--picture", "picture.json"), FormatError, "expected a picture"),
        ("picture.json", b'{"id": "p", "as_of": "2031-02-30"}', ("--picture", "picture.json"), FieldError, "as_of"),
        ("before.json", b"[{}]", ("--previous", "before.json"), FieldError, "0.id"),
        ("x", b"", ("--now", "2031-05-12"), FieldError, "--now"),
        ("x", b"", ("--now", "noon"), FieldError, "--now"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(files, monkeypatch, name, content, arguments, error, said):
    (files / name).write_bytes(content)
    monkeypatch.chdir(files)
    with pytest.raises(error) as caught:
        run(files, "--out", "postures.json", *arguments)
    assert said in str(caught.value)
    assert not (files / "postures.json").exists()
