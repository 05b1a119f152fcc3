"""The folder of these tests is on the path, so that worker processes can import the job in words.py."""

import sys
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _jobs_can_be_imported(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    yield
    sys.modules.pop("words", None)
