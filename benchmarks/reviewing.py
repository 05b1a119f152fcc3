"""False alarms, power, coverage and time of `vedette review` over made trials on real attacks, beside a plain exact test.

    python benchmarks/reviewing.py [--trials 500] [--designs lottery strata unequal fixed] [--seed 1]

Draws trials with ../shared/tools/make_trials.py on ../shared/data/iraq_attacks (Iraq, 2006 and 2007), runs the verb on
each set and scores it with score_findings.py. Exits 1 when false alarms, for the effect or for displacement, lie
outside 3–7 %, or when anything is claimed without a lottery. The plain test is as exact, and compares the mean log ratio
of the counts in the window to those of as many days before, without forecast, weights or clipping.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from vedette.review.lottery import lottery
from vedette.store.tables import read_areas, read_events
from vedette.terms.counts import count_days

SHARED = Path(__file__).parents[1].parent / "shared"
EVENTS = SHARED / "data/iraq_attacks/events.csv.gz"
AREAS = SHARED / "data/iraq_attacks/areas_10km.csv"
DESIGNS = ("lottery", "strata", "unequal", "fixed")
ALLOWED = (0.03, 0.07)


def tool(name, *arguments):
    """Run a tool of ../shared and return what it prints."""
    threads = {"OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    command = [sys.executable, str(SHARED / "tools" / name), *map(str, arguments)]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | threads)
    return run.stdout


def score(folder, design, trials, seed):
    tool(
        "make_trials.py",
        EVENTS,
        "--areas",
        AREAS,
        "--out",
        folder,
        "--design",
        design,
        "--trials",
        trials,
        "--seed",
        seed,
    )
    verb = f"{sys.executable} -m vedette review {{trials}} --events {EVENTS} --areas {AREAS} {{counts}} --out {{out}}"
    return json.loads(tool("score_findings.py", folder, "--command", verb))["sets"]


def plain(folder, history):
    """Share of p at most 0.05 of an exact test of mean log ratios to the days before, per set."""
    trials = pl.read_csv(folder / "TRIALS.csv", try_parse_dates=True)
    place = {name: i for i, name in enumerate(history.areas)}
    out = {}
    for name in ("placebo", "cut16", "cut30", "cut50"):
        counts = None if name == "placebo" else pl.read_parquet(folder / f"COUNTS-{name}.parquet")
        window = None
        if counts is not None:
            window = dict(
                counts.group_by("trial", "area")
                .agg(pl.col("count").sum())
                .select(pl.concat_str("trial", "area", separator="/"), "count")
                .iter_rows()
            )
        hits = 0
        for (number,), rows in trials.sort("stratum", "chance", "area").group_by("trial", maintain_order=True):
            first, last = history.index(rows["start"][0]), history.index(rows["end"][0])
            if window is None:
                y = history.counts[first : last + 1][:, [place[a] for a in rows["area"]]].sum(axis=0).astype(float)
            else:
                y = np.array([float(window.get(f"{number}/{a}", 0)) for a in rows["area"]])
            chosen = rows["chosen"].to_numpy().astype(float)
            before = history.counts[2 * first - last - 1 : first][:, [place[a] for a in rows["area"]]].sum(axis=0)
            ratio = np.log((y + 0.5) / (before.astype(float) + 0.5))
            made = lottery(rows["chance"].to_numpy(), chosen, tuple(rows["stratum"]))
            values = np.abs((made.draws - made.weight @ made.draws) @ ratio)
            real = values[made.index(chosen)]
            hits += made.weight[values >= real * (1 - 1e-9)].sum() <= 0.05
        out[name] = hits / trials["trial"].n_unique()
    return out


def share(figures, name):
    value = figures.get(name)
    return "" if not value or value["share"] is None else f"{value['share']:.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=500)
    parser.add_argument("--designs", nargs="+", choices=DESIGNS, default=DESIGNS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder to keep trials and findings in")
    options = parser.parse_args()
    if not EVENTS.exists():
        raise SystemExit(f"{EVENTS} is absent: this benchmark needs ../shared")
    places = read_areas(AREAS)
    history = count_days(read_events(EVENTS, places), places)
    wrong = []
    print(f"Iraq 2006–2007, {options.trials} trials per design and set, 28 days, seed {options.seed}")
    head = (
        "design",
        "set",
        "p<=.05",
        "plain",
        "cut seen",
        "cover",
        "mde",
        "mde kept",
        "moved p<=.05",
        "moved seen",
        "s",
    )
    widths = (8, 15, 7, 6, 9, 6, 5, 9, 13, 11, 6)
    print("  ".join(h.ljust(w) for h, w in zip(head, widths, strict=True)))
    with tempfile.TemporaryDirectory() as scratch:
        for design in options.designs:
            folder = (options.keep or Path(scratch)) / design
            results = score(folder, design, options.trials, options.seed)
            simple = plain(folder, history) if design != "fixed" else {}
            for name, found in results.items():
                cells = (
                    design,
                    name,
                    share(found, "false_alarms"),
                    f"{simple[name]:.3f}" if name in simple else "",
                    share(found, "power"),
                    share(found, "coverage"),
                    f"{found['mde_median']:.2f}" if "mde_median" in found else "",
                    share(found, "detected_where_mde_is_at_most_the_cut"),
                    share(found, "displacement_false_alarms"),
                    share(found, "displacement_power"),
                    f"{found['seconds']:.1f}",
                )
                print("  ".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)), flush=True)
                for kind in ("false_alarms", "displacement_false_alarms"):
                    value = found.get(kind)
                    if value and not ALLOWED[0] <= value["share"] <= ALLOWED[1]:
                        wrong.append(
                            f"{design} {name}: {kind} {value['share']:.3f}, expected {ALLOWED[0]}–{ALLOWED[1]}"
                        )
                if found.get("claims_without_a_lottery", {}).get("share"):
                    wrong.append(f"{design} {name}: claims without a lottery")
                if found.get("verdicts_that_contradict_p"):
                    wrong.append(f"{design} {name}: verdicts that contradict p")
    print("\n".join(wrong) if wrong else "False alarms within 3–7 %, nothing claimed without a lottery.")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
