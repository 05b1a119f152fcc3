"""The application: one page per step, read-only, from the ledger's projections, as of now or as known at an instant."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from vedette.terms.marking import Marking
from vedette.web.views import STEPS, Body, Places, Table, by_verb, places_of, visible

__all__ = ["Records", "create_app"]

ROWS = 200
"""Rows of a table that a page shows unasked; `?rows=all` shows them all."""

SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Records(Protocol):
    """What the room needs of a workspace."""

    @property
    def exercise(self) -> bool:
        """Whether it is an exercise workspace."""
        ...

    def list(self, kind: str, as_of: datetime | None = None, known_at: datetime | None = None) -> list[dict[str, Any]]:
        """Bodies of the records of a kind, as known at an instant (UTC)."""
        ...


def create_app(
    records: Records, clearance: Marking = Marking.AMBER_STRICT, hosts: Sequence[str] | None = None
) -> FastAPI:
    """The operations room over one workspace.

    `clearance` is the strictest marking that the pages show; what lies above is counted as withheld, never shown. Pages
    take `?known_at=` (ISO 8601 with zone) and then show what was known at that instant under a banner that says so.
    `hosts` are the host names that requests may be addressed to (None: any); with them a foreign page that points its
    own name at this machine reads nothing.
    """
    app = FastAPI(title="Vedette", docs_url=None, redoc_url=None, openapi_url=None)
    if hosts is not None:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    pages = Environment(loader=PackageLoader("vedette.web"), autoescape=True, undefined=StrictUndefined)
    app.mount("/static", StaticFiles(packages=[("vedette.web", "static")]))

    @app.middleware("http")
    async def secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        response.headers.update(SECURITY)
        return response

    def render(page: str, known_at: datetime | None, places: Places, **values: object) -> HTMLResponse:
        template = pages.get_template(page)
        shared = {"steps": STEPS, "exercise": records.exercise, "clearance": clearance.label, "zone": places.zone}
        return HTMLResponse(template.render(known_at=known_at, **shared, **values))

    def seen(kind: str, known_at: datetime | None) -> tuple[list[Body], int]:
        return visible(kind, records.list(kind, known_at=known_at), clearance)

    def table(view: Table, known_at: datetime | None, places: Places, most: int | None) -> dict[str, Any]:
        bodies, withheld = seen(view.kind, known_at)
        return {
            "title": view.title,
            "columns": view.columns,
            "rows": [view.row(body, places) for body in view.ordered(bodies)[:most]],
            "count": len(bodies),
            "withheld": withheld,
        }

    @app.get("/", response_class=HTMLResponse)
    def front(known_at: str | None = None) -> HTMLResponse:
        instant = _instant(known_at)
        places = places_of(seen("area", instant)[0])
        cards = [{"step": step, "tables": [table(view, instant, places, 0) for view in step.tables]} for step in STEPS]
        silent = [
            {"name": places.name(body["area"]), "since": body["unknown_since"], "statement": body.get("statement", "")}
            for body in seen("area-knowledge", instant)[0]
            if body.get("unknown_since")
        ]
        silent.sort(key=lambda one: (one["since"], one["name"]))
        return render("front.html", instant, places, cards=cards, silent=silent, current=None)

    @app.get("/{verb}", response_class=HTMLResponse)
    def page(verb: str, known_at: str | None = None, rows: str | None = None) -> HTMLResponse:
        step = by_verb(verb)
        if step is None:
            raise HTTPException(404, "There is no such page.")
        instant, most = _instant(known_at), None if rows == "all" else ROWS
        places = places_of(seen("area", instant)[0])
        tables = [table(view, instant, places, most) for view in step.tables]
        return render("step.html", instant, places, step=step, tables=tables, current=verb)

    return app


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        # a plus sign in a query arrives as a blank
        value = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        raise HTTPException(422, "known_at: expected a time with its zone, such as 2031-05-05T09:00:00Z") from None
    if value.tzinfo is None:
        raise HTTPException(422, "known_at: expected a time with its zone, such as 2031-05-05T09:00:00Z")
    return value.astimezone(UTC)
