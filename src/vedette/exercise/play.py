"""A shipped exercise played through the whole loop, and what the truth file says of each step afterwards."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from vedette import direct, loop, plan
from vedette.exercise.follow import Continuation, continue_world, presence_of
from vedette.exercise.package import Exercise
from vedette.store import Workspace
from vedette.terms.country import Country, Mandate
from vedette.terms.directive import Directive

__all__ = ["Played", "answers", "country_of", "mandate_of", "play"]

ANSWER_AFTER = timedelta(minutes=25)


@dataclass(frozen=True)
class Played:
    """The situation, the week that followed under its deployment, what was found, and every file for its readers."""

    country: Country
    mandate: Mandate
    situation: loop.Situation
    continuation: Continuation
    retrospect: loop.Retrospect
    files: dict[str, bytes]


def country_of(exercise: Exercise) -> Country:
    """What the exercise protects, and with what."""
    return Country(areas=exercise.areas, posts=exercise.posts, forces=exercise.forces)


def mandate_of(exercise: Exercise, shares: Sequence[bytes] = ()) -> Mandate:
    """The mandate of the exercise's roles. Without `shares` the exercise's own: everybody then draws the same."""
    plot = exercise.plot
    dawn = datetime.combine(plot.protect_first, time(5), ZoneInfo(str(exercise.settings["zone"])))
    own = [hashlib.sha256(f"{exercise.name} share {who}".encode()).digest() for who in ("planner", "commander")]
    return Mandate(
        now=dawn,
        first=plot.protect_first,
        days=plot.protect_days,
        command="Joint Command (exercise)",
        author="Planner (exercise)",
        approver="Commander (exercise)",
        exercise=exercise.title,
        expected_gap_days=exercise.expected_gap_days,
        shares=tuple(shares or own),
    )


def play(
    exercise: Exercise, workspace: Workspace, outlines: dict[str, Any], say: loop.Say, shares: Sequence[bytes] = ()
) -> Played:
    """Play the exercise once around the loop.

    The reports of the first week are decided on; units answer their orders; the second week is simulated under the
    deployment that the lottery drew and written of by the press; those reports are read for the review.
    """
    country, mandate = country_of(exercise), mandate_of(exercise, shares)
    first_week = [(name, text.encode()) for name, text in exercise.reports.items()]
    situation = loop.decide(first_week, exercise.events, country, mandate, workspace, say)
    situation = loop.with_directives(situation, answers(situation.directives), workspace)
    files = loop.tell(situation, country, mandate, outlines, workspace, say)

    zone = country.leaves[0].zone
    presence = presence_of(
        exercise,
        situation.deployment.postings,
        plan.shifts_of(mandate.first, mandate.days, zone),
        mandate.first,
        mandate.days,
    )
    continuation = continue_world(exercise, mandate.first, mandate.days, presence)
    second_week = [(report.name, report.text.encode()) for report in continuation.reports]
    retrospect = loop.look_back(situation, second_week, country, mandate, workspace, say)
    files |= loop.tell(situation, country, mandate, outlines, workspace, say, retrospect)
    return Played(country, mandate, situation, continuation, retrospect, files)


def answers(orders: Sequence[Directive]) -> list[Directive]:
    """The exercise's addressees acknowledge within half an hour, all but the last, whose order is escalated."""
    answered = [
        order
        if order is orders[-1]
        else direct.acknowledge(order, order.addressee, order.history[-1].at + ANSWER_AFTER)
        for order in orders
    ]
    deadline = max(order.acknowledge_by for order in orders)
    return direct.escalate(answered, deadline + timedelta(minutes=1))
