"""`vedette read --follow`: ask feeds in turn, read what is new, and raise an alarm when a source falls silent."""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from vedette.store.feeds import Feeds, Source, read_feeds
from vedette.store.fetch import Fetcher, fetching_limits
from vedette.store.files import write_atomic
from vedette.store.following import Alarm, Memory, key_of, read_memory
from vedette.store.manners import PoliteFetcher
from vedette.terms.errors import FetchError, FormatError, VedetteError

if TYPE_CHECKING:
    from vedette.read.inputs.feed import FeedItem
    from vedette.terms.report import Report

__all__ = ["Follower", "follow"]

_FEED_TYPES = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml", "text/plain",
    "text/html", "application/octet-stream",
)  # fmt: skip


def follow(path: str, *, once: bool, out: str | None, as_json: bool, reader: str) -> int:
    """Follow the sources of FEEDS.toml until stopped, or with `once` ask each that is due one time; how many are silent.

    Claims are printed, or written to OUT/SOURCE/ID.jsonl, one file per report. What was read is remembered in
    OUT/state.json, without `out` in FEEDS.state.json beside the file, so that a restart reads nothing twice.
    """
    feeds = read_feeds(path)
    state = Path(out) / "state.json" if out else Path(path).with_suffix(".state.json")
    rng = random.Random(str(Path(path).resolve()))
    contact = f" (+{feeds.contact})" if feeds.contact else ""
    fetcher = PoliteFetcher(Fetcher(f"Vedette/1{contact}"), time.monotonic, time.sleep, feeds.between)
    follower = Follower(feeds, read_memory(state, rng), fetcher, _sink(out, as_json), reader, lambda: datetime.now(UTC))
    while True:
        follower.round()
        alarms = follower.alarms()
        if out:
            _write_status(Path(out) / "status.json", follower)
        if once:
            return len(alarms)
        time.sleep(max(1.0, follower.seconds_to_next()))


Sink = Callable[[Source, dict[str, Any]], None]


@dataclass
class Follower:
    """One round after the other over the sources. `sink` takes each reading; `now` gives the instant, in UTC."""

    feeds: Feeds
    memory: Memory
    fetcher: PoliteFetcher
    sink: Sink
    reader: str
    now: Callable[[], datetime]
    _silent: dict[str, Alarm] = field(default_factory=dict)

    def round(self) -> None:
        """Ask every source that is due. What fails is named on standard error, and the others are asked."""
        for source in self.feeds.sources:
            if self.memory.is_due(source, self.now()):
                try:
                    self._ask(source)
                except (FetchError, FormatError) as error:
                    self.memory.failed(source, self.now(), error)
                    _say(f"{source.name}: {error}")
                self.memory.save()

    def alarms(self) -> list[Alarm]:
        """The sources that are silent; each is named when its silence begins and when it ends."""
        found = {s.url: a for s in self.feeds.sources if (a := self.memory.alarm(s, self.now()))}
        for url, alarm in found.items():
            if url not in self._silent:
                _say(f"ALARM: {alarm}")
        for url in self._silent.keys() - found.keys():
            _say(f"{self._silent[url].source}: speaks again")
        self._silent = found
        return list(found.values())

    def seconds_to_next(self) -> float:
        """Seconds until the next source is due."""
        times = [self.memory.of(source).next or self.now() for source in self.feeds.sources]
        return max(0.0, (min(times) - self.now()).total_seconds())

    def _ask(self, source: Source) -> None:
        from vedette.read.inputs.feed import feed_items

        state = self.memory.of(source)
        marks = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
        answer = self.fetcher.get(source.url, {k: v for k, v in marks.items() if v}, _FEED_TYPES)
        now = self.now()
        if answer.status == 304:
            self.memory.unchanged(source, now)
            return
        items = list(feed_items(answer.body, answer.url))
        fresh = set(self.memory.fresh(source, [item.key for item in items]))
        newest = max((item.published for item in items if item.published and item.published <= now), default=None)
        if any(item.published is None and item.key in fresh for item in items):
            newest = now
        unread = list({item.key: item for item in reversed(items) if item.key in fresh}.values())
        for item in unread[-int(fetching_limits()["pages_at_once"]) :] if source.pages else unread:
            self._read(source, item)
        etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
        self.memory.answered(source, now, etag[:300], modified[:100], [item.key for item in items], newest)

    def _read(self, source: Source, item: "FeedItem") -> None:
        """Read one item and remember it; one whose page cannot be had now is left for the next round."""
        from vedette.read import read

        report = self._report(source, item)
        if report is None:
            return
        if isinstance(report, VedetteError):
            _say(f"{source.name}: {report}; skipped")
        else:
            claims = [claim.model_dump(mode="json") for claim in read(report, reader=self.reader)]
            self.sink(source, {"report": report.model_dump(mode="json"), "claims": claims})
        self.memory.read(source, item.key, self.now())

    def _report(self, source: Source, item: "FeedItem") -> "Report | VedetteError | None":
        from vedette.read.inputs.documents import of_item

        retrieved = self.now()
        if source.pages and item.link:
            try:
                page = self._page(item, retrieved)
                return page.model_copy(update={"publisher": source.publisher or page.publisher or item.publisher})
            except FetchError as error:
                _say(f"{source.name}: {error}")
                if error.again and self.memory.tried(source, item.key) < fetching_limits()["tries_of_a_page"]:
                    return None
            except VedetteError as error:
                _say(f"{source.name}: {error}")
        try:
            report = of_item(item, source.url)
        except VedetteError as error:
            return error
        named = {"publisher": source.publisher} if source.publisher else {}
        return report.model_copy(update={"retrieved": retrieved, **named})

    def _page(self, item: "FeedItem", retrieved: datetime) -> "Report":
        from vedette.read.inputs.documents import documents

        answer = self.fetcher.get(item.link)
        day = item.published.date() if item.published else None
        for report in documents(answer.body, answer.url, published=day, retrieved=retrieved):
            if isinstance(report, VedetteError):
                raise report
            return report
        raise FormatError(item.link, found="nothing", expected="a page with a report in it")


def _sink(out: str | None, as_json: bool) -> Sink:
    def write(source: Source, line: dict[str, Any]) -> None:
        folder = Path(str(out)) / _slug(source)
        write_atomic(folder / f"{line['report']['id'][:32]}.jsonl", orjson.dumps(line) + b"\n")

    def show(_source: Source, line: dict[str, Any]) -> None:
        if as_json:
            click.echo(orjson.dumps(line))
        else:
            from vedette.cli.reading_shown import show as show_reading

            show_reading(line)
        sys.stdout.flush()

    return write if out else show


def _slug(source: Source) -> str:
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in source.name.lower()).strip("-")[:40]
    return f"{plain or 'source'}-{key_of(source.url)[:6]}"


def _write_status(path: Path, follower: Follower) -> None:
    """How each source stands, for those who watch the folder: what is silent is never left out."""
    now = follower.now()
    rows = []
    for source in follower.feeds.sources:
        state, alarm = follower.memory.of(source), follower.memory.alarm(source, now)
        standing = "silent" if alarm else "failing" if state.failures else "speaking" if state.answered else "not asked"
        rows.append(
            {
                "source": source.name,
                "standing": standing,
                "newest": state.newest,
                "answered": state.answered,
                "next": state.next,
                "failures": state.failures,
                "alarm": str(alarm) if alarm else None,
                "folder": _slug(source),
            }
        )
    write_atomic(path, orjson.dumps({"at": now, "sources": rows}, option=orjson.OPT_INDENT_2))


def _say(line: str) -> None:
    click.echo(f"vedette: {line}", err=True)
