"""Killed and injured, as an Arabic or Sorani clause gives them."""

import re

from vedette.read.lexicon import calendar

__all__ = ["region_tolls"]

_DUAL = re.compile(r"^\w{2,}(?:ين|ان)$")


def region_tolls(text: str, tag: str) -> tuple[int | None, int | None]:
    """Killed and injured of a folded Arabic (`ar`) or Sorani (`ckb`) clause; None where it gives no figure."""
    return _arabic(text) if tag == "ar" else _sorani(text)


def _figure(word: str, tag: str) -> int | None:
    bare = re.sub(r"[,.]", "", word)
    if bare.isdigit():
        return min(int(bare), 10_000_000)
    key = word.casefold() if tag == "en" else word
    numbers = calendar(tag).numbers
    if tag == "ar":
        key = re.sub(r"^(?:ال)", "", key)
    return numbers.get(key, numbers.get(re.sub(r"ا$", "", key)))


def _arabic(text: str) -> tuple[int | None, int | None]:
    number = rf"(?:\d[\d,]*|{calendar('ar').number}|واحده?)"
    killed = _arabic_one(
        text,
        r"[وف]?(?:ب|ل)?(?:مقتل|قتل|قتلت|استشهاد|استشهد|مصرع|اغتيال)",
        r"قتلي|قتيل|قتلا|شهداء|شهيدا?",
        r"قتيلين|قتيلان|شهيدين|شهيدان",
        number,
    )
    injured = _arabic_one(
        text,
        r"[وف]?(?:ب|ل)?(?:اصابه|اصيب|اصيبت|جرح|جرحت)",
        r"جرحي|جريحا?|مصابين|مصابا?|اصابات",
        r"جريحين|جريحان|مصابين اثنين",
        number,
    )
    if killed is None:
        found = re.search(rf"(?:حصيله القتلي|القتلي|عدد القتلي)[^،.]{{0,24}}?\s({number})", text)
        killed = _figure(found.group(1), "ar") if found else None
    if injured is None:
        found = re.search(rf"({number}) من \w+ اصيب", text) or re.search(
            rf"({number})[^،.]{{0,30}} اصيبا?(?:وا)?\b", text
        )
        injured = _figure(found.group(1), "ar") if found else None
    if injured is None and killed is not None:
        found = re.search(rf"واصاب[هة]?\s({number})|وجرح\s({number})", text)
        injured = _figure(found.group(1) or found.group(2), "ar") if found else None
    return killed, injured


def _arabic_one(text: str, verb: str, noun: str, dual: str, number: str) -> int | None:
    if re.search(rf"(?<!\w)(?:{dual})(?!\w)", text):
        return 2
    for match in re.finditer(rf"(?<!\w)(?:{verb})\s+(?:ما لا يقل عن |نحو |حوالي )?(\w+)(?:\s+(\w+))?", text):
        first, second = match.group(1), match.group(2) or ""
        if second in {"اثنين", "اثنان", "اثنتين"}:
            return 2
        value = _figure(first, "ar") if re.fullmatch(number, first) else None
        if value is not None:
            return value
        if _DUAL.match(first) and not re.search(
            r"(?:مدنيين|مسلحين|اخرين|عراقيين|زائرين|موظفين|صحفيين|مواطنين|فلاحين|مقاتلين|مزارعين)$", first
        ):
            return 2
        if re.match(
            r"(?:شخص|امراه|طفل|طفله|جندي|شرطي|ضابط|مدني|عنصر|رجل|عامل|فلاح|مزارع|مواطن|حارس|راعي|مقاتل|احد|منتسب|سائق|صاحب|شاب|طالب|مدير|مختار|شيخ)",
            first,
        ):
            return 1
    found = re.search(rf"({number})\s+(?:\w+\s+)?(?:{noun})(?!\w)", text)
    return _figure(found.group(1), "ar") if found else None


def _sorani(text: str) -> tuple[int | None, int | None]:
    number = rf"(?:\d[\d,]*|{calendar('ckb').number})"
    gap = r"(?:(?!كوژرا|بريندار|شههيد)[^،.]){0,40}?"
    out = []
    for verb in (r"كوژرا\w*|كوشت\w*|شههيد (?:بوو|كرا)\w*|تهرمي|گيان\w* لهدهست", r"بريندار"):
        value: int | None = None
        noun = re.search(rf"(?:{verb})\w*ني\s+(?:({number})\s|(?:كهسێك|\w+ێك|\w+يهك)(?!\w))", text)
        if noun:
            out.append(_figure(noun.group(1), "ckb") if noun.group(1) else 1)
            continue
        for match in re.finditer(verb, text):
            before = text[: match.start()]
            after = re.match(rf"تهرمي ({number})", text[match.start() :])
            if after:
                value = _figure(after.group(1), "ckb")
                break
            found = re.search(rf"(?<!\w)({number})(?!\w)({gap})$", before)
            if found:
                value = _thousands(found.group(1), before[found.end(1) :])
                break
            if re.search(r"\w{2,}(?:ێك|يهك|ێكي)(?!\w)[^،.]{0,20}$", before):
                value = 1
                break
        out.append(value)
    return out[0], out[1]


def _thousands(word: str, after: str) -> int | None:
    value = _figure(word, "ckb")
    if value is not None and after.lstrip().startswith("ههزار"):
        return value * 1000
    return value
