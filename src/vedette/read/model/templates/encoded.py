"""What the encoder says of word pieces, laid on the tokens of the sparse models."""

from collections.abc import Mapping
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.linear import logit, sigmoid
from vedette.read.model.templates.words import Dispatch

__all__ = ["ENCODER", "blend", "encoder_is_shipped", "lay", "said"]

Floats = NDArray[np.float32]

ENCODER = "press"
"""Name of the shipped encoder that was fine-tuned on this task."""

_SAME_LENGTH = str.maketrans({"\n": " ", "\t": " ", "[": "(", "]": ")"})


def encoder_is_shipped() -> bool:
    """Whether the fine-tuned encoder lies in the package."""
    return files("vedette.read").joinpath(f"data/encoder/{ENCODER}.onnx").is_file()


def said(text: str) -> dict[str, NDArray[np.float32]]:
    """Return what the shipped encoder says of a text, as `lay` takes it; offsets are those of the text as given."""
    from vedette.read.model.encoder import encode

    seen = encode(text.translate(_SAME_LENGTH), ENCODER)
    parts = {"roles": seen.tokens[:, :7], "begins": seen.tokens[:, 7:14], "types": seen.tokens[:, 14:20]}
    return parts | {"offsets": seen.offsets.astype(np.float32), "telling": seen.tokens[:, 20], "windows": seen.windows}


def lay(entry: Mapping[str, NDArray[np.float32]], page: Dispatch) -> tuple[Floats, Floats]:
    """Return the chances per token, [tokens, 19], and of the dispatch, [14].

    `entry`: `offsets` [pieces, 2] of the word pieces in the text, chances `roles` and `begins` [pieces, 7] (five roles,
    unnamed victim, place), `types` [pieces, 6], `telling` [pieces], `windows` [windows, 7] (six types, relevant).
    Per token: in and begin of the five roles, six types, unnamed victim, place, telling sentence; of the dispatch: the
    highest and the mean over its windows.
    """
    offsets = entry["offsets"]
    out = np.zeros((len(page), 19), dtype=np.float32)
    first = np.searchsorted(offsets[:, 1], page.start, side="right")
    last = np.searchsorted(offsets[:, 0], page.end, side="left")
    pieces = np.concatenate(
        [entry["roles"][:, :5], entry["types"], entry["roles"][:, 5:7], entry["telling"][:, None]], axis=1
    )
    for t in range(len(page)):
        a, b = int(first[t]), int(last[t])
        if b > a:
            mean = pieces[a:b].mean(axis=0)
            out[t] = np.concatenate([mean[:5], entry["begins"][a, :5], mean[5:]])
    windows = entry["windows"]
    return out, np.concatenate([windows.max(axis=0), windows.mean(axis=0)]).astype(np.float32)


def blend(tokens: Floats, encoder: Floats | None) -> Floats:
    """In, begin and end of the five roles, [tokens, 15]: the mean of the log-odds of the sparse model and the encoder."""
    if encoder is None:
        return tokens[:, :15]
    out = logit(tokens[:, :15])
    out[:, :10] = (out[:, :10] + logit(encoder[:, :10])) / 2
    inside = logit(encoder[:, :5])
    after = np.concatenate([inside[1:], np.full((min(1, len(inside)), 5), -9.0, dtype=np.float32)])
    out[:, 10:] = (out[:, 10:] + np.minimum(inside, np.maximum(-after, -2.0))) / 2
    return sigmoid(out)
