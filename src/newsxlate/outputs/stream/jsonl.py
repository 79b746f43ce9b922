"""JSON Lines: one object a document, as `newsxlate translate --format json` gives it.

``id``, ``name`` and ``url`` come first; the rest is what `newsxlate.outputs.article.load` reads
back. Each translation and each summary has its ``review``, that of the machine if nobody saw it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from newsxlate.outputs.article import json as article_json
from newsxlate.outputs.article import reviews
from newsxlate.outputs.stream.record import Record

_SURROGATES = re.compile("[\ud800-\udfff]")


def write(records: Iterator[Record], stream: BinaryIO) -> int:
    """Write the records to a stream and say how many there were."""
    count = 0
    for record in records:
        stream.write(_line(record).encode("utf-8"))
        count += 1
    return count


def _line(record: Record) -> str:
    data = {"id": record.id, "name": record.name, "url": record.url}
    data |= reviews.add(article_json.plain(record.result), record.reviews)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Half a surrogate pair cannot be encoded as UTF-8, but it can be escaped.
    return _SURROGATES.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
