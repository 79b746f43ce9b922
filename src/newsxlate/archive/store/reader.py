"""Read results back from a store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from newsxlate.archive.store.codec import StoredTranslation, join
from newsxlate.archive.store.database import Store, storage_errors
from newsxlate.archive.store.migrations import AGENCIES, version
from newsxlate.outputs.stream.record import Record

# Whether another document says that the item of this one must not be published: for good, in
# whatever version, or until a version that comes later in the archive.
WITHDRAWN = (
    "EXISTS (SELECT 1 FROM documents AS other WHERE other.item = documents.item"
    " AND (other.pubstatus = 'canceled'"
    " OR other.pubstatus = 'withheld' AND other.number > documents.number))"
)


def records(store: Store) -> Iterator[Record]:
    """The documents that are done and not withdrawn, each with its result, in the archive's order.

    A copy has the article and the translations of the first document with its text, under its own
    name, authors, date and embargo. One result is in memory at a time.

    Raises:
        InputError: The store is damaged.
    """
    with storage_errors(store.path):
        ask = store.connection.execute
        agencies = version(store.connection) >= AGENCIES
        embargo, withdrawn = ("embargoed", WITHDRAWN) if agencies else ("NULL", "0")
        documents = ask(
            f"SELECT id, name, title, byline, published, {embargo}, url, text FROM documents"
            f" WHERE status = 'done' AND NOT {withdrawn} ORDER BY number"
        )
        for id_, name, title, byline, published, embargoed, url, text in documents:
            (article,) = ask("SELECT data FROM texts WHERE hash = ?", (text,)).fetchone()
            translations = [
                StoredTranslation(language=language, model=model, seconds=seconds, data=data)
                for language, model, seconds, data in ask(
                    "SELECT language, signature, seconds, data FROM translations"
                    " JOIN models ON models.number = model WHERE text = ? ORDER BY language",
                    (text,),
                )
            ]
            summaries = ask("SELECT data FROM summaries WHERE text = ? ORDER BY language", (text,))
            entities = ask("SELECT data FROM ledgers WHERE text = ?", (text,)).fetchone()
            result = join(
                article,
                translations,
                [data for (data,) in summaries],
                entities[0] if entities else None,
            )
            own = replace(
                result.article,
                title=result.article.title or title,
                byline=byline or result.article.byline,
                published=published or result.article.published,
                # Not that of the first document with this text.
                embargoed=embargoed,
                source=url or name,
            )
            yield Record(id=id_, name=name, url=url, result=replace(result, article=own))


def translated(store: Store) -> list[str]:
    """ISO 639-1 codes of the languages that a store has translations into, sorted.

    Raises:
        InputError: The store is damaged.
    """
    with storage_errors(store.path):
        rows = store.connection.execute("SELECT DISTINCT language FROM translations")
        return sorted(code for (code,) in rows)
