import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsxlate.errors import LanguageError, UsageError
from newsxlate.text.langid import (
    check_language,
    check_readable,
    detect,
    probabilities,
    readable_languages,
)
from profiles import examples

SENTENCES = {
    "de": "Der Stadtrat hat am Montag über den neuen Fahrplan der Busse beraten.",
    "en": "The town council discussed the new timetable of the buses on Monday.",
    "fr": "Le conseil municipal a débattu lundi du nouvel horaire des bus de la ville.",
    "es": "El ayuntamiento debatió el lunes el nuevo horario de los autobuses urbanos.",
    "it": "Il consiglio comunale ha discusso lunedì il nuovo orario degli autobus.",
    "nl": "De gemeenteraad besprak maandag de nieuwe dienstregeling van de bussen.",
    "pl": "Rada miasta dyskutowała w poniedziałek o nowym rozkładzie jazdy autobusów.",
    "cs": "Městská rada v pondělí jednala o novém jízdním řádu městských autobusů.",
    "uk": "Міська рада обговорила в понеділок новий розклад руху міських автобусів.",
    "ru": "Городской совет обсудил в понедельник новое расписание городских автобусов.",
    "pt": "A câmara municipal debateu na segunda-feira o novo horário dos autocarros.",
    "tr": "Belediye meclisi pazartesi günü otobüslerin yeni sefer saatlerini görüştü.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_detect(language: str) -> None:
    found, probability = detect(SENTENCES[language])
    assert found == language
    assert 0.5 < probability <= 1


def test_candidates_limit_the_answer() -> None:
    found, probability = detect(SENTENCES["nl"], ["de", "en"])
    assert found in ("de", "en")
    assert probability >= 0.5
    assert detect(SENTENCES["de"], {"de"}) == ("de", 1.0)


def test_unknown_candidates() -> None:
    with pytest.raises(ValueError, match="xx"):
        detect("Hallo", ["de", "xx"])
    with pytest.raises(ValueError, match="unknown"):
        detect("Hallo", [])


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=examples(50))
def test_probabilities_sum_to_one(text: str) -> None:
    ranked = probabilities(text)
    assert sum(ranked.values()) == pytest.approx(1)
    assert list(ranked.values()) == sorted(ranked.values(), reverse=True)


@pytest.mark.parametrize("language", sorted(set(SENTENCES) - {"de"}))
def test_foreign_texts_are_named(language: str) -> None:
    with pytest.raises(LanguageError):
        check_language(SENTENCES[language])


@pytest.mark.parametrize(
    "text",
    [
        SENTENCES["de"],
        "",
        "Ja.",
        "Hello world",
        "3:1 (2:0)",
        "Kim Jong Un in Wladiwostok",
        "SV Lohne – TuS Dahme 0:0, Eintracht Seehausen – 1. FC Mühlberg 3:3",
        "GEMEINDERAT BESCHLIESST HAUSHALT FÜR DAS KOMMENDE JAHR MIT GROSSER MEHRHEIT",
        "Das Album „Songs of Love and Hate“ erscheint neu, sagte das Label Sony Music am Montag.",
    ],
)
def test_german_and_short_texts_pass(text: str) -> None:
    check_language(text)


def test_german_can_be_readable_only_with_its_data() -> None:
    assert "de" in readable_languages()
    check_readable("auto")
    check_readable("de")
    with pytest.raises(UsageError) as caught:
        check_readable("ko")
    assert "Korean" in caught.value.message
    assert "German" in caught.value.hint
