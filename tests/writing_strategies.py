"""Hypothesis strategies: results of any shape and content."""

from __future__ import annotations

from hypothesis import strategies as st

from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.entities import Entities, Entity, Located, Mention, NameAlignment, Outcome
from newsxlate.findings import Finding, Severity
from newsxlate.result import Result, TranslatedBlock, TranslatedSentence, Translation
from newsxlate.summary import Precision, Summary, SummarySentence, Support

_PIECES = [
    *("Müller", "16", " ", "\u00a0", "\n", "\u00ad", "。", "שלום", "\u202e", "\x00", "\x1b[31m"),
    *("<b>", "&amp;", "&#38;", "]]>", "</script>", '"', "'", ">"),
    *("*", "_", "`", "#", "1.", "1)", "-", "+", "=", "|", "\\", "[a](b)", "![", "~~", "$x$", "---"),
    "http://a.de/b_c",
]

# Everything UTF-8 can carry, with what means something to one format or another put in often.
texts = st.one_of(
    st.text(max_size=12),
    st.lists(
        st.sampled_from(_PIECES),
        max_size=6,
    ).map("".join),
)

findings = st.builds(
    Finding,
    code=st.sampled_from(["N101", "N201", "N301", "N<>"]),
    message=texts,
    severity=st.sampled_from(Severity),
    language=st.sampled_from([None, "en", "ar"]),
    block=st.none() | st.integers(0, 5),
    sentence=st.none() | st.integers(0, 3),
    source=texts,
    target=texts,
)

some_findings = st.lists(findings, max_size=2).map(tuple)

translated_sentences = st.builds(
    TranslatedSentence,
    text=texts,
    score=st.none() | st.floats(),
    findings=some_findings,
    attempts=st.integers(0, 5),
    fallback=st.booleans(),
    origin=st.sampled_from(["", "memory", "accepted"]),
)


offsets = st.integers(0, 20)

mentions = st.builds(
    Mention,
    start=offsets,
    end=offsets,
    text=texts,
    base=texts,
    title=texts,
    part=st.booleans(),
    worded=st.booleans(),
)

ledgers = st.builds(
    Entities,
    entries=st.lists(
        st.builds(
            Entity,
            id=st.integers(1, 5),
            canonical=texts,
            mentions=st.lists(
                st.builds(
                    Located,
                    block=st.integers(0, 5),
                    sentence=st.integers(0, 3),
                    start=offsets,
                    end=offsets,
                    mention=mentions,
                ),
                max_size=3,
            ).map(tuple),
            variants=st.lists(texts, max_size=2).map(tuple),
        ),
        max_size=3,
        unique_by=lambda entry: entry.id,
    ).map(tuple),
)

renderings = st.builds(
    NameAlignment,
    entry=st.none() | st.integers(1, 5),
    block=st.integers(0, 5),
    sentence=st.integers(0, 3),
    outcome=st.sampled_from(Outcome),
    source=texts,
    text=texts,
    start=st.none() | offsets,
    end=st.none() | offsets,
    reason=texts,
    expected=st.lists(texts, max_size=2).map(tuple),
    replaced=texts,
)

shares = st.none() | st.floats(0, 1)

summaries = st.builds(
    Summary,
    language=st.sampled_from(["en", "de"]),
    method=st.sampled_from(["lead", "extractive", "abstractive"]),
    length=texts,
    sentences=st.lists(
        st.builds(
            SummarySentence,
            text=texts,
            support=st.lists(
                st.builds(
                    Support,
                    block=st.integers(0, 5),
                    sentence=st.integers(0, 5),
                    score=st.floats(0, 1),
                ),
                max_size=2,
            ).map(tuple),
            findings=some_findings,
            replaced=texts,
        ),
        max_size=2,
    ).map(tuple),
    model=texts,
    title=st.none() | texts,
    teaser=st.none() | texts,
    precision=st.builds(
        Precision,
        entities=shares,
        numbers=shares,
        quotations=shares,
        entity_count=st.integers(0, 20),
    ),
    fallback=texts,
    seconds=st.floats(0, 1e6),
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = ""
    blocks = []
    for _ in range(draw(st.integers(0, 4))):
        start = len(text)
        sentences = []
        for raw in draw(st.lists(texts, max_size=3)):
            sentences.append(Sentence(len(text), len(text) + len(raw), draw(texts)))
            text += raw
        text += draw(st.sampled_from(["", "\n\n"]))
        removed = draw(st.none() | texts)
        kept = tuple(sentences) if removed is None else ()
        blocks.append(
            Block(draw(st.sampled_from(Kind)), start, len(text), draw(texts), removed, kept)
        )
    metadata = {
        name: draw(st.none() | texts)
        for name in ("title", "byline", "published", "embargoed", "source")
    }
    return Article(text=text, blocks=tuple(blocks), language="de", **metadata)


@st.composite
def results(draw: st.DrawFn) -> Result:
    article = draw(articles())
    translations = []
    for language in draw(
        st.lists(st.sampled_from(["en", "ar", "zh", "xx"]), unique=True, max_size=2)
    ):
        blocks = []
        for index, block in article.kept():
            if draw(st.integers(0, 9)):
                count = len(block.sentences)
                made = draw(st.lists(translated_sentences, min_size=count, max_size=count))
                blocks.append(TranslatedBlock(block=index, sentences=tuple(made)))
        translations.append(
            Translation(
                language=language,
                model=draw(texts),
                blocks=tuple(blocks),
                pivot=draw(st.sampled_from([None, "en"])),
                seconds=draw(st.floats(0, 1e6)),
                names=draw(st.lists(renderings, max_size=3).map(tuple)),
            )
        )
    return Result(
        article=article,
        translations=tuple(translations),
        findings=draw(some_findings),
        ledger=draw(st.none() | ledgers),
        summaries=draw(st.lists(summaries, max_size=2).map(tuple)),
    )
