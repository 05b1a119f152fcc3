"""Tables read from CSV: what is right is kept, the first thing that is wrong is named."""

import gzip
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vedette.store.places import read_area_records, read_forces, read_posts
from vedette.store.tables import read_areas, read_events
from vedette.terms.errors import FieldError, FormatError, UnknownReferenceError, VedetteError

AREAS = "area,latitude,longitude\nhit,33.6,42.8\nana,34.4,41.9\n"
EVENTS = "date,area,latitude,longitude,type\n2031-05-01,hit,33.6,42.8,bombing\n2031-05-02,ana,,,\n"

# content of the file, error, words of the message
BAD_AREAS = [
    (b"", FormatError, "empty"),
    (b"\x00\x01\x02\x03" * 8, FormatError, "binary"),
    ("area,latitude,longitude\nhit,33,42\n".encode("utf-16"), FormatError, "UTF-16"),
    ("area,latitude,longitude\nهيت,33,42\n".encode("windows-1256"), FormatError, "line 2"),
    (b"area,latitude\nhit,33\n", FormatError, "longitude"),
    (b"area,latitude,longitude\n", FormatError, "at least one"),
    (b"area,latitude,longitude\nhit,144,42\n", FieldError, 'line 2: latitude: found "144"'),
    (b"area,latitude,longitude\nhit,33,nan\n", FieldError, "line 2: longitude"),
    (b"area,latitude,longitude\nhit,33,42\nhit,34,42\n", FieldError, "line 3: area"),
    (b"area,latitude,longitude\n ,33,42\n", FieldError, "line 2: area"),
]


@pytest.mark.parametrize(("content", "error", "words"), BAD_AREAS)
def test_bad_areas(tmp_path, content, error, words):
    path = tmp_path / "areas.csv"
    path.write_bytes(content)
    with pytest.raises(error, match=r"areas\.csv") as caught:
        read_areas(path)
    assert words in str(caught.value)


def test_events_keep_their_order_and_their_gaps(tmp_path):
    path = tmp_path / "events.csv.gz"
    path.write_bytes(gzip.compress(EVENTS.encode()))
    table = read_events(path)
    assert table["date"].to_list() == [date(2031, 5, 1), date(2031, 5, 2)]
    assert table["latitude"].to_list() == [33.6, None]
    assert table["type"].to_list() == ["bombing", None]


@pytest.mark.parametrize(
    ("row", "error", "words"),
    [
        ("2031-02-30,hit", FieldError, "line 2: date"),
        ("yesterday,hit", FieldError, "line 2: date"),
        (",hit", FieldError, "line 2: date"),
        ("2031-05-01,", FieldError, "line 2: area"),
        ("2031-05-01,atlantis", UnknownReferenceError, 'line 2: area: found "atlantis"'),
    ],
)
def test_bad_events(tmp_path, row, error, words):
    areas, path = tmp_path / "areas.csv", tmp_path / "events.csv"
    areas.write_text(AREAS)
    path.write_text(f"date,area\n{row}\n")
    with pytest.raises(error) as caught:
        read_events(path, read_areas(areas))
    assert words in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FormatError, match=r"nowhere\.csv: expected a file that exists"):
        read_events(tmp_path / "nowhere.csv")
    with pytest.raises(FormatError, match="a folder"):
        read_events(tmp_path)


def test_area_records_have_names_and_parents(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text(
        "area,latitude,longitude,name_en,name_ar,kind,parent,zone\n"
        "anbar,33,41.5,Anbar,الأنبار,governorate,,Asia/Baghdad\nhit,33.6,42.8,Hit,هيت,town,anbar,Asia/Baghdad\n"
    )
    anbar, hit = read_area_records(path)
    assert (hit.parent, hit.name.ar, hit.kind.value) == (anbar.id, "هيت", "town")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("hit,33,42,village,,UTC", "line 2: kind"),
        ("hit,33,42,town,anbar,UTC", "line 2: parent"),
        ("hit,33,42,town,,Mars/Base", "line 2: zone"),
        ("hit,,42,town,,UTC", "line 2: latitude"),
    ],
)
def test_bad_area_records(tmp_path, row, words):
    path = tmp_path / "areas.csv"
    path.write_text(f"area,latitude,longitude,kind,parent,zone\n{row}\n")
    with pytest.raises(VedetteError) as caught:
        read_area_records(path)
    assert words in str(caught.value)


FORCES = "group,base,area,service,units,latitude,longitude\n"
POSTS = "post,area,latitude,longitude,harm,services,max_units\n"


@pytest.mark.parametrize(
    ("reader", "content", "words"),
    [
        (read_forces, FORCES + "g1,camp,hit,army,-1,33,42\n", "line 2: units"),
        (read_forces, FORCES + "g1,camp,hit,army,many,33,42\n", "line 2: units"),
        (read_forces, FORCES + "g1,camp,atlantis,army,1,33,42\n", "line 2: area"),
        (read_forces, FORCES + "g1,camp,hit,army,1,33,42\ng1,camp,hit,army,1,33,42\n", "line 3: group"),
        (read_posts, POSTS + "p1,hit,33,42,-1,,1\n", "line 2: harm"),
        (read_posts, POSTS + "p1,hit,33,42,inf,,1\n", "line 2: harm"),
        (read_posts, POSTS + "p1,hit,33,42,1,,0\n", "line 2: max_units"),
        (read_posts, POSTS + "p1,hit,33,,1,,1\n", "line 2: longitude"),
    ],
)
def test_bad_forces_and_posts(tmp_path, reader, content, words):
    areas, path = tmp_path / "areas.csv", tmp_path / "table.csv"
    areas.write_text(AREAS)
    path.write_text(content)
    with pytest.raises(VedetteError) as caught:
        reader(path, read_area_records(areas))
    assert words in str(caught.value)


def test_posts_and_forces_are_read(tmp_path):
    areas, posts, forces = tmp_path / "a.csv", tmp_path / "p.csv", tmp_path / "f.csv"
    areas.write_text(AREAS)
    posts.write_text(POSTS + "p1,hit,33.6,42.8,2.5,army; police,2\n")
    forces.write_text(FORCES + "g1,camp,ana,army,3,34.4,41.9\n")
    known = read_area_records(areas)
    (post,), (force,) = read_posts(posts, known), read_forces(forces, known)
    assert (post.services, post.max_units, post.harm) == (("army", "police"), 2, 2.5)
    assert (force.units, force.service) == (3, "army")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda s: ("date,area\n" + s).encode("utf-8", "ignore")))
def test_any_bytes_give_a_table_or_one_clear_line(tmp_path, content):
    path = tmp_path / "events.csv"
    path.write_bytes(content)
    try:
        read_events(path)
    except VedetteError as error:
        assert "\n" not in str(error)
        assert "events.csv" in str(error)
