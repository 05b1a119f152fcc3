"""The shipped base map: whole outlines, towns where they belong, names in the right letters."""

import re
import unicodedata
from collections import Counter
from importlib import resources

import numpy as np
import pytest

from vedette.store import basemap
from vedette.terms.geometry import great_circle_km, plane_km
from vedette.terms.places import Area

RINGS = {f["id"]: np.array(f["geometry"]["coordinates"][0]) for f in basemap.outlines()["features"]}
PLACES = [*basemap.governorates(), *basemap.towns()]


def inside(area: Area, ring: np.ndarray) -> bool:
    """Ray casting."""
    x, y = area.longitude, area.latitude
    (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
    crosses = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        right = x < (x1 - x0) * (y - y0) / (y1 - y0) + x0
    return bool(np.sum(crosses & right) % 2)


def km_from(area: Area, ring: np.ndarray) -> float:
    """Distance from the area's point to the nearest side of the ring."""
    points = plane_km(np.append(ring[:, 1], area.latitude), np.append(ring[:, 0], area.longitude))
    start, along, point = points[:-2], np.diff(points[:-1], axis=0), points[-1]
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((point - start) * along).sum(axis=1) / length, 0, 1)
    return float(np.hypot(*(start + share[:, None] * along - point).T).min())


def test_there_are_eighteen_governorates_with_iso_codes():
    ids = [area.id for area in basemap.governorates()]
    assert len(ids) == len(set(ids)) == 18
    assert set(ids) == set(RINGS)
    assert all(re.fullmatch(r"IQ-[A-Z]{2}", name) for name in ids)


@pytest.mark.parametrize("name", sorted(RINGS))
def test_rings_are_closed_wound_counter_clockwise_and_rounded(name):
    ring = RINGS[name]
    assert len(ring) >= 20
    assert (ring[0] == ring[-1]).all()
    (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
    assert np.sum(x0 * y1 - x1 * y0) > 0
    assert (np.round(ring, 4) == ring).all()


def test_neighbours_share_their_border_point_by_point():
    owners = Counter(tuple(point) for ring in RINGS.values() for point in ring[:-1])
    assert sum(count >= 2 for count in owners.values()) > 300


def test_outlines_are_small_enough_to_send_with_a_page():
    assert len(resources.files(basemap).joinpath("governorates.geojson").read_bytes()) <= 60_000


@pytest.mark.parametrize("area", basemap.governorates(), ids=lambda a: a.id)
def test_the_point_of_a_governorate_lies_in_it(area):
    assert inside(area, RINGS[area.id])


@pytest.mark.parametrize("area", basemap.towns(), ids=lambda a: a.id)
def test_a_town_lies_in_its_governorate(area):
    ring = RINGS[area.parent]
    assert inside(area, ring) or km_from(area, ring) <= 15


def test_towns_are_many_distinct_and_in_every_governorate():
    towns = basemap.towns()
    assert 60 <= len(towns) <= 100
    assert len({t.id for t in towns}) == len(towns)
    assert {t.parent for t in towns} == {g.id for g in basemap.governorates()}
    assert all(t.zone == "Asia/Baghdad" for t in towns)
    for i, one in enumerate(towns):
        for other in towns[i + 1 :]:
            assert great_circle_km(one.latitude, one.longitude, other.latitude, other.longitude) > 2


@pytest.mark.parametrize("area", PLACES, ids=lambda a: a.id)
def test_names_are_written_in_the_right_letters(area):
    assert re.fullmatch(r"[A-Za-z' -]+", area.name.en)
    for name in (area.name.ar, area.name.ckb):
        assert all(c == " " or unicodedata.name(c).startswith("ARABIC LETTER") for c in name)
    # Arabic has no ە, ێ, ۆ, ڕ, ڵ, ڤ, پ, چ, گ, ژ, ک, ی; Sorani writes ک and ی, never the Arabic ك, ي, ة, ى, أ, إ
    assert not set(area.name.ar) & set("ەێۆڕڵڤپچگژکی")
    assert not set(area.name.ckb) & set("كيةىأإآثذضصطظ")


def test_callers_get_their_own_list():
    basemap.towns().clear()
    assert basemap.towns()
