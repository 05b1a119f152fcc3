"""The tutorial is executed: every command in it runs, in order, in one folder, and prints what the page says."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"
CHECK = doctest.OutputChecker()
LENIENT = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def steps():
    """(line of the page, command, printed text) for every `$ ` line of the console blocks."""
    text = PAGE.read_text()
    for block in re.finditer(r"```console\n(.*?)```", text, re.DOTALL):
        line = text[: block.start()].count("\n") + 2
        command, printed, at = None, [], 0
        for number, row in enumerate(block.group(1).splitlines()):
            if row.startswith("$ "):
                if command is not None:
                    yield at, command, "\n".join(printed)
                command, printed, at = row[2:], [], line + number
            else:
                printed.append(row)
        if command is not None:
            yield at, command, "\n".join(printed)


def files():
    """Files that the page asks the reader to write: a fenced block whose info line says `name=…`."""
    for block in re.finditer(r"```\w* name=(\S+)\n(.*?)```", PAGE.read_text(), re.DOTALL):
        yield block.group(1), block.group(2)


def test_the_tutorial_does_what_it_says(tmp_path):
    for name, content in files():
        (tmp_path / name).write_text(content)
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "110",
        "NO_COLOR": "1",
    }
    ran = 0
    for line, command, printed in steps():
        run = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=240
        )
        where = f"docs/tutorial.md, line {line}: {command}"
        assert run.returncode == 0, f"{where}\n{run.stdout}{run.stderr}"
        if printed.strip():
            assert CHECK.check_output(printed + "\n", run.stdout, LENIENT), f"{where}\n{run.stdout}"
        ran += 1
    assert ran >= 8, "the tutorial has lost its commands"


def test_every_verb_of_the_loop_is_in_the_tutorial():
    shown = {shlex.split(command)[1] for _, command, _ in steps() if command.startswith("vedette ")}
    assert {"read", "picture", "forecast", "posture", "plan", "publish", "review", "demo"} <= shown
