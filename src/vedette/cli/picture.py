"""`vedette picture`: the claims of `vedette read --json` in, one graded picture out."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.moment import moment_of

if TYPE_CHECKING:
    from vedette.terms.report import Claim, Report

__all__ = ["command", "read_claims"]


@click.command("picture")
@click.argument("claims", metavar="CLAIMS.jsonl...", nargs=-1, required=True)
@click.option("--areas", metavar="AREAS.csv", help="Areas of the picture; without them, things keep only their place.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Picture of that day, from what was published until then [default: the last report's].",
)
@click.option("--hindsight", is_flag=True, help="With --as-of: of that day, but as later reports tell it, too.")
@click.option(
    "--known-at", metavar="ISO", help="Leave out what we got after this instant, such as 2031-05-01T06:00+03:00."
)
@click.option("--gap", type=click.IntRange(1), help="Days without a report after which an area is unknown.")
@click.option("--exercise", is_flag=True, help="Mark the picture and all in it as of an exercise.")
@click.option("--explain", "wanted", metavar="ID", help="Show why one thing is believed: rules, claims and history.")
@click.option("--json", "as_json", is_flag=True, help="Print the picture as one JSON object.")
@click.option("--out", metavar="PICTURE.json", help="Write the picture to a file as well.")
def command(
    claims: tuple[str, ...],
    areas: str | None,
    as_of: datetime | None,
    hindsight: bool,
    known_at: str | None,
    gap: int | None,
    exercise: bool,
    wanted: str | None,
    as_json: bool,
    out: str | None,
) -> None:
    """Merge claims over reports into incidents, threats, measures and events, each graded with its reason.

    CLAIMS.jsonl is what `vedette read --json` prints, in one file or several; "-" is standard input. Copies of one text and
    all who quote one voice count as one origin. An area that nobody reports on is unknown, never clear.
    """
    from vedette.cli.output import print_json
    from vedette.cli.picture_shown import explain, show
    from vedette.picture import merge
    from vedette.store.files import write_atomic
    from vedette.store.places import read_area_records

    records = read_area_records(areas) if areas else []
    reports: list[Report] = []
    found: list[Claim] = []
    for path in claims:
        some, told = read_claims(path)
        reports += some
        found += told
    day = as_of.date() if as_of else _last_day(reports)
    if not hindsight:
        later = {r.id for r in reports if r.published is not None and r.published > day}
        reports = [report for report in reports if report.id not in later]
        found = [claim for claim in found if claim.report not in later]
    instant = moment_of("--known-at", known_at) if known_at is not None else None
    picture = merge(reports, found, records, day, instant, expected_gap_days=gap, exercise=exercise)
    if out:
        write_atomic(out, picture.model_dump_json(indent=2) + "\n")
    if as_json:
        print_json(picture)
    elif wanted:
        explain(picture, wanted, reports, found)
    else:
        show(picture, records)


def read_claims(path: str) -> tuple[list["Report"], list["Claim"]]:
    """Reports and claims of a file of JSON Lines; raises FormatError or FieldError for the first line that is wrong."""
    import orjson
    from pydantic import ValidationError

    from vedette.store.files import read_bytes
    from vedette.terms.errors import FieldError, FormatError
    from vedette.terms.report import Claim, Report

    reports: list[Report] = []
    claims: list[Claim] = []
    for number, line in enumerate(read_bytes(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise FormatError(path, number, found=str(error), expected="one JSON object per line") from None
        if (
            not isinstance(row, dict)
            or not isinstance(row.get("report"), dict)
            or not isinstance(row.get("claims"), list)
        ):
            raise FormatError(path, number, found=_shape(row), expected='an object with "report" and "claims"')
        part = "report"
        try:
            reports.append(Report.model_validate(row["report"]))
            for place, claim in enumerate(row["claims"]):
                part = f"claims[{place}]"
                claims.append(Claim.model_validate(claim))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join([part, *map(str, first["loc"])])
            raise FieldError(path, number, field, first["input"], first["msg"]) from None
    return reports, claims


def _shape(row: Any) -> str:
    return f"an object with {', '.join(map(str, row)) or 'nothing'}" if isinstance(row, dict) else type(row).__name__


def _last_day(reports: list["Report"]) -> date:
    return max((r.published for r in reports if r.published), default=datetime.now(UTC).date())
