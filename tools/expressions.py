"""Writes src/vedette/read/data/expressions/ from the lexicons: which words each of their expressions needs.

python tools/expressions.py           write the files; needed after an expression of a lexicon has changed
python tools/expressions.py --check   exit 1 when a file is stale, which would make the start of reading slower
"""

import json
import sys
from datetime import date
from pathlib import Path

from vedette.read.days.dates import find_dates
from vedette.read.days.feasts import find_feasts, find_other_calendars
from vedette.read.words.beginnings import beginnings
from vedette.read.words.lexicon import LANGUAGES, lexicon

FOLDER = Path(__file__).resolve().parents[1] / "src/vedette/read/data/expressions"
DAY = date(2026, 1, 1)


def page(language: str) -> str:
    """The file of a language: each expression taken apart anew, one to a line, in the order of their keys."""
    found = beginnings(language)
    found.known.clear()
    lexicon(language)
    find_dates("1", language)
    find_feasts("1", DAY, language)
    find_other_calendars("1", DAY, language)
    lines = (f"{json.dumps(key)}: {json.dumps(what, ensure_ascii=False)}" for key, what in found.packed().items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> int:
    """Write or check the files."""
    stale = []
    for language in LANGUAGES:
        path, text = FOLDER / f"{language}.json", page(language)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
            if "--check" not in sys.argv[1:]:
                FOLDER.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    if "--check" not in sys.argv[1:]:
        return 0
    print(
        "\n".join(f"stale, run `python tools/expressions.py`: {name}" for name in stale) or "all expressions are known"
    )
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
