import json as stdlib_json
import re
from dataclasses import fields, replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given

from kind_samples import kinds_result
from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.entities import Entities, Entity, Located, Mention, NameAlignment, Outcome
from newsxlate.errors import InputError
from newsxlate.findings import Finding, Severity
from newsxlate.outputs.article import json
from newsxlate.result import Result, TranslatedBlock, TranslatedSentence, Translation
from newsxlate.signoff import Dismissal, Review, SentenceReview, SentenceState, State
from newsxlate.summary import Precision, Summary, SummarySentence, Support
from writing_samples import kim_result, named_result, simple
from writing_strategies import results

DOCS = Path(__file__).parent.parent / "docs" / "json.md"


def strict(schema):
    """The schema with every key that it does not name forbidden, so that a test notices one."""
    if isinstance(schema, dict):
        closed = {key: strict(value) for key, value in schema.items()}
        return closed | ({"additionalProperties": False} if "properties" in schema else {})
    return [strict(item) for item in schema] if isinstance(schema, list) else schema


VALIDATOR = jsonschema.Draft202012Validator(strict(json.schema()))


def changed(result, change):
    """The JSON of a result after ``change`` has had its way with the parsed data."""
    data = stdlib_json.loads(json.write(result))
    change(data)
    return stdlib_json.dumps(data)


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json.schema())
    assert json.schema()["$id"] == json.SCHEMA


def test_a_real_result_validates_and_comes_back():
    written = json.write(kim_result())
    VALIDATOR.validate(stdlib_json.loads(written))
    assert json.load(written) == kim_result()


@given(results())
def test_any_result_validates_and_comes_back(result):
    written = json.write(result)
    VALIDATOR.validate(stdlib_json.loads(written))
    assert json.load(written) == result
    assert json.write(json.load(written)) == written


def test_the_schema_requires_every_field():
    # A field added to a dataclass has to be described, and cannot be left out by mistake.
    definitions = json.schema()["$defs"]
    kinds = {
        "article": Article,
        "block": Block,
        "sentence": Sentence,
        "finding": Finding,
        "translation": Translation,
        "translatedBlock": TranslatedBlock,
        "translatedSentence": TranslatedSentence,
        "ledger": Entities,
        "entry": Entity,
        "located": Located,
        "mention": Mention,
        "rendering": NameAlignment,
        "summary": Summary,
        "summarySentence": SummarySentence,
        "support": Support,
        "precision": Precision,
        "sentenceReview": SentenceReview,
        "dismissal": Dismissal,
    }
    for name, kind in kinds.items():
        names = {field.name for field in fields(kind)}
        assert names <= set(definitions[name]["required"]), name
        optional = {"review"} if name in ("translation", "summary") else set()
        required = set(definitions[name]["properties"]) - optional
        assert set(definitions[name]["required"]) == required, name
    assert {field.name for field in fields(Review)} - {"language", "part"} == set(
        definitions["review"]["required"]
    )


def test_the_schema_knows_every_kind_and_severity():
    definitions = json.schema()["$defs"]
    assert definitions["kind"]["enum"] == list(Kind)
    assert definitions["rendering"]["properties"]["outcome"]["enum"] == list(Outcome)
    assert definitions["finding"]["properties"]["severity"]["enum"] == list(Severity)
    assert definitions["review"]["properties"]["state"]["enum"] == list(State)
    assert definitions["sentenceReview"]["properties"]["state"]["enum"] == list(SentenceState)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(version="1"),
        lambda data: data["article"]["blocks"][0].pop("removed"),
        lambda data: data["article"]["blocks"][0].update(kind="poem"),
        lambda data: data["article"]["blocks"][0].update(start=-1),
        lambda data: data["translations"][0]["blocks"][0]["sentences"][0].update(score="high"),
        lambda data: data["findings"][0].update(severity="bad"),
        lambda data: data["ledger"]["entries"][0].update(id=0),
        lambda data: data["translations"][0]["names"][0].update(outcome="wrong"),
        lambda data: data["translations"][0]["names"][0].pop("replaced"),
    ],
)
def test_the_schema_refuses_what_is_wrong(change):
    data = stdlib_json.loads(changed(named_result(), change))
    assert list(jsonschema.Draft202012Validator(json.schema()).iter_errors(data))


def test_names_come_back():
    written = json.write(named_result())
    VALIDATOR.validate(stdlib_json.loads(written))
    assert json.load(written) == named_result()


def test_what_was_written_before_there_were_names_is_read():
    def strip(data):
        del data["ledger"], data["summaries"], data["translations"][0]["names"]

    result = json.load(changed(kim_result(), strip))
    assert result == kim_result()
    assert result.ledger is None


# As it was written before there were items, rows, questions, boxes and embargoes.
VERSION_1 = """\
{
  "schema": "urn:newsxlate:article:1",
  "version": "1",
  "generator": "newsxlate 0.1.0",
  "article": {
    "text": "Zaun erneuert\\n\\nDer Zaun am Deich ist neu. Er kostet 900 Euro.\\n",
    "blocks": [
      {
        "kind": "headline", "start": 0, "end": 15, "text": "Zaun erneuert", "removed": null,
        "sentences": [{ "start": 0, "end": 13, "text": "Zaun erneuert" }]
      },
      {
        "kind": "paragraph", "start": 15, "end": 62,
        "text": "Der Zaun am Deich ist neu. Er kostet 900 Euro.", "removed": null,
        "sentences": [
          { "start": 15, "end": 41, "text": "Der Zaun am Deich ist neu." },
          { "start": 42, "end": 61, "text": "Er kostet 900 Euro." }
        ]
      }
    ],
    "language": "de", "title": "Zaun erneuert", "byline": null, "published": "2026-11-23",
    "source": "zaun.txt", "id": "5558367fa30f46f1"
  },
  "translations": [
    {
      "language": "en", "model": "by hand", "pivot": null, "seconds": 0.5, "names": [],
      "blocks": [
        {
          "block": 0, "kind": "headline", "text": "Fence renewed",
          "sentences": [
            {
              "text": "Fence renewed", "score": -0.3, "findings": [], "attempts": 1,
              "fallback": false, "origin": ""
            }
          ]
        }
      ],
      "title": "Fence renewed"
    }
  ],
  "findings": [], "ledger": null, "summaries": []
}
"""


def test_version_1_is_read_and_written_as_the_version_of_today():
    result = json.load(VERSION_1)
    assert [str(block.kind) for block in result.article.blocks] == ["headline", "paragraph"]
    assert result.translation("en").title == "Fence renewed"
    assert result.article.embargoed is None
    written = json.write(result)
    VALIDATOR.validate(stdlib_json.loads(written))
    assert json.load(written) == result


def test_every_kind_and_the_embargo_come_back():
    made = kinds_result()
    held = replace(made, article=replace(made.article, embargoed="2026-12-01T06:00:00+01:00"))
    written = json.write(held)
    VALIDATOR.validate(stdlib_json.loads(written))
    assert json.load(written) == held


def test_it_says_what_was_removed_and_why():
    blocks = stdlib_json.loads(json.write(kim_result()))["article"]["blocks"]
    removed = {block["text"]: block["removed"] for block in blocks if block["removed"]}
    assert removed["Bild: KCNA"] == "picture credit"
    assert len(removed) == 7


def test_raw_blocks_give_back_the_input():
    article = stdlib_json.loads(json.write(kim_result()))["article"]
    raw = [article["text"][block["start"] : block["end"]] for block in article["blocks"]]
    assert "".join(raw) == article["text"]
    assert "Waffen\u00adgeschäfts" in article["text"]


def test_derived_texts_are_there_for_readers():
    translation = stdlib_json.loads(json.write(kim_result()))["translations"][0]
    assert translation["title"] == kim_result().translation("en").title
    assert translation["blocks"][0]["text"] == translation["title"]
    assert translation["blocks"][0]["kind"] == "headline"


def test_umlauts_are_readable_and_half_surrogates_escaped():
    written = json.write(simple("Müller \ud800"))
    assert "Müller \\ud800" in written
    assert written.encode("utf-8")
    assert json.load(written) == simple("Müller \ud800")


def test_unknown_keys_are_skipped():
    def add(data):
        data["later"] = data["article"]["later"] = data["translations"][0]["later"] = [1]

    assert json.load(changed(kim_result(), add)) == kim_result()


def test_derived_texts_are_not_believed():
    written = changed(kim_result(), lambda data: data["translations"][0].update(title="Wrong"))
    assert json.load(written).translations[0].title != "Wrong"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a newsxlate JSON file: Expecting value"),
        ("[]", "there is no version in it"),
        ('{"a": 1}', "there is no version in it"),
        ('{"version": NaN}', "NaN is not JSON"),
        ('{"version": "3"}', "is of version '3'; this program reads '1' and '2'"),
        ('{"version": "1"}', "has no article"),
        ("[" * 100_000, "not a newsxlate JSON file"),
    ],
)
def test_what_is_no_result_is_an_input_error(text, message):
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        json.load(text)
    assert caught.value.hint


def _sentence(data):
    return data["translations"][0]["blocks"][0]["sentences"][0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d["article"].pop("text"), "has no article.text"),
        (lambda d: d["article"].update(text=5), "article.text is 5, not a text"),
        (lambda d: d["article"].update(blocks={}), "article.blocks is dict, not a list"),
        (lambda d: d["article"].update(blocks=[1]), "article.blocks[0] is 1, not an object"),
        (
            lambda d: d["article"]["blocks"][0].update(kind="poem"),
            "blocks[0].kind is 'poem', not one",
        ),
        (lambda d: d["article"]["blocks"][0].update(kind=[]), "blocks[0].kind is list, not one"),
        (
            lambda d: d["article"]["blocks"][0].update(end=True),
            "blocks[0].end is True, not a whole",
        ),
        (lambda d: d["article"]["blocks"][0].update(end=1.0), "blocks[0].end is 1.0, not a whole"),
        (lambda d: d["article"]["blocks"][0].update(end=1), "block 1 does not start"),
        (lambda d: _sentence(d).update(fallback=0), "sentences[0].fallback is 0, not true or"),
        (lambda d: _sentence(d).update(score=10**400), "is not a number"),
        (lambda d: d["translations"][0]["blocks"].reverse(), "out of order"),
        (lambda d: d["translations"][0].update(seconds=None), "seconds is None, not a number"),
    ],
)
def test_an_error_names_the_place(change, message):
    if "is not a number" in message:
        message = "score is 1"
    with pytest.raises(InputError, match=re.escape(message)):
        json.load(changed(kim_result(), change))


def test_infinity_in_disguise_is_refused():
    written = json.write(simple("a")).replace('"seconds": 0.0', '"seconds": 1e999')
    with pytest.raises(InputError, match="seconds is inf, not a number"):
        json.load(written)


def test_whole_numbers_may_stand_for_decimals():
    written = json.write(simple("a")).replace('"seconds": 0.0', '"seconds": 2')
    assert json.load(written).translations[0].seconds == 2.0


def test_a_result_without_translations():
    result = Result(article=kim_result().article)
    VALIDATOR.validate(stdlib_json.loads(json.write(result)))
    assert json.load(json.write(result)) == result


def test_twenty_thousand_sentences():
    result = simple(*[f"Sentence {number}." for number in range(20_000)])
    assert json.load(json.write(result)) == result


def test_the_example_in_the_docs_is_valid_and_complete():
    (example,) = re.findall(r"```json\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    VALIDATOR.validate(stdlib_json.loads(example))
    result = json.load(example)
    assert stdlib_json.loads(json.write(result)) == stdlib_json.loads(example) | {
        "generator": stdlib_json.loads(json.write(result))["generator"]
    }
    assert replace(result, translations=()).article.blocks[0].removed
