"""Forecast: hit rate, CRPS and information gain beside the scorer's EWMA-30 and EWMA mix, on three public windows.

Run it as `python benchmarks/forecasting.py`. Every figure comes from ../shared/tools/score_forecast.py on what
`vedette hindcast` wrote in this run. Exit 1 when the bar is missed: on iraq_attacks, December 2007, hit rate at 5 % of
the area and CRPS no worse than EWMA-30, all coherence counts 0, and a clean leak check
at leads of 1 and of 1 to 7 days.
"""

import gzip
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).parents[1].parent / "shared"
SCORER = SHARED / "tools" / "score_forecast.py"
VEDETTE = (sys.executable, "-c", "from vedette.cli import main; main()")
SCORES = ("hit_1pct", "hit_5pct", "hit_10pct", "log_score_nb", "brier", "log_loss", "crps", "quantile_score")


@dataclass(frozen=True)
class Window:
    """Days of one public data set, scored at one lead."""

    data: str
    areas: str
    first: str
    last: str
    lead: int = 1

    @property
    def events(self) -> Path:
        return SHARED / "data" / self.data / "events.csv.gz"

    @property
    def area_file(self) -> Path:
        return SHARED / "data" / self.data / self.areas


BAR = Window("iraq_attacks", "areas_10km.csv", "2007-12-01", "2007-12-31")
WINDOWS = (
    BAR,
    Window("iraq_attacks", "areas_10km.csv", "2007-12-01", "2007-12-31", lead=7),
    Window("ged_iraq", "areas_10km.csv", "2015-01-01", "2016-12-31"),
    Window("sirens_ua", "areas.csv", "2023-08-01", "2023-10-31"),
)


def hindcast(window: Window, events: Path, last: str, out: Path) -> float:
    """Write the hindcast and return the seconds that it took, reading and writing included."""
    begun = time.perf_counter()
    days = ("--first", window.first, "--last", last, "--horizon", str(window.lead))
    subprocess.run(
        [*VEDETTE, "hindcast", str(events), "--areas", str(window.area_file), *days, "--out", str(out), "--json"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun


def score(window: Window, out: Path) -> dict:
    """What the scorer says of a hindcast and of its own baselines."""
    areas, lead = ("--areas", str(window.area_file)), ("--lead", str(window.lead))
    done = subprocess.run(
        [sys.executable, str(SCORER), str(out), str(window.events), *areas, *lead, "--baseline"],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


def show(window: Window, result: dict, seconds: float) -> None:
    """Print one window: our figures, the two peers' figures, and our gains with their intervals."""
    print(
        f"\n{window.data} {result['first']}..{result['last']}, lead {window.lead}, {result['areas']:,} areas, "
        f"{result['events']:,} events; hindcast {seconds:.1f} s"
    )
    print(f"{'':12}" + "".join(f"{name:>16}" for name in SCORES))
    peers = {name: baseline["scores"] for name, baseline in result["baselines"].items()}
    for name, scores in {"vedette": result["scores"], **peers}.items():
        print(f"{name:12}" + "".join(f"{scores[score]:16.5f}" for score in SCORES))
    for peer in ("ewma_mix", "ewma30"):
        for name in ("log_score_nb", "crps"):
            gain = result[f"against_{peer}"][name]
            print(f"gain over {peer} in {name}: {gain['gain']:+.6f} [{gain['low']:+.6f}, {gain['high']:+.6f}]")
    calibration = result["calibration"]
    gaps = ", ".join(f"{name} {part['gap']:+.3f}" for name, part in calibration["coverage"].items())
    print(
        f"coverage gap {gaps}; PIT chi2 per 1,000 {calibration['pit_chi2_per_1000']:.1f}; "
        f"N-test {calibration['n_test']['pass_rate']:.3f}; "
        f"forecast {calibration['n_test']['forecast_total']:.0f} of {calibration['n_test']['events']} events; "
        f"incoherent rows {sum(result['coherence'].values())}"
    )


def leaks(window: Window, folder: Path, full: Path) -> dict:
    """The scorer's leak check: the same hindcast from a file that ends in the middle of the month."""
    with gzip.open(window.events, "rt") as file:
        kept = [line for line in file if line.startswith("date") or line[:10] <= "2007-12-15"]
    (folder / "cut.csv").write_text("".join(kept))
    hindcast(window, folder / "cut.csv", "2007-12-16", folder / "cut.parquet")
    command = [sys.executable, str(SCORER), str(full), "--leak", str(folder / "cut.parquet")]
    return json.loads(subprocess.run(command, check=False, capture_output=True, text=True).stdout)


def main() -> int:
    if not BAR.events.exists():
        print("../shared/data is absent: nothing to measure")
        return 1
    held = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, window in enumerate(WINDOWS):
            out = folder / f"{number}.parquet"
            seconds = hindcast(window, window.events, window.last, out)
            result = score(window, out)
            show(window, result, seconds)
            held &= not any(result["coherence"].values())
            if window == BAR:
                own, peer = result["scores"], result["baselines"]["ewma30"]["scores"]
                held &= own["hit_5pct"] >= peer["hit_5pct"] and own["crps"] <= peer["crps"]
            if window.data == BAR.data:
                leak = leaks(window, folder, out)
                held &= leak["rows_that_differ"] == 0
                print(f"leak check: {leak['rows_that_differ']} of {leak['rows_compared']:,} common rows differ")
    print("\nbar held" if held else "\nBAR MISSED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
