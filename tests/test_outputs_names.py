"""Names in HTML: coloured by entry, with what became of them, and listed in a table."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from dataclasses import replace
from importlib.resources import files

import lxml.html
import pytest

from newsxlate.entities import Entities, Entity, Located, Mention, NameAlignment, Outcome
from newsxlate.findings import Finding, Severity
from newsxlate.outputs.article.html import name_table, names
from newsxlate.outputs.article.html import page as html
from newsxlate.result import Result
from test_outputs_html import ATTACK, luminance, palette
from writing_samples import kim_result, simple

KIM, PUTIN, KREML = 1, 2, 3
# Block and sentence in the acceptance article.
HEADLINE, LEAD, VISIT, GIFT = (1, 0), (2, 0), (4, 0), (8, 0)


def located(result, place, text, base=None):
    sentence = result.article.blocks[place[0]].sentences[place[1]]
    start = sentence.text.index(text)
    mention = Mention(start, start + len(text), text, base or text)
    return Located(*place, sentence.start + start, sentence.start + start + len(text), mention)


def rendering(result, entry, place, language, text, outcome=Outcome.KEPT, **more):
    start = end = None
    if text:
        made = result.translation(language)
        (sentence,) = [s for b, n, s in made.sentences() if (b, n) == place]
        start = sentence.text.index(text)
        end = start + len(text)
    return NameAlignment(
        entry=entry,
        block=place[0],
        sentence=place[1],
        outcome=outcome,
        text=text,
        start=start,
        end=end,
        **more,
    )


@pytest.fixture(scope="module")
def result() -> Result:
    bare = kim_result()
    kim = [
        located(bare, HEADLINE, "Kim Jong Un"),
        located(bare, LEAD, "Kim Jung Un"),
        located(bare, VISIT, "Kim"),
    ]
    putin = [located(bare, LEAD, "Wladimir Putin"), located(bare, VISIT, "Putin")]
    entries = (
        Entity(KIM, "Kim Jong Un", tuple(kim), ("Kim Jung Un",)),
        Entity(PUTIN, "Wladimir Putin", tuple(putin)),
        Entity(KREML, "Kreml", (located(bare, VISIT, "Kreml"),)),
    )
    english = (
        rendering(bare, KIM, HEADLINE, "en", "Kim Jong Un", source="Kim Jong Un"),
        rendering(bare, KIM, LEAD, "en", "Kim Jung Un", source="Kim Jung Un"),
        rendering(
            bare, PUTIN, LEAD, "en", "Vladimir Putin", source="Wladimir Putin",
            replaced="Wladimir Putin",
        ),
        rendering(bare, PUTIN, VISIT, "en", "Putin", source="Putin"),
        rendering(
            bare, KIM, VISIT, "en", "", Outcome.MISSING, source="Kim", expected=("Kim", "Mr Kim")
        ),
        rendering(
            bare, KREML, VISIT, "en", "Kremlin", Outcome.ALTERED, source="Kreml",
            expected=("the Kremlin",),
        ),
        rendering(bare, None, GIFT, "en", "Dmitry Peskov", Outcome.HALLUCINATED),
    )  # fmt: skip
    french = (
        rendering(bare, PUTIN, LEAD, "fr", "Vladimir Poutine", source="Wladimir Putin"),
        rendering(bare, PUTIN, VISIT, "fr", "Poutine", Outcome.VARIANT, source="Putin"),
        rendering(bare, None, GIFT, "fr", "", Outcome.MISSING, source="Dmitri Peskow"),
    )
    first, second = bare.translations
    return replace(
        bare,
        translations=(replace(first, names=english), replace(second, names=french)),
        ledger=Entities(entries),
    )


@pytest.fixture(scope="module")
def page(result):
    return lxml.html.document_fromstring(html.write(result))


def marks(page, column, place):
    return page.xpath(f"//*[@id='c{column}-b{place[0]}-s{place[1]}']/mark[contains(@class,'name')]")


def shown(page, column, place):
    """What is marked as a name, with its number and sign."""
    found = marks(page, column, place)
    return [(mark.text, mark.get("data-n"), mark.get("data-sign")) for mark in found]


# At the names


def test_names_have_their_entry_in_every_column(page):
    assert shown(page, 0, HEADLINE) == [("Kim Jong Un", "1", None)]
    assert shown(page, 1, HEADLINE) == [("Kim Jong Un", "1", None)]
    assert [m.get("class") for m in marks(page, 1, HEADLINE)] == ["name k0"]
    assert [m.get("class") for m in marks(page, 2, VISIT)] == ["name k1"]


def test_what_is_wrong_has_a_sign_and_a_class(page):
    (_, kremlin) = marks(page, 1, VISIT)
    assert (kremlin.text, kremlin.get("data-sign")) == ("Kremlin", "≠")
    assert kremlin.get("class") == "name k2 bad"
    assert kremlin.get("title").startswith("altered for ‘Kreml’; expected ‘the Kremlin’\n\nKreml\n")


def test_what_is_missing_is_marked_in_the_source_with_the_language(page):
    assert shown(page, 0, VISIT) == [
        ("Putin", "2", None),
        ("Kim", "1", "∅ en"),
        ("Kreml", "3", None),
    ]
    kim = marks(page, 0, VISIT)[1]
    assert "missing in English; expected ‘Kim’ or ‘Mr Kim’" in kim.get("title")


def test_a_missing_name_outside_the_ledger_is_found_in_the_source(page):
    assert shown(page, 0, GIFT) == [("Dmitri Peskow", None, "∅ fr")]


def test_a_misspelling_of_the_source_is_marked(page):
    kim = marks(page, 0, LEAD)[0]
    assert (kim.text, kim.get("data-sign")) == ("Kim Jung Un", "?")
    assert kim.get("title").startswith("perhaps misspelt, see ‘Kim Jong Un’; ")


def test_a_repair_says_what_stood_there(page):
    (_, putin) = marks(page, 1, LEAD)
    assert (putin.text, putin.get("data-sign")) == ("Vladimir Putin", "✎")
    assert putin.get("title").startswith("repaired; the model wrote ‘Wladimir Putin’\n\n")


def test_an_invented_name_has_no_entry_and_no_color(page):
    (invented,) = marks(page, 1, GIFT)
    assert dict(invented.attrib) == {
        "class": "name bad",
        "data-sign": "+",
        "title": "invented: no name in the source explains it",
    }


def test_the_title_has_the_renderings_in_all_languages(page):
    assert marks(page, 2, LEAD)[0].get("title").splitlines() == [
        "Wladimir Putin",
        "German: Wladimir Putin, Putin",
        "English: Vladimir Putin (repaired, the model wrote ‘Wladimir Putin’), Putin (kept)",
        "French: Vladimir Poutine (kept), Poutine (right form)",
    ]


@pytest.mark.parametrize(
    ("outcome", "reason", "sign"),
    [
        (Outcome.KEPT, "same-spelling", None),
        (Outcome.VARIANT, "exonym", None),
        (Outcome.GERMAN, "german-left", "DE"),
        (Outcome.INCONSISTENT, "exonym", "≈"),
        (Outcome.ALTERED, "forbidden", "✗"),
        (Outcome.HALLUCINATED, "uncertain", "(+)"),
    ],
)
def test_each_outcome_has_its_sign(outcome, reason, sign):
    one = NameAlignment(
        entry=None, block=0, sentence=0, outcome=outcome, reason=reason, text="O", start=0, end=1
    )
    bare = simple("One.")
    made = replace(bare.translations[0], names=(one,))
    page = lxml.html.document_fromstring(
        html.write(replace(bare, translations=(made,), ledger=Entities()))
    )
    assert shown(page, 1, (0, 0)) == [("O", None, sign)]


def test_colors_come_again_after_the_last():
    assert names.color(1) == names.color(1 + names.COLORS) == "k0"
    css = files("newsxlate").joinpath("data/outputs/html/names.css").read_text(encoding="utf-8")
    assert set(re.findall(r"\.(k\d+) \{", css)) == {names.color(n) for n in range(1, 50)}


def test_a_finding_on_a_name_marks_no_other_occurrence():
    bare = simple("Putin met Putin.")
    found = Finding(
        code="N513", message="m", severity=Severity.WARNING, language="en", block=0, sentence=0,
        target="Putin",
    )  # fmt: skip
    one = NameAlignment(
        entry=None, block=0, sentence=0, outcome=Outcome.ALTERED, text="Putin", start=10, end=15
    )
    made = replace(bare.translations[0], names=(one,))
    named = replace(bare, translations=(made,), findings=(found,), ledger=Entities())
    page = lxml.html.document_fromstring(html.write(named))
    (sentence,) = page.xpath("//*[@id='c1-b0-s0']")
    assert [mark.text for mark in sentence.xpath("./mark")] == ["Putin"]
    assert sentence.text == "Putin met "
    assert sentence.get("class") == "s"
    assert page.xpath("//a[@href='#f1']")


def test_a_number_inside_a_name_keeps_both_marks():
    bare = simple("A Boeing 12 flew.")
    found = Finding(
        code="N301", message="12?", severity=Severity.ERROR, language="en", block=0, sentence=0,
        target="12",
    )  # fmt: skip
    one = NameAlignment(
        entry=1, block=0, sentence=0, outcome=Outcome.ALTERED, text="Boeing 12", start=2, end=11
    )
    entities = Entities((Entity(1, "Boeing 12", ()),))
    made = replace(bare.translations[0], names=(one,))
    page = lxml.html.document_fromstring(
        html.write(replace(bare, translations=(made,), findings=(found,), ledger=entities))
    )
    first, second = page.xpath("//*[@id='c1-b0-s0']/mark")
    assert (first.text, first.get("class"), first.get("data-sign")) == (
        "Boeing ", "name k0 bad", None,
    )  # fmt: skip
    assert (second.text, second.get("class"), second.get("data-sign")) == (
        "12", "name k0 bad error", "≠",
    )  # fmt: skip


def test_without_a_ledger_there_is_nothing_of_it():
    written = html.write(kim_result())
    assert not re.search(r'"names"|"colours"|--name-0|name-\$', written)
    assert names.spans(kim_result()) == {}
    assert name_table.write(replace(kim_result(), ledger=Entities())) == ""


# The table


def rows(page):
    return page.xpath("//details[@class='names']//tbody/tr")


def cells(row):
    return [
        [" ".join(item.text_content().split()) for item in cell.xpath(".//li")]
        for cell in row.xpath("./td[position() > 1]")
    ]


def test_the_table_lists_each_entry_with_all_its_renderings(page):
    heads = page.xpath("//details[@class='names']//thead//th/text()")
    assert heads == ["Name", "Mentions", "German (source)", "English", "French"]
    assert [row.get("id") for row in rows(page)] == ["name-1", "name-2", "name-3", None, None]
    assert [row.xpath("./th")[0].text_content() for row in rows(page)] == [
        "Kim Jong Un? Kim Jung Un perhaps misspelt",
        "Wladimir Putin",
        "Kreml",
        "not in the source",
        "Dmitri Peskow",
    ]
    assert [row.xpath("./td")[0].text_content() for row in rows(page)[:3]] == [
        "3 headline", "2 lead", "1 paragraph 3",
    ]  # fmt: skip
    kim, putin, kreml, invented, peskow = map(cells, rows(page))
    assert kim == [
        ["Kim Jong Un", "Kim Jung Un", "Kim"],
        ["Kim Jong Un kept", "Kim Jung Un kept", "∅ missing"],
        [],
    ]
    assert putin[1] == ["✎ Wladimir Putin Vladimir Putin repaired", "Putin kept"]
    assert putin[2] == ["Vladimir Poutine kept", "Poutine right form"]
    assert kreml[1] == ["≠ Kremlin altered"]
    assert invented == [[], ["+ Dmitry Peskov invented"], []]
    assert peskow == [[], [], ["∅ missing"]]


def test_its_links_lead_to_the_first_mention(page):
    kim, *_ = rows(page)
    assert kim.xpath("./td[1]//@href") == ["#c0-b1-s0"]
    assert kim.xpath("./td[3]//@href") == ["#c1-b1-s0", "#c1-b2-s0", "#c0-b4-s0"]
    assert {address[1:] for address in page.xpath("//@href")} <= set(page.xpath("//@id"))


def test_it_tells_how_much_there_is_to_check_and_what_the_signs_mean(page):
    (details,) = page.xpath("//details[@class='names']")
    assert details.get("open") is None
    assert details.xpath("./summary")[0].text_content() == "5 names, 4 renderings to check"
    assert details.xpath("./p[@class='legend']")[0].text_content() == (
        "✎ repaired · ∅ missing · ≠ altered · + invented · ? perhaps misspelt"
    )


def test_the_same_rendering_is_listed_once_with_its_count():
    bare = simple("Kim, Kim.")
    made = [
        NameAlignment(
            entry=1, block=0, sentence=0, outcome=Outcome.KEPT, text="Kim", start=s, end=s + 3
        )
        for s in (0, 5)
    ]
    entities = Entities((Entity(1, "Kim", ()),))
    named = replace(bare.translations[0], names=tuple(made))
    page = lxml.html.document_fromstring(
        html.write(replace(bare, translations=(named,), ledger=entities))
    )
    assert cells(rows(page)[0])[1] == ["Kim kept ×2"]


def test_no_name_becomes_markup():
    mention = Mention(0, 2, ATTACK, ATTACK, ATTACK)
    entry = Entity(1, ATTACK, (Located(0, 0, 0, 2, mention),), (ATTACK,))
    wrong = NameAlignment(
        entry=1, block=0, sentence=0, outcome=Outcome.GERMAN, source=ATTACK, text=ATTACK, start=0,
        end=4, reason=ATTACK, expected=(ATTACK,), replaced=ATTACK,
    )  # fmt: skip
    lost = replace(wrong, entry=None, outcome=Outcome.MISSING, text="", start=None, end=None)
    bare = simple(ATTACK)
    made = replace(bare.translations[0], names=(wrong, lost))
    page = lxml.html.document_fromstring(
        html.write(replace(bare, translations=(made,), ledger=Entities((entry,))))
    )
    assert len(page.xpath("//script")) == 2
    assert not page.xpath("//img | //*[@onerror]")
    assert page.xpath("//tr[@id='name-1']/th/span")[0].text == ATTACK


# Colours

# Machado, Oliveira & Fernandes (2009), A physiologically-based model for simulation of color vision
# deficiency, severity 1, on linear RGB.
SIGHT = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def lab(color, matrix):
    """CIE L*a*b* of a colour as somebody sees it."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    r, g, b = (
        min(1, max(0, sum(m * c for m, c in zip(row, linear, strict=True)))) for row in matrix
    )
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def colors(dark):
    css = [
        files("newsxlate").joinpath(f"data/outputs/html/{name}.css").read_text(encoding="utf-8")
        for name in ("page", "names")
    ]
    return palette(css[0], dark), palette(css[1], dark)


@pytest.mark.parametrize("dark", [False, True])
def test_names_can_be_read_in_every_color(dark):
    page, own = colors(dark)
    assert len(own) == names.COLORS
    for color in own.values():
        low, high = sorted(luminance(c) for c in (color, page["ink"]))
        assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("dark", [False, True])
def test_any_two_colors_can_be_told_apart(dark, sight):
    page, own = colors(dark)
    seen = [lab(color, SIGHT[sight]) for color in (*own.values(), page["paper"])]
    distances = [
        sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5
        for pair in itertools.combinations(seen, 2)
    ]
    # About four times what is just noticeable.
    assert min(distances) >= 10


# In a browser

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

PROBE = """<!DOCTYPE html><meta charset="utf-8"><iframe src="page.html" width="1300" height="800">
</iframe><pre id="seen"></pre><script>
onload = async () => {
  const page = document.querySelector("iframe").contentDocument;
  const say = (what) => { document.getElementById("seen").textContent += what + "\\n"; };
  const card = page.getElementById("card");
  const lines = () => [...card.querySelectorAll("p, dt")].map((e) => e.textContent).join(" | ");
  const name = (place) => page.querySelector(`#${place} .name`);
  const over = (element) =>
    element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
  const key = (name) => page.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { key: name, bubbles: true }));
  const ground = () => getComputedStyle(name("c1-b1-s0")).backgroundColor;
  over(name("c1-b2-s0"));
  say("hover " + lines());
  say("same " + [...page.querySelectorAll(".name.same")].map((e) => e.closest(".s").id).join(" "));
  say("title " + name("c1-b2-s0").hasAttribute("title"));
  over(page.body);
  await new Promise((done) => setTimeout(done, 400));
  say("left " + card.hidden);
  page.querySelector('.s[tabindex="0"]').focus();
  for (let i = 0; i < 3; i++) key("ArrowDown");
  const stops = page.querySelectorAll(".name[tabindex]");
  say("stops " + [...stops].map((e) => e.textContent).join(" "));
  stops[1].focus();
  say("focus " + (page.activeElement === stops[1]) + " " + lines());
  say("told " + stops[1].getAttribute("aria-describedby"));
  key("Escape");
  say("escape " + card.hidden);
  key("ArrowRight");
  say("right " + page.activeElement.id);
  say("on " + ground());
  page.querySelector("label[for=colours]").click();
  say("off " + ground());
};
</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_in_a_browser(result, tmp_path):
    tmp_path.joinpath("page.html").write_text(html.write(result), encoding="utf-8")
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE, encoding="utf-8")
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
        " --disable-background-networking --disable-component-update"
        " --allow-file-access-from-files --dump-dom --virtual-time-budget=5000 --timeout=20000"
    )
    done = subprocess.run(
        [CHROMIUM, *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", probe.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    seen = lxml.html.document_fromstring(done.stdout).xpath("//pre[@id='seen']")[0].text
    assert dict(row.split(" ", 1) for row in seen.splitlines()) == {
        "hover": "Kim Jong Un | German (source) | English",
        "same": "c0-b1-s0 c1-b1-s0 c0-b2-s0 c1-b2-s0 c0-b4-s0",
        "title": "false",
        "left": "true",
        "stops": "Putin Kim Kreml",
        "focus": "true missing in English; expected ‘Kim’ or ‘Mr Kim’ | Kim Jong Un"
        " | German (source) | English",
        "told": "card",
        "escape": "true",
        "right": "c1-b4-s0",
        "on": "rgb(184, 212, 245)",
        "off": "rgba(0, 0, 0, 0)",
    }
