"""Self-contained pages from the templates of this room: one frame of safety and style for all of them."""

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["render", "shipped"]


def render(template: str, style: str, finalize: Callable[[Any], Any] | None = None, **values: Any) -> str:
    """A page from a template and a style sheet, both shipped here: it loads nothing, runs nothing, and forbids both to itself.

    Every value is escaped unless it is Markup; `finalize` sees each before that. The template gets `style`, and `digest`,
    by which its policy allows that style alone.
    """
    from markupsafe import Markup

    sheet = shipped(style)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    page: str = _template(template, finalize).render(style=Markup(sheet), digest=digest, **values)  # noqa: S704
    return page


@cache
def shipped(name: str) -> str:
    """The text of a file that lies beside the templates."""
    return files("vedette.cli").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _template(name: str, finalize: Callable[[Any], Any] | None) -> Any:
    from jinja2 import Environment, StrictUndefined, select_autoescape

    environment = Environment(
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string(shipped(name))
