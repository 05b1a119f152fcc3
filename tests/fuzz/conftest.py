"""The fuzzers: documents under limits of time and memory, in a process of their own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def under_limits(tmp_path):
    """Read documents {name: (file name, bytes)} in a process of its own; what became of each, and its peak of memory."""

    def run(documents):
        for name, (file, raw) in documents.items():
            folder = tmp_path / "in" / name.replace("/", "-")
            folder.mkdir(parents=True)
            (folder / file).write_bytes(raw)
        done = subprocess.run(
            [sys.executable, str(Path(__file__).parent / "limits.py"), str(tmp_path / "in")],
            capture_output=True,
            text=True,
            timeout=900,
            env={
                "PATH": "/usr/bin:/bin",
                "POLARS_MAX_THREADS": "1",
                "OMP_NUM_THREADS": "1",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )
        assert done.returncode == 0, done.stderr[-2000:]
        # the Parquet reader says on standard error that it has panicked; what counts is that it comes back as an error
        assert not done.stderr or "panicked at" in done.stderr
        return json.loads(done.stdout)

    return run
