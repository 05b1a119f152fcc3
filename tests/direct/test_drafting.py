"""Orders are drafted for those who have something to do, and for nobody else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from vedette.direct import draft
from vedette.terms.deployment import Deployment, Draw, Posting
from vedette.terms.directive import DirectiveState
from vedette.terms.errors import RuleError, UnknownReferenceError
from vedette.terms.marking import Marking
from vedette.terms.places import Area, AreaKind, LocalName
from vedette.terms.posture import Posture, Reason

NOW = datetime(2031, 5, 1, 0, tzinfo=UTC)
PROBLEM: dict[str, Any] = {
    "format": "vedette-problem-1",
    "areas": {"id": ["IQ", "iq-a", "iq-b"], "parent": [None, 0, 0]},
    "posts": {"id": ["bridge", "market"], "area": [1, 2]},
    "groups": {"id": ["g1", "g2", "g3"], "base": ["north", "north", "south"]},
    "shifts": {
        "start": ["2031-05-01T06:00:00+03:00", "2031-05-01T14:00:00+03:00", "2031-05-01T22:00:00+03:00"],
        "hours": [8, 8, 8],
    },
}


def deployment(*postings: tuple[str, str, str, int]) -> Deployment:
    return Deployment(
        id="deployment-1",
        problem_sha256="p",
        plan_sha256="q",
        objective=1,
        lower_bound=1,
        gap=0,
        draw=Draw(shares=("aa",), commitments=("bb",), mixture_sha256="m", index=0),
        postings=tuple(
            Posting(unit=unit, group=group, post=post, shift=shift) for unit, group, post, shift in postings
        ),
        chances=(),
    )


def posture(area: str, package: tuple[str, ...] = ("double patrols",), marking: Marking = Marking.GREEN) -> Posture:
    return Posture(
        id=f"posture-{area}",
        marking=marking,
        area=area,
        system="plain-5",
        level=4,
        level_name="High",
        floor=1,
        reasons=(Reason(text="because", code="threat"),),
        falls_when="later",
        package=package,
        valid_from=NOW,
        expires=NOW + timedelta(days=2),
        review_at=NOW + timedelta(days=1),
    )


def test_one_order_per_group_with_shifts_that_follow_joined() -> None:
    drawn = deployment(
        ("g1/1", "g1", "bridge", 0),
        ("g1/1", "g1", "bridge", 1),
        ("g1/2", "g1", "market", 2),
        ("g3/1", "g3", "market", 0),
    )
    first, second = draft(drawn, PROBLEM, [], issuer="ops", now=NOW, exercise=False, author="A. Hama")
    assert (first.addressee, first.superior, first.issuer) == ("g1", "north", "ops")
    assert second.addressee == "g3"
    spans = [(task.post, task.area, task.end - task.start) for task in first.tasks]
    assert spans == [("bridge", "iq-a", timedelta(hours=16)), ("market", "iq-b", timedelta(hours=8))]
    assert "g1/1" in first.tasks[0].what
    assert first.valid_from == datetime(2031, 5, 1, 3, tzinfo=UTC)
    assert first.valid_until == datetime(2031, 5, 2, 3, tzinfo=UTC)
    assert first.marking == Marking.RED
    assert first.state is DirectiveState.DRAFTED
    assert first.history[0].by == "A. Hama"


def test_a_posture_goes_to_the_command_of_its_governorate() -> None:
    name = LocalName(en="x")
    areas = [
        Area(id="iq-a", name=name, kind=AreaKind.GOVERNORATE, latitude=33, longitude=44),
        Area(id="town", name=name, kind=AreaKind.TOWN, parent="iq-a", latitude=33, longitude=44),
    ]
    held = [posture("iq-a"), posture("town", ("close roads", "searches")), posture("calm", ())]
    (one,) = draft(None, None, held, issuer="ops", now=NOW, exercise=True, areas=areas)
    assert one.addressee == "command-iq-a"
    assert [(task.area, task.what) for task in one.tasks] == [
        ("iq-a", "double patrols"),
        ("town", "close roads"),
        ("town", "searches"),
    ]
    assert one.marking == Marking.AMBER_STRICT
    assert one.exercise
    assert set(one.sources) == {"posture-iq-a", "posture-town"}


def test_the_marking_of_a_stricter_posture_goes_up() -> None:
    (one,) = draft(None, None, [posture("a", marking=Marking.RED)], issuer="ops", now=NOW, exercise=False)
    assert one.marking == Marking.RED


def test_the_answer_is_due_before_the_order_begins_where_there_is_time() -> None:
    drawn = deployment(("g1/1", "g1", "bridge", 0))
    begins = datetime(2031, 5, 1, 3, tzinfo=UTC)
    for before, due in ((timedelta(hours=9), timedelta(hours=1)), (timedelta(minutes=40), timedelta(minutes=25))):
        (one,) = draft(drawn, PROBLEM, [], issuer="ops", now=begins - before, exercise=False)
        assert one.acknowledge_by == begins - before + due


def test_the_same_draft_has_the_same_id_and_another_has_another() -> None:
    drafts = [
        draft(deployment(("g1/1", "g1", "bridge", shift)), PROBLEM, [], issuer="ops", now=NOW, exercise=False)
        for shift in (0, 0, 1)
    ]
    assert drafts[0][0].id == drafts[1][0].id != drafts[2][0].id


@pytest.mark.parametrize(
    ("posting", "named"),
    [(("x/1", "x", "bridge", 0), "group"), (("g1/1", "g1", "x", 0), "post"), (("g1/1", "g1", "bridge", 9), "shift")],
)
def test_what_the_problem_does_not_hold_is_named(posting: tuple[str, str, str, int], named: str) -> None:
    with pytest.raises(UnknownReferenceError, match=named):
        draft(deployment(posting), PROBLEM, [], issuer="ops", now=NOW, exercise=False)


def test_a_posture_of_an_exercise_orders_nothing_actual() -> None:
    drilled = posture("a").model_copy(update={"exercise": True})
    with pytest.raises(RuleError, match="of an exercise"):
        draft(None, None, [posture("b"), drilled], issuer="ops", now=NOW, exercise=False)
    assert all(one.exercise for one in draft(None, None, [drilled], issuer="ops", now=NOW, exercise=True))
