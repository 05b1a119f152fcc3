"""A text in windows that the encoder can see at once, cut at the ends of sentences and about equal in length."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["LONGEST", "stretches"]

LONGEST = 384
"""Word pieces of a window, the two marks at its ends included: most reports fit into one."""


def stretches(text: str, offsets: NDArray[np.int32]) -> list[tuple[int, int]]:
    """Ranges of word pieces (first, last excluded) that cover all pieces, none longer than LONGEST less the marks.

    `offsets` [n, 2] are the places of the pieces in the text.
    """
    count, most = len(offsets), LONGEST - 2
    ends = [i + 1 for i in range(count) if offsets[i][1] - offsets[i][0] == 1 and text[offsets[i][0]] in ".!?"]
    out, first = [], 0
    while first < count:
        left = count - first
        last = count
        if left > most:
            ideal = first + left / -(-left // most)
            fit = [end for end in ends if first + most // 3 < end <= first + most]
            last = min(fit, key=lambda end: abs(end - ideal)) if fit else first + most
        out.append((first, last))
        first = last
    return out
