"""Mails: the innermost report, its sender and its day, in every packing; attachments read or named."""

from datetime import date
from email.message import EmailMessage

import pytest

from vedette.read.inputs.documents import documents
from vedette.terms.errors import VedetteError

WIRE = "BAQUBAH, Iraq, May 12 (Delta Wire) - A roadside bomb killed two soldiers near Baqubah on Monday, police said."
AR = "قُتل جنديان بانفجار عبوة ناسفة قرب بعقوبة، أمس الاثنين، بحسب مصدر أمني."


def _mail(text=WIRE, subject="Bomb near Baqubah", sender="Tigris Daily <news@tigris.example>", **more) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "desk@example.org", subject
    mail["Date"] = "Mon, 12 May 2031 23:30:00 +0300"
    if text is not None:
        mail.set_content(text, **more)
    return mail


def _read(mail, origin="m.eml"):
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    return list(documents(raw, origin))


def test_a_mail_gives_subject_sender_local_day_and_text():
    (report,) = _read(_mail())
    assert (report.title, report.publisher, report.published) == (
        "Bomb near Baqubah",
        "Tigris Daily",
        date(2031, 5, 12),
    )
    assert report.text == f"Bomb near Baqubah\n\n{WIRE}"


@pytest.mark.parametrize("packing", ["7bit", "8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
def test_text_and_subject_come_out_of_every_packing(packing, charset):
    if packing == "7bit":
        text, subject = WIRE, "Bomb near Baqubah"
        mail = _mail(text, subject, charset=charset, cte=packing)
    else:
        text, subject = AR, "مقتل جنديين قرب بعقوبة"
        mail = _mail(text, subject, charset=charset, cte=packing)
    (report,) = _read(mail)
    assert report.title == subject
    assert text in report.text


def test_encoded_words_are_joined_and_broken_ones_stay_as_they_are():
    raw = (
        _mail()
        .as_bytes()
        .replace(
            b"Subject: Bomb near Baqubah",
            b"Subject: =?utf-8?b?2YXZgtiq2YQ=?= =?utf-8?q?_=D8=AC?=\n =?utf-8?q?=D9=86=D8=AF=D9=8A?=",
        )
    )
    assert _read(raw)[0].title == "مقتل جندي"
    raw = _mail().as_bytes().replace(b"Subject: Bomb near Baqubah", b"Subject: =?nonsense?b?!!!?= bomb")
    assert "bomb" in _read(raw)[0].title


HTML = "<html><head><style>p {color: red}</style></head><body><table><tr><td><p>Bomb near Baqubah</p><p>A roadside bomb killed two soldiers near Baqubah on Monday, police said.</p></td></tr></table></body></html>"


def test_a_mail_of_html_alone_is_read_without_its_markup():
    mail = _mail(None)
    mail.set_content(HTML, subtype="html")
    (report,) = _read(mail)
    assert "A roadside bomb killed two soldiers near Baqubah on Monday, police said." in report.text
    assert "color" not in report.text


def test_of_two_forms_the_plain_one_is_read_unless_it_is_a_stub():
    mail = _mail("A plain account: gunmen attacked a checkpoint near Baqubah on Monday, the army has said there.")
    mail.add_alternative(HTML, subtype="html")
    assert "A plain account" in _read(mail)[0].text
    mail = _mail("Please view this message in HTML.")
    mail.add_alternative(HTML, subtype="html")
    assert "A roadside bomb killed" in _read(mail)[0].text


@pytest.mark.parametrize(
    "head",
    [
        "---------- Forwarded message ---------\nFrom: Delta Wire <wire@delta.example>\nDate: Sun, 11 May 2031 at 21:00\nSubject: Two soldiers die\nTo: <desk@tigris.example>\n",
        "-----Original Message-----\nFrom: Delta Wire\nSent: Sunday, May 11, 2031 9:00 PM\nTo: Desk\nSubject: Two soldiers die\n",
        "Begin forwarded message:\n\n> From: Delta Wire <wire@delta.example>\n> Date: 11 May 2031 at 21:00:00 GMT+3\n> Subject: Two soldiers die\n>\n",
        "________________________________\nFrom: Delta Wire <w@d.example>\nSent: 11 May 2031 21:00\nSubject: Two soldiers die\n",
        "-------- الرسالة الأصلية --------\nمن: Delta Wire <w@d.example>\nالتاريخ: 11 أيار 2031\nالموضوع: Two soldiers die\n",
    ],
)
def test_a_wire_that_was_passed_on_is_of_its_first_sender_and_day(head):
    body = "A roadside bomb killed two soldiers near Baqubah, police said."
    quoted = f"> {body}" if "> From" in head else body
    (report,) = _read(_mail(f"FYI, see below.\n\n{head}\n{quoted}\n\n--\nDesk", subject="Fwd: FW: Two soldiers die"))
    assert (report.title, report.publisher, report.published) == ("Two soldiers die", "Delta Wire", date(2031, 5, 11))
    assert report.text == f"Two soldiers die\n\n{body}"


def test_a_mail_attached_whole_is_read_with_its_own_head():
    inner = _mail(sender="Delta Wire <w@delta.example>", subject="Two soldiers die")
    outer = _mail("See the mail attached.", subject="For you")
    outer.add_attachment(inner)
    reports = [r for r in _read(outer) if not isinstance(r, VedetteError)]
    assert [(r.title, r.publisher) for r in reports][-1] == ("Two soldiers die", "Delta Wire")


def test_attachments_that_are_reports_are_read_and_others_are_named():
    mail = _mail()
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map of Baqubah.png")
    mail.add_attachment("A rocket hit a base near Ramadi on Monday, an officer said.", filename="../../note.txt")
    first, second = _read(mail)
    assert first.text.endswith("Attached and not read: map of Baqubah.png")
    assert second.origin == "m.eml/note.txt"
    assert "rocket" in second.text


def test_the_head_of_a_report_within_the_mail_stands_above_that_of_the_mail():
    text = f"Tigris Daily\nBomb kills two near Baqubah\nSunday 11 May 2031\n\n{WIRE.split(' - ')[1]}"
    (report,) = _read(_mail(text, sender="A. Clerk <clerk@example.org>", subject="report"))
    assert (report.publisher, report.published, report.author) == ("Tigris Daily", date(2031, 5, 11), "A. Clerk")


def test_a_day_after_the_mail_was_sent_is_not_that_of_publication():
    text = f"Tigris Daily\nBomb kills two near Baqubah\nMonday 12 May 2036\n\n{WIRE.split(' - ')[1]}"
    assert _read(_mail(text))[0].published == date(2031, 5, 12)


def test_an_answer_is_read_without_what_it_quotes():
    text = (
        f"{WIRE}\n\nOn Sunday, 11 May 2031 at 10:00, A. Clerk wrote:\n> What happened in Kirkuk?\n> Was there a rocket?"
    )
    assert "rocket" not in _read(_mail(text))[0].text


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "no header"),
        (b"just words\n", "no header"),
        (b"From: a\nSubject: x\n\n", "no text to read"),
        (b"From: a\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 500, "too many parts"),
    ],
)
def test_what_is_no_mail_is_one_error(raw, found):
    (error,) = _read(raw)
    assert isinstance(error, VedetteError)
    assert found in str(error)


@pytest.mark.parametrize("depth", [30, 3000])
def test_mails_within_mails_end_at_the_limit(depth):
    raw = b"From: a\nSubject: x\nContent-Type: message/rfc822\n\n" * depth + WIRE.encode()
    assert all(isinstance(r, VedetteError) for r in _read(raw))


def test_a_mail_on_standard_input_is_known_by_its_header():
    (report,) = _read(_mail(), "-")
    assert report.title == "Bomb near Baqubah"
