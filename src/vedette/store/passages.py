"""What of a record lies beside the ledger: the text of a report and the verbatim passages of its claims.

Anything inside the chain is there for ever, so words that the law may want erased must not be. On append they are
lifted out; on reading they are put back from the text, as blanks of the same length once it has been erased.
"""

from collections.abc import Callable, Iterable
from typing import Any

from vedette.store.canonical import sha256_hex
from vedette.store.texts import Texts
from vedette.terms.errors import RuleError

__all__ = ["BLANK", "Passages"]

BLANK = "\u2588"
_KEY = "text_sha256"
_REMEMBERED = 100_000

Body = dict[str, Any]


class Passages:
    """Lifts words out of bodies and puts them back. `find_report` gives the body of a report as it lies in the ledger."""

    def __init__(self, texts: Texts, find_report: Callable[[str], Body | None]) -> None:
        self._texts = texts
        self._find_report = find_report
        self._recent: dict[str, str] = {}
        self._last: tuple[str, str | None] = ("", None)

    def lift(self, kind: str, body: Body) -> Body:
        """The body without the words; a claim whose passages are not found in its report's text is left as it is."""
        if kind == "report" and isinstance(body.get("text"), str) and body["text"]:
            return {**{key: value for key, value in body.items() if key != "text"}, _KEY: self._keep(body)}
        if kind == "claim" and isinstance(body.get("evidence"), list) and _KEY not in body:
            digest = self._digest(str(body.get("report")))
            text = None if digest is None else self._remembered(digest)
            # of an erased text no passage is kept, whether it can be compared or not
            if digest is not None and all(_quotes(span, text) for span in (*body["evidence"], *_traced(body))):
                return {**_with_spans(body, _bare), _KEY: digest}
        return body

    def restore(self, kind: str, bodies: Iterable[Body]) -> list[Body]:
        """The bodies with their words. Raises IntegrityError when a text is missing or changed without an erasure."""
        if kind not in {"report", "claim"}:
            return list(bodies)
        texts: dict[str, str | None] = {}
        return [self._restored(kind, body, texts) for body in bodies]

    def _restored(self, kind: str, body: Body, texts: dict[str, str | None]) -> Body:
        digest = body.get(_KEY)
        if digest is None:
            return body
        if digest not in texts:
            texts[digest] = self._texts.find(digest)
        text = texts[digest]
        whole = {key: value for key, value in body.items() if key != _KEY}
        if kind == "report":
            return {**whole, "text": text or ""}
        return _with_spans(whole, lambda span: _filled(span, text))

    def _remembered(self, digest: str) -> str | None:
        """The text, kept from the claim before: a report's claims come one after another."""
        if self._last[0] != digest:
            self._last = (digest, self._texts.find(digest))
        return self._last[1]

    def _keep(self, report: Body) -> str:
        text = report["text"]
        try:
            digest = self._texts.put(text)
        except RuleError:
            digest = sha256_hex(text.encode())
        if len(self._recent) >= _REMEMBERED:
            self._recent.pop(next(iter(self._recent)))
        # claims are often appended in the same transaction as their report, before it can be looked up
        self._recent[str(report.get("id"))] = digest
        return digest

    def _digest(self, report_id: str) -> str | None:
        if report_id in self._recent:
            return self._recent[report_id]
        report = self._find_report(report_id)
        found = None if report is None else report.get(_KEY)
        return found if isinstance(found, str) else None


def _quotes(span: Any, text: str | None) -> bool:
    if not isinstance(span, dict) or set(span) != {"start", "end", "text"}:
        return False
    if not (isinstance(span["start"], int) and isinstance(span["end"], int)):
        return False
    return text is None or text[span["start"] : span["end"]] == span["text"]


def _traced(claim: Body) -> list[Any]:
    """The passages of the traces of a claim, whatever shape they have."""
    traces = claim.get("traces") or []
    if not isinstance(traces, list) or not all(isinstance(trace, dict) for trace in traces):
        return [traces]
    return [trace["span"] for trace in traces if trace.get("span")]


def _with_spans(claim: Body, change: Callable[[Body], Body]) -> Body:
    """A claim with every passage of it changed: those of its evidence and of the traces of its fields."""
    out = {**claim, "evidence": [change(span) for span in claim["evidence"]]}
    if "traces" in claim:
        out["traces"] = [
            {**trace, "span": change(trace["span"]) if trace.get("span") else None} for trace in claim["traces"]
        ]
    return out


def _bare(span: Body) -> Body:
    return {"start": span["start"], "end": span["end"]}


def _filled(span: Body, text: str | None) -> Body:
    start, end = span["start"], span["end"]
    return {**span, "text": BLANK * (end - start) if text is None else text[start:end]}
