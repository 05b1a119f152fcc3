"""Each adapter against a small table of its source, written by us: what every column becomes, and which rows are named."""

from datetime import date
from pathlib import Path

import pytest

from vedette.picture import merge
from vedette.read.inputs.adapters import adapters, rows
from vedette.terms.errors import VedetteError

TABLES = Path(__file__).parent / "tables"


def _read(name):
    found = list(rows((TABLES / f"{name}.csv").read_bytes(), f"{name}.csv"))
    return [f for f in found if not isinstance(f, VedetteError)], [str(f) for f in found if isinstance(f, VedetteError)]


def test_every_source_has_one_adapter_with_a_name_a_version_and_a_sample():
    assert {a.name for a in adapters()} == {"ged", "acled", "gdelt", "vedette"}
    for adapter in adapters():
        assert adapter.version
        assert (TABLES / f"{adapter.name}.csv").is_file()
        known = set(adapter.columns) | set(adapter.lines) | set(adapter.header)
        used = {adapter.start, adapter.latitude, adapter.longitude, *adapter.places, *adapter.killed}
        assert used <= known


@pytest.mark.parametrize("name", ["ged", "acled", "gdelt", "vedette"])
def test_every_row_is_one_report_and_one_claim_with_a_verbatim_passage(name):
    good, _ = _read(name)
    assert len({report.id for report, _ in good}) == len({claim.id for _, claim in good}) == len(good) > 1
    for report, claim in good:
        (span,) = claim.evidence
        assert report.text[span.start : span.end] == span.text != ""
        assert (claim.report, claim.sources) == (report.id, (report.id,))
        assert claim.reader == f"table:{name}-1"
        for text in (
            *(a.text for a in claim.actors),
            *(t.text for t in claim.targets),
            *(p.text for p in claim.places),
        ):
            assert text in report.text


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "ged",
            [
                'ged.csv: line 4: latitude: found "144"',
                'ged.csv: line 5: date_end: found "2031-05-11 00:00:00.000", expected a day from 2031-05-12 on',
                'ged.csv: line 6: found "6 fields", expected 49 fields',
            ],
        ),
        ("acled", ['acled.csv: line 6: event_date: found "2031-13-15"', 'acled.csv: line 7: fatalities: found "few"']),
        ("gdelt", ['gdelt.csv: line 5: SQLDATE: found "20311312"', 'gdelt.csv: line 6: ActionGeo_Type: found "9"']),
        ("vedette", ['vedette.csv: line 5: date: found "2031-02-30"', 'vedette.csv: line 6: longitude: found "190"']),
    ],
)
def test_a_bad_row_is_named_by_line_and_field_and_the_rest_is_read(name, lines):
    good, bad = _read(name)
    assert len(bad) == len(lines)
    assert good
    for found, expected in zip(bad, lines, strict=True):
        assert found.startswith(expected)


def test_ged_gives_best_and_high_precisions_and_the_chain_down_to_its_origin():
    ((report, first), (_, second), (_, third)), _ = _read("ged")
    assert (report.title, report.publisher, report.published) == ("Bomb near Baqubah", "UCDP", date(2031, 5, 13))
    assert (first.casualties.killed, first.casualties.killed_max) == (2, 5)
    assert [link.text for link in first.attribution] == ["UCDP", "Tigris Daily", "Delta Wire", "Interior Ministry"]
    assert [actor.text for actor in first.actors] == ["Government of Iraq", "Invented Front"]
    place = first.places[0]
    assert (place.text, place.country, place.admin1) == ("Baqubah town", "IQ", "Diyala governorate")
    assert (place.latitude, place.longitude, place.precision) == (33.745, 44.606, "exact")
    assert [target.text for target in second.targets] == ["Civilians"]
    assert (second.time.start, second.time.end, second.time.precision) == (date(2031, 5, 1), date(2031, 5, 31), "month")
    assert (second.places[0].precision, second.confidence) == ("country", 0.7)
    assert (third.places[0].country, third.places[0].precision, third.time.precision) == ("CD", "governorate", "days")


def test_acled_gives_its_note_as_the_passage_its_types_and_its_widened_days():
    good, _ = _read("acled")
    (_, bomb), (_, taken), (_, march), (_, month) = good
    assert bomb.evidence[0].text.startswith("On 12 May 2031, an IED planted by Invented Front hit a patrol")
    assert (bomb.kind, bomb.type, bomb.casualties.killed) == ("attack", "bombing", 2)
    assert [link.text for link in bomb.attribution] == ["ACLED", "Tigris Daily", "Delta Wire"]
    assert all(report.published is None for report, _ in good)
    assert (taken.type, [t.text for t in taken.targets]) == ("kidnapping", ["Civilians (Iraq)"])
    assert (taken.time.start, taken.time.end) == (date(2031, 5, 11), date(2031, 5, 17))
    assert (march.kind, march.actors[0].role, march.casualties) == ("calendar", "host", None)
    assert (month.time.start, month.time.end, month.places[0].precision) == (
        date(2031, 5, 1),
        date(2031, 5, 31),
        "governorate",
    )


def test_gdelt_is_known_without_a_header_and_only_its_threats_and_force_are_claims():
    good, _ = _read("gdelt")
    (report, bomb), (_, drone), (_, threat) = good
    assert (bomb.type, drone.type, threat.kind, threat.modality) == ("bombing", "drone", "threat", "threatened")
    assert (bomb.confidence, drone.confidence) == (0.4, 0.25)
    assert report.origin == "https://www.tigris.example/news/1"
    assert report.published is None
    assert [link.text for link in bomb.attribution] == ["GDELT", "tigris.example"]
    assert (bomb.places[0].country, drone.places[0].text) == ("IQ", "Al \"Qa'im, Iraq")


def test_equal_rows_of_our_own_table_stay_two_events():
    good, _ = _read("vedette")
    assert [claim.type for _, claim in good] == ["bombing", "bombing", None]
    assert good[0][1].id != good[1][1].id
    assert good[2][1].places[0].latitude is None


def test_the_picture_counts_the_origins_that_ged_names():
    """Two rows whose articles rest on one ministry are one origin; other articles on another command are a second."""
    header, row = (TABLES / "ged.csv").read_text().splitlines()[:2]
    again = (
        row.replace("900001", "900009").replace("Tigris Daily", "Euphrates Post").replace("Delta Wire", "Nahr Radio")
    )
    other = again.replace("Interior Ministry", "Diyala Operations Command")
    other = other.replace("Bomb near Baqubah", "Blast on the Khalis road kills two")
    other = other.replace("Baqubah, on the road to Khalis", "north of Baqubah")

    def origins(*lines):
        found = list(rows("\n".join([header, *lines]).encode(), "g.csv"))
        picture = merge([r for r, _ in found], [c for _, c in found], [], date(2031, 5, 20))
        return [incident.origins for incident in picture.incidents]

    assert origins(row, again) == [1]
    assert origins(row, other) == [2]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "an empty file"),
        (b"a,b\n1,2\n", "the columns a, b"),
        (b"date,area,date\n2031-05-12,x,2031-05-12\n", "twice"),
        (b"\x00\x01\x02,\x00", "binary content"),
        (b"just words", "the columns just words"),
    ],
)
def test_a_table_that_nobody_knows_is_one_error(raw, found):
    (error,) = rows(raw, "x.csv")
    assert found in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize("change", ["utf-8-sig", "utf-16", "crlf", "semicolons", "tabs", "gap"])
def test_tables_as_spreadsheets_write_them_are_read_alike(change):
    text = "date,area,type\n2031-05-12,Kirkuk,bombing\n2031-05-13,Basra,rocket\n"
    written = {
        "utf-8-sig": text.encode("utf-8-sig"),
        "utf-16": text.encode("utf-16"),
        "crlf": text.replace("\n", "\r\n").encode(),
        "semicolons": text.replace(",", ";").encode(),
        "tabs": text.replace(",", "\t").encode(),
        "gap": text.replace("\n2031-05-13", "\n\n\n2031-05-13").encode(),
    }[change]
    assert [claim.type for _, claim in rows(written, "x.csv")] == ["bombing", "rocket"]


def test_a_row_over_several_lines_counts_from_its_first_and_broken_letters_name_their_column():
    raw = b'date,area,source\n2031-05-12,Kirkuk,"two\nlines"\n2031-05-13,Bas\xffra,x\n2031-05-99,Basra,x\n'
    good, letters, day = rows(raw, "x.csv")
    assert good[1].attribution[0].text == "two lines"
    assert "line 4: area" in str(letters)
    assert "UTF-8" in str(letters)
    assert "line 5: date" in str(day)


@pytest.mark.shared
def test_the_events_of_iraq_are_read_whole():
    import gzip

    path = Path(__file__).parents[2].parent / "shared" / "data" / "ged_iraq" / "events_all.csv.gz"
    if not path.exists():
        pytest.skip("../shared/data/ged_iraq is absent")
    raw = gzip.decompress(path.read_bytes())
    found = list(rows(raw, "events_all.csv"))
    assert len(found) == raw.count(b"\n") - 1
    assert not [f for f in found if isinstance(f, VedetteError)]
    assert all(claim.casualties is not None for _, claim in found)
