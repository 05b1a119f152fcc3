"""Killed and injured, as a clause gives them."""

import re

from vedette.read.events.tolls_region import region_tolls
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, calendar
from vedette.terms.report import Casualties

__all__ = ["figures_in", "tolls"]

_AGE = re.compile(
    r"\b\d+[- ]years?[- ]old\b|\baged \d+(?: and \d+)?|(?<=man of )\d+|(?<=boy of )\w+|(?<=girl of )\w+|(?<=woman of )\d+|\bage \d+",
    re.I,
)
_RANGE = re.compile(
    r"\b(?:between )?\"?(?:between )?(?P<low>\d+|[a-z]+teen|ten|twenty|thirty|forty|fifty) (?:and|to|or) "
    r"(?P<high>\d+|[a-z]+teen|twenty|thirty|forty|fifty|sixty)\b(?=\"? (?:were|was|people|persons|dead|killed|injured|wounded|civilians|soldiers|others|men|women))",
    re.I,
)
_ONE_DEAD = re.compile(
    r"\b(?:kill(?:ed|ing|s)|murder(?:ed|ing)|shot dead|gunn(?:ed|ing) down|behead(?:ed|ing)|execut(?:ed|ing)|assassinat(?:ed|ing)|martyrdom of|slitting the throat of) (?:the|his|her|its|their|a|an) (?:[\w-]+ ){0,3}?(?!(?:\w+s|people|police|family|couple)\b)[a-z]+(?=\W|$)"
    r"|\b(?:an?|the|one) (?:[\w'-]+ ){1,9}?(?:was|has been|had been) (?:\w+ly )?(?:killed|gunned down|shot dead|beheaded|assassinated|felled|murdered|found (?:dead|beheaded)|hacked to death|lynched|executed|martyred)\b"
    r"|\b(?:an?|the) (?:[\w'-]+ ){1,9}?(?:embraced|attained) (?:martyrdom|shahadat)|, who (?:later |has since |had since |then |since )?(?:died|succumbed|bled to death)\b|\b(?:an?|one|his|her) (?!\w+s\b)(?:[a-z-]+ ){1,5}?(?:later |then |has since |since )?(?:died|succumbed|bled to death)\b|\bdriver KIA\b|\b(?:killing|murder|assassination|execution|slaying|beheading|lynching) of (?:the|his|her|its|their|a|an) (?:[\w-]+ ){0,3}?(?!(?:\w+s|people|police|family|couple)\b)[a-z]+(?=\W|$)|\bthe (?:[\w-]+ )?body of (?:the|his|her|its|a|an)\b",
    re.I,
)
_ONE_HURT = re.compile(
    r"\b(?:wound(?:ed|ing)|injur(?:ed|ing)|hurt(?:ing)?|graz(?:ed|ing)) (?:the|his|her|its|their|a|an) (?:[\w-]+ ){0,3}?(?!(?:\w+s|people|police|family|couple)\b)[a-z]+(?=\W|$)"
    r"|\b(?:an?|the|one) (?:[\w'-]+ ){1,9}?(?:was|has been|had been) (?:\w+ly )?(?:wounded|injured|hurt|stabbed|beaten|shot(?! dead)|grazed|burned|slashed)\b"
    r"|\b(?:an?|the|one) (?:[\w'-]+ ){1,9}?(?:sustained|suffered|received) (?:[\w-]+ ){0,3}?(?:injur\w+|wounds?)|\bdriver WIA\b|\band (?:another|a second|a third|one|his|her|its|an?)(?: (?!and\b)[a-z-]+){0,3} (?:seriously |badly |slightly |lightly |gravely )?(?:wounded|injured|hurt)\b|\b(?:wounded|injured|hurt|wounding|injuring) (?:another|a second|a third)(?=\W|$)|\binjury of (?:another|an?|one)\b|\blost (?:a|an|his|her) (?:foot|leg|arm|hand|eye)\b|\bone (?:\w+ )?injured\b",
    re.I,
)
_GAP_EN = r"(?:(?!\b(?:and|but|wound\w*|injur\w*|kill\w*|dead|hurt)\b)[^,;:.\"]){0,60}?"


_QUOTES = re.compile(r"[\"“”](?P<words>(?:[\w-]+ ){0,4}(?:\d[\d,]*|[a-z]+))[\"“”]", re.I)
"""A figure between quotation marks: "at least two" dead, "upwards of 120" civilians."""


_SOME = re.compile(
    r"\ban? (?:\w+ )?(?:number|handful|group|few|series|host|crowd|couple dozen) (?:of )?(?=[a-z])", re.I
)
"""A quantity that is no figure: "a number of soldiers"."""
_OF_WOUNDED = re.compile(
    r"\b(?P<n>[\w-]+) of (?:the|those|these|its|their) (?:\w+ )?(?:wounded|injured|casualties|hurt)\b[^,;.]{0,40}?\b(?:died|succumbed|(?:has|have|had) (?:since |later )?died)\b",
    re.I,
)
_AND_ANOTHER = re.compile(
    r"\s+and (?:(?:his|her|their|its) (?=(?:two|three|four|five|six)\b))?(?P<n>one|another|an?|his|her|their|two|three|four|five|six)(?: of (?:his|her|their|its))? (?!\w+ (?:was|were)\b)[a-z]",
    re.I,
)


_OBJECT = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!be )(?<!being )(?:killed|wounded|injured|hurt|martyred)\s+(?!(?:in|by|and|when|as|after|on|at|near|while|during|outside|inside|with|from|over|or|before|while|who|but|yesterday|today|overnight|late|early|here|there|last|this)\b)\w",
    re.I,
)
"""A verb of harm with its object: "a strike killed scores" tells of no single dead."""
_KILLERS = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!be )(?<!being )(?:killed|wounded|injured|hurt) (?:the|an?|his|her|their|its|at least|scores|dozens|several|many|hundreds|another|up to|more than)\b",
    re.I,
)
"""A verb of harm whose figure before it counts those who did it: "two men killed the imam"."""
_EACH = frozenset({"a", "an", "the", "his", "her", "its", "their", "one", "another"})
_DOZENS = re.compile(r"\b(?P<n>half a|two|three|four|five|six) dozen\b", re.I)
_PAIR = re.compile(
    r"\b(?:an?|the|one|his|her|its|their) (?!\w+s\b)[a-z-]+(?: (?!were\b|was\b|and\b|in\b|at\b|of\b)[a-z-]+){0,2} and (?P<n>one|another|an?|the|his|her|its|their|two|three|four|five|six|seven|eight|nine|ten|\d+)"
    r"(?: of (?:his|her|its|their))? (?P<who>[a-z-]+)(?: [a-z-]+){0,2}? (?:were|have been|had been) (?:\w+ly |also |all )?"
    r"(?:(?P<dead>killed|shot dead|murdered|gunned down|beheaded|martyred|executed)|(?P<hurt>wounded|injured|hurt))\b",
    re.I,
)
"""A person and others in one subject: "a teacher and her daughter were killed"."""
_HURT_AT = r"\b(?:wounded|injured|injuries)\b[^,;.]{0,30}?\b(?:at|to|as|reached|number(?:s|ed)?|stands at)\s+"


def _counted(match: re.Match[str]) -> str:
    return "6" if match.group("n").casefold() == "half a" else str(12 * (_word(match.group("n")) or 1))


def _bare_figure(match: re.Match[str]) -> str:
    return f" {match.group('words')} "


def tolls(text: str, lex: Lexicon) -> Casualties | None:
    """Casualties of a folded clause, or None where it gives none. "No casualties" is 0 and 0; "at least 5" is 5."""
    plain, most = _plain(text, lex) if lex.tag == "en" else (text, {})
    killed, injured = _english(plain) if lex.tag == "en" else region_tolls(text, lex.tag)
    if lex.cue("harmless").search(text):
        hurt = killed if killed is not None else 0
        killed, injured = hurt, injured if injured is not None else 0
    if killed is None and injured is None:
        return None
    return Casualties(
        killed=killed,
        killed_max=most.get(killed) if killed else None,
        injured=injured,
        injured_max=most.get(injured) if injured else None,
    )


def _plain(text: str, lex: Lexicon) -> tuple[str, dict[int | None, int | None]]:
    """The text without ages and words of no harm, each range cut to its lower end, and the upper ends by the lower ones."""
    most: dict[int | None, int | None] = {}

    def lower(match: re.Match[str]) -> str:
        most[_word(match.group("low"))] = _word(match.group("high"))
        return match.group("low")

    bare = _AGE.sub(lambda m: "_" * len(m.group()), _QUOTES.sub(_bare_figure, text))
    bare = _DOZENS.sub(_counted, _SOME.sub(lambda m: "_" * len(m.group()), bare))
    for match in reversed(list(lex.cue("harmless").finditer(bare))):
        bare = bare[: match.start()] + "_" * (match.end() - match.start()) + bare[match.end() :]
    return _RANGE.sub(lower, bare), most


def figures_in(text: str, start: int, end: int, toll: Casualties, lex: Lexicon) -> tuple[int, int] | None:
    """The span within [start, end) from the first to the last figure that a toll was read from, or its words of no harm."""
    flags = re.I if lex.tag == "en" else 0
    wanted = {toll.killed, toll.injured} - {None}
    number = compiled(rf"(?<!\w)(?:\d[\d,.]*\d|\d|{calendar(lex.tag).number})(?!\w)", flags)
    found = [m.span() for m in number.finditer(text, start, end) if _figure(m.group(), lex.tag) in wanted]
    if not found:
        found = [m.span() for m in lex.cue("harmless").finditer(text, start, end)]
    return (found[0][0], found[-1][1]) if found else None


def _figure(word: str, tag: str) -> int | None:
    bare = compiled(r"[,.]").sub("", word)
    if bare.isdigit():
        return min(int(bare), 10_000_000)
    key = word.casefold() if tag == "en" else word
    numbers = calendar(tag).numbers
    if tag == "ar":
        key = compiled(r"^(?:ال)").sub("", key)
    return numbers.get(key, numbers.get(compiled(r"ا$").sub("", key)))


def _english(text: str) -> tuple[int | None, int | None]:
    number = rf"(?:\d[\d,]*|(?:a )?couple|{calendar('en').number})"
    about = r"(?:at least |over |close to |not less than |some |about |around |nearly |more than |up to |as many as |another |the |all |upwards of |no fewer than |fewer than |well over |an estimated |a total of |just over |just under |exactly |only |roughly |approximately )*"
    out: dict[str, int | None] = {"killed": None, "injured": None}
    verbs = {
        "killed": (r"kill(?:ed|ing|s)|(?:hack|stabb|beat|burn|ston|tortur)\w* to death|behead(?:ed|ing)|execut(?:ed|ing)|lynch(?:ed|ing)|shot dead|gunned down|claim(?:ed|s|ing)(?= (?:at least |more than |over )?[\w,]+ lives)|martyr(?:ed|ing|dom of)|massacred|slaughtered|murdered|slain|claimed the lives? of|at (?:the |a )?cost of(?: the lives of)?|took the lives of|cost the lives of|(?:left|leaving) dead|(?:killing|murder|death|execution|slaying|assassination|massacre|beheading)s? of", r"killed|dead|died|martyred|slain|deaths|fatalities|shot dead|lost their lives|bodies|perished|fallen|fell as martyrs|embraced martyrdom|put to death|lost (?:his|her) life|hacked or shot to death|(?:hacked|stabbed|beaten|burned|burnt|stoned|trampled|bludgeoned|clubbed|tortured|crushed|shot|blown) to (?:death|pieces)|(?:was|were) felled"),
        "injured": (r"wound(?:ed|ing|s)|injur(?:ed|ing|es)|hurt(?:ing)?|wound of|wounding of|injury of|injuries (?:to|of)", r"wounded|injured|hurt|injuries"),
    }  # fmt: skip
    text = compiled(r", (?:including|among them|one of them|some of them|most of them|all of them) [^,;.]{2,60},").sub(
        " ", text
    )
    text = _OF_WOUNDED.sub(lambda m: f"{m.group('n')} died", text)
    final = compiled(
        rf"\b(?:bringing|raising|taking|pushing|puts?|putting|brought|raised)\b[^,;.]{{0,30}}?\b(?:toll|dead|deaths|number of dead|number killed)\b[^,;.]{{0,16}}?\b(?:at|to)\s+{about}({number})\b",
        re.I,
    ).search(text)
    for key, (active, passive) in verbs.items():
        match = compiled(rf"\b(?:{active})\b\s+{about}({number})\b", re.I).search(text)
        if match:
            out[key] = _sum_after(text, match, number)
            continue
        for match in compiled(rf"\b(?:{passive})\b", re.I).finditer(text):
            before = text[: match.start()]
            found = _nearest(before, number)
            if found and not compiled(r"\d(?:st|nd|rd|th)|\b(?:at|in|on|of) \w+$").search(found.group(2)):
                if found.group(1).casefold() in {"a", "an"} and _OBJECT.match(text, match.start()):
                    continue
                if _KILLERS.match(text, match.start()):
                    continue
                lead = before[: found.start()]
                if not compiled(r"\b(?:kill|wound|injur)\w*\s+(?:at least |some |about )*$", re.I).search(lead):
                    out[key] = _sum_before(lead, found.group(1), number)
                    break
        if out[key] is None and key == "killed":
            match = compiled(rf"\b(?:left|leaving)\s+{about}({number})\b[^,;.]{{0,30}}\bdead\b", re.I).search(text)
            out[key] = _word(match.group(1)) if match else None
    if out["killed"] is None:
        match = compiled(
            rf"\b(?:toll|the dead|dead(?= at )|deaths|fatalities|number of (?:the |people |civilians |those |victims |its |their )*(?:dead|martyred|martyrs|killed|deaths|fatalities|victims))\b[^,;.]{{0,60}}?\b(?:at|to|of|was|is|as|stands at|reached)\s+(?:only )?{about}({number})\b",
            re.I,
        ).search(text)
        out["killed"] = _word(match.group(1)) if match else None
    if out["killed"] is None:
        match = compiled(
            rf"\b(?:stabbed|beat|beaten|hacked|burned|tortured|shot)\s+({number})\b[^,;.]{{0,40}}? to death\b", re.I
        ).search(text)
        out["killed"] = _word(match.group(1)) if match else None
    family = compiled(rf"\bkill(?:ed|ing)\s+(?:a |an )?(?:\w+ )?(?:family|group|party) of ({number})\b", re.I).search(
        text
    )
    if family:
        out["killed"] = _word(family.group(1))
    if compiled(r"\b(?:nobody|no one|no-one|none) (?:was |were |had been )?(?:killed|died)\b", re.I).search(text):
        out["killed"] = 0
    if final:
        out["killed"] = _word(final.group(1))
    for pair in _PAIR.finditer(text):
        key = "killed" if pair.group("dead") else "injured"
        beside = _word(pair.group("n"))
        if pair.group("n").casefold() in _EACH:
            beside = None if compiled(r"[a-z]+s$").fullmatch(pair.group("who")) else 1
        out[key] = 1 + beside if beside else out[key]
    if out["injured"] is None and (
        late := compiled(rf"{_HURT_AT}{about}({number})\b(?! (?:dead|killed|deaths))", re.I).search(text)
    ):
        out["injured"] = _word(late.group(1))
    if out["killed"] is None and (one := _ONE_DEAD.search(text)):
        more = (
            _AND_ANOTHER.match(text, one.end()) if one.group()[:4].lower() in {"kill", "murd", "shot", "beh"} else None
        )
        out["killed"] = 1 + ((_word(more.group("n")) or 1) if more else 0)
    if out["injured"] is None and _ONE_HURT.search(text):
        out["injured"] = 1
    return out["killed"], out["injured"]


def _nearest(before: str, number: str) -> re.Match[str] | None:
    """The last figure before a verb of harm; an article counts only where no figure does."""
    tail = compiled(rf"({_GAP_EN})(?:\b(?:was|were|been|had been|have been|has been|are|is)\s+)?(?:\w+ly )?$", re.I)
    whole = rf"\b({number})\b({_GAP_EN})(?:\b(?:was|were|been|had been|have been|has been|are|is)\s+)?(?:\w+ly )?$"
    found = [m for m in compiled(rf"\b(?:{number})\b", re.I).finditer(before) if tail.match(before, m.end())]
    if not found:
        return None
    figures = [m for m in found if m.group().casefold() not in {"a", "an", "one"}]
    return compiled(whole, re.I).match(before, (figures or found)[-1].start())


def _word(word: str) -> int | None:
    return 2 if "couple" in word.casefold() else _figure(word, "en")


def _sum_after(text: str, match: re.Match[str], number: str) -> int | None:
    """The first figure, and with it those joined by "and" before another verb ("three officers and a girl")."""
    total = _word(match.group(1))
    rest = text[match.end() :]
    if compiled(r"\s+aged\b").match(rest):
        return total
    more = compiled(
        rf"((?:(?!\b(?:and|wound|injur|kill)\w*\b)[^,;.\"]){{0,40}})\band\s+(?:(?:his|her|its|their)\s+)?({number})\b(?!\s+(?:others?\s+)?(?:\w+\s+)?(?:wounded|injured|hurt|were|was|dead))",
        re.I,
    ).match(rest)
    if total is not None and more:
        other = _word(more.group(2))
        after = rest[more.end() : more.end() + 30]
        if other is not None and not compiled(r"[^,;.]{0,24}\b(?:wounded|injured|hurt|killed|dead)\b").match(after):
            return total + other
    return total


def _sum_before(lead: str, word: str, number: str) -> int | None:
    """ "Two soldiers and a girl were wounded": the figure before "and" counts too, unless it has its own verb."""
    total = _word(word)
    more = compiled(
        rf"\b({number})\b((?:(?!\b(?:killed|dead|died|bodies|deaths|martyrs|wounded|injured|hurt|in|at|on)\b)[^,;.\"]){{1,30}})\band\s+(?:at least |another )?$",
        re.I,
    ).search(lead)
    if more and total is not None and compiled(r"\s+\w").match(more.group(2)):
        other = _word(more.group(1))
        return total + other if other is not None else total
    return total
