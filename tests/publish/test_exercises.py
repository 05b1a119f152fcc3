"""What is of an exercise leaves as an exercise or not at all, whatever the caller asks for."""

from types import SimpleNamespace
from typing import Any

import pytest

from vedette.publish import SitrepContent, audience_named, cap_alert, geojson, release, situation_report
from vedette.terms.errors import RuleError
from vedette.terms.marking import Marking
from vedette.terms.publication import PublicationStatus

ACTUAL, EXERCISE = PublicationStatus.ACTUAL, PublicationStatus.EXERCISE
AS_ACTUAL: dict[str, Any] = {"status": ACTUAL}
AS_EXERCISE: dict[str, Any] = {"status": EXERCISE, "exercise": "Blue Moon"}


def alert(made: SimpleNamespace, posture: object, **status: Any) -> bytes:
    outlines = made.collection(made.square())
    return cap_alert([posture], [made.area()], outlines, sender="ops@example.org", sent=made.now, **status)


def on_map(made: SimpleNamespace, posture: object, **status: Any) -> bytes:
    return geojson([posture], [made.area()], None, audience_named("command"), **status)


def report(made: SimpleNamespace, posture: object, exercise: str | None = None, **_: Any) -> bytes:
    content = SitrepContent(
        title="Report",
        command="Command",
        as_of=made.now.date(),
        now=made.now,
        postures=(posture,),
        areas=(made.area(),),
        exercise=exercise,
    )
    return situation_report(content, audience_named("command")).encode()


@pytest.mark.parametrize("render", [alert, on_map, report])
def test_a_posture_of_an_exercise_never_leaves_as_actual(made: SimpleNamespace, render: Any) -> None:
    drilled = made.posture(exercise=True)
    with pytest.raises(RuleError, match="of an exercise"):
        render(made, drilled, **AS_ACTUAL)
    assert b"Blue Moon" in render(made, drilled, **AS_EXERCISE)
    assert render(made, made.posture(), **AS_ACTUAL)


@pytest.mark.parametrize("render", [alert, on_map, report])
def test_an_exercise_has_a_name_that_can_be_seen(made: SimpleNamespace, render: Any) -> None:
    with pytest.raises(RuleError, match="with its name"):
        render(made, made.posture(), status=EXERCISE, exercise="\u200b")


def test_a_release_does_not_wash_the_exercise_off(made: SimpleNamespace) -> None:
    drilled = made.posture(exercise=True, marking=Marking.AMBER)
    assert release(drilled, Marking.CLEAR, "A. Hama", "B. Karim", made.now).exercise
