"""What a follower remembers of its sources, so that nothing is read twice and no silence looks calm."""

import hashlib
import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import orjson
from pydantic import Field, ValidationError

from vedette.store.feeds import Source
from vedette.store.fetch import fetching_limits
from vedette.store.files import write_atomic
from vedette.terms.errors import FetchError, FormatError, VersionError
from vedette.terms.record import Term, UtcTime

__all__ = ["Alarm", "Memory", "SourceState", "key_of", "read_memory"]

FORMAT = 1


class SourceState(Term):
    """What is known of one source. `seen` maps the key of an item to the day on which the feed last held it.

    `newest` is when its newest item was published (or first seen, where it gives no time); `answered` when it last gave a
    feed; `next` when it is to be asked again; `failures` how often it has failed since.
    """

    etag: str = ""
    modified: str = ""
    first: UtcTime | None = None
    asked: UtcTime | None = None
    answered: UtcTime | None = None
    newest: UtcTime | None = None
    next: UtcTime | None = None
    failures: int = 0
    trouble: str = ""
    seen: dict[str, str] = Field(default_factory=dict)
    tries: dict[str, int] = Field(default_factory=dict)


class Alarm(Term):
    """A source that is silent for longer than is usual for it: since when, how long it may be, and what is known of why."""

    source: str
    since: UtcTime | None
    expected_gap: timedelta
    reason: str

    def __str__(self) -> str:
        since = f"since {self.since:%Y-%m-%d %H:%M} UTC" if self.since else "ever"
        hours = self.expected_gap.total_seconds() / 3600
        return f"{self.source}: no new item {since}, expected one every {hours:g} h; {self.reason}"


class Memory:
    """The states of all sources, by address, in one file that is written whole or not at all."""

    def __init__(self, path: str | Path, states: dict[str, SourceState], rng: random.Random) -> None:
        self.path, self.states, self._rng = Path(path), states, rng

    def of(self, source: Source) -> SourceState:
        """The state of a source, an empty one for a new source."""
        return self.states.get(source.url, SourceState())

    def is_due(self, source: Source, now: datetime) -> bool:
        """Whether a source is to be asked."""
        at = self.of(source).next
        return at is None or now >= at

    def fresh(self, source: Source, keys: list[str]) -> list[str]:
        """The keys of items that were not read before, each once, in their order."""
        seen = self.of(source).seen
        return [key for key in dict.fromkeys(keys) if key_of(key) not in seen]

    def unchanged(self, source: Source, now: datetime) -> None:
        """The source has said that nothing is new (304)."""
        state = self.of(source)
        changes = {"asked": now, "answered": now, "next": now + source.every, "failures": 0, "trouble": ""}
        self._keep(source, state.model_copy(update={"first": state.first or now, **changes}))

    def answered(
        self, source: Source, now: datetime, etag: str, modified: str, keys: list[str], newest: datetime | None
    ) -> None:
        """The source has given a feed with these items, the newest of which is of `newest` (None: it does not say).

        Its marks are kept only when all of its items have been read; else the next answer has to bring them again.
        """
        state = self.of(source)
        today = now.date().isoformat()
        oldest = (now - timedelta(days=float(fetching_limits()["remembered_days"]))).date().isoformat()
        present = {key_of(key) for key in keys}
        seen = {k: today if k in present else day for k, day in state.seen.items() if k in present or day >= oldest}
        whole = present <= seen.keys()
        known = [at for at in (state.newest, newest) if at is not None and at <= now]
        self._keep(
            source,
            state.model_copy(
                update={
                    "etag": etag if whole else "",
                    "modified": modified if whole else "",
                    "first": state.first or now,
                    "asked": now,
                    "answered": now,
                    "newest": max(known, default=None),
                    "next": now + source.every,
                    "failures": 0,
                    "trouble": "",
                    "seen": seen,
                    "tries": {k: n for k, n in state.tries.items() if k in present},
                }
            ),
        )

    def read(self, source: Source, key: str, now: datetime) -> None:
        """An item has been read and its claims are where they belong."""
        state = self.of(source)
        seen = {**state.seen, key_of(key): now.date().isoformat()}
        tries = {k: n for k, n in state.tries.items() if k != key_of(key)}
        self._keep(source, state.model_copy(update={"seen": seen, "tries": tries}))

    def tried(self, source: Source, key: str) -> int:
        """The page of an item could not be had; how often by now."""
        state = self.of(source)
        times = state.tries.get(key_of(key), 0) + 1
        self._keep(source, state.model_copy(update={"tries": {**state.tries, key_of(key): times}}))
        return times

    def failed(self, source: Source, now: datetime, error: FetchError | FormatError) -> None:
        """The source did not give a feed: it is asked again after its own Retry-After, or after ever longer waits.

        The wait doubles with each failure and is spread by half at either side, so that sources that failed together are
        not asked together again.
        """
        state = self.of(source)
        limits = fetching_limits()
        base = max(float(limits["shortest_wait"]), source.every.total_seconds())
        wait = min(base * 2 ** min(state.failures, 12), max(base, float(limits["longest_wait"])))
        wait *= self._rng.uniform(0.5, 1.5)
        asked = _retry_after(error.after, now) if isinstance(error, FetchError) else None
        if asked is not None:
            wait = max(min(asked, float(limits["longest_retry_after"])), float(limits["shortest_wait"]))
        changes = {"asked": now, "failures": state.failures + 1, "trouble": str(error)}
        changes |= {"first": state.first or now, "next": now + timedelta(seconds=wait)}
        self._keep(source, state.model_copy(update=changes))

    def alarm(self, source: Source, now: datetime) -> Alarm | None:
        """The alarm of a source that was asked and is silent for longer than usual; None while it speaks.

        A feed that answers always the same is as silent as one that does not answer; one that never answered is silent
        from the first time it was asked.
        """
        state = self.of(source)
        if state.first is None:
            return None
        since = state.newest or (state.first if state.answered else None)
        if since is not None and now - since <= source.expected_gap:
            return None
        reason = state.trouble or ("it answers, but with nothing new" if state.answered else "it has never answered")
        return Alarm(source=source.name, since=since, expected_gap=source.expected_gap, reason=reason)

    def save(self) -> None:
        """Write the file. Raises OSError."""
        body = {"format": FORMAT, "sources": {url: s.model_dump(mode="json") for url, s in sorted(self.states.items())}}
        write_atomic(self.path, orjson.dumps(body, option=orjson.OPT_INDENT_2))

    def _keep(self, source: Source, state: SourceState) -> None:
        self.states[source.url] = state


def read_memory(path: str | Path, rng: random.Random) -> Memory:
    """The memory in a file; an empty one where there is no file yet.

    Raises FormatError for a file that is broken, VersionError for one of a newer version. `rng` spreads the waits.
    """
    if not Path(path).exists():
        return Memory(path, {}, rng)
    wanted = "the state that `vedette read --follow` wrote; remove it to read all items again"
    try:
        body = orjson.loads(Path(path).read_bytes())
        if body["format"] > FORMAT:
            raise VersionError(f"{path}: written by a newer version of Vedette; expected format {FORMAT}")
        states = {url: SourceState.model_validate(state) for url, state in body["sources"].items()}
    except (orjson.JSONDecodeError, ValidationError, KeyError, TypeError, AttributeError):
        raise FormatError(path, found="a broken state of feeds", expected=wanted) from None
    return Memory(path, states, rng)


def key_of(key: str) -> str:
    """A short key for an item's own id."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _retry_after(text: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, given as seconds or as a time."""
    if text is None:
        return None
    if text.strip().isdecimal():
        return float(text.strip()[:9])
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
