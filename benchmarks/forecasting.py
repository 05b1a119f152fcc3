"""Forecast: every bar of its scores, beside EWMA-30, the EWMA mix, conflictology and LightGBM, on five public windows.

    python benchmarks/forecasting.py [WINDOW NUMBERS, such as 1 5]

Every figure comes from the functions of ../shared/tools/score_forecast.py on what `vedette hindcast` wrote in this run;
intervals are its paired bootstrap over blocks of 7 days. LightGBM (Poisson loss over multi-scale EWMA features, refitted
every 30 days, every 180 on UCDP GED, untuned) is there where the package is installed (extra `train`). Exit 1 when a bar
is missed that is not listed in KNOWN_MISSED. Months and quarters are in forecasting_totals.py, speed and memory in
forecast_speed.py.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from forecasting_parts import boosting
from forecasting_parts.bars import Bars, at_least, at_most
from forecasting_parts.windows import FINE, GED, NEXT_DAY, SIRENS, TOOLS, WEEK_AHEAD, Window, cut, hindcast

KNOWN_MISSED: dict[str, str] = {
    "Iraq 10 km: CRPS": ".01494",
    "Iraq 10 km: hit rate at 1 %": ".642",
    "Iraq 10 km: hit rate at 5 %": ".896",
    "Iraq 10 km: hit rate at 10 %": ".953",
}
"""Bars that are missed today and the figure when that was last looked at; each run prints them as missed."""


def main() -> int:
    if not NEXT_DAY.events.exists():
        print("../shared/data is absent: nothing to measure")
        return 1
    from forecasting_parts.scores import score, show

    if not boosting.installed():
        print("lightgbm is not installed (extra `train`): that peer is left out")
    windows = (NEXT_DAY, WEEK_AHEAD, FINE, GED, SIRENS)
    chosen = [windows[int(number) - 1] for number in sys.argv[1:]] or windows
    bars = Bars(KNOWN_MISSED)
    with tempfile.TemporaryDirectory() as name:
        for window in chosen:
            out = Path(name) / "forecast.parquet"
            seconds = hindcast(window, out)
            result = score(window, out)
            show(window, result, seconds)
            bars.add(f"{window.name}: incoherent rows", sum(result.coherence.values()), at_most(0))
            if window is NEXT_DAY:
                _next_day(bars, result)
            if window in (WEEK_AHEAD, FINE):
                for score_name, gain in result.gains["ewma_mix"].items():
                    bars.add(
                        f"{window.name}: gain over ewma_mix in {score_name}", gain["gain"], at_least(0, strict=True)
                    )
            if window in (GED, SIRENS):
                for peer in ("ewma_mix", "conflictology"):
                    for score_name in ("log_score_nb", "crps"):
                        low = result.gains[peer][score_name]["low"]
                        bars.add(
                            f"{window.name}: low end of gain over {peer} in {score_name}", low, at_least(0, strict=True)
                        )
            if window in (NEXT_DAY, WEEK_AHEAD):
                differing = _leaks(window, Path(name), out)
                bars.add(f"{window.name}: figures that later events change", differing, at_most(0))
    return bars.show()


def _next_day(bars: Bars, result) -> None:
    own, gain = result.scores["vedette"], result.gains["ewma_mix"]["log_score_nb"]
    calibration, name = result.calibration["vedette"], NEXT_DAY.name
    bars.add(f"{name}: gain over ewma_mix in nats per event", gain["gain"], at_least(0.05))
    bars.add(f"{name}: low end of that gain", gain["low"], at_least(0, strict=True))
    bars.add(f"{name}: CRPS", own["crps"], at_most(0.0149))
    bars.add(f"{name}: log loss", own["log_loss"], at_most(0.0335))
    for share, least in (("1", 0.65), ("5", 0.90), ("10", 0.957)):
        bars.add(f"{name}: hit rate at {share} %", own[f"hit_{share}pct"], at_least(least))
    for share in ("50", "90"):
        gap = abs(calibration["coverage"][f"{share}pct"]["gap"])
        bars.add(f"{name}: coverage gap at {share} %, either side", gap, at_most(0.015))
    bars.add(f"{name}: days that pass the N-test", calibration["n_test"]["pass_rate"], at_least(0.93))


def _leaks(window: Window, folder: Path, full: Path) -> int:
    """Rows that differ when the file of events ends in the middle of the month, by the scorer's leak check."""
    events = cut(window, "2007-12-15", folder / "cut.csv")
    hindcast(window, folder / "cut.parquet", events=events, last="2007-12-16")
    command = [sys.executable, str(TOOLS / "score_forecast.py"), str(full), "--leak", str(folder / "cut.parquet")]
    found = json.loads(subprocess.run(command, check=False, capture_output=True, text=True).stdout)
    print(f"leak check: {found['rows_that_differ']} of {found['rows_compared']:,} common rows differ")
    return int(found["rows_that_differ"])


if __name__ == "__main__":
    sys.exit(main())
