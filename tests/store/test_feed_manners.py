"""robots.txt and turns: a host is asked what it admits, one thing at a time, and never in haste."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import HERE, loopback

from vedette.store.fetch import Fetcher
from vedette.store.manners import PoliteFetcher
from vedette.store.robots import NOTHING, parse_robots
from vedette.terms.errors import FetchError

TEXT = {"Content-Type": "text/plain"}


class Clock:
    """Seconds that pass only when somebody sleeps."""

    def __init__(self):
        self.now, self.slept = 1000.0, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def server():
    with loopback() as running:
        running.pages["/a"] = running.pages["/b"] = (200, TEXT, b"here")
        yield running


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def polite(clock):
    return PoliteFetcher(Fetcher("Vedette/1", allowed=[HERE]), clock, clock.sleep, 2.0)


def test_robots_is_asked_once_a_day_and_every_request_waits_its_turn(server, polite, clock):
    server.pages["/robots.txt"] = (200, TEXT, b"User-agent: *\nDisallow: /private\n")
    for path in ("/a", "/b", "/a"):
        polite.get(f"{server.base}{path}")
    assert server.paths() == ["/robots.txt", "/a", "/b", "/a"]
    assert clock.slept == [2.0, 2.0, 2.0]
    clock.now += 25 * 3600
    polite.get(f"{server.base}/a")
    assert server.paths()[4:] == ["/robots.txt", "/a"]


def test_what_robots_does_not_admit_is_never_asked(server, polite):
    server.pages["/robots.txt"] = (200, TEXT, b"User-agent: vedette\nDisallow: /a\n")
    with pytest.raises(FetchError, match=r"robots\.txt does not admit") as error:
        polite.get(f"{server.base}/a")
    assert not error.value.again
    assert polite.get(f"{server.base}/b").body == b"here"
    assert server.paths() == ["/robots.txt", "/b"]


def test_a_redirect_to_what_robots_does_not_admit_is_not_followed(server, polite):
    server.pages["/robots.txt"] = (200, TEXT, b"User-agent: *\nDisallow: /b\n")
    server.pages["/a"] = (302, {"Location": "/b"}, b"")
    with pytest.raises(FetchError, match="does not admit"):
        polite.get(f"{server.base}/a")
    assert server.paths() == ["/robots.txt", "/a"]


def test_the_delay_that_robots_asks_for_is_kept_up_to_a_minute(server, polite, clock):
    server.pages["/robots.txt"] = (200, TEXT, b"User-agent: *\nCrawl-delay: 7\n")
    for path in ("/a", "/b", "/a"):
        polite.get(f"{server.base}{path}")
    assert clock.slept == [2.0, 7.0, 7.0]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_robots_everything_is_admitted(server, polite, status):
    server.pages["/robots.txt"] = (status, TEXT, b"")
    assert polite.get(f"{server.base}/a").body == b"here"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_host_that_fails_on_robots_is_left_alone_and_asked_again_later(server, polite, clock, status):
    server.pages["/robots.txt"] = (status, TEXT, b"")
    for _ in range(2):
        with pytest.raises(FetchError, match="the host fails") as error:
            polite.get(f"{server.base}/a")
        assert error.value.again
    assert server.paths() == ["/robots.txt"]
    server.pages["/robots.txt"] = (404, TEXT, b"")
    clock.now += 61
    assert polite.get(f"{server.base}/a").body == b"here"


def test_robots_that_redirects_inside_is_refused_as_any_address(server, polite):
    server.pages["/robots.txt"] = (302, {"Location": "http://169.254.169.254/"}, b"")
    with pytest.raises(FetchError, match="metadata"):
        polite.get(f"{server.base}/a")
    assert server.paths() == ["/robots.txt"]


RULES = b"""# rules
User-agent: other
Disallow: /

User-agent: Vedette
User-agent: third
Allow: /news/$
Disallow: /news/
Allow: /news/public*
Disallow: /*.pdf$
Disallow: /find?q=*secret
Disallow:

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "admitted"),
    [
        ("/", True),
        ("/news/", True),
        ("/news/1", False),
        ("/news/public/1", True),
        ("/a.pdf", False),
        ("/a.pdf?x=1", True),
        ("/find?q=top-secret", False),
        ("/find?q=open", True),
        ("/robots.txt", True),
    ],
)
def test_of_the_rules_that_fit_the_longest_counts(path, admitted):
    assert parse_robots(RULES.decode(), "Vedette/1 (+x)").admits(f"https://example.org{path}") is admitted


def test_other_programs_have_the_general_rules_and_a_file_without_rules_admits_all():
    assert not parse_robots(RULES.decode(), "someone").admits("https://example.org/x")
    assert parse_robots("", "Vedette").admits("https://example.org/x")
    assert parse_robots("<html>not found</html>", "Vedette").admits("https://example.org/x")
    assert not NOTHING.admits("https://example.org/x")


@given(st.text(max_size=300), st.text(max_size=50))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_as_robots(text, path):
    robots = parse_robots(f"User-agent: *\nDisallow: {text}\n{text}", "Vedette")
    assert robots.admits(f"https://example.org/{path.replace('[', '').replace(']', '')}") in {True, False}
    assert robots.delay >= 0
