"""Every hand-written place lies where it says: in its governorate of Iraq, or near a town of its country elsewhere."""

import csv
import json
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2].parent / "shared"
BORDER_KM = 40  # the outlines are coarse and older than Halabja, and the belts of Baghdad lie outside its old bounds
NEAR_KM = 120  # a desert well or a border post is that far from the next town with 500 inhabitants
DESERT = {"al-Waleed crossing", "Nukhayb", "Tessalit", "Tinzaouaten", "Assamaka", "Hombori", "Malha", "Renk", "Pibor"}
DESERT |= {
    "Assab",
    "Duqm",
    "Rafha",
}  # truly farther away than that from any town with 500 inhabitants that GeoNames has
GOVERNORATES = {
    "Dihok": "Duhok",
    "At-Ta'mim": "Kirkuk",
    "Arbil": "Erbil",
    "Ninawa": "Nineveh",
    "Sala ad-Din": "Salah al-Din",
    "An-Najaf": "Najaf",
    "Karbala'": "Karbala",
    "Baghdad": "Baghdad",
    "Al-Basrah": "Basra",
    "Al-Muthannia": "Muthanna",
    "Al-Qadisiyah": "Qadisiyah",
    "Dhi-Qar": "Dhi Qar",
    "Maysan": "Maysan",
    "Wasit": "Wasit",
    "As-Sulaymaniyah": "Sulaymaniyah",
    "Diyala": "Diyala",
    "Al-Anbar": "Anbar",
    "Babil": "Babil",
}


def _rows(name: str) -> list[dict[str, str]]:
    text = files("vedette.read").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    north, east = one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0]))
    return 111.2 * hypot(north, east)


def _inside(latitude: float, longitude: float, ring: list[list[float]]) -> bool:
    odd = False
    for (x, y), (u, v) in pairwise(ring):
        if (y > latitude) != (v > latitude) and longitude < (u - x) * (latitude - y) / (v - y) + x:
            odd = not odd
    return odd


def _spot(row: dict[str, str]) -> tuple[float, float]:
    return float(row["latitude"]), float(row["longitude"])


@pytest.mark.shared
def test_places_of_iraq_lie_in_their_governorate():
    path = SHARED / "data" / "geo" / "irq_admin1.geojson"
    if not path.exists():
        pytest.skip("../shared/data/geo/irq_admin1.geojson is absent")
    rings: dict[str, list[list[list[float]]]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings[GOVERNORATES[feature["properties"]["name"]]] = [part[0] for part in parts]
    rings["Halabja"] = rings["Sulaymaniyah"]
    wrong = []
    for row in _rows("places_extra.csv"):
        if row["country"] != "IQ" or not row["admin1"]:
            continue
        spot, mine = _spot(row), rings[row["admin1"]]
        edge = min(_km(spot, (y, x)) for ring in mine for x, y in ring)
        if not any(_inside(*spot, ring) for ring in mine) and edge > BORDER_KM:
            wrong.append((row["name"], row["admin1"], round(edge)))
    assert wrong == []


def test_places_elsewhere_lie_near_a_town_of_their_country():
    towns: dict[str, list[tuple[float, float]]] = {}
    for row in _rows("gazetteer.csv"):
        if row["precision"] == "town":
            towns.setdefault(row["country"], []).append(_spot(row))
    wrong = []
    for row in _rows("places_extra.csv"):
        if row["precision"] in {"exact", "town", "district"} and row["country"] in towns:
            spot = _spot(row)
            near = min(_km(spot, town) for town in towns[row["country"]])
            if near > NEAR_KM and row["name"] not in DESERT:
                wrong.append((row["name"], row["country"], round(near)))
    assert wrong == []


def test_rows_are_whole_and_stand_once():
    for name in ("places_extra.csv", "gazetteer.csv"):
        rows = _rows(name)
        assert all(row["name"] and -60 < _spot(row)[0] < 75 and -180 <= _spot(row)[1] <= 180 for row in rows)
        assert {row["precision"] for row in rows} <= {"exact", "town", "district", "governorate", "region", "country"}
    own = Counter((r["name"], r["country"], r["precision"]) for r in _rows("places_extra.csv"))
    assert [key for key, count in own.items() if count > 1] == []


def test_the_gazetteer_stays_small():
    data = files("vedette.read").joinpath("data", "gazetteer.csv").read_bytes()
    assert len(data) <= 2_500_000
