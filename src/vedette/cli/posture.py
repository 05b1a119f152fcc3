"""`vedette posture`: a forecast, areas and a picture in, one proposed alert level per area out."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from vedette.cli.moment import moment_of

if TYPE_CHECKING:
    import polars as pl

    from vedette.posture import LevelSystem
    from vedette.terms.picture import Picture
    from vedette.terms.places import Area
    from vedette.terms.posture import Posture

__all__ = ["command"]


@click.command("posture")
@click.argument("forecast", metavar="FORECAST.parquet")
@click.option("--areas", required=True, metavar="AREAS.csv", help="Areas, with their parents where they have any.")
@click.option(
    "--picture", metavar="PICTURE.json", help="Threats, events and silence; without it every area is unknown."
)
@click.option("--system", default="plain-5", show_default=True, help="plain-5, uk-5, or a TOML file of your own.")
@click.option("--now", metavar="ISO", help="The instant of the assessment [default: this one].")
@click.option("--previous", metavar="POSTURES.json", help="Earlier postures: for hysteresis, budgets and raises.")
@click.option("--exercise", is_flag=True, help="Postures of an exercise: they never leave as actual.")
@click.option("--json", "as_json", is_flag=True, help="Print the postures as one JSON array.")
@click.option("--out", metavar="POSTURES.json", help="Write the postures to a file as well.")
def command(
    forecast: str,
    areas: str,
    picture: str | None,
    system: str,
    now: str | None,
    previous: str | None,
    exercise: bool,
    as_json: bool,
    out: str | None,
) -> None:
    """Propose an alert level per area, with reasons, floor, expiry, and what would lower it.

    Levels rise by the forecast, by graded threats, around scheduled events, by silence, by the floor of the area that
    holds them, and by a commander's order. Every posture is a proposal until a second person approves it.
    """
    from vedette.cli.output import print_json
    from vedette.posture import assess, load_system
    from vedette.store.files import write_atomic
    from vedette.store.places import read_area_records
    from vedette.terms.picture import Picture

    levels, moment, records = load_system(system), moment_of("--now", now), read_area_records(areas)
    seen = _picture(picture) if picture else Picture(id="picture-none", as_of=moment.date())
    earlier = _postures(previous) if previous else []
    postures = assess(_forecast(forecast), records, seen, levels, moment, earlier, exercise=exercise)
    if out:
        rows = ",\n".join(posture.model_dump_json() for posture in postures)
        write_atomic(out, f"[\n{rows}\n]\n")
    if as_json:
        print_json(postures)
    else:
        _show(postures, records, levels)


def _forecast(path: str) -> "pl.DataFrame":
    import io

    import polars as pl

    from vedette.store.files import read_bytes
    from vedette.terms.errors import FormatError

    raw = read_bytes(path)
    try:
        return pl.read_parquet(io.BytesIO(raw))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FormatError(path, found=str(error).splitlines()[0], expected="a Parquet file of a forecast") from None


def _picture(path: str) -> "Picture":
    from pydantic import ValidationError

    from vedette.store.files import read_bytes
    from vedette.terms.errors import FormatError
    from vedette.terms.picture import Picture

    try:
        return Picture.model_validate_json(read_bytes(path))
    except ValidationError as error:
        raise _first(path, error, "a picture, as `vedette picture --out` writes it") from None
    except UnicodeDecodeError:
        raise FormatError(path, found="bytes that are not UTF-8", expected="JSON in UTF-8") from None


def _postures(path: str) -> list["Posture"]:
    from pydantic import TypeAdapter, ValidationError

    from vedette.store.files import read_bytes
    from vedette.terms.posture import Posture

    try:
        return TypeAdapter(list[Posture]).validate_json(read_bytes(path))
    except ValidationError as error:
        raise _first(path, error, "postures, as `vedette posture --out` writes them") from None


def _first(path: str, error: Exception, expected: str) -> Exception:
    from pydantic import ValidationError

    from vedette.terms.errors import FieldError, FormatError

    if not isinstance(error, ValidationError):
        return error
    first = error.errors(include_url=False)[0]
    if first["type"] == "json_invalid":
        return FormatError(path, found=first["msg"], expected=expected)
    return FieldError(path, None, ".".join(map(str, first["loc"])), first["input"], first["msg"])


def _show(postures: list["Posture"], areas: list["Area"], system: "LevelSystem") -> None:
    from vedette.cli.output import print_table

    zones = {area.id: ZoneInfo(area.zone) for area in areas}
    names = {area.id: area.name.en for area in areas}
    print_table(
        f"{system.name.en}: {len(postures)} proposals, {system.marking.label}",
        ("area", "level", "because", "review", "expires", "falls when"),
        (
            (
                names[p.area],
                f"{p.level} {p.level_name}" + (f" (was {p.previous})" if p.previous not in {None, p.level} else ""),
                _because(p),
                _local(p.review_at, zones[p.area]),
                _local(p.expires, zones[p.area]),
                p.falls_when,
            )
            for p in sorted(postures, key=lambda p: -p.level)
        ),
    )


def _because(posture: "Posture", shown: int = 2) -> str:
    more = len(posture.reasons) - shown
    text = "; ".join(reason.text for reason in posture.reasons[:shown])
    return f"{text}; and {more} more" if more > 0 else text


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%d %b %H:%M}"
