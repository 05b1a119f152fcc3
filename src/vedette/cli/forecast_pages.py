"""`vedette forecast --html`: the forecast for a briefing, with its map, its course, and the reasons of the highest areas."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from markupsafe import Markup
from numpy.typing import NDArray

from vedette.cli.forecast_map import CLASSES, class_words, cuts_of, forecast_map
from vedette.cli.forecast_places import near
from vedette.cli.forecast_render import attacks, chance, day_words, number, percent, signed, span_words
from vedette.cli.forecast_series import Ahead, series_chart
from vedette.cli.pages import render
from vedette.forecast import Fitted
from vedette.terms.counts import AreaDays
from vedette.terms.negbin import quantile

__all__ = ["forecast_page", "write_forecast_page"]

Floats = NDArray[np.float64]

_PAST_DAYS, _EXPLAINED, _LISTED, _LEAST_EFFECT, _NAMED = 90, 6, 15, 5e-4, 8


def write_forecast_page(
    path: str, fitted: Fitted, table: pl.DataFrame, history: AreaDays, unknown: Mapping[str, date] | None = None
) -> None:
    """Write the page of a forecast, whole or not at all; arguments as in `forecast_page`."""
    from vedette.store.files import write_atomic

    write_atomic(path, forecast_page(fitted, table, history, unknown).encode())


def forecast_page(
    fitted: Fitted, table: pl.DataFrame, history: AreaDays, unknown: Mapping[str, date] | None = None
) -> str:
    """One page of HTML about the forecast `table` that `fitted` issued on the history.

    `unknown` says since when the sources of an area are silent; days without data in the whole record are found in the
    history. Such areas are hatched and named: nothing known is never shown as nothing to fear.
    """
    areas, days = len(history.areas), fitted.horizon
    mean = table["mean"].to_numpy().reshape(days, areas)
    expected, issued = mean.sum(axis=0), fitted.as_of
    begin = issued - timedelta(days=_PAST_DAYS)
    seen, observed = _past(history, begin, issued)
    silent = _silent(history, observed, issued, unknown or {})
    order = np.argsort(-expected, kind="stable")
    where = {row: near(history.latitude[row], history.longitude[row]) for row in order[:_LISTED].tolist()}
    totals = [_total(fitted, lead, float(mean[lead - 1].sum())) for lead in range(1, days + 1)]
    cuts = cuts_of(float(expected.max()))
    rows = _rows(table, history, order[:_LISTED], expected, seen, where)
    return render(
        "forecast.html",
        "forecast.css",
        span=span_words(issued, issued + timedelta(days=days - 1)),
        first_day=day_words(issued, year=False),
        issued=day_words(issued),
        days=days,
        areas=areas,
        answer=_answer(expected, totals, seen, observed, rows),
        tiles=_tiles(expected, seen, days, len(silent)),
        silent=_by_day(silent, history.areas),
        all_silent=len(silent) == areas,
        since=day_words(min(silent.values())) if silent else None,
        placed=any(row["where"] for row in rows),
        stale=_stale(history, issued),
        course=series_chart(
            "course", "Attacks a day over all areas", begin, seen.sum(axis=1).tolist(), observed, totals, (920, 280)
        ),
        totals=[
            (issued + timedelta(days=n), f"{one.mean:,.1f}", f"{one.low:,.0f}–{one.high:,.0f}")
            for n, one in enumerate(totals)
        ],
        map=forecast_map(
            history.areas, history.latitude, history.longitude, expected, silent, cuts, _map_words(rows, len(silent))
        ),
        shades=list(zip(range(CLASSES), class_words(cuts), strict=True)),
        shaded=[(words, int(count)) for words, count in zip(class_words(cuts), _counted(expected, cuts), strict=True)],
        rows=rows,
        explained=[
            _explained(
                fitted, table, history, int(row), begin, seen[:, row], observed, where[int(row)], silent.get(int(row))
            )
            for row in order[:_EXPLAINED]
        ],
    )


def _past(history: AreaDays, begin: date, issued: date) -> tuple[Floats, list[bool]]:
    """Counts of the days before the issue, shape (days, areas), and whether each was observed; before the record: not."""
    seen, observed = np.zeros((_PAST_DAYS, len(history.areas))), []
    judged = history.observed(issued)
    for n in range(_PAST_DAYS):
        row = history.index(begin + timedelta(days=n))
        inside = 0 <= row < history.days
        if inside:
            seen[n] = history.counts[row]
        observed.append(bool(inside and judged[row]))
    return seen, observed


def _silent(history: AreaDays, observed: Sequence[bool], issued: date, unknown: Mapping[str, date]) -> dict[int, date]:
    """Since when nothing is known of an area, by row; all of them where the record itself has ended."""
    column = {area: row for row, area in enumerate(history.areas)}
    found = {column[area]: since for area, since in unknown.items() if area in column and since < issued}
    quiet = next((n for n, day in enumerate(reversed(observed)) if day), 0)
    if quiet:
        since = issued - timedelta(days=quiet)
        found = {row: min(since, found.get(row, since)) for row in range(len(history.areas))}
    return found


def _by_day(silent: Mapping[int, date], areas: Sequence[str]) -> list[tuple[str, str]]:
    """The silent areas by the day on which they fell silent, longest first; of many a few are named."""
    days: dict[date, list[str]] = {}
    for row, since in sorted(silent.items()):
        days.setdefault(since, []).append(areas[row])
    return [
        (
            day_words(since),
            ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""),
        )
        for since, names in sorted(days.items())
    ]


def _stale(history: AreaDays, issued: date) -> str | None:
    """A warning where the record ends more than three days before the issue, yet not long enough to count as silent."""
    busy = np.flatnonzero(history.counts.sum(axis=1))
    if not busy.size:
        return "The record holds no event at all: what is shown is a bare prior."
    last = history.day(int(busy[-1]))
    ago = (issued - last).days
    return f"The last event known is of {day_words(last)}, {ago} days before the issue." if ago > 3 else None


def _total(fitted: Fitted, lead: int, mean: float) -> Ahead:
    """The total over all areas on one day, with its 90 % range."""
    alpha, middle = np.array([fitted.common(lead)]), np.array([mean])
    low, high = (float(quantile(level, middle, alpha)[0]) for level in (0.05, 0.95))
    return Ahead(mean, low, high)


def _answer(
    expected: Floats, totals: Sequence[Ahead], seen: Floats, observed: Sequence[bool], rows: Sequence[dict[str, Any]]
) -> list[str]:
    """The forecast in a few sentences."""
    days, total = len(totals), float(expected.sum())
    first = totals[0]
    likely = f"between {first.low:,.0f} and {first.high:,.0f} on 90 of 100 such days"
    span = f"that day, {likely}" if days == 1 else f"{days} days: {_round(first.mean)} on the first, {likely}"
    sentences = [f"About {_round(total)} attacks are expected {'on' if days == 1 else 'in'} {span}."]
    known = np.array(observed)[-28:]
    if known.any():
        rate = float(seen[-28:][known].sum() / known.sum())
        change = total / days / rate - 1 if rate else None
        sentences.append(
            f"The last four weeks saw {_round(rate)} a day"
            + (f"; the forecast is {_change(change)}." if change is not None else ".")
        )
    half = int(np.searchsorted(np.cumsum(np.sort(expected)[::-1]), total / 2)) + 1
    many = "One area holds" if half == 1 else f"{half:,} areas hold"
    sentences.append(f"{many} half of what is expected; the highest is {rows[0]['full']} with {rows[0]['expected']}.")
    return sentences


def _round(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else attacks(value)


def _change(change: float) -> str:
    if abs(change) < 0.03:
        return "about the same"
    return f"{percent(abs(change))} {'higher' if change > 0 else 'lower'}"


def _tiles(expected: Floats, seen: Floats, days: int, silent: int) -> list[tuple[str, str]]:
    total, few = float(expected.sum()), max(1, round(0.01 * len(expected)))
    share = float(np.sort(expected)[::-1][:few].sum() / total) if total else 0.0
    before = float(seen[-days:].sum()) if days <= _PAST_DAYS else float("nan")
    tiles = [(_round(total), f"attacks expected in {days} {'day' if days == 1 else 'days'}")]
    if days <= _PAST_DAYS:
        tiles.append((f"{before:,.0f}", f"seen in the {days} days before" if days > 1 else "seen on the day before"))
    tiles.append(
        (percent(share), f"of them in the {'' if few == 1 else f'{few:,} '}highest of {len(expected):,} areas")
    )
    tiles.append((f"{silent:,}", "areas of which nothing is known"))
    return tiles


def _rows(
    table: pl.DataFrame,
    history: AreaDays,
    order: NDArray[np.int64],
    expected: Floats,
    seen: Floats,
    where: Mapping[int, str | None],
) -> list[dict[str, Any]]:
    """The highest areas as the table shows them."""
    first = table.head(len(history.areas))
    out = []
    for row in order.tolist():
        said = first.row(row, named=True)
        out.append(
            {
                "area": history.areas[row],
                "where": where[row] if where[row] != history.areas[row] else None,
                "words": where[row] or history.areas[row],
                "full": f"{history.areas[row]} ({where[row]})" if where[row] else history.areas[row],
                "expected": attacks(float(expected[row])),
                "p_any": chance(said["p_any"]),
                "range": f"{said['q05']}–{said['q95']}",
                "week": f"{seen[-7:, row].sum():,.0f}",
                "past": f"{seen[:, row].sum():,.0f}",
            }
        )
    return out


def _explained(
    fitted: Fitted,
    table: pl.DataFrame,
    history: AreaDays,
    row: int,
    begin: date,
    seen: Floats,
    observed: Sequence[bool],
    place: str | None,
    since: date | None,
) -> dict[str, Any]:
    area, count = history.areas[row], len(history.areas)
    own = table.gather_every(count, offset=row)
    ahead = [Ahead(*figures) for figures in own.select("mean", "q05", "q95").iter_rows()]
    return {
        "area": area,
        "where": place if place != area else None,
        "since": day_words(since) if since else None,
        "chart": series_chart(f"area-{row}", f"Attacks a day in {area}", begin, seen.tolist(), observed, ahead),
        "steps": _steps(fitted.explain(area)),
        "mean": attacks(ahead[0].mean),
    }


def _steps(reasons: Sequence[tuple[str, float]]) -> list[dict[str, Any]]:
    """The reasons as a waterfall on a logarithmic scale: each bar goes from what stood before to what stands after."""
    levels = np.cumprod([factor for _, factor in reasons])
    low, high = float(levels.min()) / 1.25, float(levels.max()) * 1.05
    at = np.log(levels / low) / np.log(high / low) * 100
    out = []
    for n, (text, factor) in enumerate(reasons):
        if n and abs(factor - 1) < _LEAST_EFFECT:
            continue
        start, end = (0.0, at[0]) if n == 0 else sorted((float(at[n - 1]), float(at[n])))
        kind = "whole" if n == 0 else "up" if factor > 1 else "down"
        box = f'<rect class="{kind}" x="{start:.1f}" y="2" width="{max(end - start, 0.8):.1f}" height="10"/>'
        thread = f'<path class="thread" d="M{at[n]:.1f} 0V14"/>'
        said = (
            f"{number(factor)} a day"
            if n == 0
            else f"{signed(100 * (factor - 1), 0 if abs(factor - 1) >= 0.095 else 1)}\u00a0%"
        )
        out.append({"text": text, "said": said, "drawn": Markup(thread + box), "level": attacks(float(levels[n]))})  # noqa: S704
    return out


def _counted(expected: Floats, cuts: Sequence[float]) -> list[int]:
    shade = np.searchsorted(np.asarray(cuts), expected, side="right")
    return [int((shade == number_of).sum()) for number_of in range(CLASSES)]


def _map_words(rows: Sequence[dict[str, Any]], silent: int) -> str:
    highest = "; ".join(f"{row['words']} {row['expected']}" for row in rows[:5])
    return f"Highest: {highest}." + (f" {silent:,} areas are unknown and hatched." if silent else "")
