"""CSV tables of areas, posts and forces, read into records with one clear error for the first thing that is wrong."""

from pathlib import Path
from zoneinfo import available_timezones

import polars as pl
from pydantic import ValidationError

from vedette.store.tables import latitude_of, longitude_of, number_column, read_areas, read_csv
from vedette.terms.errors import FieldError, UnknownReferenceError
from vedette.terms.places import Area, AreaKind, Force, LocalName, Post

__all__ = ["posts_of_areas", "read_area_records", "read_forces", "read_posts"]

UNLIMITED = 1e12


def read_area_records(path: str | Path) -> list[Area]:
    """AREAS.csv as records: area, latitude, longitude [, name_en, name_ar, name_ckb, kind, parent, zone].

    An area without a kind is a district, without a name bears its id, without a zone counts its days in UTC. Raises
    FieldError for an unknown kind or zone and UnknownReferenceError for a parent that the file does not hold.
    """
    table = read_areas(path)
    ids = set(table["area"].to_list())
    zones, kinds = available_timezones(), {kind.value for kind in AreaKind}
    areas = []
    for line, row in enumerate(table.iter_rows(named=True), start=2):
        kind, zone, parent = row.get("kind") or "district", row.get("zone") or "UTC", row.get("parent") or None
        if kind not in kinds:
            raise FieldError(path, line, "kind", kind, f"one of {', '.join(sorted(kinds))}")
        if zone not in zones:
            raise FieldError(path, line, "zone", zone, "an IANA time zone such as Asia/Baghdad")
        if parent is not None and parent not in ids:
            raise UnknownReferenceError(path, line, "parent", parent, "an area of this file")
        if row["latitude"] is None or row["longitude"] is None:
            raise FieldError(path, line, "latitude, longitude", "nothing", "the centre of the area in WGS84 degrees")
        areas.append(
            Area(
                id=row["area"],
                name=_name(row, row["area"]),
                kind=AreaKind(kind),
                parent=parent,
                latitude=row["latitude"],
                longitude=row["longitude"],
                zone=zone,
            )
        )
    return areas


def read_posts(path: str | Path, areas: list[Area]) -> list[Post]:
    """POSTS.csv: post, area, latitude, longitude, harm [, name_en, name_ar, name_ckb, services, max_units].

    `services` are separated by semicolons; none means any. Raises FieldError for a negative or infinite harm and a
    max_units below 1, UnknownReferenceError for an area that is not in `areas`.
    """
    table = read_csv(path, ("post", "area", "latitude", "longitude", "harm"))
    table = table.with_columns(
        latitude_of(table, path),
        longitude_of(table, path),
        number_column(table, "harm", path, 0, UNLIMITED, "a weight of 0 or more"),
    )
    _unique(table, "post", path)
    known = {area.id for area in areas}
    posts = []
    for line, row in enumerate(table.iter_rows(named=True), start=2):
        _need(row, ("post", "area", "latitude", "longitude", "harm"), path, line)
        if row["area"] not in known:
            raise UnknownReferenceError(path, line, "area", row["area"], "an area of the areas file")
        posts.append(
            Post(
                id=row["post"],
                area=row["area"],
                name=_name(row, row["post"]),
                latitude=row["latitude"],
                longitude=row["longitude"],
                harm=row["harm"],
                services=tuple(s.strip() for s in (row.get("services") or "").split(";") if s.strip()),
                max_units=_whole(row.get("max_units") or "1", "max_units", 1, path, line),
            )
        )
    return posts


def read_forces(path: str | Path, areas: list[Area]) -> list[Force]:
    """FORCES.csv: group, base, area, service, units, latitude, longitude.

    Raises FieldError for a number of units that is not whole or below 0, UnknownReferenceError for an unknown area.
    """
    table = read_csv(path, ("group", "base", "area", "service", "units", "latitude", "longitude"))
    table = table.with_columns(latitude_of(table, path), longitude_of(table, path))
    _unique(table, "group", path)
    known = {area.id for area in areas}
    forces = []
    for line, row in enumerate(table.iter_rows(named=True), start=2):
        _need(row, ("group", "base", "area", "service", "units", "latitude", "longitude"), path, line)
        if row["area"] not in known:
            raise UnknownReferenceError(path, line, "area", row["area"], "an area of the areas file")
        try:
            forces.append(
                Force(
                    id=row["group"],
                    base=row["base"],
                    area=row["area"],
                    service=row["service"],
                    units=_whole(row["units"], "units", 0, path, line),
                    latitude=row["latitude"],
                    longitude=row["longitude"],
                )
            )
        except ValidationError as error:
            first = error.errors()[0]
            raise FieldError(path, line, ".".join(map(str, first["loc"])), first["input"], first["msg"]) from None
    return forces


def _name(row: dict[str, str | None], fallback: str) -> LocalName:
    return LocalName(en=row.get("name_en") or fallback, ar=row.get("name_ar") or "", ckb=row.get("name_ckb") or "")


def _need(row: dict[str, object], fields: tuple[str, ...], path: str | Path, line: int) -> None:
    for field in fields:
        if row[field] is None:
            raise FieldError(path, line, field, "nothing", "a value")


def _whole(text: str, field: str, least: int, path: str | Path, line: int) -> int:
    try:
        value = int(text)
    except ValueError:
        raise FieldError(path, line, field, text, "a whole number") from None
    if value < least:
        raise FieldError(path, line, field, text, f"{least} or more")
    return value


def _unique(table: pl.DataFrame, column: str, path: str | Path) -> None:
    twice = ~table[column].is_first_distinct()
    if twice.any():
        row = int(twice.arg_max() or 0)
        raise FieldError(path, row + 2, column, table[column][row], f"each {column} once")


def posts_of_areas(areas: list[Area]) -> list[Post]:
    """One post of weight 1 at the centre of each area that holds no other, for a user who names no posts."""
    parents = {area.parent for area in areas}
    return [
        Post(id=f"post-{area.id}", area=area.id, name=area.name, latitude=area.latitude, longitude=area.longitude)
        for area in areas
        if area.id not in parents
    ]
