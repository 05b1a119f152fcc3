"""What is kept under a job's version is done anew when the code or a number behind it changed."""

import importlib
import sys

import pytest

from vedette.engine import fingerprint


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / "reckoning"
    (folder / "data").mkdir(parents=True)
    (folder / "__init__.py").write_text("ONE = 1\n")
    (folder / "data" / "model.toml").write_text("half_life = 8\n")
    (folder / "notes.md").write_text("Why eight.\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield folder
    sys.modules.pop("reckoning", None)


@pytest.mark.parametrize(
    ("name", "text", "same"),
    [
        ("__init__.py", "ONE = 2\n", False),
        ("data/model.toml", "half_life = 9\n", False),
        ("data/more.csv", "", False),
        ("notes.md", "Why nine.\n", True),
    ],
)
def test_a_changed_number_changes_it_and_a_changed_page_does_not(package, name, text, same):
    before = fingerprint("reckoning", "vedette.engine")
    (package / name).write_text(text)
    assert (fingerprint("reckoning", "vedette.engine") == before) is same
    assert fingerprint("reckoning") != fingerprint("vedette.engine")
