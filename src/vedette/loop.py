"""The loop, once around: the one file where the eight steps meet.

    read → picture → forecast → posture → plan → direct → publish → review
      ↑                                                              │
      └──────────── what was learnt (through stored records) ────────┘

`decide` goes from raw documents to issued directives, `tell` renders what each audience may see, `look_back` reviews
what came of it. Each step is a pure function of its room; its result is in the ledger before the next step begins.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import numpy as np
import orjson
import polars as pl
from numpy.typing import NDArray

from vedette import direct, forecast, picture, plan, posture, publish, read, review
from vedette.store import Draft, Workspace
from vedette.terms.country import Country, Mandate
from vedette.terms.counts import AreaDays, count_days
from vedette.terms.deployment import Deployment
from vedette.terms.directive import Directive
from vedette.terms.errors import UnknownReferenceError
from vedette.terms.finding import Finding
from vedette.terms.forecast import Forecast
from vedette.terms.marking import Marking
from vedette.terms.picture import Picture, ScheduledEvent, Threat
from vedette.terms.places import Area
from vedette.terms.posture import Posture
from vedette.terms.publication import PublicationStatus
from vedette.terms.record import Record, record_id
from vedette.terms.report import Claim, Report

__all__ = ["Document", "Retrospect", "Situation", "decide", "look_back", "tell", "with_directives"]

DAY = timedelta(days=1)
LATE_NEWS = timedelta(days=3)
OPEN_PRESS = Marking.CLEAR
SENDER = "exercise@vedette.invalid"
STATUS = PublicationStatus.EXERCISE

Document = tuple[str, bytes]
"""Where it came from, and its bytes."""

Thing = TypeVar("Thing", Threat, ScheduledEvent)

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
    _keep(workspace, country.areas)
    day_before = mandate.first - timedelta(days=1)
    reports, claims, refused = read.read_many(documents, mandate.now, OPEN_PRESS)
    _keep(workspace, [*country.areas, *reports, *claims])
    say("read", f"{len(reports)} reports, {len(claims)} claims" + (f", {len(refused)} refused" if refused else ""))

    silence = mandate.expected_gap_days
    believed = picture.merge(
        reports,
        claims,
        country.areas,
        day_before,
        mandate.now,
        expected_gap_days=silence,
        exercise=bool(mandate.exercise),
    )
    _keep_picture(workspace, believed)
    told = f"{len(believed.incidents)} incidents, {len(believed.threats)} threats and warnings"
    say("picture", f"{told}, {sum(known.unknown_since is not None for known in believed.knowledge)} areas unknown")

    events = pl.concat([past, picture.events_of(believed, country.rows, _last(past))])
    history = count_days(events, country.table, last=day_before)
    frame = forecast.forecast(
        history,
        mandate.first,
        mandate.days,
        events=_over_leaves(believed.events, country),
        threats=_over_leaves(believed.threats, country),
        knowledge=believed.knowledge,
    )
    issued = workspace.archive_forecast(frame, _issued(frame, history, believed, mandate))
    say(
        "forecast",
        f"{frame['mean'].sum():.0f} attacks expected in {mandate.days} days, {country.leaves[_worst(frame, country)].name.en} first",
    )

    system = posture.load_system(mandate.level_system)
    proposed = posture.assess(frame, country.areas, believed, system, mandate.now, exercise=True)
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


def with_directives(situation: Situation, directives: Sequence[Directive], workspace: Workspace) -> Situation:
    """The situation after units have answered; every changed directive is a new entry of the ledger."""
    before = set(situation.directives)
    _keep(workspace, [order for order in directives if order not in before])
    return replace(situation, directives=tuple(directives))


def tell(
    situation: Situation,
    country: Country,
    mandate: Mandate,
    outlines: dict[str, Any],
    workspace: Workspace,
    say: Say,
    retrospect: Retrospect | None = None,
) -> dict[str, bytes]:
    """Render what each audience may see: file name → bytes, each cut to its audience's marking by the one gate.

    `outlines` is the GeoJSON of the areas. After a `retrospect` the situation report carries its findings, and the
    alert of before is not sent again.
    """
    now = mandate.now if retrospect is None else mandate.now + timedelta(days=mandate.days) + LATE_NEWS
    public = publish.as_public_map(country.areas)
    content = _content(situation, public, mandate, now, retrospect)
    alarmed = [] if retrospect else [p for p in situation.postures if p.level >= mandate.public_from_level]
    released = [publish.release(p, Marking.CLEAR, mandate.author, mandate.approver, now) for p in alarmed]
    stem = "situation-report" if retrospect is None else "situation-report-after"
    rendered = publish.reports(content, released, outlines, stem)
    if retrospect is None:
        rendered += publish.alert_and_map(content, released, outlines, status=STATUS, sender=SENDER)
    grounds = (situation.forecast.id, *(level.id for level in situation.postures))
    signed = partial(publish.publication, author=mandate.author, approver=mandate.approver, at=now)
    _keep(workspace, [signed(file, status=STATUS, sources=grounds) for file in rendered])
    say("publish", f"{len(rendered)} files for {len({file.audience for file in rendered})} audiences")
    return {file.file: file.raw for file in rendered}


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
    reports, claims, _ = read.read_many(documents, now, OPEN_PRESS)
    _keep(workspace, [*reports, *claims])
    every = {report.id: report for report in (*situation.reports, *reports)}
    believed = picture.merge(
        list(every.values()),
        [*situation.claims, *claims],
        country.areas,
        last + LATE_NEWS,
        now,
        expected_gap_days=mandate.expected_gap_days,
        exercise=bool(mandate.exercise),
    )
    _keep_picture(workspace, believed)
    later = picture.events_of(believed, country.rows, mandate.first - timedelta(days=1))
    events = pl.concat([situation.events, later])
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
        country.neighbours(mandate.ring_km),
        trial=situation.deployment.id,
        sources=(situation.deployment.id, situation.forecast.id),
    )
    scores = review.score_forecast(archived, counts)
    _keep(workspace, [finding])
    workspace.ledger.append(scores.model_dump(mode="json"), kind="forecast-scores", record_id=situation.forecast.id)
    say("review", review.statement(finding))
    return Retrospect(tuple(reports), believed, counts, finding, scores)


def _over_leaves(things: Iterable[Thing], country: Country) -> list[Thing]:
    """What is said of a governorate is said of each leaf in it; what is said of no area stays as it is."""
    return [
        thing if area is None else thing.model_copy(update={"area": area})
        for thing in things
        for area in ((None,) if thing.area is None else country.below(thing.area))
    ]


def _last(events: pl.DataFrame) -> date | None:
    return max(events["date"].to_list(), default=None)


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


def _content(
    situation: Situation, areas: list[Area], mandate: Mandate, now: datetime, retrospect: Retrospect | None
) -> "publish.SitrepContent":
    problem = situation.problem
    summary = publish.summary_of(situation.deployment, len(problem["posts"]["id"]), len(problem["shifts"]["start"]))
    scores, issued = retrospect.scores if retrospect else None, situation.forecast
    rows = situation.frame.iter_rows(named=True)
    return publish.SitrepContent(
        title=mandate.exercise,
        command=mandate.command,
        as_of=mandate.first + (mandate.days * DAY + LATE_NEWS if retrospect else -DAY),
        now=now,
        exercise=mandate.exercise,
        picture=retrospect.picture if retrospect else situation.picture,
        postures=tuple(level for level in situation.postures if level.expires > now),
        areas=tuple(areas),
        forecast=() if retrospect else publish.forecast_rows(rows, issued.unknown_areas, issued.marking),
        directives=situation.directives,
        deployment=summary,
        changes=(review.statement(retrospect.finding),) if retrospect else (),
        findings=(retrospect.finding,) if retrospect else (),
        scores={"CRPS": round(scores.crps, 4), "N-test": round(scores.n_test, 2)} if scores else {},
        marking=retrospect.finding.marking if retrospect else issued.marking,
    )


def _commit_shares(workspace: Workspace, mandate: Mandate) -> None:
    """The hashes of the secret shares are in the ledger before the mixture is known."""
    commitments = [plan.commitment(share) for share in mandate.shares]
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
