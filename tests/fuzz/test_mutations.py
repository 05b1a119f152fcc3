"""Broken documents of every kind: only reports and errors of one line come out, whatever was done to the bytes."""

import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seeds import mutated, seeds

from vedette.read.inputs.documents import documents, readings
from vedette.store.robots import parse_robots
from vedette.terms.errors import VedetteError
from vedette.terms.report import Report

SEEDS = seeds()


def _check(raw, name):
    for item in documents(raw, name):
        assert isinstance(item, Report | VedetteError)
        if isinstance(item, VedetteError):
            assert "\n" not in str(item)
            assert str(item).startswith(name)
        else:
            assert item.model_validate_json(item.model_dump_json()) == item


@pytest.mark.parametrize("kind", SEEDS)
def test_changed_bytes_are_read_or_refused(kind):
    name, raw = SEEDS[kind]
    rng = random.Random(zlib.crc32(kind.encode()))
    for _ in range(40):
        _check(mutated(raw, rng), name)


@given(st.sampled_from(sorted({name for name, _ in SEEDS.values()})), st.binary(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_bytes_under_any_name_are_read_or_refused(name, raw):
    _check(raw, name)


HEADS = {
    "a.xml": b"<rss><channel><item><title>",
    "a.html": b"<html><body><p>",
    "a.eml": b"From: a\nSubject: ",
    "a.jsonl": b'{"text": "',
    "a.csv": b"date,area,type\n2031-05-12,",
    "a.pdf": b"%PDF-1.4\n1 0 obj\n",
    "a.parquet": b"PAR1",
}


@given(st.sampled_from(sorted(HEADS)), st.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_text_behind_a_good_beginning_is_read_or_refused(name, text):
    _check(HEADS[name] + text.encode("utf-8", "surrogatepass"), name)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), min_size=3, max_size=6), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_any_cells_of_a_table_are_read_or_named(cells, swap):
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    _check(f"date,area,type,latitude,longitude,killed\n{quoted}\n2031-05-12,x,,,,\n".encode(), "a.csv")


def test_claims_of_changed_documents_have_verbatim_passages():
    rng = random.Random(5)
    for kind in ("html", "mail", "csv", "acled", "pdf open"):
        name, raw = SEEDS[kind]
        for _ in range(6):
            for found in readings(mutated(raw, rng), name):
                for claim in () if isinstance(found, VedetteError) else found[1]:
                    for span in claim.evidence:
                        assert found[0].text[span.start : span.end] == span.text


@pytest.mark.slow
@pytest.mark.parametrize("kind", SEEDS)
def test_many_changed_documents_stay_within_two_seconds_and_256_mb(kind, under_limits):
    name, raw = SEEDS[kind]
    rng = random.Random(zlib.crc32(kind.encode()) + 1)
    found = under_limits({f"{n:04}": (name, mutated(raw, rng)) for n in range(800)})
    wrong = {n: r for n, r in found["files"].items() if not {"report", "error"}.issuperset(r["kinds"])}
    assert not wrong
    assert found["peak"] < 256


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_bytes_are_read_as_robots(raw):
    assert parse_robots(raw.decode("utf-8", "replace"), "Vedette").delay >= 0
