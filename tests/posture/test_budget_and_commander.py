from datetime import UTC, date, datetime, timedelta

import pytest

from vedette.posture import approve, assess, raise_to
from vedette.terms.errors import FieldError, RuleError

TODAY = date(2031, 5, 12)
NOW = datetime(2031, 5, 12, 6, tzinfo=UTC)


def hold(area, forecast, picture, system, days, only_last):
    """The same high risk assessed every day; returns the postures of each day."""
    kept, daily = [], []
    for n in range(days):
        now, day = NOW + timedelta(days=n), TODAY + timedelta(days=n)
        known = picture(("Hit",), as_of=day)
        found = assess(forecast({"Hit": 0.9}, day), [area("Hit")], known, system, now, kept)[0]
        kept = [found] if only_last else [*kept, found]
        daily.append(found)
    return daily


@pytest.mark.parametrize("only_last", [False, True], ids=["whole chain", "only the last"])
def test_a_level_is_brought_to_the_commander_before_its_budget_runs_out(area, forecast, picture, system, only_last):
    daily = hold(area, forecast, picture, system, 10, only_last)
    assert {p.level for p in daily} == {5}
    assert {p.sustainable_until for p in daily} == {TODAY + timedelta(days=7)}
    told = [n for n, p in enumerate(daily) if any(r.code == "budget" for r in p.reasons)]
    assert told == [4, 5, 6, 7, 8, 9]
    assert "runs out on 19 May 2031" in daily[4].reasons[-1].text
    assert "held since 12 May 2031" in daily[4].reasons[-1].text
    assert daily[4].review_at - daily[4].valid_from == timedelta(hours=4)
    assert "ran out on 19 May 2031" in daily[8].reasons[-1].text


def test_a_break_starts_the_budget_anew(area, forecast, picture, system):
    first = hold(area, forecast, picture, system, 2, only_last=False)
    day = TODAY + timedelta(days=6)
    again = assess(
        forecast({"Hit": 0.9}, day), [area("Hit")], picture(("Hit",), as_of=day), system, NOW + timedelta(days=6), first
    )[0]
    assert again.sustainable_until == day + timedelta(days=7)


def test_the_lowest_levels_have_no_budget(area, forecast, picture, system):
    assert assess(forecast({"Hit": 0.0}), [area("Hit")], picture(("Hit",)), system, NOW)[0].sustainable_until is None


@pytest.fixture
def watchful(area, forecast, picture, system):
    return assess(forecast({"Hit": 0.05}), [area("Hit")], picture(("Hit",)), system, NOW)[0]


def test_a_commander_may_add(watchful, system):
    raised = raise_to(watchful, 4, "Col. Nasrin Aziz", "a convoy passes tonight", NOW + timedelta(hours=1))
    assert (raised.level, raised.previous, raised.level_name) == (4, watchful.level, "High")
    assert raised.reasons[0].code == "commander"
    assert "Col. Nasrin Aziz" in raised.reasons[0].text
    assert raised.reasons[1:] == watchful.reasons
    assert raised.package == system.level(4).package
    assert raised.sustainable_until == TODAY + timedelta(days=21)
    assert raised.approved_by is None
    assert raised.id != watchful.id


def test_a_commander_may_never_go_below(watchful):
    raised = raise_to(watchful, 3, "Col. Aziz", "a convoy passes", NOW)
    with pytest.raises(RuleError, match="never go below level 3"):
        raise_to(raised, 2, "Gen. Karim", "calm again", NOW)


@pytest.mark.parametrize(
    ("level", "commander", "reason", "hours", "error"),
    [
        (6, "Col. Aziz", "why", 0, FieldError),
        (4, " ", "why", 0, RuleError),
        (4, "Col. Aziz", " ", 0, RuleError),
        (4, "Col. Aziz until 2099-01-01T00:00:00Z: x", "why", 0, RuleError),
        (4, "Col. Aziz", "why", 24 * 30, RuleError),
        (4, "Col. Aziz", "why", -1, RuleError),
    ],
    ids=["no such level", "no name", "no reason", "forged end", "expired", "too early"],
)
def test_a_raise_that_the_rules_forbid(watchful, level, commander, reason, hours, error):
    with pytest.raises(error):
        raise_to(watchful, level, commander, reason, NOW + timedelta(hours=hours))


def test_a_raise_is_kept_until_its_end_and_does_not_ratchet(area, forecast, picture, threat, watchful, system):
    raised = raise_to(watchful, 4, "Col. Aziz", "a convoy passes until night: north road", NOW + timedelta(hours=1))
    areas, frame = [area("Hit")], forecast({"Hit": 0.001})
    grave = picture(("Hit",), threats=(threat("Hit", "B1"),))
    top = assess(frame, areas, grave, system, NOW + timedelta(hours=2), [raised])[0]
    assert top.level == 5
    after = assess(frame, areas, picture(("Hit",)), system, NOW + timedelta(hours=20), [top])[0]
    assert after.level == 4
    assert any(r.code == "commander" for r in after.reasons)
    day = TODAY + timedelta(days=3)
    ended = assess(
        forecast({"Hit": 0.001}, day), areas, picture(("Hit",), as_of=day), system, NOW + timedelta(days=3), [after]
    )[0]
    assert ended.level == 1
    assert all(r.code != "commander" for r in ended.reasons)


def test_approval_takes_a_second_person(watchful):
    assert approve(watchful, "Maj. Omar", "Lt. Sara").approved_by == "Maj. Omar"
    for approver, author in [("Lt. Sara", "lt.  sara "), ("", "Lt. Sara"), ("Maj. Omar", " ")]:
        with pytest.raises(RuleError):
            approve(watchful, approver, author)
    with pytest.raises(RuleError, match="already approved"):
        approve(approve(watchful, "Maj. Omar", "Lt. Sara"), "Capt. Ali", "Lt. Sara")


def test_a_posture_of_another_system_is_refused(area, forecast, picture, system, watchful):
    other = watchful.model_copy(update={"system": "uk-5"})
    with pytest.raises(FieldError, match="uk-5"):
        assess(forecast({"Hit": 0.1}), [area("Hit")], picture(), system, NOW, [other])
    with pytest.raises(FieldError, match="plain-5"):
        raise_to(other, 4, "Col. Aziz", "why", NOW, system=system)
