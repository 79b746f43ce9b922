"""Choose the chat models' prompt: quality, speed and failures of each on sentences of NTREX-128.

    python benchmarks/prompts.py MODEL.gguf [--prompts ID …] [--to CODE …] [--lines N]
        [--cache FILE] [--data DIR] [--json]

Every 20th line is translated greedily. BLEU and chrF are sacrebleu's, on what is left when chatter
is stripped; quotation marks are made straight on both sides, because setting them is another step's
work. "p" is the paired bootstrap's probability that the difference in BLEU from the first prompt
is chance. Neighbouring lines for context come from the same document only. "paragraph" is the
prompt "plain", given the line together with those around it. With --cache, what was translated
before is not translated again: outputs are kept, one JSON object a line, and a run can be stopped
at any time.

Failures: words around the translation (stripped), a wrong language (py3langid), figures that differ
from the source's, outputs cut at the length limit, and for "paragraph" another number of lines.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evaluation import DATA
from newsxlate.engines import prompts
from newsxlate.engines.engine import Decoding, Request
from newsxlate.engines.llamacpp import LlamaCpp, load
from newsxlate.options import HardwareOptions
from newsxlate.text.langid import detect

FILES = {
    "de": "deu", "en": "eng", "fr": "fra", "es": "spa", "it": "ita", "nl": "nld", "pl": "pol",
    "pt": "por", "cs": "ces", "ru": "rus", "uk": "ukr", "tr": "tur",
}  # fmt: skip
STEP = 20
PARAGRAPH = "paragraph"
STRAIGHT = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚‹›", "'"))
NUMBER = re.compile(r"\d(?:[\d.,\u00a0\u202f ]*\d)?")
MAX_SOURCE_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Entry:
    """The model's entry in the registry, as far as engines look at it."""

    name: str
    prompt: str
    engine: str = "llama.cpp"
    family: str = "chat"
    max_source_tokens: int = MAX_SOURCE_TOKENS


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the evaluation set, with those around it in its document.

    Attributes:
        number: Its number in the file, from 0.
        text: The line.
        before: The line before; empty if a document begins here.
        around: The lines given together as a paragraph, itself among them ...
        place: ... at this place.
    """

    number: int
    text: str
    before: str
    around: tuple[str, ...]
    place: int


@dataclass(frozen=True, slots=True)
class Output:
    """What a model made of one line: a line of the cache.

    Attributes:
        key: What was asked, as a digest of model, prompt and sentence.
        text: What it wrote, with nothing stripped.
        finished: False if it was cut.
        seconds: Wall time.
        prompt_tokens: Tokens of the prompt ...
        cached_tokens: ... of which these were computed before ...
        output_tokens: ... and of the output.
        score: Mean log probability of the output's tokens.
    """

    key: str
    text: str
    finished: bool
    seconds: float
    prompt_tokens: int
    cached_tokens: int
    output_tokens: int
    score: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: one prompt in one language. Failures are counts of sentences."""

    model: str
    prompt: str
    target: str
    lines: int
    bleu: float
    chrf: float
    p: float | None
    seconds: float
    tokens_read: float
    tokens_written: float
    chatter: int
    language: int
    numbers: int
    cut: int
    misaligned: int


def read(data: Path, count: int) -> list[Line]:
    """The first ``count`` of every 20th line."""
    texts = (data / "ntrex" / "deu.txt").read_text(encoding="utf-8").splitlines()
    documents = (data / "ntrex" / "document_ids.tsv").read_text(encoding="utf-8").splitlines()
    result = []
    for number in range(0, len(texts), STEP)[:count]:
        near = range(max(0, number - 1), min(len(texts), number + 2))
        around = [other for other in near if documents[other] == documents[number]]
        before = texts[number - 1] if number - 1 in around else ""
        paragraph = tuple(texts[other] for other in around)
        result.append(Line(number, texts[number], before, paragraph, around.index(number)))
    return result


class Translator:
    """One model with one prompt after the other, asked only for what is not in the cache."""

    def __init__(self, path: Path, cache: Path | None, threads: int) -> None:
        self.name = path.stem
        self._path = path
        self._cache = cache
        self._threads = threads
        self._engine: LlamaCpp | None = None
        self._known: dict[str, Output] = {}
        if cache and cache.exists():
            lines = cache.read_text(encoding="utf-8").splitlines()
            self._known = {row["key"]: Output(**row) for row in map(json.loads, lines)}

    def translate(self, name: str, target: str, line: Line) -> Output:
        """The output for one line."""
        text = "\n".join(line.around) if name == PARAGRAPH else line.text
        prompt = prompts.prompt("plain" if name == PARAGRAPH else name)
        key = digest(self.name, prompt, target, text, line.before if prompt.context else "")
        if key not in self._known:
            request = Request(text, "de", target, context=line.before)
            output = self._ask(prompt, request, key)
            self._known[key] = output
            if self._cache:
                with self._cache.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(asdict(output), ensure_ascii=False) + "\n")
        return self._known[key]

    def _ask(self, prompt: prompts.Prompt, request: Request, key: str) -> Output:
        if self._engine is None:
            options = HardwareOptions(threads=self._threads)
            engine = load(Entry(self.name, prompt.id), self._path, options)
            assert isinstance(engine, LlamaCpp)
            self._engine = engine
        if self._engine.prompt != prompt:
            self._engine.close()
            self._engine = None
            return self._ask(prompt, request, key)
        start = time.perf_counter()
        tokens = self._engine.encode(request)
        completion = self._engine.complete(tokens, request.target, Decoding())
        scores = completion.log_probabilities
        return Output(
            key=key,
            text="".join(completion.pieces),
            finished=completion.finished,
            seconds=round(time.perf_counter() - start, 3),
            prompt_tokens=completion.prompt_tokens,
            cached_tokens=completion.cached_tokens,
            output_tokens=len(scores),
            score=sum(scores) / max(1, len(scores)),
        )


def digest(model: str, prompt: prompts.Prompt, target: str, text: str, before: str) -> str:
    """What identifies an output: everything the model was told."""
    messages = prompts.messages(prompt, "de", target, before=bool(before))
    asked = json.dumps([model, prompt.chat, list(prompt.stop), messages, text, before])
    return hashlib.sha256(asked.encode()).hexdigest()[:24]


def hypothesis(name: str, line: Line, output: Output) -> tuple[str, bool, bool]:
    """The translation of the line itself, whether chatter was stripped, and lines are missing."""
    if name != PARAGRAPH:
        stop = prompts.prompt(name).stop
        start, end = prompts.answer(output.text, line.text, stop)
        before_stop = min(
            (place for mark in stop if (place := output.text.find(mark)) >= 0),
            default=len(output.text),
        )
        chatter = output.text[start:end] != output.text[:before_stop].strip()
        return " ".join(output.text[start:end].split()), chatter, False
    parts = [part.strip() for part in output.text.splitlines() if part.strip()]
    if len(parts) == len(line.around):
        return parts[line.place], False, False
    return " ".join(parts), False, True


def numbers(text: str) -> Counter[str]:
    """The numbers in a text, without the points and commas in them."""
    return Counter(re.sub(r"\D", "", match) for match in NUMBER.findall(text))


def wrong_language(text: str, target: str) -> bool:
    """Whether a text of four words or more is not in the language asked for."""
    return len(text.split()) >= 4 and detect(text, FILES)[0] != target


def measure(
    translator: Translator, names: list[str], target: str, lines: list[Line], data: Path
) -> tuple[list[Row], list[str]]:
    """One row for each prompt, and the metrics' signatures."""
    from sacrebleu.metrics import BLEU, CHRF
    from sacrebleu.significance import PairedTest

    texts = (data / "ntrex" / f"{FILES[target]}.txt").read_text(encoding="utf-8").splitlines()
    references = [texts[line.number].translate(STRAIGHT) for line in lines]
    bleu, chrf = BLEU(), CHRF()
    systems: list[tuple[str, list[str]]] = []
    rows = []
    for name in names:
        outputs = [translator.translate(name, target, line) for line in lines]
        read_off = [hypothesis(name, *pair) for pair in zip(lines, outputs, strict=True)]
        found = [text for text, _, _ in read_off]
        systems.append((name, [text.translate(STRAIGHT) for text in found]))
        count = len(lines)
        rows.append(
            Row(
                model=translator.name,
                prompt=name,
                target=target,
                lines=count,
                bleu=round(bleu.corpus_score(systems[-1][1], [references]).score, 1),
                chrf=round(chrf.corpus_score(systems[-1][1], [references]).score, 1),
                p=None,
                seconds=round(sum(o.seconds for o in outputs) / count, 2),
                tokens_read=round(sum(o.prompt_tokens - o.cached_tokens for o in outputs) / count),
                tokens_written=round(sum(o.output_tokens for o in outputs) / count),
                chatter=sum(chatter for _, chatter, _ in read_off),
                language=sum(wrong_language(text, target) for text in found),
                numbers=sum(
                    numbers(line.text) != numbers(text)
                    for line, text in zip(lines, found, strict=True)
                ),
                cut=sum(not output.finished for output in outputs),
                misaligned=sum(missing for _, _, missing in read_off),
            )
        )
    if len(systems) > 1:
        test = PairedTest(systems, {"BLEU": BLEU()}, [references], test_type="bs", n_samples=1000)
        chances = test()[1]["BLEU"]
        rows = [Row(**{**asdict(r), "p": c.p_value}) for r, c in zip(rows, chances, strict=True)]
    return rows, [str(bleu.get_signature()), str(chrf.get_signature())]


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    heads = (
        "prompt | to | lines | BLEU | chrF | p | s/sentence | tokens read | written "
        "| chatter | language | numbers | cut | misaligned"
    )
    lines = [f"| {heads} |", "|" + " --- |" * len(heads.split("|"))]
    for row in rows:
        cells: list[Any] = [v for k, v in asdict(row).items() if k != "model"]
        cells[5] = "" if row.p is None else f"{row.p:.3f}"
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines)


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path, help="a GGUF file")
    known = [*prompts.prompts(), PARAGRAPH]
    parser.add_argument("--prompts", nargs="+", choices=known, default=known, metavar="ID")
    parser.add_argument("--to", nargs="+", choices=sorted(set(FILES) - {"de"}), default=["en"])
    parser.add_argument("--lines", type=int, default=100, help="at most 100")
    parser.add_argument("--cache", type=Path, help="file that keeps the outputs")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with ntrex/deu.txt")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    lines = read(asked.data, asked.lines)
    translator = Translator(asked.model, asked.cache, asked.threads)
    rows: list[Row] = []
    signatures: list[str] = []
    for target in asked.to:
        found, signatures = measure(translator, asked.prompts, target, lines, asked.data)
        rows += found
    if asked.json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        print(table(rows), *signatures, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
