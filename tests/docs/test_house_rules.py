"""Rules of the house that no linter knows."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HIDING = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"}


def tracked():
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_source_file_is_over_400_lines():
    long = {str(p): n for p in (ROOT / "src").rglob("*.py") if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}


def test_no_folder_or_file_hides_its_subject():
    assert [p for p in (ROOT / "src").rglob("*") if p.stem in HIDING] == []


def test_no_registry_is_named():
    hosts = re.compile(
        rb"https?://[^\s\"']*(?:" + b"|".join([b"python" + b"hosted", b"npm" + b"js", b"py" + b"pi"]) + rb")\b"
    )
    assert [p.name for p in tracked() if hosts.search(p.read_bytes())] == []


def test_shared_data_are_not_copied():
    shared = ROOT.parent / "shared" / "data"
    if not shared.exists():
        pytest.skip("../shared/data is absent")
    theirs = {p.stat().st_size: p for p in shared.rglob("*") if p.is_file() and p.stat().st_size > 200}
    copied = [
        p for p in tracked() if p.stat().st_size in theirs and p.read_bytes() == theirs[p.stat().st_size].read_bytes()
    ]
    assert [p for p in copied if "LICENSE" not in p.name] == []


def test_every_decision_says_what_was_given_up():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert len({p.name[:4] for p in pages}) == len(pages)
    assert [p.name for p in pages if "gave up" not in p.read_text()] == []


def test_every_make_target_has_its_comment_line():
    text = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE).group(1).split()
    assert [t for t in targets if not re.search(rf"^{t}:.* ## \S", text, re.MULTILINE)] == []
