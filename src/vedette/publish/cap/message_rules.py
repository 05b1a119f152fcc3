"""Rules 5 to 19: signature, identity, times and kind of message."""

import re
from collections.abc import Iterator

from vedette.publish.cap.reading import Message, blank, child, children, not_a_token, value
from vedette.publish.cap.result import Found
from vedette.publish.cap.schema import SIGNATURE_NAMESPACE
from vedette.publish.cap.simple_types import instant

__all__ = ["identity", "kind_of_message", "signature", "times"]

_QUOTED_ITEMS = re.compile(r'(?:"[^"]*"|[^\s"]+)(?:\s+(?:"[^"]*"|[^\s"]+))*')


def signature(message: Message) -> Iterator[Found]:
    """Rule 5: a signature is never a reason to reject; we say that we did not verify it."""
    for found in message.root.iter(f"{{{SIGNATURE_NAMESPACE}}}Signature"):
        yield Found(5, found, "the signature was not verified; verify it with the sender's certificate", warning=True)
        return


def identity(message: Message) -> Iterator[Found]:
    """Rule 6: identifier and sender can be quoted in references."""
    for name in ("identifier", "sender"):
        for element in children(message.root, name)[:1]:
            if why := not_a_token(element.text or ""):
                yield Found(6, element, f"{name} {why}; give it without white space, comma, < and &")


def times(message: Message) -> Iterator[Found]:
    """Rules 7 to 11: spelling of UTC, a sent time that is not ahead, and the order of times in each info."""
    stamps = [child(message.root, "sent")] + [
        child(info, name) for info in message.infos for name in ("effective", "onset", "expires")
    ]
    for element in stamps:
        if element is not None and (element.text or "").strip().endswith("+00:00"):
            yield Found(7, element, "UTC is written -00:00 in CAP", warning=True)
    sent = message.sent
    if sent is not None and sent > message.now + message.tolerance:
        minutes = (sent - message.now) // 60
        yield Found(
            8,
            child(message.root, "sent"),
            f"sent lies {minutes} minutes ahead of this clock; correct the time or its zone",
        )
    for info in message.infos:
        expires = instant(value(info, "expires") or "")
        if expires is None:
            continue
        at = child(info, "expires")
        effective, onset = instant(value(info, "effective") or ""), instant(value(info, "onset") or "")
        if sent is not None and (expires < sent or (expires == sent and message.kind != "Cancel")):
            yield Found(9, at, "expires is not later than sent; an alert that is over when it is sent tells nobody")
        if effective is not None and expires <= effective:
            yield Found(10, at, "expires is not later than effective")
        if onset is not None and onset > expires:
            yield Found(11, child(info, "onset"), "onset is later than expires")


def kind_of_message(message: Message) -> Iterator[Found]:
    """Rules 12 to 14 and 16 to 19: what each msgType, scope and status asks for."""
    root, sent = message.root, message.sent
    if message.kind in ("Update", "Cancel", "Ack", "Error") and value(root, "references") is None:
        yield Found(12, root, f"msgType {message.kind} needs references to the messages that it is about")
    me = (value(root, "sender"), value(root, "identifier"))
    for reference in message.references:
        at = child(root, "references")
        if reference.error:
            yield Found(13, at, f'"{reference.text[:60]}" {reference.error}; expected sender,identifier,sent')
        elif (reference.sender, reference.identifier) == me:
            yield Found(14, at, "the message refers to itself; refer to the earlier message, or leave references out")
        elif sent is not None and reference.sent is not None and reference.sent > sent:
            yield Found(14, at, f'"{reference.text[:60]}" was sent later than this message')
    scope = value(root, "scope")
    if scope == "Restricted" and blank(value(root, "restriction")):
        yield Found(16, root, "scope Restricted needs restriction: the rule for who may see the alert")
    if scope == "Private" and blank(value(root, "addresses")):
        yield Found(17, root, "scope Private needs addresses: whom the alert is for")
    for name in ("addresses", "incidents"):
        text = value(root, name)
        if text is not None and _QUOTED_ITEMS.fullmatch(text) is None:
            yield Found(
                18, child(root, name), f'the quotes in {name} do not pair up; write items with blanks as "one item"'
            )
    noted = not blank(value(root, "note"))
    if value(root, "status") == "Exercise" and not noted:
        yield Found(19, root, "status Exercise needs a note that names the exercise")
    if message.kind == "Error" and not noted:
        yield Found(19, root, "msgType Error should say in note what was wrong", warning=True)
