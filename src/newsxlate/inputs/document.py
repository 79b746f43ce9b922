"""What an archive is read into: one document an article, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article of an archive, as it lies there.

    Attributes:
        id: The same in every run over the same archive, and unique within a run: the path, the
            member and what the record calls itself, or else its number.
        content: The article as HTML or plain text, as `newsxlate.inputs.article.read_bytes` takes
            it.
        name: What to call it in messages: "archive.zip!folder/a.html", "feed.xml#3".
        title: The headline, if it is given beside the text.
        byline: The author or authors.
        published: Publication date, ISO 8601.
        embargoed: Until when it must not be published, ISO 8601 with a time zone; None if it may.
        url: Where the article was published.
        language: Language tag as given ("de", "de-AT").
        item: What an agency calls it, in all its versions and wherever they lie.
        media_type: "text/html" or "text/plain"; None if it has to be found out.
    """

    id: str
    content: bytes
    name: str
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    embargoed: str | None = None
    url: str | None = None
    language: str | None = None
    media_type: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRecord:
    """A record that cannot be read; the others can.

    Attributes:
        id: As in `Document`.
        name: What to call it in messages, with its line, record or member.
        reason: What is wrong, in one line.
        item: What an agency calls what it has withdrawn: no version of it is to be published.
        pubstatus: "canceled" if that is for good, "withheld" if it is until a later version.
    """

    id: str
    name: str
    reason: str
    item: str | None = None
    pubstatus: str | None = None
