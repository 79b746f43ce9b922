"""The pages of an article and of its summaries: what they show, and what is done on them."""

from __future__ import annotations

import html
import json
import re
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from newsxlate import resources
from newsxlate.archive import Document
from newsxlate.article import SentenceRef
from newsxlate.errors import StorageError
from newsxlate.findings import codes
from newsxlate.review import users as users_module
from newsxlate.review.desk import Desk, prepare
from newsxlate.review.web.interface import texts
from newsxlate.signoff import Part
from review_client import Browser, users
from review_samples import COPIED, KIM, NUMBER, PESKOW, PESKOW_AGAIN, kim, make_store

GOOD = (
    "“Russia has waged a sacred struggle to protect its sovereignty and security against the"
    " hegemonic forces of the West,” said Kim, telling Putin he would “always support” his"
    " decisions."
)
HOSTILE_ID = '"><script>alert("id")</script>.txt'
HOSTILE = """<script>alert("title")</script> Berlin {{7*7}}

Der "'><img src=x onerror=alert(1)> Mann sagte in Berlin: „</textarea><script>alert(2)</script>“.
"""
TABLE = """<!DOCTYPE html><html lang="de"><head><title>Hafen</title></head><body><article>
<h1>Neue Regeln für den Hafen von Hamburg</h1>
<p>Der Senat hat am Dienstag in Hamburg neue Regeln für den Hafen beschlossen.</p>
<h2>Was sich ändert</h2>
<ul><li>Schiffe über 100 Meter brauchen eine Genehmigung.</li>
<li>Die Gebühr steigt auf 120 Euro.</li></ul>
<p>Die folgende Tabelle zeigt die Zahlen der letzten Jahre für den Hafen von Hamburg.</p>
<table><tr><th>Jahr</th><th>Schiffe</th></tr><tr><td>2022</td><td>8.200</td></tr></table>
<p>Am Ende der Sitzung dankte der Bürgermeister allen Beteiligten für ihre Arbeit.</p>
</article></body></html>"""


@pytest.fixture(scope="session")
def made_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that is not to be written to."""
    given = [
        kim(),
        Document(id=HOSTILE_ID, name=f"wire/{HOSTILE_ID}", content=HOSTILE.encode()),
        Document(id="hafen.html", name="web/hafen.html", content=TABLE.encode()),
    ]
    place = tmp_path_factory.mktemp("pages") / "made.sqlite"
    store = make_store(place, given, targets=("en",), summaries=(3, 1))
    prepare(store)
    return store


@pytest.fixture
def store(made_pages: Path, tmp_path: Path) -> Path:
    """A store of one's own."""
    return Path(shutil.copy(made_pages, tmp_path / "out.sqlite"))


_PART = re.compile(
    r"(?P<tag>^\w+)|#(?P<id>[\w-]+)|\.(?P<style>[\w-]+)"
    r"|\[(?P<name>[\w-]+)(?:='?(?P<value>[^'\]]*)'?)?\]"
)


def select(tree: Any, selector: str) -> list[Any]:
    """The elements that a simple CSS selector finds: tags, ids, classes, attributes, descent."""
    path = ""
    for step in selector.split():
        tag, tests = "*", ""
        for part in _PART.finditer(step):
            if part["tag"]:
                tag = part["tag"]
            elif part["id"]:
                tests += f"[@id='{part['id']}']"
            elif part["style"]:
                tests += f"[contains(concat(' ', @class, ' '), ' {part['style']} ')]"
            else:
                value = "" if part["value"] is None else f"='{part['value']}'"
                tests += f"[@{part['name']}{value}]"
        path += f"//{tag}{tests}"
    found: list[Any] = tree.xpath(f".{path}")
    return found


@dataclass
class Page:
    """A page that somebody has open."""

    browser: Browser
    path: str

    def __post_init__(self) -> None:
        self.load()

    def load(self) -> None:
        answer = self.browser.get(self.path)
        assert answer.status_code == 200, answer.text
        self.text = answer.text
        self.tree = lxml_html.fromstring(answer.text)
        digests = self.tree.get_element_by_id("digests").get("data-digests")
        self.known: dict[str, str] = json.loads(digests)

    def row(self, ref: tuple[int, int]) -> Any:
        return self.tree.get_element_by_id(f"s-{ref[0]}-{ref[1]}")

    def version(self, ref: tuple[int, int]) -> int:
        return int(self.row(ref).get("data-version"))

    def seen(self, ref: tuple[int, int]) -> dict[str, int]:
        return {"block": ref[0], "sentence": ref[1], "seen": self.version(ref)}

    def do(self, action: str, ref: tuple[int, int] | None = None, **fields: Any) -> Any:
        """Do something, and take in what comes back, as the script does."""
        body = {**(self.seen(ref) if ref else {}), "known": self.known, **fields}
        answer = self.browser.post(f"{self.path}/{action}", json=body)
        if answer.headers["content-type"].startswith("application/json"):
            self.take(answer.json())
        return answer

    def take(self, data: dict[str, Any]) -> None:
        for name, text in data["fragments"].items():
            old = self.tree.get_element_by_id(name)
            old.getparent().replace(old, lxml_html.fragment_fromstring(text))
        self.known.update(data["digests"])

    def findings(self, ref: tuple[int, int]) -> list[str]:
        found = select(self.row(ref), ".finding[data-severity]")
        return [one.get("data-code") for one in found]

    def said(self, selector: str) -> str:
        return " ".join(select(self.tree, selector)[0].text_content().split())


def token(store: Path, document: str) -> str:
    """What a document is called in addresses."""
    from newsxlate.review.web.places import tokens

    return tokens(store, [document])[document]


def opened(
    store: Path, document: str = KIM, *, room: str = "article", name: str = "Ana", **rest: Any
) -> Page:
    browser = Browser(store, **rest).enter(name)
    return Page(browser, f"/{room}/{token(store, document)}/en")


@pytest.fixture
def page(store: Path) -> Page:
    return opened(store)


# -- What is shown ------------------------------------------------------------------------------


def test_every_sentence_has_a_row_with_both_languages(page: Page, store: Path) -> None:
    with Desk(store) as desk:
        rows = desk.sheet(KIM, "en").rows
    shown = select(page.tree, ".row")
    assert [row.get("id") for row in shown] == [f"s-{a}-{b}" for a, b in rows]
    for row, wanted in zip(shown, rows.values(), strict=True):
        assert select(row, ".source-text")[0].text_content() == wanted.source
        assert select(row, ".text")[0].text_content() == wanted.text
        assert select(row, ".source-text")[0].get("lang") == "de"
        assert select(row, ".text")[0].get("lang") == "en"


def test_what_was_left_out_can_be_unfolded(page: Page) -> None:
    assert "Ukraine-Russland NachrichtenWelt" in page.said("details.removed p")


def test_words_that_findings_speak_of_are_marked_in_both_columns(page: Page) -> None:
    key = select(page.row(NUMBER), ".finding")[0].get("data-finding")[:12]
    marked = [one.text_content() for one in select(page.row(NUMBER), f"mark.f-{key}")]
    assert marked == ["zwei", "12"]


def test_structure_is_kept(store: Path) -> None:
    page = opened(store, "hafen.html")
    assert page.said(".kind-headline h2.source-text") == "Neue Regeln für den Hafen von Hamburg"
    assert page.said(".kind-subhead h3.source-text") == "Was sich ändert"
    assert len(select(page.tree, ".group-item .row.kind-item")) == 2
    source, target = select(page.tree, ".whole-table table")
    cells = [[cell.text_content() for cell in select(row, "td")] for row in select(source, "tr")]
    assert cells == [["Jahr", "Schiffe"], ["2022", "8.200"]]
    assert len(select(target, "td")) == 4
    assert [one.text_content() for one in select(page.tree, ".cell-place")] == [
        "1, 1",
        "1, 2",
        "2, 1",
        "2, 2",
    ]


def test_a_tables_cell_is_edited_in_the_table_too(store: Path) -> None:
    page = opened(store, "hafen.html")
    row = select(page.tree, ".row.kind-row")[-1]
    ref = (int(row.get("data-block")), int(row.get("data-sentence")))
    page.do("edit", ref, text="8,200 ships")
    assert select(select(page.tree, ".whole-table table")[1], "td")[-1].text_content() == (
        "8,200 ships"
    )


def test_no_two_names_look_the_same(page: Page) -> None:
    looks = [
        (one.get("class"), one.get("data-sign", ""))
        for one in select(page.tree, "#names .name-head .name")
    ]
    assert len(looks) > 11
    assert len(set(looks)) == len(looks)


def test_looks_do_not_run_out() -> None:
    from newsxlate.review.web.marks import look

    assert len({look(position) for position in range(500)}) == 500


def test_the_colours_of_names_are_those_of_html_exports() -> None:
    """That those can be told apart is measured in the tests of that page."""

    def colours(name: str) -> list[str]:
        return re.findall(r"--name-\d: #\w+", resources.text(name))

    ours, theirs = colours("review/static/names.css"), colours("outputs/html/names.css")
    # Dark ones twice: as the system wants it, and as one has chosen it.
    assert ours == [*theirs[:9], *theirs[9:18], *theirs[9:18]]


def test_the_page_stands_without_inline_code(page: Page) -> None:
    assert not page.tree.xpath("//@style")
    assert not page.tree.xpath("//style")
    assert not [script for script in page.tree.xpath("//script") if not script.get("src")]
    assert not [name for name in page.tree.xpath("//@*") if name.attrname.startswith("on")]


def test_hostile_texts_are_shown_as_they_are(store: Path) -> None:
    page = opened(store, HOSTILE_ID)
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert (
        page.said(".kind-headline .source-text") == '<script>alert("title")</script> Berlin {{7*7}}'
    )
    assert HOSTILE_ID in select(page.tree, ".bar-title")[0].get("title")
    ref = tuple(map(int, select(page.tree, ".row")[1].get("id").split("-")[1:]))
    typed = "</textarea></script><script>alert(3)</script> \"'><b onclick=x> {{8*8}} in Berlin."
    answer = page.do("edit", (ref[0], ref[1]), text=typed)
    fragment = answer.json()["fragments"][f"s-{ref[0]}-{ref[1]}"]
    assert "<script" not in fragment
    assert "<b onclick" not in fragment
    assert lxml_html.fragment_fromstring(fragment).get("data-text") == typed
    page.load()
    assert select(page.row((ref[0], ref[1])), ".text")[0].text_content() == typed


def test_hostile_terms_notes_names_and_reasons_are_escaped(store: Path) -> None:
    page = opened(store, name="<i>Eve</i>")
    key = select(page.row(COPIED), ".finding")[0].get("data-finding")
    page.do("dismiss", key=key, reason="<u>because</u>")
    page.do("term", source="Putin", form="<em>Kim</em>", keep="article")
    page.do("edit", NUMBER, text=GOOD)
    page.do("send-back", note="<s>no</s>")
    page.load()
    for raw in ("<i>Eve", "<u>because", "<em>Kim", "<s>no"):
        assert raw not in page.text
        assert html.escape(raw) in page.text
    history = page.browser.get(f"{page.path}/history?block={NUMBER[0]}&sentence={NUMBER[1]}").text
    assert "<i>" not in history
    assert "&lt;i&gt;Eve" in history
    rename = page.browser.get(f"{page.path}/rename?entry=12&form=%3Cb%3E&instead=%22%3E").text
    assert "<b>" not in rename


def test_only_documents_of_the_store_can_be_asked_for(page: Page) -> None:
    for path in ("/article/999/en", "/article/..%2Fx/en", "/article/1/xx", "/summary/1/fr"):
        assert page.browser.get(path).status_code in (400, 404, 405), path
    assert page.browser.post(f"{page.path}/explode", json={}).status_code == 404
    assert page.browser.get(f"{page.path}/history?block=999&sentence=0").status_code == 404
    assert page.browser.get(f"{page.path}/history?block=x").status_code == 404
    assert page.browser.get(f"{page.path}/rename?entry=999").status_code == 404


# -- Sentences ----------------------------------------------------------------------------------


def test_an_edit_is_checked_at_once(page: Page) -> None:
    assert page.findings(NUMBER) == ["N303"]
    text = page.row(NUMBER).get("data-text")
    answer = page.do("edit", NUMBER, text=text.replace("12 days", "two days"))
    assert answer.json()["said"] == "Saved. 0 findings left."
    assert page.findings(NUMBER) == []
    assert page.row(NUMBER).get("data-state") == "edited"
    assert page.said(f"#s-{NUMBER[0]}-{NUMBER[1]} .difference del") == "12"
    page.do("edit", NUMBER, text=text.replace("12 days", "7 days"))
    assert page.findings(NUMBER) == ["N303"]


def test_only_what_differs_is_sent(page: Page) -> None:
    text = page.row(NUMBER).get("data-text")
    first = page.do("edit", NUMBER, text=text.replace("12 days", "two days")).json()["fragments"]
    assert f"s-{NUMBER[0]}-{NUMBER[1]}" in first
    assert {name for name in first if name.startswith("s-")} == {f"s-{NUMBER[0]}-{NUMBER[1]}"}
    assert {"findings", "status", "signing"} <= first.keys()
    # Who slept through it gets all that is new.
    page.known = {}
    everything = page.do("accept", (4, 0)).json()["fragments"]
    assert {f"s-{NUMBER[0]}-{NUMBER[1]}", "s-4-0", "names", "findings"} <= everything.keys()


def test_white_space_is_no_change(page: Page) -> None:
    text = page.row(NUMBER).get("data-text")
    page.do("edit", NUMBER, text=f"  {text.replace(' ', chr(10), 1)} ")
    assert page.row(NUMBER).get("data-state") == "untouched"


def test_accepting_undoing_and_the_machines_text(page: Page) -> None:
    ref = (4, 0)
    machine = page.row(ref).get("data-machine")
    page.do("accept", ref)
    assert page.row(ref).get("data-state") == "accepted"
    page.do("edit", ref, text=f"{machine} Indeed.")
    page.do("undo", ref)
    assert page.row(ref).get("data-state") == "accepted"
    page.do("edit", ref, text=f"{machine} Again.")
    page.do("reset", ref)
    assert (page.row(ref).get("data-state"), page.row(ref).get("data-text")) == (
        "untouched",
        machine,
    )
    history = page.browser.get(f"{page.path}/history?block=4&sentence=0").text
    events = select(lxml_html.fragment_fromstring(history, create_parent=True), "li strong")
    assert [event.text_content() for event in events] == [
        "Machine's text",
        "Edited",
        "Undone",
        "Edited",
        "Accepted",
    ]


def test_the_second_to_save_sees_the_conflict(page: Page, store: Path) -> None:
    other = opened(store, name="Ben")
    page.do("edit", NUMBER, text="Ana was here for two days.")
    answer = other.do("edit", NUMBER, text="Ben was here for two days.")
    assert answer.status_code == 409
    theirs = answer.json()["theirs"]
    assert (theirs["text"], theirs["by"]) == ("Ana was here for two days.", "Ana")
    # The row that came back can be saved over, by whoever has now seen the other's text.
    assert other.version(NUMBER) == theirs["version"]
    assert other.do("edit", NUMBER, text="Ben was here for two days.").status_code == 200
    assert other.row(NUMBER).get("data-text") == "Ben was here for two days."


def test_who_waits_to_write_keeps_nobody_from_reading(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = []
    writing = page.browser.app.state.writing

    def edit(*_: Any, **__: Any) -> None:
        taken.append(writing.borrowed_tokens)
        raise StorageError("another program is writing to it")

    monkeypatch.setattr(Desk, "edit", edit)
    assert page.do("edit", NUMBER, text="x").status_code == 503
    assert taken == [1]


def test_nothing_is_done_without_a_text(page: Page) -> None:
    answer = page.do("edit", NUMBER, text="  ")
    assert answer.status_code == 400
    page.load()
    assert page.row(NUMBER).get("data-state") == "untouched"
    assert page.do("edit", text="No place.").status_code == 400
    assert page.do("edit", (4, 0), text="x", block="nonsense").status_code == 400
    assert page.do("edit", (4, 0), text="x", block=10**30).status_code == 400


def test_without_a_script_a_form_does_it(page: Page) -> None:
    form = select(page.row(NUMBER), "noscript form")[0]
    fields = {one.get("name"): one.get("value") for one in select(form, "input")}
    fields["text"] = "He was there for two days."
    answer = page.browser.post(form.get("action"), fields, fetch=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{page.path}#s-{NUMBER[0]}-{NUMBER[1]}"
    page.load()
    assert page.row(NUMBER).get("data-text") == "He was there for two days."


def test_what_others_made_of_similar_sentences_stands_beside(page: Page, store: Path) -> None:
    assert page.browser.get(f"{page.path}/near").json() == {}
    with Desk(store) as desk:
        row = desk.sheet("hafen.html", "en").rows[SentenceRef(0, 0)]
    source = row.source.replace("Hafen", "Markt")
    with sqlite3.connect(store) as connection:
        connection.execute("INSERT INTO people (name) VALUES ('Bo <b>')")
        connection.execute(
            "INSERT INTO corrections (document, language, part, block, sentence, state, source,"
            " machine, text, version, person, changed)"
            " SELECT 'x', 'en', 'translation', 0, 0, 'edited', ?, 'm',"
            " 'New rules <i>for</i> Hamburg', 1, number, 1e9 FROM people WHERE name = 'Bo <b>'",
            [source],
        )
    other = Page(page.browser, f"/article/{token(store, 'hafen.html')}/en")
    beside = other.browser.get(f"{other.path}/near").json()
    assert beside.keys() == {"s-0-0"}
    assert "% alike, corrected before" in beside["s-0-0"]
    assert "New rules &lt;i&gt;for&lt;/i&gt; Hamburg" in beside["s-0-0"]
    assert "Bo &lt;b&gt;" in beside["s-0-0"]
    # Who has touched a sentence is not told of it.
    other.do("accept", (0, 0))
    assert other.browser.get(f"{other.path}/near").json() == {}


# -- Names --------------------------------------------------------------------------------------


def peskow(page: Page) -> str:
    found = [
        one.get("data-entry")
        for one in select(page.tree, ".name-entry")
        if "Peskow" in one.get("data-source")
    ]
    assert len(found) == 1
    return str(found[0])


def renamed(page: Page, form: str, instead: str = "") -> Any:
    asked = f"{page.path}/rename?entry={peskow(page)}&form={form}&instead={instead}"
    answer = page.browser.get(asked)
    assert answer.status_code == 200
    return lxml_html.fragment_fromstring(answer.text, create_parent=True)


def test_a_form_is_accepted_everywhere(page: Page) -> None:
    dialog = renamed(page, "Peskov", "Peskow")
    boxes = select(dialog, "[name=change]")
    assert [one.get("value") for one in boxes] == ["s-8-0", "s-9-0"]
    assert [one.text_content() for one in select(dialog, ".changes ins")] == ["Peskov", "Peskov"]
    page.do(
        "rename",
        entry=int(peskow(page)),
        form="Peskov",
        instead="Peskow",
        changes={one.get("value"): int(one.get("data-version")) for one in boxes},
    )
    for ref in (PESKOW, PESKOW_AGAIN):
        assert "Peskov" in page.row(ref).get("data-text")
        assert not [code for code in page.findings(ref) if code.startswith("N51")]


def test_only_the_sentences_chosen_change(page: Page) -> None:
    changes = {"s-9-0": page.version(PESKOW_AGAIN), "s-8-0": "0"}
    entry = int(peskow(page))
    page.do("rename", entry=entry, form="Peskov", instead="Peskow", changes=changes)
    assert "Peskow" in page.row(PESKOW).get("data-text")
    assert "Peskov" in page.row(PESKOW_AGAIN).get("data-text")


def test_a_form_can_be_kept(page: Page, store: Path) -> None:
    fields: dict[str, Any] = {
        "entry": int(peskow(page)),
        "form": "Peskov",
        "source": "Peskow",
        "changes": {},
    }
    page.do("rename", **fields, keep="article")
    assert "Peskow → Peskov" in page.said("#names .terms")
    with Desk(store) as desk:
        assert desk.sheet(KIM, "en").terms == (("Peskow", "Peskov"),)
    page.do("term", source="Hamburg", form="Hamburgh", keep="article")
    with Desk(store) as desk:
        assert desk.sheet("hafen.html", "en").terms == ()
    page.do("term", source="Hamburg", form="Hamburgh", keep="good")
    with Desk(store) as desk:
        assert desk.sheet("hafen.html", "en").terms == (("Hamburg", "Hamburgh"),)
    assert page.do("term", source="", form="x").status_code == 400
    assert page.do("rename", **{**fields, "form": " "}).status_code == 400


def test_who_renames_sees_conflicts(page: Page, store: Path) -> None:
    changes = {"s-8-0": page.version(PESKOW), "s-9-0": page.version(PESKOW_AGAIN)}
    opened(store, name="Ben").do("accept", PESKOW_AGAIN)
    entry = int(peskow(page))
    fields = {"entry": entry, "form": "Peskov", "instead": "Peskow", "source": "Dmitri Peskow"}
    answer = page.do("rename", None, **fields, keep="good", changes=changes)
    assert answer.status_code == 409
    with Desk(store) as desk:
        assert desk.sheet(KIM, "en").terms == ()
    assert "Peskow" in page.row(PESKOW).get("data-text")


# -- Findings and sign-off ----------------------------------------------------------------------


def test_findings_are_dismissed_with_a_reason_and_recalled(page: Page) -> None:
    key = select(page.row(COPIED), ".finding")[0].get("data-finding")
    assert page.do("dismiss", key=key, reason=" ").status_code == 400
    page.do("dismiss", COPIED, key=key, reason="It is a song")
    gone = select(page.row(COPIED), f".finding.dismissed[data-finding='{key}']")
    assert "Ana: It is a song" in gone[0].text_content()
    assert select(page.tree, f"#findings .gone [data-finding='{key}']")
    page.do("recall", key=key)
    assert not select(page.tree, "#findings .gone")
    assert select(page.row(COPIED), f".finding.error[data-finding='{key}']")


def settle(page: Page) -> None:
    """Mend or dismiss every error."""
    for one in select(page.tree, "#findings .finding.error"):
        page.do("dismiss", key=one.get("data-finding"), reason="Looked it up")


def sign(page: Page, **fields: Any) -> Any:
    seen = page.tree.get_element_by_id("signing").get("data-seen")
    return page.do("approve", seen=seen, **fields)


def test_it_is_approved_when_every_error_is_settled(page: Page) -> None:
    assert page.said("#sign") == "2 errors to settle"
    assert not select(page.tree, "#signing [data-do=approve]")
    assert sign(page).status_code == 400
    settle(page)
    assert page.said("#sign") == "Sign off"
    answer = sign(page, note="Read twice", responsible=True)
    assert answer.json()["said"] == "Approved."
    status = page.said("#status")
    assert "approved" in status
    assert "Ana (not logged in)" in status
    assert "took editorial responsibility" in status
    assert "Read twice" in status
    page.do("edit", NUMBER, text="He was there for two days.")
    assert page.tree.get_element_by_id("status").get("data-state") == "in review"


def test_what_was_changed_meanwhile_is_not_approved(page: Page, store: Path) -> None:
    settle(page)
    seen = page.tree.get_element_by_id("signing").get("data-seen")
    opened(store, name="Ben").do("edit", (4, 0), text="Something else altogether.")
    answer = page.do("approve", seen=seen)
    assert answer.status_code == 409
    assert page.row((4, 0)).get("data-text") == "Something else altogether."


def test_it_is_sent_back_and_taken_on_again(page: Page) -> None:
    page.do("send-back", note="Too free")
    assert page.tree.get_element_by_id("status").get("data-state") == "sent back"
    page.do("reopen")
    assert page.tree.get_element_by_id("status").get("data-state") == "in review"


def test_editors_do_not_approve(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(users_module, "_COST", 16)
    known = users(tmp_path / "users.json", ("Bo", "editor", "a long password"))
    browser = Browser(store, users=known, token="")
    browser.log_in("Bo", "a long password")
    page = Page(browser, f"/article/{token(store, KIM)}/en")
    settle(page)
    assert select(page.tree, "#signing [data-do=approve]")[0].get("disabled") is not None
    assert "Bo" in page.said("#signing")
    assert "not logged in" not in page.said("#signing")
    assert sign(page).status_code == 400


def test_the_next_article_is_that_of_the_queue(store: Path) -> None:
    browser = Browser(store).enter()
    start = f"/article/{token(store, KIM)}/en?part=translation"
    page = lxml_html.fromstring(browser.get(start).text)
    body = select(page, "body")[0]
    links = [body.get("data-next"), body.get("data-previous")]
    found = [link for link in links if link]
    assert found
    assert all(link.startswith("/article/") for link in found)
    assert all(link.endswith("?part=translation") for link in found)
    assert body.get("data-queue") == "/?part=translation"


# -- Summaries ----------------------------------------------------------------------------------


def test_summaries_show_what_they_rest_on(store: Path) -> None:
    page = opened(store, room="summary")
    assert len(select(page.tree, "section.summary")) == 2
    rests = [row for row in select(page.tree, ".row") if row.get("data-rests")]
    assert rests
    for row in rests:
        for anchor in row.get("data-rests").split():
            said = page.tree.get_element_by_id(anchor).text_content()
            assert said in [one.text_content() for one in select(row, ".rests q")]
    assert "found in the article; meaning not checked" in page.said("#figures-0")
    assert page.said(".kind-headline .text").startswith("North Korean leader")


def test_a_summary_is_edited_checked_and_approved_by_itself(store: Path) -> None:
    page = opened(store, room="summary")
    page.do("edit", (0, 0), text="Kim Jong Un met Vladimir Putin 99 times in Russia.")
    assert page.row((0, 0)).get("data-state") == "edited"
    assert "N603" in page.findings((0, 0))
    finding = select(page.tree, "#findings [data-code=N603]")[0]
    assert finding.get("data-row") == "s-0-0"
    assert "Sentence 1" in finding.text_content()
    page.do("edit", (0, -1), text="Kim stays longer")
    assert page.row((0, -1)).get("data-text") == "Kim stays longer"
    settle(page)
    assert sign(page, responsible=True).status_code == 200
    with Desk(store) as desk:
        assert desk.sheet(KIM, "en", Part.SUMMARY).review.approved
        assert not desk.sheet(KIM, "en").review.approved
    assert page.browser.post(f"{page.path}/rename", json={}).status_code == 404


# -- The interface's words ----------------------------------------------------------------------


def test_findings_are_told_in_german(store: Path) -> None:
    browser = Browser(store).enter()
    browser.client.headers["accept-language"] = "de"
    page = Page(browser, f"/article/{token(store, KIM)}/en")
    assert page.said(f"#s-{NUMBER[0]}-{NUMBER[1]} .message") == "Aus der Zahl „zwei“ wurde „12“"
    assert "erwartet „Peskov“" in page.said(f"#s-{PESKOW_AGAIN[0]}-{PESKOW_AGAIN[1]} .message")
    assert page.tree.get("lang") == "de"
    assert page.said("#sign") == "2 Fehler zu erledigen"


def test_german_has_every_message_with_its_fields() -> None:
    german = resources.toml("review/findings.de.toml")["messages"]
    fields = re.compile(r"\{(\w+)\}")
    assert german.keys() == codes().keys()
    for code, entry in codes().items():
        assert set(fields.findall(german[code])) == set(fields.findall(entry.message)), code


def test_german_has_advice_wherever_english_has() -> None:
    german = resources.toml("review/findings.de.toml")["advice"]
    assert german.keys() == resources.toml("checking/advice.toml").keys()


def test_both_languages_have_the_same_texts() -> None:
    def without_codes(language: str) -> set[str]:
        return {key for key in texts(language).table if not key.startswith("codes.")}

    assert without_codes("de") == without_codes("en")


def test_the_help_lists_the_keys_that_are_listened_to() -> None:
    script = resources.text("review/static/article.js")
    table = script.partition("const KEYS = {")[2].partition("\n};")[0]
    listened = set(re.findall(r'^  "?([^\s":]+)"?: ', table, flags=re.M)) | {"Esc"}
    signs = {"↓": "ArrowDown", "↑": "ArrowUp"}
    listed = {
        signs.get(key, key)
        for keys, _ in texts("en").section("keys.article")
        for key in keys.split(" ")
    }
    assert listed == listened


def test_the_scripts_ask_for_texts_that_are_there() -> None:
    board = resources.text("review/templates/board.html")
    names = re.search(r'for name in \(("edit_label".*?)\) %}', board, flags=re.S)
    assert names
    there = {
        re.sub(r"_(\w)", lambda found: found[1].upper(), name)
        for name in re.findall(r'"(\w+)"', names[1])
    }
    for file in ("sheet", "editing", "findings", "naming", "signing", "article"):
        asked = re.findall(r'[^.\w]text\("(\w+)"', resources.text(f"review/static/{file}.js"))
        assert set(asked) <= there, file
