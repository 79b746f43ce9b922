"""Documents that people have reviewed, written by hand, for the tests of exports."""

from __future__ import annotations

from dataclasses import replace

from newsxlate.outputs.article import credit
from newsxlate.outputs.stream import Record
from newsxlate.result import Result
from newsxlate.signoff import (
    TITLE,
    Dismissal,
    Part,
    Review,
    SentenceReview,
    SentenceState,
    State,
    digest,
)
from newsxlate.summary import Summary, SummarySentence
from writing_samples import kim_result

WHEN = "2026-11-30T10:11:12+00:00"
ANA, BEN = "Ana Köhler", "Ben"
#: The sentence with a wrong number, and what Ana wrote instead.
WRONG = (6, 0)
RIGHT = "Mr Kim was warmly received by Mr Putin; he had travelled there for two days in his train."
#: The sentence that no model could translate.
LEFT = (14, 0)
#: Another that Ben said is right.
FINE = (3, 0)


def edited(result: Result, language: str, changes: dict[tuple[int, int], str]) -> Result:
    """A result with other sentences in a translation, nothing found in them."""
    made = result.translation(language)
    blocks = tuple(
        replace(
            block,
            sentences=tuple(
                replace(sentence, text=changes[block.block, number], findings=(), fallback=False)
                if (block.block, number) in changes
                else sentence
                for number, sentence in enumerate(block.sentences)
            ),
        )
        for block in made.blocks
    )
    changed = replace(made, blocks=blocks)
    return replace(
        result,
        translations=tuple(
            changed if each.language == language else each for each in result.translations
        ),
    )


def summary(language: str = "en") -> Summary:
    return Summary(
        language=language,
        method="abstractive",
        length="1 sentence",
        sentences=(SummarySentence(text="Kim stays longer."),),
        title="In short",
        teaser="A visit is extended.",
        model="newsxlate:summary",
    )


def reviewed(
    state: State = State.APPROVED,
    *,
    changed: bool = True,
    responsible: bool = True,
    summary_state: State | None = None,
    note: str = "Read against dpa",
) -> Record:
    """The acceptance article; its English was reviewed, its French was not.

    Ana wrote one sentence anew (if ``changed``) and translated the one that was left in German;
    Ben accepted a third. A note about the article was dismissed.
    """
    machine = kim_result()
    if summary_state is not None:
        machine = replace(machine, summaries=(summary(),))
    changes = {WRONG: RIGHT, LEFT: "Mr Kim wanted to “always support” Moscow."} if changed else {}
    result = edited(machine, "en", changes)
    result = replace(result, findings=())
    sentences = []
    for place in sorted({*changes, FINE}):
        block, number = place
        was = next(
            sentence.text
            for index, each, sentence in machine.translation("en").sentences()
            if (index, each) == place
        )
        sentences.append(
            SentenceReview(
                block=block,
                sentence=number,
                state=SentenceState.EDITED if place in changes else SentenceState.ACCEPTED,
                source=machine.article.blocks[block].sentences[number].text,
                machine=was,
                text=changes.get(place, was),
                by=ANA if place in changes else BEN,
                at=WHEN,
            )
        )
    first = machine.findings[0]
    dismissed = Dismissal(
        code=first.code,
        message=first.message,
        reason="both spellings are in use",
        by=BEN,
        at=WHEN,
        block=first.block,
        sentence=first.sentence,
    )
    approved = state is State.APPROVED
    review = Review(
        language="en",
        state=state,
        by=ANA,
        at=WHEN,
        note=note,
        responsible=approved and responsible,
        authenticated=True,
        source_hash=digest(credit.sources(machine, "en")),
        machine_hash=digest(text for _, text in credit.texts(machine, "en", Part.TRANSLATION)),
        final_hash=digest(text for _, text in credit.texts(result, "en", Part.TRANSLATION))
        if approved
        else "",
        sentences=tuple(sentences),
        dismissed=(dismissed,),
    )
    reviews = [review]
    if summary_state is not None:
        reviews.append(summary_review(summary_state))
    return Record(
        id="kim00000",
        name="wire/Kim.html",
        url="https://example.org/kim",
        result=result,
        reviews=tuple(reviews),
        machine=machine,
    )


def summary_review(state: State) -> Review:
    """Ben found a shorter headline for the summary."""
    title = SentenceReview(
        block=0,
        sentence=TITLE,
        state=SentenceState.ACCEPTED,
        source="",
        machine="In short",
        text="In short",
        by=BEN,
        at=WHEN,
    )
    return Review(
        language="en", part=Part.SUMMARY, state=state, by=BEN, at=WHEN, sentences=(title,)
    )
