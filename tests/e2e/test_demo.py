"""One command plays the whole loop, and what it leaves can be checked by anybody."""

import hashlib
import json
import re
from pathlib import Path

import polars as pl
import pytest
from lxml import etree

from vedette.plan.draw import draw
from vedette.store import open_workspace, verify
from vedette.store.checkpoints import read_checkpoints
from vedette.terms.forecast import FORECAST_SCHEMA
from vedette.terms.picture import Picture

XSD = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "cap" / "CAP-v1.2.xsd"
STEPS = ("read", "picture", "forecast", "posture", "plan", "direct", "publish", "review")


def body(folder, name):
    return json.loads((folder / name).read_text())


def test_one_screen_tells_the_loop_in_its_order_and_ends_with_the_path_to_open(played):
    folder, screen = played
    said = [line.split()[0] for line in screen.splitlines() if line and line.split()[0] in STEPS]
    assert tuple(dict.fromkeys(said)) == STEPS
    assert screen.startswith(" EXERCISE ")
    assert screen.rstrip().endswith(str(folder / "situation-report.html"))
    assert len(screen.splitlines()) <= 40


def test_every_result_is_left_as_a_file(played):
    folder, _ = played
    lines = (folder / "claims.jsonl").read_text().splitlines()
    assert sum(len(json.loads(line)["claims"]) for line in lines) > 50
    assert len(Picture.model_validate_json((folder / "picture.json").read_text()).incidents) > 10
    frame = pl.read_parquet(folder / "forecast.parquet")
    assert frame.schema == FORECAST_SCHEMA
    assert body(folder, "plan.json")["status"] in ("optimal", "feasible")
    assert len(body(folder, "directives.json")) > 5
    assert (folder / "map.geojson").exists()


def test_areas_whose_sources_fell_silent_are_unknown_and_not_calm(played):
    folder, screen = played
    unknown = {row["area"] for row in body(folder, "picture.json")["knowledge"] if row["unknown_since"]}
    assert {"iq-khalis", "iq-al-qaim"} <= unknown
    assert "unknown since" in screen
    levels = {row["area"]: row for row in body(folder, "postures.json")}
    assert all(levels[area]["level"] > 1 and levels[area]["unknown_since"] for area in ("iq-khalis", "iq-al-qaim"))


def test_the_draw_can_be_repeated_and_was_committed_to_before_the_mixture_was_known(played):
    folder, _ = played
    plan = body(folder, "plan.json")
    shares = [bytes.fromhex(share) for share in plan["draw"]["shares"]]
    again = draw(plan["problem_sha256"], plan["mixture"], shares)
    assert again["index"] == plan["draw"]["index"]
    assert again["mixture_sha256"] == plan["draw"]["mixture_sha256"]
    with open_workspace(folder / "workspace", create=False, read_only=True) as workspace:
        kinds = [entry.kind for entry in workspace.ledger.entries()]
        (committed,) = workspace.list("draw-commitment")
    assert committed["commitments"] == [hashlib.sha256(share).hexdigest() for share in shares]
    assert kinds.index("draw-commitment") < kinds.index("deployment")
    assert kinds.index("forecast") < kinds.index("deployment")


def test_the_ledger_holds_against_the_checkpoint_that_left(played):
    folder, _ = played
    with open_workspace(folder / "workspace", create=False, read_only=True) as workspace:
        verdict = verify(workspace, read_checkpoints(folder / "checkpoint.jsonl"))
        assert verdict.ok, verdict.problems
        assert workspace.exercise
        assert workspace.differences() == ()


def test_nobody_below_the_command_sees_who_stands_where(played):
    folder, _ = played
    plan, problem = body(folder, "plan.json"), body(folder, "problem.json")
    secrets = {
        *plan["draw"]["shares"],
        plan["draw"]["mixture_sha256"],
        *problem["groups"]["id"],
        *problem["posts"]["id"],
    }
    open_files = [p for p in folder.rglob("*") if p.suffix in {".html", ".xml", ".geojson"} and "command" not in p.name]
    assert len(open_files) >= 8
    for path in open_files:
        text = path.read_text()
        assert not [secret for secret in secrets if re.search(rf"\b{re.escape(secret)}\b", text)], path


def test_alerts_are_exercises_and_pass_our_own_check(played, vedette):
    folder, _ = played
    alerts = sorted((folder / "alerts").glob("*.xml"))
    assert alerts
    for alert in alerts:
        root = etree.fromstring(alert.read_bytes())
        space = {"c": "urn:oasis:names:tc:emergency:cap:1.2"}
        assert root.findtext("c:status", namespaces=space) == "Exercise"
        assert root.findtext("c:note", namespaces=space)
        assert {e.text for e in root.iterfind("c:info/c:language", space)} == {"en", "ar", "ckb"}
    run = vedette("cap", "check", *alerts, "--json")
    assert run.returncode == 0, run.stdout


@pytest.mark.shared
def test_alerts_are_valid_by_the_schema_of_oasis(played):
    if not XSD.exists():
        pytest.skip("../shared/data/cap/CAP-v1.2.xsd is absent")
    schema = etree.XMLSchema(etree.parse(XSD))
    for alert in sorted((played[0] / "alerts").glob("*.xml")):
        assert schema.validate(etree.parse(alert)), schema.error_log


def test_situation_reports_are_self_contained_and_wear_the_exercise_band(played):
    folder, _ = played
    reports = sorted(folder.glob("situation-report*.html"))
    assert len(reports) >= 8
    for path in reports:
        page = path.read_text()
        assert "EXERCISE" in page
        assert "<script" not in page
        assert not re.search(r"""(?:src|href)=(?!["']?(?:data:|#))|url\((?!["']?data:)|@import""", page), path
    assert 'dir="rtl"' in (folder / "situation-report-ar.html").read_text()


def test_the_review_claims_no_more_than_the_lottery_allows(played):
    finding, scores = body(played[0], "findings.json")["findings"]
    assert finding["design"] == "lottery"
    assert finding["verdict"] in ("reduced", "increased", "no change seen", "moved", "reduced and moved", "cannot say")
    assert "worked" not in finding["statement"]
    assert scores["n_test"] >= 0
    with open_workspace(played[0] / "workspace", create=False, read_only=True) as workspace:
        assert len(workspace.list("forecast-scores")) == 1


def test_an_unanswered_order_is_known_to_somebody(played):
    directives = body(played[0], "directives.json")
    silent = [order for order in directives if order["history"][-1]["state"] != "acknowledged"]
    assert silent
    assert all(order["escalated_to"] for order in silent)


def test_your_own_files_go_the_same_way(vedette, files, tmp_path):
    out = tmp_path / "own"
    own = [
        f"--{name}={files / name}{'' if name == 'reports' else '.csv'}"
        for name in ("reports", "events", "areas", "forces")
    ]
    run = vedette("demo", *own, "--out", out)
    assert run.returncode == 0, run.stderr
    assert "cannot say" in run.stdout
    assert body(out, "findings.json") == {"findings": []}
    assert "Exercise" in (out / "map.geojson").read_text()
    with open_workspace(out / "workspace", create=False, read_only=True) as workspace:
        assert workspace.exercise


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("areas", "area,latitude,longitude\niq-hit,144,42\n", 'line 2: latitude: found "144"'),
        ("events", "date,area\n2025-02-30,iq-hit\n", "line 2: date"),
        ("events", "date,area\n2025-02-03,atlantis\n", 'line 2: area: found "atlantis"'),
        ("forces", "group,base,area,service,units,latitude,longitude\ng,b,iq-hit,army,-3,33,42\n", "line 2: units"),
    ],
)
def test_a_wrong_file_is_one_line_and_leaves_nothing(vedette, files, tmp_path, name, content, words):
    wrong, out = tmp_path / f"{name}.csv", tmp_path / "own"
    wrong.write_text(content)
    paths = {n: files / (n if n == "reports" else f"{n}.csv") for n in ("reports", "events", "areas", "forces")}
    run = vedette("demo", *[f"--{n}={p}" for n, p in (paths | {name: wrong}).items()], "--out", out)
    assert run.returncode == 2
    assert words in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert [p.name for p in tmp_path.iterdir()] == [wrong.name]


def test_the_demo_never_replaces_a_folder_that_it_did_not_leave(vedette, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    run = vedette("demo", "--out", tmp_path)
    assert run.returncode == 2
    assert "new or empty folder" in run.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_figures_of_the_forecast_stay_within_its_marking(played):
    folder, _ = played
    heading = "Chance of any"
    assert heading in (folder / "situation-report.html").read_text()
    for edition in ("partner", "public"):
        assert heading not in (folder / f"situation-report-{edition}.html").read_text()


def test_the_public_report_tells_the_levels_that_the_public_alert_tells(played):
    folder, _ = played
    page = (folder / "situation-report-public.html").read_text()
    alert = etree.parse(folder / "alerts" / "public.xml").getroot()
    names = {one.text for one in alert.find("{*}info").iterfind("{*}area/{*}areaDesc")}
    assert names
    assert all(name in page for name in names)
    assert "chance of an attack" not in page
    assert "the grounds are not released" in page
    assert "does not tell where reports are missing" in page
