"""Merging over the whole way: a made press writes about 2,000 reports, they are read, merged and held against the truth.

    python benchmarks/merging.py [--seeds 1 2 3] [--worlds usual press crowded misspelt] [--days 36] [--least 0.90] [--churn]

B-cubed (Bagga and Baldwin, 1998, Entity-based cross-document coreferencing) over the reports that tell an incident: a
report counts once for each incident of the picture that rests on it, and alone where nothing was read from it. Papers
print wire copy under a headline of their own and without its last paragraph, so that no two texts are the same. "share" is
the share of such copies that the incidents count as an origin beside the wire: it has to be 0. The worlds: `usual`; `press`,
most attacks come by wire, with up to three copies and another toll in nine second reports of ten; `crowded`, the same
attacks in twelve towns, so that a town sees several on one day; `misspelt`, every fifth report has a letter of each
name of its town changed. --churn adds the reports of each world day by day and prints the share of incidents whose id
was gone a day later. Exits 1 when the F1 of a usual world lies below --least, or when a copy counts as independent.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import mean

from vedette.exercise import World, simulate, write_reports
from vedette.exercise.truth import ReportKind, TrueReport, WrittenReport
from vedette.exercise.wording import settings
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
ATTACKS_PER_DAY = 27.0


@dataclass(frozen=True)
class Kind:
    """What makes a world harder: settings of its press, towns with attacks (None: all), share of reports misspelt."""

    press: dict[str, object]
    towns: int | None = None
    misspelt: float = 0.0


KINDS = {
    "usual": Kind({}),
    "press": Kind(
        {
            "wire": 0.6,
            "wire_copies": [0.0, 0.2, 0.4, 0.4],
            "duplicate": 0.6,
            "contradiction": 0.9,
            "other_toll": 0.4,
        }
    ),
    "crowded": Kind({}, towns=12),
    "misspelt": Kind({}, misspelt=0.2),
}


@contextmanager
def press_of(kind: Kind) -> Iterator[None]:
    """The made press with the settings of this kind of world, for as long as it writes."""
    rules = settings()
    before = {name: rules[name] for name in kind.press}
    rules.update(kind.press)
    try:
        yield
    finally:
        rules.update(before)


def made_world(areas: Sequence[Area], kind: Kind) -> World:
    """Towns of one rate, all types of attack, an election on the eleventh day."""
    towns = [a for a in areas if a.parent][: kind.towns]
    rate = ATTACKS_PER_DAY / len(towns) if kind.towns else 0.25
    return World.model_validate(
        {
            "areas": [{"id": a.id, "latitude": a.latitude, "longitude": a.longitude, "rate": rate} for a in towns],
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


def misspelt(text: str, fact: TrueReport, areas: dict[str, Area]) -> str:
    """The text with one letter of its town's names changed to the one that stands next to it."""
    area = areas.get(fact.area or "")
    for name in (area.name.en, area.name.ar, area.name.ckb) if area else ():
        if name and len(name) > 4 and name in text:
            at = Random(fact.name).randrange(1, len(name) - 2)
            text = text.replace(name, name[:at] + name[at + 1] + name[at] + name[at + 2 :])
    return text


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
    told = {c.id: backing_of(c, by_id[c.report], perpetrators, by_id[originals[c.report]]) for c in claims}
    added = 0
    for incident in picture.incidents:
        names = {by_id[r].origin for r in incident.reports}
        whole = [told[c] for c in incident.sources]
        less = [b for b in whole if truth[b.report.origin].copy_of not in names]
        added += max(0, len(independent(whole, originals)) - len(independent(less, originals)))
    return added


def churn(reports: Sequence[Report], claims: Sequence[Claim], areas: Sequence[Area], days: int) -> float:
    """Mean share of the incidents of a day whose id is gone a day later, when the reports of that day have come in."""
    gone: list[float] = []
    before: set[str] = set()
    for day in (FIRST + timedelta(days=n) for n in range(days)):
        known = [r for r in reports if r.published and r.published <= day]
        ids = {r.id for r in known}
        now = {i.id for i in merge(known, [c for c in claims if c.report in ids], areas, day).incidents}
        if before:
            gone.append(len(before - now) / len(before))
        before = now
    return mean(gone)


def measure(name: str, seed: int, days: int, *, with_churn: bool) -> tuple[dict[str, float | str], float, int]:
    """The figures of one world by name, its F1 and the origins that copies add."""
    kind = KINDS[name]
    areas = [*governorates(), *towns()]
    by_id = {area.id: area for area in areas}
    with press_of(kind):
        written = write_reports(simulate(made_world(areas, kind), FIRST, days, seed), areas, seed)
    truth = {fact.name: fact for fact in written.truth.reports}
    begin = time.perf_counter()
    draw = Random(seed)
    documents = []
    for report in written.reports:
        fact = truth[report.name]
        text = printed(report, fact)
        documents.append(
            (report.name, (misspelt(text, fact, by_id) if draw.random() < kind.misspelt else text).encode())
        )
    reports, claims, refused = read_many(documents, datetime.now(UTC), Marking.GREEN)
    seen = time.perf_counter()
    picture = merge(reports, claims, areas, FIRST + timedelta(days=days + 3))
    end = time.perf_counter()
    pairs = labels(truth, reports, picture)
    precision, recall = b_cubed(pairs)
    f1 = 2 * precision * recall / (precision + recall)
    copies = added_by_copies(truth, reports, claims, picture)
    wire = sum(truth[r.origin].kind is ReportKind.COPY for r in reports)
    figures: dict[str, float | str] = {
        "world": name,
        "seed": seed,
        "reports": len(reports),
        "wire": wire,
        "refused": len(refused),
        "true": len({t for t, _ in pairs}),
        "found": len(picture.incidents),
        "precision": precision,
        "recall": recall,
        "F1": f1,
        "read s": seen - begin,
        "merge s": end - seen,
        "share": copies / max(wire, 1),
    }
    if with_churn:
        figures["churn"] = churn(reports, claims, areas, days)
    return figures, f1, copies


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--worlds", nargs="+", choices=list(KINDS), default=["usual"])
    parser.add_argument("--days", type=int, default=36)
    parser.add_argument("--least", type=float, default=0.90)
    parser.add_argument("--churn", action="store_true")
    options = parser.parse_args()
    good = True
    for number, (name, seed) in enumerate((name, seed) for name in options.worlds for seed in options.seeds):
        figures, f1, copies = measure(name, seed, options.days, with_churn=options.churn)
        if not number:
            print("  ".join(f"{title:>9}" for title in figures))
        print("  ".join(f"{v:9.3f}" if isinstance(v, float) else f"{v:>9}" for v in figures.values()), flush=True)
        good &= (name != "usual" or f1 >= options.least) and not copies
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
