"""The life of a directive: four eyes, answers in any order, and nothing unanswered without somebody knowing."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from vedette import direct
from vedette.direct.rules import rules
from vedette.terms.directive import Directive, DirectiveState, Task, Transition
from vedette.terms.errors import RuleError
from vedette.terms.marking import Marking

NOW = datetime(2031, 5, 1, 6, tzinfo=UTC)
DUE = NOW + timedelta(hours=1)
ENDS = NOW + timedelta(hours=12)
STATES = DirectiveState


def drafted(name: str = "directive-1") -> Directive:
    task = Task(area="A", start=NOW + timedelta(hours=2), end=ENDS, what="double patrols")
    return Directive(
        id=name,
        marking=Marking.RED,
        addressee="g1",
        superior="north",
        issuer="ops",
        subject="Patrols",
        tasks=(task,),
        valid_from=task.start,
        valid_until=task.end,
        acknowledge_by=DUE,
        history=(Transition(state=STATES.DRAFTED, at=NOW, by="A. Hama"),),
    )


def issued(name: str = "directive-1") -> Directive:
    return direct.issue(direct.approve(drafted(name), "A. Hama", "B. Karim", NOW), "C. Aziz", NOW)


def test_the_whole_life() -> None:
    one = direct.acknowledge(issued(), "Lt. D", NOW + timedelta(minutes=5))
    one = direct.put_in_force(one, "clock", NOW + timedelta(hours=2))
    one = direct.complete(one, "Lt. D", NOW + timedelta(hours=11), "all quiet")
    assert [step.state.value for step in one.history] == [
        *("drafted", "approved", "issued", "acknowledged", "in force", "done"),
    ]


@pytest.mark.parametrize(
    ("author", "approver"), [("A. Hama", "A. Hama"), ("A. Hama", " a.  hama "), ("Z", "a. hama"), ("A", "")]
)
def test_one_person_cannot_approve_alone(author: str, approver: str) -> None:
    with pytest.raises(RuleError):
        direct.approve(drafted(), author, approver, NOW)


def test_changed_content_is_no_longer_approved() -> None:
    approved = direct.approve(drafted(), "A. Hama", "B. Karim", NOW)
    assert approved.approval is not None
    assert approved.approval.content_sha256 == direct.content_sha256(issued())
    changed = approved.model_copy(update={"subject": "Other patrols"})
    with pytest.raises(RuleError, match="changed after the approval"):
        direct.issue(changed, "C. Aziz", NOW)
    with pytest.raises(RuleError, match="drafted to issued"):
        direct.issue(approved.model_copy(update={"history": drafted().history}), "C. Aziz", NOW)


def test_a_repeated_answer_changes_nothing() -> None:
    one = direct.acknowledge(issued(), "Lt. D", NOW)
    assert direct.acknowledge(one, "Lt. D", NOW + timedelta(hours=3)) is one
    forced = direct.put_in_force(one, "clock", NOW + timedelta(hours=2))
    assert direct.acknowledge(forced, "Lt. D", NOW) is forced


def test_a_late_answer_is_taken_and_says_how_late() -> None:
    one = direct.acknowledge(issued(), "Lt. D", DUE + timedelta(minutes=7))
    assert one.state is STATES.ACKNOWLEDGED
    assert one.history[-1].note == "late by 7 min"


def test_an_answer_that_overtook_another_keeps_its_own_time_in_the_note() -> None:
    one = direct.delegate(issued(), "Lt. D", "g2", NOW + timedelta(minutes=20))
    one = direct.acknowledge(one, "Lt. E", NOW + timedelta(minutes=10))
    assert one.history[-1].at == NOW + timedelta(minutes=20)
    assert "answered at 2031-05-01T06:10Z" in one.history[-1].note


def test_a_forbidden_step_names_from_and_to() -> None:
    with pytest.raises(RuleError, match="directive-1: cannot go from drafted to acknowledged"):
        direct.acknowledge(drafted(), "Lt. D", NOW)
    with pytest.raises(RuleError, match="2031-05-01T08:00Z"):
        direct.put_in_force(direct.acknowledge(issued(), "Lt. D", NOW), "clock", NOW)
    with pytest.raises(RuleError, match="cannot expire before"):
        direct.expire(issued(), NOW)
    with pytest.raises(RuleError, match="reason"):
        direct.refuse(issued(), "Lt. D", NOW, " ")
    with pytest.raises(RuleError, match="nobody"):
        direct.acknowledge(issued(), " ", NOW)


def test_only_an_issued_order_to_the_same_addressee_supersedes() -> None:
    with pytest.raises(RuleError, match="not been issued"):
        direct.supersede(issued(), drafted("directive-2"), "ops", NOW)
    with pytest.raises(RuleError, match="another directive"):
        direct.supersede(issued(), issued(), "ops", NOW)
    assert direct.supersede(issued(), issued("directive-2"), "ops", NOW).history[-1].note == "by directive-2"


def test_a_missed_deadline_goes_up_the_chain_step_by_step() -> None:
    held = [issued(), direct.acknowledge(issued("answered"), "Lt. D", NOW)]
    assert direct.escalate(held, DUE) == held
    first = direct.escalate(held, DUE + timedelta(seconds=1))
    assert first[0].escalated_to == ("north",)
    assert first[1] == held[1]
    assert direct.escalate(first, DUE + timedelta(minutes=2)) == first
    second = direct.escalate(first, DUE + rules().step)
    assert second[0].escalated_to == ("north", "ops")
    assert direct.escalate(second, DUE + timedelta(days=2)) == second
    assert second[0].history[-1].note == "not acknowledged; escalated to ops"


def test_a_long_pause_is_made_up_for() -> None:
    (one,) = direct.escalate([issued()], DUE + timedelta(days=1))
    assert one.escalated_to == ("north", "ops")
    late = direct.acknowledge(one, "Lt. D", DUE + timedelta(days=1))
    assert late.state is STATES.ACKNOWLEDGED


def test_a_refusal_is_told_at_once() -> None:
    (one,) = direct.escalate([direct.refuse(issued(), "Lt. D", NOW, "no fuel")], NOW)
    assert one.escalated_to == ("north",)
    assert one.history[-1].note == "refused; escalated to north"


def test_an_order_that_expires_unanswered_is_told_to_its_issuer() -> None:
    one = direct.expire(issued(), ENDS)
    assert one.escalated_to == ("ops",)
    assert "never acknowledged" in one.history[-1].note


def test_status_tells_who_answered_and_who_is_late() -> None:
    held = [issued(), direct.acknowledge(issued("answered"), "Lt. D", DUE + timedelta(minutes=3))]
    first, second = direct.status(held, DUE + timedelta(minutes=9))
    assert (first["state"], first["by"], first["late_minutes"]) == ("issued", None, 9)
    assert (second["state"], second["by"], second["late_minutes"]) == ("acknowledged", "Lt. D", 3)
    assert direct.status([issued()], NOW)[0]["late_minutes"] is None


def test_after_a_delegation_the_answer_of_the_one_who_took_over_counts() -> None:
    first = direct.acknowledge(issued(), "Lt. D", NOW + timedelta(minutes=5))
    handed = direct.delegate(first, "Lt. D", "g2", NOW + timedelta(minutes=10))
    (waiting,) = direct.status([handed], DUE + timedelta(minutes=9))
    assert (waiting["by"], waiting["late_minutes"]) == (None, 9)
    taken = direct.acknowledge(handed, "Lt. E", DUE + timedelta(minutes=4))
    (row,) = direct.status([taken], DUE + timedelta(minutes=30))
    assert (row["by"], row["late_minutes"]) == ("Lt. E", 4)


class Life(RuleBasedStateMachine):
    """Every verb in any order at any time: the table holds, and silence never goes unnoticed."""

    @initialize()
    def begin(self) -> None:
        self.one = drafted()
        self.now = NOW
        self.changed = False

    def attempt(self, step: object) -> None:
        before = self.one
        assert callable(step)
        try:
            self.one = step(before)
        except RuleError:
            assert self.one is before

    @rule(minutes=st.integers(0, 300))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(people=st.sampled_from([("A. Hama", "B. Karim"), ("A. Hama", "A. Hama"), ("X", "A. Hama")]))
    def approve(self, people: tuple[str, str]) -> None:
        self.attempt(lambda one: direct.approve(one, *people, self.now))

    @rule()
    def change_the_content(self) -> None:
        if self.one.state in (STATES.DRAFTED, STATES.APPROVED):
            self.one = self.one.model_copy(update={"subject": self.one.subject + "!"})

    @rule(early=st.integers(0, 100))
    def answer(self, early: int) -> None:
        self.attempt(lambda one: direct.acknowledge(one, "Lt. D", self.now - timedelta(minutes=early)))

    @rule(name=st.sampled_from(["issue", "put_in_force", "complete"]))
    def step(self, name: str) -> None:
        self.attempt(lambda one: getattr(direct, name)(one, "C. Aziz", self.now))

    @rule(name=st.sampled_from(["refuse", "rescind"]))
    def end(self, name: str) -> None:
        self.attempt(lambda one: getattr(direct, name)(one, "C. Aziz", self.now, "a reason"))

    @rule()
    def delegate(self) -> None:
        self.attempt(lambda one: direct.delegate(one, "Lt. D", "g2", self.now))

    @rule()
    def expire(self) -> None:
        self.attempt(lambda one: direct.expire(one, self.now))

    @rule()
    def escalate(self) -> None:
        (self.one,) = direct.escalate([self.one], self.now)
        silent = self.one.state in (STATES.ISSUED, STATES.DELEGATED) and self.now > DUE
        if silent or self.one.state is STATES.REFUSED:
            assert "north" in self.one.escalated_to

    @invariant()
    def history_follows_the_table(self) -> None:
        steps = self.one.history
        for before, after in pairwise(steps):
            assert after.at >= before.at
            told = after.by == "clock" and after.state is before.state and "escalated" in after.note
            assert told or after.state in rules().transitions[before.state]

    @invariant()
    def nothing_is_issued_by_one_person_or_with_changed_content(self) -> None:
        if any(step.state is STATES.ISSUED for step in self.one.history):
            assert self.one.approval is not None
            assert self.one.approval.author != self.one.approval.approver != "A. Hama"
            assert self.one.approval.content_sha256 == direct.content_sha256(self.one)

    @invariant()
    def nothing_unanswered_expires_unnoticed(self) -> None:
        states = [step.state for step in self.one.history]
        if states[-1] is STATES.EXPIRED and STATES.ISSUED in states and STATES.ACKNOWLEDGED not in states:
            assert "ops" in self.one.escalated_to


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestLife = Life.TestCase
