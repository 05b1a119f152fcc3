"""The fields of one event: modality, type, roles, places, time and figures, with what it takes from events before it."""

import re
from dataclasses import dataclass, replace
from datetime import date

from vedette.read.borrowing import borrow, borrow_warning, earlier_attack, near_place, one_subject
from vedette.read.claims import Draft
from vedette.read.events import Event
from vedette.read.letters import fold
from vedette.read.lexicon import Lexicon, limits
from vedette.read.places import PlaceMention, as_place, find_places, heading_place, of_event
from vedette.read.roles_en import Roles, english_roles, instruments_in, phrase_right
from vedette.read.roles_region import region_roles
from vedette.read.sentences import Sentence
from vedette.read.times import TimeMention, as_ref, find_times
from vedette.read.tolls import tolls
from vedette.read.voices import Part
from vedette.terms.report import PlaceRef, TimePrecision, TimeRef

__all__ = ["Scene", "fill", "name_areas"]

_ROLES = {"attack": "perpetrator", "threat": "perpetrator", "warning": "suspect"}
_LATE = {"threat", "warning"}
_WIDE = {*_LATE, "measure", "directive"}
_OWN_MEN = re.compile(
    r"\b(?:its|their|our) (?:fighters|men|forces|members|militants|drones|rockets|missiles)\b|^(?:we|it|they) (?:had |have )?(?:struck|hit|attacked|killed|shelled|bombed|fired|targeted)\b",
    re.I,
)


@dataclass(frozen=True)
class Scene:
    """What holds for the whole report: the lexicon, the day of publication (if `dated`) and the country of the story."""

    lex: Lexicon
    published: date
    dated: bool
    country: str | None


def fill(event: Event, part: Part, sentence: Sentence, text: str, scene: Scene, before: list[Draft]) -> Draft | None:
    """A draft of the event, or None where the words claim nothing. `before` are the drafts of the report so far."""
    lex = scene.lex
    claimed = bool(lex.cue("claimed").search(text, part.start, part.end))
    modality = _modality(event, part, text, lex)
    earlier = earlier_attack(before)
    if modality is None or (event.only_toll and earlier is None and not _own_toll(event, text, lex)):
        return None
    times = find_times(text, scene.published, lex) if scene.dated else []
    masked = _masked(text, times)
    if event.kind in _LATE and _only_said(event, masked, lex):
        return None
    draft = Draft(event.kind, None, modality, *_evidence(event, sentence, text), part.who, part.cue)
    draft.rule, draft.paragraph, draft.claimed = event.lead.trigger.form, sentence.paragraph, claimed
    draft.type = _type(event, text, lex)
    roles = _roles(event, masked, lex)
    _put_roles(draft, roles, sentence, text, event, lex)
    _seized_by_gunmen(draft, lex)
    draft.time = _time(event, times, text, scene, modality, sentence)
    _put_places(draft, event, part, sentence, text, scene)
    if event.kind == "attack":
        draft.casualties = tolls(masked[event.start : event.end], lex)
        borrow(draft, event, before, text, lex)
    elif event.kind == "warning" and event.lead.trigger.form == "deny":
        borrow_warning(draft, before)
    if not draft.places and event.kind not in _LATE:
        near_place(draft, earlier or (before[-1] if before else None))
    one_subject(draft, event, part, before)
    if event.kind == "calendar" and not _real_calendar(draft, event, text, scene):
        return None
    return draft


def _modality(event: Event, part: Part, text: str, lex: Lexicon) -> str | None:
    kind, lead = event.kind, event.lead
    words = text[event.start : event.end]
    around = text[max(event.start, lead.start - 70) : min(event.end, lead.end + 70)]
    before = text[max(event.start, lead.start - 45) : lead.start]
    denied = part.denied or bool(lex.cue("denial").search(text, event.start, lead.end))
    if kind == "calendar":
        return "denied" if lex.cue("cancelled").search(around) else "planned"
    if denied or (kind == "attack" and lex.tag != "en" and lex.cue("denial").search(words)):
        return "denied"
    if kind == "threat":
        return "threatened"
    if kind == "warning":
        return "possible"
    if kind == "directive":
        return "happened"
    if lead.trigger.modality:
        return lead.trigger.modality
    if kind == "attack":
        if lex.cue("possible").search(words):
            return "possible"
        return (
            None
            if lex.tag == "en" and re.search(r"\b(?:would|will|could|may|might|to|not|never)\s+(?:be\s+)?$", before)
            else "happened"
        )
    if lex.cue("planned").search(around if lex.tag != "en" else before + text[lead.start : lead.end + 25]):
        return "planned"
    return "ongoing" if lex.cue("ongoing").search(around) else "happened"


def _own_toll(event: Event, text: str, lex: Lexicon) -> bool:
    """A lone "killed" tells an attack only beside a weapon, an armed group or a word of shooting."""
    words = text[event.start : event.end]
    return any(pattern.search(words) for pattern, _ in lex.types) or bool(lex.cue("perpetrator").search(words))


def _type(event: Event, text: str, lex: Lexicon) -> str | None:
    named = event.lead.trigger.type
    if event.kind in {"attack", "threat", "warning"}:
        words = text[event.start : event.end]
        scanned = next((name for pattern, name in lex.types if pattern.search(words)), None)
        if named in {"kidnapping", "robbery", "arson", "stabbing", "piracy"}:
            return named
        if scanned in {"drone", "airstrike", "rocket", "shelling", "piracy", "kidnapping", "arson"} or named is None:
            return scanned
        return named
    if event.kind == "directive":
        return next((h.trigger.type for h in event.inner if h.trigger.type), None)
    return named


def _roles(event: Event, masked: str, lex: Lexicon) -> Roles:
    lead = event.lead
    if lex.tag != "en":
        return region_roles(masked, lead.trigger, lead.start, lead.end, event.start, event.end, lex)
    hits = sorted(event.hits, key=lambda h: -h.trigger.rank)
    if event.kind in _LATE:
        hits = sorted(event.inner, key=lambda h: -h.trigger.rank) + hits
    roles = Roles()
    leading = [event.lead, *(h for h in hits if h is not event.lead)]
    for name, order in (("actors", leading), ("targets", hits)):
        for hit in order:
            got = english_roles(masked, hit.trigger, hit.start, hit.end, event.start, event.end, lex)
            if not getattr(roles, name) or (name == "actors" and event.kind == "directive"):
                getattr(roles, name).extend(s for s in getattr(got, name) if s not in getattr(roles, name))
    if event.kind == "directive":
        _addressee(roles, event, masked, lex)
    cue = lex.cue("instruments" if event.kind in {"attack", *_LATE} else "means")
    roles.instruments = (
        instruments_in(masked, cue, event.start, event.end) if event.kind not in {"operation", "calendar"} else []
    )
    return roles


def _addressee(roles: Roles, event: Event, masked: str, lex: Lexicon) -> None:
    """ "ordered the police to close the bridge": the police must act, the bridge is protected or shut."""
    if masked[event.lead.start : event.lead.end].lower().endswith("order of") and (
        giver := phrase_right(masked, event.lead.end, event.end)
    ):
        roles.actors.insert(0, giver)
    match = re.match(r"\s+(?:the\s+)?(?P<who>[^,;:]{2,60}?)\s+to\s+(?=[a-z])", masked[event.lead.end : event.end])
    roles.targets = []
    if match and not re.search(r"\bthat\b", match.group("who")):
        start = event.lead.end + match.start("who")
        for piece in re.finditer(r"(?:(?!,|\s+and\s).)+(?=,|\s+and\s|$)", match.group("who")):
            words = piece.group().strip()
            lead = re.match(r"\s*(?:and\s+)?(?:the\s+)?", piece.group())
            offset = start + piece.start() + (lead.end() if lead else 0)
            words = re.sub(r"^(?:and\s+)?(?:the\s+)?", "", words)
            if words:
                roles.actors.append((offset, offset + len(words)))
        verb = re.match(r"\w+", masked[event.lead.end + match.end() :])
        first = event.lead.end + match.end() + (verb.end() if verb else 0)
        target = phrase_right(masked, first, event.end)
        means = target and lex.cue("means").search(masked[target[0] : target[1]])
        if target and not means:
            roles.targets = [target]


def _seized_by_gunmen(draft: Draft, lex: Lexicon) -> None:
    """Who is seized or held by gunmen is kidnapped; only forces make arrests."""
    names = [text for text, _ in draft.actors]
    if draft.kind != "operation" or not names or not draft.targets:
        return
    if all(lex.cue("perpetrator").search(fold(n)) and not lex.cue("defender").search(fold(n)) for n in names):
        draft.kind, draft.type = "attack", "kidnapping"
        draft.actors = [(name, "perpetrator") for name in names]


def _put_roles(draft: Draft, roles: Roles, sentence: Sentence, text: str, event: Event, lex: Lexicon) -> None:
    def written(span: tuple[int, int]) -> str:
        first, last = sentence.text.back(*span)
        return sentence_text(sentence, first, last)

    role = _ROLES.get(draft.kind, "defender")
    weapons = roles.instruments
    draft.instruments = _distinct([written(s) for s in weapons])[:3]
    draft.actors = [(t, role) for t in _distinct([written(s) for s in roles.actors])][:4]
    if draft.kind != "calendar":
        known = {fold(t) for t, _ in draft.actors}
        kept = [s for s in roles.targets if not any(w[0] <= s[0] and s[1] <= w[1] for w in weapons)]
        draft.targets = [t for t in _distinct([written(s) for s in kept]) if fold(t) not in known][:2]
    else:
        draft.actors, draft.instruments = [], []
    if draft.kind == "threat" and not draft.actors and draft.who:
        draft.actors = [(draft.who[-1], role)]
    if (draft.claimed or event.lead.trigger.form == "deny") and draft.who and draft.kind == "attack":
        draft.actors = [(draft.who[-1], role)]
    if (draft.claimed or draft.kind == "threat") and draft.actors and not draft.who:
        draft.who = (draft.actors[-1][0],)
    if lex.tag == "en" and draft.kind == "attack" and draft.who and _OWN_MEN.search(text, event.start, event.end):
        draft.actors = [(draft.who[-1], role)]
    if lex.tag == "en" and draft.kind == "attack":
        blamed = lex.cue("blame_noun").search(text, event.start) or lex.cue("blamed").search(text, event.start)
        after = (
            re.match(
                r"\s+(?:the |on |a |an )*(?P<who>[^,;:.]{2,60}?)(?=[,;.]| for\b| of\b(?! the)|$)", text[blamed.end() :]
            )
            if blamed
            else None
        )
        if after and not draft.actors and blamed:
            draft.actors = [(written((blamed.end() + after.start("who"), blamed.end() + after.end("who"))), "suspect")]


def sentence_text(sentence: Sentence, first: int, last: int) -> str:
    """Words of a sentence as written, without blanks and signs at the ends."""
    return sentence.raw[first:last].strip(" ,.;:\"'“”،؛")


def _distinct(names: list[str]) -> list[str]:
    out: list[str] = []
    for name in names:
        key = fold(name).casefold()
        if key and not any(key in fold(o).casefold() for o in out):
            out.append(name)
    return out


def _masked(text: str, times: list[TimeMention]) -> str:
    for time in times:
        start = time.start
        lead = re.search(
            r"(?:\b(?:on|since|by|from|before|until|in|late on|early on|late|early|ahead of|during)\s+(?:the\s+)?)+$",
            text[:start],
        )
        start = lead.start() if lead else start
        tail = re.match(
            r"\s+(?:(?:early |late )?(?:morning|evening|afternoon|night|noon|midnight)|at dawn)\b", text[time.end :]
        )
        end = time.end + (tail.end() if tail else 0)
        text = text[:start] + "|" * (end - start) + text[end:]
    return text


def _evidence(event: Event, sentence: Sentence, text: str) -> tuple[tuple[int, int], str]:
    start, end = event.start, event.end
    while start < end and text[start] in " ,.;:،؛-":
        start += 1
    while end > start and text[end - 1] in " ,;:،؛.":
        end -= 1
    first, last = sentence.text.back(start, end)
    return (sentence.start + first, sentence.start + last), text[start:end]


def _time(
    event: Event, times: list[TimeMention], text: str, scene: Scene, modality: str, sentence: Sentence
) -> TimeRef | None:
    future = modality in {"planned", "threatened", "possible"} and event.kind != "attack"
    if event.kind == "directive":
        future = bool(scene.lex.cue("future").search(text[event.start : event.end]))
    inside = [t for t in times if event.start - 2 <= t.start < event.end]
    if not inside and event.kind not in _LATE:
        inside = [t for t in times if t.interval(future)][:1]
    if event.kind in _LATE and modality != "denied":
        inside = [t for t in inside if t.start > event.lead.start - 30 or t.open_start]
        inside = [t for t in inside if not _when_said(t, text, event, scene.lex)]
        inside = [t for t in inside if (i := t.interval(True)) and (i[1] is None or i[1] >= scene.published)]
    if not inside and sentence.day and scene.dated:
        found = find_times(fold(sentence.day), scene.published, scene.lex)
        return as_ref(found[0], future, sentence.day.strip(" :")) if found else None
    if not inside:
        return None
    anchor = event.lead
    if event.kind == "calendar":
        that = scene.lex.cue("that")
        inside = [t for t in inside if t.start > anchor.start or not that.search(text, t.end, anchor.start)] or inside
    best = min(inside, key=lambda t: (_gap(t, anchor.start, anchor.end), t.start))
    first, last = sentence.text.back(best.start, best.end)
    tense = future or _tense(best, text, scene.lex, event)
    if event.kind == "calendar":
        best = replace(best, open_start=False)
    ref = as_ref(best, tense, sentence.raw[first:last])
    if ref and event.kind == "attack" and ref.precision is TimePrecision.OPEN:
        return TimeRef(start=ref.start or ref.end, end=ref.start or ref.end, text=ref.text)
    return ref


def _when_said(time: TimeMention, text: str, event: Event, lex: Lexicon) -> bool:
    """Whether a time is that of the saying: "warned on Wednesday that", "threatened late on Monday to"."""
    spoken = lex.cue("voiced").match(text, event.lead.start)
    return bool(spoken and re.fullmatch(r"\s*(?:(?:late|early|on|in|at)\s)*", text[event.lead.end : time.start]))


def _only_said(event: Event, masked: str, lex: Lexicon) -> bool:
    """Whether nothing but a verb of warning and its day stands there: the words warned of stand before it."""
    rest = masked[event.start : event.lead.start] + masked[event.lead.end : event.end]
    alone = len(event.hits) == 1 and not event.inner
    return alone and bool(lex.cue("voiced").match(masked, event.lead.start)) and not any(c.isalnum() for c in rest)


def _tense(time: TimeMention, text: str, lex: Lexicon, event: Event) -> bool:
    """Future where a word of the future stands before the time and the event is not a past attack."""
    if event.kind in {"attack", "operation"}:
        return False
    near = text[max(event.start, time.start - 40) : time.start]
    return time.open_start or bool(lex.cue("ahead").search(near))


def _gap(time: TimeMention, start: int, end: int) -> int:
    return max(0, time.start - end, start - time.end)


def _put_places(draft: Draft, event: Event, part: Part, sentence: Sentence, text: str, scene: Scene) -> None:
    lex = scene.lex
    found = find_places(text, lex)
    inside = [m for m in found if event.start <= m.start < event.end]
    if not inside and event.kind not in _LATE:
        inside = [m for m in found if m.start >= part.start and m.end <= part.end]
    chosen = of_event(inside, text, scene.country, lex)
    if not chosen and event.kind not in {"calendar"} and not lex.cue("same_place").search(text, event.start, event.end):
        chosen = heading_place(sentence)
        draft.by_dateline = True
    draft.places = _refs(chosen, sentence, scene, "most_areas" if event.kind in _WIDE else "most_places")


def name_areas(before: list[Draft], sentence: Sentence, scene: Scene) -> None:
    """Give the warning or threat told just before the areas that this sentence names as exposed to it.

    They stand above the dateline's city; the passage then reaches to the end of the sentence.
    """
    text, lex = sentence.text.text, scene.lex
    late = next((d for d in reversed(before) if d.kind != "calendar"), None)
    if late is None or late.kind not in _LATE or not 0 <= sentence.paragraph - late.paragraph <= 2:
        return
    if late.modality == "denied" or not lex.cue("exposed").search(text):
        return
    named = _refs(of_event(find_places(text, lex), text, scene.country, lex), sentence, scene, "most_areas")
    if named:
        known = [] if late.by_dateline else late.places
        late.places = [*known, *(p for p in named if p.text not in {k.text for k in known})]
        late.span, late.by_dateline = (late.span[0], sentence.end), False


def _refs(chosen: list[PlaceMention], sentence: Sentence, scene: Scene, most: str) -> list[PlaceRef]:
    out: list[PlaceRef] = []
    beside = None
    for mention in chosen[: int(limits()[most])]:
        first, last = sentence.text.back(mention.start, mention.end)
        written = sentence.raw[first:last] if last > first else mention.text
        ref, place = as_place(mention, scene.country, beside, written)
        beside = beside or place
        out.append(ref)
    return out


def _real_calendar(draft: Draft, event: Event, text: str, scene: Scene) -> bool:
    """An event of the calendar is a claim when the text gives its day and that day is not yet over, or says it is off.

    Words of it in the name of a thing, such as a ballot box or an electoral office, tell no event.
    """
    things = list(scene.lex.cue("not_calendar").finditer(text, event.start, event.end))
    hits = [h for h in event.hits if not any(t.start() < h.end and h.start < t.end() for t in things)]
    if not hits:
        return False
    if draft.modality == "denied":
        return True
    if draft.time is None:
        return False
    last = draft.time.end or draft.time.start
    if last is not None and last < scene.published:
        return False
    lead = hits[0]
    near = text[max(0, lead.start - 60) : lead.end + 60]
    at = text.find(fold(draft.time.text)) if draft.time.text else -1
    beside = at >= 0 and max(at - lead.end, lead.start - at - len(draft.time.text or "")) < 12
    return beside or bool(scene.lex.cue("future").search(near))
