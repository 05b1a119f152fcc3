"""Who did what to whom, in Arabic and Sorani: noun phrases in their places around the verb, told apart by their heads."""

import re

from vedette.read.roles.clause_ar import bare_behind
from vedette.read.roles.phrases_region import heads_in, phrase_at
from vedette.read.roles.roles_ckb import sorani_addressed, sorani_attack, sorani_caught, sorani_doer, sorani_shut
from vedette.read.roles.roles_en import Roles
from vedette.read.words.lexicon import Lexicon, Trigger

__all__ = ["region_roles", "speaker_acts"]

Spans = list[tuple[int, int]]


def region_roles(masked: str, trigger: Trigger, start: int, end: int, floor: int, ceil: int, lex: Lexicon) -> Roles:
    """Roles of the trigger at [start, end) within [floor, ceil) of a folded Arabic or Sorani text, its times barred."""
    roles = Roles()
    kind = trigger.kind
    if kind == "calendar":
        guest = phrase_at(masked, end, ceil, lex) if trigger.type == "visit" and lex.tag == "ar" else None
        if trigger.type == "demonstration" and lex.tag == "ar":
            calls = lex.cue("calls").search(masked, floor, end)
            guest = next(iter(bare_behind(masked, calls.end(), ceil, lex, 1)), None) if calls else None
        if trigger.type in {"visit", "demonstration"} and lex.tag == "ckb":
            guest = phrase_at(masked, floor, start, lex)
        roles.actors = [guest] if guest and not lex.cue("np_stop").match(masked, guest[0]) else []
        return roles
    if kind in {"attack", "threat", "warning"}:
        roles.instruments = heads_in(masked, lex.cue("instruments"), floor, ceil, lex)
        if kind == "threat" and lex.tag == "ckb" and (voice := phrase_at(masked, floor, start, lex)):
            roles.actors = [voice]
        if lex.tag == "ar":
            verbal = (kind == "attack" and trigger.form == "vso") or masked.startswith("قد ", start)
            bounds = (start, end, floor, ceil)
            actors, roles.targets = _arabic_attack(masked, *bounds, lex, roles.instruments, verbal=verbal)
        else:
            actors, roles.targets = _sorani_attack(masked, floor, ceil, lex, roles.instruments)
        roles.actors = _named(masked, floor, ceil, lex) or roles.actors or actors
        roles.instruments = [s for s in roles.instruments if not _inside(s, roles.actors)]
        return roles
    if kind == "operation":
        done = lex.cue("was_done").match(masked, start)
        roles.actors = _by_whom(masked, floor, ceil, lex) if done else _doer(masked, start, end, floor, ceil, lex)
        roles.targets = _caught(masked, start, end, floor, ceil, lex, roles.actors)
        roles.actors = [s for s in roles.actors if not _inside(s, roles.targets)]
        return roles
    roles.actors = _doer(masked, start, end, floor, ceil, lex)
    if kind == "directive":
        roles.actors += [
            s for s in _addressed(masked, end, floor, ceil, lex, roles.actors) if not _inside(s, roles.actors)
        ]
    roles.instruments = [
        s for s in heads_in(masked, lex.cue("means"), floor, ceil, lex) if not _inside(s, roles.actors)
    ][:2]
    taken = [*roles.actors, *roles.instruments]
    found = [s for s in heads_in(masked, lex.cue("targets"), floor, ceil, lex) if not _inside(s, taken)]
    if lex.tag == "ckb" and kind == "measure":
        roles.targets = sorani_shut(masked, start, end, floor, lex, taken)
        return roles
    if kind == "directive" and (bid := lex.cue("bidden").search(masked, end, ceil)):
        roles.targets = bare_behind(masked, bid.end(), ceil, lex, 1)
        return roles
    if kind == "measure" and (shut := _shut(masked, trigger, end, ceil, lex, taken)):
        roles.targets = shut
        return roles
    near = [s for s in found if 0 <= s[0] - end < 14]
    roles.targets = (near or [s for s in found if not lex.cue("area").match(masked, s[0])])[:1]
    return roles


def speaker_acts(kind: str, who: tuple[str, ...], lex: Lexicon) -> str | None:
    """The voice that tells of its own arrests and measures ("the command announced the arrest of …"), or None."""
    from vedette.read.words.letters import fold

    if kind not in {"operation", "measure"} or not who:
        return None
    return who[-1] if lex.cue("defender").match(fold(who[-1])) else None


def _arabic_attack(
    text: str, start: int, end: int, floor: int, ceil: int, lex: Lexicon, weapons: Spans, *, verbal: bool
) -> tuple[Spans, Spans]:
    if sides := _between(text, floor, ceil, lex):
        return sides, []
    victims = _arabic_victims(text, floor, ceil, lex)
    actors = _named(text, floor, ceil, lex) or _by_whom(text, floor, ceil, lex)
    bare = bare_behind(text, end, ceil, lex) if verbal else []
    if len(bare) == 2 and not _inside(bare[1], weapons):
        armed = lex.cue("striker").match(text, bare[0][0])
        actors = actors or [s for s in bare[:1] if armed or not _inside(s, weapons)]
        return actors, bare[1:]
    lead = _lead(text, start, floor, lex)
    next_to = lead is not None and 0 <= start - lead[1] < 3 and not _inside(lead, weapons)
    if not actors and len(bare) == 1 and lead and next_to and _may_act(text, lead, lex):
        return [lead], [s for s in bare if not _inside(s, weapons)]
    after = _phrases_after(text, end, ceil, lex)
    told = after and lex.cue("adjective").fullmatch(text[slice(*after[0])].split(maxsplit=1)[0])
    if not actors and after and not told and after[0] not in victims and _is_actor(text, after[0], lex):
        actors = after[:1]
    if not actors:
        before = phrase_at(text, _clause(text, floor, start), start, lex)
        if before and before[1] <= start and before not in victims and _is_actor(text, before, lex):
            actors = [before]
    if not actors:
        found = heads_in(text, lex.cue("perpetrator"), floor, ceil, lex)
        found = [s for s in found if not lex.cue("attack_noun").search(text[max(0, s[0] - 16) : s[0]])]
        actors = [s for s in found if not _inside(s, victims)][:1]
    if not actors:
        actors = [s for s in _known(text, floor, ceil, lex) if not _inside(s, victims)][:1]
    taken = [*actors, *weapons]
    aimed = _aimed(text, floor, ceil, lex, taken)
    if aimed and (not victims or victims[0][0] > aimed[0][0]):
        return actors, aimed
    if aimed or victims:
        return actors, [*(v for v in victims[:1] if not _inside(v, taken)), *aimed]
    found = [s for s in heads_in(text, lex.cue("targets"), floor, ceil, lex) if not _inside(s, taken)]
    return actors, [s for s in found if not lex.cue("area").match(text, s[0])][:1]


def _between(text: str, floor: int, ceil: int, lex: Lexicon) -> Spans:
    """Both sides of a clash: "between A and B", "A clashed with B"."""
    match = lex.cue("clash").search(text, floor, ceil)
    if match is None:
        return []
    between = re.compile(r"(?<!\w)(?:بين|له نێوان|نێوان)\s+").search(
        text, match.end() if lex.tag == "ar" else floor, ceil
    )
    if between is None and lex.tag == "ar":
        one = phrase_at(text, match.end(), ceil, lex)
        against = re.compile(r"(?<!\w)مع\s+").search(text, match.end(), ceil)
        other = phrase_at(text, against.end(), ceil, lex) if against else None
        return [one, other] if one and other and _is_actor(text, one, lex) else []
    one = phrase_at(text, between.end(), ceil, lex) if between else None
    if one is None:
        return []
    join = re.compile(r"[\"\s]*(?:\([^)]*\)\s*)?و(?:بين\s+|\s+)?(?=\w)").match(text, one[1], ceil)
    other = phrase_at(text, join.end(), ceil, lex) if join else None
    sides = [s for s in (one, other) if s]
    return sides if any(lex.cue(c).search(text, *s) for s in sides for c in ("perpetrator", "defender", "side")) else []


def _arabic_victims(text: str, floor: int, ceil: int, lex: Lexicon) -> Spans:
    """Who is killed, hurt or seized: behind the verb or noun of it, or before a verb in the plural."""
    out: Spans = []
    for match in lex.cue("victim").finditer(text, floor, ceil):
        span = phrase_at(text, match.end(), ceil, lex)
        if span is None:
            continue
        more = phrase_at(text, span[1], ceil, lex)
        active = lex.cue("perpetrator").match(text, span[0]) and more is not None
        if active and more and lex.cue("targets").search(text, *more):
            span = more
        head = lex.cue("targets").search(text, *span) or lex.cue("perpetrator").search(text, *span)
        if head and not _inside(span, out):
            out.append(span)
    for match in lex.cue("felled").finditer(text, floor, ceil):
        if bare_behind(text, match.end(), ceil, lex, 1):
            continue
        span = phrase_at(text, _clause(text, floor, match.start()), match.start(), lex)
        if (
            span
            and span[1] <= match.start()
            and not _inside(span, out)
            and re.search(r"[^\W\d]{3}", text[slice(*span)])
        ):
            out.append(span)
    return sorted(out)


def _aimed(text: str, floor: int, ceil: int, lex: Lexicon, taken: Spans) -> Spans:
    """The object of a verb of aiming, or what follows "on" where it is a thing or people that are attacked."""
    for match in lex.cue("aim").finditer(text, floor, ceil):
        plain = text[match.start() : match.end()].strip() in {"علي", "باتجاه", "نحو", "ضد", "صوب", "وعلي"}
        at = match.end()
        for _ in range(4):
            held = next((w for w in taken if 0 <= w[0] - at < 4 or (w[0] <= at < w[1])), None)
            if held:
                at = held[1]
                continue
            span = phrase_at(text, at, ceil, lex)
            if span is None:
                break
            if not _inside(span, taken):
                if lex.cue("targets").match(text, span[0]) or lex.cue("targets").search(
                    text, span[0], min(span[1], span[0] + 14)
                ):
                    return [span]
                break
            at = span[1]
            if plain:
                break
    return []


def _phrases_after(text: str, at: int, ceil: int, lex: Lexicon) -> Spans:
    out: Spans = []
    for _ in range(2):
        span = phrase_at(text, at, ceil, lex)
        if span is None:
            break
        out.append(span)
        at = span[1]
    return out


def _lead(text: str, start: int, floor: int, lex: Lexicon) -> tuple[int, int] | None:
    """The phrase that begins the clause of a verb."""
    return phrase_at(text, _clause(text, floor, start), start, lex)


def _clause(text: str, floor: int, at: int) -> int:
    """Where the subject before a verb may begin: behind the last sign or joining word."""
    cuts = re.finditer(
        r"[،؛:.]\s*(?:و?ان\s|و)?|(?<!\w)(?:و?ان|فيما|بينما|كما|كان|كانت|وكان|وكانت|بان)\s", text[floor:at]
    )
    return floor + max((m.end() for m in cuts if floor + m.end() < at - 2), default=0)


def _is_actor(text: str, span: tuple[int, int], lex: Lexicon) -> bool:
    return bool(
        lex.cue("perpetrator").match(text, span[0])
        or lex.cue("defender").match(text, span[0])
        or lex.cue("striker").match(text, span[0])
        or lex.cue("perpetrator").search(text, *span)
        or any(_alias(w.group(), lex) for w in re.finditer(r"\w+", text[slice(*span)]))
    )


def _may_act(text: str, span: tuple[int, int], lex: Lexicon) -> bool:
    return bool(lex.cue("human").search(text, *span)) or _is_actor(text, span, lex)


def _by_whom(text: str, floor: int, ceil: int, lex: Lexicon) -> Spans:
    for match in lex.cue("by_whom").finditer(text, floor, ceil):
        span = phrase_at(text, match.end(), ceil, lex)
        if span:
            return [span]
    return []


def _named(text: str, floor: int, ceil: int, lex: Lexicon) -> Spans:
    named = lex.cue("named").search(text, floor, ceil)
    quoted = re.compile(r"[^\"]{0,12}\"([^\"]{2,60})\"").match(text, named.end(), ceil) if named else None
    return [quoted.span(1)] if quoted else []


def _alias(word: str, lex: Lexicon) -> bool:
    forms = (word, re.sub(r"^(?:[وفبل]|لل|ال|بال|وال)", "", word), re.sub(r"(?:ا|ي|ن|يي)$", "", word))
    return any(form in lex.actors for form in forms)


def _known(text: str, floor: int, ceil: int, lex: Lexicon) -> Spans:
    return [m.span() for m in re.compile(r"[^\W\d]+").finditer(text, floor, ceil) if _alias(m.group(), lex)]


def _sorani_attack(text: str, floor: int, ceil: int, lex: Lexicon, weapons: Spans) -> tuple[Spans, Spans]:
    if sides := _between(text, floor, ceil, lex):
        return sides, []
    by = _named(text, floor, ceil, lex) or _by_whom(text, floor, ceil, lex)
    actors, targets = sorani_attack(text, floor, ceil, lex, weapons)
    actors = by or actors
    if not actors:
        found = heads_in(text, lex.cue("perpetrator"), floor, ceil, lex)
        found = [s for s in found if not lex.cue("attack_noun").search(text[max(0, s[0] - 16) : s[0]])]
        actors = [s for s in found if not _inside(s, targets)][:1]
    if not actors:
        actors = [s for s in _known(text, floor, ceil, lex) if not _inside(s, [*targets, *weapons])][:1]
    return actors, [s for s in targets if not _inside(s, actors)]


def _shut(text: str, trigger: Trigger, end: int, ceil: int, lex: Lexicon, taken: Spans) -> Spans:
    """What an Arabic measure shuts or guards: the object of its verb, or what its forces stand at."""
    bare = [s for s in bare_behind(text, end, ceil, lex) if not _inside(s, taken)]
    shuts = trigger.type in {"closure", "curfew"}
    if shuts and bare and (len(bare) == 2 or taken) and not lex.cue("means").search(text, *bare[-1]):
        return bare[-1:]
    for match in lex.cue("guards").finditer(text, end, ceil):
        span = phrase_at(text, match.end(), ceil, lex)
        if span and not _inside(span, taken) and lex.cue("guarded").match(text, span[0]):
            return [span]
    return []


def _doer(text: str, start: int, end: int, floor: int, ceil: int, lex: Lexicon) -> Spans:
    """The force that acts: behind the verb or before it in Arabic, first in Sorani; else the first one named."""
    if by := _by_whom(text, floor, ceil, lex):
        return by
    if lex.tag == "ar":
        after = phrase_at(text, end, ceil, lex)
        bare = bare_behind(text, end, ceil, lex)
        on = re.match(r"\s*(?:\|+\s*)?(?:علي|ب\w{3,})", text[bare[0][1] : ceil]) if bare else None
        stood = (
            re.match(r"[\s|]*(?:قد[\s|]+)?$", text[lead[1] : start])
            if (lead := _lead(text, start, floor, lex))
            else None
        )
        if lead and stood and lex.cue("defender").match(text, lead[0]):
            return [lead]
        able = bare and not lex.cue("means").match(text, bare[-1][0])
        if able and (len(bare) == 2 or (on and lex.cue("defender").match(text, bare[0][0]))):
            return bare[:1]
        if after and lex.cue("defender").match(text, after[0]):
            return [after]
        before = heads_in(text, lex.cue("defender"), _clause(text, floor, start), start, lex)
        if before:
            return before[:1]
        wide = heads_in(text, lex.cue("defender"), floor, start, lex)
        return wide[-1:] if wide else []
    if first := sorani_doer(text, start, end, floor, lex):
        return first
    found = heads_in(text, lex.cue("defender"), floor, start, lex)
    return [s for s in found if not re.match(r"\s*(?:دا|هوه)(?!\w)", text[s[1] :])][:1]


def _addressed(text: str, end: int, floor: int, ceil: int, lex: Lexicon, givers: Spans) -> Spans:
    """Who must act: behind the giver of the order in Arabic; "gave … the order" in Sorani."""
    if lex.tag == "ar":
        at = max([end, *(g[1] for g in givers)])
        lead = re.compile(r"\s*(?:،[^،]{2,40}،\s*)?(?:الي|علي)?\s*").match(text, at, ceil)
        at = lead.end() if lead else at
        span = phrase_at(text, at, ceil, lex)
        heads = lex.cue("defender").match(text, span[0]) or lex.cue("must_act").match(text, span[0]) if span else None
        return [span] if span and heads and span[0] - at < 4 else []
    return sorani_addressed(text, floor, ceil, lex, givers)


def _caught(text: str, start: int, end: int, floor: int, ceil: int, lex: Lexicon, doers: Spans) -> Spans:
    """Whom or what an operation takes."""
    if lex.tag == "ar":
        bare = bare_behind(text, end, ceil, lex)
        if len(bare) == 2 and _inside(bare[0], doers):
            return bare[1:]
        on = re.compile(r"(?<!\w)علي\s+").search(text, end, min(ceil, end + 90))
        direct = text[start:end].rstrip().endswith(("علي", "عن"))
        at = end if direct else on.end() if on else max([end, *(d[1] for d in doers if d[0] >= start)])
        span = phrase_at(text, at, ceil, lex)
        if span is None and on and not direct:
            span = phrase_at(text, end, ceil, lex)
        return [span] if span and not _inside(span, doers) else []
    return sorani_caught(text, start, end, floor, ceil, lex, doers)


def _inside(span: tuple[int, int], others: Spans) -> bool:
    return any(s < span[1] and span[0] < e for s, e in others)
