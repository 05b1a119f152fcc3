"""`vedette picture`: the claims of `vedette read --json` in, one graded picture out."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.moment import moment_of

if TYPE_CHECKING:
    from vedette.terms.picture import Picture
    from vedette.terms.report import Claim, Report

__all__ = ["command", "read_claims"]


@click.command("picture")
@click.argument("claims", metavar="CLAIMS.jsonl")
@click.option("--areas", metavar="AREAS.csv", help="Areas of the picture; without them, things keep only their place.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Day of the picture [default: the last report's]."
)
@click.option(
    "--known-at", metavar="ISO", help="Leave out what we got after this instant, such as 2031-05-01T06:00+03:00."
)
@click.option("--gap", type=click.IntRange(1), help="Days after which a source counts as silent.")
@click.option("--json", "as_json", is_flag=True, help="Print the picture as one JSON object.")
@click.option("--out", metavar="PICTURE.json", help="Write the picture to a file as well.")
def command(
    claims: str,
    areas: str | None,
    as_of: datetime | None,
    known_at: str | None,
    gap: int | None,
    as_json: bool,
    out: str | None,
) -> None:
    """Merge claims over reports into incidents, threats, measures and events, each graded with its reason.

    CLAIMS.jsonl is what `vedette read --json` prints; "-" is standard input. Copies of one text and all who quote one
    voice count as one origin. An area that nobody reports on is unknown, never clear.
    """
    from vedette.cli.output import print_json
    from vedette.picture import merge
    from vedette.store.files import write_atomic
    from vedette.store.places import read_area_records

    records = read_area_records(areas) if areas else []
    reports, found = read_claims(claims)
    day = as_of.date() if as_of else _last_day(reports)
    instant = moment_of("--known-at", known_at) if known_at is not None else None
    picture = merge(reports, found, records, day, instant, expected_gap_days=gap)
    if out:
        write_atomic(out, picture.model_dump_json(indent=2) + "\n")
    if as_json:
        print_json(picture)
    else:
        _show(picture)


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


def _show(picture: "Picture") -> None:
    from vedette.cli.output import print_table

    click.echo(f"Picture as of {picture.as_of}, {picture.marking.label}, from {len(picture.sources)} reports\n")
    print_table(
        f"{len(picture.incidents)} incidents",
        ("day", "area or place", "type", "killed / injured by source", "grade", "origins", "on whose word"),
        (
            (
                _days(i.start, i.end),
                i.area or (i.place.text if i.place else "not located"),
                i.type or "attack",
                "; ".join(
                    f"{_number(f.casualties.killed)}/{_number(f.casualties.injured)} {f.source}" for f in i.figures
                ),
                i.grade,
                i.origins,
                ", ".join(i.attribution[:2]) + (f" — denied by {', '.join(i.denied_by)}" if i.denied_by else ""),
            )
            for i in picture.incidents
        ),
        right=("origins",),
    )
    others = [
        *((t.kind, t.type, t) for t in picture.threats),
        *((m.modality, m.type, m) for m in picture.measures),
        *(("cancelled" if e.denied_by else "scheduled", e.type, e) for e in picture.events),
    ]
    if others:
        click.echo()
        print_table(
            f"{len(picture.threats)} threats and warnings, {len(picture.measures)} measures, {len(picture.events)} events",
            ("period", "area or place", "what", "grade", "origins", "on whose word"),
            (
                (
                    _days(thing.start, thing.end),
                    thing.area or (thing.place.text if thing.place else "not located"),
                    f"{what} ({kind})" if kind else what,
                    thing.grade,
                    thing.origins,
                    ", ".join(thing.attribution[:2]),
                )
                for what, kind, thing in others
            ),
            right=("origins",),
        )
    if picture.knowledge:
        click.echo()
        print_table("What we know of each area", ("area", "known"), ((k.area, k.statement) for k in picture.knowledge))


def _days(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return "not said"
    if start == end:
        return str(start)
    return f"{start or '…'} – {end or '…'}"


def _number(value: int | None) -> str:
    return "?" if value is None else str(value)
