"""FEEDS.toml: what it holds, and that the first thing wrong is named with its source and key."""

from datetime import timedelta

import pytest

from vedette.store.feeds import read_feeds
from vedette.terms.errors import FieldError, FormatError

GOOD = """
contact = "https://example.org/about"
between = 5

[[source]]
name = "Tigris Daily"
url = "https://tigris.example/rss"
every = "10m"
expected_gap = "6h"
pages = true

[[source]]
name = "Delta Wire"
url = "https://delta.example/atom"
expected_gap = "2d"
publisher = "Delta Wire Agency"
"""


def _file(tmp_path, text):
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_sources_come_in_their_order_with_what_is_usual_where_nothing_is_said(tmp_path):
    feeds = read_feeds(_file(tmp_path, GOOD))
    first, second = feeds.sources
    assert (feeds.contact, feeds.between) == ("https://example.org/about", 5.0)
    assert (first.every, first.expected_gap, first.pages) == (timedelta(minutes=10), timedelta(hours=6), True)
    assert (second.every, second.pages, second.publisher) == (timedelta(minutes=15), False, "Delta Wire Agency")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"6h"', '"6 hours"', ["source Tigris Daily", "expected_gap", "6 hours"]),
        ('"6h"', '"0h"', ["source Tigris Daily", "expected_gap"]),
        ('"10m"', '"5s"', ["source Tigris Daily", "every"]),
        ('expected_gap = "2d"', "", ["source Delta Wire", "expected_gap", "nothing"]),
        ('name = "Delta Wire"', "", ["source 2", "name"]),
        ('name = "Delta Wire"', 'name = "Tigris Daily"', ["Tigris Daily", "each once"]),
        ("https://delta.example/atom", "https://tigris.example/rss", ["tigris.example/rss", "each once"]),
        ("https://delta.example/atom", "file:///etc/passwd", ["source Delta Wire", "url"]),
        ("https://delta.example/atom", "https://u:p@delta.example/", ["source Delta Wire", "url"]),
        ("https://delta.example/atom", "http://[", ["source Delta Wire", "url"]),
        ("pages = true", 'pages = "yes"', ["source Tigris Daily", "pages"]),
        ("pages = true", "allowed = true", ["source Tigris Daily", "allowed", "not known"]),
        ("between = 5", "between = 0", ["between"]),
        ("between = 5", "between = true", ["between"]),
        ("between = 5", "proxy = 1", ["proxy", "not known"]),
        ('"https://example.org/about"', '"a\\r\\nX: y"', ["contact"]),
    ],
)
def test_the_first_thing_that_is_wrong_is_named(tmp_path, old, new, words):
    assert old in GOOD
    with pytest.raises((FieldError, FormatError)) as error:
        read_feeds(_file(tmp_path, GOOD.replace(old, new, 1)))
    line = str(error.value)
    assert line.startswith(str(tmp_path / "feeds.toml"))
    assert "\n" not in line
    for word in words:
        assert word in line


@pytest.mark.parametrize("text", ["", "x = ", "source = 3", "source = []", "source = [1]"])
def test_a_file_without_sources_is_refused(tmp_path, text):
    with pytest.raises(FormatError, match=r"\[\[source\]\]|TOML"):
        read_feeds(_file(tmp_path, text))


def test_no_setting_of_the_file_admits_loopback(tmp_path):
    """The addresses that may be reached are an argument of the fetcher, and of nothing that a file says."""
    for key in ("allowed", "allow", "networks", "trust", "resolver"):
        with pytest.raises(FieldError, match="not known"):
            read_feeds(_file(tmp_path, f'{key} = ["127.0.0.1/32"]\n{GOOD}'))
