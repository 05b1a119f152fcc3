"""The shipped exercise: whole, small, marked, and made again byte for byte."""

import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from vedette.exercise import continue_world, load, presence_of
from vedette.exercise.build import build, main
from vedette.exercise.follow import history_of
from vedette.store.tables import read_areas, read_events
from vedette.terms.deployment import Posting
from vedette.terms.errors import FieldError, UnknownReferenceError
from vedette.terms.places import AreaKind, Shift

EXERCISE = load()
PLOT = EXERCISE.plot


def test_it_is_made_again_byte_for_byte():
    made = build(EXERCISE)
    assert {n: b for n, b in EXERCISE.files.items() if n in made} == made
    by_hand = {"exercise.toml", "story.toml", "world.toml", "posts.csv", "forces.csv"}
    assert set(EXERCISE.files) - set(made) == by_hand


def test_the_builder_writes_into_a_folder_and_clears_old_reports(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "old.txt").write_text("gone")
    main([str(tmp_path)])
    found = {str(p.relative_to(tmp_path)): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert found == build(EXERCISE)


def test_it_is_small_and_every_file_is_packaged():
    assert sum(map(len, EXERCISE.files.values())) < 500_000
    project = Path(__file__).parents[2] / "pyproject.toml"
    patterns = tomllib.loads(project.read_text())["tool"]["setuptools"]["package-data"]["vedette"]
    for name in EXERCISE.files:
        assert f"**/*{Path(name).suffix}" in patterns


def test_everything_in_it_is_marked_exercise():
    assert EXERCISE.settings["status"] == "Exercise"
    assert EXERCISE.truth.exercise
    for text in EXERCISE.reports.values():
        lines = text.splitlines()
        assert lines[0] == lines[-1] == "EXERCISE EXERCISE EXERCISE"
    for name in ("exercise.toml", "story.toml", "world.toml"):
        assert EXERCISE.files[name].startswith(b"# EXERCISE")


def test_the_verbs_can_read_what_it_unpacks(tmp_path):
    folder = EXERCISE.unpack(tmp_path / "there")
    areas = read_areas(folder / "areas.csv")
    assert {"name_en", "name_ar", "name_ckb", "kind", "parent", "zone"} <= set(areas.columns)
    events = read_events(folder / "events.csv", areas)
    assert events.equals(EXERCISE.events)
    assert len(list((folder / "reports").glob("*.txt"))) == len(EXERCISE.reports)


def test_areas_posts_and_forces_hang_together():
    areas = {area.id: area for area in EXERCISE.areas}
    towns = [a for a in EXERCISE.areas if a.kind is AreaKind.TOWN]
    assert 24 <= len(towns) <= 30
    assert all(areas[t.parent].kind is AreaKind.GOVERNORATE for t in towns)
    assert EXERCISE.world.ids == tuple(t.id for t in towns)
    for place in EXERCISE.world.areas:
        assert (place.latitude, place.longitude) == (areas[place.id].latitude, areas[place.id].longitude)
    assert 35 <= len(EXERCISE.posts) <= 45
    assert {p.area for p in EXERCISE.posts} == {t.id for t in towns}
    assert {s for p in EXERCISE.posts for s in p.services} == {f.service for f in EXERCISE.forces} == {"army", "police"}
    assert all(f.area in areas for f in EXERCISE.forces)
    assert 25 <= sum(f.units for f in EXERCISE.forces) <= 35
    for post in EXERCISE.posts:
        assert abs(post.latitude - areas[post.area].latitude) < 0.1
        assert abs(post.longitude - areas[post.area].longitude) < 0.1


def test_the_history_is_dense_enough_to_forecast():
    days = (PLOT.history_last - PLOT.history_first).days + 1
    assert days == 180
    assert EXERCISE.events["date"].min() >= PLOT.history_first
    assert EXERCISE.events["date"].max() <= PLOT.history_last
    assert 2 <= EXERCISE.events.height / days <= 6
    per_day = EXERCISE.events.group_by("date").len()["len"]
    assert per_day.var() > 1.05 * per_day.mean()


def test_the_reports_tell_the_first_week():
    days = [r.published for r in EXERCISE.truth.reports]
    assert min(days) == PLOT.reports_first
    assert max(days) == PLOT.reports_last
    assert 70 <= len(days) <= 110
    for incident in EXERCISE.truth.incidents:
        hushed = EXERCISE.silent.get(incident.area, date.max) <= incident.day
        assert bool(incident.told_by) != hushed
    assert any(not i.told_by for i in EXERCISE.truth.incidents), "the silence should hide something"
    assert PLOT.election.weekday() == 0


def test_the_story_is_told():
    texts = "\n".join(EXERCISE.reports.values())
    for passage in (
        "Attacks on bases and towns are likely around next Monday's elections",
        "raise their alert level",
        "maximum deployment",
        "Special attention is to be given to Baqubah, Muqdadiyah, Hawija and Taji as the most exposed areas",
        "Provincial elections will be held on Monday, 12 May",
    ):
        assert passage in texts


def test_areas_that_fell_silent_had_been_heard_of():
    for area, since in EXERCISE.silent.items():
        days = [r.published for r in EXERCISE.truth.reports if r.area == area]
        assert days
        assert max(days) < since
        assert (PLOT.reports_last - max(days)).days > EXERCISE.expected_gap_days
    for area in set(EXERCISE.world.ids) - set(EXERCISE.silent):
        last = max(r.published for r in EXERCISE.truth.reports if r.area == area)
        assert (PLOT.reports_last - last).days <= EXERCISE.expected_gap_days


def test_the_week_goes_on_without_and_under_a_deployment():
    bare = continue_world(EXERCISE)
    covered = continue_world(EXERCISE, presence=np.ones((len(EXERCISE.world.areas), 7)))
    assert bare.simulation.first == PLOT.protect_first
    assert bare.simulation.events.equals(covered.simulation.without)
    assert covered.simulation.events.height < bare.simulation.events.height
    assert all(t.text.startswith("EXERCISE EXERCISE EXERCISE\n") for t in covered.reports)
    assert any(n.kind in {"calendar", "result"} for n in covered.truth.notices)
    again = continue_world(EXERCISE, PLOT.protect_first, 7, np.ones((len(EXERCISE.world.areas), 7)), PLOT.seed_protect)
    assert [r.text for r in again.reports] == [r.text for r in covered.reports]


def test_the_true_first_week_excites_the_second():
    history = history_of(EXERCISE)
    week = history.filter(pl.col("date") > PLOT.history_last)
    assert week.height == sum(i.happened for i in EXERCISE.truth.incidents)
    assert history.height == EXERCISE.events.height + week.height


def test_presence_counts_the_share_of_the_local_day():
    post = EXERCISE.posts[0]
    row = EXERCISE.world.ids.index(post.area)
    # 06:00 to 14:00 and 18:00 to 06:00 local time, three hours ahead of UTC
    shifts = [
        Shift(start=datetime(2025, 5, 8, 3, tzinfo=UTC), hours=8),
        Shift(start=datetime(2025, 5, 8, 15, tzinfo=UTC), hours=12, night=True),
    ]
    postings = [Posting(unit=f"u/{i}", group="u", post=post.id, shift=i) for i in (0, 1, 1)]
    presence = presence_of(EXERCISE, postings, shifts, date(2025, 5, 8), 7)
    assert presence[row, :3] == pytest.approx([8 / 24 + 2 * 6 / 24, 2 * 6 / 24, 0])
    assert presence.sum() == pytest.approx((8 + 24) / 24)


@pytest.mark.parametrize(("post", "shift", "said"), [("nowhere", 0, "post"), ("mosul-centre", 9, "shift")])
def test_a_posting_to_nowhere_is_refused(post, shift, said):
    shifts = [Shift(start=datetime(2025, 5, 8, 3, tzinfo=UTC), hours=8)]
    with pytest.raises(UnknownReferenceError, match=said):
        presence_of(EXERCISE, [Posting(unit="u/1", group="u", post=post, shift=shift)], shifts, date(2025, 5, 8), 7)


def test_a_presence_for_the_wrong_areas_is_refused():
    with pytest.raises(FieldError, match="areas × days"):
        continue_world(EXERCISE, presence=np.zeros((3, 7)))


def test_an_exercise_that_is_not_shipped_is_named():
    with pytest.raises(UnknownReferenceError, match=r"three_weeks.*two_weeks"):
        load("three_weeks")


def test_no_text_uses_a_group_or_outlet_of_the_world():
    """Actors are invented: names of real armed groups stand nowhere in the exercise."""
    real = re.compile(r"islamic state|isis|daesh|qaeda|hezbollah|hizballah|hashd|pkk|داعش|القاعدة|حزب الله|داعیش", re.I)
    templates = resources.files("vedette.exercise").joinpath("templates")
    texts = [*EXERCISE.reports.values(), *(t.read_text("utf-8") for t in templates.iterdir())]
    assert not any(real.search(text) for text in texts)


def test_the_days_follow_on_each_other():
    assert PLOT.history_last + timedelta(days=1) == PLOT.reports_first
    assert PLOT.reports_last + timedelta(days=1) == PLOT.protect_first
    assert PLOT.protect_first <= PLOT.election < PLOT.protect_first + timedelta(days=PLOT.protect_days)
