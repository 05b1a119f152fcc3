"""Sums over areas and days agree: means add up, and no whole is said to see less than its part."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from vedette.forecast import fit
from vedette.forecast.hierarchy import ALL, Hierarchy
from vedette.forecast.settings import settings as numbers
from vedette.forecast.sums import SPANS, SUM_SCHEMA, Days, Span, spans, sums
from vedette.store.tables import leaves_of, read_areas, read_events
from vedette.terms.counts import AreaDays, count_days
from vedette.terms.errors import FieldError
from vedette.terms.forecast import QUANTILES

DAY = date(2030, 1, 20)
SHARED = Path(__file__).parents[3] / "shared"
NUMBERS = numbers().sums


def _tree(parents: dict[str, str | None]) -> Hierarchy:
    return Hierarchy.of(pl.DataFrame({"area": list(parents), "parent": list(parents.values())}, schema=_COLUMNS))


_COLUMNS = {"area": pl.String, "parent": pl.String}


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Hierarchy, Days]:
    """A tree of up to three floors, and days whose means and dispersions are as far apart as they can be."""
    number = draw(st.integers(1, 6))
    up = draw(st.lists(st.sampled_from([None, "g0", "g1", "g2"]), min_size=number, max_size=number))
    parents = {f"a{n}": name for n, name in enumerate(up)}
    parents |= {"g0": draw(st.sampled_from([None, "c"])), "g1": draw(st.sampled_from([None, "c", "g2"]))}
    hierarchy = _tree(parents)
    leads = draw(st.integers(1, 40))
    seed = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = (leads, hierarchy.leaves)
    mean = np.exp(seed.uniform(np.log(1e-6), np.log(draw(st.sampled_from([1.0, 30.0, 2000.0]))), shape))
    alpha = np.exp(seed.uniform(np.log(4e-4), np.log(300), shape))
    return hierarchy, Days(mean, alpha, seed.uniform(0.003, 1.5, leads))


def _parts(hierarchy: Hierarchy) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, up in enumerate(hierarchy.parent):
        if up >= 0:
            found.setdefault(hierarchy.names[up], []).append(hierarchy.names[number])
    return found


@settings(max_examples=80, deadline=None)
@given(world=worlds())
def test_wholes_and_parts_agree(world: tuple[Hierarchy, Days]) -> None:
    hierarchy, days = world
    horizon = len(days.mean)
    wanted = spans([name for name in SPANS if name == "month" or int(name) <= horizon], DAY, horizon)
    table = sums(days, DAY, hierarchy, wanted, NUMBERS)
    assert table.schema == SUM_SCHEMA
    assert table.height == len(wanted) * len(hierarchy.names)
    rows = {(row["first"], row["last"], row["area"]): row for row in table.iter_rows(named=True)}
    figures = ("p_any", *QUANTILES)
    for (first, last, area), row in rows.items():
        assert np.isfinite([row[name] for name in ("mean", "p_any", "dispersion")]).all()
        assert 0 < row["p_any"] <= min(row["mean"] * (1 + 1e-9), 1)
        assert all(row[low] <= row[high] for low, high in pairwise(QUANTILES))
        parts = [rows[first, last, part] for part in _parts(hierarchy).get(area, [])]
        parts += [rows[key] for key in rows if key[2] == area and key[0] >= first and key[1] <= last]
        for part in parts:
            assert part["mean"] <= row["mean"]
            assert all(part[name] <= row[name] for name in figures)


@settings(max_examples=80, deadline=None)
@given(world=worlds())
def test_means_add_up_to_the_last_bit(world: tuple[Hierarchy, Days]) -> None:
    hierarchy, days = world
    horizon = len(days.mean)
    table = sums(days, DAY, hierarchy, [Span("all", 1, horizon)], NUMBERS)
    mean = dict(zip(table["area"], table["mean"], strict=True))
    for number, area in enumerate(hierarchy.names[: hierarchy.leaves]):
        total = 0.0
        for lead in range(horizon):
            total += days.mean[lead, number]
        assert mean[area] == total
    for area, parts in _parts(hierarchy).items():
        total = 0.0
        for part in parts:
            total += mean[part]
        assert mean[area] == total
    assert mean[ALL] == pytest.approx(days.mean.sum())


def test_a_day_of_an_area_is_its_forecast(world: AreaDays) -> None:
    fitted = fit(world, world.day(150), 5)
    day, told = fitted.forecast(1, 1), fitted.sums(spans=["1"]).filter(pl.col("level") == "area")
    assert told["mean"].equals(day["mean"])
    assert told.select(QUANTILES).equals(day.select(QUANTILES))
    assert told["p_any"].to_numpy() == pytest.approx(day["p_any"].to_numpy(), rel=1e-12)


def test_the_variance_of_two_areas_over_two_days_by_hand() -> None:
    # means 2 and 3 on both days, alpha .1 and .2; the total of 5 a day has dispersion .2 on day 1 and .25 on day 2
    days = Days(np.array([[2.0, 3.0], [2.0, 3.0]]), np.array([[0.1, 0.2], [0.2, 0.4]]), np.array([0.2, 0.25]))
    own = np.array([0.1 * 4 + 0.2 * 9, 0.2 * 4 + 0.4 * 9])
    common = np.maximum(np.array([0.2, 0.25]) * 25 - own, 0) / 12
    kept = 0.25  # (own share of day 1 that stays; day 1 comes first, so its own share counts)
    areas = own.sum() + 2 * kept * own[0]
    together = 12 * (common.sum() + 2 * kept * common[0])
    table = sums(days, DAY, Hierarchy.flat(["x", "y"]), [Span("2", 1, 2)], NUMBERS)
    assert NUMBERS.persistent == kept
    assert table["mean"].to_list() == [4.0, 6.0, 10.0]
    assert table["dispersion"][2] == pytest.approx((areas + together) / 100)
    assert table["dispersion"][0] == pytest.approx((0.1 * 4 + 0.2 * 4 + 2 * kept * 0.1 * 4) / 16)


def test_the_total_of_a_day_scatters_as_was_learned() -> None:
    # nothing but common shocks: 1,000 small areas, whose own scatter is lost in the total
    days = Days(np.full((1, 1000), 0.2), np.full((1, 1000), 0.5), np.array([0.09]))
    table = sums(days, DAY, Hierarchy.flat([f"a{n}" for n in range(1000)]), [Span("1", 1, 1)], NUMBERS)
    total = table.row(-1, named=True)
    assert total["dispersion"] == pytest.approx(0.09)
    assert total["q95"] == nbinom.ppf(0.95, 1 / 0.09, 1 / (1 + 0.09 * 200))


def test_a_region_scatters_more_than_as_many_areas_from_everywhere_would() -> None:
    parents: dict[str, str | None] = {f"a{n}": ("g" if n < 20 else None) for n in range(100)}
    days = Days(np.full((1, 100), 1.0), np.full((1, 100), 0.01), np.array([0.1]))
    table = sums(days, DAY, _tree(parents | {"g": None}), [Span("1", 1, 1)], NUMBERS)
    group = table.filter(pl.col("area") == "g")["dispersion"][0]
    assert 0.1 < group < 0.1 * 5**NUMBERS.regional * 1.02


def test_months_follow_the_calendar_and_add_up() -> None:
    found = spans(["month"], DAY, 60)
    assert [(span.name, span.first, span.last) for span in found] == [
        ("2030-01", 1, 12),
        ("2030-02", 13, 40),
        ("2030-03", 41, 60),
    ]


@pytest.mark.parametrize("name", ["0", "8", "week", "", "-1", "1.5", "٣"])
def test_other_spans_are_refused(name: str) -> None:
    with pytest.raises(FieldError, match="spans"):
        spans([name], DAY, 7)


def test_a_hierarchy_of_any_depth() -> None:
    parents = {"town": "district", "far": "country", "district": "province", "province": "country", "hut": "district"}
    tree = _tree(parents)
    assert tree.names == ("town", "far", "hut", "district", "province", "country", ALL)
    assert tree.levels == ("area",) * 3 + ("parent",) * 3 + ("all",)
    assert tree.sums(np.array([1.0, 2.0, 4.0])).tolist() == [1, 2, 4, 5, 5, 7, 7]


@pytest.mark.parametrize(
    "parents",
    [{"a": "a"}, {"a": "b", "b": "a"}, {"x": "a", "a": "b", "b": "a"}, {"x": None, "a": "b", "b": "c", "c": "a"}],
)
def test_areas_in_a_ring_are_refused(parents: dict[str, str | None]) -> None:
    with pytest.raises(FieldError, match="ring"):
        _tree(parents)


def test_a_hierarchy_of_other_areas_is_refused(world: AreaDays) -> None:
    fitted = fit(world, world.day(150), 2)
    with pytest.raises(FieldError, match="hierarchy"):
        fitted.sums(Hierarchy.flat(["a0", "b1"]))
    with pytest.raises(FieldError, match="another order"):
        fitted.sums(Hierarchy.flat(world.areas[::-1]))


def test_the_far_future_goes_home_to_the_long_run(history: Callable[..., AreaDays]) -> None:
    # 600 days at 2 attacks a day, then 28 at 8: the forecast comes down again, and knows less and less
    generator = np.random.default_rng(5)
    counts = np.concatenate([generator.poisson(2.0, (600, 6)), generator.poisson(8.0, (28, 6))])
    grid = history(counts)
    fitted = fit(grid, grid.day(grid.days), 180)
    table = fitted.forecast().group_by("day", maintain_order=True).agg(pl.col("mean", "dispersion").mean())
    mean, alpha = table["mean"].to_numpy(), table["dispersion"].to_numpy()
    week = np.array([mean[start : start + 7].mean() for start in (21, 63, 119, 173)])
    assert (np.diff(week) < 0).all()
    long_run = grid.counts.mean()
    assert abs(week[-1] - long_run) < 0.7 * abs(week[0] - long_run)
    assert alpha[-7:].mean() > 1.3 * alpha[28:35].mean()
    told = fitted.sums()
    assert (
        told.filter(pl.col("level") == "all")["span"].to_list()[-3:]
        == sorted({f"{grid.day(grid.days) + timedelta(days=n):%Y-%m}" for n in range(180)})[-3:]
    )


def test_what_a_far_forecast_is_made_of_multiplies_to_its_mean(world: AreaDays) -> None:
    fitted = fit(world, world.day(150), 100)
    for area in ("a0", "a29"):
        parts = fitted.explain(area, 100)
        mean = fitted.forecast(100, 100).filter(pl.col("area") == area)["mean"][0]
        assert np.prod([factor for _, factor in parts]) == pytest.approx(mean)


@pytest.mark.shared
@pytest.mark.slow
def test_totals_of_a_week_and_of_four_lie_where_they_are_said_to() -> None:
    folder = SHARED / "data" / "sirens_ua"
    if not folder.exists():
        pytest.skip("../shared/data/sirens_ua is absent")
    areas = read_areas(folder / "areas.csv")
    events = read_events(folder / "events.csv.gz", areas).filter(pl.col("date") < date(2023, 8, 1))
    grid = count_days(events, leaves_of(areas), last=date(2023, 7, 31))
    fitted = fit(grid, date(2022, 7, 1), 28)
    inside = {"7": [], "28": []}
    while fitted.as_of <= date(2023, 7, 3):
        if fitted.as_of.day % 3 == 0:
            for row in fitted.sums(spans=["7", "28"]).filter(pl.col("level") == "all").iter_rows(named=True):
                seen = grid.counts[grid.index(row["first"]) : grid.index(row["last"]) + 1].sum()
                inside[row["span"]].append(row["q05"] <= seen <= row["q95"])
        fitted = fitted.update(grid.counts[grid.index(fitted.as_of)])
    # were days independent, 90 % intervals would hold 80 and 49 % of the totals
    assert np.mean(inside["7"]) > 0.85
    assert np.mean(inside["28"]) > 0.80
