"""Canonical JSON equals the reference implementation of RFC 8785 on everything."""

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.store.canonical import canonical_json
from vedette.store.entry import GENESIS, chain_hash
from vedette.terms.errors import FieldError

texts = st.text(st.characters(exclude_categories=["Cs"]))
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=25,
)


@settings(max_examples=400, deadline=None)
@given(values)
def test_agrees_with_the_reference(value: object) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@settings(max_examples=300, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.floats(-2, 2) | st.floats(1e15, 1e22))
def test_agrees_on_every_float(value: float) -> None:
    assert canonical_json([value]) == rfc8785.dumps([value])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # RFC 8785, appendix B
        (0.0, b"0"),
        (-0.0, b"0"),
        (5e-324, b"5e-324"),
        (1.7976931348623157e308, b"1.7976931348623157e+308"),
        (9007199254740992.0, b"9007199254740992"),
        (295147905179352830000.0, b"295147905179352830000"),
        (9.999999999999997e22, b"9.999999999999997e+22"),
        (1e23, b"1e+23"),
        (999999999999999700000.0, b"999999999999999700000"),
        (1e21, b"1e+21"),
        (9.999999999999997e-7, b"9.999999999999997e-7"),
        (0.000001, b"0.000001"),
        (333333333.3333332, b"333333333.3333332"),
        # section 3.2.3: keys are sorted by their UTF-16 units
        (
            {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7},
            '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\U0001f600":5,"\ufb33":3}'.encode(),
        ),
        ('\u20ac$\u000f\nA\'B"\\\\"/\u007f', b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'),
    ],
)
def test_examples_of_the_standard(value: object, expected: bytes) -> None:
    assert canonical_json(value) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, {1: 2}, {"a": b"x"}, "\udc00", {"\udc00": 1}])
def test_what_has_no_canonical_form_is_refused_in_one_line(value: object) -> None:
    with pytest.raises(FieldError) as caught:
        canonical_json({"deep": [value]})
    assert "\n" not in str(caught.value)


@settings(max_examples=200, deadline=None)
@given(texts, texts, st.none() | texts, st.dictionaries(texts, values, max_size=3), st.integers(1, 10**9))
def test_the_chain_hash_is_over_canonical_json(kind: str, record: str, valid: str | None, body: dict, seq: int) -> None:
    from hashlib import sha256

    whole = {
        "seq": seq,
        "recorded_at": "t",
        "kind": kind,
        "record_id": record,
        "valid_from": valid,
        "valid_to": None,
        "marking": "RED",
        "body": body,
        "prev": GENESIS,
    }
    digest = chain_hash(seq, "t", kind, record, valid, None, "RED", rfc8785.dumps(body).decode(), GENESIS)
    assert digest == sha256(rfc8785.dumps(whole)).hexdigest()
