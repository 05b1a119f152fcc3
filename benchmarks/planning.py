"""Size S (and on request M, L) of the made countries through `vedette plan` and the independent judge.

    python benchmarks/planning.py [--sizes S M L] [--seeds 1 2] [--time-limit 60]

One line per problem: seconds of the command, gap to the proven bound and to the plain linear optimum, K and T of the
lottery as a share of the uniform and the proportional plan, violations found by the judge.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOOLS = Path(__file__).parents[1].parent / "shared" / "tools"


def measure(size: str, seed: int, time_limit: float, folder: Path) -> dict[str, object]:
    problem, plan = folder / f"{size}{seed}.json.gz", folder / f"{size}{seed}.plan.json"
    maker = [sys.executable, str(TOOLS / "country_problem.py"), "--size", size, "--seed", str(seed)]
    subprocess.run([*maker, "--out", str(problem)], check=True)
    vedette = [sys.executable, "-c", "from vedette.cli import main; main()", "plan", str(problem)]
    begin = time.perf_counter()
    subprocess.run([*vedette, "--out", str(plan), "--time-limit", str(time_limit)], check=True, capture_output=True)
    seconds = time.perf_counter() - begin
    judge = [sys.executable, str(TOOLS / "check_plan.py"), str(problem), str(plan), "--json"]
    verdict = json.loads(subprocess.run(judge, check=False, capture_output=True, text=True).stdout)
    figures, simple = verdict["figures"], verdict["baselines"]
    return {
        "size": size,
        "seed": seed,
        "seconds": round(seconds, 1),
        "objective": round(figures["objective"], 3),
        "gap": round(figures["gap"], 5),
        "parts": {name: round(part, 5) for name, part in json.loads(plan.read_text())["gap"].items()},
        "worst_of_uniform": round(simple["uniform"]["worst_ratio"], 3),
        "worst_of_proportional": round(simple["proportional"]["worst_ratio"], 3),
        "total_of_uniform": round(simple["uniform"]["total_ratio"], 3),
        "total_of_proportional": round(simple["proportional"]["total_ratio"], 3),
        "deployments": verdict["lottery"]["deployments"],
        "bound_verified": verdict["bound_verified"],
        "violations": verdict["violations"],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=["S"], choices=["S", "M", "L"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--time-limit", type=float, default=60.0)
    options = parser.parse_args()
    if not TOOLS.exists():
        print("../shared/tools is absent", file=sys.stderr)
        return 2
    violations = 0
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            for seed in options.seeds:
                line = measure(size, seed, options.time_limit, Path(folder))
                violations += int(str(line["violations"]))
                print(json.dumps(line), flush=True)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
