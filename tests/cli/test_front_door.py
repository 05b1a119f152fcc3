"""The front door: every verb is listed without loading it, and errors are one line with the right exit code."""

import socket
import subprocess
import sys

import pytest
from click.testing import CliRunner

from vedette.cli import VERBS, cli
from vedette.cli.moment import moment_of
from vedette.store import open_workspace
from vedette.terms.errors import FieldError

HEAVY = (
    "numpy",
    "polars",
    "scipy",
    "numba",
    "pydantic",
    "rich",
    "sqlalchemy",
    "fastapi",
    "trafilatura",
    "highspy",
    "lxml",
)


def vedette(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "vedette", *arguments], capture_output=True, text=True, timeout=120, **options
    )


def test_help_lists_every_verb_and_loads_nothing_heavy():
    code = (
        "import sys; from click.testing import CliRunner; from vedette.cli import cli; "
        "out = CliRunner().invoke(cli, ['--help']).output; print(out); print(sorted(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert all(f"  {verb} " in run.stdout for verb in VERBS)
    assert not [name for name in HEAVY if f"'{name}'" in run.stderr]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb):
    result = CliRunner().invoke(cli, [verb, "--help"])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Usage:")


def test_unknown_verb_is_bad_input():
    run = vedette("conquer")
    assert run.returncode == 2
    assert "conquer" in run.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (
            "hindcast",
            "{missing}",
            "--areas",
            "{missing}",
            "--first",
            "2031-01-01",
            "--last",
            "2031-01-02",
            "--out",
            "{out}",
        ),
        ("forecast", "{missing}", "--areas", "{missing}", "--as-of", "2031-01-01", "--horizon", "1", "--out", "{out}"),
        ("plan", "{missing}", "--out", "{out}"),
        ("review", "{missing}", "--events", "{missing}", "--areas", "{missing}", "--out", "{out}"),
        ("read", "{missing}", "--json"),
        ("cap", "check", "{missing}"),
        ("picture", "{missing}", "--json"),
    ],
)
def test_a_missing_file_is_one_line_exit_2_and_nothing_written(tmp_path, arguments):
    missing, out = str(tmp_path / "missing.file"), tmp_path / "out.file"
    run = vedette(*(a.format(missing=missing, out=out) for a in arguments))
    assert run.returncode == 2, run.stderr
    assert "missing.file" in run.stderr
    assert "Traceback" not in run.stderr
    assert not out.exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell):
    result = CliRunner().invoke(cli, ["completion", shell])
    assert "_VEDETTE_COMPLETE" in result.output


@pytest.mark.parametrize("text", ["yesterday", "2031-05-01", "2031-05-01T06:00:00", "0001-01-01T00:00:00+14:00", ""])
def test_a_time_without_zone_or_sense_is_refused_by_name(text):
    with pytest.raises(FieldError, match="--now"):
        moment_of("--now", text)


def test_a_time_is_taken_as_it_stands():
    assert moment_of("--now", "2031-05-01T06:00:00+03:00").isoformat() == "2031-05-01T06:00:00+03:00"


def test_the_room_opens_only_on_a_workspace_and_a_free_port(tmp_path):
    run = vedette("serve", "--workspace", str(tmp_path), "--port", "0")
    assert run.returncode == 2
    assert "no workspace" in run.stderr
    assert list(tmp_path.iterdir()) == []
    with open_workspace(tmp_path / "w", exercise=True), socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        run = vedette("serve", "--workspace", str(tmp_path / "w"), "--port", port)
    assert run.returncode == 2
    assert f"--port {port}" in run.stderr
    assert "Traceback" not in run.stderr
