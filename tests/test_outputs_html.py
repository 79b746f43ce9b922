import base64
import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from importlib.resources import files

import lxml.html
import pytest
from hypothesis import given

from newsxlate.article import Kind
from newsxlate.findings import Finding, Severity
from newsxlate.outputs.article.display import clean
from newsxlate.outputs.article.html import page as html
from newsxlate.result import Result, TranslatedSentence
from writing_samples import kim_result, simple
from writing_strategies import results

ATTACK = "</title></style></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;"


def tree(result):
    return lxml.html.document_fromstring(html.write(result))


def texts_of(elements):
    return [element.text_content() for element in elements]


# The page as a whole


def test_it_asks_for_nothing_from_elsewhere():
    page = tree(kim_result())
    assert not page.xpath("//@src | //link | //img | //iframe | //object | //*[@style] | //base")
    style = "".join(page.xpath("//style/text()"))
    assert not re.search(r"url\(|@import|@font-face", style)
    assert all(address.startswith("#") for address in page.xpath("//@href"))


def test_its_policy_allows_exactly_its_own_style_and_script():
    page = tree(kim_result())
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src ")
    own = page.xpath("//style | //script[not(@type)]")  # data is no script
    hashes = [base64.b64encode(hashlib.sha256(e.text.encode()).digest()).decode() for e in own]
    assert sorted(re.findall(r"'sha256-([^']+)'", policy)) == sorted(hashes)
    assert "unsafe" not in policy


def test_there_is_one_row_for_each_kept_block_and_one_cell_for_each_language():
    rows = tree(kim_result()).xpath("//main/div[@class='row']")
    assert len(rows) == 17
    for row in rows:
        assert [cell.get("lang") for cell in row] == ["de", "en", "fr"]
        counts = {len(cell.xpath(".//span[contains(@class, 's')][@data-s]")) for cell in row}
        assert len(counts) == 1


def test_every_sentence_is_there_with_its_number():
    page = tree(kim_result())
    for number, translation in enumerate(kim_result().translations, 1):
        for block, index, sentence in translation.sentences():
            (span,) = page.xpath(f"//*[@id='c{number}-b{block}-s{index}']")
            assert span.text_content() == sentence.text
            assert span.get("data-s") == str(index)


def test_headline_and_subheads_are_headings():
    page = tree(kim_result())
    assert len(page.xpath("//h2[@class='headline']")) == 3
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//h1")[0].text == "German → English, French"
    assert tree(simple("Two.", kind=Kind.SUBHEAD)).xpath("//h3[@class='subhead']")


def test_metadata_and_signature_are_shown():
    page = tree(kim_result())
    meta = dict(zip(texts_of(page.xpath("//dt")), texts_of(page.xpath("//dd")), strict=True))
    assert meta == {
        "By": "Sophie Müller",
        "Published": "2023-09-14",
        "Source": "examples/kim-in-russland.txt",
        "Removed": "7 of 24 blocks",
        "Findings": "3 errors, 1 warning, 1 note",
    }
    footer = texts_of(page.xpath("//footer/p"))
    assert footer[1].startswith("French (through English, 3.2 s): newsxlate:0.1.0|")


def test_removed_blocks_are_folded_up_at_their_place_with_the_reason():
    main = tree(kim_result()).xpath("//main")[0]
    folded = main.xpath("./details[@class='removed']")
    assert len(folded) == 7
    assert not any(element.get("open") is not None for element in folded)
    assert folded[1].xpath("./summary")[0].text == "Removed teaser: link to another article"
    assert folded[1].text_content().endswith("um einen Krieg zu vermeiden")
    before = folded[1].getprevious().xpath(".//p")[0]
    assert before.get("id") == "c0-b11"


def test_right_to_left_languages_are_marked():
    page = tree(simple("نص.", language="ar"))
    assert page.xpath("//main//div[@lang='ar']/@dir") == ["rtl"]
    assert page.xpath("//main//div[@lang='de']/@dir") == ["ltr"]


def test_without_translations_there_is_one_column():
    page = tree(Result(article=kim_result().article))
    assert {len(row) for row in page.xpath("//main/div[contains(@class, 'row')]")} == {1}
    assert not page.xpath("//*[@class='findings']")


def test_a_web_address_is_linked_and_nothing_else():
    page = tree(simple("a", source="https://example.org/?a=b&c"))
    assert page.xpath("//dd/a/@href") == ["https://example.org/?a=b&c"]
    assert not tree(simple("a", source="javascript:alert(1)")).xpath("//dd/a")


# Findings


def test_findings_link_to_their_sentence_and_back():
    page = tree(kim_result())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    listed = page.xpath("//details[@class='findings']//li")
    assert [item.get("class") for item in listed] == ["note", "error", "error", "error", "warning"]
    assert [item.xpath(".//a/@href")[0] for item in listed] == [
        "#c0-b2-s0", "#c1-b6-s0", "#c1-b14-s0", "#c2-b14-s0", "#c2-b16-s0",
    ]  # fmt: skip
    badges = page.xpath("//main//a[contains(@class, 'badge')]")
    assert [badge.get("href") for badge in badges] == ["#f1", "#f2", "#f3", "#f4", "#f5"]
    assert {address[1:] for address in page.xpath("//@href")} <= set(ids)


def test_messages_stand_beside_the_sentence():
    page = tree(kim_result())
    (cell,) = page.xpath("//*[@id='c1-b6']/..")
    assert texts_of(cell.xpath("./ul[@class='notes']/li")) == [
        "N301: the number 12 is not in the source"
    ]
    assert cell.xpath("./ul/@lang") == ["en"]


def test_what_a_finding_names_is_marked_on_both_sides():
    page = tree(kim_result())
    assert texts_of(page.xpath("//*[@id='c0-b6-s0']/mark[@class='error']")) == ["zwei"]
    assert texts_of(page.xpath("//*[@id='c1-b6-s0']/mark[@class='error']")) == ["12"]
    assert texts_of(page.xpath("//*[@id='c0-b2-s0']/mark[@class='note']")) == ["Kim Jung Un"]


def test_the_worst_severity_colors_the_sentence():
    def made(severity):
        return Finding(
            code="N1", message="m", severity=severity, language="en", block=0, sentence=0
        )

    page = tree(simple("One.", findings=(made(Severity.NOTE), made(Severity.ERROR))))
    assert page.xpath("//*[@id='c1-b0-s0']/@class") == ["s error"]


def test_a_sentence_left_standing_is_marked_and_in_its_language():
    page = tree(kim_result())
    (left,) = page.xpath("//*[@id='c1-b14-s0']")
    assert left.get("class") == "s error fallback"
    assert left.get("lang") == "de"
    assert left.getnext().text == "not translated"


@pytest.mark.parametrize(
    ("block", "sentence", "language"),
    [(None, None, None), (9, None, "en"), (0, 9, "en"), (-1, 0, "en"), (0, 0, "sv")],
)
def test_a_finding_about_no_place_on_the_page_is_listed_without_a_link(block, sentence, language):
    found = Finding(
        code="N101",
        message="odd",
        severity=Severity.NOTE,
        language=language,
        block=block,
        sentence=sentence,
    )
    page = tree(simple("One.", findings=(found,)))
    (item,) = page.xpath("//li[@id='f1']")
    assert "odd" in item.text_content()
    assert not item.xpath(".//a")


# Escaping


def test_nothing_in_an_article_becomes_markup():
    found = Finding(
        code=ATTACK,
        message=ATTACK,
        severity=Severity.ERROR,
        language="en",
        block=0,
        sentence=0,
        source=ATTACK,
        target=ATTACK,
    )
    result = simple(
        ATTACK,
        findings=(found,),
        title=ATTACK,
        byline=ATTACK,
        published=ATTACK,
        source=f"https://{ATTACK}",
        id=ATTACK,
    )
    removed = replace(result.article.blocks[0], removed=ATTACK, text=ATTACK, sentences=())
    made = replace(result.translations[0], model=ATTACK, pivot=ATTACK)
    for tried in (
        replace(result, translations=(made,)),
        replace(result, translations=(replace(made, blocks=(), language=ATTACK),)),
        Result(article=replace(result.article, blocks=(removed,), language=ATTACK)),
    ):
        page = tree(tried)
        assert len(page.xpath("//script")) == 2
        assert not page.xpath("//img")
        assert not [name for name in page.xpath("//@*/..") if name.get("onerror")]
        assert page.xpath("//title")[0].text == ATTACK


def _continues(blocks, place):
    """Whether a block goes on from the one before it."""
    return blocks[place - 1].kept and blocks[place - 1].kind is blocks[place].kind


@given(results())
def test_any_result_gives_the_same_skeleton(result):
    written = html.write(result)
    assert written.encode("utf-8")
    page = lxml.html.document_fromstring(written)
    blocks = result.article.blocks
    together = {Kind.ITEM, Kind.ROW, Kind.BOX}
    shown = sum(
        block.kept and not (place and block.kind in together and _continues(blocks, place))
        for place, block in enumerate(blocks)
    )
    assert len(page.xpath("//main/div[@class='row']")) == shown
    assert len(page.xpath("//main/details")) == sum(not block.kept for block in blocks)
    assert len(page.xpath("//main//div[@class='cell']")) == shown * (1 + len(result.translations))
    assert len(page.xpath("//details[@class='findings']//li")) == result.count()
    known = {
        *[
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "a",
            "header",
            "h1",
            "div",
            "dl",
            "dt",
            "dd",
            "p",
            "kbd",
            "details",
            "summary",
            "h2",
        ],
        *[
            "ol",
            "li",
            "span",
            "q",
            "main",
            "small",
            "h3",
            "mark",
            "ul",
            "footer",
            "section",
            *("aside", "h4"),
            *("input", "label", "table", "thead", "tbody", "tr", "th", "td", "b", "em", "del"),
            "code",
            "script",
            "time",
        ],
    }
    assert {element.tag for element in page.iter()} <= known
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in page.xpath("//details[@class='names']//@href")} <= set(ids)


@given(results())
def test_marks_leave_the_text_of_any_sentence_as_it_is(result):
    page = tree(result)
    for number, made in enumerate(result.translations, 1):
        for block, index, sentence in made.sentences():
            (span,) = page.xpath(f"//*[@id='c{number}-b{block}-s{index}']")
            assert span.text_content() == clean(sentence.text)
            for name in span.xpath("./mark[@data-n]"):
                assert all(page.xpath(f"//tr[@id='name-{n}']") for n in name.get("data-n").split())


# Colours


def palette(css, dark):
    light, rest = css.split("@media (prefers-color-scheme: dark)", 1)
    colors = dict(re.findall(r"--([\w-]+): (#\w+);", light))
    if dark:
        colors |= dict(re.findall(r"--([\w-]+): (#\w+);", rest.split("\n}\n", 1)[0]))
    return colors


def luminance(color):
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ink", "paper"), ("ink", "glow"), ("ink", "tint"), ("ink", "error-tint"),
        ("ink", "warning-tint"), ("ink", "note-tint"), ("quiet", "paper"), ("quiet", "tint"),
        ("quiet", "glow"), ("quiet", "error-tint"), ("quiet", "warning-tint"),
        ("quiet", "note-tint"), ("link", "paper"), ("error", "paper"), ("error", "error-tint"),
        ("warning", "paper"), ("warning", "warning-tint"), ("note", "paper"), ("note", "note-tint"),
    ],
)  # fmt: skip
def test_contrast_is_enough_for_small_text(ink, paper, dark):
    css = files("newsxlate").joinpath("data/outputs/html/page.css").read_text(encoding="utf-8")
    colors = palette(css, dark)
    low, high = sorted(luminance(colors[name]) for name in (ink, paper))
    assert (high + 0.05) / (low + 0.05) >= 4.5


# In a browser

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

# Loads the page in a frame as wide as a phone, uses it, and writes down what it saw.
PROBE = """<!DOCTYPE html><meta charset="utf-8"><iframe src="page.html" width="WIDTH" height="800">
</iframe><pre id="seen"></pre><script>
onload = () => {
  const page = document.querySelector("iframe").contentDocument;
  const lit = () => [...page.querySelectorAll(".lit")].map((s) => s.id).join(" ");
  const say = (what) => { document.getElementById("seen").textContent += what + "\\n"; };
  const key = (name) => page.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { key: name, bubbles: true }));
  say("overflow " + (page.documentElement.scrollWidth - page.documentElement.clientWidth));
  say("columns " + getComputedStyle(page.querySelector(".row:not(.heads)")).display);
  page.getElementById("c1-b8-s1").dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
  say("hover " + lit());
  const stops = [...page.querySelectorAll('.s[tabindex="0"]')];
  say("stops " + stops.map((s) => s.id).join(" "));
  stops[0].focus();
  say("focus " + lit());
  key("ArrowDown"); say("down " + page.activeElement.id);
  key("ArrowRight"); say("right " + page.activeElement.id);
  key("ArrowUp"); say("up " + page.activeElement.id);
  key("ArrowUp"); say("top " + page.activeElement.id);
  say("colour " + getComputedStyle(page.body).backgroundColor);
};
</script>"""


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
@pytest.mark.parametrize(("width", "display"), [(1300, "grid"), (360, "block")])
def test_in_a_browser(tmp_path, width, display):
    tmp_path.joinpath("page.html").write_text(html.write(kim_result()), encoding="utf-8")
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE.replace("WIDTH", str(width)), encoding="utf-8")
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
        " --disable-background-networking --disable-component-update"
        " --allow-file-access-from-files --dump-dom --timeout=20000"
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
        "overflow": "0",
        "columns": display,
        "hover": "c0-b8-s1 c1-b8-s1 c2-b8-s1",
        "stops": "c0-b1-s0",
        "focus": "c0-b1-s0 c1-b1-s0 c2-b1-s0",
        "down": "c0-b2-s0",
        "right": "c1-b2-s0",
        "up": "c1-b1-s0",
        "top": "c1-b1-s0",
        "colour": "rgb(255, 253, 248)",
    }


def test_an_empty_translation_still_has_its_place():
    result = simple("", "Two.")
    assert isinstance(result.translations[0].blocks[0].sentences[0], TranslatedSentence)
    assert tree(result).xpath("//*[@id='c1-b0-s0']")[0].text is None
