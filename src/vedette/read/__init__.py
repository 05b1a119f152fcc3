"""read: a report's bytes become a Report, and a Report becomes claims, each with its passage and its chain of sources.

report = document(raw, "page.html")      bytes and where they came from → Report
claims = read(report)                    Report → list of Claim (rules reader; English, Arabic, Sorani)
reports, claims, refused = read_many(…)    many documents, each for itself
report = article(record, "file.jsonl", 1)  one article of JSON Lines → Report
"""

from vedette.read.document import article, document
from vedette.read.many import read_many
from vedette.read.reader import read

__all__ = ["article", "document", "read", "read_many"]
