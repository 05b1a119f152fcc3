"""What long work of any verb shares: where it runs, and how it tells how far it is."""

import sys
import time
from contextlib import AbstractContextManager

import click

from vedette.engine import Executor, here, local
from vedette.terms.errors import FormatError

__all__ = ["Progress", "place_of_work"]


def place_of_work(engine: str, scheduler: str | None, workers: int) -> AbstractContextManager[Executor]:
    """Where to work: this process or local ones, or the cluster whose scheduler listens at an address."""
    if engine == "dask":
        if not scheduler:
            raise FormatError(
                "--scheduler", found="nothing", expected="the address of a Dask scheduler, tcp://HOST:PORT"
            )
        from vedette.engine import dask

        cluster: AbstractContextManager[Executor] = dask(scheduler)
        return cluster
    return local(workers) if workers > 1 else here()


class Progress:
    """Things done, rate, share and remaining time on standard error: a line that moves, or one each half minute.

    `things` is what is counted, such as documents.
    """

    def __init__(self, total: int, things: str) -> None:
        self.total, self.things, self.done, self.before = total, things, 0, 0
        self.start = self.last = time.monotonic()
        self.moving = sys.stderr.isatty()

    def say(self, line: str) -> None:
        """Print a line of its own."""
        click.echo(("\r\x1b[K" if self.moving else "") + line, err=True)

    def step(self, items: int, before: bool) -> None:
        """Count things that are done now, or were done before this run."""
        self.done += items
        self.before += items if before else 0
        now = time.monotonic()
        if now - self.last >= (0.5 if self.moving else 30.0):
            self.last = now
            click.echo(("\r\x1b[K" if self.moving else "") + self._line(now), nl=not self.moving, err=True)

    def end(self, verb: str, where: str) -> None:
        """Print what this run did, and where it lies."""
        taken = time.monotonic() - self.start
        fresh = self.done - self.before
        rate = f" in {_span(taken)}, {_rate(fresh / taken)} {self.things}/s" if fresh and taken > 0 else ""
        known = f"; {self.before:,} were done before" if self.before else ""
        self.say(f"{fresh:,} {self.things} {verb}{rate}{known}; {where}")

    def _line(self, now: float) -> str:
        rate = (self.done - self.before) / max(now - self.start, 1e-9)
        left = f", {_span((self.total - self.done) / rate)} left" if rate > 0 and self.total > self.done else ""
        share = f"{100 * self.done / self.total:.0f} %" if self.total else ""
        return f"{self.done:,} of {self.total:,} {self.things} ({share}), {_rate(rate)} {self.things}/s{left}"


def _rate(rate: float) -> str:
    return f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"


def _span(seconds: float) -> str:
    whole = int(seconds + 0.5)
    return f"{whole} s" if whole < 120 else f"{whole // 60} min" if whole < 7200 else f"{whole / 3600:.1f} h"
