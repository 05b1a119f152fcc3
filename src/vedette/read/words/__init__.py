"""Letters, words and sentences, and the lexicons that know them."""
