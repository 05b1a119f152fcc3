"""A verb, option or public name without documentation fails here, and so does a stale reference."""

import importlib.util
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


def test_the_reference_is_fresh(reference):
    assert reference.stale() == []


def test_a_bare_function_would_be_found(reference, monkeypatch):
    def bare(): ...

    module = type(sys)("vedette.bare")
    module.__doc__ = "A room."
    module.__all__ = ["bare"]
    bare.__module__ = "vedette.bare"
    module.bare = bare
    monkeypatch.setattr(reference, "modules", lambda: [module])
    assert "vedette.bare.bare" in reference.undocumented()
