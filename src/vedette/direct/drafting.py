"""Directives out of a deployment and postures: one to each commander who has something to do."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from vedette.direct.rules import rules
from vedette.terms.deployment import Deployment
from vedette.terms.directive import Directive, DirectiveState, Task, Transition
from vedette.terms.errors import RuleError, UnknownReferenceError
from vedette.terms.marking import Marking, combine
from vedette.terms.places import Area, AreaKind
from vedette.terms.posture import Posture
from vedette.terms.record import record_id

__all__ = ["command_of", "draft"]


def draft(
    deployment: Deployment | None,
    problem: Mapping[str, Any] | None,
    postures: Sequence[Posture],
    *,
    issuer: str,
    now: datetime,
    exercise: bool,
    areas: Sequence[Area] = (),
    author: str = "",
) -> list[Directive]:
    """Directives in the state drafted: one per group with postings, then one per command whose posture orders measures.

    `problem` is the vedette-problem-1 document that the deployment was drawn for; it names bases, posts and shifts. A
    group answers to the command of its base, that to the `issuer`. A posture goes to the command of the governorate
    that holds its area (found through `areas`), or of the area itself. Deployments are RED, posture directives
    AMBER+STRICT or the strictest posture's marking. A draft of a proposal orders nothing: no directive leaves before a
    second person approved its own content. `author` is the person who drafts, the issuer where empty.
    Raises UnknownReferenceError when the deployment names a group, post or shift that the problem does not hold,
    RuleError when a posture of an exercise would become an actual directive.
    """
    drilled = next((posture.id for posture in postures if posture.exercise), None)
    if drilled is not None and not exercise:
        raise RuleError(f"{drilled}: is of an exercise and cannot become an actual directive")
    drafted = [] if deployment is None or problem is None else _postings(deployment, problem)
    drafted += _measures(postures, areas, issuer)
    return [_directive(*part, issuer=issuer, author=author or issuer, now=now, exercise=exercise) for part in drafted]


def command_of(area: str) -> str:
    """The stable id of the command of an area."""
    return f"command-{area}"


_Part = tuple[str, str, str, list[Task], Marking, tuple[str, ...]]


def _postings(deployment: Deployment, problem: Mapping[str, Any]) -> list[_Part]:
    posts, groups, area_ids = problem["posts"], problem["groups"], problem["areas"]["id"]
    area_of = {post: area_ids[area] for post, area in zip(posts["id"], posts["area"], strict=True)}
    base_of = dict(zip(groups["id"], groups["base"], strict=True))
    spans = _spans(problem["shifts"])
    stands: dict[str, dict[tuple[str, str], set[int]]] = {}
    for posting in deployment.postings:
        for name, known, field in ((posting.group, base_of, "group"), (posting.post, area_of, "post")):
            if name not in known:
                raise UnknownReferenceError(None, deployment.id, field, name, "one of the problem's")
        if posting.shift >= len(spans):
            raise UnknownReferenceError(None, deployment.id, "shift", posting.shift, f"0 to {len(spans) - 1}")
        stands.setdefault(posting.group, {}).setdefault((posting.unit, posting.post), set()).add(posting.shift)
    parts: list[_Part] = []
    for group in sorted(stands):
        tasks = [
            Task(area=area_of[post], post=post, start=start, end=end, what=f"Unit {unit}: protect {post}")
            for (unit, post), shifts in stands[group].items()
            for start, end in _joined(sorted(shifts), spans)
        ]
        tasks.sort(key=lambda task: (task.start, task.post or "", task.what))
        parts.append((group, str(base_of[group]), f"Deployment of {group}", tasks, Marking.RED, (deployment.id,)))
    return parts


def _measures(postures: Sequence[Posture], areas: Sequence[Area], issuer: str) -> list[_Part]:
    ordered: dict[str, list[Posture]] = {}
    by_id = {area.id: area for area in areas}
    for posture in postures:
        if posture.package:
            ordered.setdefault(_governorate(posture.area, by_id), []).append(posture)
    parts: list[_Part] = []
    for area, held in sorted(ordered.items()):
        tasks = [
            Task(area=posture.area, start=posture.valid_from, end=posture.expires, what=measure)
            for posture in held
            for measure in posture.package
        ]
        top = max(held, key=lambda posture: posture.level)
        marking = combine((posture.marking for posture in held), floor=Marking.AMBER_STRICT)
        sources = tuple(posture.id for posture in held)
        where = by_id[area].name.en if area in by_id else area
        parts.append((command_of(area), issuer, f"Posture: {top.level_name} in {where}", tasks, marking, sources))
    return parts


def _governorate(area: str, by_id: Mapping[str, Area]) -> str:
    at, seen = by_id.get(area), {area}
    while at is not None and at.kind is not AreaKind.GOVERNORATE:
        if at.parent is None or at.parent in seen:
            return area
        seen.add(at.parent)
        at = by_id.get(at.parent)
    return at.id if at is not None else area


def _directive(
    addressee: str,
    superior: str,
    subject: str,
    tasks: list[Task],
    marking: Marking,
    sources: tuple[str, ...],
    *,
    issuer: str,
    author: str,
    now: datetime,
    exercise: bool,
) -> Directive:
    begins, ends = min(task.start for task in tasks), max(task.end for task in tasks)
    answer = now + rules().acknowledge
    before = begins - rules().lead
    if now < before < answer:
        answer = before
    content = [(task.area, task.post, task.start, task.end, task.what) for task in tasks]
    return Directive(
        id=record_id("directive", addressee, issuer, now.astimezone(UTC), exercise, content, *sources),
        marking=marking,
        sources=sources,
        addressee=addressee,
        superior=superior if superior != addressee else None,
        issuer=issuer,
        subject=subject,
        tasks=tuple(tasks),
        valid_from=begins,
        valid_until=ends,
        acknowledge_by=answer,
        history=(Transition(state=DirectiveState.DRAFTED, at=now, by=author),),
        exercise=exercise,
    )


def _spans(shifts: Mapping[str, Any]) -> list[tuple[datetime, datetime]]:
    """Start and end of each shift; a start without a zone is UTC."""
    spans = []
    for text, hours in zip(shifts["start"], shifts["hours"], strict=True):
        start = datetime.fromisoformat(text)
        start = start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)
        spans.append((start, start + timedelta(hours=hours)))
    return spans


def _joined(shifts: Sequence[int], spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans of duty, shifts that follow without a break made one."""
    joined: list[tuple[datetime, datetime]] = []
    for shift in shifts:
        start, end = spans[shift]
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
