"""The unit of work: from documents to outcomes, in any process on any machine.

`prepare` reads one document; a `Translator` makes outcomes of a window of prepared ones. Both take
and give what can be pickled, and neither writes anything: that is left to one writer, which passes
what a `Translator` gave to `newsxlate.archive.store.database.Store.commit`.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from newsxlate.archive.human import NOTHING, HumanWork
from newsxlate.archive.results import (
    DocumentInfo,
    DocumentResult,
    Failure,
    ResultKind,
    WindowResult,
)
from newsxlate.archive.store.codec import split
from newsxlate.archive.store.translation_memory import Memory, StoppedError
from newsxlate.archive.workers.pool import LostError
from newsxlate.article import Article
from newsxlate.errors import EngineError, ModelError, NewsxlateError, StorageError
from newsxlate.inputs.document import Document, sound
from newsxlate.options import Options
from newsxlate.processing import Processing
from newsxlate.result import Result

if TYPE_CHECKING:
    from newsxlate.models import EngineFactory

_SPACES = re.compile(r"\s+")
_LONGEST_REASON = 500
# Characters of the longest paragraph that is taken for one: forty pages without a break are a dump
# of something, and would keep the engine busy for as long as hundreds of articles.
_LONGEST_PARAGRAPH = 100_000
# These are about the run, not about a document.
_FATAL = (ModelError, StorageError, OSError, StoppedError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A document that was read, cleaned and segmented, or could not be.

    Attributes:
        info: The document.
        article: The article, if it is to be translated.
        text: Hash of the cleaned text; see `text_hash`.
        words: Words of the cleaned text ...
        sentences: ... and sentences.
        seconds: How long it took.
        failure: Why there is no article, if it failed.
    """

    info: DocumentInfo
    article: Article | None = None
    text: bytes | None = None
    words: int = 0
    sentences: int = 0
    seconds: float = 0.0
    failure: Failure | None = None

    @property
    def kind(self) -> ResultKind:
        """Whether it is to be translated, is a copy, or failed already."""
        if self.failure:
            return ResultKind.FAILED
        return ResultKind.TRANSLATED if self.article else ResultKind.COPY

    def as_copy(self) -> Prepared:
        """The document without its article: its text is translated elsewhere."""
        return replace(self, article=None)

    def untranslated(self, failure: Failure | None = None) -> DocumentResult:
        """The result of a document that is not translated: a failure, or a copy."""
        return DocumentResult(
            info=self.info,
            text=self.text,
            words=self.words,
            sentences=self.sentences,
            seconds=self.seconds,
            failure=failure or self.failure,
        )


def document_info(document: Document) -> DocumentInfo:
    """What the store is to know of a document."""
    described: tuple[str | None, ...] = (
        document.title,
        document.byline,
        document.published,
        document.url,
        document.language,
        document.media_type,
    )
    if document.embargoed or document.item:
        # Only where there is one, so that documents of before are not taken for changed.
        described += (document.embargoed, document.item)
    source = blake2b(repr(described).encode("utf-8"), digest_size=16)
    source.update(document.content)
    return DocumentInfo(
        id=document.id,
        name=document.name,
        source=source.digest(),
        title=document.title or None,
        byline=document.byline or None,
        published=document.published,
        embargoed=document.embargoed,
        url=document.url,
        item=document.item or None,
    )


def prepare(document: Document, about: DocumentInfo, options: Options) -> Prepared:
    """Read, clean and segment a document.

    Whatever is wrong with it becomes its `Failure`; what is wrong with the machine is raised.

    Args:
        document: The document.
        about: What `document_info` says of it.
        options: How to read it.

    Raises:
        OSError: Something on this machine cannot be read or written.
    """
    from newsxlate.inputs.stream import to_article
    from newsxlate.segmenting import segment

    started = time.perf_counter()
    try:
        article = to_article(
            document, language=options.source, keep_boilerplate=options.reading.keep_boilerplate
        )
        longest = max((len(block.text) for _, block in article.kept()), default=0)
        if longest > _LONGEST_PARAGRAPH:
            reason = f"a paragraph of {longest:,} characters is no part of an article"
            return Prepared(info=about, failure=Failure("reading", reason))
        article = segment(article)
    except OSError:
        # It was read already: this is a full disk, or something missing on this machine.
        raise
    except Exception as error:  # what a document may be broken by cannot be listed
        return Prepared(info=about, failure=failure("reading", error))
    kept = [block for _, block in article.kept()]
    return Prepared(
        # A text may say itself that it is under embargo.
        info=replace(about, embargoed=article.embargoed),
        article=article,
        text=text_hash(article),
        words=sum(len(block.text.split()) for block in kept),
        sentences=sum(len(block.sentences) for block in kept),
        seconds=time.perf_counter() - started,
    )


def text_hash(article: Article) -> bytes:
    """Hash of an article's cleaned text; case, white space and how it is cut do not count."""
    text = " ".join(block.text for _, block in article.kept())
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip().casefold()
    data = f"{article.language} {plain}".encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=16).digest()


def failure(stage: str, error: BaseException) -> Failure:
    """Why something failed, in one line."""
    if isinstance(error, NewsxlateError):
        reason = error.message
    else:
        reason = f"{type(error).__name__}: {error}".rstrip(": ")
    return Failure(stage, sound(" ".join(reason.split()), _LONGEST_REASON))


class Translator:
    """Turns windows of prepared documents into what is stored of them; holds the models.

    Several threads may use one at once if its engines are CTranslate2's.
    """

    def __init__(
        self,
        options: Options,
        memory: Memory,
        source: str,
        *,
        helpers: int = 0,
        load: EngineFactory | None = None,
        human: HumanWork = NOTHING,
    ) -> None:
        """Load the models.

        Args:
            options: How to translate.
            memory: What was translated before.
            source: ISO 639-1 code of the articles' language.
            helpers: Processes that do what needs no engine; 0 does it here.
            load: What loads a model, if not `newsxlate.engines.load_engine`.
            human: What people have done that goes into the translations.
        """
        from newsxlate.archive.workers.postprocessing import PostprocessingPool
        from newsxlate.engines import load_engine
        from newsxlate.models import EnginePool
        from newsxlate.pipeline import Pipeline

        self._memory = memory
        self._helpers = PostprocessingPool(options.names, helpers, human.terms) if helpers else None
        self._engines = EnginePool(options, load=load or load_engine)
        self._pipeline = Pipeline(
            options,
            memory=self._memory,
            processing=self._helpers or Processing(options.names, human.terms),
            engines=self._engines,
            corrections=human.corrections,
            memories=human.memories,
        )
        try:
            self._pipeline.load(source)
            if self._helpers:
                self._helpers.wait()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Free the models, end the helpers, and close the memory."""
        self._engines.close()
        if self._helpers:
            self._helpers.close()
        self._memory.close()

    def __call__(self, task: tuple[Sequence[Prepared], int, int]) -> WindowResult:
        """Translate a window; its first sentences only if the run is stopped meanwhile.

        Args:
            task: Documents of which each article's text comes once; the last window of the store
                that may be looked up; and the window's own number.

        Raises:
            ModelError: There is no model.
            EngineError: The engine fails for every article.
            LostError: A helper dies of every article.
        """
        window, known, own = task
        with self._memory.window(known, own) as rows:
            articles = [prepared.article for prepared in window if prepared.article]
            try:
                results = iter(self._translated(articles))
            except StoppedError:
                return WindowResult((), list(rows.items()), whole=False)
            outcomes = [
                _outcome(prepared, next(results)) if prepared.article else prepared.untranslated()
                for prepared in window
            ]
        return WindowResult(outcomes, list(rows.items()))

    def _translated(self, articles: Sequence[Article]) -> list[Result | Failure]:
        """Translate articles together, or each alone if one of them cannot be."""
        try:
            return list(self._pipeline.translate_many(articles))
        except _FATAL:
            raise
        except Exception as error:
            if len(articles) == 1:
                return [failure("translating", error)]
            results = [made for article in articles for made in self._translated([article])]
            # If nothing can be translated, it is not for the articles.
            ours = isinstance(error, EngineError | LostError)
            if ours and all(isinstance(result, Failure) for result in results):
                raise
            return results


def _outcome(prepared: Prepared, made: Result | Failure) -> DocumentResult:
    if isinstance(made, Failure):
        return prepared.untranslated(made)
    return DocumentResult(
        info=prepared.info,
        text=prepared.text,
        parts=split(made),
        words=prepared.words,
        sentences=prepared.sentences,
        seconds=prepared.seconds,
    )
