"""Every rule beyond the schema has alerts that keep it and alerts that break it."""

from datetime import UTC, datetime, timedelta

import pytest

from vedette.publish.cap import cap_check, check_together

NOW = datetime(2031, 5, 1, 6, tzinfo=UTC)
SHA1_OF_ABC = "a9993e364706816aba3e25717850c26c9cd0d89d"

HEAD = {
    "identifier": "a-1",
    "sender": "ops@example.org",
    "sent": "2031-05-01T08:00:00+03:00",
    "status": "Actual",
    "msgType": "Alert",
    "scope": "Public",
}
ORDER = (
    *("identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses", "code"),
    *("note", "references", "incidents"),
)
INFO = {
    "category": "Security",
    "event": "Security alert",
    "urgency": "Future",
    "severity": "Minor",
    "certainty": "Possible",
}
INFO_ORDER = (
    *("language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience", "eventCode"),
    *("effective", "onset", "expires", "senderName", "headline", "description", "instruction", "web", "contact"),
    *("parameter", "resource", "area"),
)


def info(**parts: str | None) -> str:
    held = {**INFO, **parts}
    return f"<info>{''.join(element(name, held[name]) for name in INFO_ORDER if held.get(name) is not None)}</info>"


def alert(infos: str | None = None, after: str = "", **parts: str | None) -> bytes:
    held = {**HEAD, **parts}
    head = "".join(element(name, held[name]) for name in ORDER if held.get(name) is not None)
    body = info() if infos is None else infos
    return f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">{head}{body}{after}</alert>'.encode()


def element(name: str, content: str | None) -> str:
    return f"<{name}>{content}</{name}>"


def area(content: str, words: str = "Baghdad") -> bytes:
    return alert(info(area=f"<areaDesc>{words}</areaDesc>{content}"))


def polygon(text: str) -> bytes:
    return area(f"<polygon>{text}</polygon>")


def resource(content: str, mime: str = "image/png") -> bytes:
    return alert(info(resource=f"<resourceDesc>map</resourceDesc><mimeType>{mime}</mimeType>{content}"))


def pair(name: str, value: str) -> str:
    return f"<valueName>{name}</valueName><value>{value}</value>"


REFERENCE = "ops@example.org,a-0,2031-05-01T07:00:00+03:00"
SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignatureValue>x</SignatureValue></Signature>'
SQUARE = "33.0,44.0 33.0,45.0 34.0,45.0 34.0,44.0 33.0,44.0"
A = "&#x2066;"
Z = "&#x2069;"

KEEPS = [
    (1, alert()),
    (1, b"\xef\xbb\xbf" + alert()),
    (1, ('<?xml version="1.0" encoding="UTF-16"?>' + alert().decode()).encode("utf-16")),
    (
        1,
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + alert(info(headline="Zürich")).decode().encode("latin-1"),
    ),
    (1, alert().replace(b"<event>", b"<!-- c --><event>").replace(b"Security alert", b"<![CDATA[Security alert]]>")),
    (
        1,
        alert()
        .replace(b"<alert xmlns=", b"<c:alert xmlns:c=")
        .replace(b"</alert>", b"</c:alert>")
        .replace(b"<c:alert", b"<c:alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'"),
    ),
    (2, alert(note="what a &lt;!DOCTYPE is")),
    (3, alert(info(description="x" * 100_000))),
    (5, alert(after=SIGNATURE)),
    (6, alert(identifier="urn:oid:2.49.0.0.1")),
    (7, alert(sent="2031-05-01T05:00:00-00:00")),
    (8, alert(sent="2031-05-01T09:14:59+03:00")),
    (9, alert(info(expires="2031-05-01T08:00:01+03:00"))),
    (9, alert(info(expires="2031-05-01T05:00:00-00:00"), msgType="Cancel", references=REFERENCE)),
    (9, alert(info(expires="2031-05-01T06:00:00-00:00"))),
    (10, alert(info(effective="2031-05-01T09:00:00+03:00", expires="2031-05-01T09:00:01+03:00"))),
    (11, alert(info(onset="2031-05-01T09:00:00+03:00", expires="2031-05-01T06:00:00-00:00"))),
    (12, alert(infos="", msgType="Update", references=REFERENCE)),
    (12, alert(infos="", msgType="Ack", references=REFERENCE)),
    (13, alert(msgType="Update", references=f"\n {REFERENCE}\n\tother@example.org,b-1,2031-04-01T07:00:00+03:00 ")),
    (13, alert(references="")),
    (14, alert(msgType="Update", references="ops@example.org,a-0,2031-05-01T05:00:00-00:00")),
    (16, alert(scope="Restricted", restriction="members only")),
    (17, alert(scope="Private", addresses="ops@example.org")),
    (17, alert(addresses="ops@example.org")),
    (18, alert(addresses='ops@example.org "duty officer"', incidents='"one two" three')),
    (18, alert(restriction="", addresses="", incidents="")),
    (19, alert(status="Exercise", note="Exercise Blue")),
    (20, alert(info(language=""))),
    *[
        (20, alert(info(language=tag)))
        for tag in ("ckb", "AR", "en-GB", "zh-Hant-TW", "de-1996", "x-vedette", "i-klingon")
    ],
    (20, alert(info(language="en-a-bbb-b-ccc-x-a-a"))),
    (21, alert(info(language="en", event="Flood") + info(language="ar", event="Fire"))),
    (21, alert(info(event="Flood", area="<areaDesc>A</areaDesc>") + info(event="Fire", area="<areaDesc>B</areaDesc>"))),
    (
        21,
        alert(info(expires="2031-05-02T00:00:00+03:00") + info(language="EN-us", expires="2031-05-01T21:00:00-00:00")),
    ),
    (23, alert(info(parameter=pair("colour", "")))),
    (24, alert(info(web="https://example.org/a?b#c"))),
    (24, alert(info(web=""))),
    (25, alert(info(headline="x" * 160))),
    (26, resource("", mime="text/html; charset=utf-8")),
    (27, resource("<size>0</size>")),
    (28, resource("<uri>https://example.org/a.png</uri>")),
    (28, resource("<uri>ftps://example.org/a.png</uri>")),
    (28, resource("<uri>a.png</uri><derefUri>YWJj</derefUri>")),
    (29, resource("<derefUri>YW\n Jj</derefUri>")),
    (30, resource(f"<derefUri>YWJj</derefUri><digest>{SHA1_OF_ABC.upper()}</digest>")),
    (31, area("")),
    (32, polygon(f" {SQUARE}\n")),
    (32, area("<polygon/>")),
    (33, polygon("33,44 33,45 34,45 33.0,44.00")),
    (34, polygon("90,0 90,180 -90,180 -90,0 90,0")),
    (34, polygon("0,170 0,180 0,-180 0,-170 1,-170 1,170 0,170")),
    (35, polygon("33,44 33,45 33,45 34,45 34,44 33,44")),
    (35, polygon("0,179 0,-179 1,-179 1,179 0,179")),
    (35, polygon("0,0 0,2 1,1 2,2 2,0 1,1 0,0")),
    (37, area("<circle>33.3,44.4 0</circle>")),
    (37, area("<circle>33.3,44.4 20038</circle>")),
    (38, area("<altitude>10</altitude><ceiling>10.0</ceiling>")),
    (39, alert(info(headline="wind &lt; 50 km/h &amp; rain", event="<![CDATA[a < b]]>"))),
    (39, alert(info(contact="Duty &lt;duty@example.org&gt;"))),
    (40, alert(info(headline=f"{A}12{Z} \u200f\u200e\u061c\u200c\u200dکوردی"))),
]

BREAKS = [
    (1, b""),
    (1, b"<alert>"),
    (1, alert().replace(b"cap:1.2", b"cap:1.1")),
    (1, b'<?xml version="1.0" encoding="UTF-8"?>' + alert(info(headline="Zürich")).decode().encode("latin-1")),
    (1, alert(info(headline="&nbsp;"))),
    (2, b"<!DOCTYPE alert>" + alert()),
    (2, b'<?xml version="1.0"?><!-- x -->\n<!DOCTYPE alert [<!ENTITY a "b">]>' + alert(info(headline="&a;"))),
    (3, alert(info(description="x" * 5_000_000))),
    (4, alert(info(category=None))),
    (4, alert(sent="2031-05-01T05:00:00Z")),
    (4, alert(sent="2031-05-01T05:00:00.5-00:00")),
    (6, alert(identifier="")),
    (6, alert(identifier="a b")),
    (6, alert(identifier="a-1\u00a0")),
    (6, alert(sender="a,b")),
    (6, alert(sender="a&amp;b")),
    (8, alert(sent="2031-05-01T09:15:01+03:00")),
    (9, alert(info(expires="2031-05-01T05:00:00-00:00"))),
    (9, alert(info(expires="2031-05-01T04:59:59-00:00"), msgType="Cancel", references=REFERENCE)),
    (10, alert(info(effective="2031-05-01T09:00:00+03:00", expires="2031-05-01T06:00:00-00:00"))),
    (11, alert(info(onset="2031-05-01T09:00:01+03:00", expires="2031-05-01T06:00:00-00:00"))),
    *[(12, alert(msgType=kind)) for kind in ("Update", "Cancel", "Ack", "Error")],
    (12, alert(msgType="Update", references=" ")),
    (13, alert(references="ops@example.org,a-0")),
    (13, alert(references="ops@example.org,a-0,2031-05-01T07:00:00Z")),
    (13, alert(references=",a-0,2031-05-01T07:00:00+03:00")),
    (13, alert(references=f"{REFERENCE},{REFERENCE}")),
    (14, alert(references="ops@example.org,a-1,2031-05-01T08:00:00+03:00")),
    (14, alert(references="ops@example.org,a-0,2031-05-01T08:00:01+03:00")),
    (16, alert(scope="Restricted", restriction="")),
    (17, alert(scope="Private")),
    (18, alert(addresses='ops@example.org "duty officer')),
    (18, alert(incidents='a"b c"')),
    (19, alert(status="Exercise", note=" ")),
    *[(20, alert(info(language=tag))) for tag in ("e", "engl", "en-a-bb-a-cc", "en-x", "x", "en-GB-DE")],
    (21, alert(info(event="Flood") + info(language="EN-us", event="Fire"))),
    (21, alert(info(area="<areaDesc>A</areaDesc>") + info(severity="Severe", area="<areaDesc> a </areaDesc>"))),
    (22, alert(info(event=" \u200b"))),
    (23, alert(info(parameter=pair(" ", "1")))),
    (23, alert(info(eventCode=pair("SAME", " ")))),
    (23, area(f"<geocode>{pair('P', '')}</geocode>")),
    (24, alert(info(web="www.example.org"))),
    (24, alert(info(web="ftp://example.org/"))),
    (26, resource("", mime="png")),
    (27, resource("<size>-1</size>")),
    (28, resource("<uri>a.png</uri>")),
    (28, resource("<uri>cid:a</uri><derefUri>YWJj</derefUri>")),
    (29, resource("<derefUri>YWJ</derefUri>")),
    (29, resource("<derefUri>YW?j</derefUri>")),
    (30, resource("<digest>abc</digest>")),
    (30, resource(f"<derefUri>YWJk</derefUri><digest>{SHA1_OF_ABC}</digest>")),
    (31, area("", words=" ")),
    (32, polygon("33, 44 33,45 34,45 33,44")),
    (32, polygon("33,44 33,4e1 34,45 33,44")),
    (32, polygon("٣٣,44 33,45 34,45 ٣٣,44")),
    (33, polygon("33,44 33,45 33,44")),
    (33, polygon("33,44 33,45 34,45 34,44")),
    (34, polygon("33,144 33,45 34,45 33,144").replace(b"33,144", b"144,33")),
    (34, area("<circle>144.3,33 5</circle>")),
    (35, polygon("0,0 1,1 0,1 1,0 0,0")),
    (35, polygon("0,0 0,4 3,4 3,1 -1,1 -1,0 0,0")),
    (35, polygon("0,0 1,1 2,2 0,0")),
    (36, polygon(" ".join(["33,44"] * 100_001))),
    (37, area("<circle>33.3,44.4</circle>")),
    (37, area("<circle>33.3,44.4 20039</circle>")),
    (37, area("<circle>33.3,44.4 -1</circle>")),
    (37, area("<circle>33.3,44.4 NaN</circle>")),
    (38, area("<ceiling>10</ceiling>")),
    (38, area("<altitude>10</altitude><ceiling>9.9</ceiling>")),
    (39, alert(info(headline="&lt;b&gt;now&lt;/b&gt;"))),
    (39, alert(info(event="<![CDATA[a <!-- b]]>"))),
    (39, alert(info(description="<![CDATA[<script>alert(1)</script>]]>"))),
    (39, alert(info(instruction="&lt;img src=x onerror=alert(1)&gt;"))),
    (39, alert(info(description='&lt;a href="javascript:x"&gt;'))),
    (40, alert(info(headline="a\u0085b"))),
    (40, alert(info(headline="a\u202eb"))),
    (40, alert(info(headline=f"{A}12"))),
    (40, alert(info(headline=f"{Z}{A}"))),
]

WARNS = [
    (5, alert(after=SIGNATURE)),
    (7, alert(sent="2031-05-01T05:00:00+00:00")),
    (19, alert(msgType="Error", references=REFERENCE)),
    (25, alert(info(headline="x" * 161))),
    (27, resource("<size>5000</size><derefUri>YWJj</derefUri>")),
    (39, alert(info(description="two&lt;br /&gt;lines"))),
]


def rules(raw: bytes) -> set[int]:
    return {violation.rule for violation in cap_check(raw, NOW).violations}


@pytest.mark.parametrize(("rule", "raw"), KEEPS)
def test_an_alert_that_keeps_the_rule_is_right(rule: int, raw: bytes) -> None:
    result = cap_check(raw, NOW)
    assert result.ok, (rule, result.violations, result.schema_errors)


@pytest.mark.parametrize(("rule", "raw"), BREAKS)
def test_an_alert_that_breaks_the_rule_is_rejected_for_it_alone(rule: int, raw: bytes) -> None:
    assert rules(raw) == {rule}


@pytest.mark.parametrize(("rule", "raw"), WARNS)
def test_a_warning_is_listed_and_does_not_reject(rule: int, raw: bytes) -> None:
    result = cap_check(raw, NOW)
    assert result.ok, result.violations
    assert rule in {warning.rule for warning in result.warnings}


def test_every_rule_is_covered_here_or_by_files_checked_together() -> None:
    assert {rule for rule, _ in [*BREAKS, *WARNS]} == set(range(1, 41)) - {15}


def test_the_tolerance_of_the_clock_can_be_chosen() -> None:
    ahead = alert(sent="2031-05-01T09:20:00+03:00")
    assert rules(ahead) == {8}
    assert cap_check(ahead, NOW, timedelta(minutes=20)).ok


def test_a_reference_to_a_file_among_them_names_its_time() -> None:
    first = alert()
    right = alert(identifier="a-2", msgType="Update", references="ops@example.org,a-1,2031-05-01T05:00:00-00:00")
    wrong = alert(identifier="a-3", msgType="Update", references="ops@example.org,a-1,2031-05-01T07:59:59+03:00")
    results = check_together({"first": first, "right": right, "wrong": wrong}, NOW)
    assert [results[name].ok for name in ("first", "right", "wrong")] == [True, True, False]
    assert {violation.rule for violation in results["wrong"].violations} == {15}
    assert cap_check(wrong, NOW).ok


def test_two_bodies_never_share_sender_identifier_and_time() -> None:
    same = alert(sent="2031-05-01T05:00:00-00:00")
    other = alert(info(headline="other"))
    results = check_together({"a": alert(), "b": other}, NOW)
    assert {violation.rule for result in results.values() for violation in result.violations} == {15}
    assert not results["a"].ok
    assert all(result.ok for result in check_together({"a": alert(), "b": alert()}, NOW).values())
    assert {r.ok for r in check_together({"a": alert(), "b": same}, NOW).values()} == {False}


def test_a_finding_tells_line_and_place() -> None:
    raw = alert(info() + "\n" + info(language="ar", web="www")).replace(b"<web>", b"\n<web>")
    (violation,) = cap_check(raw, NOW).violations
    assert violation.where == "line 3: alert/info[2]/web"
