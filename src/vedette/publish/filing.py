"""The record of a rendered file: what left, to whom, approved by whom, with the hash of exactly these bytes."""

import hashlib
from datetime import datetime

from vedette.publish.audience import audience_named
from vedette.publish.editions import Rendered
from vedette.terms.directive import Approval
from vedette.terms.errors import RuleError
from vedette.terms.persons import same_person
from vedette.terms.publication import Publication, PublicationStatus
from vedette.terms.record import record_id

__all__ = ["publication"]


def publication(
    rendered: Rendered,
    *,
    status: PublicationStatus,
    sources: tuple[str, ...],
    author: str,
    approver: str,
    at: datetime,
) -> Publication:
    """The Publication of a rendered file; its marking is the clearance of the audience that gets it.

    The approval is bound to the SHA-256 of the bytes. Raises RuleError unless author and approver are two persons.
    """
    if same_person(author, approver):
        raise RuleError(f"{rendered.file}: a publication needs an author and, as approver, a second named person")
    digest = hashlib.sha256(rendered.raw).hexdigest()
    return Publication(
        id=record_id("publication", rendered.file, digest),
        marking=audience_named(rendered.audience).clearance,
        sources=sources,
        format=rendered.format,
        audience=rendered.audience,
        status=status,
        published_at=at,
        sha256=digest,
        file=rendered.file,
        withheld=rendered.withheld,
        approval=Approval(content_sha256=digest, author=author, approver=approver, at=at),
    )
