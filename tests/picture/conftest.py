"""Reports and claims made by hand, and a made world whose truth is known claim by claim."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pytest

from vedette.terms.places import Area, AreaKind, LocalName
from vedette.terms.report import (
    Actor,
    Casualties,
    Claim,
    ClaimKind,
    Item,
    Modality,
    PlaceRef,
    Report,
    SourceLink,
    Span,
    TimeRef,
)

TOWNS = {
    "Ramadi": (33.42, 43.30, "Anbar"),
    "Fallujah": (33.35, 43.78, "Anbar"),
    "Hit": (33.64, 42.83, "Anbar"),
    "Mosul": (36.34, 43.13, "Nineveh"),
    "Tal Afar": (36.37, 42.45, "Nineveh"),
    "Kirkuk": (35.47, 44.39, "Kirkuk"),
}
GOVERNORATES = {"Anbar": (33.0, 41.5), "Nineveh": (36.0, 42.6), "Kirkuk": (35.4, 44.3)}
COUNTRY = (33.0, 43.7)


def make_report(
    name: str, publisher: str = "Tigris Observer", day: date | None = date(2031, 5, 10), text: str = "", **more: object
) -> Report:
    return Report(id=f"report-{name}", publisher=publisher, published=day, text=text or f"text of {name}", **more)


def make_claim(
    name: str,
    report: Report | str,
    place: str | None = "Ramadi",
    day: date | None = date(2031, 5, 9),
    kind: str = "attack",
    type: str | None = "bombing",  # noqa: A002 - the field's name
    modality: str = "happened",
    voices: tuple[tuple[str, str | None], ...] = (),
    killed: int | None = None,
    injured: int | None = None,
    actors: tuple[str, ...] = (),
    targets: tuple[str, ...] = (),
    end: date | None = None,
    evidence: str = "it is said that it happened",
    **more: object,
) -> Claim:
    return Claim(
        id=f"claim-{name}",
        report=report if isinstance(report, str) else report.id,
        kind=ClaimKind(kind),
        type=type,
        modality=Modality(modality),
        places=(make_place(place),) if place else (),
        time=TimeRef(start=day, end=end or day) if day else None,
        casualties=Casualties(killed=killed, injured=injured) if (killed, injured) != (None, None) else None,
        actors=tuple(Actor(text=a) for a in actors),
        targets=tuple(Item(text=t) for t in targets),
        attribution=tuple(SourceLink(text=text, role=role) for text, role in voices),
        evidence=(Span(start=0, end=len(evidence), text=evidence),),
        **more,
    )


def make_place(name: str) -> PlaceRef:
    if name in TOWNS:
        latitude, longitude, admin1 = TOWNS[name]
        precision = "town"
    elif name in GOVERNORATES:
        (latitude, longitude), admin1, precision = GOVERNORATES[name], name, "governorate"
    else:
        (latitude, longitude), admin1, precision = COUNTRY, None, "country"
    return PlaceRef(
        text=name, name=name, latitude=latitude, longitude=longitude, country="IQ", admin1=admin1, precision=precision
    )


def make_areas(*, towns: bool = True, governorates: bool = True) -> list[Area]:
    areas = []
    if governorates:
        areas += [
            Area(id=n, name=LocalName(en=n), kind=AreaKind.GOVERNORATE, latitude=a, longitude=b, zone="Asia/Baghdad")
            for n, (a, b) in GOVERNORATES.items()
        ]
    if towns:
        areas += [
            Area(
                id=n,
                name=LocalName(en=n),
                kind=AreaKind.TOWN,
                parent=p if governorates else None,
                latitude=a,
                longitude=b,
                zone="Asia/Baghdad",
            )
            for n, (a, b, p) in TOWNS.items()
        ]
    return areas


@dataclass
class World:
    reports: list[Report]
    claims: list[Claim]
    truth: dict[str, int]
    areas: list[Area]
    last: date


TYPES = ["bombing", "shooting", "rocket", "drone", "kidnapping", "arson", "shelling"]
RELATED = {"bombing": "rocket", "rocket": "shelling", "drone": "rocket", "shelling": "rocket"}
TARGETS = ["army checkpoint", "police station", "market", "convoy of trucks", "power line", "mayor", "school", "mosque"]
FILLER = [
    "witness",
    "smoke",
    "street",
    "morning",
    "evening",
    "wounded",
    "hospital",
    "ambulance",
    "cordon",
    "traffic",
    "shop",
    "house",
    "road",
    "bridge",
]


def make_world(reports: int, seed: int = 7, per_day: float = 9.0, towns: int = 60) -> World:
    """Incidents told one to six times, with errors of day, place, type and toll; wires copied by several outlets."""
    rng = np.random.default_rng(seed)
    start = date(2031, 3, 1)
    governors = [(f"Province {i}", 31 + 5 * rng.random(), 42 + 4 * rng.random()) for i in range(12)]
    places = []
    for number in range(towns):
        name, latitude, longitude = governors[number % len(governors)]
        places.append((f"Town{number}", latitude + rng.normal(0, 0.35), longitude + rng.normal(0, 0.35), name))
    weight = rng.pareto(1.5, towns) + 0.2
    weight /= weight.sum()
    outlets = [
        f"{a} {b}" for a in ("Tigris", "Basra", "Zagros", "Dijla", "Mesopotamia") for b in ("Post", "Voice", "News")
    ]
    made_reports, made_claims, truth = [], [], {}
    pending: dict[tuple[str, int], list[tuple[int, dict[str, object]]]] = defaultdict(list)
    count, number = 0, 0
    while count < reports:
        day = int(number / per_day)
        town = places[rng.choice(towns, p=weight)]
        real = {
            "type": str(rng.choice(TYPES)),
            "target": str(rng.choice(TARGETS)),
            "actor": str(rng.choice(["Ashab al-Wadi", "Free Tribes", "Black Banner", ""])),
            "killed": int(rng.poisson(1.5)),
            "injured": int(rng.poisson(3)),
            "town": town,
            "day": day,
        }
        for outlet in rng.choice(outlets, size=int(rng.integers(1, 5)), replace=False):
            key = (str(outlet), day + int(rng.integers(0, 2)))
            count += key not in pending
            pending[key].append((number, real))
        number += 1
    for (outlet, day), told in sorted(pending.items()):
        report = make_report(
            f"{outlet}-{day}", outlet, start + timedelta(days=day + 1), text=" ".join(map(str, rng.random(40)))
        )
        made_reports.append(report)
        for place, (incident, real) in enumerate(told):
            claim = _tell(rng, report, place, real, start)
            made_claims.append(claim)
            truth[claim.id] = incident
    areas = [
        Area(id=n, name=LocalName(en=n), kind=AreaKind.TOWN, parent=None, latitude=a, longitude=b)
        for n, a, b, _ in places
    ]
    return World(made_reports, made_claims, truth, areas, start + timedelta(days=max(d for _, d in pending)))


def _tell(rng: np.random.Generator, report: Report, place: int, real: dict[str, object], start: date) -> Claim:
    town, latitude, longitude, admin1 = real["town"]
    day = start + timedelta(days=real["day"] + (int(rng.choice([-1, 1])) if rng.random() < 0.06 else 0))
    end = day + timedelta(days=1) if rng.random() < 0.08 else day
    coarse = rng.random() < 0.05
    kind = real["type"]
    if rng.random() < 0.08:
        kind = RELATED.get(kind, kind)
    blur = 0.02 * rng.normal(size=2)
    where = PlaceRef(
        text=admin1 if coarse else town,
        name=admin1 if coarse else town,
        latitude=float(latitude + blur[0] + (0.4 if coarse else 0)),
        longitude=float(longitude + blur[1]),
        country="IQ",
        admin1=admin1,
        precision="governorate" if coarse else "town",
    )
    vary = rng.random() < 0.25
    words = " ".join([real["target"], town, kind, *rng.choice(FILLER, 5)])
    return Claim(
        id=f"{report.id}/{place}",
        report=report.id,
        kind=ClaimKind.ATTACK,
        type=None if rng.random() < 0.12 else kind,
        modality=Modality.HAPPENED,
        places=(where,),
        time=None if rng.random() < 0.03 else TimeRef(start=day, end=end),
        actors=(Actor(text=real["actor"]),) if real["actor"] and rng.random() < 0.5 else (),
        targets=(Item(text=real["target"]),) if rng.random() < 0.7 else (),
        casualties=None
        if rng.random() < 0.3
        else Casualties(killed=max(0, real["killed"] + int(vary)), injured=real["injured"] + 2 * int(vary)),
        attribution=(SourceLink(text=report.publisher, role="outlet"),),
        evidence=(Span(start=0, end=len(words), text=words),),
        confidence=0.8,
    )


def b_cubed(truth: dict[str, int], found: dict[str, str]) -> float:
    """B-cubed F1 (Bagga and Baldwin, 1998) of a clustering of claims, each claim counted once."""
    both = Counter((truth[c], found[c]) for c in truth)
    real, made = Counter(truth.values()), Counter(found[c] for c in truth)
    precision = sum(n * n / made[f] for (_, f), n in both.items()) / len(truth)
    recall = sum(n * n / real[t] for (t, _), n in both.items()) / len(truth)
    return 2 * precision * recall / (precision + recall)


@pytest.fixture(scope="session")
def report():
    return make_report


@pytest.fixture(scope="session")
def claim():
    return make_claim


@pytest.fixture(scope="session")
def areas():
    return make_areas


@pytest.fixture(scope="session")
def world():
    return make_world


@pytest.fixture(scope="session")
def score():
    return b_cubed
