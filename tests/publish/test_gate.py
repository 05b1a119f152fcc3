"""Nothing above an audience's marking leaves, in any format, error or preview."""

import itertools
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.direct import draft
from vedette.publish import (
    DeploymentSummary,
    ForecastRow,
    SitrepContent,
    audience_named,
    audiences,
    cap_alert,
    gate,
    geojson,
    release,
    situation_report,
)
from vedette.publish.audience import effective_marking
from vedette.terms.deployment import Chance, Deployment, Draw, Posting
from vedette.terms.directive import Directive, DirectiveState, Task, Transition
from vedette.terms.errors import MarkingError, RuleError, UnknownReferenceError, VedetteError
from vedette.terms.finding import Finding
from vedette.terms.marking import Marking
from vedette.terms.picture import AreaKnowledge, Grade, Incident, Measure, Picture, ScheduledEvent, Threat
from vedette.terms.places import LocalName
from vedette.terms.posture import Reason
from vedette.terms.publication import PublicationStatus
from vedette.terms.report import PlaceRef

GRADE = Grade(reliability="B", credibility="2", reason="two origins")
numbers = itertools.count()


def secret(marking: Marking) -> str:
    """A word that may be found only in what readers of this marking get."""
    return f"zq{next(numbers)}{marking.value.replace('+', 'x').lower()}qz"


class Planted:
    """Records of random markings, each with words of its own in every field that holds text."""

    def __init__(self, data: st.DataObject, made: SimpleNamespace) -> None:
        self.words: list[tuple[str, Marking]] = []
        self.data, self.made = data, made
        self.areas = [self.an_area() for _ in range(3)]

    def marking(self) -> Marking:
        return self.data.draw(st.sampled_from(Marking))

    def word(self, marking: Marking) -> str:
        word = secret(marking)
        self.words.append((word, marking))
        return word

    def an_area(self) -> Any:
        m = self.marking()
        names = LocalName(en=self.word(m), ar=self.word(m), ckb=self.word(m))
        return self.made.area(self.word(m), marking=m, name=names)

    def place(self) -> tuple[Marking, str]:
        area = self.data.draw(st.sampled_from(self.areas))
        return self.marking(), area.id

    def posture(self) -> Any:
        m, area = self.place()
        return self.made.posture(
            area,
            id=self.word(m),
            marking=m,
            sources=(self.word(m),),
            reasons=(Reason(text=self.word(m), code="threat", sources=(self.word(Marking.RED),)),),
            falls_when=self.word(m),
            package=(self.word(m),),
            level_name=self.word(m),
        )

    def merged(self) -> dict[str, Any]:
        m, area = self.place()
        return {
            "id": self.word(m),
            "marking": m,
            "area": area,
            "grade": GRADE,
            "origins": 1,
            "start": date(2031, 4, 1),
            "type": self.word(m),
            "place": PlaceRef(text=self.word(m), name=self.word(m), latitude=33.0, longitude=44.0),
            "attribution": (self.word(m),),
            "reports": (self.word(Marking.RED),),
            "sources": (self.word(Marking.RED),),
        }

    def directive(self) -> Directive:
        m = max(self.marking(), Marking.AMBER_STRICT, key=lambda one: one.strictness)
        post = self.data.draw(st.none() | st.just("post"))
        m = Marking.RED if post else m
        now = self.made.now
        task = Task(area=self.areas[0].id, post=post and self.word(m), start=now, end=now, what=self.word(m))
        return Directive(
            id=self.word(m),
            marking=m,
            addressee=self.word(m),
            issuer=self.word(m),
            subject=self.word(m),
            tasks=(task,),
            valid_from=now,
            valid_until=now,
            acknowledge_by=now,
            history=(Transition(state=DirectiveState.ISSUED, at=now, by=self.word(m)),),
        )

    def finding(self) -> Finding:
        m = self.marking()
        return Finding(
            id=self.word(m),
            marking=m,
            trial=self.word(m),
            design="lottery",
            chosen=1,
            not_chosen=1,
            verdict="cannot say",
            statement=self.word(m),
        )

    def content(self) -> SitrepContent:
        free = self.marking()
        whole = self.marking()
        known = self.data.draw(st.sampled_from(self.areas)).id
        picture = Picture(
            id=self.word(Marking.RED),
            as_of=date(2031, 5, 1),
            marking=whole,
            incidents=(Incident(**self.merged()), Incident(**self.merged())),
            threats=(Threat(kind="warning", **self.merged()),),
            measures=(Measure(**self.merged()),),
            events=(ScheduledEvent(**self.merged()),),
            knowledge=(
                AreaKnowledge(
                    area=known,
                    reports=0,
                    unknown_since=date(2031, 4, 1),
                    statement=self.word(max(whole, Marking.GREEN, key=lambda one: one.strictness)),
                ),
            ),
        )
        m, area = self.place()
        row = ForecastRow(
            area=area, first=date(2031, 5, 1), last=date(2031, 5, 7), expected=1, p_any=0.6, low=0, high=3, marking=m
        )
        return SitrepContent(
            title="Report",
            command="Command",
            as_of=date(2031, 5, 1),
            now=self.made.now,
            exercise="Blue",
            picture=picture,
            postures=(self.posture(), self.posture()),
            areas=tuple(self.areas),
            forecast=(row,),
            directives=(self.directive(), self.directive()),
            deployment=DeploymentSummary(
                deployment=self.word(Marking.RED), units=918273, posts=817263, covered=716253, shifts=1, gap=0
            ),
            findings=(self.finding(),),
            scores={self.word(free): 1},
            changes=(self.word(free),),
            marking=free,
        )


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_format_lets_anything_through(made: SimpleNamespace, data: st.DataObject) -> None:
    planted = Planted(data, made)
    content = planted.content()
    audience = data.draw(st.sampled_from(audiences()))
    outlines = made.collection(*(made.square(area.id) for area in planted.areas))
    records = [*content.postures, *(content.picture.incidents if content.picture else ())]
    told = [situation_report(content, audience, data.draw(st.sampled_from(["en", "ar", "ckb"])), outlines)]
    status = {"status": PublicationStatus.EXERCISE, "exercise": "Blue"}
    told.append(geojson(records, content.areas, outlines, audience, **status).decode())
    try:
        alert = cap_alert(
            content.postures, content.areas, outlines, sender="a@b", sent=made.now, audience=audience, **status
        )
        told.append(alert.decode())
    except VedetteError as error:
        told.append(str(error))
    told.append(repr(gate(records, audience)[1]))
    for word, marking in planted.words:
        if not audience.clearance.admits(marking):
            assert all(word not in text for text in told), (word, audience.id)
    if audience.clearance != Marking.RED:
        assert all(figure not in told[0] for figure in ("918273", "817263", "716253"))


def test_the_commander_sees_everything(made: SimpleNamespace) -> None:
    held = [made.posture(marking=marking) for marking in Marking]
    visible, withheld = gate(held, audience_named("command"))
    assert list(visible) == held
    assert withheld == ()


@pytest.mark.parametrize("audience", [one.id for one in audiences() if one.clearance != Marking.RED])
def test_deployments_and_all_that_is_in_them_never_leave_below_red(audience: str) -> None:
    draw = Draw(shares=("aa",), commitments=("bb",), mixture_sha256="cc", index=0)
    posting = Posting(unit="u", group="g", post="p", shift=0)
    chance = Chance(post="p", shift=0, probability=0.5)
    deployment = Deployment(
        id="d",
        marking=Marking.CLEAR,
        problem_sha256="x",
        plan_sha256="y",
        objective=1,
        lower_bound=1,
        gap=0,
        draw=draw,
        postings=(posting,),
        chances=(chance,),
    )
    records = [deployment, draw, posting, chance]
    assert gate(records, audience_named(audience))[0] == ()
    assert all(effective_marking(record) == Marking.RED for record in records)


def test_an_order_to_a_post_is_red_whatever_it_says(made: SimpleNamespace) -> None:
    problem = {
        "areas": {"id": ["A"]},
        "posts": {"id": ["P"], "area": [0]},
        "groups": {"id": ["g"], "base": ["B"]},
        "shifts": {"start": ["2031-05-01T06:00:00+03:00"], "hours": [8]},
    }
    deployment = Deployment.model_construct(id="d", postings=(Posting(unit="g/1", group="g", post="P", shift=0),))
    (order,) = draft(deployment, problem, [], issuer="ops", now=made.now, exercise=True)
    assert effective_marking(order.model_copy(update={"marking": Marking.CLEAR})) == Marking.RED


def test_a_withheld_record_is_named_by_a_digest_and_one_reason(made: SimpleNamespace) -> None:
    _, withheld = gate([made.posture(marking=m, id=f"x-{m.value}") for m in Marking], audience_named("public"))
    assert len(withheld) == 4
    assert {one.reason for one in withheld} == {"not for readers at TLP:CLEAR"}
    assert all(one.record.startswith("withheld-") for one in withheld)


def test_a_release_takes_two_people_and_leaves_the_grounds_behind(made: SimpleNamespace) -> None:
    posture = made.posture(marking=Marking.AMBER, sources=("s",))
    told = release(posture, Marking.CLEAR, "A. Hama", "B. Karim", made.now)
    assert told.marking == Marking.CLEAR
    assert (told.sources, told.package, told.level) == ((), (), posture.level)
    assert "polling" not in told.model_dump_json()
    with pytest.raises(RuleError):
        release(posture, Marking.CLEAR, "A. Hama", " a.  HAMA", made.now)
    with pytest.raises(MarkingError):
        release(made.posture(marking=Marking.RED), Marking.CLEAR, "A", "B", made.now)


def test_an_unknown_audience_is_named() -> None:
    with pytest.raises(UnknownReferenceError, match="press"):
        audience_named("press")
