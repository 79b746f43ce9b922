"""Sentences of an article in the language of its summary: as they are, or translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from newsxlate.article import Article, SentenceRef
from newsxlate.result import TranslatedSentence, Translation
from newsxlate.summarizing.source import Source
from newsxlate.translating import Segment

#: Translates segments, checked; what `newsxlate.translating.translate` does with a route.
Translate = Callable[[Sequence[Segment]], list[TranslatedSentence]]


class Rendering(Protocol):
    """Gives an article's sentences, and others, in one language."""

    @property
    def language(self) -> str:
        """ISO 639-1 code."""
        ...

    @property
    def model(self) -> str:
        """Signature of what translates; empty if nothing has to."""
        ...

    def sentences(self, places: Sequence[SentenceRef]) -> list[TranslatedSentence]:
        """Sentences of the article, in the order of ``places``."""
        ...

    def texts(self, texts: Sequence[str]) -> list[TranslatedSentence]:
        """Other sentences in the article's language, one by one."""
        ...

    def known(self) -> Mapping[SentenceRef, str]:
        """Those of the article's sentences that are there without any work."""
        ...


def told(
    source: Source, rendering: Rendering, places: Sequence[SentenceRef]
) -> list[TranslatedSentence]:
    """Sentences of the article as a summary has them: without what stands before their words.

    Where that cannot be found in the translation of a sentence, its words are translated alone.
    """
    language = source.article.language
    made = rendering.sentences(places)
    result = []
    for place, sentence in zip(places, made, strict=True):
        candidate = source.candidates.get(place)
        if candidate is None or candidate.text == source.text(place):
            result.append(sentence)
            continue
        text = candidate.beginning.cut(sentence.text, language)
        if text in ("", sentence.text):
            result += rendering.texts([candidate.text])
        else:
            result.append(replace(sentence, text=text))
    return result


@dataclass(frozen=True, slots=True)
class Original:
    """The article in its own language: nothing is translated."""

    article: Article
    model: str = ""

    @property
    def language(self) -> str:
        """The article's language."""
        return self.article.language

    def sentences(self, places: Sequence[SentenceRef]) -> list[TranslatedSentence]:
        """The sentences as they are."""
        return self.texts([self.article.sentence(place) for place in places])

    def texts(self, texts: Sequence[str]) -> list[TranslatedSentence]:
        """The texts as they are."""
        return [TranslatedSentence(text=text) for text in texts]

    def known(self) -> Mapping[SentenceRef, str]:
        """All sentences."""
        return {ref: sentence.text for ref, sentence in self.article.sentences()}


@dataclass(slots=True)
class Translated:
    """The article in another language, each sentence translated when it is first asked for.

    Attributes:
        article: The article.
        language: ISO 639-1 code of the target language.
        model: Signature of the translating models.
        translate: The way to translate.
        done: What is translated already.
        segment: Makes what the model is given of a sentence; by default it is the sentence alone.
    """

    article: Article
    language: str
    model: str
    translate: Translate
    done: dict[SentenceRef, TranslatedSentence] = field(default_factory=dict)
    segment: Callable[[SentenceRef], Segment] | None = None

    @classmethod
    def of(cls, article: Article, translation: Translation, translate: Translate) -> Translated:
        """An article that is translated as a whole: none of its sentences is translated again."""
        done = {SentenceRef(block, number): made for block, number, made in translation.sentences()}
        return cls(article, translation.language, translation.model, translate, done)

    def sentences(self, places: Sequence[SentenceRef]) -> list[TranslatedSentence]:
        """Translations of the sentences; those that are new are translated together."""
        new = [place for place in dict.fromkeys(places) if place not in self.done]
        made = self.translate([self._segment(place) for place in new]) if new else []
        self.done.update(zip(new, made, strict=True))
        return [self.done[place] for place in places]

    def texts(self, texts: Sequence[str]) -> list[TranslatedSentence]:
        """Translations of other sentences."""
        return self.translate([Segment(text) for text in texts]) if texts else []

    def known(self) -> Mapping[SentenceRef, str]:
        """The translations there are."""
        return {place: made.text for place, made in self.done.items() if not made.fallback}

    def _segment(self, place: SentenceRef) -> Segment:
        if self.segment is not None:
            return self.segment(place)
        return Segment(self.article.sentence(place))
