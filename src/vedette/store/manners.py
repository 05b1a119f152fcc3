"""Manners of a fetcher: robots.txt is obeyed, a host is asked one thing at a time and never in haste."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from vedette.store.fetch import Answer, Fetcher, fetching_limits
from vedette.store.robots import ALL, NOTHING, Robots, parse_robots
from vedette.terms.errors import FetchError

__all__ = ["PoliteFetcher"]


@dataclass
class _Host:
    """What is known of one host: its rules and until when they hold, and when it may be asked next (seconds)."""

    robots: Robots | None = None
    until: float = 0.0
    free_at: float = 0.0


@dataclass
class PoliteFetcher:
    """A fetcher with manners. `clock` gives seconds and `sleep` waits them; both are the caller's.

    `between` is the least time between two requests to one host; its robots.txt may ask for more.
    """

    fetcher: Fetcher
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    between: float
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def get(self, url: str, headers: Mapping[str, str] | None = None, types: Sequence[str] | None = None) -> Answer:
        """As Fetcher.get, in turn. Raises FetchError also where robots.txt does not admit the address or a redirect."""
        return self.fetcher.get(url, headers=headers, types=types, before=self._wait)

    def _wait(self, url: str) -> None:
        host = self._hosts.setdefault(_host_of(url), _Host())
        if host.robots is None or self.clock() >= host.until:
            self._take_turn(host)
            host.robots = self._robots(url)
            host.until = self.clock() + 3600 * float(fetching_limits()["robots_hours"])
            if host.robots is NOTHING:
                host.until = self.clock() + float(fetching_limits()["shortest_wait"])
        if not host.robots.admits(url):
            failed = host.robots is NOTHING
            found = "no robots.txt, for the host fails" if failed else "an address that robots.txt does not admit"
            raise FetchError(url, found, "one that it admits", again=failed)
        self._take_turn(host)

    def _take_turn(self, host: _Host) -> None:
        wait = host.free_at - self.clock()
        if wait > 0:
            self.sleep(wait)
        asked = min(host.robots.delay if host.robots else 0.0, float(fetching_limits()["most_crawl_delay"]))
        host.free_at = self.clock() + max(self.between, asked)

    def _robots(self, url: str) -> Robots:
        """Everything is admitted where there is no such file, nothing where the host fails (RFC 9309, 2.3.1)."""
        parts = urlsplit(url)
        most = int(fetching_limits()["max_robots_bytes"])
        try:
            answer = self.fetcher.get(f"{parts.scheme}://{parts.netloc}/robots.txt", types=(), most=most)
        except FetchError as error:
            if error.status is not None and error.status < 500 and error.status != 429:
                return ALL
            if error.again:
                return NOTHING
            if error.status is None:
                raise
            return NOTHING
        return parse_robots(answer.body.decode("utf-8", "replace"), self.fetcher.agent)


def _host_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
