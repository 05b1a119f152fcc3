"""A nation's press: archives of made articles through `vedette read --out`, and what a million of them would take.

    python benchmarks/press.py [--sizes 1000 5000 20000] [--workers 1 2]

Each figure is one run of the command in a process of its own, start and writing of the tables included.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import polars as pl

from reading import made

MILLION = 1_000_000


def archive(path: Path, rows: int) -> None:
    """Write so many made articles as Parquet with the columns title, publisher, published and text."""
    parts = [raw.decode().split("\n\n", 2) for raw in islice(made(), rows)]
    frame = pl.DataFrame(
        {
            "title": [f"{title} ({number})" for number, (title, _, _) in enumerate(parts)],
            "publisher": ["Tigris Daily"] * rows,
            "published": ["2031-05-12"] * rows,
            "text": [body for _, _, body in parts],
        }
    )
    frame.write_parquet(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, 20000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    program = [sys.executable, "-c", "from vedette.cli import main; main()", "read"]
    print(f"{os.cpu_count()} cores")
    rate = 0.0
    for workers in options.workers:
        points = []
        for size in options.sizes:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "press.parquet"
                archive(path, size)
                command = [*program, str(path), "--out", f"{folder}/out", "--workers", str(workers)]
                begin = time.perf_counter()
                subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
                taken = time.perf_counter() - begin
                kept = sum(p.stat().st_size for p in Path(folder, "out").rglob("*.parquet"))
            points.append((size, taken))
            print(
                f"{size:>7,} articles, {workers} workers: {taken:7.1f} s, {size / taken:5.0f} articles/s, {kept / size:.0f} bytes kept each"
            )
        if len(points) > 1:
            (few, short), (many, long) = points[0], points[-1]
            rate = (many - few) / (long - short)
            print(f"        {workers} workers: {short - few / rate:.1f} s to begin, then {rate:.0f} articles/s")
    hours = MILLION / rate / 3600 if rate else float("nan")
    print(f"a million articles: {hours:.1f} hours on one such machine, {hours * 60 / 10:.0f} minutes on ten")


if __name__ == "__main__":
    main()
