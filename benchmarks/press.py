"""A nation's press: archives of made articles through `vedette read --out`, and what a million of them would take.

    python benchmarks/press.py [--sizes 1000 4000] [--workers 1 2] [--readers rules default]

The articles are the press mix of benchmarks/reading.py: four of five tell nothing of our subject. Each figure is one run of the command in a process of its own, start and writing of the tables included.
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

from reading import press

MILLION = 1_000_000


def archive(path: Path, rows: int) -> None:
    """Write so many articles as Parquet with the columns title, publisher, published and text."""
    parts = [raw.decode().split("\n\n", 2) for raw in islice(press(), rows)]
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
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 4000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--readers", nargs="+", default=["rules", "default"])
    options = parser.parse_args()
    program = [sys.executable, "-c", "from vedette.cli import main; main()", "read"]
    print(f"{os.cpu_count()} cores")
    for reader in options.readers:
        rate = 0.0
        for workers in options.workers:
            points = [(size, timed(program, reader, size, workers)) for size in options.sizes]
            if len(points) > 1:
                (few, short), (many, long) = points[0], points[-1]
                rate = (many - few) / (long - short)
                print(f"        {workers} workers: {short - few / rate:.1f} s to begin, then {rate:.0f} articles/s")
        hours = MILLION / rate / 3600 if rate else float("nan")
        print(
            f"{reader}: a million articles take {hours:.1f} hours on this machine, {hours * 60 / 10:.0f} minutes on ten"
        )


def timed(program: list[str], reader: str, size: int, workers: int) -> float:
    """Seconds of one run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "press.parquet"
        archive(path, size)
        ask = [*program, str(path), "--reader", reader, "--out", f"{folder}/out", "--workers", str(workers)]
        begin = time.perf_counter()
        subprocess.run(ask, check=True, stderr=subprocess.DEVNULL)
        taken = time.perf_counter() - begin
        kept = sum(p.stat().st_size for p in Path(folder, "out").rglob("*.parquet"))
    print(
        f"{reader}: {size:>6,} articles, {workers} workers: {taken:6.1f} s, {size / taken:4.0f} articles/s, "
        f"{kept / size:.0f} bytes kept each",
        flush=True,
    )
    return taken


if __name__ == "__main__":
    main()
