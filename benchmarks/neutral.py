"""Articles of a press day that tell nothing of our subject, made here from sentences of our own in three languages."""

from collections.abc import Iterator

__all__ = ["articles"]

TOWNS = {
    "en": ("Baqubah", "Tikrit", "Mosul", "Kirkuk", "Basra", "Najaf", "Kut"),
    "ar": ("بعقوبة", "تكريت", "الموصل", "كركوك", "البصرة", "النجف", "الكوت"),
    "ckb": ("هەولێر", "سلێمانی", "دهۆک", "کەرکووک", "هەڵەبجە", "زاخۆ", "ڕانیە"),
}
LINES = {
    "en": (
        "The council of {place} approved a budget of {n} million dinars for new schools, its chairman said.",
        "Farmers near {place} expect a harvest of {n} tonnes of wheat, {m} more than in the year before.",
        "A museum in {place} opened an exhibition of {n} photographs on Thursday evening.",
        "Engineers replaced {n} metres of water pipe between {place} and its suburbs last week.",
        "Traders in the central market of {place} sold dates at {n} dinars a kilogram.",
        "The university of {place} admitted {n} students this autumn, according to its registrar.",
        "Doctors in {place} vaccinated {n} children against measles in the first half of the month.",
        "Heavy rain is expected over {place} from Sunday, the weather service said, with {n} millimetres by the evening.",
        "The railway between Baghdad and {place} carried {n} passengers in September.",
        "A court in {place} heard {n} cases about land and inheritance, a clerk told reporters.",
        "The bank's branch in {place} cut its lending rate by {m} points after {n} complaints.",
        "Residents of {place} complained that the power was off for {m} hours a day in {n} streets.",
        "The minister of oil visited the refinery at {place} and spoke to {n} workers about their wages.",
        "A new bakery in {place} fires its oven at four in the morning and sells {n} loaves a day.",
        "The choir of {place} sang before {n} listeners, and the hall shook with applause.",
        "Prices of cement in {place} hit {n} dinars a bag, a record for the season.",
    ),
    "ar": (
        "وافق مجلس {place} على موازنة قدرها {n} مليون دينار لبناء مدارس جديدة، كما قال رئيسه.",
        "يتوقع المزارعون قرب {place} محصولا من القمح يبلغ {n} طنا هذا العام.",
        "افتتح متحف {place} معرضا يضم {n} صورة مساء الخميس.",
        "استبدل المهندسون {n} مترا من أنابيب المياه في {place} الأسبوع الماضي.",
        "باع التجار في سوق {place} التمور بسعر {n} دينارا للكيلوغرام.",
        "قبلت جامعة {place} {n} طالبا هذا الخريف، بحسب عمادة القبول.",
        "لقح الأطباء في {place} {n} طفلا ضد الحصبة خلال النصف الأول من الشهر.",
        "تتوقع هيئة الأنواء الجوية هطول أمطار على {place} يوم الأحد تبلغ {n} مليمترا.",
        "نقل القطار بين بغداد و{place} {n} راكبا خلال شهر أيلول.",
        "اشتكى سكان {place} من انقطاع الكهرباء {m} ساعات يوميا في {n} شارعا.",
        "زار وزير النفط مصفاة {place} وتحدث إلى {n} عاملا عن أجورهم.",
        "بلغ سعر الإسمنت في {place} {n} دينارا للكيس الواحد.",
    ),
    "ckb": (
        "ئەنجومەنی {place} بودجەیەکی {n} ملیۆن دیناری بۆ قوتابخانەی نوێ پەسەند کرد.",
        "جووتیارانی نزیک {place} چاوەڕێی {n} تۆن گەنم دەکەن لەم ساڵەدا.",
        "مۆزەخانەی {place} پێشانگایەکی {n} وێنەی کردەوە.",
        "ئەندازیاران {n} مەتر بۆری ئاویان لە {place} گۆڕی لە هەفتەی ڕابردوو.",
        "بازرگانانی بازاڕی {place} خورمایان بە {n} دینار فرۆشت.",
        "زانکۆی {place} ئەم پایزە {n} خوێندکاری وەرگرت.",
        "پزیشکان لە {place} {n} منداڵیان دژی سوورێژە کوتا.",
        "کەشناسی ڕایگەیاند ڕۆژی یەکشەممە لە {place} باران دەبارێت بە بڕی {n} ملیمەتر.",
        "دانیشتووانی {place} گلەییان هەیە لە نەبوونی کارەبا لە {n} شەقامدا.",
        "وەزیری نەوت سەردانی پاڵاوگەی {place}ی کرد و قسەی لەگەڵ {n} کرێکار کرد.",
        "نرخی چیمەنتۆ لە {place} گەیشتە {n} دینار بۆ هەر کیسەیەک.",
        "کۆرسی {place} گۆرانی بۆ {n} بینەر وت.",
    ),
}
HEADS = {
    "en": "Notes from {place}\n\nTigris Daily, 12 May 2031\n\n{body}\n",
    "ar": "أخبار من {place}\n\nصحيفة دجلة، 12 أيار 2031\n\n{body}\n",
    "ckb": "هەواڵ لە {place}\n\nڕۆژنامەی دیجلە، 12 ئایاری 2031\n\n{body}\n",
}
SENTENCES = 12


def articles() -> Iterator[bytes]:
    """Endless articles of twelve sentences, English, Arabic and Sorani in turn; figures and towns differ each time."""
    number = 0
    while True:
        for tag, lines in LINES.items():
            towns, body = TOWNS[tag], []
            for _ in range(SENTENCES):
                number += 1
                line = lines[(number + number // SENTENCES) % len(lines)]
                body.append(line.format(n=11 + number % 9949, m=2 + number % 7, place=towns[number % len(towns)]))
            yield HEADS[tag].format(place=towns[number % len(towns)], body="\n\n".join(body)).encode()
