"""Three sentences through a real model: names, numbers and quotes come out right, offline too."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.real_model

EXAMPLE = Path(__file__).parent.parent / "examples" / "kim-in-russland.txt"
CLUTTER = ("See also", "KCNA", "Sophie", "Müller", "Stuttgart", "Related", "NATO")
MODEL = "qwen2.5-coder-1.5b-instruct"
TEXT = """Merkel trifft Macron in Berlin

Bundeskanzlerin Angela Merkel hat am Mittwoch Präsident Emmanuel Macron in Berlin empfangen. \
Die Bundesregierung will im Jahr 2021 rund 3,5 Milliarden Euro für neue Züge ausgeben. \
„Wir brauchen mehr Züge“, sagte Merkel.
"""


@pytest.fixture(scope="module")
def model() -> None:
    """Pull the model, as a user would; a second run finds it in the store."""
    subprocess.run(
        [sys.executable, "-m", "newsxlate", "models", "pull", MODEL], check=True, timeout=900
    )


def test_three_sentences(model: None, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    # The audit hook sees every socket Python opens; /proc shows the sockets of native code.
    program = f"""
import json, os, sys
opened = []
def watch(event, arguments):
    if event == "socket.getaddrinfo" or event == "socket.bind":
        opened.append(event)
    if event == "socket.__new__" and int(arguments[1]) != 1:  # 1 is AF_UNIX
        opened.append(f"{{event}} {{arguments[1]}}")
sys.addaudithook(watch)
from newsxlate import Options, Pipeline
from newsxlate.outputs.article import write
with Pipeline(Options(model={MODEL!r}, offline=True)) as pipeline:
    result = pipeline.translate(pipeline.read({str(article)!r}))
    own = {{os.readlink(f"/proc/self/fd/{{n}}") for n in os.listdir("/proc/self/fd")
           if os.path.exists(f"/proc/self/fd/{{n}}")}} if os.path.isdir("/proc/self/fd") else set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        if os.path.exists(f"/proc/self/net/{{table}}"):
            rows = open(f"/proc/self/net/{{table}}").read().splitlines()[1:]
            opened += [table for row in rows if f"socket:[{{row.split()[9]}}]" in own]
print(json.dumps([opened, json.loads(write(result, "json"))]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    opened, document = json.loads(done.stdout)
    assert opened == []
    [english] = document["translations"]
    sentences = [s["text"] for block in english["blocks"] for s in block["sentences"]]
    assert len(sentences) == 4
    assert "Merkel" in sentences[0]
    assert "Macron" in sentences[0]
    assert "Berlin" in sentences[0]
    assert "Angela Merkel" in sentences[1]
    assert "Emmanuel Macron" in sentences[1]
    assert "Wednesday" in sentences[1]
    assert "3.5 billion" in sentences[2]
    assert "2021" in sentences[2]
    assert "“" in sentences[3]
    assert "”" in sentences[3]
    assert "Merkel" in sentences[3]
    assert not [f for b in english["blocks"] for s in b["sentences"] for f in s["findings"]]


@pytest.fixture(scope="module")
def document(model: None, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The acceptance article, translated and summarised in one run: the model takes minutes."""
    output = tmp_path_factory.mktemp("real") / "out.json"
    command = ["newsxlate", "translate", str(EXAMPLE), "--to", "en", "--model", MODEL, "-q"]
    settings = ["--offline", "--retries", "1", "--summary", "--format", "json", "-o", str(output)]
    subprocess.run([sys.executable, "-m", *command, *settings], check=True, timeout=900)
    return json.loads(output.read_text(encoding="utf-8"))


def test_the_acceptance_article(document: Any) -> None:
    """All 17 paragraphs, title included, come out in order, none empty and none left German."""
    blocks = document["article"]["blocks"]
    kept = [number for number, block in enumerate(blocks) if block["removed"] is None]
    [english] = document["translations"]
    assert len(kept) == 17
    assert [block["block"] for block in english["blocks"]] == kept
    for block in english["blocks"]:
        assert len(block["sentences"]) == len(blocks[block["block"]]["sentences"])
        for sentence in block["sentences"]:
            assert sentence["text"].strip()
            assert not sentence["fallback"]
            codes = {found["code"] for found in sentence["findings"]}
            assert not codes & {"N201", "N208", "N209", "N210"}


def test_the_acceptance_article_is_summarised_in_english(document: Any) -> None:
    [summary] = document["summaries"]
    text = " ".join(sentence["text"] for sentence in summary["sentences"])
    for wanted in ("Kim Jong Un", "Putin", r"extend|prolong", r"arms|weapons"):
        assert re.search(wanted, text), wanted
    for clutter in CLUTTER:
        assert clutter not in text
    assert summary["precision"]["entities"] == 1.0
    assert len(summary["sentences"]) == 3
    assert summary["title"]
    # None where the summary says it all.
    assert summary["teaser"] is None or summary["teaser"] not in text
