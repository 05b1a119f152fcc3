"""The trained encoder at run time: a text goes in, probabilities per word piece and per window come out.

The words' vectors are kept in eight bits with one scale each and looked up here; the layers run in onnxruntime, with
weights in eight bits. The same text gives the same figures on the same processor, whatever the number of processes.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.encoder.pieces import FIRST, LAST, pieces
from vedette.read.model.encoder.windows import stretches

__all__ = ["Encoded", "encode"]

_EPSILON = 1e-12


@dataclass(frozen=True)
class Encoded:
    """What the encoder sees in a text of n word pieces in k windows.

    `offsets` [n, 2] places of the pieces in the text; `states` [n, 384] the last layer; `tokens` [n, heads] and
    `windows` [k, heads] probabilities.
    """

    offsets: NDArray[np.int32]
    states: NDArray[np.float32]
    tokens: NDArray[np.float32]
    windows: NDArray[np.float32]

    def inside(self, start: int, end: int) -> NDArray[np.intp]:
        """Numbers of the pieces that lie wholly within [start, end) of the text, in order."""
        return np.flatnonzero((self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end))


def encode(text: str, model: str) -> Encoded:
    """Probabilities of all heads of the named model for a text; an empty text has no windows."""
    numbers, offsets = pieces(text)
    ranges = stretches(text, offsets)
    session = _session(model)
    states, tokens, windows = [], [], []
    for first, last in ranges:
        x = _vectors(np.concatenate([[FIRST], numbers[first:last], [LAST]]))
        state, seen, whole = session.run(None, {"pieces": x[None], "mask": np.ones((1, len(x)), np.float32)})
        states.append(state[0, 1:-1])
        tokens.append(seen[0, 1:-1])
        windows.append(whole[0])
    if not ranges:
        none = [np.zeros((0, output.shape[-1]), np.float32) for output in session.get_outputs()]
        return Encoded(offsets, none[0], none[1], none[2])
    return Encoded(offsets, np.concatenate(states), np.concatenate(tokens), np.stack(windows))


def _vectors(numbers: NDArray[Any]) -> NDArray[np.float32]:
    """Normalised sums of the vectors of words and positions: [n, 384]."""
    words, scales, positions, weight, bias = _words()
    x = words[numbers] * scales[numbers, None] + positions[: len(numbers)]
    x = x - x.mean(-1, keepdims=True)
    x = x / np.sqrt((x * x).mean(-1, keepdims=True) + _EPSILON)
    vectors: NDArray[np.float32] = (x * weight + bias).astype(np.float32)
    return vectors


@cache
def _words() -> tuple[NDArray[Any], ...]:
    raw = files("vedette.read").joinpath("data/encoder/words.npz").read_bytes()
    with np.load(BytesIO(raw), allow_pickle=False) as arrays:
        return tuple(arrays[name].astype(np.float32 if name != "words" else np.int8) for name in _ARRAYS)


_ARRAYS = ("words", "scales", "positions", "weight", "bias")


@cache
def _session(model: str) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    raw = files("vedette.read").joinpath(f"data/encoder/{model}.onnx").read_bytes()
    return onnxruntime.InferenceSession(raw, options, providers=["CPUExecutionProvider"])
