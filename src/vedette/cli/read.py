"""`vedette read`: reports in, claims out."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
import orjson

from vedette.cli.forecast import day_of
from vedette.cli.output import print_table
from vedette.engine import run
from vedette.store.files import read_bytes
from vedette.terms.errors import FormatError, VedetteError

__all__ = ["command"]

_SUFFIXES = {".txt", ".text", ".html", ".htm", ".xhtml"}
_ARTICLES = {".jsonl", ".ndjson"}

Line = dict[str, Any] | str
"""What became of one item: {"report", "claims"} as plain values, or the error in one line."""


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--published", metavar="YYYY-MM-DD", help="Day of publication, above what the reports say of themselves.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line per report: {report, claims}.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Local processes.")
def command(paths: tuple[str, ...], published: str | None, as_json: bool, workers: int) -> None:
    """Read reports into sourced claims.

    PATH is a file (.txt, .html; .jsonl with one article {text, title, publisher, published, url} per line), a folder
    that is read with those below it, or "-" for standard input. Days are local days. A bad report among several is
    named on standard error and skipped; the exit code is then 2.
    """
    day = _day(published)
    files, skipped = _files(paths)
    if skipped:
        click.echo(_notice(skipped), err=True)
    if not files:
        raise FormatError(paths[0], found="no report", expected="a .txt or .html file, or a folder with such files")
    bad = 0
    shown = sys.stderr.isatty() and len(files) > 20
    readings = run(partial(_read_file, published=day), files, workers, chunk=8 if workers > 1 else 1)
    for done, results in enumerate(readings, 1):
        for result in results:
            if isinstance(result, str):
                bad += 1
                click.echo(f"vedette: {result}" + ("; skipped" if len(files) > 1 else ""), err=True)
            elif as_json:
                click.echo(orjson.dumps(result))
            else:
                _show(result)
        if shown and (done % 20 == 0 or done == len(files)):
            click.echo(f"\r{done} of {len(files)} files", nl=done == len(files), err=True)
    if bad:
        raise click.exceptions.Exit(2)


def _day(text: str | None) -> date | None:
    return None if text is None else day_of("--published", text)


def _files(paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """Files to read in order, and those set aside because their kind is not that of a report."""
    files: list[str] = []
    skipped: list[str] = []
    for path in paths:
        if path != "-" and Path(path).is_dir():
            for inside in sorted(p for p in Path(path).rglob("*") if p.is_file()):
                suffix = _suffix(inside)
                (files if suffix in _SUFFIXES | _ARTICLES else skipped).append(str(inside))
        elif _suffix(Path(path)) == ".json":
            skipped.append(path)
        else:
            files.append(path)
    return files, skipped


def _suffix(path: Path) -> str:
    return path.with_suffix("").suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def _notice(skipped: list[str]) -> str:
    kinds = sorted({_suffix(Path(p)) or "without suffix" for p in skipped})
    word = "file that is not a report" if len(skipped) == 1 else "files that are not reports"
    return f"skipped {len(skipped)} {word} ({', '.join(kinds)})"


def _read_file(path: str, published: date | None) -> list[Line]:
    """All reports of one file; errors come back as text, so that a batch goes on."""
    try:
        raw = read_bytes(path)
        if _suffix(Path(path)) in _ARTICLES:
            return list(_articles(raw, path, published))
        return [_claims_of(raw, path, published)]
    except VedetteError as error:
        return [str(error)]


def _claims_of(raw: bytes, path: str, published: date | None) -> Line:
    from vedette.read import document, read

    retrieved = None
    if path != "-":
        retrieved = datetime.fromtimestamp(Path(path).stat().st_mtime, UTC)
    report = document(raw, path, published=published, retrieved=retrieved)
    return _plain(report, read(report))


def _articles(raw: bytes, path: str, published: date | None) -> Iterator[Line]:
    from vedette.read import article, read

    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = orjson.loads(line)
            if not isinstance(record, dict):
                raise FormatError(path, number, found=line[:40].decode(errors="replace"), expected="a JSON object")
            report = article(record, path, number, published=published)
            yield _plain(report, read(report))
        except orjson.JSONDecodeError:
            yield str(FormatError(path, number, found="broken JSON", expected="one JSON object a line"))
        except VedetteError as error:
            yield str(error)


def _plain(report: Any, claims: list[Any]) -> dict[str, Any]:
    return {"report": report.model_dump(mode="json"), "claims": [claim.model_dump(mode="json") for claim in claims]}


def _show(result: dict[str, Any]) -> None:
    """Title, day and publisher, then the claims, then their passages."""
    report, claims = result["report"], result["claims"]
    click.echo(click.style(report["title"] or report["origin"], bold=True))
    click.echo(f"{report['publisher'] or 'publisher not named'}, {report['published'] or 'day not known'}")
    if not claims:
        click.echo("No claim of an attack, threat, warning, measure, order, operation or coming event.\n")
        return
    rows = [_row(number, claim) for number, claim in enumerate(claims, 1)]
    print_table("", ["", "what", "who", "whom", "where", "when", "toll"], rows)
    for number, claim in enumerate(claims, 1):
        voices = " → ".join(link["text"] for link in claim["attribution"])
        click.echo(f"{number:>3}  {voices or 'unattributed'}: “{' '.join(claim['evidence'][0]['text'].split())}”")
    click.echo("")


def _row(number: int, claim: dict[str, Any]) -> list[str]:
    time, toll = claim["time"], claim["casualties"]
    when = ""
    if time:
        when = time["start"] if time["start"] == time["end"] else f"{time['start'] or '…'} – {time['end'] or '…'}"
    figures = []
    if toll:
        figures = [f"{toll[key]} {key}" for key in ("killed", "injured") if toll[key] is not None]
    kind = f"{claim['kind']} ({claim['type']})" if claim["type"] else claim["kind"]
    return [
        str(number),
        f"{kind}, {claim['modality']}",
        _texts(claim["actors"]),
        _texts(claim["targets"]),
        _texts(claim["places"]),
        when,
        ", ".join(figures),
    ]


def _texts(items: list[dict[str, Any]]) -> str:
    return ", ".join(item["text"] for item in items)
