"""A drawn deployment against its recorded mixture: exact validity, the right effect, and what few deployments allow."""

import numpy as np
import pytest

from vedette.review import review_deployment
from vedette.review.settings import settings
from vedette.terms.errors import FieldError
from vedette.terms.finding import ReviewDesign, Verdict
from vedette.terms.marking import Marking


def mixture(seed=1, deployments=60, areas=10, days=14, covered=4):
    generator = np.random.default_rng(seed)
    presence = np.zeros((deployments, areas, days))
    for d in range(deployments):
        for t in range(days):
            presence[d, generator.permutation(areas)[:covered], t] = 1
    weights = generator.dirichlet(np.full(deployments, 5.0))
    baseline = np.repeat(generator.uniform(1, 6, areas)[:, None], days, axis=1)
    return weights, presence, baseline, generator


def test_p_is_valid_over_the_mixture_on_any_counts():
    weights, presence, baseline, generator = mixture(deployments=40)
    counts = generator.poisson(baseline * np.exp(generator.normal(0, 0.5, baseline.shape)))
    p = np.array([review_deployment(weights, presence, i, counts, baseline).p for i in range(40)])
    for alpha in (0.05, 0.1, 0.2, 0.5):
        assert weights[p <= alpha].sum() <= alpha + 1e-9
    assert weights[p <= 0.5].sum() > 0.3


def test_p_is_the_weight_of_deployments_at_least_as_far_out():
    weights, presence, baseline, generator = mixture(deployments=7, areas=3, days=2, covered=1)
    counts = generator.poisson(baseline)
    level = counts.sum() / baseline.sum()
    precision = 1 / (1 + settings().statistic.between_variance * baseline.sum(axis=1, keepdims=True))
    mean = np.tensordot(weights, presence, 1)
    score = [float((precision * (one - mean) * (counts - level * baseline)).sum()) for one in presence]
    by_hand = sum(w for w, s in zip(weights, score, strict=True) if abs(s) >= abs(score[2]) - 1e-12)
    assert review_deployment(weights, presence, 2, counts, baseline).p == pytest.approx(by_hand)


def test_a_cut_is_found_at_its_size():
    weights, presence, baseline, generator = mixture(seed=2, deployments=200)
    counts = generator.poisson(baseline * np.where(presence[5] > 0, 0.5, 1.0) * 3)
    finding = review_deployment(weights, presence, 5, counts, baseline)
    assert finding.verdict is Verdict.REDUCED
    assert finding.low < np.log(0.5) < finding.high < 0
    assert 0 < finding.mde < 0.5
    assert finding.marking is Marking.AMBER_STRICT


def test_intervals_hold_the_true_effect_as_often_as_they_promise():
    weights, presence, baseline, generator = mixture(seed=3, deployments=100, days=7)
    inside, runs, truth = 0, 80, np.log(0.7)
    for _ in range(runs):
        index = int(generator.choice(100, p=weights))
        wobble = np.exp(generator.normal(0, 0.4, (10, 1)))
        counts = generator.poisson(baseline * wobble * np.where(presence[index] > 0, 0.7, 1.0))
        finding = review_deployment(weights, presence, index, counts, baseline)
        inside += finding.low <= truth <= finding.high
    # 95 % of 80 is 76; fewer than 69 come by chance less than once in a thousand times
    assert inside >= 69


def test_harm_beside_covered_areas_is_seen_and_a_plain_cut_is_no_displacement():
    weights, presence, baseline, generator = mixture(seed=4, deployments=300, days=28, covered=2)
    neighbours = [[(i + 1) % 10] for i in range(10)]
    cut = baseline * np.where(presence[0] > 0, 0.5, 1.0) * 3
    beside = (presence[0][[(i + 1) % 10 for i in range(10)]] > 0) & (presence[0] == 0)
    moved = review_deployment(
        weights, presence, 0, generator.poisson(cut * np.where(beside, 1.8, 1)), baseline, neighbours
    )
    assert moved.verdict is Verdict.REDUCED_AND_MOVED
    assert moved.displacement.estimate == pytest.approx(np.log(1.8), abs=0.3)
    plain = review_deployment(weights, presence, 0, generator.poisson(cut), baseline, neighbours)
    assert plain.displacement.low < 0 < plain.displacement.high


def test_few_deployments_cannot_say_and_name_the_smallest_p():
    _, presence, baseline, generator = mixture(deployments=3)
    finding = review_deployment(np.array([0.2, 0.3, 0.5]), presence, 1, generator.poisson(baseline), baseline)
    assert finding.verdict is Verdict.CANNOT_SAY
    assert finding.mde is None
    assert "smallest p that this mixture of 3 deployments could have given" in finding.statement


def test_a_mixture_of_one_deployment_is_no_lottery():
    _, presence, baseline, generator = mixture(deployments=3)
    finding = review_deployment(np.array([0.0, 1.0, 0.0]), presence, 1, generator.poisson(baseline), baseline)
    assert finding.design is ReviewDesign.NONE
    assert finding.p is None
    assert finding.statement.startswith("Cannot say")


def test_no_attack_at_all_says_nothing():
    weights, presence, baseline, _ = mixture()
    finding = review_deployment(weights, presence, 1, np.zeros(baseline.shape), baseline)
    assert finding.verdict is Verdict.CANNOT_SAY
    assert finding.estimate is None


INVALID = [
    ("weights", {"weights": [0.5, 0.6, 0.1]}, "a sum of 1"),
    ("weights", {"weights": [0.5, 0.5]}, "one weight for each of 3"),
    ("weights", {"weights": [1.5, -0.6, 0.1]}, "0 or more"),
    ("index", {"index": 3}, "0 to 2"),
    ("index", {"index": 2, "weights": [0.5, 0.5, 0.0]}, "weight above 0"),
    ("presence", {"presence": np.zeros((3, 0, 5))}, "none of them 0"),
    ("counts", {"counts": np.zeros((2, 5))}, "10 areas × 14 days"),
    ("baseline", {"baseline": np.full((10, 14), np.nan)}, "0 or more"),
    ("neighbours", {"neighbours": [[1]]}, "one for each of 10 areas"),
]


@pytest.mark.parametrize(("field", "change", "expected"), INVALID)
def test_bad_arrays_are_refused_by_name(field, change, expected):
    _, presence, baseline, _ = mixture(deployments=3)
    good = {"weights": [0.2, 0.3, 0.5], "presence": presence, "index": 1, "counts": baseline, "baseline": baseline}
    with pytest.raises(FieldError, match=f"deployment: {field}: .*{expected}"):
        review_deployment(
            **{k: np.array(v) if isinstance(v, list) and k == "weights" else v for k, v in (good | change).items()}
        )
