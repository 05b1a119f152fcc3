"""Speed of reading: whole documents, end to end, in one process and in two; memory, cold start and size of the models.

    python benchmarks/reading.py [--seconds 10] [--gold DIR] [--reader NAME] [--set NAME]

Sets of documents, each read for the given seconds after the processes, lexicons and gazetteer are up:

- press: four of five articles tell nothing of our subject (neutral.py: English, Arabic and Sorani in turn), one of five
  is a made report. This is the mix of a press day, and the figure to plan machines by.
- made: reports of twelve English sentences, eleven or more of them with an event and no sentence twice: the densest case.
- gold-en, gold-ar, gold-ckb: the reports of `DIR/en` …, by default ../shared/data/reports beside the repository, over and
  over; sentences read before are partly remembered, so that these figures lie a little high.

Printed per reader and set: documents per second of the clock; seconds of processor time per document over all processes,
which hold on a busy machine, too; claims and bytes per document; and the highest sum of memory over all processes
(RSS counts shared pages once for each process, PSS once in all).
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

from neutral import articles

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
CHUNK = 25
SETS = ("press", "made", "gold-en", "gold-ar", "gold-ckb")
GOLD = Path(__file__).parents[2] / "shared/data/reports"


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


def press() -> Iterator[bytes]:
    """Endless articles: four that tell nothing of our subject, then a made report."""
    quiet, told = articles(), made()
    while True:
        yield from islice(quiet, 4)
        yield next(told)


def documents(name: str, gold: Path) -> Iterator[tuple[str, bytes]]:
    """The endless documents of a set with where they come from; none where the folder of gold reports is absent."""
    if name in {"press", "made"}:
        return (("made.txt", raw) for raw in (press() if name == "press" else made()))
    found = [p for p in sorted((gold / name.removeprefix("gold-")).glob("*")) if p.suffix in {".txt", ".html"}]
    return cycle([(str(p), p.read_bytes()) for p in found])


def read_chunk(chunk: list[tuple[str, bytes, str]]) -> tuple[int, int]:
    """How many claims the documents hold, and their bytes."""
    from vedette.read import document, read

    claims = sum(len(read(document(raw, origin), reader=reader)) for origin, raw, reader in chunk)
    return claims, sum(len(raw) for _, raw, _ in chunk)


def everybody() -> list[psutil.Process]:
    me = psutil.Process()
    return [me, *me.children(recursive=True)]


def processor_time() -> float:
    """Seconds that this process and those that it started have used so far."""
    total = 0.0
    for process in everybody():
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


class Memory:
    """The highest sums of resident (`rss`) and of proportional memory (`pss`, Linux only) in MB, looked at twice a second."""

    def __enter__(self) -> "Memory":
        self.rss, self.pss, self._end = 0.0, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def __str__(self) -> str:
        return f"{self.rss:.0f} MB RSS" + (f" ({self.pss:.0f} MB PSS)" if self.pss else "")

    def _watch(self) -> None:
        while not self._end.wait(0.5):
            rss = pss = 0.0
            for process in everybody():
                try:
                    rss += process.memory_info().rss
                    pss += getattr(process.memory_full_info(), "pss", 0)
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue
            self.rss, self.pss = max(self.rss, rss / 1e6), max(self.pss, pss / 1e6)


def speed(reader: str, name: str, workers: int, seconds: float, gold: Path) -> None:
    from vedette.engine import run

    source = ((origin, raw, reader) for origin, raw in documents(name, gold))
    chunks = iter(lambda: list(islice(source, CHUNK)), [])
    with Memory() as memory:
        results = run(read_chunk, chunks, workers)
        # the first chunks bring up the processes, their lexicons and the gazetteer
        for _ in range(2 * workers):
            if next(results, None) is None:
                print(f"{name}: {gold} is absent")
                return
        start, used, chunk, claims, size = time.perf_counter(), processor_time(), 0, 0, 0
        while time.perf_counter() - start < seconds:
            found_claims, found_size = next(results)
            chunk, claims, size = chunk + 1, claims + found_claims, size + found_size
        taken, used = time.perf_counter() - start, processor_time() - used
        results.close()
    count = chunk * CHUNK
    print(
        f"{reader} reader, {name}, {workers} process{'es' if workers > 1 else ''}: {count / taken:.0f} documents/s, "
        f"{used / count * 1000:.2f} ms of processor time each "
        f"({size / count:.0f} bytes and {claims / count:.1f} claims each), memory at most {memory} in all",
        flush=True,
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
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--reader", choices=READERS)
    options = parser.parse_args()
    for reader in [options.reader] if options.reader else READERS:
        for name in [options.set] if options.set else SETS:
            for workers in (1, 2):
                speed(reader, name, workers, options.seconds, options.gold)
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
