"""Input that nobody wishes for: what the forecast makes of it is defined (docs/forecasting.md) and stays so."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from vedette.cli import main
from vedette.forecast import explain, fit, forecast, hindcast
from vedette.forecast.settings import settings
from vedette.terms.counts import AreaDays, count_days
from vedette.terms.errors import FieldError

AREAS = pl.DataFrame({"area": ["a", "b"], "latitude": [33.0, 33.1], "longitude": [44.0, 44.1]})


def _events(rows: list[tuple[date, str]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"date": pl.Date, "area": pl.String}, orient="row")


def _sound(table: pl.DataFrame) -> pl.DataFrame:
    """The table, once nothing in it is missing, infinite, out of range or out of order."""
    for name in ("mean", "p_any", "dispersion"):
        assert table[name].is_finite().all()
        assert (table[name] > 0).all()
    assert (table["p_any"] <= np.minimum(table["mean"] * (1 + 1e-9), 1)).all()
    levels = table.select("q05", "q10", "q25", "q50", "q75", "q90", "q95").to_numpy()
    assert (levels >= 0).all()
    assert (np.diff(levels, axis=1) >= 0).all()
    return table


def test_rows_that_agree_in_everything_count_each() -> None:
    day = date(2030, 1, 1)
    once = count_days(_events([(day, "a")]), AREAS)
    thrice = count_days(_events([(day, "a")] * 3), AREAS)
    assert (once.counts.sum(), thrice.counts.sum()) == (1, 3)
    means = [_sound(forecast(grid, day + timedelta(days=1), 1))["mean"][0] for grid in (once, thrice)]
    assert means[0] < means[1]


def test_the_order_of_the_rows_is_of_no_account() -> None:
    rows = [(date(2030, 1, 1) + timedelta(days=n % 50), "ab"[n % 3 == 0]) for n in range(200)]
    mixed = [rows[(7 * n) % 200] for n in range(200)]
    first, last = date(2030, 1, 1), date(2030, 2, 19)
    grids = [count_days(_events(some), AREAS, first, last) for some in (rows, mixed)]
    assert forecast(grids[0], last, 3).equals(forecast(grids[1], last, 3))


def test_events_in_no_area_are_counted_apart_and_change_nothing() -> None:
    rows = [(date(2030, 1, 1) + timedelta(days=n), "a") for n in range(40)]
    first, last = rows[0][0], rows[-1][0]
    inside = count_days(_events(rows), AREAS, first, last)
    both = count_days(_events(rows + [(day, "elsewhere") for day, _ in rows]), AREAS, first, last)
    assert (inside.outside, both.outside) == (0, 40)
    assert forecast(both, last, 5).equals(forecast(inside, last, 5))


def test_days_from_the_day_of_issue_on_are_not_looked_at(world: AreaDays) -> None:
    as_of = world.day(150)
    counts = world.counts.copy()
    counts[150:] = 10_000
    assert forecast(replace(world, counts=counts), as_of, 7).equals(forecast(world, as_of, 7))


def test_an_as_of_before_the_first_event_or_without_any_gives_the_prior(world: AreaDays) -> None:
    prior = settings().rates.prior_rate
    for day in (world.start, world.start - timedelta(days=1), date(1900, 1, 1)):
        assert set(_sound(forecast(world, day, 2))["mean"]) == {prior}
    nothing = replace(world, counts=np.zeros((0, 30), dtype=np.float32))
    assert set(_sound(forecast(nothing, world.day(9), 2))["mean"]) == {prior}
    assert _sound(hindcast(nothing, world.start, world.day(4), 3)).height == (5 * 3) * 30


def test_an_as_of_years_after_the_last_event_is_a_small_but_sound_forecast(world: AreaDays) -> None:
    late = world.day(200 + 3 * 365)
    quiet = replace(world, counts=np.where(np.arange(30) < 12, 0, world.counts).astype(np.float32))
    table = _sound(forecast(quiet, late, 2))
    assert table["mean"].sum() < 0.2 * forecast(quiet, world.day(200), 2)["mean"].sum()


@pytest.mark.parametrize("same", ["two", "all"])
def test_areas_with_the_same_centre_keep_their_own_records(world: AreaDays, same: str) -> None:
    longitude = world.longitude.copy()
    longitude[: 2 if same == "two" else 30] = 44.0
    mean = _sound(forecast(replace(world, longitude=longitude), world.day(200), 1))["mean"].to_numpy()
    assert mean[0] > 1.1 * mean[1] > 0
    assert mean[0] == pytest.approx(forecast(world, world.day(200), 1)["mean"][0], rel=0.15)


def test_one_single_event(history: Callable[..., AreaDays]) -> None:
    counts = np.zeros((400, 12))
    counts[100, 4] = 1
    grid = history(counts)
    table = _sound(hindcast(grid, grid.day(90), grid.day(399)))
    total = table["mean"].to_numpy().reshape(-1, 12)
    assert total[11:].sum() < 4
    assert (total[11:].argmax(axis=1) == 4).all()
    assert (np.diff(total[11::56, 4]) < 0).all()


def test_an_area_list_of_one(history: Callable[..., AreaDays]) -> None:
    grid = history(np.random.default_rng(5).poisson(3.0, size=(120, 1)))
    table = _sound(hindcast(grid, grid.day(60), grid.day(119), 2))
    assert table["mean"].mean() == pytest.approx(3.0, rel=0.15)


def test_a_million_events_in_one_cell(world: AreaDays) -> None:
    counts = world.counts.copy()
    counts[190, 7] = 1e6
    grid = replace(world, counts=counts)
    table = _sound(hindcast(grid, world.day(185), world.day(199), 3))
    plain = hindcast(world, world.day(185), world.day(199), 3)
    before = table["issued"] <= world.day(190)
    assert table.filter(before).equals(plain.filter(before))
    assert not table.filter(~before).equals(plain.filter(~before))
    # areas beyond the neighbourhood of a7: nothing follows the one day for long
    week = (pl.col("issued") > world.day(192)) & pl.col("area").is_in([f"a{n}" for n in range(16, 28)])
    ratio = table.filter(week)["mean"].sum() / plain.filter(week)["mean"].sum()
    assert 0.2 < ratio < 10
    there = table.filter(~before & (table["area"] == "a7") & (table["day"] == table["issued"]))["mean"].to_numpy()
    assert (there < 2e5).all()


def test_a_million_events_a_day_every_day(history: Callable[..., AreaDays]) -> None:
    grid = history(np.full((60, 3), 1e6))
    table = _sound(forecast(grid, grid.day(60), 2))
    assert table["mean"].to_numpy() == pytest.approx(1e6, rel=0.3)
    assert (table["q95"] < np.iinfo(np.int32).max).all()


def test_days_are_days_of_the_calendar_whatever_the_clocks_do(world: AreaDays, monkeypatch: pytest.MonkeyPatch) -> None:
    # 200 days over both changes of the clocks of Kyiv in 2026, and the same counts 28 days later, far from any feast
    here = replace(world, latitude=np.full(30, -40.0), longitude=-120.0 + 0.1 * np.arange(30))
    first = replace(here, start=date(2026, 3, 1))
    later = replace(here, start=date(2026, 3, 29))
    tables = []
    for zone in ("UTC", "Europe/Kyiv", "Australia/Lord_Howe"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        tables += [hindcast(grid, grid.day(190), grid.day(199), 3) for grid in (first, later)]
    monkeypatch.undo()
    time.tzset()
    figures = [table.drop("issued", "day") for table in tables]
    assert all(figure.equals(figures[0]) for figure in figures)
    assert tables[0]["day"].to_list() == [day - timedelta(days=28) for day in tables[1]["day"].to_list()]


@pytest.mark.parametrize("field", ["latitude", "longitude"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_centre_that_is_no_place_is_refused(world: AreaDays, field: str, value: float) -> None:
    centre = getattr(world, field).copy()
    centre[3] = value
    with pytest.raises(FieldError, match=rf"a3: {field}: found {value}"):
        forecast(replace(world, **{field: centre}), world.day(100), 1)


@pytest.mark.parametrize("value", [np.nan, -1.0])
def test_counts_that_are_none_are_refused(world: AreaDays, value: float) -> None:
    counts = world.counts.copy()
    counts[20, 3] = value
    with pytest.raises(FieldError, match="a3: counts: found"):
        forecast(replace(world, counts=counts), world.day(100), 1)


def test_thirty_days_of_a_new_country_give_its_level_and_its_worst_places(history: Callable[..., AreaDays]) -> None:
    generator = np.random.default_rng(30)
    rate = generator.gamma(0.3, 1.0, size=60)
    counts = generator.poisson(rate, size=(60, 60))
    grid = history(counts)
    table = _sound(hindcast(grid, grid.day(30), grid.day(59)))
    assert table["mean"].sum() == pytest.approx(counts[30:].sum(), rel=0.1)
    worst = np.argsort(-table["mean"].to_numpy().reshape(30, 60)[0])[:6]
    assert np.isin(worst, np.argsort(-rate)[:12]).sum() >= 5


@pytest.mark.parametrize("share", [0.05, 0.2])
def test_a_war_that_ends_overnight(history: Callable[..., AreaDays], share: float) -> None:
    generator = np.random.default_rng(95)
    rate = 2.0 * 0.8 ** np.arange(20)
    counts = np.vstack(
        [generator.negative_binomial(4, 4 / (4 + rate), (300, 20)), generator.poisson(share * rate, (90, 20))]
    )
    grid = history(counts)
    total = _sound(hindcast(grid, grid.day(300), grid.day(389)))["mean"].to_numpy().reshape(90, 20).sum(axis=1)
    before, after = rate.sum(), share * rate.sum()
    assert total[0] == pytest.approx(before, rel=0.3)
    assert total[7] < 0.75 * before
    assert total[21] < 0.4 * before
    assert total[60:].mean() == pytest.approx(after, abs=0.06 * before)


def test_a_war_that_starts_overnight(history: Callable[..., AreaDays]) -> None:
    generator = np.random.default_rng(96)
    rate = 2.0 * 0.8 ** np.arange(20)
    counts = np.vstack([generator.poisson(0.02 * rate, (300, 20)), generator.poisson(rate, (60, 20))])
    grid = history(counts)
    total = _sound(hindcast(grid, grid.day(300), grid.day(359)))["mean"].to_numpy().reshape(60, 20).sum(axis=1)
    assert total[10] > 0.5 * rate.sum()
    assert total[30:].mean() == pytest.approx(rate.sum(), rel=0.2)


def test_a_record_that_skips_every_other_day_is_taken_as_it_is(history: Callable[..., AreaDays]) -> None:
    counts = np.random.default_rng(8).poisson(4.0, size=(200, 3))
    counts[1::2] = 0
    grid = history(counts)
    table = _sound(hindcast(grid, grid.day(150), grid.day(199)))
    assert table["mean"].sum() == pytest.approx(counts[150:].sum(), rel=0.1)


EVENTS_FILE = "date,area,type\n" + "".join(
    f"2031-{1 + n // 28:02d}-{1 + n % 28:02d},{'North' if n % 3 else 'South'},{'rocket' if n % 4 == 0 else 'bombing'}\n"
    for n in range(112)
)
AREAS_FILE = "area,latitude,longitude,parent\nNorth,36,44,Land\nSouth,34,44,Land\nLand,35,44,\n"


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    (tmp_path / "events.csv").write_text(EVENTS_FILE)
    (tmp_path / "areas.csv").write_text(AREAS_FILE)
    monkeypatch.chdir(tmp_path)

    def call(*more: str, verb: str = "forecast") -> tuple[int, str, str]:
        days = ("--as-of", "2031-05-01") if verb == "forecast" else ("--first", "2031-04-20", "--last", "2031-05-01")
        with pytest.raises(SystemExit) as stop:
            main((verb, "events.csv", "--areas", "areas.csv", *days, "--out", "o.parquet", *more))
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), " ".join(out.split()), err

    return call


@pytest.mark.parametrize("verb", ["forecast", "hindcast"])
def test_a_forecast_of_some_types_counts_these_alone(run: Callable[..., tuple[int, str, str]], verb: str) -> None:
    expected = {}
    for types in ((), ("rocket",), ("bombing",), ("rocket", "bombing")):
        options = [word for name in types for word in ("--type", name)]
        assert run(*options, verb=verb)[0] == 0
        expected[types] = pl.read_parquet("o.parquet")["mean"].sum()
    assert expected["rocket",] < 0.5 * expected["bombing",]
    assert expected["rocket", "bombing"] == expected[()]


def test_a_type_that_no_event_has_is_refused_with_those_that_there_are(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    code, _, err = run("--type", "rockets")
    assert code == 2
    assert "rockets" in err
    assert "bombing, rocket" in err
    assert not Path("o.parquet").exists()


CALENDARS = [
    ("date,type\n2031-05-02,election\n", ""),
    ("start,end,type,area,announced\n2031-05-02,,election,Land,2031-04-01\n2031-02-01,2031-02-03,visit,North,\n", ""),
    ("date,type\n", ""),
    ("date,kind\n2031-05-02,election\n", "type"),
    ("type\nelection\n", "date"),
    ("date,type\n2031-02-30,election\n", "line 2: start: found"),
    ("date,type\n,election\n", 'line 2: start: found "nothing"'),
    ("date,type\n2031-05-02,election\n2031-05-02,\n", 'line 3: type: found "nothing"'),
    ("start,end,type\n2031-05-02,2031-05-01,election\n", "line 2: end"),
    ("date,type,area\n2031-05-02,election,East\n", 'line 2: area: found "East"'),
    ("date,type,announced\n2031-05-02,election,soon\n", 'line 2: announced: found "soon"'),
    ("", "empty"),
]


@pytest.mark.parametrize("verb", ["forecast", "hindcast"])
@pytest.mark.parametrize(("content", "said"), CALENDARS)
def test_a_calendar_is_read_or_refused_with_one_line(
    run: Callable[..., tuple[int, str, str]], verb: str, content: str, said: str
) -> None:
    Path("calendar.csv").write_text(content)
    code, _, err = run("--calendar", "calendar.csv", verb=verb)
    assert code == (2 if said else 0), err
    assert said in err
    assert Path("o.parquet").exists() == (not said)
    if said:
        assert len(err.strip().splitlines()) == 1
        assert "calendar.csv" in err


def test_a_calendar_lifts_its_days_and_an_area_stands_for_those_below_it(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    run("--horizon", "3")
    plain = pl.read_parquet("o.parquet")
    Path("calendar.csv").write_text("date,type,area\n2031-05-02,election,Land\n2031-05-02,election,South\n")
    _, out, _ = run("--horizon", "3", "--calendar", "calendar.csv", "--explain", "North")
    assert "election in 1 day (prior)" in out
    lifted = pl.read_parquet("o.parquet")
    ratio = (lifted["mean"] / plain["mean"]).to_numpy().reshape(3, 2)
    assert ratio == pytest.approx(np.array([[1.3, 1.3], [2.0, 2.0], [1.1, 1.1]]))


def test_the_reasons_of_a_bare_prior_are_sound(world: AreaDays) -> None:
    reasons = explain(world, world.start, "a0")
    assert np.prod([factor for _, factor in reasons]) == pytest.approx(settings().rates.prior_rate)
    assert fit(world, world.start).forecast()["mean"][0] == pytest.approx(settings().rates.prior_rate)
