import subprocess
import sys

import pytest


@pytest.fixture(scope="session")
def vedette():
    """Run the command line as a user would, in a process of its own."""

    def run(*arguments, **options):
        options = {"capture_output": True, "text": True, "timeout": 300} | options
        return subprocess.run([sys.executable, "-m", "vedette", *map(str, arguments)], **options)

    return run


@pytest.fixture(scope="session")
def played(vedette, tmp_path_factory):
    """The folder that the shipped exercise leaves, and what the demo printed."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    run = vedette("demo", "--out", folder)
    assert run.returncode == 0, run.stderr
    return folder, run.stdout


@pytest.fixture(scope="session")
def files(vedette, tmp_path_factory):
    """The exercise's own files, as a user's would be."""
    folder = tmp_path_factory.mktemp("files")
    assert vedette("demo", "--unpack", folder).returncode == 0
    return folder
