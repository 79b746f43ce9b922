"""All checks together, and the list of what they can find."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsxlate.checking import check
from newsxlate.checking.reference import page
from newsxlate.findings import Finding, codes
from newsxlate.typography import apply
from profiles import examples

# Where long numbers make arithmetic fail.
NUMBERS = (
    *("{}", "0,{}", "x .{}", "{} Millionen Euro", "{} Prozent", "um {} Uhr", "'{}", "{}er"),
    *("am {}. Mai", "{} Dutzend", "{}:{}", "{} Grad Celsius", "{} bis 4 Milliarden", "halb {}"),
    "{}. Jahrhundert",
)
ROOT = Path(__file__).parent.parent
SOURCE = "„Wir zahlen am 4. Mai 2,5 Mio. Euro“, sagte sie (www.beispiel.de)."
TARGETS = {
    "en": "“We will pay 2.5 million euros on May 4,” she said (www.beispiel.de).",
    "fr": "« Nous paierons 2,5 millions d’euros le 4 mai », a-t-elle dit (www.beispiel.de).",
    "es": "«Pagaremos 2,5 millones de euros el 4 de mayo», dijo ella (www.beispiel.de).",
    "it": "«Il 4 maggio pagheremo 2,5 milioni di euro», ha detto lei (www.beispiel.de).",
    "nl": "“We betalen op 4 mei 2,5 miljoen euro,” zei ze (www.beispiel.de).",
    "pl": "„4 maja zapłacimy 2,5 mln euro” – powiedziała (www.beispiel.de).",
    "uk": "«4 травня ми заплатимо 2,5 млн євро», — сказала вона (www.beispiel.de).",
    "cs": "„Čtvrtého května zaplatíme 2,5 milionu eur,“ řekla (www.beispiel.de).",
    "pt": "“Pagaremos 2,5 milhões de euros a 4 de maio”, disse ela (www.beispiel.de).",
    "ru": "«Мы заплатим 2,5 млн евро 4 мая», — сказала она (www.beispiel.de).",
}


def found(source: str, target: str, language: str) -> list[str]:
    findings = check(source, target, source_language="de", target_language=language)
    return [finding.code for finding in findings]


@pytest.mark.parametrize("language", TARGETS)
def test_a_good_translation_has_no_findings(language: str):
    target = apply(TARGETS[language], SOURCE, language)
    assert found(SOURCE, target, language) == []


@pytest.mark.parametrize("language", TARGETS)
def test_everything_wrong_at_once(language: str):
    target = re.sub("[„“”«»]", "", TARGETS[language])
    target = (
        target.replace("2,5", "3,5").replace("2.5", "3.5").replace("beispiel.de)", "beispiel.de")
    )
    target = target.replace("beispiel", "example")
    assert {"N303", "N321", "N331", "N332"} <= set(found(SOURCE, target, language))


def test_findings_carry_texts_and_language():
    finding = check("Es sind 5.", "There are 6.", source_language="de", target_language="en")[0]
    assert (finding.source, finding.target, finding.language) == (
        "Es sind 5.",
        "There are 6.",
        "en",
    )
    assert (finding.block, finding.sentence) == (None, None)


def test_character_references_are_decoded_before_texts_are_compared():
    source = "Müller &amp; Söhne zahlen 5&nbsp;000 Euro: &bdquo;Wir zahlen es jetzt gern.&ldquo;"
    target = "Müller & Sons pay 5,000 euros: “We are happy to pay it now.”"
    assert found(source, target, "en") == []
    made = check(source, "They pay.", source_language="de", target_language="en")
    assert made
    assert {one.source for one in made} == {source}


def test_a_number_in_brackets_that_was_lost_is_told_once():
    assert found("Das Haus gehört [7] der Stadt.", "[The house belongs to the city.", "en") == [
        "N301"
    ]


def test_an_empty_or_copied_sentence_is_said_once():
    assert found(SOURCE, "", "en") == ["N201"]
    assert found(SOURCE, SOURCE, "en") == ["N208"]


@settings(deadline=None, max_examples=examples(60))
@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["en", "fr", "pl", "ru", "zh"]))
def test_checking_is_deterministic_and_never_fails(source: str, target: str, language: str):
    assert found(source, target, language) == found(source, target, language)


def test_every_code_is_used_and_documented():
    package = ROOT / "src" / "newsxlate"
    code = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    assert set(codes()) <= set(re.findall(r"N\d{3}", code))
    for entry in codes().values():
        assert len(entry.explanation) > 40
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", entry.name)
        assert all(
            name for _, name, _, _ in string.Formatter().parse(entry.message) if name is not None
        )
    assert len({entry.name for entry in codes().values()}) == len(codes())


def test_the_page_of_findings_is_up_to_date():
    written = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m newsxlate.checking.reference > docs/findings.md"


def test_a_check_that_fails_is_a_note_and_the_others_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> list[Finding]:
        raise ZeroDivisionError

    monkeypatch.setattr("newsxlate.checking.check_dates", broken)
    made = check(
        "Er kam am Montag mit 12 Leuten.",
        "He came on Monday with 13 people.",
        source_language="de",
        target_language="en",
    )
    assert [one.code for one in made] == ["N303", "N211"]
    assert made[1].message == "dates not checked: ZeroDivisionError"
    assert not made[1].counts


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(1, 60), st.sampled_from(("1", "9", "0")), st.sampled_from(NUMBERS))
def test_numbers_of_any_length_are_checked(length: int, digit: str, shape: str) -> None:
    source = f"Der Betrag liegt {shape.replace('{}', digit * length)}."
    for target in (
        source,
        "The amount is high.",
        f"The amount is {shape.replace('{}', '7' * length)}.",
    ):
        for language in ("en", "fr"):
            assert "N211" not in found(source, target, language)


def test_no_check_stumbles_over_a_word_without_end() -> None:
    found = check("unun" * 5000, "und " + "unun" * 5000, source_language="de", target_language="en")
    assert "N211" not in {f.code for f in found}


@pytest.mark.parametrize(
    ("source", "target", "codes_found"),
    [
        ("Am 9. Juli kam er nach Bonn.", "On 9. Juli he came to Bonn.", ["N314"]),
        ("Am 7.10. begann es in Bonn.", "It began in Bonn on July 10.", ["N313"]),
        ("Der Kanzler sprach nicht mit ihr.", "The chancellor did nicht speak to her.", ["N225"]),
        ("Der Kanzler sprach nicht mit ihr.", "The chancellor did speak to her.", ["N229"]),
    ],
)
def test_one_mistake_is_told_once(source: str, target: str, codes_found: list[str]) -> None:
    assert found(source, target, "en") == codes_found
