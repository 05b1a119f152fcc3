"""Who protects and what is protected or shut, in English measures."""

import re

from vedette.read.roles.phrases_en import phrase_end, phrase_left, phrase_within
from vedette.read.roles.sides_en import Roles, agent_by, subject
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, Trigger

__all__ = ["measure_roles"]

_GUARDED = re.compile(
    r"\b(?:at|around|on|outside|near|along|of|for|patrol|guard|protect|secure|to(?:\s+(?:secure|protect|guard|patrol|defend|safeguard|escort|monitor|cover))?)\s+(?P<what>[^,;:\"()|]{2,80})"
)
_GUARDED_BY = re.compile(
    r"(?:under|with) (?:the |a )?(?:heavy |armed |tight )?(?:guard|escort|protection)(?= of)|guarded by|protected by|escorted by",
    re.I,
)
_STANDS = re.compile(
    r"\s(?:was|were|is|are|has been|have been|had been|will be|will stay|stays?|stayed|remain(?:s|ed)?|will remain)\s"
)
_WATCHES = re.compile(
    r"(?:escort|patrol|search|check|inspect|frisk|screen|guard|protect|ring|surround|encircl|secur|shield)(?:s|es|ed|e|ing)?\s*$",
    re.I,
)
_AT_WHERE = re.compile(r"\s(?:at|outside|around|entering|before)\s(?:the |a |all )?(?=[a-z])")
_BECAUSE = re.compile(r"\s(?:after|following|amid|because|since|when|despite|in response to|owing to|due to)\s")
_MEN = re.compile(
    r"\b(?:rangers|commandos|gendarmes|sailors|paratroopers|bodyguards|constables|recruits|reservists|sappers|deminers|wardens|firefighters|agents)\b",
    re.I,
)


def measure_roles(
    masked: str,
    trigger: Trigger,
    start: int,
    end: int,
    ceil: int,
    left: tuple[int, int] | None,
    right: tuple[int, int] | None,
    by: tuple[int, int] | None,
    passive: bool,
    lex: Lexicon,
) -> Roles:
    """Forces that are sent act as well as who sends them; what is shut, or stood at, is the target."""
    roles = Roles()
    if _GUARDED_BY.match(masked, start, ceil):
        guards = phrase_within(masked, end, phrase_end(masked, end, ceil))
        roles.actors += [guards] if guards and lex.cue("defender").search(masked, *guards) else []
        held = compiled(r"\s(?:will|would|is|are|was|were)\s").search(masked, *left) if left else None
        roles.targets += [(left[0], held.start() if held else left[1])] if left else []
        return roles
    passive = passive or bool(
        compiled(r"\b(?:was|were|is|are|be|been|stay\w*|remain\w*)\b").search(
            masked[:end].rsplit("|", maxsplit=1)[-1][-34:]
        )
        and not right
    )
    passive = passive or bool(
        compiled(
            r"(?:was|were|is|are|be|been|stays?|stayed|remain\w*|will (?:be|stay|remain)|kept|keep|may not|movement)\b(?!.*ing(?=\W|$)(?!.* by ))"
        ).match(masked[start:end])
    )
    thing = left if passive else right
    if trigger.type == "closure" and (within := _STANDS.search(masked, start + 1, end)):
        thing, passive = phrase_left(masked, within.start(), left[0] if left else start) or thing, True
    agent_by(roles, by, masked, lex)
    if not passive:
        subject(roles, left, masked, lex)
    if not roles.actors and (force := lex.cue("force").match(masked, start)):
        roles.actors.append((left[0] if left else start, force.end()))
    if thing and thing not in roles.actors:
        words = masked[thing[0] : thing[1]]
        if trigger.type == "checkpoint" and (at := _AT_WHERE.search(masked, thing[1], ceil)):
            place = phrase_within(masked, at.end(), phrase_end(masked, at.end(), ceil))
            roles.targets += [place] if place and lex.cue("targets").search(masked, *place) else [thing]
        elif (
            trigger.type == "closure"
            or masked.startswith("may not ", start)
            or compiled(r"escort|accompan|protect", re.I).match(masked, start)
        ):
            roles.targets.append(thing)
        elif (lex.cue("force").search(words) or _MEN.search(words)) and trigger.type in {
            "deployment",
            "patrol",
            "checkpoint",
        }:
            roles.actors.append(thing)
        elif not lex.cue("means").search(words) and (
            (lex.cue("targets").search(words) and trigger.type == "deployment") or _WATCHES.search(masked[start:end])
        ):
            roles.targets.append(thing)
    if not roles.targets:
        because = _BECAUSE.search(masked, end, ceil)
        for match in _GUARDED.finditer(masked, start, because.start() if because else ceil):
            what = phrase_within(
                masked, match.start("what"), phrase_end(masked, match.start("what"), match.end("what"))
            )
            if what and lex.cue("targets").search(masked[what[0] : what[1]]):
                roles.targets.append(what)
                break
    return roles
