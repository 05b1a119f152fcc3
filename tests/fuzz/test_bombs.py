"""Documents made to take time or memory: two seconds and 256 MB are enough for every one, and nothing but errors comes out."""

import pytest
from seeds import bombs, gzip_bomb, seeds

from vedette.store.files import read_bytes
from vedette.terms.errors import FormatError

GOOD = {"report", "error"}
REFUSED = {
    "laughs": "entities",
    "laughs in html": "entities",
    "quadratic entity": "entities",
    "external entity": "entities",
    "deep feed": "elements in one another",
    "large page": "tags",
    "wide page": "letters",
    "zip": "a zip or office file",
    "deep mail": "parts",
    "deep parts": "parts",
    "many parts": "parts",
    "open quotation": "1000 bad rows",
    "pdf bomb": "beyond all measure",
    "pdf of itself": "broken PDF",
}


QUICK = {
    "laughs",
    "laughs in html",
    "quadratic entity",
    "external entity",
    "deep feed",
    "deep parts",
    "many parts",
    "zip",
}
QUICK |= {"deep html", "open quotation", "pdf bomb", "pdf of itself", "pdf of a range", "wide page", "deep json"}


def _check(found, names):
    wrong = {name: found["files"][name] for name in names if not GOOD.issuperset(found["files"][name]["kinds"])}
    assert not wrong
    assert found["peak"] < 256
    for name, words in REFUSED.items():
        if name in names:
            assert "error" in found["files"][name]["kinds"], name
            assert words in found["files"][name]["error"], name


def test_the_worst_documents_are_refused_within_two_seconds_and_256_mb(under_limits):
    good, bad = seeds(), {name: each for name, each in bombs().items() if name in QUICK}
    found = under_limits(good | bad)
    assert {name: found["files"][name]["kinds"] for name in good} == {name: ["report"] for name in good}
    _check(found, bad)


@pytest.mark.slow
def test_every_bomb_is_read_or_refused_within_two_seconds_and_256_mb(under_limits):
    everything = bombs()
    _check(under_limits(everything), everything)


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "a.xml.gz"
    path.write_bytes(gzip_bomb())
    with pytest.raises(FormatError, match="unpack"):
        read_bytes(path)
