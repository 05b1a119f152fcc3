"""The recorded lottery: anybody who holds the plan and the shares can repeat the draw (plan-format.md, Draw)."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from vedette.terms.errors import FieldError

__all__ = ["commitment", "draw", "mixture_sha256"]

SHORTEST = 16
"""Bytes that a share must have at least, so that its commitment cannot be guessed."""


def commitment(share: bytes) -> str:
    """SHA-256 of a share's bytes in hex: what its owner publishes before the mixture is known."""
    return hashlib.sha256(share).hexdigest()


def mixture_sha256(mixture: Mapping[str, Any]) -> str:
    """Digest of the lines `weight:s,u,p;s,u,p;…`, one per deployment, triples sorted."""
    digest = hashlib.sha256()
    for weight, roster in zip(mixture["weights"], mixture["rosters"], strict=True):
        rows = sorted(zip(roster["shift"], roster["unit"], roster["post"], strict=True))
        digest.update((f"{weight}:" + ";".join(f"{s},{u},{p}" for s, u, p in rows) + "\n").encode())
    return digest.hexdigest()


def draw(problem_sha256: str, mixture: Mapping[str, Any], shares: Sequence[bytes]) -> dict[str, Any]:
    """Draw one deployment: {shares, commitments, mixture_sha256, index}.

    `mixture` is {weights: [positive integers], rosters: [{unit, post, shift}]}. The seed is the SHA-256 of
    `vedette-draw-1`, the problem's hash, the mixture's hash and the shares in hex, joined by line feeds; nobody who
    holds only some of the shares can steer it. Raises FieldError without a share or with one under 16 bytes.
    """
    if not shares:
        raise FieldError(None, "draw", "shares", "none", "at least one share")
    for number, share in enumerate(shares, 1):
        if len(share) < SHORTEST:
            raise FieldError(None, f"share {number}", None, f"{len(share)} bytes", f"{SHORTEST} bytes or more")
    mixture_hash = mixture_sha256(mixture)
    words = [share.hex() for share in shares]
    seed = hashlib.sha256("\n".join(["vedette-draw-1", problem_sha256, mixture_hash, *words]).encode()).hexdigest()
    point, index = int(seed, 16) % sum(mixture["weights"]), 0
    while point >= mixture["weights"][index]:
        point -= mixture["weights"][index]
        index += 1
    return {
        "shares": words,
        "commitments": [commitment(share) for share in shares],
        "mixture_sha256": mixture_hash,
        "index": index,
    }
