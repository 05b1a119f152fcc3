"""Who would strike and what would be hit, in English threats and warnings and in plots."""

import re

from vedette.read.roles.phrases_en import phrase_end, phrase_left, phrase_within
from vedette.read.roles.sides_en import Roles, subject
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, Trigger

__all__ = ["feared"]

_AIM = re.compile(
    r"\b(?:attacks?|strikes?|assaults?|raids?|bombings?|violence|reprisals|ambush(?:es)?|disrupt|hit|target(?:ing)?|bomb|storm|kidnap|abduct|burn|striking|attacking|hitting|bombing|shelling|burning|storming|kidnapping|killing|blow(?:ing)? up|burn(?:ing)? down|destroy(?:ing)?|sink(?:ing)?|kill|shoot(?:ing)? (?:down|at)|fir(?:e|ing) (?:on|at)|assassinat(?:e|ing)|execut(?:e|ing)|retaliate|revenge|death|vengeance|war|shell|expel|punish|liberate|attempts?|ambush(?:es)?)"
    r"\s+(?:to |for |on |against |at |in retaliation against |targeting )?(?P<what>(?!is\b|are\b|in\b|by\b|with\b)[^,;:\"()|]{3,80})"
)


_BAND = re.compile(
    r"(?:[\w-]+ ){0,3}(?:group|movement|organi[sz]ation|outfit|faction|wing|army)|(?-i:[A-Z])[\w-]+", re.I
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
    passive = compiled(
        r"\b(?:would|will) be (?:\w+ed|struck|hit|shot|burnt|an? |legitimate)|\b(?:are|is|become) .*targets?"
    ).search(masked[start:end])
    if passive and left:
        roles.targets.append(left)
        return roles
    if trigger.kind == "threat" and left:
        subject(roles, left, masked, lex)
        if not roles.actors and _BAND.fullmatch(masked, *left):
            roles.actors.append(left)
    match = _AIM.search(masked, start, ceil)
    if match:
        what = phrase_within(masked, match.start("what"), phrase_end(masked, match.start("what"), match.end("what")))
        if what:
            roles.targets.append(what)
    doer = compiled(
        r"\b(?P<who>(?:(?!that\b)[\w'-]+\s){1,5}?)(?:might|could|may|will|would|plan(?:s|ned|ning)?|(?:is|are|was|were) (?:very |highly |more |most )?(?:planning|preparing|likely|thought|believed|said to be planning))\b"
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
    return roles
