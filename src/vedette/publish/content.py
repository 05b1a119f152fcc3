"""What a situation report is made of. The caller assembles it; the renderer cuts it to its audience."""

import math
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import Field

from vedette.terms.deployment import Deployment
from vedette.terms.directive import Directive
from vedette.terms.finding import Finding
from vedette.terms.marking import Marking
from vedette.terms.picture import Picture
from vedette.terms.places import Area
from vedette.terms.posture import Posture
from vedette.terms.record import Probability, Term, UtcTime

__all__ = ["DeploymentSummary", "ForecastRow", "SitrepContent", "forecast_rows", "summary_of"]


class ForecastRow(Term):
    """Expected attacks in one area over the days `first` to `last`, both included.

    `expected` is the mean number, `p_any` P(at least one), `low` and `high` the 5 % and 95 % quantiles. An area whose
    sources are silent is `unknown`: its figures are wide, and quiet there means nothing.
    """

    area: str
    first: date
    last: date
    expected: float = Field(ge=0)
    p_any: Probability
    low: int = Field(ge=0)
    high: int = Field(ge=0)
    unknown: bool = False
    marking: Marking = Marking.GREEN


class DeploymentSummary(Term):
    """The deployment in five figures; RED, like everything about it. `gap` is relative, 0.01 is 1 %."""

    deployment: str
    units: int = Field(ge=0)
    posts: int = Field(ge=0)
    covered: int = Field(ge=0, description="Posts that the lottery drew for at least one shift")
    shifts: int = Field(ge=0)
    gap: float = Field(ge=0)
    marking: Marking = Marking.RED


class SitrepContent(Term):
    """Everything that the situation report may tell.

    `title`, `command` and `exercise` are printed for every audience. `marking` is that of the free text in `changes`
    and `scores`; all else bears its own marking. `as_of` is a local day, `now` the instant of issue.
    """

    title: str
    command: str
    as_of: date
    now: UtcTime
    exercise: str | None = None
    picture: Picture | None = None
    postures: tuple[Posture, ...] = ()
    areas: tuple[Area, ...] = ()
    forecast: tuple[ForecastRow, ...] = ()
    directives: tuple[Directive, ...] = ()
    deployment: DeploymentSummary | None = None
    findings: tuple[Finding, ...] = ()
    scores: Mapping[str, float | int | str] = Field(default_factory=dict)
    changes: tuple[str, ...] = ()
    marking: Marking = Marking.AMBER


def summary_of(deployment: Deployment, posts: int, shifts: int) -> DeploymentSummary:
    """The summary of a deployment that had `posts` posts and `shifts` shifts to fill."""
    return DeploymentSummary(
        deployment=deployment.id,
        units=len({posting.unit for posting in deployment.postings}),
        posts=posts,
        covered=len({posting.post for posting in deployment.postings}),
        shifts=shifts,
        gap=deployment.gap,
    )


def forecast_rows(
    rows: Iterable[Mapping[str, Any]], unknown: Collection[str] = (), marking: Marking = Marking.GREEN
) -> tuple[ForecastRow, ...]:
    """Rows of FORECAST_SCHEMA summed over their days, area by area, most expected first.

    Days count as independent given the forecast: means and variances add, P(at least one) is one minus the product of
    the daily chances of none. The range is that of a negative binomial with this mean and variance (a Poisson where
    the variance is no larger). `unknown` are areas whose sources are silent; `marking` is that of the forecast.
    """
    days: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        days.setdefault(str(row["area"]), []).append(row)
    summed = []
    for area, held in days.items():
        mean = sum(float(row["mean"]) for row in held)
        variance = sum(
            float(row["mean"]) + float(row.get("dispersion") or 0.0) * float(row["mean"]) ** 2 for row in held
        )
        none = math.prod(1 - min(max(float(row["p_any"]), 0.0), 1.0) for row in held)
        low, high = _range(mean, variance)
        summed.append(
            ForecastRow(
                area=area,
                first=min(row["day"] for row in held),
                last=max(row["day"] for row in held),
                expected=mean,
                p_any=min(max(1 - none, 0.0), 1.0),
                low=low,
                high=high,
                unknown=area in unknown,
                marking=marking,
            )
        )
    return tuple(sorted(summed, key=lambda row: (-row.expected, row.area)))


def _range(mean: float, variance: float) -> tuple[int, int]:
    """5 % and 95 % quantiles, by adding up the probabilities."""
    if mean <= 0:
        return 0, 0
    size = mean * mean / (variance - mean) if variance > mean * (1 + 1e-9) else math.inf
    log = -mean if math.isinf(size) else size * math.log(size / (size + mean))
    total, count, low = math.exp(log), 0, -1
    most = int(mean + 20 * math.sqrt(variance)) + 20
    while True:
        if low < 0 and total >= 0.05:
            low = count
        if total >= 0.95 or count >= most:
            return max(low, 0), count
        count += 1
        log += (
            math.log(mean / count) if math.isinf(size) else math.log((size + count - 1) / count * mean / (size + mean))
        )
        total += math.exp(log)
