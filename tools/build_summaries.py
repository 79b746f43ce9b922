"""Build the set of press releases that summaries are measured on.

    python tools/build_summaries.py SENTENCES

SENTENCES is a file of tab-separated values, which may be compressed (``.xz``), whose first column
has the German sentences of Swiss federal press releases in order, as aligned from
https://github.com/droid-f/news-service-bund (CC BY-NC-SA 4.0). Where each release begins, and how
many lines its lead and its body have, was found by rule and then read line by line
(``tests/data/summaries/bounds.tsv``). What is written: ``tests/data/summaries/press.jsonl.xz``,
one document a line with ``id``, ``split``, ``title``, ``lead`` (the reference) and ``body``.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "data" / "summaries"
# What was looked at while the method was written, and what was not.
SPLITS = {"2023": "dev", "2024": "test"}
_DATELINE = re.compile(r"^(?:[A-Z]\w+, [\d. ]+(?:[A-Z]\w+ )?\d{4} ?)?[–-] ")


def main() -> None:
    """Write the set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("sentences", type=Path, help="tab-separated, German first, may be .xz")
    options = parser.parse_args()
    lines = read(options.sentences)
    with (FOLDER / "bounds.tsv").open(encoding="utf-8", newline="") as file:
        bounds = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    made = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents(lines, bounds))
    (FOLDER / "press.jsonl.xz").write_bytes(lzma.compress(made.encode("utf-8"), preset=9))


def read(path: Path) -> list[str]:
    """The first column of a file."""
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
    return [line.split("\t")[0] for line in text.split("\n")]


def documents(lines: list[str], bounds: list[dict[str, str]]) -> Iterator[dict[str, object]]:
    """The documents, in order of years."""
    count: Counter[str] = Counter()
    for row in bounds:
        first = int(row["line"])
        if lines[first - 1] != row["title"]:
            sys.exit(f"line {first} is not “{row['title']}”: this is another file of sentences")
        count[row["year"]] += 1
        body = first + int(row["lead"])
        yield {
            "id": f"{row['year']}-{count[row['year']]:03}",
            "split": SPLITS[row["year"]],
            "title": row["title"],
            "lead": [_DATELINE.sub("", line) for line in lines[first:body]],
            "body": lines[body : body + int(row["body"])],
        }


if __name__ == "__main__":
    main()
