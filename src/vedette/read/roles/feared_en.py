"""Who would strike and what would be hit, in English threats and warnings and in plots."""

import re

from vedette.read.roles.phrases_en import phrase_end, phrase_left, phrase_within
from vedette.read.roles.sides_en import Roles, subject
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, Trigger

__all__ = ["feared"]

_AIM = re.compile(
    r"\b(?:attacks?|strikes?|assaults?|raids?|bombings?|violence|reprisals|ambush(?:es)?|disrupt|hit|target(?:ing)?|bomb|storm|kidnap|abduct|burn|striking|attacking|hitting|bombing|shelling|burning|storming|kidnapping|killing|blow(?:ing)? up|burn(?:ing)? down|destroy(?:ing)?|sink(?:ing)?|kill|shoot(?:ing)? (?:down|at)|fir(?:e|ing) (?:on|at)|assassinat(?:e|ing)|execut(?:e|ing)|retaliate|revenge|death|vengeance|war|shell|expel|punish|liberate|cut off|chop off|break|smash|crush|flatten|raze|level|wipe out|hunt down|seize|abduct|assault|torch|stone|lynch|slaughter|behead|hang|bury|drown|punish|detonate|attempts?|ambush(?:es)?)"
    r"\s+(?:to |for |on |against |at |in retaliation against |targeting )?(?P<what>(?!(?:is|are|was|were|be|being|been|in|by|with|will|would|may|might|could|have|has|had|near|from|after|before|during|of|and|or|that|which|as|if|until|unless)\b)[^,;:\"()|]{3,80})"
)


_BAND = re.compile(
    r"(?:[\w-]+ ){0,3}(?:group|movement|organi[sz]ation|outfit|faction|wing|army)|(?-i:[A-Z])[\w-]+", re.I
)

_AGAINST = re.compile(
    r"\b(?:against|targeting|directed at|aimed at|mingling with)\s+(?P<what>(?!least\b)[^,;:\"()|]{3,80})"
)
_WHOEVER = re.compile(
    r"\b(?P<what>(?:whoever|anyone who|anybody who|everyone who|those who|all who|all those who)\b[^,;:.\"|]{3,70}?)(?=\s(?:will|would|shall|must|should|deserves?|is|are)\b|[,;:.\"|]|$)",
    re.I,
)
_TURNED = re.compile(
    r"\b(?:turn|turned|reduce|reduced|burn|burned)\s+(?:the |your |their |this |that |our |all |every )*(?P<what>[\w' -]{3,40}?)\s+(?:in)?to\s+(?:a |an |the )?(?:coals?|ash(?:es)?|rubble|ruins?|hell|graveyards?|cemeter(?:y|ies)|dust|inferno|fire|swamp)\b",
    re.I,
)
_WITH_DEATH = re.compile(
    r"\bthreaten(?:s|ed|ing)?\s+(?P<what>[^,;:.\"|]{3,60}?)\s+with\s+(?:death|violence|attacks?|reprisals?|punishment|the same|fire)\b",
    re.I,
)
_WILL_SUFFER = re.compile(
    r"[\s\"]+(?:will|would|shall|are going to|is going to)\s+(?:all |also |then |now )?(?:not )?\"?(?:be \"?(?!able|used|carried|launched|held|no\b)\w+|burn|die|sink|perish|become|face|meet|pay|suffer|bleed|regret|go home|pass|get through|leave alive|reach)\b"
)
_SPEAKS_OF_SELF = re.compile(
    r"(?:it|they|we|he|she|i|there|this|that|which|who|what|(?:our|the) (?:response|answer|revenge|attack|strike)s?)\b",
    re.I,
)
_NO_SINGLE = re.compile(r"(?:no|not a|not one|every|each|any|all)\s+", re.I)
_MAY_BE_HIT = re.compile(
    r"\s(?:might|may|could|would|will|can)\s(?:\w+ )?be(?:come)?\s(?:\w+ly )?(?:attacked|targeted|hit|struck|cut|bombed|shelled|overrun|stormed|kidnapped|abducted|killed|burned|burnt|robbed|looted|ambushed|mined|sabotaged|seized|used|next|a target|targets)\b"
)
_RISK_OF = re.compile(
    r"\b(?:possibility|risk|threat|danger|likelihood|fear|prospect|chance)s?\s+of\s+(?P<who>(?:[\w'-]+ ){1,4}?)(?:\w+ing|attacks?|raids?|strikes?|violence)\b"
)
_DEED_BY = re.compile(
    r"\b(?:by|from)\s+(?P<who>[^,;:.\"()|]{3,50}?)(?=\s(?:on|against|in|at|near|over|during|around|before|after|to|who|which)\b|[,;:.\"|]|$)"
)
_MEANS_TO = re.compile(
    r"\b(?P<who>(?:(?!that\b|and\b|or\b)[\w'-]+ ){1,5}?)(?:means?|meant|intends?|intended|wants?|wanted|seeks?|sought|aims?|aimed|hopes?|hoped|(?:is|are|was|were) (?:trying|about|set|waiting|poised|ready|getting ready)) (?:to|for)\b"
)


def feared(
    masked: str,
    trigger: Trigger,
    start: int,
    end: int,
    floor: int,
    ceil: int,
    left: tuple[int, int] | None,
    lex: Lexicon,
) -> Roles:
    """What would be hit ("attacks on X", "X would be struck", "strike X") and who would do it."""
    roles = Roles()
    every = compiled(r"(?:every|each|any|all) (?P<what>.+?) (?:will|shall) ", re.I).match(masked[start:end])
    if every:
        roles.targets.append((start + every.start("what"), start + every.end("what")))
        return roles
    if trigger.kind == "threat" and (named := _named_in_threat(masked, start, floor, ceil)):
        roles.targets.append(named)
    passive = compiled(
        r"\b(?:would|will) be (?:\w+ed|struck|hit|shot|burnt|an? |legitimate)|\b(?:are|is|become) .*targets?"
    ).search(masked[start:end])
    if passive and left and not roles.targets:
        roles.targets.append(left)
        return roles
    if trigger.kind == "threat" and left:
        subject(roles, left, masked, lex)
        if not roles.actors and _BAND.fullmatch(masked, *left):
            roles.actors.append(left)
    match = None if roles.targets else _AIM.search(masked, start, ceil) or _AGAINST.search(masked, start, ceil)
    if match:
        what = phrase_within(masked, match.start("what"), phrase_end(masked, match.start("what"), match.end("what")))
        if what:
            roles.targets.append(what)
    doer = compiled(
        r"\b(?P<who>(?:(?!that\b)[\w'-]+\s){1,5}?)(?:(?:might|could|may|will|would)(?! (?:\w+ )?be (?!able|planning|preparing|trying)\w)|plan(?:s|ned|ning)?|(?:is|are|was|were) (?:very |highly |more |most )?(?:planning|preparing|likely|thought|believed|said to be planning))\b"
    ).search(masked[floor:ceil])
    if doer and trigger.kind == "warning":
        first = floor + doer.start("who")
        who = phrase_left(masked, floor + doer.end("who"), first)
        if who and not compiled(
            r"attack|strike|violence|assault|fighting|escalation|offensive|demonstration|roads?|retaliation|clash|raid|bomb|threat|risk|incursion|protest|war|situation"
        ).search(masked[who[0] : who[1]]):
            subject(roles, who, masked, lex)
            if not roles.actors and _BAND.fullmatch(masked, *who) and masked[slice(*who)].islower():
                roles.actors.append(who)
    if (
        trigger.kind == "warning"
        and not roles.targets
        and (hit := _MAY_BE_HIT.search(masked, max(floor, start - 1), ceil))
    ):
        found = phrase_left(masked, hit.start(), floor)
        roles.targets += [found] if found and lex.cue("targets").search(masked, *found) else []
    if (trigger.kind == "warning" or trigger.modality == "planned") and not roles.actors:
        _would_be_doers(roles, masked, start, ceil, lex)
    return roles


def _named_in_threat(masked: str, start: int, floor: int, ceil: int) -> tuple[int, int] | None:
    """Whom or what a threat names: whoever does a thing, what will burn or be dealt with, what is turned to ashes."""
    for shape in (_WHOEVER, _TURNED, _WITH_DEATH):
        if match := shape.search(masked, floor, ceil):
            return phrase_within(masked, *match.span("what"))
    will = _WILL_SUFFER.search(masked, max(floor, start - 60), ceil)
    stop = will.start() if will else 0
    if will and masked[stop : stop + 1] == '"' and (opened := masked.rfind('"', floor, stop)) > floor:
        stop = opened
    found = phrase_left(masked, stop, floor) if will else None
    if found is None or _SPEAKS_OF_SELF.match(masked, *found):
        return None
    lead = _NO_SINGLE.match(masked, *found)
    return (lead.end(), found[1]) if lead else found


def _would_be_doers(roles: Roles, masked: str, start: int, ceil: int, lex: Lexicon) -> None:
    """The doers of a feared deed: "the possibility of bombers mingling with", "reprisals by herders", "gangs mean to strike"."""
    for shape in (_RISK_OF, _DEED_BY, _MEANS_TO):
        for match in shape.finditer(masked, start if shape is not _MEANS_TO else 0, ceil):
            who = phrase_within(masked, *match.span("who"))
            if who and lex.cue("perpetrator").search(masked, *who):
                subject(roles, who, masked, lex)
                if roles.actors:
                    return
