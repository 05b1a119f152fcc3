"""Killed and injured in Arabic and Sorani clauses of our own."""

import pytest

from vedette.read.events.tolls_region import region_tolls
from vedette.read.words.letters import fold

ARABIC = [
    ("مقتل ثلاثة جنود وإصابة خمسة آخرين", 3, 5),
    ("قُتل شرطي وأصيب اثنان", 1, 2),
    ("استشهد ضابط وجندي", 2, None),
    ("سقط شهيدان وثلاثة جرحى", 2, 3),
    ("أسفر عن سقوط قتيلين وجريح", 2, 1),
    ("ما لا يقل عن أحد عشر قتيلا وثلاثين جريحا", 11, 30),
    ("أسفر الهجوم عن ١٢ قتيلاً و٢٥ جريحاً", 12, 25),
    ("إصابة مدنيين اثنين بجروح", None, 2),
    ("إصابة شرطيين", None, 2),
    ("مقتل خمسة وعشرين مدنيا", 25, None),
    ("أودى بحياة أربعة أشخاص", 4, None),
    ("وراح ضحيته ستة عمال", 6, None),
    ("لقي ثلاثة مزارعين مصرعهم", 3, None),
    ("ارتفعت حصيلة القتلى إلى تسعة", 9, None),
    ("اغتيال ناشط", 1, None),
    ("نجا من محاولة اغتيال", None, None),
    ("تسلم المستشفى سبع جثث وخمسة جرحى", 7, 5),
    ("أصيب سائق بجروح", None, 1),
    ("اغتال مسلحان ضابطا", 1, None),
    ("أصابت قذيفة منزلا", None, None),
    ("هاجم مسلحون نقطة تفتيش", None, None),
    ("فأصيبت امرأتان وطفل", None, 3),
    ("مخلفة قتيلا وسبعة جرحى", 1, 7),
    ("مقتل ثلاثة جنود وأربعة مدنيين", 7, None),
]
SORANI = [
    ("سێ سەرباز کوژران و دوو بریندار بوون", 3, 2),
    ("پۆلیسێک کوژرا", 1, None),
    ("پێشمەرگەیەک شەهید بوو", 1, None),
    ("چوار کەس گیانیان لەدەست دا", 4, None),
    ("١٢ چەکدار کوژراون", 12, None),
    ("پێنج هەزار کەس شەهید بوون", 5000, None),
    ("بیست و دوو کەس بریندار بوون", None, 22),
    ("کوژرانی 3 کەس و برینداربوونی 5 کەس", 3, 5),
    ("ژنێک و دوو منداڵ بریندار بوون", None, 3),
    ("تەرمی شەش کەس دۆزرایەوە", 6, None),
    ("هێرش کرایە سەر بنکەیەک", None, None),
]


@pytest.mark.parametrize(("clause", "killed", "injured"), ARABIC)
def test_arabic_figures(clause: str, killed: int | None, injured: int | None) -> None:
    assert region_tolls(fold(clause), "ar") == (killed, injured)


@pytest.mark.parametrize(("clause", "killed", "injured"), SORANI)
def test_sorani_figures(clause: str, killed: int | None, injured: int | None) -> None:
    assert region_tolls(fold(clause), "ckb") == (killed, injured)
