"""The charts of a verification."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from markupsafe import Markup

from vedette.cli.forecast_charts import Axis, Chart, nice_ticks, short
from vedette.cli.forecast_render import number, percent
from vedette.forecast.verify import LeadScores
from vedette.forecast.verify_calibration import Bin, Day, Pit
from vedette.forecast.verify_groups import Group
from vedette.forecast.verify_scores import Gain

__all__ = [
    "calendar_chart",
    "curve_chart",
    "day_ticks",
    "groups_chart",
    "leads_chart",
    "pit_chart",
    "reliability_chart",
]

_STYLES = {"forecast": "own", "ewma_mix": "mix", "ewma30": "recent", "conflictology": "year"}


def leads_chart(leads: Sequence[LeadScores]) -> Markup:
    """Information gain over each baseline, by lead, with intervals."""
    every = [scores.gains[name]["log_score_nb"] for scores in leads for name in scores.gains]
    low, high = _reach(every)
    y = Axis(low, high, nice_ticks(high, _plus, low), "gain, nats per attack")
    y = Axis(y.ticks[0][0], y.ticks[-1][0], y.ticks, y.name)
    x = Axis(0.4, len(leads) + 0.6, [(n + 1, str(scores.lead)) for n, scores in enumerate(leads)], "days ahead")
    chart = Chart(x, y, left=58)
    chart.level(0, x.low, x.high, "zero")
    for at, name in enumerate(leads[0].gains):
        shift = (at - 1) * 0.16
        for n, scores in enumerate(leads):
            gain = scores.gains[name]["log_score_nb"]
            if gain.low is not None and gain.high is not None:
                chart.upright(n + 1 + shift, gain.low, gain.high, f"whisker {_STYLES[name]}")
            chart.dot(n + 1 + shift, gain.gain, _STYLES[name], f"{scores.lead} days: {gain.gain:+.3f}")
    said = "; ".join(
        f"{scores.lead} days ahead {scores.gains['ewma_mix']['log_score_nb'].gain:+.3f}" for scores in leads
    )
    return chart.svg("leads", "Information gain by lead", f"Gain over the EWMA mix in nats per attack: {said}.")


def curve_chart(scores: LeadScores) -> Markup:
    """Share of attacks caught against the share of areas looked at."""
    least = 1 / scores.areas
    ticks = [(v, percent(v, 0 if v >= 0.01 else 1)) for v in (0.001, 0.01, 0.1, 1.0) if v >= least]
    ticks += [] if len(ticks) > 2 else [(v, percent(v)) for v in (0.05, 0.2, 0.5) if v >= least]
    x = Axis(min(least, 0.5), 1.0, ticks, "share of areas looked at (logarithmic)", log=True)
    y = Axis(0, 1, [(v / 5, percent(v / 5)) for v in range(6)], "share of attacks in them")
    chart = Chart(x, y)
    part = [point / scores.areas for point in scores.points]
    best = [(share, caught / scores.events) for share, caught in zip(part, scores.detail.best, strict=True)]
    chart.line(best, "best")
    for name in ("conflictology", "ewma30", "ewma_mix", "forecast"):
        caught = scores.standings[name].caught
        chart.line([(share, value / scores.events) for share, value in zip(part, caught, strict=True)], _STYLES[name])
    own = scores.standings["forecast"].scores
    said = ", ".join(f"{percent(own[f'hit_{n}pct'])} in {n} % of areas" for n in (1, 5, 10))
    return chart.svg("curve", "Hit-rate curve", f"Attacks in the areas put first each day: {said}.")


def reliability_chart(bins: Sequence[Bin]) -> Markup:
    """What was said against what came, both on logarithmic scales."""
    floor = min([0.1, *(one.said for one in bins if one.said > 0), *(one.came for one in bins if one.came > 0)])
    low = max(10.0 ** _floor10(floor), 1e-6)
    ticks = [(10.0**n, _chance(10.0**n)) for n in range(_floor10(low), 1)]
    if low >= 0.1:
        ticks = [(share, percent(share)) for share in (0.1, 0.2, 0.5, 1.0)]
    x = Axis(low, 1, ticks, "chance said of at least one attack", log=True)
    chart = Chart(x, Axis(low, 1, ticks, "how often one came", log=True), left=66)
    chart.line([(low, low), (1, 1)], "zero")
    for one in bins:
        said, hint = (
            max(one.said, low),
            f"said {percent(one.said, 2)}, came {percent(one.came, 2)}, {one.rows:,} area-days",
        )
        if one.low is not None and one.high is not None:
            chart.upright(said, max(one.low, low), max(one.high, low), "whisker own")
        chart.dot(said, max(one.came, low), "own" if one.came > 0 else "hollow", hint)
    told = "; ".join(f"said {percent(one.said, 1)}, came {percent(one.came, 1)}" for one in bins if one.said >= 0.01)
    return chart.svg("reliability", "Reliability diagram", f"On the diagonal chances are exact. {told}.")


def pit_chart(pit: Pit) -> Markup:
    """Ten bars that should all be as high as the line."""
    top = max([0.15, *pit.histogram, *(pit.high or ())])
    ticks = nice_ticks(top, percent)
    x = Axis(
        0, 1, [(n / 5, f"{n / 5:.1f}") for n in range(6)], "where the count fell in its forecast (0 lowest, 1 highest)"
    )
    chart = Chart(x, Axis(0, ticks[-1][0], ticks, "share of busy area-days"))
    for n, share in enumerate(pit.histogram):
        middle = n / 10 + 0.05
        chart.bar(middle, 0, share, 0.088, "own", percent(share, 1))
        if pit.low is not None and pit.high is not None:
            chart.upright(middle, pit.low[n], pit.high[n])
    chart.level(0.1, 0, 1, "zero")
    said = ", ".join(percent(share, 1) for share in pit.histogram)
    return chart.svg("pit", "PIT histogram", f"Shares of the ten bins, lowest first; each should be 10 %: {said}.")


def calendar_chart(first: date, days: Sequence[Day]) -> Markup:
    """Totals by day: what came as bars, the forecast as a line in the band of the N-test."""
    top = max(max(day.high, day.came) for day in days)
    ticks = nice_ticks(top, short)
    x = Axis(-0.5, len(days) - 0.5, day_ticks(first, len(days)))
    chart = Chart(x, Axis(0, ticks[-1][0], ticks, "attacks a day, all areas"), (920, 300), bottom=30)
    edges = [(n + side, day.low, day.high) for n, day in enumerate(days) for side in (-0.5, 0.5)]
    chart.band(edges, "own")
    for n, day in enumerate(days):
        hint = f"{first + timedelta(days=n)}: {day.came:,} came, {number(day.forecast)} expected, {day.low}–{day.high}"
        chart.bar(n, 0, day.came, 0.7, "seen" if day.passed else "missed", hint)
    chart.line([(n, day.forecast) for n, day in enumerate(days)], "own")
    held = sum(day.passed for day in days)
    said = f"The total lay within the 95 % range on {held} of {len(days)} days."
    return chart.svg("calendar", "Attacks expected and seen, day by day", said)


def groups_chart(groups: Sequence[Group], places: Mapping[str, str]) -> Markup:
    """Gain over the EWMA mix by group, as dots with intervals, one row per group."""
    found = [(n, group, group.gains["ewma_mix"]) for n, group in enumerate(groups)]
    low, high = _reach([gain for _, _, gain in found if gain is not None])
    ticks = nice_ticks(high, _plus, low)
    x = Axis(ticks[0][0], ticks[-1][0], ticks, "gain over the EWMA mix, nats per attack")
    rows = [(len(groups) - n, places.get(group.name, group.name)) for n, group in enumerate(groups)]
    y = Axis(0.4, len(groups) + 0.6, rows)
    chart = Chart(x, y, (920, 64 + 24 * len(groups)), left=290)
    chart.upright(0, y.low, y.high, "zero")
    for n, group, gain in found:
        at = len(groups) - n
        if gain is None:
            chart.text(0, at, "no attack came", "soft", up=-4)
            continue
        if gain.low is not None and gain.high is not None:
            chart.level(at, gain.low, gain.high, "whisker own")
        chart.dot(gain.gain, at, "own", f"{group.name}: {gain.gain:+.3f}")
    said = "; ".join(f"{group.name} {gain.gain:+.2f}" for _, group, gain in found if gain is not None)
    return chart.svg("groups", "Gain over the EWMA mix by group of areas", f"In nats per attack: {said}.")


def day_ticks(first: date, days: int) -> list[tuple[float, str]]:
    """Ticks for a span of days: months where there are many, else every week or day."""
    every = [first + timedelta(days=n) for n in range(days)]
    if days > 400:
        found = [(n, f"{day:%b %Y}") for n, day in enumerate(every) if day.day == 1 and day.month % 3 == 1]
    elif days > 100:
        found = [(n, f"{day:%b}" if day.month > 1 else f"{day:%b %Y}") for n, day in enumerate(every) if day.day == 1]
    else:
        step = 1 if days <= 10 else 7 if days <= 70 else 14
        found = [(n, f"{day.day} {day:%b}") for n, day in enumerate(every) if n % step == 0]
    if found and days > 100:
        start = every[int(found[0][0])]
        found[0] = found[0][0], f"{start:%b %Y}"
    thin = -(-len(found) // 14)
    return [(float(n), words) for n, words in found[::thin]]


def _reach(gains: Sequence[Gain]) -> tuple[float, float]:
    """The span that holds every gain with its interval, and zero."""
    ends = [0.0]
    for gain in gains:
        ends += [end for end in (gain.gain, gain.low, gain.high) if end is not None]
    low, high = min(ends), max(ends)
    return (low, high) if high > low else (-0.1, 0.1)


def _plus(value: float) -> str:
    return f"{value:+.3g}".replace("-", "−") if abs(value) > 1e-12 else "0"


def _floor10(value: float) -> int:
    import math

    return math.floor(math.log10(value) + 1e-9)


def _chance(value: float) -> str:
    return f"{100 * value:g}\u00a0%"
