"""`vedette read`: reports in, claims out."""

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

import click
import orjson

from vedette.cli.forecast import day_of
from vedette.cli.reading_inputs import Line, files_of, notice, read_file
from vedette.engine import run
from vedette.terms.errors import FormatError

if TYPE_CHECKING:
    from vedette.cli.reading_pages import Pages

__all__ = ["command"]

_MODEL = "language-model"


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--published", metavar="YYYY-MM-DD", help="Day of publication, above what the reports say of themselves.")
@click.option(
    "--reader", metavar="NAME", default="default", show_default=True, help="rules, default, or language-model."
)
@click.option(
    "--endpoint",
    metavar="URL",
    envvar="VEDETTE_ENDPOINT",
    help="Where --reader language-model asks: https, or this machine.",
)
@click.option(
    "--model",
    metavar="NAME",
    envvar="VEDETTE_MODEL",
    help="The model to ask there; a key is taken from VEDETTE_ENDPOINT_KEY.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON line per report: {report, claims}.")
@click.option("--whole", is_flag=True, help="Print all of a long text, not only the passages of its claims.")
@click.option("--explain", is_flag=True, help="Say for each claim and field why: words, rule or model, confidence.")
@click.option("--html", metavar="FILE", help="Write one page in which each claim points to its passage.")
@click.option(
    "--language", type=click.Choice(["en", "ar", "ckb"]), default="en", help="Language of that page's labels."
)
@click.option("--out", metavar="DIR", help="Write claims and reports as Parquet partitions; a stopped run goes on.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Local processes.")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", help="Where --out is worked on.")
@click.option("--scheduler", metavar="ADDRESS", help="The Dask scheduler, such as tcp://10.0.0.5:8786.")
@click.option(
    "--partition", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="Documents per partition."
)
@click.option("--follow", "feeds", metavar="FEEDS.toml", help="Follow the feeds of a file instead of reading PATH.")
@click.option(
    "--once", is_flag=True, help="With --follow: ask each feed that is due one time; exit 1 if one is silent."
)
def command(
    paths: tuple[str, ...],
    published: str | None,
    reader: str,
    endpoint: str | None,
    model: str | None,
    as_json: bool,
    whole: bool,
    explain: bool,
    html: str | None,
    language: str,
    out: str | None,
    workers: int,
    engine: str,
    scheduler: str | None,
    partition: int,
    feeds: str | None,
    once: bool,
) -> None:
    """Read reports into sourced claims.

    PATH is a file (.txt, .html, .eml, .pdf; a feed as .xml, .rss or .atom; .jsonl or .parquet with one article {text,
    title, publisher, author, published, url} per line or row; an event table as .csv; each also .gz), a folder that is read
    with those below it, or "-" for standard input. Days are local days. A bad report among several is named on standard
    error and skipped; the exit code is then 2.
    """
    if html is not None and (out is not None or feeds is not None or as_json):
        raise click.UsageError("--html writes one page of reports; leave --json, --out and --follow out.")
    asked = None
    if reader == _MODEL:
        if out is not None or feeds is not None:
            raise click.UsageError("--reader language-model asks about every paragraph; leave --out and --follow out.")
        from vedette.cli.reading_model import model_of
        from vedette.read.reader import READERS

        reader, asked = READERS[0], model_of(endpoint, model)
    if feeds is not None:
        _follow(feeds, paths, once=once, out=out, as_json=as_json, reader=reader)
    if not paths:
        raise click.UsageError("Missing argument 'PATH...'.")
    day = _day(published)
    files, skipped = files_of(paths)
    if skipped:
        click.echo(notice(skipped), err=True)
    if not files:
        raise FormatError(paths[0], found="no report", expected="a .txt or .html file, or a folder with such files")
    if out is None:
        if engine == "dask":
            raise FormatError("--engine", found="dask", expected="--out DIR beside it")
        page = _page(html, language, explain)
        view = page.add if page else _json if as_json else partial(_show, explain=explain, whole=whole)
        bad = _print(files, partial(read_file, published=day, reader=reader, model=asked), workers, view)
        if page and html:
            click.echo(page.write(html))
    else:
        from vedette.cli.long_work import place_of_work
        from vedette.cli.reading_runs import read_into

        place = place_of_work(engine, scheduler, workers)
        bad = read_into(files, out, published=day, reader=reader, place=place, size=partition)
    if bad:
        raise click.exceptions.Exit(2)


def _print(
    files: list[str], read_one: Callable[[str], list[Line]], workers: int, view: Callable[[dict[str, Any]], None]
) -> int:
    """Read files in their order and hand each reading on as it comes; how many errors there were."""
    bad = 0
    shown = sys.stderr.isatty() and len(files) > 20
    for done, results in enumerate(run(read_one, files, workers, chunk=8 if workers > 1 else 1), 1):
        for result in results:
            if isinstance(result, str):
                bad += 1
                click.echo(f"vedette: {result}" + ("; skipped" if len(files) > 1 else ""), err=True)
            else:
                _tell(result.pop("notice", None))
                view(result)
        if shown and (done % 20 == 0 or done == len(files)):
            click.echo(f"\r{done} of {len(files)} files", nl=done == len(files), err=True)
    return bad


def _tell(notice: str | None) -> None:
    """Say what a language model did not answer; the claims of the other reader stand."""
    if notice:
        click.echo(f"vedette: {notice}", err=True)


def _json(result: dict[str, Any]) -> None:
    click.echo(orjson.dumps(result))


def _show(result: dict[str, Any], *, explain: bool, whole: bool) -> None:
    from vedette.cli.reading_shown import show

    show(result, explain=explain, whole=whole)


def _page(html: str | None, language: str, explain: bool) -> "Pages | None":
    if html is None:
        return None
    from vedette.cli.reading_pages import Pages

    return Pages(language, explain)


def _follow(feeds: str, paths: tuple[str, ...], *, once: bool, out: str | None, as_json: bool, reader: str) -> NoReturn:
    """Follow feeds until stopped; the exit code is 1 when a source is silent."""
    from vedette.cli.follow import follow

    if paths:
        raise click.UsageError("--follow takes its sources from FEEDS.toml; leave PATH out.")
    silent = follow(feeds, once=once, out=out, as_json=as_json, reader=reader)
    raise click.exceptions.Exit(1 if silent else 0)


def _day(text: str | None) -> date | None:
    return None if text is None else day_of("--published", text)
