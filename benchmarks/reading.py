"""Speed of reading: whole documents, end to end, here and in two processes; memory, cold start and size of the models.

    python benchmarks/reading.py [--seconds 10] [--gold DIR] [--reader NAME]

Without --gold the documents are made here from sentences of the genre, no sentence twice. With --gold (a folder of
reports) these are read over and over.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path

import psutil

PLACES = ("Baqubah", "Tikrit", "Hawija", "Ramadi", "Samarra", "Mosul", "Kirkuk", "Sinjar", "Balad", "Haditha", "Kut")
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
LINES = (
    "A roadside bomb killed {n} soldiers near {place} on {day}, the Interior Ministry said.",
    "Gunmen attacked a checkpoint in {place} late on {day}, wounding {n} policemen, police said.",
    "Traders said that bread had become dearer in {place} by {n} per cent since {day}.",
    "The Joint Operations Command ordered {n} additional patrols in {place} ahead of {day}'s elections.",
    "Security forces arrested {n} suspects in {place} on {day} and seized explosives.",
    "Officials warned that attacks on bases near {place} are likely in the {n} days after {day}.",
)
CHUNK = 50


def made() -> Iterator[bytes]:
    """Endless reports of twelve sentences; figures, towns and days differ from sentence to sentence."""
    number = 0
    while True:
        lines = []
        for _ in range(12):
            number += 1
            line = LINES[(number + number // 12) % len(LINES)]
            lines.append(line.format(n=2 + number % 9973, place=PLACES[number % 11], day=DAYS[number % 7]))
        body = "\n\n".join(lines)
        yield f"News from {PLACES[number % 11]}\n\nTigris Daily, 12 May 2031\n\n{body}\n".encode()


def read_chunk(documents: list[tuple[str, bytes, str]]) -> tuple[int, int]:
    """How many claims the documents hold, and their bytes."""
    from vedette.read import document, read

    claims = sum(len(read(document(raw, origin), reader=reader)) for origin, raw, reader in documents)
    return claims, sum(len(raw) for _, raw, _ in documents)


class Memory:
    """The highest sum of resident memory of this process and those that it started, looked at ten times a second."""

    def __enter__(self) -> "Memory":
        self.peak, self._end = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._end.wait(0.1):
            total = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.peak = max(self.peak, total / 1e6)


def speed(reader: str, workers: int, seconds: float, gold: Path | None) -> None:
    from vedette.engine import run

    source = (("made.txt", raw, reader) for raw in made())
    if gold:
        found = [p for p in sorted(gold.rglob("*")) if p.suffix in {".txt", ".html"}]
        source = cycle([(str(p), p.read_bytes(), reader) for p in found])
    chunks = iter(lambda: list(islice(source, CHUNK)), [])
    with Memory() as memory:
        results = run(read_chunk, chunks, workers)
        # the first chunks bring up the processes, their lexicons and the gazetteer
        for _ in range(2 * workers):
            next(results)
        start, chunk, claims, size = time.perf_counter(), 0, 0, 0
        while time.perf_counter() - start < seconds:
            found_claims, found_size = next(results)
            chunk, claims, size = chunk + 1, claims + found_claims, size + found_size
        taken = time.perf_counter() - start
        results.close()
    count = chunk * CHUNK
    print(
        f"{reader} reader, {workers} process{'es' if workers > 1 else ''}: {count / taken:.0f} documents/s "
        f"({size / count:.0f} bytes and {claims / count:.1f} claims each), memory at most {memory.peak:.0f} MB in all"
    )


def cold_start() -> float:
    """Seconds of `vedette read` on one document in a process of its own, the best of three."""
    command = "from vedette.cli import main; main(['read', __import__('sys').argv[1], '--json'])"
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(next(made()))
        for _ in range(3):
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", command, str(path)], check=True, stdout=subprocess.DEVNULL)
            taken.append(time.perf_counter() - begin)
    return min(taken)


def main() -> None:
    from vedette.read.reader import READERS

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--reader", choices=READERS)
    options = parser.parse_args()
    for reader in [options.reader] if options.reader else READERS:
        for workers in (1, 2):
            speed(reader, workers, options.seconds, options.gold)
    print(f"cold start of vedette read on one document: {cold_start():.2f} s")
    data = Path(str(files("vedette.read").joinpath("data")))
    sizes = {p.relative_to(data): p.stat().st_size / 1e6 for p in sorted(data.rglob("*")) if p.is_file()}
    models = {name: size for name, size in sizes.items() if name.suffix in {".onnx", ".npz", ".bin", ".model"}}
    for name, size in models.items():
        print(f"model file {name}: {size:.1f} MB")
    print(
        f"model files in all: {sum(models.values()):.1f} MB; lexicons and gazetteer: {sum(sizes.values()) - sum(models.values()):.1f} MB"
    )


if __name__ == "__main__":
    main()
