"""read: a report's bytes become a Report, and a Report becomes claims, each with its passage and its chain of sources.

for found in documents(raw, "feed.xml")    bytes of any kind and where they came from → Reports, and errors in their place
for found in readings(raw, "events.csv")   the same, each Report with its claims
report = document(raw, "page.html")      one page or text → Report
claims = read(report)                    Report → list of Claim (rules reader; English, Arabic, Sorani)
reports, claims, refused = read_many(…)    many documents, each for itself
report = article(record, "file.jsonl", 1)  one article of JSON Lines → Report
"""

from vedette.read.inputs.document import article, document
from vedette.read.inputs.documents import documents, readings
from vedette.read.many import read_many
from vedette.read.reader import read

__all__ = ["article", "document", "documents", "read", "read_many", "readings"]
