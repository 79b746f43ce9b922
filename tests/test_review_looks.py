"""How the page looks in a real browser: at two sizes, in light and dark, of whatever is in a store.

Each page is held to what axe-core finds serious, and to not scrolling sideways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser import DESKTOP, PHONE, Served, Visit
from newsxlate.archive import Document
from newsxlate.review.desk import prepare
from newsxlate.review.users import Role, add
from review_samples import NUMBER, PESKOW, Written, make_store

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ("browser",)

Serve = Callable[..., Served]
Visits = Callable[..., Visit]

LONG = "Donaudampfschifffahrt" * 30
TITLE = "<img src=x onerror=alert(1)> Rathaus {{ 7*7 }} ${7*7} \u202eesrever\u202c"
SENTENCES = (
    '<script src="https://evil.example/x.js"></script> Der Rat tagte 12 Mal.',
    "</p></body><iframe src=javascript:alert(2)></iframe> Herr Peskow kam um 7 Uhr.",
    f"Die {LONG} fuhr am Montag.",
    "Der Wert stieg um 5 Prozent, sagte <a href=\"javascript:alert(3)\">Müller</a> & 'Sohn'.",
    "Ein Zeichen\u2066 ohne\u202e Ende und ein Nichts.",
)
TRANSLATIONS = (
    '<svg onload=alert(4)> The council met 13 times " onmouseover="alert(5)".',
    "--></textarea></template><script>alert(6)</script> Mr Peskow came at 8 o'clock.",
    f"The {LONG} went on Tuesday.",
    "javascript:alert(7) The value rose by 6 per cent, said </option><b>Müller</b>.",
    "A sign\u2066 without\u202e end and \u0007 nothing.",
)
NAME = "<b onclick=alert(8)>&lt;.txt"


def axe(page: Page, what: str, *rules: str) -> None:
    """Fail on what screen readers, or eyes, would have serious trouble with."""
    from axe_playwright_python.sync_playwright import Axe

    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    # What is behind a dialog was looked at before.
    shown = "dialog[open]" if page.locator("dialog[open]").count() else None
    found = Axe().run(page, context=shown, options=options).response["violations"]
    serious = [
        f"{what}: {one['id']}: {one['help']}: " + " | ".join(node["html"] for node in one["nodes"])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


def assert_fits(page: Page) -> None:
    """Nothing of the page is to be scrolled for sideways."""
    wide = page.evaluate(
        "() => [document.documentElement.scrollWidth, window.innerWidth]",
    )
    assert wide[0] <= wide[1]


def look(page: Page, what: str) -> None:
    """Look at a page as it is, at both sizes, in light and dark."""
    assert_fits(page)
    if page.evaluate("document.documentElement.lang") == "de":
        # The words are other ones and longer; all else is the same.
        resize(page, PHONE)
        assert_fits(page)
        resize(page, DESKTOP)
        return
    axe(page, f"{what}, light")
    page.emulate_media(color_scheme="dark")
    # Of what is seen, only the colours are others.
    axe(page, f"{what}, dark", "color-contrast")
    page.emulate_media(color_scheme="light")
    resize(page, PHONE)
    assert_fits(page)
    axe(page, f"{what}, phone")
    resize(page, DESKTOP)


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


@contextmanager
def dialog(page: Page, name: str) -> Iterator[None]:
    """A dialog that is open, and is closed by Esc afterwards."""
    page.wait_for_selector(f"dialog#{name}[open]")
    yield
    page.keyboard.press("Escape")
    page.wait_for_selector(f"dialog#{name}", state="hidden")


@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
def test_the_queue_and_what_surrounds_it(
    language: str, store: Path, serve: Serve, visits: Visits
) -> None:
    visit = visits(serve(store), language=language)
    page = visit.open("/login")
    look(page, "closed")
    page.goto(visit.served.way_in)
    look(page, "the name")
    visit.enter()
    look(page, "queue")
    page.locator("details.menu > summary").first.click()
    look(page, "queue with its menu")
    page.keyboard.press("Escape")
    page.goto(visit.served.address + "/?text=Straßenbahndepotverwaltung&state=machine")
    look(page, "nothing found")
    visit.allow("404")
    page.goto(visit.served.address + "/article/999/en")
    look(page, "missing")


@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
def test_an_article_and_its_dialogs(
    language: str, store: Path, serve: Serve, visits: Visits
) -> None:
    visit = visits(serve(store), language=language)
    visit.enter()
    page = visit.open("/article/1/en")
    row = page.locator("#s-{}-{}".format(*NUMBER))
    look(page, "article")
    row.locator(".text").click()
    page.locator(".field").fill("He travelled there for 3 days.")
    look(page, "editing")
    page.keyboard.press("Control+Enter")
    row.locator(".field").wait_for(state="detached")
    page.keyboard.press("v")
    look(page, "edited")
    page.keyboard.press("h")
    with dialog(page, "history"):
        look(page, "history")
    page.keyboard.press("d")
    with dialog(page, "dismissing"):
        look(page, "dismissing")
    page.keyboard.press("s")
    with dialog(page, "signing-dialog"):
        look(page, "signing")
    page.keyboard.press("?")
    with dialog(page, "help"):
        look(page, "help")
    page.locator("#s-{}-{} [data-do=rename]".format(*PESKOW)).click()
    with dialog(page, "renaming"):
        look(page, "renaming")
    page.keyboard.press("g")
    look(page, "names")


@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
def test_a_summary(language: str, store: Path, serve: Serve, visits: Visits) -> None:
    visit = visits(serve(store), language=language)
    visit.enter()
    page = visit.open("/summary/1/en")
    page.keyboard.press("j")
    page.wait_for_selector(".row.current")
    look(page, "summary")


def test_a_log_in(store: Path, tmp_path: Path, serve: Serve, visits: Visits) -> None:
    users = tmp_path / "users.json"
    add(users, "Ben", Role.EDITOR, "correct horse battery")
    visit = visits(serve(store, "--users", str(users)))
    page = visit.open("/article/1/en")
    look(page, "log-in")
    visit.allow("403")
    for password in ("wrong horse battery", "correct horse battery"):
        page.locator("#name").fill("Ben")
        page.locator("#password").fill(password)
        page.keyboard.press("Enter")
        page.wait_for_selector(".refusal" if password.startswith("wrong") else "#board")
    # An editor may do everything but approve.
    page.goto(visit.served.address + "/summary/2/en")
    page.keyboard.press("s")
    page.wait_for_selector("#signing")
    assert page.locator("#signing [data-do=approve]").is_disabled()
    assert page.locator("#signing [data-do=send-back]").is_enabled()


def test_a_phone_is_enough(store: Path, serve: Serve, visits: Visits) -> None:
    visit = visits(serve(store), size=PHONE, has_touch=True, is_mobile=True)
    page = visit.enter()
    assert_fits(page)
    # The filters are out of the way, and there.
    filters = page.locator("#filters")
    assert filters.get_attribute("open") is None
    filters.locator("> summary").tap()
    filters.locator("a", has_text="English").first.tap()
    page.wait_for_url(re.compile("language=en"))
    page.locator(".row-link", has_text="North Korean leader").first.tap()
    page.wait_for_selector("#board .row")
    row = page.locator("#s-{}-{}".format(*NUMBER))
    row.locator(".text").tap()
    page.locator(".field").fill("He travelled there for two days.")
    # Whoever taps elsewhere has saved it.
    page.locator("#s-{}-{} .source-text".format(*PESKOW)).tap()
    page.wait_for_selector(f"#{row.get_attribute('id')}[data-state=edited]")
    assert row.locator(".finding[data-code=N303]").count() == 0
    page.locator("#panel-tabs [data-panel=findings]").tap()
    page.locator("#findings .finding a").last.tap()
    assert_fits(page)
    # What is touched is large enough for a thumb.
    for button in page.locator(".row.current .tools > *").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    page.locator(".row.current [data-do=accept]").tap()
    page.wait_for_selector(".row.current[data-state=accepted]")
    page.locator("#sign").tap()
    page.wait_for_selector("#signing-blocked")
    assert_fits(page)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A store whose name, documents, translations and findings try to be something else."""
    content = "\n\n".join([TITLE, *SENTENCES]).encode()
    document = Document(id=NAME, name=f"wire/{NAME}", content=content)
    known = dict(zip((TITLE, *SENTENCES), (TITLE, *TRANSLATIONS), strict=True))
    store = tmp_path / "<img src=x onerror=alert(9)>.sqlite"
    engine = Written({"en": known})
    prepare(make_store(store, [document], targets=("en",), engine=engine))
    return store


def assert_harmless(page: Page) -> None:
    """Nothing of what was shown has become an element, or leads elsewhere."""
    found: Any = page.evaluate(
        """() => [...document.querySelectorAll("main *, header *, dialog *")]
          .filter((one) => one.matches("img, script, iframe, object, embed, style, base, meta")
            || [...one.attributes].some(({ name, value }) => name.startsWith("on")
              || (/^(href|src|action|formaction)$/.test(name) && !/^[/#]/.test(value))))
          .map((one) => one.outerHTML)"""
    )
    assert found == []
    for size in (DESKTOP, PHONE):
        resize(page, size)
        assert_fits(page)


def test_a_hostile_article_is_shown_and_does_nothing(
    hostile: Path, tmp_path: Path, serve: Serve, visits: Visits
) -> None:
    glossary = tmp_path / "terms.csv"
    glossary.write_text("de;en\nPeskow;<img src=x onerror=alert(10)>\n", encoding="utf-8")
    visit = visits(serve(hostile, "--glossary", str(glossary)))
    page = visit.enter('<i onclick="alert(11)">Ana</i>')
    assert page.locator(".bar-store").inner_text() == hostile.name
    assert_harmless(page)
    page.goto(f"{visit.served.address}/?text={LONG}&origin=%3Cscript%3E&code=%22onx=1")
    assert_harmless(page)
    visit.open("/")
    visit.follow(page.locator(".row-link").first)
    assert_harmless(page)
    rows = page.locator("#board .row")
    said = [one.get_attribute("data-text") or "" for one in rows.all()]
    assert any("<svg onload=alert(4)>" in one for one in said)
    assert any(LONG in one for one in said)
    for one in rows.all():
        # Of what no font has a sign for one is shown in its place.
        shown = (one.get_attribute("data-text") or "").replace("\x07", "\ufffd")
        assert shown in one.locator(".text").inner_text()
    type_hostile(page)
    name_hostile(page)
    finish_hostile(page)
    page.goto(f"{visit.served.address}/help")
    assert_harmless(page)


def type_hostile(page: Page) -> None:
    """What an editor types may be no better than what they read."""
    typed = '"><script>alert(12)</script><img src=x onerror=alert(13)> Mr Peskow'
    row = page.locator("#board .row", has_text="Peskow").first
    row.locator(".text").click()
    page.locator(".field").fill(typed)
    page.keyboard.press("Control+Enter")
    row.locator(".field").wait_for(state="detached")
    page.keyboard.press("v")
    assert typed in row.locator(".text").inner_text()
    page.keyboard.press("h")
    with dialog(page, "history"):
        assert_harmless(page)


def name_hostile(page: Page) -> None:
    """Confirm a rendering that tries something."""
    page.keyboard.press("g")
    assert_harmless(page)
    page.locator("#names [data-do=rename]").first.click()
    page.locator("#renaming [name=form]").fill("<u onclick=alert(14)>x</u>")
    page.wait_for_selector("#renaming [data-changes] ins")
    assert_harmless(page)
    page.locator("#renaming [name=keep][value=good]").check()
    page.locator("#renaming-do").click()
    page.wait_for_selector("#names .terms")
    assert_harmless(page)


def finish_hostile(page: Page) -> None:
    """Give a reason and a note of that kind."""
    note = page.locator("#board .finding[data-severity]").first
    note.locator("[data-do=dismiss]").click()
    page.locator("#dismissing-reason").fill("<svg/onload=alert(15)>")
    page.locator("#dismissing [value=do]").click()
    page.wait_for_selector("#board .finding.dismissed")
    assert_harmless(page)
    there = page.url
    page.keyboard.press("s")
    page.wait_for_selector("#signing")
    page.locator("#signing-note").fill("</textarea><script>alert(16)</script>")
    page.locator("#signing [data-do=send-back]").click()
    page.wait_for_selector("#alerts .notice")
    page.goto(there)
    page.wait_for_selector("#status[data-state='sent back']")
    assert_harmless(page)
