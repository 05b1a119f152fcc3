"""Killed and injured, as an Arabic or Sorani clause gives them."""

import re
from functools import cache

from vedette.read.events.tolls_ckb import counted_before
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import calendar, lexicon

__all__ = ["region_tolls"]

_DUAL = re.compile(r"^\w{3,}(?:ين|ان)$")
_ONE = r"(?:شخص|جندي|مدني|عنصر|طفل|عامل|شرطي|مواطن|رجل|امراه|طفله|ضابط|مزارع|حارس)ا?"
_ABOUT = fold(
    r"(?:(?:ما لا يقل عن|ما يقارب|أكثر من|نحو|حوالي|قرابة|زهاء|على الأقل|كل من|بسقوط|سقوط|فيها|فيه|خلالها|خلاله|معه|فقط)\s+|\()*"
)


def region_tolls(text: str, tag: str) -> tuple[int | None, int | None]:
    """Killed and injured of a folded Arabic (`ar`) or Sorani (`ckb`) clause; None where it gives no figure."""
    return _arabic(text) if tag == "ar" else _sorani(text)


@cache
def _number(tag: str) -> str:
    return rf"(?:\d[\d,.]*|(?:{calendar(tag).number}))"


def _figure(word: str, tag: str) -> int | None:
    """A number in digits or words; "five and twenty" is their sum."""
    bare = re.sub(r"[,.]", "", word.strip("() "))
    if bare.isdigit():
        return min(int(bare), 10_000_000)
    numbers = calendar(tag).numbers
    parts = re.split(r"\s+و", bare) if tag == "ar" else re.split(r"\s+و\s+", bare)
    parts = [re.sub(r"^ال", "", p) for p in parts]
    values = [numbers.get(p, numbers.get(re.sub(r"ا$", "", p))) for p in parts]
    found = [v for v in values if v is not None]
    return sum(found) if found and len(found) == len(values) else None


_AR = {
    "killed": {
        "verb": r"(?:مقتل|قضي|[يت]?قتلت?|استشهدت?|استشهاد|مصرع|بحياه|ضحيت\w+|ضحيه \w+(?: في \w+)?|توفي|وفاه|تحييد)",
        "gunned": r"(?:اغتيال|اغتال(?:ت|وا)?|اغتيل|ذبح|نحر|(?:عثر\w?|العثور) علي جثه)",
        "plural": r"(?:قتلوا|قتلا|استشهدوا|استشهدا|هلكوا|قضوا|لقوا (?:مصرعهم|حتفهم)|لقيا (?:مصرعهما|حتفهما)|قتلن)",
        "single": r"(?:قتلت?|استشهدت?|لقي حتفه|لقي مصرعه)",
        "noun": r"(?:قتلي|قتيلا?|شهداء|شهيدا?|جثث|جثه|جثامين|وفيات)",
        "dual": r"(?:قتيلين|قتيلان|شهيدين|شهيدان|جثتين|جثتان|قتيلتين|شخصين قتلا)",
        "total": r"(?:حصيله|عدد|القتلي|الضحايا|الشهداء)",
        "dies": r"(?:مصرع|حتف)",
        "alone": r"(?:قتيل|شهيد)ا?",
        "whose": r"(?:القتلي|الشهداء|الضحايا|قتلي|ضحايا)",
    },
    "injured": {
        "verb": r"(?:اصابه|اصيبت?|جرحت?|اصابت?)",
        "gunned": r"(?!)",
        "plural": r"(?:اصيبوا|اصيبا|جرحوا|جرحا)",
        "single": r"(?:اصيبت?|جرحت?)",
        "noun": r"(?:جرحي|جريحا?|مصابين|مصابون|مصابا?|اصابات|اصابه)",
        "dual": r"(?:جريحين|جريحان|مصابين اثنين|مصابان|اصابتين|اصابتان)",
        "total": r"(?:عدد)",
        "dies": "",
        "alone": r"(?:جريح|مصاب)ا?",
        "whose": r"(?:الجرحي|المصابين|جرحي|الاصابات)",
    },
}


def _arabic(text: str) -> tuple[int | None, int | None]:
    killed, injured = (_arabic_one(text, _AR[key]) for key in ("killed", "injured"))
    if injured is None and killed is not None:
        found = re.search(rf"(?<!\w)(?:واصاب\w?|وجرح|واصيب)\s{_ABOUT}({_number('ar')})(?!\w)", text)
        injured = _figure(found.group(1), "ar") if found else None
    return killed, injured


def _arabic_one(text: str, words: dict[str, str]) -> int | None:
    number = rf"{_number('ar')}(?:\s+و{_number('ar')})?"
    clitic = r"(?<!\w)(?:[وف])?(?:ب|ل)?"
    if re.search(rf"{clitic}(?:ال)?{words['dual']}(?!\w)", text):
        return 2
    for match in re.finditer(rf"{clitic}(?:{words['verb']}|{words['gunned']})\s+{_ABOUT}", text):
        if re.search(r"(?:محاوله|نجا \w*)\s$", text[max(0, match.start() - 12) : match.start()]):
            continue
        value = _after_verb(text[match.end() :], number)
        if re.search(words["gunned"], match.group()) and lexicon("ar").cue("perpetrator").match(text, match.end()):
            value = 1
        if value is not None:
            return value
    found = re.search(rf"(?<!\w)[وب]?\(?({number})\)?\s+(?:\w+\s+)?{words['noun']}(?!\w)", text)
    if found:
        return _figure(found.group(1), "ar")
    died = words["dies"] and re.search(
        rf"(?<!\w)لق(?:ي|يت|وا)\s+{_ABOUT}({number})?[^،.]{{2,40}}?{words['dies']}", text
    )
    if died:
        return _figure(died.group(1), "ar") if died.group(1) else 1
    if re.search(rf"(?<!\w)(?:و|عن |سقوط |بسقوط |مخلفا |مخلفه |خلف |خلفت ){words['alone']}(?!\w)", text):
        return 1
    found = re.search(rf"(?<!\w)(و)?\(?({number})\)?(?:\s+[^\d\s،.]+){{0,4}}?\s{words['plural']}(?!\w)", text)
    if found:
        value = _figure(found.group(2), "ar")
        return value + 1 if value and found.group(1) and re.search(r"\w\s$", text[: found.start()]) else value
    found = re.search(rf"(?<!\w)({_ONE})(?:\s+واحدا?)?\s{words['single']}(?!\w)", text)
    if found:
        return 1
    found = (
        re.search(rf"{words['total']}[^،.]{{0,30}}?\s(?:الي|عند|بلغت?|هو|هي|وصلت? الي)?\s?\(?({number})\)?(?!\w)", text)
        if re.search(words["whose"], text)
        else None
    )
    if found:
        return _figure(found.group(1), "ar")
    found = re.search(rf"{words['whose']}\s{_ABOUT}\(?({number})\)?(?!\w)", text)
    return _figure(found.group(1), "ar") if found else None


def _after_verb(rest: str, number: str) -> int | None:
    """The figure behind a verb of harm: a number, a dual, or one person."""
    found = re.match(rf"\(?({number})\)?(?!\w)", rest)
    if found and (value := _figure(found.group(1), "ar")) is not None:
        more = re.match(
            rf"(?:\s[^\d\s،.]+){{1,3}}?\sو({_number('ar')})\s(?!اخر|جريح|مصاب|بجروح)\w+", rest[found.end() :]
        )
        harmed = more is None or re.search(r"اصيب|جرح|اصاب", more.group())
        return value + (0 if harmed or more is None else _figure(more.group(1), "ar") or 0)
    words = rest.split()[:3]
    first = words[0].strip('،."') if words else ""
    if _DUAL.match(first) and len(first) > 5 and not lexicon("ar").cue("plural").fullmatch(first):
        beside = words[1].strip("،.") if len(words) > 1 else ""
        return 3 if beside.startswith("و") and lexicon("ar").cue("person").fullmatch(beside[1:]) else 2
    if not lexicon("ar").cue("person").fullmatch(first):
        return None
    if len(words) > 1 and words[1] in {"اثنين", "اثنان", "اثنتين"}:
        return 2
    joined = next((w for w in words[1:] if re.match(r"و\w{3,}", w)), "")
    return 2 if joined and lexicon("ar").cue("person").fullmatch(joined[1:]) else 1


def _sorani(text: str) -> tuple[int | None, int | None]:
    number = rf"{_number('ckb')}(?:\s+و\s+{_number('ckb')})?"
    gap = r"(?:(?!كوژرا|بريندار|شههيد|كوشت)[^،.]){0,75}?"
    counted = [counted_before(text, cue, lexicon("ckb")) for cue in ("dies", "is_hurt")]
    out: list[int | None] = []
    for verb in (
        r"كوژرا\w*|كوشت\w*|شههيد (?:بوو|كرا)\w*|تهرمي|گيان\w* ?له ?دهست|دهكوژ\w*",
        r"بريندار",
    ):
        value: int | None = None
        noun = re.search(rf"(?:{verb})\w*ني\s+(?:({number})\s|(?:كهسێك|\w+ێك|\w+يهك)(?!\w))", text)
        if noun:
            out.append(_figure(noun.group(1), "ckb") if noun.group(1) else 1)
            continue
        for match in re.finditer(verb, text):
            value = _sorani_near(text, match, number, gap)
            if value is not None:
                break
        out.append(value)
    return counted[0] if counted[0] is not None else out[0], counted[1] if counted[1] is not None else out[1]


def _sorani_near(text: str, match: re.Match[str], number: str, gap: str) -> int | None:
    before = text[: match.start()]
    behind = re.match(rf"تهرمي ({number})", text[match.start() :]) or re.match(
        rf"\w*\s+(?:\w+\s+){{0,2}}?(?:بۆ |گهيشت\w* |تهنيا |به )({number})(?:ه|ن|ي)?(?!\w)", text[match.start() :]
    )
    if behind:
        return _figure(behind.group(1), "ckb")
    found = list(
        re.finditer(rf"(?<!\w)(?:({number})\s+(?=ههزار|سهد))?({number})(?:ي|يان|اني|ان)?(?!\w)(?={gap}$)", before)
    )
    lone = re.search(r"\w{2,}(?:ێك|يهك|ێكي|يهكي|ێكيان|ێكيش)(?!\w)(?:\s\w+){0,2}\s*$", before[-40:])
    things = lexicon("ckb").cue("not_people")
    found = [m for m in found if not things.match(before[m.end() :].lstrip())]
    if lone and (not found or found[-1].end() < len(before) - 26):
        return 1
    if found:
        times, value = _figure(found[-1].group(1) or "1", "ckb"), _figure(found[-1].group(2), "ckb")
        return times * value if times is not None and value is not None else value
    if re.search(r"\w{2,}(?:ێك|يهك|ێكي|يهكي|ێكيان|ێكيش)(?!\w)[^،.]{0,30}$", before):
        return 1
    return None
