"""`vedette cap`: check CAP 1.2 alerts, alone or together."""

import sys
from datetime import timedelta
from pathlib import Path

import click

from vedette.cli.moment import moment_of
from vedette.cli.output import print_json

__all__ = ["command"]


@click.group("cap")
def command() -> None:
    """Check CAP 1.2 alerts against the schema and the rules."""


@command.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file.")
@click.option("--now", metavar="TIME", help="The clock to check against, such as 2031-05-01T06:00:00+03:00.")
@click.option(
    "--tolerance", metavar="MINUTES", default=15.0, show_default=True, help="How far sent may lie ahead of it."
)
@click.pass_context
def check(context: click.Context, files: tuple[str, ...], as_json: bool, now: str | None, tolerance: float) -> None:
    """Check alerts by the OASIS schema and forty rules beyond it; "-" reads one alert from standard input.

    Exit code 0: every file is right (warnings allowed); 1: at least one is rejected; 2: a file cannot be read.
    """
    from vedette.publish.cap import CheckResult, cap_check, relate

    clock, ahead = moment_of("--now", now), timedelta(minutes=tolerance)
    results: dict[str, CheckResult] = {}
    unreadable = False
    for file in dict.fromkeys(files):
        try:
            raw = _read(file)
        except OSError as error:
            reason = error.strerror or "cannot be read"
            click.echo(f"vedette: {file}: {reason}, expected a file that can be read", err=True)
            unreadable = True
            continue
        results[file] = cap_check(raw, clock, ahead)
    results = relate(results)
    for file, result in results.items():
        if as_json:
            print_json(result.as_dict(file))
        else:
            click.echo("\n".join(_lines(file, result.as_dict(file))))
    rejected = any(not result.ok for result in results.values())
    context.exit(2 if unreadable else int(rejected))


def _read(file: str) -> bytes:
    """The bytes of a file, and no more of them than tell that it is too large."""
    from vedette.publish.cap import MAX_BYTES

    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(file).open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _lines(file: str, result: dict[str, object]) -> list[str]:
    lines = [f"{file}: {'right' if result['ok'] else 'rejected'}"]
    for key, word in (("violations", "rule"), ("warnings", "warning")):
        found = result[key]
        assert isinstance(found, list)
        lines += [f"  {word} {item['rule']}, {item['where']}: {item['message']}" for item in found]
    return lines
