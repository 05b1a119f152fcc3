"""What leaves on one occasion is filed: for whom, with which bytes, what was kept back, signed by two persons."""

import hashlib
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from vedette.publish import SitrepContent, alert_and_map, publication, reports
from vedette.terms.directive import Approval
from vedette.terms.errors import RuleError
from vedette.terms.marking import Marking
from vedette.terms.publication import PublicationStatus

NOW = datetime(2031, 5, 1, 6, tzinfo=UTC)
EXERCISE = PublicationStatus.EXERCISE


@pytest.fixture
def content(made: SimpleNamespace) -> SitrepContent:
    return SitrepContent(
        title="Blue",
        command="Command",
        as_of=NOW.date(),
        now=NOW,
        exercise="Blue",
        postures=(made.posture(marking=Marking.AMBER, id="amber-posture"),),
        areas=(made.area(),),
    )


def sign(rendered, author="Planner", approver="Commander"):
    return publication(rendered, status=EXERCISE, sources=(), author=author, approver=approver, at=NOW)


def test_every_edition_is_filed_with_its_bytes_and_its_audience(content: SitrepContent) -> None:
    made = reports(content, (), None, "report")
    assert [file.file for file in made][:3] == ["report.html", "report-ar.html", "report-ckb.html"]
    for file in made:
        filed = sign(file)
        assert filed.sha256 == filed.approval.content_sha256 == hashlib.sha256(file.raw).hexdigest()
        assert filed.audience == file.audience


def test_what_an_audience_does_not_get_is_recorded_without_its_id(content: SitrepContent) -> None:
    withheld = {file.audience: sign(file).withheld for file in reports(content, (), None, "report")}
    assert withheld["staff"] == withheld["command"] == ()
    assert len(withheld["public"]) == len(withheld["partner"]) == 1
    assert "amber-posture" not in withheld["public"][0].model_dump_json()


def test_the_public_reads_the_levels_that_its_alert_tells(content: SitrepContent, made: SimpleNamespace) -> None:
    released = [made.posture(marking=Marking.CLEAR, id="released", exercise=True)]
    files = {file.file: file.raw.decode() for file in reports(content, released, None, "report")}
    files |= {
        file.file: file.raw.decode()
        for file in alert_and_map(content, released, None, status=EXERCISE, sender="a@b.invalid")
    }
    assert "<status>Exercise</status>" in files["alerts/public.xml"]
    name = made.area().name.en
    assert name in files["alerts/public.xml"]
    assert name in files["report-public.html"]


def test_nothing_to_tell_the_public_makes_no_alert(content: SitrepContent) -> None:
    made = alert_and_map(content, (), None, status=EXERCISE, sender="a@b.invalid")
    assert [file.file for file in made] == ["map.geojson"]


@pytest.mark.parametrize(("author", "approver"), [("Ada", "Ada"), ("Ada", " ADA "), ("", "Ada"), ("Ada", "")])
def test_one_person_cannot_publish(content: SitrepContent, author: str, approver: str) -> None:
    with pytest.raises(RuleError, match="second named person"):
        sign(reports(content, (), None, "report")[0], author, approver)
    with pytest.raises(ValidationError, match="two named persons"):
        Approval(content_sha256="0" * 64, author=author, approver=approver, at=NOW)
