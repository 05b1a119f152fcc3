"""Seconds that `vedette demo` and `vedette --help` take, each as a whole process.

Run it as `python benchmarks/demo.py [RUNS]`. Exits 1 when the slowest demo takes more than 60 s or the median help more
than 0.3 s. The first demo on a machine also compiles; it is among the runs.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def seconds(*arguments: str) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "vedette", *arguments], check=True, capture_output=True)
    return time.perf_counter() - begin


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        demos = [seconds("demo", "--out", str(Path(folder) / "demo")) for _ in range(runs)]
    helps = [seconds("--help") for _ in range(5)]
    print(f"vedette demo    {min(demos):6.1f} to {max(demos):.1f} s over {runs} runs")
    print(f"vedette --help  {statistics.median(helps):6.3f} s, median of 5")
    return int(max(demos) > 60 or statistics.median(helps) > 0.3)


if __name__ == "__main__":
    sys.exit(main())
