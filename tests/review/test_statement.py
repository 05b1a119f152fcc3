"""The words of a finding: a fixed vocabulary that claims nothing without a lottery."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.review import statement
from vedette.review.words import verdict_of
from vedette.terms.finding import Displacement, Finding, ReviewDesign, Verdict

CLAIMS = ("worked", "effective", "success", "proved", "proven", "thanks to", "caused", "fewer", "reduced")

chance = st.floats(0, 1)
log_ratio = st.floats(-6.9, 6.9)
maybe = st.one_of(st.none(), chance)
rings = st.builds(
    Displacement,
    estimate=st.one_of(st.none(), log_ratio),
    low=st.one_of(st.none(), log_ratio),
    high=st.one_of(st.none(), log_ratio),
    p=maybe,
    mde=maybe,
)


def finding(design, estimate, p, mde, ring, **more):
    can_say = design is ReviewDesign.LOTTERY
    return Finding(
        id="finding-1",
        trial="1",
        design=design,
        chosen=6,
        not_chosen=6,
        estimate=estimate,
        p=p,
        mde=mde,
        displacement=ring,
        verdict=verdict_of(estimate, p, ring, can_say=can_say),
        **more,
    )


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.none(), log_ratio), maybe, maybe, rings)
def test_no_claim_without_a_lottery(estimate, p, mde, ring):
    text = statement(finding(ReviewDesign.NONE, estimate, p, mde, ring))
    assert text.startswith("Cannot say")
    assert not any(word in text.lower() for word in CLAIMS)


@settings(max_examples=150, deadline=None)
@given(log_ratio, chance, maybe, rings)
def test_verdict_and_words_follow_p_and_sign(estimate, p, mde, ring):
    made = finding(ReviewDesign.LOTTERY, estimate, p, mde, ring)
    text = statement(made)
    assert ("reduced" in made.verdict) == (p <= 0.05 and estimate < 0)
    assert (made.verdict is Verdict.INCREASED) == (p <= 0.05 and estimate > 0)
    if p > 0.05:
        assert text.startswith("No change seen")
        assert "would have seen a cut of" in text or "could not have seen a cut of any size" in text
    assert "worked" not in text


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (
            finding(ReviewDesign.LOTTERY, -0.1, 0.4, 0.456, Displacement(estimate=0.1, p=0.5, mde=0.6)),
            (
                "No change seen. This review would have seen a cut of 46 % or more. "
                "No displacement seen; a rise of 60 % or more in the surroundings would have been seen."
            ),
        ),
        (
            finding(ReviewDesign.LOTTERY, -0.6, 0.012, 0.4, Displacement(), low=-1.2, high=-0.1),
            (
                "45 % fewer attacks where protected than without (95 % interval: 70 % fewer to 10 % fewer; p = 0.012). "
                "Displacement cannot be judged: nothing was counted in the surroundings."
            ),
        ),
        (
            finding(ReviewDesign.LOTTERY, -0.6, 0.0004, 0.4, Displacement(estimate=1, low=0.1, high=6.9, p=0.03)),
            (
                "45 % fewer attacks where protected than without (95 % interval: no bound to no bound; p < 0.001). "
                "172 % more attacks in the surroundings (95 % interval: 11 % more to no bound; p = 0.030): harm moved there."
            ),
        ),
    ],
)
def test_the_sentences_are_these(made, expected):
    assert statement(made) == expected
