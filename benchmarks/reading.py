"""Speed of reading: whole documents, end to end, in one process, and the cold start of `vedette read` on one document.

    python benchmarks/reading.py [--seconds 10] [--gold DIR]

Without --gold the documents are made here from sentences of the genre. With --gold (the annotated reports) these are read.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

PLACES = ("Baqubah", "Tikrit", "Hawija", "Ramadi", "Samarra", "Mosul", "Kirkuk", "Sinjar")
LINES = (
    "A roadside bomb killed {n} soldiers near {place} on Tuesday, the Interior Ministry said.",
    "Gunmen attacked a checkpoint in {place} late on Monday, wounding {n} policemen, police said.",
    "Traders said that bread had become dearer in {place} since the beginning of the month.",
    "The Joint Operations Command ordered additional patrols in {place} ahead of Monday's elections.",
    "Security forces arrested {n} suspects in {place} on 3 May and seized explosives.",
    "Officials warned that attacks on bases near {place} are likely in the coming {n} days.",
)


def made() -> Iterator[bytes]:
    """Endless reports of twelve sentences, no two alike in order and figures."""
    for i in cycle(range(10_000)):
        body = "\n\n".join(
            LINES[(i + k) % len(LINES)].format(n=2 + (i + k) % 17, place=PLACES[(i * k) % 8]) for k in range(12)
        )
        yield f"News from {PLACES[i % 8]}\n\nTigris Daily, 12 May 2031\n\n{body}\n".encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--gold", type=Path)
    options = parser.parse_args()
    from vedette.read import document, read

    source: Iterator[tuple[str, bytes]] = (("made.txt", raw) for raw in made())
    if options.gold:
        files = [p for p in sorted(options.gold.rglob("*")) if p.suffix in {".txt", ".html"}]
        source = cycle([(str(p), p.read_bytes()) for p in files])
    origin, raw = next(source)
    read(document(raw, origin))
    start, count, claims, size = time.perf_counter(), 0, 0, 0
    for origin, raw in source:
        claims += len(read(document(raw, origin)))
        count, size = count + 1, size + len(raw)
        if time.perf_counter() - start > options.seconds:
            break
    taken = time.perf_counter() - start
    print(
        f"rules reader, one process: {count / taken:.0f} documents/s ({size / count:.0f} bytes and {claims / count:.1f} claims each)"
    )
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(next(made()))
        begin = time.perf_counter()
        command = "from vedette.cli import main; main(['read', __import__('sys').argv[1], '--json'])"
        subprocess.run([sys.executable, "-c", command, str(path)], check=True, stdout=subprocess.DEVNULL)
        print(f"cold start of vedette read on one document: {time.perf_counter() - begin:.2f} s")


if __name__ == "__main__":
    main()
