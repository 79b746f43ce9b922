"""An editor's ways through the page, in a real browser."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from browser import Served, Visit
from newsxlate.article import SentenceRef
from newsxlate.engines.engine import Decoding, Hypothesis, Tokens
from newsxlate.review import audit
from newsxlate.review.desk import Desk, Editor, Place
from newsxlate.signoff import Part, SentenceState, State
from review_samples import (
    COPIED,
    KIM,
    NUMBER,
    PESKOW,
    PESKOW_AGAIN,
    Written,
    documents,
    make_store,
)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, LocatorAssertions, Page

pytest_plugins = ("browser",)

Serve = Callable[..., Served]
Visits = Callable[..., Visit]

#: A sentence of the acceptance article with nothing wrong in it, and one whose source writes a name
#: in two ways.
SOUND, MISSPELT = (4, 0), (2, 0)
RIGHT = (
    "“Russia has waged a sacred struggle to protect its sovereignty and security against the"
    " hegemonic forces of the West,” said Kim, telling Putin he would “always support” his"
    " decisions."
)
HEADING = "North Korean leader Kim Jong Un stays"


@pytest.fixture
def served(store: Path, serve: Serve) -> Served:
    """A store with the acceptance article and two others, served."""
    return serve(store)


@pytest.fixture
def ana(served: Served, visits: Visits) -> Visit:
    """An editor who has come in."""
    visit = visits(served)
    visit.enter()
    return visit


def expect(locator: Locator) -> LocatorAssertions:
    """What is to become of an element."""
    from playwright.sync_api import expect as expected

    return expected(locator)


def to_article(visit: Visit, heading: str = HEADING) -> Page:
    """Open an article by its row in the queue."""
    return visit.follow(visit.page.locator(".row-link", has_text=heading).first)


def row(page: Page, ref: tuple[int, int]) -> Locator:
    return page.locator(f"#s-{ref[0]}-{ref[1]}")


def finding(page: Page, ref: tuple[int, int], code: str = "") -> Locator:
    """The open findings at a sentence."""
    named = f"[data-code={code}]" if code else ""
    return row(page, ref).locator(f".finding[data-severity]{named}")


def edit(page: Page, ref: tuple[int, int], text: str) -> None:
    """Type another text, and wait until it is saved."""
    row(page, ref).locator(".text").click()
    row(page, ref).locator(".field").fill(text)
    page.keyboard.press("Control+Enter")
    expect(row(page, ref).locator(".field")).to_have_count(0)
    expect(row(page, ref).locator(".text")).to_have_text(text)


def text(page: Page, ref: tuple[int, int]) -> str:
    return row(page, ref).get_attribute("data-text") or ""


def stored(store: Path, ref: tuple[int, int], part: Part = Part.TRANSLATION) -> str:
    """A sentence as it stands in the store."""
    with Desk(store) as desk:
        return desk.sheet(KIM, "en", part).rows[SentenceRef(*ref)].text


def assert_chained(store: Path) -> None:
    """The audit trail is whole."""
    with sqlite3.connect(store) as connection:
        assert audit.verify(connection) is None


def test_the_queue_is_filtered_by_what_is_chosen_and_searched(ana: Visit) -> None:
    page = ana.page
    rows = page.locator("table.rows tbody tr")
    found = page.locator("#found")
    expect(found).to_have_text("12 entries")
    expect(rows).to_have_count(12)

    def choose(filter_: str, value: str) -> None:
        page.locator(f"ul[aria-labelledby=filter-{filter_}] a", has_text=value).first.click()

    choose("language", "English")
    expect(found).to_have_text("6 entries")
    expect(page.locator("td.language")).to_have_text(["en"] * 6)
    choose("part", "translation")
    expect(found).to_have_text("3 entries")
    choose("state", "machine")
    expect(found).to_have_text("3 entries")
    choose("code", "number changed")
    expect(found).to_have_text("1 entry")
    choose("origin", "examples")
    expect(page.locator(".row-link")).to_have_text([re.compile(HEADING)])
    # The address has all of it: to be kept as a mark, or sent to somebody.
    page.reload()
    expect(found).to_have_text("1 entry")
    expect(page.locator(".chips a[title]")).to_have_count(5)
    page.locator(".chips a", has_text="English").click()
    expect(found).to_have_text(re.compile(r"^\d entr"))
    page.locator(".chips a.plain").click()
    expect(rows).to_have_count(12)
    page.locator("#text").fill("Kugelsicheren „in seinem privaten“")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("text="))
    expect(page.locator("td.language")).to_have_text(["fr", "en", "fr", "en"])
    page.locator("#text").fill("Straßenbahndepotverwaltung")
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_be_visible()


def test_an_article_is_put_right_signed_off_and_kept(ana: Visit, store: Path) -> None:
    page = to_article(ana)
    # Two errors are open, so that it cannot be approved.
    page.locator("#sign").click()
    expect(page.locator("#signing-blocked li")).to_have_count(2)
    expect(page.locator("#signing [data-do=approve]")).to_have_count(0)
    page.keyboard.press("Escape")
    mended = mend(page)
    rename(page)
    dismiss(page)
    place = page.evaluate("document.body.dataset.place")
    page.locator("#sign").click()
    page.locator("#signing-note").fill("Checked against the agency's report")
    page.locator("#signing-responsible").check()
    page.locator("#signing [data-do=approve]").click()
    # It goes on to the next.
    page.wait_for_function("place => document.body.dataset.place !== place", arg=place)
    expect(page.locator("#alerts")).to_contain_text("Approved")
    page.goto(ana.served.address + place)
    for _ in range(2):
        expect(page.locator("#status")).to_have_attribute("data-state", "approved")
        expect(page.locator("#status")).to_contain_text("took editorial responsibility")
        expect(page.locator("#status")).to_contain_text("Checked against the agency's report")
        assert text(page, NUMBER) == mended
        expect(row(page, COPIED).locator(".finding.dismissed")).to_have_count(1)
        page.reload()
    with Desk(store) as desk:
        review = desk.sheet(KIM, "en").review
    assert (review.state, review.by, review.responsible) == (State.APPROVED, "Ana Kowalska", True)
    assert not review.authenticated
    assert_chained(store)

    # An edit after that opens it again.
    edit(page, SOUND, "Mr Putin also accepted an invitation from Mr Kim to visit North Korea.")
    expect(page.locator("#status")).to_have_attribute("data-state", "in review")


def mend(page: Page) -> str:
    """A finding goes as its sentence is mended; another comes as it is broken, and goes by undo."""
    machine = text(page, NUMBER)
    expect(finding(page, NUMBER, "N303")).to_have_count(1)
    mended = machine.replace("12 days", "two days")
    edit(page, NUMBER, mended)
    expect(finding(page, NUMBER)).to_have_count(0)
    expect(row(page, NUMBER)).to_have_attribute("data-state", "edited")
    expect(page.locator("#status")).to_have_attribute("data-errors", "1")
    edit(page, NUMBER, mended.replace("two days", "five days"))
    expect(finding(page, NUMBER, "N303")).to_have_count(1)
    row(page, NUMBER).hover()
    row(page, NUMBER).locator("[data-do=undo]").click()
    expect(finding(page, NUMBER)).to_have_count(0)
    assert text(page, NUMBER) == mended
    # The difference to the machine's text is there to be looked at.
    page.keyboard.press("v")
    expect(row(page, NUMBER).locator(".difference del")).to_have_text("12")
    return mended


def rename(page: Page) -> None:
    """Give a name one form in all places, which is confirmed for this article."""
    finding(page, PESKOW).locator("[data-do=rename]").click()
    expect(page.locator("#renaming [name=change]")).to_have_count(2)
    page.locator("#renaming-do").click()
    for ref in (PESKOW, PESKOW_AGAIN):
        expect(row(page, ref).locator(".text")).to_contain_text("Peskov")
        expect(finding(page, ref)).to_have_count(0)
    page.locator("#panel-tabs [data-panel=names]").click()
    expect(page.locator("#names .terms")).to_contain_text("Peskov")


def dismiss(page: Page) -> None:
    """Dismiss the last error, which takes a reason."""
    assert finding(page, COPIED, "N208").count() == 1
    finding(page, COPIED, "N208").locator("[data-do=dismiss]").click()
    page.locator("#dismissing [name=ready][value='']").check()
    page.locator("#dismissing [value=do]").click()
    expect(page.locator("#dismissing")).to_be_visible()
    page.locator("#dismissing-reason").fill("The agency wants the original here")
    page.locator("#dismissing [value=do]").click()
    expect(row(page, COPIED).locator(".finding.dismissed")).to_contain_text(
        "Ana Kowalska: The agency wants the original here"
    )
    expect(page.locator("#status")).to_have_attribute("data-errors", "0")


def test_a_name_is_confirmed_for_good(ana: Visit, store: Path) -> None:
    page = to_article(ana)
    page.locator("#panel-tabs [data-panel=names]").click()
    page.locator(".name-entry[data-source*=Peskow] [data-do=rename]").last.click()
    page.locator("#renaming [name=form]").fill("Dmitrij Peskov")
    expect(page.locator("#renaming [data-changes] ins")).to_have_count(2)
    page.locator("#renaming [name=keep][value=good]").check()
    page.locator("#renaming-do").click()
    expect(row(page, PESKOW).locator(".text")).to_contain_text("Dmitrij Peskov")
    with sqlite3.connect(store) as connection:
        said = connection.execute("SELECT document, source, target FROM terms").fetchall()
    assert [(document or None, target) for document, _, target in said] == [
        (None, "Dmitrij Peskov")
    ]


def test_a_summary_is_edited_beside_its_sources_and_signed_off(ana: Visit, store: Path) -> None:
    page = ana.open("/summary/1/en")
    sentence = page.locator("#board .row:has([data-code=N303])")
    expect(sentence).to_have_count(1)
    expect(page.locator(".figures").first).to_contain_text("0 of 1 number")
    sentence.locator(".text").hover()
    expect(page.locator(".original-sentence.lit")).to_contain_text(["zwei Tage lang"])
    machine = sentence.get_attribute("data-text") or ""
    sentence.locator(".text").click()
    field = page.locator("#board .field")
    field.fill(machine.replace("12 days", "two days"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#board [data-code=N303]")).to_have_count(0)
    # "two" is no number to look up.
    expect(page.locator(".figures").first).not_to_contain_text("number")
    page.locator("#sign").click()
    page.locator("#signing-responsible").check()
    page.locator("#signing [data-do=approve]").click()
    page.wait_for_function("place => document.body.dataset.place !== place", arg="/summary/1/en")
    with Desk(store) as desk:
        sheet = desk.sheet(KIM, "en", Part.SUMMARY)
    assert sheet.review.state is State.APPROVED
    assert any("two days" in one.text for one in sheet.rows.values())


def test_the_second_of_two_tabs_sees_the_conflict_and_keeps_what_it_typed(
    served: Served, visits: Visits, store: Path
) -> None:
    ana, ben = visits(served), visits(served)
    ben.allow("409")
    for visit, name in ((ana, "Ana Kowalska"), (ben, "Ben Okafor")):
        visit.enter(name)
        row(to_article(visit), SOUND).locator(".text").click()
    first, second = ana.page, ben.page
    first.locator(".field").fill("Ana's text of it.")
    first.keyboard.press("Control+Enter")
    expect(row(first, SOUND).locator(".text")).to_have_text("Ana's text of it.")
    # He has seen what stood there before, and has been at it since.
    second.locator(".field").fill("Ben's text of it.")
    second.keyboard.press("Control+Enter")
    conflict = row(second, SOUND).locator(".conflict")
    expect(conflict).to_contain_text("Ana Kowalska changed this sentence meanwhile")
    expect(conflict.locator(".theirs")).to_have_text("Ana's text of it.")
    expect(second.locator(".field")).to_have_value("Ben's text of it.")
    assert stored(store, SOUND) == "Ana's text of it."

    # Nothing is lost of it by loading the page anew, either.
    second.reload()
    expect(row(second, SOUND).locator(".draft")).to_contain_text("Ben's text of it.")
    row(second, SOUND).locator("[data-do=restore]").click()
    second.keyboard.press("Control+Enter")
    expect(row(second, SOUND).locator(".text")).to_have_text("Ben's text of it.")

    # This time Ana is late, and takes his.
    ana.allow("409")
    row(first, SOUND).locator(".text").click()
    first.locator(".field").fill("Ana's second text.")
    first.keyboard.press("Control+Enter")
    expect(row(first, SOUND).locator(".theirs")).to_have_text("Ben's text of it.")
    row(first, SOUND).locator("[data-do=take-theirs]").click()
    expect(row(first, SOUND).locator(".text")).to_have_text("Ben's text of it.")
    first.keyboard.press("h")
    expect(first.locator("#history .events li")).to_have_count(2)
    assert stored(store, SOUND) == "Ben's text of it."
    assert_chained(store)


def test_one_keeps_ones_own_text_against_anothers(
    served: Served, visits: Visits, store: Path
) -> None:
    visit = visits(served)
    visit.allow("409")
    visit.enter()
    page = to_article(visit)
    with Desk(store) as desk:
        place = Place(KIM, "en", *SOUND)
        desk.edit(place, "Of another program.", seen=0, editor=Editor("Cato"))
    row(page, SOUND).locator(".text").click()
    page.locator(".field").fill("What I want.")
    # Typing pauses: it is saved by itself.
    expect(row(page, SOUND).locator(".theirs")).to_have_text("Of another program.")
    row(page, SOUND).locator("[data-do=keep-mine]").click()
    expect(row(page, SOUND).locator(".saving")).to_have_attribute("data-saving", "saved")
    assert stored(store, SOUND) == "What I want."


def test_all_of_it_is_done_by_keys(served: Served, visits: Visits, store: Path) -> None:
    visit = visits(served)
    page = visit.page
    page.goto(served.way_in)
    open_by_keys(page)
    edit_by_keys(page)
    settle_by_keys(page)
    place = page.evaluate("document.body.dataset.place")
    keys = page.keyboard
    keys.press("s")
    page.wait_for_selector("#signing")
    expect(page.locator("#signing-note")).to_be_focused()
    keys.type("Read")
    keys.press("Tab")
    keys.press(" ")
    keys.press("Enter")
    page.wait_for_function("place => document.body.dataset.place !== place", arg=place)
    with Desk(store) as desk:
        sheet = desk.sheet(KIM, "en")
    assert sheet.review.state is State.APPROVED
    assert (sheet.review.note, sheet.review.responsible) == ("Read", True)
    made = sheet.rows[SentenceRef(*COPIED)].review
    assert made is not None
    assert made.state is SentenceState.EDITED
    # And back from the next article to the queue.
    keys.press("q")
    page.wait_for_selector("table.rows")


def test_nobody_loses_sight_of_what_is_not_read_yet(ana: Visit) -> None:
    page = to_article(ana)
    keys = page.keyboard
    untouched = page.locator(".row[data-state=untouched]")
    total = untouched.count()
    progress = page.locator("#status .progress")
    keys.press("n")
    at(page, MISSPELT)
    # Accepted, and on to the next; what was accepted before is passed over, round and round.
    keys.press("A")
    expect(row(page, MISSPELT)).to_have_attribute("data-state", "accepted")
    expect(row(page, MISSPELT)).not_to_have_class(re.compile("current"))
    expect(page.locator(".row.current")).to_have_attribute("data-state", "untouched")
    expect(progress).to_contain_text(f"1/{total} read")
    keys.press("k")
    at(page, MISSPELT)
    keys.press("k")
    keys.press("o")
    expect(row(page, MISSPELT)).not_to_have_class(re.compile("current"))
    # The sign-off says how many there are, and leads to the next of them.
    keys.press("s")
    expect(page.locator("#signing-unread")).to_contain_text(f"{total - 1} sentences")
    page.locator("#signing-unread button").click()
    expect(page.locator("#signing-dialog")).not_to_be_visible()
    expect(page.locator(".row.current")).to_have_attribute("data-state", "untouched")
    for left in range(total - 1, 0, -1):
        expect(untouched).to_have_count(left)
        expect(page.locator(".row.current")).to_have_attribute("data-state", "untouched")
        keys.press("A")
    expect(untouched).to_have_count(0)
    expect(page.get_by_text("Every sentence has been read.").first).to_be_visible()
    keys.press("s")
    expect(page.locator("#signing")).to_be_visible()
    expect(page.locator("#signing-unread")).to_have_count(0)


def open_by_keys(page: Page) -> None:
    """Say a name, look at the list of keys, search the queue, and open its second row."""
    keys = page.keyboard
    keys.type("Ana Kowalska")
    with page.expect_navigation(wait_until="domcontentloaded"):
        keys.press("Enter")
    page.wait_for_selector("table.rows")
    keys.press("?")
    expect(page.locator("dialog#help")).to_contain_text("Next page")
    # The keys of an article are told there.
    expect(page.locator("dialog#help")).not_to_contain_text("Next finding")
    keys.press("Escape")
    expect(page.locator("dialog#help")).not_to_be_visible()
    keys.press("/")
    keys.type("Kugelsicheren")
    with page.expect_navigation(wait_until="domcontentloaded"):
        keys.press("Enter")
    keys.press("j")
    keys.press("j")
    expect(page.locator(".row-link:focus")).to_contain_text(HEADING)
    with page.expect_navigation(wait_until="domcontentloaded"):
        keys.press("Enter")


def at(page: Page, ref: tuple[int, int]) -> None:
    """See that it is this row that one is at."""
    expect(row(page, ref)).to_have_class(re.compile(r"\bcurrent\b"))


def edit_by_keys(page: Page) -> None:
    """Go to the first finding and accept its sentence, to the second and edit it; undo that."""
    keys = page.keyboard
    keys.press("?")
    expect(page.locator("dialog#help")).to_contain_text("Next finding")
    expect(page.locator("dialog#help")).not_to_contain_text("Next page")
    expect(page.locator("#help-title")).to_be_in_viewport()
    keys.press("Escape")
    keys.press("n")
    at(page, MISSPELT)
    keys.press("a")
    expect(row(page, MISSPELT)).to_have_attribute("data-state", "accepted")
    keys.press("n")
    at(page, NUMBER)
    keys.press("e")
    keys.press("Control+A")
    keys.type("The North Korean leader travelled there for two days.")
    keys.press("Control+Enter")
    expect(row(page, NUMBER)).to_have_attribute("data-state", "edited")
    expect(finding(page, NUMBER, "N303")).to_have_count(0)
    keys.press("u")
    expect(finding(page, NUMBER, "N303")).to_have_count(1)
    keys.press("e")
    keys.press("End")
    keys.type(" ")
    # Esc puts back what stood there, and typing nothing saves nothing.
    keys.press("Escape")
    expect(row(page, NUMBER)).to_have_attribute("data-state", "untouched")


def settle_by_keys(page: Page) -> None:
    """Dismiss a finding, give a name one form everywhere, and mend what was not translated."""
    keys = page.keyboard
    keys.press("d")
    keys.press("3")
    keys.press("Enter")
    expect(row(page, NUMBER).locator(".finding.dismissed")).to_contain_text("context")
    keys.press("n")
    at(page, PESKOW)
    keys.press("r")
    page.wait_for_selector("#renaming [name=change]")
    keys.press("Enter")
    for ref in (PESKOW_AGAIN, PESKOW):
        expect(finding(page, ref)).to_have_count(0)
    keys.press("n")
    at(page, COPIED)
    keys.press("Enter")
    keys.press("Control+A")
    keys.insert_text(RIGHT)
    keys.press("Control+Enter")
    expect(finding(page, COPIED)).to_have_count(0)
    expect(page.locator("#status")).to_have_attribute("data-errors", "0")


def test_what_is_typed_while_the_server_is_dead_is_offered_again(
    served: Served, visits: Visits, serve: Serve, store: Path
) -> None:
    visit = visits(served)
    visit.allow("ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET", "40[13]")
    visit.enter()
    page = to_article(visit)
    row(page, SOUND).locator(".text").click()
    served.kill()
    page.locator(".field").fill("Typed while nobody listened.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#alerts")).to_contain_text("does not answer")
    expect(page.locator(".field")).to_have_value("Typed while nobody listened.")

    # It is there again, but nobody is logged in any more: it says so, and nothing is lost.
    again = serve(store, port=served.port)
    expect(page.locator("#alerts")).to_contain_text("not logged in any more")
    expect(row(page, SOUND).locator(".saving")).to_have_attribute("data-saving", "failed")
    expect(page.locator(".field")).to_have_value("Typed while nobody listened.")
    visit.served = again
    there = page.url
    visit.enter()
    page.goto(there)
    draft = row(page, SOUND).locator(".draft")
    expect(draft).to_contain_text("Typed while nobody listened.")
    draft.locator("[data-do=restore]").click()
    expect(row(page, SOUND).locator(".saving")).to_have_attribute("data-saving", "saved")
    assert stored(store, SOUND) == "Typed while nobody listened."
    page.reload()
    expect(row(page, SOUND).locator(".text")).to_have_text("Typed while nobody listened.")
    expect(page.locator(".draft")).to_have_count(0)


def test_drafts_that_are_none_do_no_harm(ana: Visit) -> None:
    page = to_article(ana)
    who = json.dumps(page.locator(".bar-name").get_attribute("title"))
    for number, text in enumerate(("garbage", "null", '{"text": {"a": 1}, "source": 1}', "[]")):
        name = f"newsxlate-draft {urlsplit(page.url).path} {who} s-{number + 1}-0"
        page.evaluate("([name, text]) => localStorage.setItem(name, text)", [name, text])
    page.reload()
    row(page, SOUND).locator(".text").click()
    expect(page.locator(".field")).to_have_count(1)


def test_loading_the_page_anew_in_the_middle_of_a_word_loses_nothing(ana: Visit) -> None:
    ana.allow("Failed to load resource", "Failed to fetch")
    page = to_article(ana)
    row(page, SOUND).locator(".text").click()
    page.locator(".field").fill("In the middle of a wor")
    page.reload()
    draft = row(page, SOUND).locator(".draft [data-do=restore]")
    # It was saved as the page went, or is offered.
    page.wait_for_function(
        "id => document.getElementById(id)?.textContent.includes('In the middle of a wor')",
        arg=f"s-{SOUND[0]}-{SOUND[1]}",
    )
    if draft.count():
        draft.click()
        page.keyboard.press("Control+Enter")
    expect(row(page, SOUND).locator(".text")).to_have_text("In the middle of a wor")
    expect(row(page, SOUND)).to_have_attribute("data-state", "edited")


class Slow(Written):
    """Waits, in the midst of a run, until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.told = threading.Event(), threading.Event()

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        self.begun.set()
        assert self.told.wait(120)
        return super().generate(batch, target, decoding)


def test_a_page_works_while_a_run_writes_to_its_store(
    made_store: Path, tmp_path: Path, serve: Serve, visits: Visits
) -> None:
    store = Path(shutil.copy(made_store, tmp_path / "out.sqlite"))
    visit = visits(serve(store))
    visit.enter()
    page = to_article(visit)
    engine = Slow()
    work = threading.Thread(target=lambda: make_store(store, documents(4), engine=engine))
    work.start()
    try:
        assert engine.begun.wait(60)
        # The run holds the store's lock, and is at work.
        edit(page, SOUND, "Written while a run was at work.")
        assert stored(store, SOUND) == "Written while a run was at work."
    finally:
        engine.told.set()
        work.join()
    page.keyboard.press("q")
    found = page.locator("#found")
    expect(found).to_be_visible()
    # Where the machine is busy, the queue says that some is still to come: it is asked anew.
    for _ in range(20):
        if "16 entries" in (found.text_content() or ""):
            break
        page.reload()
    expect(found).to_have_text("16 entries")
    assert stored(store, SOUND) == "Written while a run was at work."
    assert_chained(store)
