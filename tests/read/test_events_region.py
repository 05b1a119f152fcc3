"""What an Arabic or Sorani sentence of our own claims, and what it does not. Published on Tuesday, 14 May 2030."""

import pytest

from vedette.read import document, read

HEADS = {
    "ar": "شبكة ضفاف\nالثلاثاء 14 أيار 2030\n\nأحداث اليوم\n\n",
    "ckb": "گەرمیان پۆست - کەلار\nسێشەممە، 14ی ئایاری 2030\n\nهەواڵەکانی ناوچەکە\n\n",
}
CLAIMS = [
    ("ar", "هاجم مسلحون مجهولون نقطة تفتيش في الحويجة مساء أمس.", "attack", "shooting", "happened"),
    ("ar", "استهدفت طائرة مسيرة مقرا للحزب في سنجار فجر اليوم.", "attack", "drone", "happened"),
    ("ar", "سقطت ثلاث قذائف هاون على حي سكني في تعز يوم الاثنين.", "attack", "shelling", "happened"),
    ("ar", "اختطف ملثمون تاجرا من أمام منزله في بغداد أمس.", "attack", "kidnapping", "happened"),
    ("ar", "سطا مسلحان على محل للصيرفة في الرمادي ظهر الأحد.", "attack", "robbery", "happened"),
    ("ar", "أضرم مجهولون النار في مكتب حزبي في الكوت ليل أمس.", "attack", "arson", "happened"),
    ("ar", "اندلعت اشتباكات بين عشيرتين في قضاء القرنة مساء السبت.", "attack", "shooting", "happened"),
    ("ar", "أسقطت الدفاعات الجوية مسيرتين قرب مطار أربيل فجر الاثنين.", "attack", "drone", "happened"),
    ("ar", "شن طيران التحالف غارة على كهف في جبال حمرين أمس.", "attack", "airstrike", "happened"),
    ("ar", "أحبطت القوات الأمنية مخططا لتفجير سوق في بعقوبة أمس.", "attack", "bombing", "planned"),
    ("ar", "وقال مصدر إن مهاجما طعن حارسا في الموصل أمس.", "attack", "stabbing", "happened"),
    ("ar", "نفى محافظ ديالى وقوع هجوم في المقدادية.", "attack", None, "denied"),
    ("ar", "اعتقلت شرطة البصرة أربعة مطلوبين في الزبير يوم الأحد.", "operation", "arrest", "happened"),
    ("ar", "ضبطت مفارز الاستخبارات كدسا للعتاد في صحراء الأنبار أمس.", "operation", "seizure", "happened"),
    ("ar", "داهمت قوة من مكافحة الإرهاب وكرا في أطراف الفلوجة فجر اليوم.", "operation", "raid", "happened"),
    ("ar", "انطلقت عملية أمنية واسعة في قضاء الطارمية منذ صباح أمس.", "operation", "search", "ongoing"),
    ("ar", "أغلقت السلطات الطريق بين كركوك والحويجة أمس.", "measure", "closure", "happened"),
    ("ar", "فرضت قيادة شرطة ذي قار حظرا للتجوال في الشطرة منذ أمس.", "measure", "curfew", "ongoing"),
    ("ar", "ستنشر وزارة الداخلية قوات إضافية في كربلاء يوم الجمعة المقبل.", "measure", "deployment", "planned"),
    ("ar", "نصب الجيش حاجزين على طريق سنجار أمس.", "measure", "checkpoint", "happened"),
    ("ar", "رفعت قيادة العمليات درجة التأهب في بغداد أمس.", "measure", "alert", "happened"),
    ("ar", "وجه رئيس الوزراء وزارة الداخلية بإغلاق المنافذ.", "directive", "closure", "happened"),
    ("ar", "أوعز محافظ نينوى بنشر مفارز إضافية في تلعفر.", "directive", "deployment", "happened"),
    ("ar", "هددت جماعة مسلحة باستهداف السفن في البحر الأحمر.", "threat", None, "threatened"),
    ("ar", "حذر مسؤول محلي من هجمات لخلايا داعش على القرى.", "warning", None, "possible"),
    ("ar", "تجرى انتخابات مجالس المحافظات في 20 حزيران المقبل.", "calendar", "election", "planned"),
    ("ckb", "دوێنێ چەکداران هێرشیان کردە سەر بازگەیەکی پۆلیس لە داقووق.", "attack", "shooting", "happened"),
    ("ckb", "درۆنێک لە نزیک فڕۆکەخانەی هەولێر کەوتە خوارەوە، دوێنێ.", "attack", "drone", "happened"),
    ("ckb", "سوپای تورکیا دوێنێ بە تۆپ گوندێکی لە ئامێدی بۆردومان کرد.", "attack", "shelling", "happened"),
    ("ckb", "دوێنێ کەسانی نەناسراو بازرگانێکیان لە کەرکووک رفاند.", "attack", "kidnapping", "happened"),
    ("ckb", "چەکداران دوێنێ تەقەیان لە ئۆتۆمبێلێک کرد لە خورماتوو.", "attack", "shooting", "happened"),
    ("ckb", "دوێنێ سێ چەکدار دزییان لە نووسینگەیەک کرد لە سلێمانی.", "attack", "robbery", "happened"),
    ("ckb", "دوێنێ مینێک لە نزیک پێنجوێن تەقییەوە و شوانێک بریندار بوو.", "attack", "bombing", "happened"),
    ("ckb", "پۆلیسی کەرکووک رەتی کردەوە کە هێرش کرابێتە سەر بازگەکە.", "attack", None, "denied"),
    ("ckb", "ئاسایش دوێنێ پێنج گومانلێکراوی لە هەڵەبجە دەستگیر کرد.", "operation", "arrest", "happened"),
    ("ckb", "دوێنێ پۆلیس دوو کلاشینکۆفی لە ماڵێک لە کەلار دۆزییەوە.", "operation", "seizure", "happened"),
    ("ckb", "لە دوێنێوە رێگای هەولێر - کەرکووک داخراوە.", "measure", "closure", "ongoing"),
    ("ckb", "سبەی هێزی زیاتر لە بازاڕی سلێمانی جێگیر دەکرێت.", "measure", "deployment", "planned"),
    ("ckb", "قەدەغەی هاتوچۆ لە خورماتوو لە دوێنێوە بەردەوامە.", "measure", "curfew", "ongoing"),
    ("ckb", "وەزیری ناوخۆ فەرمانی بە پۆلیس کرد رێگاکە دابخات.", "directive", "closure", "happened"),
    ("ckb", "گرووپێکی چەکدار هەڕەشەی کرد هێرش بکاتە سەر بنکەکان.", "threat", None, "threatened"),
    ("ckb", "بەرپرسێکی ئەمنی هۆشداری دا لە هێرشی داعش بۆ سەر گوندەکان.", "warning", None, "possible"),
    ("ckb", "هەڵبژاردنی پەرلەمان رۆژی 20ی حوزەیران بەڕێوە دەچێت.", "calendar", "election", "planned"),
]
NOTHING = [
    ("ar", "شن المنتقدون هجوما لاذعا على الوزير في البرلمان."),
    ("ar", "أجرت فرق الدفاع المدني تمرينا على إخلاء مبنى بعد هجوم."),
    ("ar", "توفي شخصان في حادث سير على طريق بغداد."),
    ("ar", "ماذا لو وقع هجوم على المطار؟"),
    ("ar", "حذر خبراء من ارتفاع أسعار الخبز في الأسواق."),
    ("ar", "ارتفع سعر صرف الدولار في بورصة الكفاح."),
    ("ar", "هدد الموظفون بالإضراب إذا تأخرت الرواتب."),
    ("ckb", "نرخی دۆلار لە بازاڕی سلێمانی بەرز بووەوە."),
    ("ckb", "لافاوەکە پەلاماری گوندەکەی دا و رێگاکەی برد."),
    ("ckb", "هێزەکان مەشقێکیان لەسەر هێرش ئەنجام دا."),
    ("ckb", "پۆلیس کەسی دەستگیر نەکردووە."),
    ("ckb", "شارەزایان هۆشداریدا لە بەرزبوونەوەی نرخ."),
]


def _claims(tag: str, sentence: str):
    return read(document((HEADS[tag] + sentence).encode(), "x.txt"), reader="rules")


@pytest.mark.parametrize(("tag", "sentence", "kind", "type_", "modality"), CLAIMS)
def test_a_sentence_tells_one_claim(tag: str, sentence: str, kind: str, type_: str | None, modality: str) -> None:
    claims = _claims(tag, sentence)
    assert [(c.kind, c.modality) for c in claims] == [(kind, modality)]
    assert type_ is None or claims[0].type == type_
    assert all(c.evidence[0].text in sentence for c in claims)


@pytest.mark.parametrize(("tag", "sentence"), NOTHING)
def test_a_sentence_that_claims_nothing(tag: str, sentence: str) -> None:
    assert _claims(tag, sentence) == []


CAST = [
    ("ar", "قتل مسلحون شرطيا في الحويجة أمس.", ["مسلحون"], ["شرطيا"]),
    ("ar", "قصفت مدفعية الجيش مواقع للمسلحين في إدلب أمس.", ["مدفعية الجيش"], ["مواقع للمسلحين"]),
    ("ar", "مقتل ثلاثة إرهابيين في ضربة جوية عراقية في حمرين أمس.", None, ["ثلاثة إرهابيين"]),
    ("ar", "اندلعت اشتباكات بين فصائل محلية وعشيرة في السويداء أمس.", ["فصائل محلية", "عشيرة"], []),
    ("ar", "استهدفوا بطائرتين مسيرتين رتلا عسكريا غربي الرمادي أمس.", None, ["رتلا عسكريا"]),
    ("ar", "وأعلنت شرطة البصرة اعتقال أربعة متهمين في الزبير.", ["شرطة البصرة"], ["أربعة متهمين"]),
    ("ar", "وجه محافظ البصرة مديرية المرور بإغلاق الجسر.", ["محافظ البصرة", "مديرية المرور"], None),
    ("ckb", "دوێنێ چەکداران هێرشیان کردە سەر سەنگەرێکی پێشمەرگە لە مەخموور.", ["چەکداران"], ["سەنگەرێکی پێشمەرگە"]),
    ("ckb", "دوێنێ سێ سەرباز لە تەقینەوەیەکدا لە جەلەولا کوژران.", None, ["سێ سەرباز"]),
    ("ckb", "دوێنێ تەقە لە نێوان دوو خێڵ و پۆلیس لە رانیە بووە شەڕ.", None, []),
    ("ckb", "ئاسایش دوێنێ پێنج گومانلێکراوی لە هەڵەبجە دەستگیر کرد.", ["ئاسایش"], ["پێنج گومانلێکراوی"]),
]


@pytest.mark.parametrize(("tag", "sentence", "actors", "targets"), CAST)
def test_who_does_what_to_whom(tag: str, sentence: str, actors: list[str] | None, targets: list[str] | None) -> None:
    (claim,) = _claims(tag, sentence)
    assert actors is None or [a.text for a in claim.actors] == actors
    assert targets is None or [t.text for t in claim.targets] == targets
