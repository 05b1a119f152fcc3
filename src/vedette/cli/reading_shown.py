"""How `vedette read` shows a reading to people: the head of the report, its claims as a table, their passages."""

from typing import Any

import click

from vedette.cli.output import print_table

__all__ = ["show"]


def show(result: dict[str, Any]) -> None:
    """Print title, day and publisher of {report, claims}, then the claims, then their passages."""
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
        figures = [_figure(toll, key) for key in ("killed", "injured") if toll[key] is not None]
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


def _figure(toll: dict[str, Any], key: str) -> str:
    most = toll[f"{key}_max"]
    return f"{toll[key]}–{most} {key}" if most is not None and most != toll[key] else f"{toll[key]} {key}"


def _texts(items: list[dict[str, Any]]) -> str:
    return ", ".join(item["text"] for item in items)
