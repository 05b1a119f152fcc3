"""Read documents of a folder, each item within two seconds of processor time, and tell what became of them.

Run as `python limits.py FOLDER`: files are FOLDER/NUMBER/NAME. Prints one JSON object: for each file the seconds of its
slowest item and what came out, and the peak of memory of the whole process in MB.
"""

import json
import signal
import sys
import time
from pathlib import Path

SECONDS = 2.0


class TooLong(BaseException):
    """Not an Exception, so that no handler on the way takes it for a broken document."""


def main(folder: Path) -> None:
    from vedette.read.inputs.documents import documents
    from vedette.terms.errors import VedetteError
    from vedette.terms.report import Report

    def stop(number, frame):
        raise TooLong

    signal.signal(signal.SIGPROF, stop)
    list(documents(b"<html><body><p>A roadside bomb killed two soldiers near Baqubah.</p></body></html>", "warm.html"))
    out = {}
    for path in sorted(folder.glob("*/*")):
        raw = path.read_bytes()
        kinds: set[str] = set()
        slowest, count, last = 0.0, 0, ""
        try:
            found = documents(raw, path.name)
            while True:
                begun = time.process_time()
                signal.setitimer(signal.ITIMER_PROF, SECONDS)
                item = next(found, None)
                signal.setitimer(signal.ITIMER_PROF, 0)
                slowest = max(slowest, time.process_time() - begun)
                if item is None:
                    break
                count += 1
                good = isinstance(item, Report)
                kinds.add(
                    "report" if good else "error" if isinstance(item, VedetteError) else f"a {type(item).__name__}"
                )
                if not good:
                    last = str(item)
                    if "\n" in last or not last.startswith(path.name):
                        kinds.add("an error that is not one line with its place")
        except TooLong:
            kinds.add(f"more than {SECONDS} s")
        except BaseException as error:  # noqa: BLE001  panics of compiled code are no Exceptions
            signal.setitimer(signal.ITIMER_PROF, 0)
            kinds.add(f"raised {type(error).__name__}: {error}")
        out[path.parent.name] = {
            "kinds": sorted(kinds),
            "count": count,
            "slowest": round(slowest, 2),
            "error": last,
            "peak": _peak(),
        }
        del raw
    print(json.dumps({"files": out, "peak": _peak()}))


def _peak() -> int:
    """The most memory that this program has held so far, in MB; rusage would count that of the process it came from."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM:"))) // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
