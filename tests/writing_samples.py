"""Results as a run would give them, written by hand, for the tests of writing."""

from __future__ import annotations

from pathlib import Path

from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.entities import Entities, Entity, Located, Mention, NameAlignment, Outcome
from newsxlate.findings import Finding, Severity
from newsxlate.result import Result, TranslatedBlock, TranslatedSentence, Translation
from newsxlate.text.flatten import flatten

EXAMPLE = Path(__file__).parent.parent / "examples" / "kim-in-russland.txt"

SIGNATURE = (
    "newsxlate:0.1.0|de-en:opus-mt-de-en|rev:6183067f769a|engine:ctranslate2|type:int8|device:cpu"
    "|beam:4|retries:2"
)

_REMOVED = {
    "Ukraine-Russland": (Kind.BOILERPLATE, "line of site sections"),
    "Siehe auch": (Kind.TEASER, "link to another article"),
    "Bild: KCNA": (Kind.CREDIT, "picture credit"),
    "Sophie Müller ist": (Kind.BIOGRAPHY, "about the author"),
    "Sophie Müller": (Kind.CREDIT, "name of the author, kept as byline"),
    "Ähnliche": (Kind.BOILERPLATE, "heading of a list of links"),
    "Schaltfläche": (Kind.BOILERPLATE, "label of a button"),
}

# One line a sentence: English, French.
_TRANSLATIONS = [
    (
        "North Korean leader Kim Jong Un stays in Russia for several days",
        "Le dirigeant nord-coréen Kim Jong Un reste plusieurs jours en Russie",
    ),
    (
        "North Korean leader Kim Jung Un has unexpectedly extended his visit to Russia, where he "
        "met President Vladimir Putin over a suspected arms deal.",
        "Le dirigeant nord-coréen Kim Jung Un a prolongé par surprise sa visite en Russie, où il "
        "a rencontré le président Vladimir Poutine au sujet d’un présumé contrat d’armement.",
    ),
    (
        "The pair had discussed possibilities for military cooperation on Wednesday.",
        "Les deux hommes avaient évoqué mercredi les possibilités d’une coopération militaire.",
    ),
    (
        "Mr Putin also “gratefully” accepted an invitation from Mr Kim to visit North Korea, "
        "a Kremlin spokesman said.",
        "M. Poutine a également accepté « avec gratitude » une invitation de M. Kim à se rendre "
        "en Corée du Nord, a déclaré un porte-parole du Kremlin.",
    ),
    (
        "Moscow is buying weapons for its war against Ukraine, and any help would violate UN "
        "resolutions, the US warned.",
        "Moscou achète des armes pour sa guerre contre l’Ukraine et toute aide violerait les "
        "résolutions de l’ONU, ont averti les États-Unis.",
    ),
    (
        "Mr Kim was warmly received by Mr Putin on Wednesday at the Vostochny space centre in "
        "Russia’s Far East – the North Korean leader travelled there for 12 days in his private, "
        "bulletproof luxury train.",
        "M. Kim a été chaleureusement accueilli mercredi par M. Poutine au cosmodrome de "
        "Vostotchny, dans l’Extrême-Orient russe.",
    ),
    (
        "Footage from Russian state media showed the two leaders grinning as they shook hands, "
        "before Mr Putin personally escorted Mr Kim through the space centre.",
        "Des images des médias d’État russes ont montré les deux dirigeants tout sourire en se "
        "serrant la main.",
    ),
    (
        "They also exchanged gifts, Kremlin spokesman Dmitry Peskov said.",
        "Ils ont aussi échangé des cadeaux, a dit le porte-parole du Kremlin, Dmitri Peskov.",
    ),
    (
        "Mr Putin gave Mr Kim a glove from a spacesuit, “which had been in space several times”, "
        "and a rifle made in Russia.",
        "M. Poutine a offert à M. Kim un gant de combinaison spatiale et un fusil fabriqué en "
        "Russie.",
    ),
    (
        "Mr Kim gave Mr Putin, among other things, a weapon made in North Korea.",
        "M. Kim a offert à M. Poutine, entre autres, une arme fabriquée en Corée du Nord.",
    ),
    (
        "Mr Putin returned to Moscow after the summit, but Mr Kim’s visit will last several days, "
        "Mr Peskov added without elaborating.",
        "M. Poutine est rentré à Moscou après le sommet, a ajouté M. Peskov.",
    ),
    (
        "The North Korean head of state was expected to inspect an exhibition of Russian warships, "
        "visit several factories and stop in the eastern city of Vladivostok on his way home.",
        "Le chef d’État nord-coréen devait visiter plusieurs usines et s’arrêter à Vladivostok.",
    ),
    (
        "The meeting between the two sanctioned regimes on Wednesday came at a time when their "
        "relations with the West were at a historic low.",
        "La rencontre des deux régimes sanctionnés a eu lieu alors que leurs relations avec "
        "l’Occident étaient au plus bas.",
    ),
    (
        "During the summit the two leaders discussed military issues and the war in Ukraine – for "
        "which Mr Kim apparently expressed his support.",
        "Les deux dirigeants ont discuté de questions militaires et de la guerre en Ukraine.",
    ),
    None,
    (
        "Mr Putin also said he would support Pyongyang in developing satellites.",
        "M. Poutine a également dit qu’il aiderait Pyongyang à développer des satellites.",
    ),
    (
        "“That is quite troubling and would potentially violate several resolutions of the UN "
        "Security Council”, for which Russia itself had voted in the past, US State Department "
        "spokesman Matthew Miller said on Wednesday.",
        "« C’est assez préoccupant », a déclaré mercredi Matthew Miller, porte-parole du "
        "département d’État américain.",
    ),
    (
        "Mr Putin seemed to acknowledge this, saying there were “certain restrictions” on military "
        "cooperation.",
        "M. Poutine a semblé le reconnaître, parlant de « certaines restrictions ».",
    ),
    (
        "The US has also warned that it “would not hesitate to take action” if North Korea "
        "supplied weapons to Russia.",
        "Les États-Unis ont aussi averti qu’ils « n’hésiteraient pas à prendre des mesures ».",
    ),
]


def kim_article() -> Article:
    """The acceptance article, with a soft hyphen in a word, segmented by hand."""
    text = EXAMPLE.read_text(encoding="utf-8")
    text = text.replace("Waffengeschäfts", "Waffen\u00adgeschäfts")
    blocks = []
    start = 0
    for raw in text.split("\n\n"):
        end = min(start + len(raw) + 2, len(text))
        kind, removed = next(
            (row for begin, row in _REMOVED.items() if raw.startswith(begin)), (None, None)
        )
        if kind is None:
            kind = Kind.HEADLINE if raw.startswith("Nordkoreas Machthaber Kim Jong") else None
            kind = kind or (Kind.LEAD if "Kim Jung" in raw else Kind.PARAGRAPH)
        sentences = () if removed else tuple(_sentences(text, start, start + len(raw)))
        blocks.append(Block(kind, start, end, flatten(raw)[0], removed, sentences))
        start = end
    return Article(
        text=text,
        blocks=tuple(blocks),
        language="de",
        title="Nordkoreas Machthaber Kim Jong Un bleibt mehrere Tage in Russland",
        byline="Sophie Müller",
        published="2023-09-14",
        source="examples/kim-in-russland.txt",
    )


def _sentences(text: str, start: int, end: int) -> list[Sentence]:
    made = []
    while start < end:
        stops = [text.find(f". {word}", start, end) for word in ("Herr P", "Herr K")]
        stop = min((s for s in stops if s >= 0), default=-1)
        stop = stop + 1 if stop >= 0 else len(text[:end].rstrip())
        made.append(Sentence(start, stop, flatten(text[start:stop])[0]))
        start = stop + 1
    return made


def _finding(code: str, severity: Severity, message: str, **where: object) -> Finding:
    return Finding(code=code, severity=severity, message=message, **where)  # type: ignore[arg-type]


def kim_result() -> Result:
    """The acceptance article in English, and in French through English, with findings."""
    article = kim_article()
    translations = []
    for column, language in enumerate(("en", "fr")):
        rows = iter(_TRANSLATIONS)
        blocks = []
        for index, block in article.kept():
            made = [
                _sentence(next(rows), column, language, index, number, source)
                for number, source in enumerate(block.sentences)
            ]
            blocks.append(TranslatedBlock(block=index, sentences=tuple(made)))
        translations.append(
            Translation(
                language=language,
                model=SIGNATURE,
                pivot="en" if language == "fr" else None,
                blocks=tuple(blocks),
                seconds=3.25,
            )
        )
    return Result(
        article=article,
        translations=tuple(translations),
        findings=(
            _finding(
                "N101",
                Severity.NOTE,
                "the name is written “Kim Jong Un” elsewhere",
                block=2,
                sentence=0,
                source="Kim Jung Un",
            ),
        ),
    )


def _sentence(
    texts: tuple[str, str] | None,
    column: int,
    language: str,
    block: int,
    number: int,
    source: Sentence,
) -> TranslatedSentence:
    where = {"language": language, "block": block, "sentence": number}
    if texts is None:
        found = _finding(
            "N201", Severity.ERROR, "the translation is empty", source=source.text, **where
        )
        return TranslatedSentence(text=source.text, findings=(found,), attempts=3, fallback=True)
    text = texts[column]
    findings = []
    if "12 days" in text:
        findings.append(
            _finding(
                "N301",
                Severity.ERROR,
                "the number 12 is not in the source",
                source="zwei",
                target="12",
                **where,
            )
        )
    if text.startswith("« C’est assez"):
        findings.append(
            _finding(
                "N203",
                Severity.WARNING,
                "the translation is much shorter than the source",
                source=source.text,
                target=text,
                **where,
            )
        )
    return TranslatedSentence(
        text=text, score=-0.25 - number / 8, findings=tuple(findings), attempts=1 + len(findings)
    )


def simple(
    *sentences: str,
    language: str = "en",
    kind: Kind = Kind.PARAGRAPH,
    findings: tuple[Finding, ...] = (),
    **article: str,
) -> Result:
    """One block whose sentences are "S1.", "S2." and so on, with the given translations."""
    parts = [f"S{number}." for number in range(1, len(sentences) + 1)]
    text = " ".join(parts)
    spans = []
    start = 0
    for part in parts:
        spans.append(Sentence(start, start + len(part), part))
        start += len(part) + 1
    block = Block(kind, 0, len(text), text, None, tuple(spans))
    source = Article(text=text, blocks=(block,), language="de", **article)
    made = TranslatedBlock(
        block=0, sentences=tuple(TranslatedSentence(text=sentence) for sentence in sentences)
    )
    translation = Translation(language=language, model="test", blocks=(made,))
    return Result(article=source, translations=(translation,), findings=findings)


def named_result() -> Result:
    """Two sentences with names in English and French: one right, one left, one made up."""
    sources = ["Peskow sprach in Kiew.", "Das sagte Peskow <laut> dpa."]
    english = ["Peskow spoke in Kyiv.", "Dmitry said so, dpa reports."]
    french = ["Peskov a parlé à Kiev.", "C’est ce qu’a dit Peskov, selon Macron."]
    text = " ".join(sources)
    starts = [0, len(sources[0]) + 1]
    sentences = (Sentence(s, s + len(t), t) for s, t in zip(starts, sources, strict=True))
    block = Block(Kind.PARAGRAPH, 0, len(text), text, None, tuple(sentences))
    article = Article(text=text, blocks=(block,), language="de")

    def located(sentence: int, start: int, name: str) -> Located:
        mention = Mention(start, start + len(name), name, name)
        first = starts[sentence] + start
        return Located(0, sentence, first, first + len(name), mention)

    entities = Entities(
        (
            Entity(1, "Peskow", (located(0, 0, "Peskow"), located(1, 10, "Peskow"))),
            Entity(2, "Kiew", (located(0, 17, "Kiew"),)),
        )
    )
    rows = {
        "en": [
            (1, 0, Outcome.GERMAN, "Peskow", "Peskow", 0, ("Peskov",)),
            (2, 0, Outcome.VARIANT, "Kiew", "Kyiv", 16, ()),
            (1, 1, Outcome.MISSING, "Peskow", "", None, ("Peskov",)),
        ],
        "fr": [
            (1, 0, Outcome.VARIANT, "Peskow", "Peskov", 0, ()),
            (2, 0, Outcome.VARIANT, "Kiew", "Kiev", 17, ()),
            (1, 1, Outcome.VARIANT, "Peskow", "Peskov", 18, ()),
            (None, 1, Outcome.HALLUCINATED, "", "Macron", 32, ()),
        ],
    }
    translations = []
    for language, texts in (("en", english), ("fr", french)):
        names = tuple(
            NameAlignment(
                entry=entry,
                block=0,
                sentence=sentence,
                outcome=outcome,
                source=source,
                text=text,
                start=start,
                end=None if start is None else start + len(text),
                expected=expected,
            )
            for entry, sentence, outcome, source, text, start, expected in rows[language]
        )
        made = tuple(TranslatedSentence(text=text) for text in texts)
        translations.append(
            Translation(
                language=language,
                model=SIGNATURE,
                blocks=(TranslatedBlock(block=0, sentences=made),),
                names=names,
            )
        )
    findings = (
        Finding(code="N501", severity=Severity.NOTE, message="a note", block=0, sentence=0),
    )
    return Result(
        article=article, translations=tuple(translations), findings=findings, ledger=entities
    )
