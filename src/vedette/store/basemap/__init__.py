"""The shipped base map: Iraq's governorates with outlines, and towns by point, with names in three scripts.

`governorates()` and `towns()` give areas, `outlines()` the governorates as GeoJSON. SOURCES.md beside says where
everything comes from. Own areas are given by `--areas` instead.
"""

import csv
import io
import json
from functools import cache
from importlib import resources
from typing import Any

from vedette.terms.places import Area, AreaKind, LocalName

__all__ = ["governorates", "outlines", "towns"]

ZONE = "Asia/Baghdad"


def governorates() -> list[Area]:
    """The 18 governorates, ids as in ISO 3166-2 (`IQ-BG`), each with a point inside it in WGS84 degrees."""
    return list(_governorates())


def towns() -> list[Area]:
    """Towns and district seats (`iq-baqubah`), WGS84 degrees to about 1 km; `parent` is the governorate's id."""
    return list(_towns())


@cache
def outlines() -> dict[str, Any]:
    """GeoJSON FeatureCollection of the governorates: `id` and properties area, name_en, name_ar, name_ckb.

    Closed rings, counter-clockwise (RFC 7946), WGS84 degrees. The same object is given every time: do not change it.
    """
    loaded: dict[str, Any] = json.loads(_text("governorates.geojson"))
    return loaded


@cache
def _governorates() -> tuple[Area, ...]:
    return tuple(_area(row, AreaKind.GOVERNORATE, None, ZONE) for row in _rows("governorates.csv"))


@cache
def _towns() -> tuple[Area, ...]:
    return tuple(_area(row, AreaKind(row["kind"]), row["parent"], row["zone"]) for row in _rows("towns.csv"))


def _area(row: dict[str, str], kind: AreaKind, parent: str | None, zone: str) -> Area:
    return Area(
        id=row["area"],
        name=LocalName(en=row["name_en"], ar=row["name_ar"], ckb=row["name_ckb"]),
        kind=kind,
        parent=parent,
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        zone=zone,
    )


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_text(name))))


def _text(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text("utf-8")
