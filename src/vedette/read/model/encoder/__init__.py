"""The trained part of reading: word pieces, windows and the encoder that sees them.

encoded = encode(text, "reports")      text → probabilities per word piece and per window, with their places
"""

from vedette.read.model.encoder.encoder import Encoded, encode

__all__ = ["Encoded", "encode"]
