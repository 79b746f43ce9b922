"""What is exported: an article of an archive with its translations."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsxlate.outputs.article.credit import review_of
from newsxlate.outputs.article.display import line
from newsxlate.result import Result
from newsxlate.signoff import Part, Review

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
        result: The article with its translations and findings; as people left it, if they did.
        reviews: What people have said of it, a translation or a language's summaries each.
        machine: The result as the machine left it, where people changed something as they saw it;
            None if that is not known, or ``result`` is it.
    """

    id: str
    name: str
    url: str | None
    result: Result
    reviews: tuple[Review, ...] = ()
    machine: Result | None = None

    @classmethod
    def of(cls, result: Result, reviews: tuple[Review, ...] = ()) -> Record:
        """The record of an article that is in no archive: known by its address or file's name.

        What has neither, as standard input, is known by a digest of its text.
        """
        source = result.article.source
        if source is None:
            text = result.article.text.encode("utf-8", "surrogatepass")
            return cls(id=_digest(text), name="article", url=None, result=result, reviews=reviews)
        address = source.startswith(("http://", "https://"))
        return cls(
            id=source if address else _base(source),
            name=source,
            url=source if address else None,
            result=result,
            reviews=reviews,
        )

    def review(self, language: str, part: Part = Part.TRANSLATION) -> Review:
        """What people have said of a part in a language; if nobody did, it is the machine's."""
        return review_of(self.reviews, language, part)

    @property
    def token(self) -> str:
        """The id if it is 8 to 32 lower-case letters and digits, else a digest of it.

        It can be part of a file name, of an XML name and of a URN, and is the same in every export.
        """
        if _PLAIN_ID.fullmatch(self.id):
            return self.id
        return _digest(self.id.encode("utf-8", "surrogatepass"))

    @property
    def key(self) -> str:
        """What other programs' files call the document: its id, or the token.

        The id can have characters that neither XML nor UTF-8 has. Who brings such a file back finds
        the document by either.
        """
        return self.id if self.id and line(self.id) == self.id else self.token

    @property
    def stem(self) -> str:
        """A file name without suffix, safe everywhere: words of the document's name, the token."""
        base = re.sub(r"\.\w{1,5}$", "", _base(self.name), flags=re.ASCII)
        plain = unicodedata.normalize("NFKD", base.replace("ß", "ss")).encode("ascii", "ignore")
        words = "-".join(_WORDS.findall(plain.decode())).lower()
        words = words[:_STEM_LENGTH].strip("-")
        return f"{words}-{self.token}" if words else self.token


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _base(path: str) -> str:
    """The last part of a path, of whatever system."""
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1]


def chosen(records: Iterator[Record], languages: Sequence[str] | None) -> Iterator[Record]:
    """The records with the translations into ``languages`` only; those with none are left out.

    Args:
        records: The records.
        languages: ISO 639-1 codes; None keeps everything.
    """
    if languages is None:
        yield from records
        return
    for record in records:
        kept = in_languages(record.result, languages)
        if kept.translations:
            own = {record.result.article.language, *languages}
            yield replace(
                record,
                result=kept,
                reviews=tuple(review for review in record.reviews if review.language in own),
                machine=record.machine and in_languages(record.machine, languages),
            )


def in_languages(result: Result, languages: Sequence[str]) -> Result:
    """A result with the translations into ``languages`` only, and what belongs to them."""
    wanted = set(languages)
    own = {result.article.language, *wanted}
    return replace(
        result,
        translations=tuple(made for made in result.translations if made.language in wanted),
        findings=tuple(found for found in result.findings if found.language in {None, *wanted}),
        summaries=tuple(made for made in result.summaries if made.language in own),
    )
