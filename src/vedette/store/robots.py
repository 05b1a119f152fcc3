"""robots.txt: what a host asks of programs that fetch from it.

Source: Koster, Illyes, Zeller and Sassman (2022), RFC 9309, Robots Exclusion Protocol; Crawl-delay is a common extension.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

__all__ = ["ALL", "NOTHING", "Robots", "parse_robots"]

_MOST_RULES = 5000


@dataclass(frozen=True)
class Robots:
    """The rules that hold for one program: (path, whether it may be fetched), and seconds asked between requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def admits(self, url: str) -> bool:
        """Whether an address may be fetched: the longest rule that fits counts, and of two the one that allows."""
        parts = urlsplit(url)
        path = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
        if path == "/robots.txt":
            return True
        fits = [(len(rule), allowed) for rule, allowed in self.rules if _fits(rule, path)]
        return max(fits)[1] if fits else True


ALL = Robots()
"""No robots.txt there: everything may be fetched."""
NOTHING = Robots((("/", False),))
"""robots.txt cannot be had because the host fails: nothing may be fetched until it can."""


def parse_robots(text: str, agent: str) -> Robots:
    """The rules for a program of this name: those of its own groups, else those for all ("*")."""
    name = re.split(r"[/\s]", agent.strip(), maxsplit=1)[0].casefold()
    own: list[tuple[str, str]] = []
    general: list[tuple[str, str]] = []
    agents: set[str] = set()
    named = open_group = False
    for line in text.lstrip("\ufeff").splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        key, value = key.strip().casefold(), value.strip()
        if key == "user-agent":
            agents = agents | {value.casefold()} if open_group else {value.casefold()}
            open_group, named = True, named or value.casefold() == name
        elif key in {"allow", "disallow", "crawl-delay"}:
            open_group = False
            if name in agents:
                own.append((key, value))
            if "*" in agents:
                general.append((key, value))
    return _robots(own if named else general)


def _robots(lines: list[tuple[str, str]]) -> Robots:
    rules = [(unquote(value), key == "allow") for key, value in lines if key != "crawl-delay" and value]
    delays = [float(value) for key, value in lines if key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value)]
    return Robots(tuple(rules[:_MOST_RULES]), max(delays, default=0.0))


def _fits(rule: str, path: str) -> bool:
    """Whether a rule fits a path; `*` is any letters and a last `$` the end. Pieces are found in turn, without going back."""
    ends = rule.endswith("$")
    pieces = (rule[:-1] if ends else rule).split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not ends:
        return True
    return at == len(path) if len(pieces) == 1 else path.endswith(pieces[-1])
