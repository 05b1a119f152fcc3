"""Arabic and Sorani news become claims. Published on Tuesday, 14 May 2030."""

from datetime import date

import pytest

from vedette.read import document, read

ARABIC = "شبكة ضفاف\nالثلاثاء 14 أيار 2030\n\nأخبار المحافظة\n\n"
SORANI = "گەرمیان پۆست - کەلار\nسێشەممە، 14ی ئایاری 2030\n\nهەواڵەکانی ناوچەکە\n\n"


def _claims(head: str, body: str):
    return read(document((head + body).encode(), "x.txt"), reader="rules")


def test_an_arabic_bombing_with_toll_and_source():
    body = "قُتل ثلاثة جنود وأصيب خمسة آخرون بانفجار عبوة ناسفة استهدف دورية للجيش قرب الحويجة، أمس الاثنين، بحسب مصدر أمني."
    (claim,) = _claims(ARABIC, body)
    assert (claim.kind, claim.type, claim.modality) == ("attack", "bombing", "happened")
    assert (claim.casualties.killed, claim.casualties.injured) == (3, 5)
    assert claim.time.start == date(2030, 5, 13)
    assert [p.name for p in claim.places] == ["Hawija"]
    assert [link.text for link in claim.attribution] == ["شبكة ضفاف", "مصدر أمني"]


def test_an_arabic_arrest():
    body = "أعلنت قيادة شرطة الأنبار، اليوم الثلاثاء، إلقاء القبض على أربعة متهمين في الرمادي."
    (claim,) = _claims(ARABIC, body)
    assert (claim.kind, claim.type) == ("operation", "arrest")
    assert [p.name for p in claim.places] == ["Ramadi"]


def test_an_arabic_denial():
    body = "ونفت وزارة الدفاع وقوع أي قصف على قاعدة بلد."
    (claim,) = _claims(ARABIC, body)
    assert (claim.kind, claim.modality) == ("attack", "denied")
    assert claim.attribution[-1].text == "وزارة الدفاع"


def test_an_arabic_warning():
    body = "حذّر محافظ ديالى من أن خلايا داعش قد تشن هجمات على القرى في حوض حمرين خلال الأسبوعين المقبلين."
    claims = _claims(ARABIC, body)
    assert [(c.kind, c.modality) for c in claims] == [("warning", "possible")]
    assert (claims[0].time.start, claims[0].time.end) == (date(2030, 5, 14), date(2030, 5, 28))


def test_a_sorani_bombing_with_toll():
    body = "دوێنێ دووشەممە بۆمبێک لە نزیک جەلەولا تەقییەوە و سێ سەرباز کوژران و دوو بریندار بوون، پۆلیسی گەرمیان رایگەیاند."
    claims = _claims(SORANI, body)
    assert [(c.kind, c.type) for c in claims] == [("attack", "bombing")]
    (claim,) = claims
    assert (claim.casualties.killed, claim.casualties.injured) == (3, 2)
    assert claim.time.start == date(2030, 5, 13)
    assert [p.name for p in claim.places] == ["Jalawla"]


def test_a_sorani_arrest():
    body = "ئاسایشی سلێمانی رایگەیاند، رۆژی یەکشەممە چوار تۆمەتبار لە چەمچەماڵ دەستگیر کران."
    (claim,) = _claims(SORANI, body)
    assert (claim.kind, claim.type, claim.time.start) == ("operation", "arrest", date(2030, 5, 12))
    assert [p.name for p in claim.places] == ["Chamchamal"]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (ARABIC, "ارتفعت أسعار الخبز في بغداد هذا الشهر، وقال تجار إن الطحين شحيح في الأسواق."),
        (SORANI, "نرخی نان لە سلێمانی بەرز بووەوە و بازرگانان دەڵێن ئارد کەمە."),
    ],
)
def test_other_news_stays_empty(head, body):
    assert _claims(head, body) == []
