"""Can this forecast be trusted? The figures of a verification as sentences, for people who read nothing else."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from vedette.cli.forecast_render import month_words, number, percent, span_words
from vedette.forecast.verify import LeadScores
from vedette.forecast.verify_calibration import Day
from vedette.forecast.verify_settings import verify_settings

__all__ = ["NAMES", "Answer", "ahead", "answer", "name_of"]

NAMES = {
    "forecast": "This forecast",
    "ewma30": "Last 30 days",
    "ewma_mix": "EWMA mix 7/150",
    "conflictology": "Conflictology",
}


_MONTHS = 6


class Answer(NamedTuple):
    """The verdict in a few words, the paragraph that says why, and what to keep in mind."""

    verdict: str
    sentences: tuple[str, ...]
    reservations: tuple[str, ...]


def name_of(forecast: str) -> str:
    """What people call a forecast or baseline."""
    return NAMES[forecast]


def ahead(lead: int) -> str:
    """How far ahead a lead is, in words."""
    return "one day ahead" if lead == 1 else f"{lead} days ahead"


def answer(scores: LeadScores) -> Answer:
    """The answer for one lead: better than each plain forecast, and does it mean what it says?"""
    gains = {name: scores.gains[name]["log_score_nb"] for name in scores.gains}
    worse = [name for name, gain in gains.items() if gain.high is not None and gain.high < 0]
    better = [name for name, gain in gains.items() if gain.low is not None and gain.low > 0]
    faults = _faults(scores)
    if any(gain.low is None for gain in gains.values()):
        verdict = "Too early to say."
        come = "one day has" if scores.days == 1 else f"{scores.days} days have"
        faults.insert(0, f"Only {come} come to pass; two weeks are the least that an interval can be drawn from.")
    elif worse:
        verdict = f"No: {_listed(worse)} did better."
    elif len(better) == len(gains):
        verdict = "Yes." if not faults else "Yes, with reservations."
    else:
        even = _listed([name for name in gains if name not in better])
        verdict = f"No more than {even}: no difference can be shown."
    return Answer(verdict, tuple(_sentences(scores, better)), tuple(faults))


def _sentences(scores: LeadScores, better: list[str]) -> list[str]:
    own, days = scores.standings["forecast"], scores.detail.days
    number_of = max(1, round(0.01 * scores.areas))
    total = f"expected {number(own.forecast_total)} attacks; {scores.events:,} came"
    found = f"put first each day saw {percent(own.scores['hit_1pct'])} of all attacks"
    said = [
        f"{'On' if scores.days == 1 else 'From'} {span_words(scores.first, scores.last)}, {ahead(scores.lead)}, it {total}, {_off(own.forecast_total / scores.events - 1)}.",
        f"The {_areas(number_of)} of {scores.areas:,} that it {found}.",
    ]
    if better:
        least = min(scores.gains[name]["log_score_nb"].gain for name in better)
        times = math.expm1(least)
        said.append(
            f"It was better than {_all_or(better, scores)}: for each attack it gave what came at least "
            f"{percent(times)} more probability, and chance alone does not explain that."
        )
    wide, held = own.coverage["90pct"], sum(day.passed for day in days)
    where = "over all areas" if own.pit.rows == scores.days * scores.areas else "in busy places"
    exact = f"({percent(wide.expected, 1)} would be exact, as counts are whole)"
    inside = f"{'within' if held else 'outside'} the range expected" if len(days) == 1 else ""
    inside = inside or f"within the range expected on {held} of {len(days)} days"
    said.append(
        f"Its 90{chr(160)}% ranges {where} held {percent(wide.observed, 1)} of the time {exact}, and the day’s total lay {inside}."
    )
    return said


def _faults(scores: LeadScores) -> list[str]:
    """What is not as it should be."""
    limits, own = verify_settings().trust, scores.standings["forecast"]
    found = []
    days = scores.detail.days
    if _apart(days) and abs(own.forecast_total / scores.events - 1) > limits.total:
        found.append(
            f"Totals: over the whole span it was {_way(own.forecast_total, scores.events)}; scale totals with care."
        )
    for name, words in (("50pct", "50"), ("90pct", "90")):
        gap = own.coverage[name].gap
        if abs(gap) > limits.coverage_gap:
            way = "too wide" if gap > 0 else "too narrow"
            found.append(f"Spread: its {words}{chr(160)}% ranges in busy places are {way} ({100 * gap:+.1f} points).")
    wrong = []
    for month in scores.detail.months if len(scores.detail.months) > 1 else ():
        inside = days[(month.first - scores.first).days : (month.last - scores.first).days + 1]
        if month.came and _apart(inside) and abs(month.forecast / month.came - 1) > limits.total:
            wrong.append(f"{_way(month.forecast, month.came)} in {month_words(month.first, month.last)}")
    if wrong:
        more = f" and off in {len(wrong) - _MONTHS} more months" if len(wrong) > _MONTHS else ""
        found.append(f"Totals by month: {', '.join(wrong[:_MONTHS])}{more}.")
    if own.pass_rate < limits.n_test:
        found.append(
            f"Days: the total fell outside its 95{chr(160)}% range on {percent(1 - own.pass_rate)} of days; 5{chr(160)}% would be right."
        )
    return found


def _apart(days: Sequence[Day]) -> bool:
    """Whether what came in some days is further from what was expected than the scatter of single days explains."""
    scatter = math.sqrt(sum(((day.high - day.low) / 3.92) ** 2 for day in days))
    return abs(sum(day.came - day.forecast for day in days)) > 1.96 * scatter


def _way(forecast: float, came: float) -> str:
    off = forecast / came - 1
    return f"{percent(abs(off))} too {'high' if off > 0 else 'low'}"


def _off(share: float) -> str:
    if abs(share) < 0.005:
        return "as good as exact"
    return f"so it was {percent(abs(share), 1)} too {'high' if share > 0 else 'low'}"


def _areas(count: int) -> str:
    return "one area" if count == 1 else f"{count:,} areas"


def _all_or(better: list[str], scores: LeadScores) -> str:
    return "each of three plain forecasts" if len(better) == len(scores.gains) else _listed(better)


def _listed(names: list[str]) -> str:
    words = [f"“{NAMES[name]}”" for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
