"""Reading dispatches into templates: tokens and their places, names, trees as arrays, plans, and the shipped model."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from vedette.read.model.templates import ROLES, TYPES, is_shipped, load, read_templates
from vedette.read.model.templates.choose import gain
from vedette.read.model.templates.encoded import blend, lay
from vedette.read.model.templates.items import Item, same_name
from vedette.read.model.templates.linear import Linear, sigmoid
from vedette.read.model.templates.structure import Plan, plans
from vedette.read.model.templates.traits import mix, scene, token_traits
from vedette.read.model.templates.trees import Trees
from vedette.read.model.templates.words import dispatch, normal
from vedette.terms.errors import VedetteError

ROOT = Path(__file__).resolve().parents[2]

# Written for these tests; no text of the corpus.
DISPATCH = """   PUERTO CLARO, 4 MAY 89 (AGENCY X) -- [TEXT] UNIDENTIFIED GUNMEN KILLED JUDGE PEDRO\nALCAZAR TODAY.  MR. ALCAZAR'S CAR
WAS HIT BY 20 BULLETS, ACCORDING TO U.S. OFFICIALS.

   THE NORTHERN FRONT OF LIBERATION [NFL] CLAIMED RESPONSIBILITY."""


def test_every_token_stands_in_the_text_where_it_says():
    page = dispatch(DISPATCH)
    assert [DISPATCH[a:b].upper() for a, b in zip(page.start, page.end, strict=True)] == page.word


def test_sentences_end_at_points_but_not_behind_titles_and_initials_and_at_empty_lines():
    page = dispatch(DISPATCH)
    told = [" ".join(page.word[a:b]) for a, b in zip(page.first[:-1], page.first[1:], strict=True)]
    assert [s.split()[0] for s in told] == ["PUERTO", "MR", "THE"]
    assert told[1].endswith("U.S. OFFICIALS .")


def test_a_span_reads_as_the_answer_key_writes_it():
    page = dispatch(DISPATCH)
    at = page.word.index("PEDRO")
    assert page.span(at, at + 2) == "pedro alcazar"
    at = page.word.index("NFL")
    assert page.span(at - 1, at + 2) == "(nfl)"


@pytest.mark.parametrize(
    ("written", "compared"),
    [("The U.S. embassy", "us embassy"), ("an M-16 rifle", "m16 rifle"), ("  two\nmen ", "two men"), ("a", "")],
)
def test_mentions_are_compared_without_articles_and_punctuation(written, compared):
    assert normal(written) == compared


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("pedro alcazar", "alcazar", True),
        ("northern front of liberation", "nfl", True),
        ("two gunmen", "gunmen", True),
        ("juan perez", "luis perez", False),
        ("gunmen", "bombs", False),
    ],
)
def test_names_that_plainly_mean_the_same(a, b, same):
    assert same_name(a, b) is same
    assert same_name(b, a) is same


def test_traits_hold_hashes_and_no_words():
    traits = token_traits(scene(dispatch(DISPATCH)))
    assert traits.dtype == np.uint64
    assert traits.shape[0] == len(dispatch(DISPATCH))
    assert mix(np.array([0], dtype=np.uint64), 3)[0] == 0


def test_a_linear_model_adds_the_weights_of_known_traits_alone():
    traits = np.array([[5 << 32, 7 << 32, 0], [9 << 32, 0, 0]], dtype=np.uint64)
    model = Linear(
        np.array([5, 7], dtype=np.uint32), np.array([[1.0], [2.0]], dtype=np.float32), np.array([0.5], dtype=np.float32)
    )
    assert model.scores(traits).ravel().tolist() == [3.5, 0.5]


def test_trees_go_left_up_to_the_threshold_and_bags_are_averaged():
    trees = Trees(
        np.array([0, -1, -1, -1], dtype=np.int16),
        np.array([1.5, 0, 0, 0], dtype=np.float32),
        np.array([1, 0, 0, 0], dtype=np.int32),
        np.array([2, 0, 0, 0], dtype=np.int32),
        np.array([0, -2.0, 2.0, 0.0], dtype=np.float32),
        np.array([0, 3], dtype=np.int32),
        np.array([0, 1], dtype=np.int8),
    )
    rows = np.array([[1.5], [1.6]], dtype=np.float32)
    left, right = sigmoid(np.array([-2.0, 2.0], dtype=np.float32))
    assert trees.chances(rows).tolist() == pytest.approx([(left + 0.5) / 2, (right + 0.5) / 2])
    assert trees.chances(rows, only=1).tolist() == pytest.approx([0.5, 0.5])


def test_word_pieces_are_laid_on_the_tokens_that_they_cover():
    page = dispatch("GUNMEN FLED.")
    entry = {
        "offsets": np.array([[0, 3], [3, 6], [7, 11], [11, 12]]),
        "roles": np.array([[0.8] * 7, [0.6] * 7, [0.1] * 7, [0.0] * 7], dtype=np.float32),
        "begins": np.array([[0.9] * 7, [0.2] * 7, [0.1] * 7, [0.0] * 7], dtype=np.float32),
        "types": np.zeros((4, 6), dtype=np.float32),
        "telling": np.zeros(4, dtype=np.float32),
        "windows": np.array([[0.2] * 7, [0.6] * 7], dtype=np.float32),
    }
    tokens, document = lay(entry, page)
    assert tokens[0, 0] == pytest.approx(0.7)
    assert tokens[0, 5] == pytest.approx(0.9)
    assert document[0] == pytest.approx(0.6)
    assert document[7] == pytest.approx(0.4)
    mixed = blend(np.full((len(page), 22), 0.5, dtype=np.float32), tokens)
    assert mixed.shape == (len(page), 15)
    assert mixed[0, 0] > mixed[1, 0]


def _item(role: int, sentence: int, text: str) -> Item:
    return Item(role, 0, 0, text, (sentence * 10, sentence * 10 + 1), sentence, 0)


def test_two_groups_of_victims_make_a_plan_of_two_incidents_and_the_gunmen_join_both():
    found = [_item(3, 1, "pedro alcazar"), _item(3, 9, "luisa mena"), _item(0, 1, "gunmen")]
    links = np.array([[1.0, 0.1, 0.9], [0.1, 1.0, 0.8], [0.9, 0.8, 1.0]])
    made = plans(0, found, np.array([0.8, 0.7, 0.6], dtype=np.float32), links, np.array([0.5, 0.1], dtype=np.float32))
    assert made[0].groups == ((0, 1, 2),)
    assert ((0, 2), (1, 2)) in [p.groups for p in made]


def test_what_is_told_is_worth_telling_and_a_name_is_told_once():
    found = [_item(3, 1, "pedro alcazar"), _item(3, 2, "alcazar"), _item(0, 1, "gunmen")]
    plan = Plan(0, ((0, 1, 2),), 0.0)
    value, told = gain(plan, found, np.array([0.9], dtype=np.float32), np.array([0.8, 0.7, 0.2], dtype=np.float32), 0.5)
    assert told == [(0, [0])]
    assert value == pytest.approx(2 * 0.9 - 0.5 + 2 * 0.8 - 0.5)
    nothing, silent = gain(
        plan, found, np.array([0.1], dtype=np.float32), np.array([0.2, 0.1, 0.1], dtype=np.float32), 0.5
    )
    assert (nothing, silent) == (0.0, [])


def test_a_broken_model_file_is_named(tmp_path):
    path = tmp_path / "broken.npz"
    path.write_bytes(b"no arrays")
    with pytest.raises(VedetteError, match=r"broken\.npz: the template model cannot be read"):
        load(path)


needs_model = pytest.mark.skipif(not is_shipped("plain"), reason="the weights of the template reader are absent")


@needs_model
def test_the_shipped_model_gives_templates_in_the_scored_form():
    told = read_templates(DISPATCH, load("plain"))
    assert told
    assert read_templates(DISPATCH, load("plain")) == told
    for template in told:
        assert template["incident_type"] in TYPES
        for role in ROLES:
            assert all(len(entity) == 1 and entity[0] in normal(DISPATCH) for entity in template[role])


@needs_model
@pytest.mark.parametrize("text", ["", " \n\n ", ".", "[[[((", "É" * 50, "A" * 20_000, "\x00\x01"])
def test_any_text_is_read_without_a_crash(text):
    assert isinstance(read_templates(text, load("plain")), list)


@pytest.mark.skipif(not is_shipped("encoded"), reason="the weights with the encoder are absent")
def test_the_model_with_the_encoder_asks_for_what_the_encoder_says():
    model = load("encoded")
    with pytest.raises(ValueError, match="needs the encoder"):
        read_templates(DISPATCH, model)
    count = len(DISPATCH)
    silent = {name: np.zeros((count, 7), dtype=np.float32) for name in ("roles", "begins")}
    silent |= {"types": np.zeros((count, 6), dtype=np.float32), "telling": np.zeros(count, dtype=np.float32)}
    silent |= {
        "offsets": np.stack([np.arange(count), np.arange(1, count + 1)], axis=1),
        "windows": np.zeros((1, 7), dtype=np.float32),
    }
    loud = silent | {"windows": np.ones((1, 7), dtype=np.float32)}
    assert read_templates(DISPATCH, model, silent) == []
    assert isinstance(read_templates(DISPATCH, model, loud), list)


@needs_model
def test_the_benchmark_reads_blinded_texts_and_writes_one_line_each(tmp_path):
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text(
        "".join(json.dumps({"docid": str(n), "text": DISPATCH}) + "\n" for n in range(2)), encoding="utf-8"
    )
    subprocess.run([sys.executable, ROOT / "benchmarks/muc4.py", "--texts", given, "--out", out], check=True)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [r["docid"] for r in rows] == ["0", "1"]
    assert all(isinstance(r["templates"], list) for r in rows)


@needs_model
@pytest.mark.shared
@pytest.mark.slow
def test_the_shipped_model_reaches_its_published_figure_on_the_development_part(tmp_path):
    gold = ROOT.parent / "shared/data/muc4/dev.jsonl"
    scorer = ROOT.parent / "shared/tools/score_muc.py"
    if not gold.exists():
        pytest.skip("../shared/data/muc4 is absent")
    out = tmp_path / "out.jsonl"
    subprocess.run([sys.executable, ROOT / "benchmarks/muc4.py", "--texts", gold, "--out", out], check=True)
    told = subprocess.run([sys.executable, scorer, gold, out, "--json"], check=True, capture_output=True, text=True)
    assert json.loads(told.stdout)["scores"][str(out)]["micro"]["f1"] >= 46
