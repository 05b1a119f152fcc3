"""Bytes become reports: what kind of document they are, and its title, publisher, author, day, language and text."""
