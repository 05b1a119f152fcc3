"""A job over lines of words for the tests; some of its items are bad, fatal or slow on purpose."""

import os
import signal
import sys
import time
from pathlib import Path

from vedette.engine import Job, Partition

VERSION = "1"


def job(version: str = VERSION) -> Job:
    return Job(split, each, join, place, version, ".txt")


def partitions(texts: dict[str, str], source: str = "made") -> list[Partition]:
    return [Partition(name, source, text.encode) for name, text in texts.items()]


def split(raw: bytes) -> list[tuple[int, str]]:
    if raw == b"broken":
        raise ValueError("not lines")
    return list(enumerate(raw.decode().splitlines(), 1))


def each(item: tuple[int, str]) -> list[tuple[str, int]]:
    word, _, mark = item[1].partition(" ")
    if word == "bad":
        raise ValueError("a bad word")
    if word == "fatal" or (word == "fatal-once" and _first_time(mark)):
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "slow":
        time.sleep(0.05)
    return [(item[1].upper(), len(item[1]))]


def join(results: list[tuple[str, int]]) -> dict[str, bytes]:
    return {
        "words": "".join(f"{word}\n" for word, _ in results).encode(),
        "sizes": "".join(f"{size}\n" for _, size in results).encode(),
    }


def place(item: tuple[int, str]) -> str:
    return f"line {item[0]}"


def _first_time(mark: str) -> bool:
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def slow_texts() -> dict[str, str]:
    """Twelve partitions of a quarter of a second each."""
    return {f"part-{n:02}": "\n".join(f"slow {n}.{k}" for k in range(5)) for n in range(12)}


def main(out: str, workers: int) -> None:
    """The slow job as a program of its own, to be stopped from outside."""
    from vedette.engine import local, partitioned
    from vedette.store.folder import Folder

    with local(workers) as place_:
        for _ in partitioned(job(), partitions(slow_texts()), Folder(out), place_):
            pass


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
