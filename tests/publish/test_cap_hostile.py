"""Whatever a file holds, the check answers; it fetches nothing and expands nothing."""

import random
import resource
import socket
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.publish.cap import cap_check

NOW = datetime(2031, 5, 1, 6, tzinfo=UTC)
ALERT = (
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier><sender>s</sender>'
    "<sent>2031-05-01T05:00:00-00:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>"
    "%s</alert>"
)
BOMB = (
    "<!DOCTYPE alert [<!ENTITY a0 'x'>"
    + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(12))
    + "]>"
    + ALERT % "<note>&a12;</note>"
)


@pytest.mark.parametrize(
    "raw",
    [
        BOMB.encode(),
        BOMB.encode("utf-16"),
        b'<!DOCTYPE alert SYSTEM "http://127.0.0.1:9/x.dtd">' + (ALERT % "").encode(),
        b'<!DOCTYPE alert [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + (ALERT % "<note>&x;</note>").encode(),
        (ALERT % "")
        .encode()
        .replace(b"<identifier>", b'<?xml-stylesheet href="http://127.0.0.1:9/"?><identifier a="&x;">'),
        b"\x00" * 1000,
        b"\xff\xfe\x00",
        b"\xfe\xff" + b"<" * 999,
        b"<" * 100_000,
        b"<a>" * 100_000,
        b"<?xml " + b"a" * 100_000,
        b"<!--" * 10_000,
        b"<?xml version='1.0' encoding='utf-7'?>" + (ALERT % "").encode(),
        b"<?xml version='1.0' encoding='rot13'?>" + (ALERT % "").encode(),
        b"a" * 5_000_001,
        (ALERT % ("<a/>" * 1_100_000)).encode(),
    ],
)
def test_hostile_files_are_refused(raw: bytes) -> None:
    result = cap_check(raw, NOW)
    assert not result.ok
    assert {violation.rule for violation in result.violations} <= {1, 2, 3}
    assert result.schema_errors


def test_no_connection_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    located = (ALERT % "").replace(
        "<alert ",
        '<alert xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a http://127.0.0.1:9/a.xsd" ',
    )
    assert cap_check(located.encode(), NOW).ok


@pytest.mark.parametrize(
    "content",
    [
        "<code/>" * 500_000,
        "<note>" + "&lt;a " * 700_000 + "</note>",
        "<note>" + "\u2066" * 1_000_000 + "</note>",
        "<references>" + "a,b " * 900_000 + "</references>",
        '<addresses>"' + "a " * 2_000_000 + "</addresses>",
        "<incidents>" + "a" * 4_000_000 + '"</incidents>',
    ],
)
def test_large_files_are_answered_in_little_memory(content: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = cap_check((ALERT % content).encode(), NOW)
    assert isinstance(result.ok, bool)
    assert len(result.violations) + len(result.warnings) <= 40
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 * 1024


@pytest.mark.parametrize("attribute", ['a{0}="1"', 'xmlns:a{0}="u{0}"'])
def test_a_tag_with_very_many_attributes_is_answered(attribute: str) -> None:
    many = " ".join(attribute.format(number) for number in range(100_000))
    typed = '<note xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="a1:string">x</note>'
    raw = (ALERT % (typed + "<code/>" * 1000)).replace("<alert ", f"<alert {many} ").encode()
    assert not cap_check(raw, NOW).ok


@given(st.binary(max_size=200), st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise_an_error(junk: bytes, seed: int) -> None:
    rng = random.Random(seed)
    raw = bytearray((ALERT % "<info><area><polygon>1,1</polygon></area></info>").encode())
    for byte in junk[:20]:
        raw[rng.randrange(len(raw))] = byte
    assert cap_check(bytes(raw), NOW).ok in (True, False)
    assert not cap_check(junk, NOW).ok
