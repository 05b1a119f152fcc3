"""From a deployment or posture to acknowledged orders: who was told, who has answered, who is late.

`draft` takes a Deployment, the problem that it was drawn for and Postures, and gives Directives. The verbs of their
life (approve, issue, acknowledge, refuse, delegate, put_in_force, complete, expire, rescind, supersede) take a frozen
Directive and give the next. `escalate` tells the chain of command of what nobody answered, `status` tabulates.
"""

from vedette.direct.drafting import command_of, draft
from vedette.direct.escalation import escalate, status
from vedette.direct.lifecycle import (
    acknowledge,
    approve,
    complete,
    content_sha256,
    delegate,
    expire,
    issue,
    put_in_force,
    refuse,
    rescind,
    supersede,
)

__all__ = [
    "acknowledge",
    "approve",
    "command_of",
    "complete",
    "content_sha256",
    "delegate",
    "draft",
    "escalate",
    "expire",
    "issue",
    "put_in_force",
    "refuse",
    "rescind",
    "status",
    "supersede",
]
