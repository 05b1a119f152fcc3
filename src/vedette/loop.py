"""The loop, once around: the one file where the eight steps meet.

    read → picture → forecast → posture → plan → direct → publish → review
      ↑                                                              │
      └──────────── what was learnt (through stored records) ────────┘

`decide` goes from raw documents to issued directives, `tell` renders what each audience may see, `look_back` reviews
what came of it. Each step is a pure function of its room; its result is in the ledger before the next step begins.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import orjson
import polars as pl
from numpy.typing import NDArray

from vedette import direct, forecast, picture, plan, posture, read, review
from vedette.engine import run
from vedette.store import Draft, Workspace
from vedette.terms.country import Country, Mandate
from vedette.terms.counts import EVENT_SCHEMA, AreaDays, count_days
from vedette.terms.deployment import Deployment
from vedette.terms.directive import Directive
from vedette.terms.errors import UnknownReferenceError, VedetteError
from vedette.terms.finding import Finding
from vedette.terms.forecast import Forecast
from vedette.terms.geometry import within_km
from vedette.terms.marking import Marking
from vedette.terms.picture import Picture
from vedette.terms.posture import Posture
from vedette.terms.record import Record, record_id
from vedette.terms.report import Claim, Report

__all__ = ["Document", "Retrospect", "Situation", "decide", "look_back", "read_all"]

NEIGHBOUR_KM = 80.0
LATE_NEWS = timedelta(days=3)

Document = tuple[str, bytes]
"""Where it came from, and its bytes."""

Say = Callable[[str, str], None]
"""Called after each step with its verb and one sentence on what came out."""


@dataclass(frozen=True)
class Situation:
    """Everything that was believed, expected and decided at one instant."""

    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    refused: tuple[str, ...]
    picture: Picture
    events: pl.DataFrame
    history: AreaDays
    frame: pl.DataFrame
    forecast: Forecast
    postures: tuple[Posture, ...]
    problem: dict[str, Any]
    plan: dict[str, Any]
    deployment: Deployment
    directives: tuple[Directive, ...]


@dataclass(frozen=True)
class Retrospect:
    """What a later look found on the days that were protected."""

    reports: tuple[Report, ...]
    picture: Picture
    counts: AreaDays
    finding: Finding
    scores: "review.ForecastScores"


def decide(
    documents: Sequence[Document],
    past: pl.DataFrame,
    country: Country,
    mandate: Mandate,
    workspace: Workspace,
    say: Say,
) -> Situation:
    """Read documents and decide: from raw reports to issued directives.

    `past` are the events before the documents (EVENT_SCHEMA). A document that cannot be read is refused by name and the
    rest is read. Raises UnknownReferenceError for a post in no protected area, InfeasibleError when no deployment
    satisfies the rules.
    """
    _check(country)
    day_before = mandate.first - timedelta(days=1)
    reports, claims, refused = read_all(documents, mandate.now)
    _keep(workspace, [*reports, *claims])
    say("read", f"{len(reports)} reports, {len(claims)} claims" + (f", {len(refused)} refused" if refused else ""))

    believed = picture.merge(reports, claims, country.areas, day_before, mandate.now)
    _keep_picture(workspace, believed)
    silent = sum(known.unknown_since is not None for known in believed.knowledge)
    told = f"{len(believed.incidents)} incidents, {len(believed.threats)} threats and warnings"
    say("picture", f"{told}, {silent} areas unknown")

    events = with_incidents(past, believed, country)
    history = count_days(events, country.table, last=day_before)
    frame = forecast.forecast(
        history,
        mandate.first,
        mandate.days,
        events=believed.events,
        threats=believed.threats,
        knowledge=believed.knowledge,
    )
    issued = workspace.archive_forecast(frame, _issued(frame, history, believed, mandate))
    say(
        "forecast",
        f"{frame['mean'].sum():.0f} attacks expected in {mandate.days} days, {history.areas[_worst(frame, country)]} first",
    )

    system = posture.load_system(mandate.level_system)
    proposed = posture.assess(frame, country.areas, believed, system, mandate.now)
    _keep(workspace, proposed)
    postures = [posture.approve(level, mandate.approver, mandate.author) for level in proposed]
    _keep(workspace, postures)
    highest = max(postures, key=lambda level: level.level)
    count = sum(level.level == highest.level for level in postures)
    say("posture", f"level {highest.level} ({highest.level_name}) in {count} of {len(postures)} areas")

    _commit_shares(workspace, mandate)
    zone = country.leaves[0].zone
    risk = plan.risk_by_post(country.posts, country.rows, _expected(frame, country, mandate))
    problem = plan.assemble(
        country.areas, country.posts, country.forces, plan.shifts_of(mandate.first, mandate.days, zone), risk
    )
    parsed = plan.parse_problem(orjson.dumps(problem), "problem.json")
    document = plan.solve(parsed, mandate.shares, time_limit=mandate.time_limit)
    drawn = plan.deployment(problem, document).model_copy(update={"approved_by": mandate.approver})
    _keep(workspace, [drawn])
    say("plan", f"{len(drawn.postings)} postings drawn, {100 * drawn.gap:.1f} % above the proven bound")

    drafts = direct.draft(
        drawn,
        problem,
        postures,
        issuer=mandate.command,
        now=mandate.now,
        exercise=True,
        areas=country.areas,
        author=mandate.author,
    )
    approved = [direct.approve(order, mandate.author, mandate.approver, mandate.now) for order in drafts]
    orders = [direct.issue(order, mandate.command, mandate.now) for order in approved]
    _keep(workspace, orders)
    say("direct", f"{len(orders)} directives issued")
    return Situation(
        reports=tuple(reports),
        claims=tuple(claims),
        refused=tuple(refused),
        picture=believed,
        events=events,
        history=history,
        frame=frame,
        forecast=issued,
        postures=tuple(postures),
        problem=problem,
        plan=document,
        deployment=drawn,
        directives=tuple(orders),
    )


def look_back(
    situation: Situation,
    documents: Sequence[Document],
    country: Country,
    mandate: Mandate,
    workspace: Workspace,
    say: Say,
) -> Retrospect:
    """Review the days that were protected, from the reports on them.

    The effect is judged within the recorded mixture that the deployment was drawn from, with the forecast archived at
    issue as its baseline; the forecast is scored as archived.
    """
    last = mandate.first + timedelta(days=mandate.days - 1)
    now = mandate.now + timedelta(days=mandate.days) + LATE_NEWS
    reports, claims, _ = read_all(documents, now)
    _keep(workspace, [*reports, *claims])
    every = {report.id: report for report in (*situation.reports, *reports)}
    believed = picture.merge(list(every.values()), [*situation.claims, *claims], country.areas, last + LATE_NEWS, now)
    _keep_picture(workspace, believed)
    events = with_incidents(situation.events, believed, country)
    counts = count_days(events, country.table, situation.history.start, last)

    archived = workspace.read_forecast(situation.forecast.id)
    weights, presence = plan.presence(situation.problem, situation.plan)
    week = slice(counts.index(mandate.first), counts.index(last) + 1)
    finding = review.review_deployment(
        weights,
        plan.presence_by_area(presence, situation.problem, country.rows),
        situation.deployment.draw.index,
        counts.counts[week].T.astype(float),
        _expected(archived, country, mandate),
        neighbours(country),
        trial=situation.deployment.id,
        sources=(situation.deployment.id, situation.forecast.id),
    )
    scores = review.score_forecast(archived, counts)
    _keep(workspace, [finding])
    workspace.ledger.append(scores.model_dump(mode="json"), kind="forecast-scores", record_id=situation.forecast.id)
    say("review", review.statement(finding))
    return Retrospect(tuple(reports), believed, counts, finding, scores)


def read_all(
    documents: Iterable[Document], retrieved: datetime, workers: int = 1
) -> tuple[list[Report], list[Claim], list[str]]:
    """Reports and claims of the documents in their order, each text once, and one line for each that was refused."""
    reports: dict[str, Report] = {}
    claims: list[Claim] = []
    refused = []
    for result in run(_read_one, [(origin, raw, retrieved) for origin, raw in documents], workers, chunk=16):
        if isinstance(result, str):
            refused.append(result)
        elif result[0].id not in reports:
            reports[result[0].id] = result[0]
            claims += result[1]
    return list(reports.values()), claims, refused


def with_incidents(past: pl.DataFrame, believed: Picture, country: Country) -> pl.DataFrame:
    """The past events, and the located incidents of the picture after the last of them (EVENT_SCHEMA)."""
    days = past["date"].to_list()
    told = [
        (i.start, i.area, i.place.latitude if i.place else None, i.place.longitude if i.place else None, i.type)
        for i in believed.incidents
        if i.area in country.rows and i.start is not None and (not days or i.start > max(days))
    ]
    return pl.concat([past.select(EVENT_SCHEMA.names()), pl.DataFrame(told, schema=EVENT_SCHEMA, orient="row")])


def neighbours(country: Country) -> list[list[int]]:
    """For each leaf the rows of the leaves within NEIGHBOUR_KM of it: where harm could move to."""
    latitude, longitude = country.table["latitude"].to_numpy(), country.table["longitude"].to_numpy()
    near = within_km(latitude, longitude, NEIGHBOUR_KM)
    return [[other for other in found if other != row] for row, found in enumerate(near)]


def _read_one(item: tuple[str, bytes, datetime]) -> tuple[Report, list[Claim]] | str:
    origin, raw, retrieved = item
    try:
        # what the open press prints is everybody's
        report = read.document(raw, origin, retrieved=retrieved).model_copy(update={"marking": Marking.CLEAR})
        return report, read.read(report)
    except VedetteError as error:
        return str(error)


def _check(country: Country) -> None:
    for post in country.posts:
        if post.area not in country.rows:
            raise UnknownReferenceError(None, post.id, "area", post.area, "an area that holds no other area")


def _issued(frame: pl.DataFrame, history: AreaDays, believed: Picture, mandate: Mandate) -> Forecast:
    seen = np.flatnonzero(history.counts.sum(axis=1))
    return Forecast(
        id=record_id("forecast", mandate.first, mandate.now.isoformat(), frame["mean"].to_list()),
        marking=Marking.AMBER,
        sources=(believed.id,),
        issued=mandate.first,
        issued_at=mandate.now,
        horizon=mandate.days,
        areas=len(history.areas),
        method="multi-speed rates with neighbours, negative binomial",
        seen_events=int(history.counts.sum()),
        seen_until=history.day(int(seen[-1])) if len(seen) else None,
        unknown_areas=tuple(known.area for known in believed.knowledge if known.unknown_since),
    )


def _expected(frame: pl.DataFrame, country: Country, mandate: Mandate) -> NDArray[np.float64]:
    """Means per leaf and day, shape (leaves, days)."""
    out = np.zeros((len(country.rows), mandate.days))
    for area, day, mean in frame.select("area", "day", "mean").iter_rows():
        out[country.rows[area], (day - mandate.first).days] = mean
    return out


def _worst(frame: pl.DataFrame, country: Country) -> int:
    totals = frame.group_by("area").agg(pl.col("mean").sum()).sort("mean", "area", descending=[True, False])
    return country.rows[totals["area"][0]]


def _commit_shares(workspace: Workspace, mandate: Mandate) -> None:
    """The hashes of the secret shares are in the ledger before the mixture is known."""
    commitments = [hashlib.sha256(share).hexdigest() for share in mandate.shares]
    body = {"id": record_id("commitment", *commitments), "commitments": commitments, "marking": "AMBER+STRICT"}
    workspace.ledger.append(body, kind="draw-commitment")


def _keep(workspace: Workspace, records: Iterable[Record]) -> None:
    workspace.ledger.append_many(records)


def _keep_picture(workspace: Workspace, believed: Picture) -> None:
    known = [
        Draft({**row.model_dump(mode="json"), "marking": believed.marking.value}, "area-knowledge", row.area)
        for row in believed.knowledge
    ]
    things = (*believed.incidents, *believed.threats, *believed.measures, *believed.events)
    workspace.ledger.append_many([*things, *known])
