"""Words that a gazetteer has as towns but that a report uses as common nouns are no places."""

import pytest

from vedette.read.places.places import find_places
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import lexicon


def names(tag: str, text: str) -> set[str]:
    return {p.name for mention in find_places(fold(text), lexicon(tag)) for p in mention.candidates[:1]}


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("ar", "وتبنت الجماعة الهجوم في بيان نشر أمس.", set()),
        ("ar", "انفجرت عبوة في مدينة بعقوبة.", {"Baquba"}),
        ("ar", "قتل جندي من فرقة المشاة.", set()),
        ("ar", "نشرت الصفحة صور الانفجار.", set()),
        ("ar", "وقع الانفجار في مدينة صور.", {"Tyre"}),
        ("ar", "هاجم مسلحون قاعدة للجيش.", set()),
        ("ar", "هاجم مسلحون قاعدة عسكرية قرب الحويجة.", {"Hawija"}),
        ("ar", "وصلت قوة إلى بلد.", {"Balad"}),
        ("ar", "قال مسؤول في البلد العظيم.", set()),
        ("ckb", "لە بەرواری 5ی ئایار هێرشێک کرا.", set()),
        ("ckb", "لە شاری کەرکووک تەقینەوەیەک ڕوویدا.", {"Kirkuk"}),
        ("ckb", "ئاگر لە دووکانێک کەوتەوە.", set()),
        ("en", "Hit by two rockets, the base burned.", set()),
        ("en", "A bomb went off in Hit on Sunday.", {"Hit"}),
        ("en", "Most of the shops were shut. Said one trader: nothing.", set()),
    ],
)
def test_only_what_is_meant_as_a_place_is_one(tag, text, expected):
    assert names(tag, text) == expected
