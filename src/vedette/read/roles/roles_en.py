"""Who did what to whom, in English: noun phrases to the left and right of a trigger."""

import re

from vedette.read.roles.bodies_en import both_sides, can_act, opening_band
from vedette.read.roles.feared_en import feared
from vedette.read.roles.heads_en import counted, each_of, object_of, sound, subject_of
from vedette.read.roles.measures_en import measure_roles
from vedette.read.roles.phrases_en import phrase_end, phrase_left, phrase_right, phrase_within
from vedette.read.roles.sides_en import Roles, agent_by, subject
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, Trigger

__all__ = ["Roles", "english_roles"]

_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|is|are|get|got)\s+(?:\w+ly\s+|also\s+|later\s+|then\s+|now\s+|to be\s+)?$", re.I
)
_BY = re.compile(r"\bby\s+(?P<by>[^,;:.\"()|]{2,70})")
_AFTER_NOUN = re.compile(r"^(?:\s\w+){0,2}?\s(?:on|against|at|targeting|upon|of)\s+(?P<what>[^,;:\"()|]{2,80})")
_PLACED_TARGET = re.compile(
    r"\b(?:at|near|outside|inside|in|on|into|onto|beside|against|towards?|around|under|underneath|beneath|behind|through|close to|opposite|in front of|hit|hitting)\s+(?P<what>[^,;:\"()|]{2,80})"
)


def english_roles(masked: str, trigger: Trigger, start: int, end: int, floor: int, ceil: int, lex: Lexicon) -> Roles:
    """Roles of the trigger at [start, end) within [floor, ceil); `masked` has its times replaced by bars."""
    roles = _stated(masked, trigger, start, end, floor, ceil, lex)
    by = {s for s in roles.actors if compiled(r"\bby (?:the |a |an )?$").search(masked[max(0, s[0] - 12) : s[0]])}
    actors = [
        s
        for span in roles.actors
        if (s := subject_of(masked, span)) and (span in by or span in roles.doers or can_act(masked[s[0] : s[1]], lex))
    ]
    roles.actors = [p for s in actors for p in each_of(masked, s) if sound(masked[slice(*p)])]
    if not roles.actors and trigger.kind == "attack" and (cleft := _IT_WAS.search(masked, floor, start)):
        found = phrase_within(masked, *cleft.span("who"))
        roles.actors += [found] if found and not lex.cue("instruments").search(masked, *found) else []
    if (
        not roles.actors
        and trigger.kind == "attack"
        and trigger.form in {"verb", "launch"}
        and trigger.modality is None
    ):
        roles.actors += opening_band(masked, floor, start, lex)
    targets = [s for span in roles.targets if (s := object_of(masked, span))]
    if (
        (trigger.kind == "attack" or trigger.type == "arrest")
        and len(targets) < 2
        and (halted := _HALTED.search(masked, floor, start))
    ):
        stopped = phrase_within(masked, halted.end(), phrase_end(masked, halted.end(), start))
        targets += [stopped] if stopped and lex.cue("targets").search(masked, *stopped) else []
    roles.targets = [
        p for s in targets for p in each_of(masked, s) if sound(masked[slice(*p)]) and not counted(masked[slice(*p)])
    ]
    return roles


_BE = re.compile(r"\s(?:was|were|has been|have been|had been)\s")
_PASSING = re.compile(
    r"\b(?:as|when|while)\s+(?P<what>[^,;:.\"|()]{3,60}?)\s+(?:passed|was passing|were passing|drove|was driving|were driving|crossed|was crossing|walked|was walking|were walking|approached|was approaching|travel+ed|was travel+ing|were travel+ing|arrived|entered|moved|was moving|returned|was returning|were returning|patrol+ed|was patrol+ing|were patrol+ing)\b",
    re.I,
)
_BY_WHOM = re.compile(r"\sby\s(?!\w+ing\b|\d|mistake|accident|night|day|noon|dawn|road|sea|air|the \w+ load)")
_HAND = frozenset({"stabbing", "kidnapping", "robbery", "shooting", "piracy"})
_NO_DOER = re.compile(
    r"\b(?:it|he|she|they|we|i|you|this|that|these|those|which|who|what|whom|there|people|victims?|attacks?|raids?|strikes?|clash(?:es)?|blasts?|explosions?|shootings?|incidents?|violence|fighting|fire|gunfire|shots?|shells?|"
    r"reports?|statements?|letters?|messages?|operations?|orders?|decrees?|circulars?|decisions?|law|investigations?|videos?|footage|photos?|images?|news|time|day|night|morning|evening|week|month|year|years|men were|toll|number|others?|some|one|both|all|most|many|"
    r"was|were|is|are|be|been|had|has|have|having|will|would|said|says|told|when|while|after|before|where|\w+ing)\b",
    re.I,
)
_ITSELF = re.compile(r"\b(?:him|her|it|them)sel(?:f|ves)\b")
_IT_WAS = re.compile(r"\bit (?:was|is) (?:the )?(?P<who>[^,;:.|\"]{2,50}?) (?:who|that|which)\b", re.I)
_THROWN = re.compile(r"\b(?:at|into|through|on|onto|against|over)$")
_MEANT_FOR = re.compile(
    r"\b(?:targeting|aimed at|(?:attached|fixed|stuck|planted|placed|glued|strapped|laid) (?:to|under|underneath|beneath|on|outside|near|at|by|beside))\s(?:the |a |an )?"
)
_DEEDS = re.compile(
    r"\b(?:attacks?|raids?|(?:air ?-?)?strikes?|assaults?|operations?|bombings?|sorties|ambush(?:es)?)$", re.I
)
_HALTED = re.compile(
    r"\b(?:stopped|halted|flagged down|waylaid|waved down|held up|intercepted|boarded|surrounded)(?= (?:a|an|the|two|three|several|their|his)\b)"
)
_COUNT_WORD = re.compile(r"casualties|fatalities|bodies|toll|deaths?|missing|[WK]IA|injuries", re.I)
_TAKEN = re.compile(r"\s(?:of|for)\s(?=\w)")
_TOWARDS = re.compile(
    r"^\W*(?:at|into|on|onto|against|towards?|through|inside|outside)\s|\b(?:at|into|onto|against|towards?)\s"
)
_GAVE_UP = re.compile(
    r"surrender|turned (?:himself|herself|themselves) in|gave (?:himself|herself|themselves) up", re.I
)


def _stated(masked: str, trigger: Trigger, start: int, end: int, floor: int, ceil: int, lex: Lexicon) -> Roles:
    """The roles as the words around the trigger give them."""
    roles = Roles()
    left, right = phrase_left(masked, start, floor), phrase_right(masked, end, ceil)
    passive = bool(_PASSIVE.search(masked[max(floor, start - 26) : start])) or masked[start:end].lower().startswith(
        ("was ", "were ", "been ")
    )
    passive = passive or bool(
        compiled(
            r"(?:is|are|be|stays?|remains?|remained|stayed|will|kept|keep)\s+(?:\w+ )*?(?:\w+ed|shut|hit|cut)\b"
        ).match(masked[start:end])
    )
    passive = passive and not compiled(r"\w+ing\b").match(masked[start:end])
    passive = passive and not masked[start:end].endswith("ing")
    passive = passive or masked[start:end].lower().startswith(
        ("came under", "come under", "comes under", "coming under")
    )
    reduced = trigger.kind in {"attack", "operation"} and trigger.form in {"verb", "toll"}
    passive = passive or (
        reduced and bool(_BY_WHOM.match(masked, end, ceil)) and masked[start:end].endswith(("ed", "n", "t"))
    )
    agent = _BY.search(masked, end, ceil)
    by = (
        phrase_within(masked, agent.start("by"), phrase_end(masked, agent.start("by"), agent.end("by")))
        if agent
        else None
    )
    form = trigger.form
    if trigger.kind == "attack" and (sides := both_sides(masked, end, ceil)):
        roles.actors += sides
        return roles
    if form == "noun":
        if masked[end - 3 : end] == " of":
            end -= 3
        after = _AFTER_NOUN.match(masked[end:ceil])
        if after and not compiled(r"(?:\s\w+){0,2}?\s(?:on|at|of)\s\|").match(masked[end:ceil]):
            first = end + after.start("what")
            what = phrase_within(masked, first, phrase_end(masked, first, end + after.end("what")))
            if what and (
                lex.cue("targets").search(masked[what[0] : what[1]])
                or after.group().split()[0] in {"against", "targeting"}
            ):
                roles.targets.append(what)
        agent_by(roles, by, masked, lex)
        return roles
    if form == "suffer":
        roles.targets += [left] if left else []
        agent_by(roles, by, masked, lex)
        return roles
    if form in {"happen", "downed"}:
        passing = _PASSING.search(masked, end, ceil) if form == "happen" else None
        who = phrase_within(masked, *passing.span("what")) if passing else None
        if who and lex.cue("targets").search(masked, *who):
            roles.targets.append(who)
            return roles
        if form == "happen" and (aimed := _MEANT_FOR.search(masked, floor, ceil)):
            what = phrase_within(masked, aimed.end(), phrase_end(masked, aimed.end(), ceil))
            if what and lex.cue("targets").search(masked, *what):
                roles.targets.append(what)
                return roles
        roles.targets += _stood_at(masked, floor if form == "downed" else end, ceil, lex)
        return roles
    if form == "launch":
        subject(roles, left, masked, lex)
        match = compiled(r"\b(?:at|towards?|on|against|into)\s+(?P<what>[^,;:\"()|]{2,80})").search(masked[end:ceil])
        if match:
            first = end + match.start("what")
            what = phrase_within(masked, first, phrase_end(masked, first, end + match.end("what")))
            if what:
                roles.targets.append(what)
        return roles
    if form == "toll":
        passive = passive or right is None
        if _COUNT_WORD.fullmatch(masked, start, end):
            return roles
        victims = left if passive or masked[start:end] in {"dead", "died", "hurt"} else right
        if victims and compiled(r"\b(?:were|was|killed|wounded|injured|hurt|dead)\b").search(
            masked[victims[0] : victims[1]]
        ):
            victims = None
        if victims and masked[victims[0] : victims[1]].rsplit(maxsplit=1)[-1] in {"others", "more"}:
            victims = None
        if victims and not lex.cue("toll").search(masked[start:end]):
            roles.targets.append(victims)
        if not passive and left:
            subject(roles, left, masked, lex)
        return roles
    if trigger.kind == "measure":
        done_by = by if passive or masked.startswith(" by ", end) else None
        return measure_roles(masked, trigger, start, end, ceil, left, right, done_by, passive, lex)
    if trigger.form in {"blame", "claim", "deny"}:
        if trigger.form == "blame" and right:
            roles.actors.append(right)
        return roles
    if trigger.kind in {"threat", "warning"} or trigger.modality == "planned":
        return feared(masked, trigger, start, end, floor, ceil, left, lex)
    if passive:
        thrown = left and right and lex.cue("instruments").search(masked, *left) and _THROWN.search(masked, start, end)
        if thrown and right:
            roles.targets.append(right)
        elif left:
            roles.targets.append(left)
        agent_by(roles, by, masked, lex)
        return roles
    if trigger.kind == "operation" and left and _GAVE_UP.match(masked, start, ceil):
        roles.targets.append(left)
        held = (
            phrase_within(masked, end + 3, phrase_end(masked, end + 3, ceil))
            if masked[end : end + 4] == " to "
            else None
        )
        roles.actors += [held] if held else []
        return roles
    within = _BE.search(masked, start + 1, end) if trigger.kind == "operation" else None
    if within:
        found = phrase_left(masked, within.start(), floor)
        roles.targets += [found] if found else []
        agent_by(roles, by, masked, lex)
        return roles
    of = _TAKEN.match(masked, end, ceil) if trigger.kind == "operation" else None
    named = of is not None and masked[of.start() : of.end()] == " of " and by is not None
    if not named:
        subject(roles, left, masked, lex)
        if (
            left
            and not roles.actors
            and (right or trigger.kind == "directive" or _ITSELF.search(masked, start, end))
            and _by_hand(masked, left, trigger, start, end, lex)
        ):
            roles.actors.append(left)
            roles.doers.append(left)
    agent_by(roles, by if left is None or named else None, masked, lex)
    if of and (what := phrase_within(masked, of.end(), phrase_end(masked, of.end(), ceil))):
        roles.targets.append(what)
    elif right and trigger.kind == "attack" and lex.cue("instruments").search(masked, *right):
        thrown = _TOWARDS.search(masked, right[1], ceil)
        if thrown and (what := phrase_within(masked, thrown.end(), phrase_end(masked, thrown.end(), ceil))):
            roles.targets.append(what)
    elif right and trigger.kind == "attack" and _DEEDS.search(masked, *right):
        upon = _AFTER_NOUN.match(masked[right[1] : ceil])
        first = right[1] + upon.start("what") if upon else 0
        what = phrase_within(masked, first, phrase_end(masked, first, ceil)) if upon else None
        roles.targets += [what] if what and lex.cue("targets").search(masked, *what) else []
    elif right:
        roles.targets.append(right)
    elif trigger.kind == "attack":
        roles.targets += _stood_at(masked, end, ceil, lex)
    return roles


def _by_hand(masked: str, left: tuple[int, int], trigger: Trigger, start: int, end: int, lex: Lexicon) -> bool:
    """Whether the verb is one of which only people are the subject, and its subject no weapon, no pronoun and no report."""
    if (
        trigger.kind not in {"operation", "directive"}
        and trigger.type not in _HAND
        and not _ITSELF.search(masked, start, end)
    ):
        return False
    words = masked[slice(*left)]
    return bool(
        compiled(r"[A-Z]?[a-z][\w'-]*(?: [\w'-]+){0,5}").fullmatch(words)
        and not _NO_DOER.search(words)
        and not lex.cue("instruments").search(words)
        and not lex.cue("nobody").match(words)
        and sound(words)
    )


def _stood_at(masked: str, start: int, ceil: int, lex: Lexicon) -> list[tuple[int, int]]:
    """The first thing named after "at", "near", "outside" … that can be a target."""
    for match in _PLACED_TARGET.finditer(masked, start, ceil):
        what = phrase_within(masked, match.start("what"), phrase_end(masked, match.start("what"), match.end("what")))
        if what and lex.cue("targets").search(masked[what[0] : what[1]]):
            return [what]
    return []
