"""Retrying, choosing, splitting and falling back, with an engine whose answers are scripted."""

from collections.abc import Sequence

from newsxlate.engines.engine import Decoding, Hypothesis, Request, Tokens
from newsxlate.translating import LoadedStep, Segment, translate


class Scripted:
    """An engine that answers from a table; what it is asked is kept in ``asked``."""

    name = kind = "scripted"
    device, compute_type, max_source_tokens = "cpu", "none", 12

    def __init__(self, answers: dict[str, list[str]]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Decoding]] = []

    def encode(self, request: Request) -> Tokens:
        return tuple(request.text.split())

    def count(self, text: str) -> int:
        return len(text.split())

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        out = []
        for tokens in batch:
            source = " ".join(tokens)
            self.asked.append((source, decoding))
            answers = self.answers[source]
            text = answers.pop(0) if len(answers) > 1 else answers[0]
            out.append(Hypothesis(tuple(text.split()), -0.5, True))
        return out

    def decode(self, tokens: Tokens) -> str:
        return " ".join(tokens)

    def score(self, sources: Sequence[Tokens], targets: Sequence[str], target: str) -> list[float]:
        return [0.0] * len(sources)

    def close(self) -> None:
        pass


def run(answers: dict[str, list[str]], *texts: str, retries: int = 2):  # type: ignore[no-untyped-def]
    engine = Scripted(answers)
    made = translate(
        [Segment(text) for text in texts], [LoadedStep(engine, "de", "en")], retries=retries
    )
    return engine, made


def test_a_good_translation_is_taken_at_once() -> None:
    engine, [made] = run({"Er zahlte 30 €.": ["He paid €30."]}, "Er zahlte 30 €.")
    assert (made.text, made.attempts, made.findings) == ("He paid €30.", 1, ())
    assert len(engine.asked) == 1


def test_what_fails_is_tried_again_and_the_better_one_kept() -> None:
    _, [made] = run({"Er zahlte 30 €.": ["He paid $30.", "He paid €30."]}, "Er zahlte 30 €.")
    assert (made.text, made.attempts, made.findings) == ("He paid €30.", 2, ())


def test_what_still_fails_keeps_its_first_translation_and_its_finding() -> None:
    _, [made] = run({"Er zahlte 30 €.": ["He paid $30.", "He gave $30."]}, "Er zahlte 30 €.")
    assert made.text == "He paid $30."
    assert made.findings
    assert all(found.code.startswith("N3") for found in made.findings)


def test_no_retries_means_one_attempt() -> None:
    engine, [made] = run({"Er zahlte 30 €.": ["He paid $30."]}, "Er zahlte 30 €.", retries=0)
    assert made.attempts == len(engine.asked) == 1


def test_an_empty_translation_leaves_the_source_and_says_so() -> None:
    _, [made] = run({"Das Wetter bleibt schön.": [""]}, "Das Wetter bleibt schön.")
    assert made.fallback
    assert made.text == "Das Wetter bleibt schön."
    assert [found.code for found in made.findings] == ["N201"]


def test_only_failing_sentences_are_tried_again() -> None:
    engine, made = run(
        {"Guten Morgen, Berlin.": ["Good morning, Berlin."], "Er zahlte 30 €.": ["He paid $30."]},
        "Guten Morgen, Berlin.",
        "Er zahlte 30 €.",
    )
    assert [sentence.text for sentence in made] == ["Good morning, Berlin.", "He paid $30."]
    assert [source for source, _ in engine.asked].count("Guten Morgen, Berlin.") == 1


def test_a_sentence_over_the_limit_is_translated_in_parts_and_rejoined() -> None:
    first = "Als der Regen kam und der Wind stärker wurde,"
    second = "gingen alle Leute auf dem Platz nach Hause."
    engine, [made] = run(
        {
            first: ["When the rain came and the wind grew stronger."],
            second: ["All people on the square went home."],
        },
        f"{first} {second}",
        retries=0,
    )
    assert [source for source, _ in engine.asked] == [first, second]
    assert made.text == (
        "When the rain came and the wind grew stronger, all people on the square went home."
    )


def test_two_steps_pivot_and_are_checked_against_the_german() -> None:
    german = Scripted({"Er zahlte 30 €.": ["He paid €30."]})
    english = Scripted({"He paid €30.": ["Il a payé 30 $."]})
    [made] = translate(
        [Segment("Er zahlte 30 €.")],
        [LoadedStep(german, "de", "en"), LoadedStep(english, "en", "fr")],
        retries=0,
    )
    assert any(found.code.startswith("N3") for found in made.findings)


def test_upper_case_headlines_are_lowered_for_the_model_and_raised_again() -> None:
    engine = Scripted({})
    engine.answers = _Anything("The chancellor travels to Paris")  # type: ignore[assignment]
    [made] = translate(
        [Segment("DER KANZLER REIST NACH PARIS")], [LoadedStep(engine, "de", "en")], retries=0
    )
    assert engine.asked[0][0] != "DER KANZLER REIST NACH PARIS"
    assert made.text == "THE CHANCELLOR TRAVELS TO PARIS"


class _Anything(dict[str, list[str]]):
    def __init__(self, answer: str) -> None:
        super().__init__()
        self.answer = answer

    def __missing__(self, key: str) -> list[str]:
        return [self.answer]


def test_a_headline_gets_no_full_stop() -> None:
    _, made = run(
        {"Kanzler reist ab": ["Chancellor departs."], "Regen in Bonn": ["Rain in the U.S."]},
        "Kanzler reist ab",
        "Regen in Bonn",
        retries=0,
    )
    assert [sentence.text for sentence in made] == ["Chancellor departs", "Rain in the U.S."]


def test_no_retry_replaces_a_translation_by_nothing_or_by_german() -> None:
    source = "Am Montag zahlten 12 Gäste zusammen 30 € an den Wirt."
    poor = "On Friday 14 guests paid $30."
    for worse in ("", "…", source):
        _, [made] = run({source: [poor, worse]}, source)
        assert (made.text, made.fallback) == (poor, False)


def test_punctuation_alone_is_no_translation() -> None:
    _, [made] = run({"Das Wetter bleibt schön.": ["…"]}, "Das Wetter bleibt schön.")
    assert (made.text, made.fallback) == ("Das Wetter bleibt schön.", True)


def test_numbers_of_an_english_source_are_not_taken_for_german_ones() -> None:
    engine = Scripted({"The rate is 1.250 percent.": ["Le taux est de 1.250 pour cent."]})
    [made] = translate(
        [Segment("The rate is 1.250 percent.")], [LoadedStep(engine, "en", "fr")], retries=0
    )
    assert "1.250" in made.text


def test_progress_counts_segments_and_not_their_parts() -> None:
    done: list[int] = []
    first = "Als der Regen kam und der Wind stärker wurde,"
    second = "gingen alle Leute auf dem Platz nach Hause."
    engine = Scripted({first: ["When the rain came."], second: ["Everybody went home."]})
    translate(
        [Segment(f"{first} {second}")],
        [LoadedStep(engine, "de", "en")],
        retries=0,
        on_done=done.append,
    )
    assert sum(done) == 1


def test_progress_counts_every_segment_once() -> None:
    done: list[int] = []
    translate(
        [Segment("Guten Morgen."), Segment("Gute Nacht.")],
        [
            LoadedStep(
                Scripted({"Guten Morgen.": ["Good morning."], "Gute Nacht.": [""]}), "de", "en"
            )
        ],
        retries=0,
        on_done=done.append,
    )
    assert sum(done) == 2
