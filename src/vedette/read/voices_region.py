"""Who says it, in Arabic and Sorani: stretches of a sentence and the names of those who say them."""

import re
from dataclasses import dataclass
from functools import cache

from vedette.read.letters import fold
from vedette.read.lexicon import Lexicon, calendar

__all__ = ["Said", "region_said"]

Names = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Said:
    """The stretch [start, end) of a folded sentence that one voice says.

    `who` are the spans of the names, outermost first; an empty span stands for a voice that is not named again.
    """

    start: int
    end: int
    who: Names = ()
    cue: str = ""
    denied: bool = False


def region_said(text: str, lex: Lexicon) -> list[Said]:
    """Stretches of a folded Arabic or Sorani sentence in order; those without a voice are the publisher's own."""
    outer, first = _before_colon(text, lex)
    read = _arabic if lex.tag == "ar" else _sorani
    out = [s for s in read(" " * first + text[first:], lex) if s.end - s.start > 3] or [Said(first, len(text))]
    if not outer:
        return out
    return [
        Said(max(s.start, first), s.end, (*outer, *(n for n in s.who if n != (0, 0))), s.cue or ":", s.denied)
        for s in out
    ]


def _before_colon(text: str, lex: Lexicon) -> tuple[Names, int]:
    """Who speaks in a live report or a list of posts: names before a colon, and where their words begin."""
    colon = _COLON.match(text)
    if colon is None:
        return (), 0
    start, end = colon.span("who")
    quoted = re.search(r"\"([^\"]{2,40})\"", text[start:end])
    if not (quoted or lex.cue("speaker").search(text, start, end)) or lex.cue("said").search(text, start, end):
        return (), 0
    if lex.quick.search(text, start, end) and not quoted:
        return (), 0
    cited = _COLON_CITED.search(text, start, end)
    names = [_untitled(text, *_trim(text, start, cited.start() if cited else end))]
    if cited:
        names.append(_bare(text, *_trim(text, cited.end(), end)) if lex.tag == "ckb" else _trim(text, cited.end(), end))
    return tuple(names), colon.end()


_MOST_WORDS = 11
_COLON = re.compile(r"^[^\w\"]*(?:\d{1,2}[:.]\d\d\s*[-|]?\s*)?(?P<who>[^:،.؛|\d]{4,80}?)\s*:\s+(?=[\"\w])")
_EDGE = " ،؛:\"'.-()"


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(fold(pattern))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


_COLON_CITED = _re(r"\s(?:نقلا عن|عن|لە ?زاری)\s")

# Arabic: the verb first and its subject behind it, or the subject first.

_AR_THAT = _re(r"(?<!\w)(?:ب?(?:أن|إن)(?:ه|ها|هم|هما|نا|ني)?|أنّ)(?!\w)|:")
_AR_OUTLET = r"(?:وكالة|شبكة|صحيفة|جريدة|قناة|موقع|إذاعة|تلفزيون|فضائية|مجلة|رويترز|فرانس برس|أسوشيتد برس|السومرية|شفق نيوز|روداو|العربية|الجزيرة|واع|واس|سانا|مراسل\w*)"
_AR_STOP = _re(
    r"\s*(?:[،؛:.\"(]|$)"
    r"|\s(?=(?:ب?(?:أن|إن)(?:ه|ها|هم|هما)?|أنّ|عن|خلال|عبر|إثر|عقب|بشأن|حول|ردا|تعليقا|اليوم|أمس|مساء|صباح|فجر|ظهر|ليل|ليلة|عصر|يوم|الليلة|قوله|قولها|قولهم|الذي|التي|الذين|ما|لم|لا|كما|فيما|بينما|وذلك|وأن|مؤكدا|مؤكدة|مبينا|مشيرا|موضحا|طالبا|فضل|فضلت|رفض|رفضت|اشترط|تحدث|تحدثت|لما|قد|إلى أن|وقوع|صحة|تعرض|وجود|حدوث|علم(?:ه|ها)|علاقت\w+|مسؤوليت\w+|الأنباء|الأخبار|أنباء|الشائعات|شائعات|سقوط|صلت\w+|ضلوع\w*|تورط\w*|قيام\w*|أي|أية|خبر|هذه|تلك)(?!\w))"
    r"|\s(?=في (?:ال)?(?:بيان|تصريح|حديث|مؤتمر|تغريدة|منشور|اتصال|كلمة|لقاء|مقابلة|رسالة|تسجيل|تقرير|وقت|ساعة|برقية|تعميم|مقطع|إفادة|إيجاز|مداخلة|إشعار|خطاب|بث|حصيلة|أول|رد|وقت سابق|ختام))"
    r"|\s(?=على (?:تلغرام|تليجرام|واتساب|إكس|تليغرام|تيليغرام|منصة|صفحت|حساب|فيسبوك|موقع|تطبيق|هامش))"
    rf"|\s(?=(?:ل(?:ـ|\"|{_AR_OUTLET}|وسائل|لصحفيين|لصحافيين|نا(?!\w)))|لل(?:وكالة|شبكة|قناة|صحيفة|جزيرة|سومرية|عربية|موقع))"
)
_AR_TO = _re(
    rf"\s(?:ل|إلى )(?:ـ)?\s?(?P<q>\")?(?P<to>(?(q)[^\"]+|{_AR_OUTLET}[^،:.\"]*?))(?=\"|،|\.|:|$|\s(?:ب?(?:أن|إن)\w{{0,3}}|اليوم|أمس|مساء|صباح|فجر|طالبا|فضل|رفض|في|عن)(?!\w))"
)
_AR_CITING = _re(r"(?<!\w)و?(?:نقلا|نقلاً) عن\s")
_AR_FROM = _re(r"(?<!\w)عن\s")
_AR_LEAD = _re(
    r"^(?:[وف]?(?:لكن|أما|غير أن|إلا أن|بيد أن|من جهت\w+|من جانب\w+|بدور\w+|إلى ذلك|في المقابل|بالمقابل|فيما|بينما|في حين|في غضون ذلك|في السياق|كما|ثم|وقد|قد|كان|كانت|كذلك|أيضا|في الأثناء|على صعيد متصل|في سياق متصل|هذا)،?\s+)+"
)
_AR_ACCORDING = _re(
    r"(?<!\w)[وف]?(?:(?:بحسب|حسب|وفق|وفقا|طبقا|استنادا|حسبما|كما|مثلما|على ما|بناء على)(?: لما| ما| إلى ما| على ما)?\s+(?:(?P<verb>{SAID})(?: به| بها)?\s+)?(?:ل(?=\w)|إلى\s|لل)?|نقلا عن\s|على (?:حد )?(?:قول|تعبير|لسان|ذمة)\s|والكلام ل|بشهادة )"
)
_AR_NOT = _re(r"(?<!\w)[وف]?(?:لم|لا|لن)\s$")
_AR_QUOTED = re.compile(r"\s\"[^\"]{3,50}\"")
_AR_HOUSE = _re(r"(?:وكالة|صحيفة|جريدة|قناة|شبكة|موقع|منصة|إذاعة|مجلة|صفحة|حساب|منظمة|مركز|مرصد)(?:\s\w+)?\s*$")
_AR_VIA = _re(
    r"(?:نشر|بث|نقل|أورد|تداول|عرض)\w{0,3}\s+(?P<via>" + _AR_OUTLET + r"[^،:]{0,40}?)(?=،|\s(?:أن|إن|أنه|إنه)\s)"
)


def _arabic(text: str, lex: Lexicon) -> list[Said]:
    opened = _arabic_openings(text, lex)
    if not opened:
        return _arabic_according(text, Said(0, len(text)), lex)
    out: list[Said] = []
    first = opened[0][0]
    if first > 12:
        out += _arabic_according(text, Said(0, first), lex)
    for i, (_, said) in enumerate(opened):
        stop = opened[i + 1][0] if i + 1 < len(opened) else len(text)
        out += _arabic_according(text, Said(said.start, max(said.start, stop), said.who, said.cue, said.denied), lex)
    return out


def _arabic_openings(text: str, lex: Lexicon) -> list[tuple[int, Said]]:
    """Verbs of saying that begin a clause, each with where its clause begins and what it opens."""
    out: list[tuple[int, Said]] = []
    floor = 0
    for match in lex.cue("said").finditer(text):
        if match.start() < floor:
            continue
        before = _clause_start(text, floor, match.start())
        lead = text[before : match.start()]
        bare = _AR_LEAD.sub("", lead)
        denied = bool(lex.cue("denied_by").fullmatch(text, match.start(), match.end()))
        if denied and _AR_NOT.search(text[max(0, match.start() - 5) : match.start()]):
            continue
        whole = denied or bool(lex.cue("voiced").fullmatch(text, match.start(), match.end()))
        if lex.cue("as_said").search(lead):
            continue
        if bare.strip(_EDGE) and len(bare.split()) <= _MOST_WORDS:
            got = _subject_first(text, before + len(lead) - len(bare), match, lex, whole)
        elif not bare.strip(_EDGE):
            got = _verb_first(text, match, lex, whole)
        else:
            continue
        if got is None:
            continue
        who, begin = got
        begin, who = _nested(text, begin, who, lex)
        out.append((before, Said(begin, len(text), who, match.group(), denied)))
        floor = max(begin, match.end())
    return out


def _clause_start(text: str, floor: int, at: int) -> int:
    """The end of the last sign or joining word before a verb within [floor, at)."""
    joins = re.compile(r"[؛.]\s|،\s(?=[وف]|لكن|غير|الا|اما|كما|بينما)|\s(?=فيما\s|بينما\s)")
    cut = max((m.end() - floor for m in joins.finditer(text, floor, at + 1) if m.end() <= at), default=0)
    return floor + cut


def _verb_first(text: str, verb: re.Match[str], lex: Lexicon, whole: bool) -> tuple[Names, int] | None:
    at = verb.end()
    that = _AR_THAT.match(text, at + 1) if at < len(text) else None
    told = _AR_TO.match(text, at)
    if that or text[at : at + 1] == ":" or told:
        begin = that.end() if that else at
        if told:
            that = _AR_THAT.search(text, told.end(), min(len(text), told.end() + 40))
            begin = that.end() if that else told.end()
        return ((0, 0),), begin
    stop = _stop(text, at, lex)
    if quoted := _AR_QUOTED.match(text, at):
        stop = quoted.end()
    if not text[at:stop].strip(_EDGE) or len(text[at:stop].split()) > _MOST_WORDS:
        return None
    stop = _with_name(text, at, stop)
    subject = _trim(text, at, stop)
    named = _AR_QUOTED.match(text, stop) if lex.cue("named").search(text, *subject) else None
    if named:
        subject, stop = _trim(text, *named.span()), named.end()
    if lex.cue("no_voice").match(text, subject[0]):
        return None
    if whole:
        return (subject,), verb.start()
    return _content(text, subject, stop, lex)


def _subject_first(text: str, begin: int, verb: re.Match[str], lex: Lexicon, whole: bool) -> tuple[Names, int] | None:
    stop = _AR_STOP.search(text, begin + 2, verb.start())
    subject = _trim(text, begin, stop.start() if stop and stop.start() > begin else verb.start())
    that = _AR_THAT.search(text, verb.end(), min(len(text), verb.end() + 90))
    if subject[1] <= subject[0] or lex.cue("no_voice").match(text, subject[0]) or lex.quick.search(text, *subject):
        return None
    if whole:
        return (subject,), verb.start()
    about = re.compile(r"\s+عن\s+").match(text, verb.end())
    if that is None and about:
        return (subject,), about.end()
    if that is None:
        return None
    return _content(text, subject, verb.end(), lex)


def _stop(text: str, at: int, lex: Lexicon) -> int:
    """Where the subject behind a verb of saying ends."""
    stop = _AR_STOP.search(text, at + 1)
    end = stop.start() if stop else len(text)
    noun = re.compile(r"\sب(?!ال)\w{3,}").search(text, at + 3, end)
    if noun and not lex.cue("np_keep").match(text, noun.start() + 1):
        end = noun.start()
    hit = lex.quick.search(text, at + 1, end)
    while hit and (hit.start() <= at + 2 or lex.cue("body_head").search(text[max(at, hit.start() - 24) : hit.start()])):
        hit = lex.quick.search(text, hit.end(), end)
    return hit.start() if hit else end


def _with_name(text: str, start: int, end: int) -> int:
    """The end of a name with the quoted name behind a word such as "agency"."""
    quoted = re.compile(r"\s*\"[^\"]{2,40}\"").match(text, end)
    return quoted.end() if quoted and _AR_HOUSE.search(text[start:end]) else end


def _content(text: str, subject: tuple[int, int], at: int, lex: Lexicon) -> tuple[Names, int]:
    """The names, with the outlet that was told and those cited, and where their words begin."""
    that = _AR_THAT.search(text, at, min(len(text), at + 110))
    limit = that.start() if that else min(len(text), at + 60)
    who: list[tuple[int, int]] = [subject]
    told = _AR_TO.search(text, at, limit + 1 if limit < len(text) else limit) or (
        _AR_VIA.search(text, at, limit + 1) if that else None
    )
    if told and told.re is _AR_VIA:
        who.insert(0, _trim(text, *told.span("via")))
    elif told:
        who.insert(0, _trim(text, *told.span("to")))
    begin = that.end() if that else at
    cited = _AR_CITING.search(text, at, limit) or (_AR_FROM.match(text, at + 1, limit) if that else None)
    if cited:
        stop = _AR_STOP.search(text, cited.end() + 1)
        end = min(stop.start() if stop else limit, limit) if that else (stop.start() if stop else limit)
        end = _with_name(text, cited.end(), end)
    if cited and not lex.cue("no_voice").match(text, _trim(text, cited.end(), end)[0]):
        who.append(_trim(text, cited.end(), end))
        begin = that.end() if that else end
    return tuple(who), begin


def _nested(text: str, begin: int, who: Names, lex: Lexicon) -> tuple[int, Names]:
    """ "The channel said that a source told it that": the source comes behind the channel."""
    for match in lex.cue("said").finditer(text, begin, min(len(text), begin + 90)):
        lead = text[begin : match.start()]
        if re.search(r"[،؛.]", lead) or lex.cue("denied_by").fullmatch(text, match.start(), match.end()):
            break
        that = _AR_THAT.search(text, match.end(), min(len(text), match.end() + 40))
        subject = _trim(text, begin, match.start())
        if that and subject[1] - subject[0] > 2 and not lex.quick.search(text, *subject):
            return that.end(), (*who, subject)
    return begin, who


def _arabic_according(text: str, said: Said, lex: Lexicon) -> list[Said]:
    """Take the "according to" of a stretch out of it; a voice named behind the words comes before the one that opened."""
    match = next(
        (
            m
            for m in lex.cue("according").finditer(text, said.start, said.end)
            if not lex.cue("not_according").match(text, m.start())
        ),
        None,
    )
    if match is None:
        return [said]
    verb = lex.cue("said").match(text, match.end()) if match.end() < len(text) else None
    at = verb.end() if verb else match.end()
    while at < len(text) and text[at] in ' "':
        at += 1
    skip = re.compile(r"(?:به|بها)\s").match(text, at)
    at = skip.end() if skip else at
    stop = _AR_STOP.search(text, at + 1, said.end)
    end = _with_name(text, at, stop.start() if stop else said.end)
    who = [_trim(text, at, end)]
    if who[0][1] - who[0][0] < 3 or len(text[at:end].split()) > _MOST_WORDS:
        return [said]
    told = _AR_TO.search(text, end, min(said.end, end + 60))
    if told:
        who.insert(0, _trim(text, *told.span("to")))
        end = told.end()
    cited = _AR_CITING.search(text, end, min(said.end, end + 8)) or (_AR_FROM.match(text, end + 1) if verb else None)
    if cited:
        stop = _AR_STOP.search(text, cited.end() + 1, said.end)
        last = stop.start() if stop else said.end
        who.append(_trim(text, cited.end(), last))
        end = last
    names = (*who, *(n for n in said.who if n != (0, 0)))
    cue = match.group().strip()
    if match.start() - said.start < 8:
        begin = re.compile(r"[،\s]*(?:فإن|فقد|ف?ان)?\s*").match(text, end)
        return [Said(begin.end() if begin else end, said.end, names, cue, said.denied)]
    if not lex.quick.search(text, said.start, match.start()):
        return [Said(said.start, said.end, names, cue, said.denied)]
    out = [Said(said.start, match.start(), names, cue, said.denied)]
    if said.end - end > 25:
        out.append(Said(end, said.end, said.who or names, said.cue or cue, said.denied))
    return out


# Sorani: the verb of saying stands behind its subject, before or behind the words said.

_KU_LEAD = _re(
    r"^(?:(?:بەڵام|هەروەها|هاوکات|لای خۆیەوە|لەلای خۆیەوە|لە لایەن خۆیەوە|لەلایەکی دیکەوە|لە بەرامبەردا|لەبەرامبەردا|بەپێچەوانەوە|دواتر|پاشان|هەر|وەک|هەروەک|و|پێشتریش|پێشتر|لەو بارەیەوە|لەوبارەیەوە|لەم بارەیەوە|لای خۆشیەوە|لەم ڕووەوە|کەچی)[،\s]+)+"
)
_KU_CUT = _re(
    r"\s*[،:؛(]|\s(?=(?:لە|بە) (?:ڕاگەیەندراو|ڕاگەیێندراو|بەیان|لێدوان|لیدوان|کۆنفرانس|پەیام|پۆست|نووسراو|تویت|دیدار|چاوپێکەوتن|وتە|نامە|تۆماری|ڤیدیۆ|بەردەم|هەژمار|پەڕە|میانی|ڕێگەی))"
    r"|\s(?=(?:ئەمڕۆ|دوێنێ|ئێوارە|بەیانی|شەو|ڕۆژی|ئەمشەو|کە|ئەوە|ئەوەی|ئەمە|ئەمەی|ئەم \w+|بڕیاری|داوای|ئەو (?:هەواڵ|دەنگۆ|زانیاری|بانگەشە|تۆمەت)\w*|هەواڵ(?:ەکە|ەکان|ێک|ی)?|دەنگۆ\w*|بوونی|هەموو|هەر|هیچ|ڕوودانی|جەختی|ئاماژەی|باسی|بۆ|لەبارەی|سەبارەت|دەربارەی|بەفەرمی|بە فەرمی|بەتوندی|بە توندی|درۆستی|پەیوەندی\w*)(?!\w))"
)
_KU_TO = _re(r"\sبە(?:\s|(?=\"))(?P<q>\")?(?P<to>(?(q)[^\"]+|[^،\"]{3,40}?))(?=\"|ی?\s*$)")
_KU_AFTER = _re(r"\s*(?:،|:)?\s*(?:کە\s|لەوەی\s|لەوەدا\s)?\s*")
_KU_ACCORDING = _re(
    r"(?<!\w)(?:بەگوێرەی|بە گوێرەی|بەگوتەی|بە گوتەی|بە وتەی|بەوتەی|بەپێی|بە پێی|لە زاری|لەزاری|بە پشتبەستن بە|پشتبەست بە|لەسەر زاری|بە قسەی|بەقسەی)\s+"
)
_KU_REPORT = _re(
    r"^(?:(?:گوتەی|قسەی|وتەی|ڕاپۆرتی|ڕاپۆرتێکی|زانیارییەکانی|زانیاریی|زانیاری|لێدوانی|ئاماری|بەیاننامەی|ڕاگەیەندراوی|بەدواداچوونی|سەرچاوەی نێو)\s+)+"
)
_KU_NOT_VOICE = _re(r"(?:یاسا|بڕیار|پلان|ڕێککەوتن|دەستوور|ڕێنمایی|ئامار|نەخشە|فەرمان|ڕاسپاردە|بەرنامە)\w*")
_KU_SPLIT = _re(r"؛\s*|\.\s|،?\s(?=(?:بەڵام|کەچی|لەکاتێکدا|لە کاتێکدا|لە بەرامبەردا|لەبەرامبەردا)\s)")


@cache
def _ku_time() -> re.Pattern[str]:
    """Words of time before a subject."""
    day = calendar("ckb").weekday
    return _re(
        rf"^(?:(?:ئێوارەی|بەیانیی?|بەرەبەیانی|شەوی|نیوەڕۆی|پاشنیوەڕۆی|نیوەشەوی|دوێنێ|ئەمڕۆ|ئەمشەو|پێرێ|ڕۆژی|ڕابردوو|شەو|بەیانی|ئێوارە|هەر|{day})(?:دا|ی)?\s+)+"
    )


def _sorani(text: str, lex: Lexicon) -> list[Said]:
    out: list[Said] = []
    start = 0
    for cut in [*(m.end() for m in _KU_SPLIT.finditer(text)), len(text)]:
        if cut - start > 3:
            out += _sorani_clause(text, start, cut, lex)
        start = cut
    return out


def _sorani_clause(text: str, start: int, end: int, lex: Lexicon) -> list[Said]:
    lead = _KU_LEAD.match(text[start:end])
    begin = start + (lead.end() if lead else 0)
    according = _sorani_according(text, begin, end, lex)
    for match in lex.cue("said").finditer(text, begin, end):
        denied = bool(lex.cue("denied_by").fullmatch(text, match.start(), match.end()))
        voiced = bool(lex.cue("voiced").fullmatch(text, match.start(), match.end()))
        rest = text[match.end() : end].strip(_EDGE + "؟")
        if len(rest) > 8:
            who = _sorani_names(text, begin, match.start(), lex)
            if who is None:
                continue
            after = _KU_AFTER.match(text, match.end())
            first = begin if denied or voiced else (after.end() if after else match.end())
            said = Said(first, end, who, match.group(), denied)
            return [said] if not according else [Said(said.start, end, (*according[0], *who), said.cue, denied)]
        if denied or voiced:
            who = _sorani_names(text, begin, match.start(), lex)
            return [Said(begin, end, who or ((0, 0),), match.group(), denied)]
        comma = max(text.rfind("،", begin, match.start()), text.rfind('"', begin, match.start()))
        if comma > begin + 10:
            again = _KU_LEAD.match(text[comma + 2 : match.start()])
            who = _sorani_names(text, comma + 2 + (again.end() if again else 0), match.start(), lex)
            return [Said(start, comma, who or ((0, 0),), match.group())]
    if according:
        names, first, last, cue = according
        if first - begin < 6:
            return [Said(last, end, names, cue)]
        parts = [Said(start, first, names, cue)]
        return [*parts, Said(last, end, names, cue)] if end - last > 12 else parts
    return [Said(start, end)]


def _sorani_names(text: str, begin: int, verb: int, lex: Lexicon) -> Names | None:
    """Names before a verb of saying: who says it, behind the outlet that was told; None where no voice stands there."""
    whole = text[begin:verb]
    if "لهزاري" in whole.replace(" ", "") and (cited := re.search(r"\s*له ?زاري\s+", whole)):
        first = _trim(text, begin, begin + cited.start())
        second = _trim(text, begin + cited.end(), verb)
        return (_untitled(text, *first), _bare(text, *second))
    timed = _ku_time().match(whole)
    begin += timed.end() if timed else 0
    whole = text[begin:verb]
    cut = _KU_CUT.search(text, begin + 1, verb)
    told = _KU_TO.search(whole.rstrip())
    stop = min(cut.start() if cut else verb, begin + told.start() if told else verb)
    subject = _trim(text, begin, stop)
    subject = _untitled(text, *subject)
    if subject[1] <= subject[0]:
        return ((0, 0),)
    if len(text[slice(*subject)].split()) > _MOST_WORDS or lex.cue("no_voice").match(text, subject[0]):
        return None
    if _tells(text, subject, lex):
        return None
    names: list[tuple[int, int]] = [subject]
    if told and told.group("to") and not lex.cue("no_outlet").search(told.group("to")):
        names.insert(0, _trim(text, begin + told.start("to"), begin + told.end("to")))
    return tuple(names)


def _tells(text: str, span: tuple[int, int], lex: Lexicon) -> bool:
    """Whether words tell an event rather than name a voice: a trigger ends them, or stands in many words."""
    hit = lex.quick.search(text, *span)
    if hit is None or lex.cue("body_head").search(text, *span):
        return False
    return hit.end() >= span[1] - 1 or len(text[slice(*span)].split()) > 6


def _untitled(text: str, start: int, end: int) -> tuple[int, int]:
    """What stands in quotes behind a word such as "newspaper" is the name."""
    quoted = re.search(r"\"([^\"]{2,40})\"", text[start:end])
    return (start + quoted.start(1), start + quoted.end(1)) if quoted else (start, end)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the end of "from the mouth of …"."""
    words = text[start:end]
    for tail in ("يهوه", "هوه", "وه"):
        if words.endswith(tail):
            return start, end - len(tail) + (1 if tail == "يهوه" and words[: -len(tail)].endswith("هك") else 0)
    return start, end


def _sorani_according(text: str, begin: int, end: int, lex: Lexicon) -> tuple[Names, int, int, str] | None:
    for match in _KU_ACCORDING.finditer(text, begin, end):
        if _KU_NOT_VOICE.match(text, match.end()):
            continue
        stop = re.compile(fold(r"\s*[،:.]|ەوە(?=[\s،])|\s(?=کە\s)|\s(?=(?:ئەمڕۆ|دوێنێ|ڕۆژی)(?!\w))|$")).search(
            text, match.end(), end
        )
        last = stop.start() if stop else end
        if lex.cue("said").search(text, match.end(), last):
            continue
        lead = _KU_REPORT.match(text[match.end() : last])
        name = _untitled(text, *_trim(text, match.end() + (lead.end() if lead else 0), last))
        if 0 < len(text[slice(*name)].split()) <= 9:
            close = re.compile(r"[،:\s]+").match(text, stop.end() if stop else end)
            return (name,), match.start(), close.end() if close else last, match.group().strip()
    return None
