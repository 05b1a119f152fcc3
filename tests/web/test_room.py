"""The operations room shows the ledger in the order of the loop, cut to a clearance, as now or as then."""

from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient

from vedette.store import open_workspace
from vedette.terms.deployment import Deployment, Draw, Posting
from vedette.terms.marking import Marking
from vedette.terms.picture import Credibility, Grade, Incident, Reliability
from vedette.terms.places import Area, LocalName
from vedette.terms.posture import Posture, Reason
from vedette.terms.report import PlaceRef, Report
from vedette.web import create_app
from vedette.web.app import ROWS
from vedette.web.views import STEPS

SECRET = "unit-of-the-night-watch"


def incident(number, marking=Marking.GREEN):
    return Incident(
        id=f"inc-{number}",
        marking=marking,
        type="bombing",
        place=PlaceRef(text="Hit", name="Hit"),
        start=date(2031, 5, 1),
        end=date(2031, 5, 1),
        grade=Grade(reliability=Reliability.B, credibility=Credibility.PROBABLE, reason="two origins"),
        origins=2,
        reports=("r1", "r2"),
        attribution=("Interior Ministry",),
    )


def deployment():
    return Deployment(
        id="dep-1",
        problem_sha256="a" * 64,
        plan_sha256="b" * 64,
        objective=2.0,
        lower_bound=1.9,
        gap=0.05,
        draw=Draw(shares=("aa" * 16,), commitments=("bb" * 32,), mixture_sha256="cc" * 32, index=0),
        postings=(Posting(unit=SECRET, group="g1", post="p1", shift=0),),
        chances=(),
    )


@pytest.fixture
def workspace(tmp_path):
    with open_workspace(tmp_path / "w", exercise=True) as opened:
        title = "<b>Blast</b> in Hit"
        opened.ledger.append(Report(id="r1", title=title, publisher="Observer", text="Blast.", marking=Marking.CLEAR))
        opened.ledger.append(incident(1))
        opened.ledger.append(deployment())
        silent = {"area": "ana", "reports": 0, "unknown_since": "2031-05-01", "statement": "Ana: unknown since 1 May"}
        opened.ledger.append(silent | {"marking": "GREEN"}, kind="area-knowledge", record_id="ana")
        yield opened


def client(workspace, clearance=Marking.AMBER_STRICT):
    return TestClient(create_app(workspace, clearance))


def test_every_step_of_the_loop_has_its_page(workspace):
    with client(workspace) as room:
        front = room.get("/")
        assert front.status_code == 200
        for step in STEPS:
            assert f'href="/{step.verb}"' in front.text
            assert room.get(f"/{step.verb}").status_code == 200


def test_no_data_is_never_shown_as_calm(workspace):
    with client(workspace) as room:
        assert "Ana: unknown since 1 May" in room.get("/").text
        assert "No data is not all clear" in room.get("/posture").text


def test_an_exercise_wears_its_band_on_every_page(workspace):
    with client(workspace) as room:
        assert all(room.get(page).text.count("EXERCISE EXERCISE EXERCISE") == 2 for page in ("/", "/picture"))


def test_what_lies_above_the_clearance_is_counted_and_not_shown(workspace):
    with client(workspace) as room:
        page = room.get("/plan").text
        assert "1 more lie above TLP:AMBER+STRICT" in page
        assert SECRET not in page
        assert "dep-1" not in page
    with client(workspace, Marking.RED) as room:
        assert "dep-1" in room.get("/plan").text


def test_titles_of_reports_cannot_become_markup(workspace):
    with client(workspace) as room:
        page = room.get("/read")
        assert "&lt;b&gt;Blast" in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert "script" not in page.headers["content-security-policy"]


def test_the_past_is_shown_as_it_was_known_under_a_banner(workspace):
    then = datetime.now(UTC)
    workspace.ledger.append(incident(2))
    cell = "<bdi>bombing</bdi>"
    with client(workspace) as room:
        assert room.get("/picture").text.count(cell) == 2
        past = room.get("/picture", params={"known_at": then.isoformat()}).text
        assert past.count(cell) == 1
        assert "This is the past" in past


@pytest.mark.parametrize("instant", ["yesterday", "2031-05-05T09:00:00"])
def test_an_instant_without_zone_or_sense_is_refused(workspace, instant):
    with client(workspace) as room:
        answer = room.get("/", params={"known_at": instant})
        assert answer.status_code == 422
        assert "known_at" in answer.json()["detail"]


def test_areas_are_named_and_times_are_those_of_the_area(workspace):
    name = LocalName(en="Ana Town")
    workspace.ledger.append(Area(id="ana", name=name, latitude=34.4, longitude=41.9, zone="Asia/Baghdad"))
    start = datetime(2031, 5, 1, 6, tzinfo=UTC)
    workspace.ledger.append(
        Posture(
            id="posture-1",
            area="ana",
            system="plain-5",
            level=4,
            level_name="High",
            floor=1,
            reasons=(Reason(text="a warning", code="threat"),),
            falls_when="it lapses",
            valid_from=start,
            expires=start,
            review_at=start,
        )
    )
    with client(workspace) as room:
        page = room.get("/posture").text
        assert "Ana Town" in page
        assert "<bdi>2031-05-01 09:00</bdi>" in page
        assert "<strong>Ana Town</strong>: Ana: unknown since 1 May" in room.get("/").text
    with client(workspace, Marking.CLEAR) as room:
        assert "Ana Town" not in room.get("/").text


def test_a_kind_that_is_red_is_withheld_whatever_it_says_of_itself(workspace):
    workspace.ledger.append(deployment().model_copy(update={"id": "dep-2", "marking": Marking.GREEN}))
    with client(workspace) as room:
        page = room.get("/plan").text
        assert "2 more lie above TLP:AMBER+STRICT" in page
        assert "dep-2" not in page


def test_a_long_table_shows_its_newest_rows_and_says_how_many_there_are(workspace):
    workspace.ledger.append_many(
        Report(id=f"n{n}", title=f"Report {n:03}", published=date(2031, 1, 1), text="x", marking=Marking.CLEAR)
        for n in range(ROWS + 5)
    )
    with client(workspace) as room:
        page = room.get("/read").text
        assert page.count("<tr>") == ROWS + 1
        assert f"The first {ROWS} of {ROWS + 6}" in page
        assert f"Report {ROWS + 4}" in page
        assert "Report 000" not in page
        assert "Report 000" in room.get("/read", params={"rows": "all"}).text


def test_a_foreign_name_for_this_machine_reads_nothing(workspace):
    with TestClient(create_app(workspace, hosts=("localhost",)), base_url="http://rebound.example") as room:
        assert room.get("/").status_code == 400
        assert room.get("/", headers={"host": "localhost:8000"}).status_code == 200


def test_there_is_no_other_page(workspace):
    with client(workspace) as room:
        assert room.get("/conquer").status_code == 404
        assert room.get("/static/room.css").status_code == 200
        assert room.get("/static/../app.py").status_code == 404
