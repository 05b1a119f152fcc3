"""Report texts lie beside the ledger by content hash, and can be erased by law while the chain holds."""

from datetime import date

import pytest
from ledger_faults import Place

from vedette.store import Draft, Workspace, verify
from vedette.store.canonical import sha256_hex
from vedette.store.shelf import Shelf
from vedette.store.texts import Texts
from vedette.terms.errors import FieldError, IntegrityError, RuleError, StoreError, WriteError
from vedette.terms.report import Claim, ClaimKind, Modality, Report, Span, Trace

WORDS = "Gunmen opened fire near the old bridge. قال مسؤول إن الوضع هادئ."
REPORT = Report(id=sha256_hex(WORDS.encode()), title="Attack", published=date(2031, 5, 1), text=WORDS)
CLAIM = Claim(
    id="c-1",
    report=REPORT.id,
    kind=ClaimKind.ATTACK,
    modality=Modality.HAPPENED,
    evidence=(Span(start=0, end=38, text=WORDS[:38]), Span(start=40, end=len(WORDS), text=WORDS[40:])),
    traces=(
        Trace(field="actors/0", span=Span(start=0, end=6, text=WORDS[:6]), rule="subject before the word"),
        Trace(field="modality", rule="modality happened"),
    ),
)


def file_of(workspace: Workspace, digest: str):
    return workspace.folder / "texts" / digest[:2] / f"{digest}.txt"


def test_a_text_is_kept_by_its_hash(workspace: Workspace) -> None:
    digest = workspace.texts.put(WORDS)
    assert digest == sha256_hex(WORDS.encode())
    assert workspace.texts.put(WORDS) == digest
    assert workspace.texts.get(digest) == WORDS
    assert file_of(workspace, digest).read_text() == WORDS
    assert [path.name for path in file_of(workspace, digest).parent.iterdir()] == [f"{digest}.txt"]


def test_a_text_that_was_changed_or_lost_is_told(workspace: Workspace) -> None:
    digest = workspace.texts.put(WORDS)
    file_of(workspace, digest).write_text("something else")
    with pytest.raises(IntegrityError, match="not what was stored"):
        workspace.texts.get(digest)
    assert workspace.texts.put(WORDS) == digest
    assert workspace.texts.get(digest) == WORDS
    file_of(workspace, digest).unlink()
    with pytest.raises(IntegrityError, match="no entry says that it was erased"):
        workspace.texts.get(digest)


def test_an_erased_text_is_gone_says_so_and_does_not_come_back(workspace: Workspace) -> None:
    digest = workspace.texts.put(WORDS)
    workspace.texts.erase(digest, "court order 12/2031", "legal officer")
    assert not file_of(workspace, digest).exists()
    with pytest.raises(StoreError, match=r"erased on .* by legal officer: court order 12/2031"):
        workspace.texts.get(digest)
    with pytest.raises(RuleError, match="not stored again"):
        workspace.texts.put(WORDS)
    assert not file_of(workspace, digest).exists()
    assert workspace.texts.find(digest) is None
    (entry,) = workspace.ledger.history("erasure", digest)
    assert entry.body == {"id": digest, "reason": "court order 12/2031", "by": "legal officer"}
    assert verify(workspace).ok


def test_an_erasure_killed_half_way_is_completed_by_whoever_looks_next(workspace: Workspace) -> None:
    digest = workspace.texts.put(WORDS)
    workspace.ledger.append({"id": digest, "reason": "law", "by": "officer"}, kind="erasure")
    with pytest.raises(StoreError, match="erased"):
        workspace.texts.get(digest)
    assert not file_of(workspace, digest).exists()


def test_an_erasure_while_a_text_is_looked_for_is_not_taken_for_a_loss(workspace: Workspace) -> None:
    class Late(Shelf):
        def get(self, sha256: str) -> bytes | None:
            workspace.texts.erase(sha256, "law", "officer")
            return super().get(sha256)

    digest = workspace.texts.put(WORDS)
    assert Texts(Late(workspace.folder / "texts", ".txt"), workspace.ledger).find(digest) is None


def test_an_erasure_needs_a_reason_a_person_and_a_text(workspace: Workspace) -> None:
    digest = workspace.texts.put(WORDS)
    with pytest.raises(FieldError, match="reason"):
        workspace.texts.erase(digest, " ", "officer")
    with pytest.raises(FieldError, match="by"):
        workspace.texts.erase(digest, "law", "")
    with pytest.raises(StoreError, match="nothing to erase"):
        workspace.texts.erase("0" * 64, "law", "officer")
    with pytest.raises(FieldError, match="64 lower-case"):
        workspace.texts.get("../../etc/passwd")
    assert workspace.texts.get(digest) == WORDS


def test_the_words_of_reports_and_claims_stay_out_of_the_chain(workspace: Workspace, place: Place) -> None:
    workspace.ledger.append_many([Draft(REPORT), Draft(CLAIM)])
    workspace.ledger.append(CLAIM.model_copy(update={"id": "c-2"}))
    assert Report.model_validate(workspace.get("report", REPORT.id)) == REPORT
    assert [Claim.model_validate(body).evidence for body in workspace.list("claim")] == [CLAIM.evidence] * 2
    assert "bridge" not in _everything(place)
    assert "هادئ" not in _everything(place)
    workspace.texts.erase(REPORT.id, "law", "officer")
    assert workspace.get("report", REPORT.id)["text"] == ""
    blanked = Claim.model_validate(workspace.get("claim", "c-1"))
    assert [set(span.text) for span in blanked.evidence] == [{"█"}] * 2
    assert [trace.span and trace.span.text for trace in blanked.traces] == ["█" * 6, None]
    assert verify(workspace).ok


def test_claims_find_their_reports_in_the_same_batch(workspace: Workspace, place: Place) -> None:
    texts = [f"Report {n}: a bomb near the old bridge." for n in range(25)]
    reports = [Report(id=sha256_hex(text.encode()), text=text) for text in texts]
    claims = [
        CLAIM.model_copy(
            update={
                "id": f"c-{n}",
                "report": report.id,
                "evidence": (Span(start=0, end=8, text=report.text[:8]),),
                "traces": (Trace(field="kind", span=Span(start=2, end=8, text=report.text[2:8]), rule="verb"),),
            }
        )
        for n, report in enumerate(reports)
    ]
    workspace.ledger.append_many([*reports, *claims])
    assert "Report 1" not in _everything(place)
    assert [Claim.model_validate(body) for body in workspace.list("claim")] == claims
    assert [Report.model_validate(body) for body in workspace.list("report")] == reports


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("report", {"id": "r", "text": 5}),
        ("claim", {"id": "c", "report": REPORT.id, "evidence": [{"start": "a", "end": 2, "text": "x"}, 5]}),
        ("claim", {"id": "c", "report": REPORT.id, "evidence": [{"start": 0, "end": 3, "text": "not there"}]}),
        ("claim", {"id": "c", "report": REPORT.id, "evidence": [], "traces": [5]}),
        ("claim", {"id": "c", "report": REPORT.id, "evidence": [], "traces": [{"span": {"start": 0}}]}),
    ],
)
def test_a_body_of_another_shape_is_kept_as_it_is(workspace: Workspace, kind: str, body: dict) -> None:
    workspace.ledger.append(REPORT)
    workspace.ledger.append(body, kind=kind)
    assert workspace.get(kind, body["id"]) == body


def test_reading_an_erased_report_again_brings_none_of_its_words_back(workspace: Workspace, place: Place) -> None:
    workspace.ledger.append(REPORT)
    workspace.texts.erase(REPORT.id, "law", "officer")
    workspace.ledger.append_many([Draft(REPORT), Draft(CLAIM)])
    assert workspace.get("report", REPORT.id)["text"] == ""
    assert "bridge" not in _everything(place)


def test_a_claim_whose_report_is_not_here_keeps_its_evidence(workspace: Workspace) -> None:
    workspace.ledger.append(CLAIM)
    assert Claim.model_validate(workspace.get("claim", "c-1")) == CLAIM


def test_a_folder_that_cannot_be_written_is_one_clear_line(workspace: Workspace) -> None:
    (workspace.folder).mkdir(exist_ok=True)
    (workspace.folder / "texts").write_text("a file where the folder should be")
    with pytest.raises(WriteError, match="cannot be written") as caught:
        workspace.texts.put(WORDS)
    assert "\n" not in str(caught.value)


def _everything(place: Place) -> str:
    connection = place.raw()
    try:
        return "".join(
            str(row)
            for table in ("ledger", "versions", "latest")
            for row in connection.execute(f"SELECT * FROM {table}").fetchall()
        )
    finally:
        connection.close()
