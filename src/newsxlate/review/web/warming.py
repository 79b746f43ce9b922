"""What checks sentences is loaded beside the server, before somebody waits for it.

Tables of names and words take seconds to load, once a process and language; without this the first
edit would take as long.
"""

from __future__ import annotations

import logging
import threading

from newsxlate.errors import NewsxlateError
from newsxlate.recheck import recheck
from newsxlate.review.desk import Desk, Filters
from newsxlate.review.web.context import House
from newsxlate.signoff import Part

_log = logging.getLogger("newsxlate.review")


def begin(house: House) -> threading.Thread:
    """Load what the store's languages need, the commonest first, in a thread of its own."""
    thread = threading.Thread(target=_warm, args=(house,), name="warm up", daemon=True)
    thread.start()
    return thread


def _warm(house: House) -> None:
    try:
        with Desk(house.store, names=house.names) as desk:
            for language in desk.queue(limit=0).counts["language"]:
                _check_one(desk, language)
    except NewsxlateError as error:
        # It is only slower then; whoever edits is told what is wrong.
        _log.info("not warmed up: %s", error.message)
    except Exception:
        _log.exception("not warmed up")


def _check_one(desk: Desk, language: str) -> None:
    """Check a sentence of a language as if it had been changed; nothing is written."""
    found = desk.queue(Filters(language=language, part=Part.TRANSLATION), limit=1).rows
    if not found:
        return
    sheet = desk.sheet(found[0].document, language)
    changes = {ref: f"{row.text} 2" for ref, row in list(sheet.rows.items())[:2]}
    # Terms need tables of their own, which the first name to be confirmed would wait for.
    for terms in (sheet.terms, (("Bundestag", "Bundestag"),)):
        recheck(sheet.record.result, language, changes, desk.naming.checker(terms, language))
