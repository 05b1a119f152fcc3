"""Who acts, what is hit and with what: the roles of an event, put into its draft as written."""

import re

from vedette.read.claims import Draft
from vedette.read.events.events import Event
from vedette.read.events.scene import LATE
from vedette.read.roles.bodies_en import opening_band
from vedette.read.roles.heads_en import each_of, instruments_in
from vedette.read.roles.hosts_en import host_of
from vedette.read.roles.phrases_en import phrase_end, phrase_right, phrase_within
from vedette.read.roles.roles_en import Roles, english_roles
from vedette.read.roles.roles_region import region_roles, speaker_acts
from vedette.read.words.expressions import compiled
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import Lexicon
from vedette.read.words.sentences import Sentence

__all__ = ["put_roles", "roles_of", "seized_by_gunmen"]

_ROLES = {"attack": "perpetrator", "threat": "perpetrator", "warning": "suspect"}
_OWN_SUBJECT = re.compile(
    r"^\W*(?:that )?(?:we|it|they|he|she) (?:also |then |later |just )?(?:had |have |has |will |would |is |are |was |were |did |do |does )?(?:\w+ly |also |already |not )?\"?(?P<verb>\w+)|"
    r"^\W*(?:that )?(?:its|their|our|his) (?:own )?(?:[\w-]+ ){0,2}?(?:fighters|men|forces|members|militants|drones|rockets|missiles|troops|soldiers|jets|warplanes|planes|"
    r"aircraft|units?|artillery|air force|navy|army|patrols?|officers|police|guards|snipers|brigades?)\b",
    re.I,
)
_OF_NATION = re.compile(
    r"\b(?P<who>(?:US-led |Saudi-led )?(?-i:Russian|Ukrainian|Turkish|Israeli|Iranian|Syrian|Saudi|Emirati|American|US|U\.S\.|British|French|Rwandan|Pakistani|Indian|Afghan|"
    r"Azerbaijani|Armenian|Ethiopian|Eritrean|Sudanese|Egyptian|Jordanian|Iraqi|Houthi|Chadian|Nigerian|Malian|Kenyan|Somali|Congolese|Myanmar|Thai|Chinese|"
    r"Colombian|Serbian|Coalition)|coalition) (?:[\w-]+ ){0,3}?(?:drones?|jets?|warplanes?|missiles?|rockets?|bombs?|shells?|artillery|shelling|air ?-?strikes?|strikes?|"
    r"attacks?|gunfire|fire|bombardment|raids?|helicopters?|aircraft|KABs?|UAVs?|mortars?)\b",
    re.I,
)
_NONE_SUCH = re.compile(r"(?:no|there|it|rul\w+|none)\b(?! (?:one|body) of)", re.I)
_DENIES_THAT = re.compile(
    r"^\W*(?:den|reject|dismiss|refut|disput)\w+ (?:[\w' ]{0,30}?(?:accusations?|claims?|reports?|allegations?|charges|suggestions?) )?that ",
    re.I,
)
_DENIES_DOING = re.compile(
    r"\bden(?:y|ies|ied) (?:having |ever |again |carrying out |any )?\w+(?:ing|ed|t)\b(?<!accusing)", re.I
)
_ORDER_OF = re.compile(r"[\w' ]{0,16}\b(?:order|instruction|directive|decree)s? (?:of|from|by|issued by)\b", re.I)
_ORDERED = re.compile(r"\b(?:was|were|been|are|is)\s+(?:\w+ly )?(?:told|ordered|instructed|directed|forbidden)\b", re.I)
_TO_BE = re.compile(
    r"(?:^|[,;:]\s*|\bthat )(?:the |all )?(?P<what>[^,;:|\"]{2,50}?) (?:(?:is|are) to|will|would|shall|must|should) "
    r"(?:be |stay |remain )?(?:closed?|shut|sealed|evacuated|blocked|guarded|searched|suspended|cleared|inspected|protected|secured)\b",
    re.I,
)
_HANDLES = re.compile(
    r"(?:stop|search|inspect|check|close|shut|guard|protect|secure|evacuate|hold|seize|block|escort)\b"
)
_SHUTTING = re.compile(
    r"\b(?:closure|closing|circulation|movement|entry|passage|sale|use|wearing|evacuation|sealing|protection|suspension|demolition|blockade|clearing) of (?:the |all )*",
    re.I,
)
_BANNED = re.compile(
    r"(?:^|[,;:]\s*|\bthat )(?:the |all )?(?P<what>[^,;:|\"]{2,60}?) (?:(?:is|are|was|were|will be|shall be|(?:is|are) to be) (?:now |hereby |strictly )?(?:banned|barred|forbidden|prohibited|restricted|limited|cut|not allowed)|may not (?:enter|circulate|move|drive|sail|travel|operate))\b|"
    r"\b(?:forbidden|prohibited|not allowed) to (?:carry|bear|use|sell|fly|transport|possess|wear) (?P<thing>[^,;:|\"]{2,40}?)(?=[,;:|\".]|\s(?:in|on|at|till|until|from|within|without)\b|$)|"
    r"\b(?:evacuation|dispersal|closure) orders? (?:for|covering) (?P<whom>[^,;:|\".]{2,60})"
)
_OWN_MEN = re.compile(
    r"\b(?:its|their|our) (?:fighters|men|forces|members|militants|drones|rockets|missiles)\b|^(?:we|it|they) (?:had |have )?(?:struck|hit|attacked|killed|shelled|bombed|fired|targeted)\b",
    re.I,
)
_IF = re.compile(r"\s(?:if|unless|in case|should|in response to|in retaliation for|in revenge for|after|because)\s")
"""What follows is why or when harm would come, and not the harm itself."""
_OUTLAWED = frozenset({"Islamic State", "al-Qaeda", "al-Shabaab", "Boko Haram", "ADF", "CODECO", "TTP", "BLA", "FDLR"})
_ANYBODY = re.compile(
    r"\b(?:people|persons?|others?|civilians?|victims|residents|citizens?|passers-?by|bystanders|men)\W*$",
    re.I,
)
"""Victims of whom no more is told than that they are people: where a thing was hit, they are the toll and not the target."""


def roles_of(event: Event, masked: str, lex: Lexicon) -> Roles:
    """The roles of an event as spans of the folded text; `masked` has its times replaced by bars."""
    if lex.tag != "en":
        return _region(event, masked, lex)
    hits = sorted(event.hits, key=lambda h: -h.trigger.rank)
    if event.kind in LATE:
        given = _IF.search(masked, event.lead.end, event.end)
        inner = [h for h in event.inner if given is None or h.start < given.start()]
        hits = sorted(inner, key=lambda h: -h.trigger.rank) + hits
    roles = Roles()
    around = [(h, english_roles(masked, h.trigger, h.start, h.end, event.start, event.end, lex)) for h in hits]
    leading = sorted(around, key=lambda found: found[0] is not event.lead)
    for name, order in (("actors", leading), ("targets", around)):
        for hit, got in order:
            more = name == "targets" and event.kind in {"attack", "measure", "operation"} and len(roles.targets) < 2
            if not getattr(roles, name) or more or (name == "actors" and event.kind == "directive"):
                fresh = [s for s in getattr(got, name) if s not in getattr(roles, name)]
                if name == "targets" and hit.trigger.form == "toll" and roles.targets:
                    fresh = [s for s in fresh if not _ANYBODY.search(masked, *s)]
                getattr(roles, name).extend(fresh)
    if event.kind == "attack" and not roles.actors and event.lead.trigger.form == "verb":
        before = masked[: event.start].rstrip(" ,")
        if before.endswith(" and") and event.lead.start - event.start < 20:
            floor = max(before.rfind(sign) for sign in ';:.|"') + 1
            roles.actors += opening_band(masked, floor, event.start - 4, lex)
    if event.kind == "directive":
        _addressee(roles, event, masked, lex)
    cue = lex.cue("instruments" if event.kind in {"attack", *LATE} else "means")
    roles.instruments = (
        instruments_in(masked, cue, event.start, event.end) if event.kind not in {"operation", "calendar"} else []
    )
    return roles


def _region(event: Event, masked: str, lex: Lexicon) -> Roles:
    """Roles of the leading hit; what the other hits of an operation take is taken by it, too."""
    lead = event.lead
    roles = region_roles(masked, lead.trigger, lead.start, lead.end, event.start, event.end, lex)
    for hit in event.hits if event.kind == "operation" else ():
        if hit is not lead:
            more = region_roles(masked, hit.trigger, hit.start, hit.end, event.start, event.end, lex)
            roles.targets += [s for s in more.targets if not any(a < s[1] and s[0] < b for a, b in roles.targets)]
            roles.actors = roles.actors or more.actors
    return roles


def _addressee(roles: Roles, event: Event, masked: str, lex: Lexicon) -> None:
    """ "ordered the police to close the bridge": the police must act, the bridge is protected or shut."""
    given = _ORDER_OF.match(masked, event.lead.start, event.end)
    if given and given.end() >= event.lead.end and (giver := phrase_right(masked, given.end(), event.end)):
        roles.actors.insert(0, giver)
    shut = compiled(
        r"\s+(?:the |a |all )?(?P<what>[^,;:|\"]{2,50}?) (?:shut|closed|sealed|evacuated|blocked|cleared|guarded|reinforced)\b"
    ).match(masked[event.lead.end : event.end])
    if shut:
        roles.targets = [(event.lead.end + shut.start("what"), event.lead.end + shut.end("what"))]
        roles.actors = [s for s in roles.actors if s[1] <= event.lead.start]
        return
    if _ORDERED.search(masked[max(event.start, event.lead.start - 14) : event.lead.end]):
        roles.actors += [s for s in roles.targets if s not in roles.actors and s[1] <= event.lead.start]
    if compiled(r"(?:forb|prohib)").match(masked[event.lead.start : event.lead.end].lower()):
        _banned(roles, event, masked)
        return
    match = compiled(r"\s*\b(?:the\s+)?(?P<who>[^,;:|]{2,60}?)[\s|]+to\s+(?=[a-z])").match(
        masked[event.lead.end : event.end]
    )
    roles.targets = []
    if match and not compiled(r"\bthat\b|^(?:for|on|in|of|by|from|to)\b").search(match.group("who")):
        start = event.lead.end + match.start("who")
        for piece in compiled(r"(?:(?!,|\s+and\s).)+(?=,|\s+and\s|$)").finditer(match.group("who")):
            words = piece.group().strip()
            lead = compiled(r"\s*(?:and\s+)?(?:the\s+)?").match(piece.group())
            offset = start + piece.start() + (lead.end() if lead else 0)
            words = compiled(r"^(?:and\s+)?(?:the\s+)?").sub("", words)
            if words:
                roles.actors.append((offset, offset + len(words)))
        verb = compiled(r"\w+").match(masked[event.lead.end + match.end() :])
        first = event.lead.end + match.end() + (verb.end() if verb else 0)
        target = phrase_right(masked, first, event.end)
        means = (
            target
            and not _HANDLES.match(masked, event.lead.end + match.end())
            and lex.cue("means").search(masked[target[0] : target[1]])
        )
        if target and not means:
            roles.targets = [target]
        elif compiled(r"(?:leave|move|evacuate|flee|vacate|relocate|withdraw|go|stay|shelter|remain)\b").match(
            masked, event.lead.end + match.end()
        ):
            of = compiled(
                r"(?:residents|people|inhabitants|villagers|civilians|families) (?:of|in|from) (?:the )?"
            ).match(masked, start)
            roles.targets = [(of.end(), start + len(match.group("who").rstrip()))] if of else list(roles.actors[-1:])
    _banned(roles, event, masked)
    if not roles.targets and (thing := _TO_BE.search(masked, event.start, event.end)):
        what = phrase_within(masked, *thing.span("what"))
        roles.targets = [what] if what and what not in roles.actors else []


def _banned(roles: Roles, event: Event, masked: str) -> None:
    """What an order shuts or forbids, where it is told as "the closure of X", "X are banned" or "an order for X"."""
    if not roles.targets and (shut_off := _SHUTTING.search(masked, event.lead.end, event.end)):
        what = phrase_within(masked, shut_off.end(), phrase_end(masked, shut_off.end(), event.end))
        roles.targets = [what] if what else []
        roles.targets = [p for s in roles.targets for p in each_of(masked, s)]
    if not roles.targets and (ban := _BANNED.search(masked, event.start, event.end)):
        what = phrase_within(masked, *next(ban.span(name) for name in ("what", "thing", "whom") if ban[name]))
        roles.targets = [what] if what and what not in roles.actors else []


def seized_by_gunmen(draft: Draft, lex: Lexicon) -> None:
    """Who is seized or held by gunmen is kidnapped; only forces make arrests."""
    names = [text for text, _ in draft.actors]
    if draft.kind != "operation" or not names or not draft.targets:
        return
    if all(
        (lex.cue("perpetrator").search(fold(n)) or lex.actors.get(fold(n).casefold()) in _OUTLAWED)
        and not lex.cue("defender").search(fold(n))
        for n in names
    ):
        draft.kind, draft.type = "attack", "kidnapping"
        draft.actors = [(name, "perpetrator") for name in names]


def put_roles(draft: Draft, roles: Roles, sentence: Sentence, text: str, event: Event, lex: Lexicon) -> None:
    """Write the roles into the draft; who claims or denies an attack, or threatens, is its actor too."""

    def written(span: tuple[int, int]) -> str:
        first, last = sentence.text.back(*span)
        return _words(sentence, first, last)

    role = _ROLES.get(draft.kind, "defender")
    weapons = roles.instruments
    for name, spans in (("actors", roles.actors), ("targets", roles.targets), ("instruments", roles.instruments)):
        for span in spans:
            first, last = sentence.text.back(*span)
            near = (sentence.start + first, sentence.start + last)
            draft.note(name, written(span), near, _why(name, span, event, text))
    if draft.kind == "measure" and draft.type == "closure":
        weapons = [w for w in weapons if not any(t[0] <= w[0] and w[1] <= t[1] for t in roles.targets)]
    draft.instruments = _distinct([written(s) for s in weapons])[:3]
    draft.actors = [(t, role) for t in _distinct([written(s) for s in roles.actors])][:4]
    if draft.kind != "calendar":
        known = {fold(t) for t, _ in draft.actors}
        kept = [s for s in roles.targets if not any(w[0] <= s[0] and s[1] <= w[1] for w in weapons)]
        draft.targets = [t for t in _distinct([written(s) for s in kept]) if fold(t) not in known][:2]
    else:
        if lex.tag == "en":
            host = host_of(text, event.start, event.end)
            draft.actors = [(written(host), "host")] if host else []
        draft.actors = [(t, "host") for t, _ in draft.actors[:1]]
        draft.instruments = []
    if draft.kind == "threat" and not draft.actors and draft.who:
        draft.actors = [(draft.who[-1], role)]
    disowned = event.lead.trigger.form == "deny" and not _NONE_SUCH.match(text, event.lead.start)
    if (draft.claimed or disowned) and draft.who and draft.kind == "attack":
        draft.actors = [(draft.who[-1], role)]
    if (draft.claimed or draft.kind == "threat") and draft.actors and not draft.who:
        draft.who = (draft.actors[-1][0],)
    announced = draft.cue.strip() in {"declared", "declares", "announced", "announces", "imposed"}
    if lex.tag == "en" and draft.kind == "measure" and announced and draft.who and not draft.actors:
        draft.actors = [(draft.who[-1], role)] if lex.cue("defender").search(draft.who[-1]) else []
    if lex.tag == "en":
        _own_side(draft, role, text[event.start : event.end], event.lead.start - event.start)
        if draft.kind == "attack" and not draft.actors and (nation := _OF_NATION.search(text, event.start, event.end)):
            span = nation.span("who")
            draft.actors = [(written(span), role)]
            first, last = sentence.text.back(*span)
            draft.note("actors", written(span), (sentence.start + first, sentence.start + last), "whose weapon it is")
    if lex.tag != "en":
        _own_forces(draft, role, lex)
    if lex.tag == "en" and draft.kind == "attack":
        blamed = lex.cue("blame_noun").search(text, event.start) or lex.cue("blamed").search(text, event.start)
        after = (
            compiled(r"\s+(?:the |on |a |an )*(?P<who>[^,;:.]{2,60}?)(?=[,;.]| for\b| of\b(?! the)|$)").match(
                text[blamed.end() :]
            )
            if blamed
            else None
        )
        if after and not draft.actors and blamed:
            draft.actors = [(written((blamed.end() + after.start("who"), blamed.end() + after.end("who"))), "suspect")]


def _own_side(draft: Draft, role: str, words: str, lead: int) -> None:
    """ "It struck", "its jets hit" in the words of a voice: the voice itself acts."""
    if not draft.who:
        return
    words = _DENIES_THAT.sub("", words)
    own = _OWN_SUBJECT.match(words) or (draft.modality == "denied" and _DENIES_DOING.search(words))
    men = draft.kind == "attack" and _OWN_MEN.search(words[: lead if draft.actors else None])
    planned = draft.modality == "planned" and draft.kind == "attack"
    if planned or not (own or men) or (draft.modality == "denied" and not own):
        return
    bare = not draft.actors or compiled(r"(?:its|their|our|his|it|they|we)\b", re.I).match(words.strip())
    if (
        draft.kind in {"attack", "operation", "measure"}
        and (bare or men)
        and not compiled(r"\W*(?:that )?(?:[Ii]t|[Hh]e|[Ss]he) (?:was|is) ").match(words)
    ):
        draft.actors = [(draft.who[-1], role)]


def _why(name: str, span: tuple[int, int], event: Event, text: str) -> str:
    """The rule of a role, by where its words stand to the leading word."""
    if name == "instruments":
        return "weapon or means named beside the event"
    before = text[max(event.start, span[0] - 12) : span[0]].lower()
    if compiled(r"\bby (?:the |a |an )?$").search(before):
        return "agent behind by"
    if event.kind == "directive" and name == "actors":
        return "who orders and who must act"
    if span[1] <= event.lead.start + 1:
        return "subject before the word" if name == "actors" else "subject of a passive verb"
    if compiled(r"\b(?:at|on|in|near|outside|against|inside|into|of|towards?) (?:the |a |an )?$").search(before):
        return "thing behind a preposition"
    return "object behind the word" if name == "targets" else "role beside the trigger"


def _own_forces(draft: Draft, role: str, lex: Lexicon) -> None:
    """ "Its fighters", "our patrols" are those of the voice; arrests that a force announces are its own."""
    if draft.modality == "denied" and draft.kind != "threat" and draft.who:
        draft.actors = [(t, r) for t, r in draft.actors if fold(t) not in fold(draft.who[-1])]
    draft.targets = [t for t in draft.targets if not draft.who or fold(t) not in fold(draft.who[-1])]
    if draft.kind == "directive" and draft.who and lex.cue("own_order").search(draft.evidence_text):
        draft.actors = [(draft.who[-1], role), *draft.actors]
    own = draft.actors and lex.cue("own_men").match(fold(draft.actors[0][0]))
    if own and draft.who:
        draft.actors = [(draft.who[-1], role)]
        draft.note("actors", draft.who[-1], None, "own forces of the voice")
    elif not draft.actors and (speaker := speaker_acts(draft.kind, draft.who, lex)):
        draft.actors = [(speaker, role)]
        draft.note("actors", speaker, None, "the voice tells of its own acts")


def _words(sentence: Sentence, first: int, last: int) -> str:
    """Words of a sentence as written, without blanks and signs at the ends."""
    return sentence.raw[first:last].strip(" ,.;:\"'“”،؛")


def _distinct(names: list[str]) -> list[str]:
    out: list[str] = []
    for name in names:
        key = fold(name).casefold()
        if key and not any(key in fold(o).casefold() for o in out):
            out.append(name)
    return out
