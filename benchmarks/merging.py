"""Merging over the whole way: a made press writes about 2,000 reports, they are read, merged and held against the truth.

    python benchmarks/merging.py [--seeds 1] [--days 36] [--least 0.90]

B-cubed (Bagga and Baldwin, 1998, Entity-based cross-document coreferencing) over the reports that tell an incident: a
report counts once for each incident of the picture that rests on it, and alone where nothing was read from it. Papers
print wire copy under a headline of their own and without its last paragraph, so that no two texts are the same. The last
column counts origins that copies of wire reports add to the incidents: it has to be 0. Exits 1 when the F1 of a seed
lies below --least, or when a copy counts as independent.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from vedette.exercise import World, simulate, write_reports
from vedette.exercise.truth import ReportKind, TrueReport, WrittenReport
from vedette.picture import duplicates, merge
from vedette.picture.backing import backing_of
from vedette.picture.origins import independent
from vedette.picture.voices import perpetrators_of
from vedette.read import read_many
from vedette.store.basemap import governorates, towns
from vedette.terms.marking import Marking
from vedette.terms.picture import Picture
from vedette.terms.places import Area
from vedette.terms.report import Claim, Report

FIRST = date(2031, 5, 1)
TELLING = {ReportKind.FIRST, ReportKind.DUPLICATE, ReportKind.WIRE, ReportKind.COPY, ReportKind.RUMOUR}


def made_world(areas: Sequence[Area]) -> World:
    """Every town of the country with the same rate, all types of attack, an election on the eleventh day."""
    return World.model_validate(
        {
            "areas": [
                {"id": a.id, "latitude": a.latitude, "longitude": a.longitude, "rate": 0.25} for a in areas if a.parent
            ],
            "contagion": {"branching": 0.3, "decay_days": 4, "spread": 0.2},
            "deterrence": {"effect": 0.3},
            "types": {
                "bombing": 0.4,
                "shooting": 0.2,
                "rocket": 0.1,
                "drone": 0.1,
                "shelling": 0.1,
                "kidnapping": 0.05,
                "arson": 0.05,
            },
            "elections": [{"day": FIRST + timedelta(days=11), "lift": 0.5, "lead": 3, "lag": 1}],
        }
    )


def printed(report: WrittenReport, fact: TrueReport) -> str:
    """The text of a report; a copy of wire under the paper's headline and cut at its end."""
    if fact.kind is not ReportKind.COPY:
        return report.text
    shorter = report.body.rsplit("\n\n", 1)[0]
    return report.text.replace(report.title, f"{report.publisher}'s pages: {report.title}", 1).replace(
        report.body, shorter, 1
    )


def b_cubed(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Precision and recall of (true, found) labels, each item counted once."""
    both, real, made = Counter(pairs), Counter(t for t, _ in pairs), Counter(f for _, f in pairs)
    precision = sum(n * n / made[f] for (_, f), n in both.items()) / len(pairs)
    recall = sum(n * n / real[t] for (t, _), n in both.items()) / len(pairs)
    return precision, recall


def labels(truth: dict[str, TrueReport], reports: Sequence[Report], picture: Picture) -> list[tuple[str, str]]:
    """(true incident, incident of the picture) for every report that tells one."""
    found: dict[str, list[str]] = {}
    for incident in picture.incidents:
        for report in incident.reports:
            found.setdefault(report, []).append(incident.id)
    return [
        (fact.tells, incident)
        for report in reports
        if (fact := truth[report.origin]).kind in TELLING and fact.tells
        for incident in found.get(report.id, [f"unread {report.id}"])
    ]


def added_by_copies(
    truth: dict[str, TrueReport], reports: Sequence[Report], claims: Sequence[Claim], picture: Picture
) -> int:
    """Origins that the incidents have beyond those that they have without the copies whose wire they rest on, too."""
    by_id, originals, perpetrators = {r.id: r for r in reports}, duplicates(reports), perpetrators_of(claims)
    told = {c.id: backing_of(c, by_id[c.report], perpetrators) for c in claims}
    added = 0
    for incident in picture.incidents:
        names = {by_id[r].origin for r in incident.reports}
        whole = [told[c] for c in incident.sources]
        less = [b for b in whole if truth[b.report.origin].copy_of not in names]
        added += len(independent(whole, originals)) - len(independent(less, originals))
    return added


def measure(seed: int, days: int) -> tuple[dict[str, float], float, int]:
    """The figures of one world by name, its F1 and the origins that copies add."""
    areas = [*governorates(), *towns()]
    world = made_world(areas)
    written = write_reports(simulate(world, FIRST, days, seed), areas, seed)
    truth = {fact.name: fact for fact in written.truth.reports}
    begin = time.perf_counter()
    documents = [(report.name, printed(report, truth[report.name]).encode()) for report in written.reports]
    reports, claims, refused = read_many(documents, datetime.now(UTC), Marking.GREEN)
    seen = time.perf_counter()
    picture = merge(reports, claims, areas, FIRST + timedelta(days=days + 3))
    end = time.perf_counter()
    pairs = labels(truth, reports, picture)
    precision, recall = b_cubed(pairs)
    f1 = 2 * precision * recall / (precision + recall)
    copies = added_by_copies(truth, reports, claims, picture)
    figures = {
        "seed": seed,
        "reports": len(reports),
        "wire": sum(truth[r.origin].kind is ReportKind.COPY for r in reports),
        "refused": len(refused),
        "true": len({t for t, _ in pairs}),
        "found": len(picture.incidents),
        "precision": precision,
        "recall": recall,
        "F1": f1,
        "read s": seen - begin,
        "merge s": end - seen,
        "copies": copies,
    }
    return figures, f1, copies


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--days", type=int, default=36)
    parser.add_argument("--least", type=float, default=0.90)
    options = parser.parse_args()
    good = True
    for number, seed in enumerate(options.seeds):
        figures, f1, copies = measure(seed, options.days)
        if not number:
            print("  ".join(f"{name:>9}" for name in figures))
        print("  ".join(f"{v:9.3f}" if isinstance(v, float) else f"{v:9d}" for v in figures.values()))
        good &= f1 >= options.least and not copies
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
