"""What every verb prints with: tables for people, JSON for machines, progress on standard error."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click
import orjson

__all__ = ["plain_json", "print_json", "print_table", "progress"]


def print_json(value: Any) -> None:
    """Print one JSON value on one line of standard output; records, dates and arrays are understood."""
    click.echo(orjson.dumps(value, default=plain_json, option=orjson.OPT_SERIALIZE_NUMPY))


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[str] = ()
) -> None:
    """Print a table for people; `right` names the columns that are aligned to the right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    Console().print(table)


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
