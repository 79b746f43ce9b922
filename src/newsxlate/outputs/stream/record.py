"""What is exported: an article of an archive with its translations."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsxlate.result import Result

_PLAIN_ID = re.compile("[0-9a-z]{8,32}")
_WORDS = re.compile(r"[^\W_]+")
_STEM_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A document of an archive.

    Attributes:
        id: What it is known by in its archive; no other document has the same.
        name: What it was called where it was read: a path, or a name in a feed.
        url: Where it was published, if known.
        result: The article with its translations and findings.
    """

    id: str
    name: str
    url: str | None
    result: Result

    @property
    def token(self) -> str:
        """The id if it is 8 to 32 lower-case letters and digits, else a digest of it.

        It can be part of a file name, of an XML name and of a URN, and is the same in every export.
        """
        if _PLAIN_ID.fullmatch(self.id):
            return self.id
        return hashlib.sha256(self.id.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def stem(self) -> str:
        """A file name without suffix, safe everywhere: words of the document's name, the token."""
        base = re.split(r"[/\\]", self.name.rstrip("/\\"))[-1]
        base = re.sub(r"\.\w{1,5}$", "", base, flags=re.ASCII)
        plain = unicodedata.normalize("NFKD", base.replace("ß", "ss")).encode("ascii", "ignore")
        words = "-".join(_WORDS.findall(plain.decode())).lower()
        words = words[:_STEM_LENGTH].strip("-")
        return f"{words}-{self.token}" if words else self.token


def chosen(records: Iterator[Record], languages: Sequence[str] | None) -> Iterator[Record]:
    """The records with the translations into ``languages`` only; those with none are left out.

    Args:
        records: The records.
        languages: ISO 639-1 codes; None keeps everything.
    """
    if languages is None:
        yield from records
        return
    wanted = set(languages)
    for record in records:
        result, article = record.result, record.result.article
        translations = tuple(made for made in result.translations if made.language in wanted)
        if translations:
            findings = tuple(
                found for found in result.findings if found.language in {None, *wanted}
            )
            summaries = tuple(
                made for made in result.summaries if made.language in {article.language, *wanted}
            )
            kept = replace(
                result, translations=translations, findings=findings, summaries=summaries
            )
            yield replace(record, result=kept)
