"""What every verb prints with: tables for people, JSON for machines, progress on standard error."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["drop_output", "open_console", "plain_json", "print_json", "print_table", "progress"]


def drop_output() -> None:
    """Send what is still printed nowhere, once the reader of standard output has gone (`| head`)."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def open_console() -> "Console":
    """The console on standard output; a reader who goes away neither stops the work nor makes it fail."""
    from rich.console import Console

    class _Patient(Console):
        def on_broken_pipe(self) -> None:
            self.quiet = True
            drop_output()

    return _Patient(highlight=False)


def print_json(value: Any) -> None:
    """Print one JSON value on one line of standard output; records, dates and arrays are understood."""
    click.echo(orjson.dumps(value, default=plain_json, option=orjson.OPT_SERIALIZE_NUMPY))


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[str] = ()
) -> None:
    """Print a table for people; `right` names the columns that are aligned to the right."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    open_console().print(table)


def progress(items: Iterable[Any], label: str, total: int | None = None) -> Iterator[Any]:
    """Yield the items, with a bar on standard error while it is a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(items, label, total=total, console=console, disable=not console.is_terminal, transient=True)


def plain_json(value: Any) -> Any:
    """What orjson asks of a value that it does not know: a record as its fields."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    raise TypeError(f"cannot write {type(value).__name__} as JSON")
