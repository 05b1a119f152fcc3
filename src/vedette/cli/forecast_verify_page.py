"""The page of a verification: first the answer, then every figure behind it as chart and table."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from vedette.cli.forecast_render import month_words, number, percent, signed, span_words, thousandth
from vedette.cli.forecast_verify_charts import (
    calendar_chart,
    curve_chart,
    groups_chart,
    leads_chart,
    pit_chart,
    reliability_chart,
)
from vedette.cli.forecast_verify_words import NAMES, ahead, answer
from vedette.cli.pages import render
from vedette.forecast.verify import LeadScores
from vedette.forecast.verify_groups import CURVE_SHARES, Group
from vedette.forecast.verify_scores import Gain
from vedette.forecast.verify_settings import verify_settings

__all__ = ["verify_page"]


def verify_page(
    leads: Sequence[LeadScores], source: str, left_out: date | None = None, places: Mapping[str, str] | None = None
) -> str:
    """One page of HTML about the leads scored; the first is shown in detail.

    `source` names the file of forecasts; `left_out` is the last day that was forecast but has not come to pass, if any;
    `places` says in words where an area lies.
    """
    shown = leads[0]
    own, detail = shown.standings["forecast"], shown.detail
    numbers = verify_settings()
    return render(
        "forecast_verify.html",
        "forecast.css",
        source=source,
        span=span_words(shown.first, shown.last),
        left_out=left_out,
        shown=shown,
        ahead=ahead(shown.lead),
        answer=answer(shown),
        tiles=_tiles(shown),
        standings=[_standing(shown, name) for name in NAMES],
        lead_rows=[_lead(scores) for scores in leads],
        leads_chart=leads_chart(leads) if len(leads) > 1 else None,
        curve=curve_chart(shown),
        curve_rows=_curve_rows(shown),
        reliability=reliability_chart(detail.reliability),
        bins=[
            (percent(one.said, 2), percent(one.came, 2), _between(one.low, one.high), f"{one.rows:,}")
            for one in detail.reliability
        ],
        pit=pit_chart(own.pit),
        pit_rows=[(f"{n / 10:.1f}–{(n + 1) / 10:.1f}", percent(v, 1)) for n, v in enumerate(own.pit.histogram)],
        pit_all=own.pit,
        coverage=own.coverage,
        calendar=calendar_chart(shown.first, detail.days),
        days=[(scored, day) for scored, day in zip(_days(shown), detail.days, strict=True)],
        months=[_month(one) for one in detail.months],
        passed=sum(day.passed for day in detail.days),
        groups=groups_chart(detail.groups, places or {}),
        group_rows=[_group(one) for one in detail.groups],
        places=places or {},
        names=NAMES,
        numbers=numbers,
        percent=percent,
        off=number(100 * shown.calibration_error, 2),
        first_areas=[max(1, round(share * shown.areas)) for share in numbers.scores.shares],
    )


def _days(scores: LeadScores) -> list[date]:
    from datetime import timedelta

    return [scores.first + timedelta(days=n) for n in range(scores.days)]


def _tiles(scores: LeadScores) -> list[tuple[str, str]]:
    own, best = scores.standings["forecast"], scores.gains["ewma_mix"]["log_score_nb"]
    return [
        (f"{number(own.forecast_total)} / {scores.events:,}", "attacks expected / came"),
        (percent(own.scores["hit_1pct"]), "of attacks in the 1 % of areas put first"),
        (percent(own.pass_rate), "of days with a total in the range expected"),
        (signed(best.gain), "nats per attack over the EWMA mix"),
    ]


def _standing(scores: LeadScores, name: str) -> dict[str, Any]:
    standing, found = scores.standings[name], scores.standings[name].scores
    gains = scores.gains.get(name)
    return {
        "name": NAMES[name],
        "own": name == "forecast",
        "hits": [percent(found[f"hit_{share}pct"], 1) for share in (1, 5, 10)],
        "crps": thousandth(found["crps"]),
        "log_score": f"{found['log_score_nb']:.3f}",
        "brier": thousandth(found["brier"]),
        "log_loss": thousandth(found["log_loss"]),
        "total": number(standing.forecast_total),
        "passed": percent(standing.pass_rate),
        "gain": _gain(gains["log_score_nb"]) if gains else None,
        "crps_gain": _relative(gains["crps"], found["crps"]) if gains else None,
        "hit_gain": _points(gains["hit_1pct"]) if gains else None,
    }


def _lead(scores: LeadScores) -> dict[str, Any]:
    own = scores.standings["forecast"]
    return {
        "lead": "1 day" if scores.lead == 1 else f"{scores.lead} days",
        "span": span_words(scores.first, scores.last),
        "events": f"{scores.events:,}",
        "total": f"{100 * (own.forecast_total / scores.events - 1):+.1f} %".replace("-", "−"),
        "hit": percent(own.scores["hit_1pct"], 1),
        "crps": thousandth(own.scores["crps"]),
        "gains": [_gain(scores.gains[name]["log_score_nb"]) for name in scores.gains],
    }


def _curve_rows(scores: LeadScores) -> list[list[str]]:
    """One row per share of areas; of shares that are the same number of areas, the first."""
    rows = {row[0]: row for row in (_share_row(scores, share) for share in reversed(CURVE_SHARES))}
    return list(reversed(rows.values()))


def _share_row(scores: LeadScores, share: float) -> list[str]:
    """Hit rates at the point of the curve nearest to a share of areas."""
    wanted = max(1, round(share * scores.areas))
    at = min(range(len(scores.points)), key=lambda n: abs(scores.points[n] - wanted))
    part = scores.points[at] / scores.areas
    caught = [scores.standings[name].caught[at] / scores.events for name in NAMES]
    pai = f"{caught[0] / part:,.1f}"
    return [
        f"{scores.points[at]:,}",
        percent(part, 0 if part > 0.0095 else 1),
        *(percent(value, 1) for value in caught),
        percent(scores.detail.best[at] / scores.events, 1),
        pai,
    ]


def _month(month: Any) -> list[str]:
    off = f"{100 * (month.forecast / month.came - 1):+.1f} %".replace("-", "−") if month.came else "–"
    baselines = [number(month.baselines[name]) for name in ("ewma30", "ewma_mix", "conflictology")]
    return [month_words(month.first, month.last), number(month.forecast), f"{month.came:,}", off, *baselines]


def _group(group: Group) -> list[str]:
    gains = [group.gains[name] for name in ("ewma30", "ewma_mix", "conflictology")]
    return [
        group.name,
        f"{group.areas:,}",
        number(group.forecast),
        f"{group.came:,}",
        thousandth(group.crps),
        thousandth(group.baseline_crps["ewma_mix"]),
        *("–" if gain is None else _gain(gain) for gain in gains),
    ]


def _gain(gain: Gain) -> str:
    return f"{signed(gain.gain)}{_interval(gain, 1, 3)}"


def _points(gain: Gain) -> str:
    return f"{signed(100 * gain.gain, 1)}{_interval(gain, 100, 1)}"


def _relative(gain: Gain, base: float) -> str:
    """A gain in CRPS as a share of the baseline's."""
    return f"{signed(100 * gain.relative, 1)}{_interval(gain, 100 / max(base, 1e-300), 1)}"


def _interval(gain: Gain, times: float, digits: int) -> str:
    if gain.low is None or gain.high is None:
        return ""
    return f" [{signed(times * gain.low, digits)}, {signed(times * gain.high, digits)}]"


def _between(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{percent(low, 2)} to {percent(high, 2)}"
