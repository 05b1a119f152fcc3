"""A verb, option or public name without documentation fails here, and so does a stale reference."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["reference"] = module
    spec.loader.exec_module(module)
    return module


def test_everything_public_is_documented(reference):
    assert reference.undocumented() == []


def test_the_reference_is_fresh():
    # in a process of its own: click keeps the help option of the first context that a command was run in
    run = subprocess.run(
        [sys.executable, ROOT / "tools" / "reference.py", "--check"], capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_bare_function_would_be_found(reference, monkeypatch):
    def bare(): ...

    module = type(sys)("vedette.bare")
    module.__doc__ = "A room."
    module.__all__ = ["bare"]
    bare.__module__ = "vedette.bare"
    module.bare = bare
    monkeypatch.setattr(reference, "modules", lambda: [module])
    assert "vedette.bare.bare" in reference.undocumented()
