"""Who says it: the chain of voices behind each part of a sentence."""
