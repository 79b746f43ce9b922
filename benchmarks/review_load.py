"""Load the review page of a large store over loopback: how long an editor waits, by what they do.

    python benchmarks/review_load.py [--articles 10000] [--threads 2] [--requests 60] [--check]

The real command serves a store of variants of the articles in tests/data, in two languages with
summaries, and one of 60 sentences. Threads ask one thing after the other, each waiting for its
answer: the queue without and with each filter, with searches, deep in its pages; articles; and
saves of a sentence of the long one, which is checked again before the answer, by one editor and by
all at once. Times are those of whole answers, in milliseconds. --check holds two medians: 100 ms
for the queue, 200 ms for the save of one.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

import httpx2 as httpx

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from newsxlate.archive import Document
from newsxlate.cleaning import clean
from newsxlate.inputs.article import read_text
from newsxlate.review.desk import Desk, Filters, prepare
from newsxlate.segmenting import segment
from review_samples import ARTICLES, article, make_large, make_store

LONG, SENTENCES = "long.txt", 60
#: Milliseconds that the median may take.
MOST = {"queue": 100.0, "save, checked again": 200.0}
_CSRF = re.compile('name="csrf" content="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How long one kind of request took, in milliseconds."""

    kind: str
    requests: int
    median: float
    p95: float
    p99: float

    @classmethod
    def of(cls, kind: str, seconds: Sequence[float]) -> Figure:
        """The figures of all requests of a kind."""
        ordered = sorted(seconds)

        def at(share: float) -> float:
            return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

        return cls(kind=kind, requests=len(ordered), median=at(0.5), p95=at(0.95), p99=at(0.99))


def long_article() -> Document:
    """An article of 60 sentences, those of others."""
    paragraphs = [
        paragraph
        for path in sorted(ARTICLES.glob("de-*.txt"))
        for paragraph in article(path.stem).content.decode().split("\n\n")
        if len(paragraph) > 80
    ]
    text = "Sechzig Sätze aus anderen Artikeln"
    for paragraph in paragraphs:
        longer = f"{text}\n\n{paragraph}"
        if len(list(segment(clean(read_text(longer, language="de"))).sentences())) <= SENTENCES:
            text = longer
    return Document(id=LONG, name=f"wire/{LONG}", content=text.encode())


def make(store: Path, count: int) -> None:
    """Make the store."""
    make_large(store, count - 1)
    make_store(store, [long_article()])
    prepare(store)


@contextmanager
def served(store: Path) -> Iterator[tuple[str, str]]:
    """The command at work on a store: its address, and the way in."""
    line = [sys.executable, "-m", "newsxlate", "review", str(store), "--no-browser", "--quiet"]
    with subprocess.Popen([*line, "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        way_in = process.stdout.readline().strip()
        try:
            yield way_in.partition("/login")[0], way_in
        finally:
            process.terminate()


def come_in(address: str, way_in: str) -> httpx.Client:
    """What a browser has after coming in."""
    client = httpx.Client(base_url=address, timeout=60)
    client.headers.update({"origin": address, "x-requested-with": "fetch"})
    client.get(way_in)
    for page in ("/login", "/"):
        found = _CSRF.search(client.get(page).text)
        assert found
        client.headers["x-csrf"] = found[1]
        if page == "/login":
            client.post("/login", data={"name": "Load"})
    return client


def pages(store: Path) -> dict[str, list[str]]:
    """Addresses by kind; each request takes the next one of its kind."""
    with Desk(store) as desk:
        page = desk.queue(Filters())
        counts = page.counts
    last = max(1, -(-page.total // 50))
    articles = range(1, 400, 7)

    def some(name: str) -> list[str]:
        return [f"/?{name}={quote(value)}" for value in list(counts[name])[:8] if value]

    return {
        "queue": ["/"],
        "queue, by language": some("language"),
        "queue, by state": some("state"),
        "queue, by part": some("part"),
        "queue, by finding": some("code"),
        "queue, by origin": some("origin"),
        "queue, three filters": [f"{one}&part=translation&language=en" for one in some("code")],
        "queue, searched": [f"/?text={word}" for word in ("Brücke", "water", "Trainer", "council")],
        "queue, searched, filtered": ["/?text=Studie&language=fr", "/?text=water&part=summary"],
        "queue, rare words": ["/?text=Borreliose", "/?text=%22erster+Studie%22", "/?text=xyzzy"],
        "queue, newest": ["/?order=newest"],
        "queue, by title": ["/?order=title"],
        "queue, deep": [f"/?page={number}" for number in (2, last // 4, last // 2, last)],
        "article": [f"/article/{number}/en" for number in articles],
        "summary": [f"/summary/{number}/fr" for number in articles],
    }


def timed(client: httpx.Client, path: str, **rest: object) -> float:
    """Seconds that an answer takes."""
    started = time.perf_counter()
    answer = client.post(path, **rest) if rest else client.get(path)  # type: ignore[arg-type]
    seconds = time.perf_counter() - started
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}: {answer.text[:300]}")
    return seconds


def ask(clients: Sequence[httpx.Client], paths: Sequence[str], requests: int) -> list[float]:
    """Ask for addresses from several threads at once, so many times in all."""

    def work(number: int) -> list[float]:
        client, step = clients[number], len(clients)
        return [timed(client, paths[turn % len(paths)]) for turn in range(number, requests, step)]

    with ThreadPoolExecutor(len(clients)) as pool:
        return [seconds for some in pool.map(work, range(len(clients))) for seconds in some]


def save(clients: Sequence[httpx.Client], store: Path, requests: int) -> list[float]:
    """Save sentences of the long article, each thread those of its own."""
    with Desk(store) as desk:
        rows = list(desk.sheet(LONG, "en").rows.values())
        place = desk._store.connection.execute(
            "SELECT number FROM documents WHERE id = ?", (LONG,)
        ).fetchone()[0]
    if abs(len(rows) - SENTENCES) > 5:
        raise SystemExit(f"the long article has {len(rows)} sentences")

    def work(number: int) -> list[float]:
        own = rows[number :: len(clients)]
        made = []
        for turn in range(requests // len(clients)):
            row = own[turn % len(own)]
            sent = {
                "block": row.ref.block,
                "sentence": row.ref.sentence,
                "seen": row.version + turn // len(own),
                "text": f"{row.machine} It was saved {row.version + turn} times.",
            }
            made.append(timed(clients[number], f"/article/{place}/en/edit", json=sent))
        return made

    with ThreadPoolExecutor(len(clients)) as pool:
        return [seconds for some in pool.map(work, range(len(clients))) for seconds in some]


def measure(store: Path, threads: int, requests: int) -> Iterator[Figure]:
    """The figures of all kinds."""
    with served(store) as (address, way_in):
        clients = [come_in(address, way_in) for _ in range(threads)]
        # What checks sentences is loaded beside the server for the first seconds.
        save(clients[:1], store, 20)
        for kind, paths in pages(store).items():
            # What is asked for first is read from the disk.
            ask(clients[:1], paths[:1], 1)
            yield Figure.of(kind, ask(clients, paths, requests))
        yield Figure.of("save, checked again", save(clients[:1], store, requests))
        yield Figure.of("save, all threads", save(clients, store, requests))
        for client in clients:
            client.close()


def main() -> int:
    """Measure, print, and say whether the floors hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--store", type=Path, help="keep the store there, or take it from there")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--requests", type=int, default=60, help="of each kind")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = args.store or Path(folder) / "large.sqlite"
        started = time.perf_counter()
        if not store.exists():
            make(store, args.articles)
        making = time.perf_counter() - started
        figures = list(measure(store, args.threads, args.requests))
    return report(figures, making, args)


def report(figures: Sequence[Figure], making: float, args: argparse.Namespace) -> int:
    """Print the figures; returns the exit status."""
    if args.json:
        print(json.dumps([asdict(one) for one in figures], indent=2))
    else:
        print(f"{args.articles} articles, made in {making:.0f} s; {args.threads} threads", end="")
        print(f"; {os.cpu_count()} cores; milliseconds\n")
        print(f"{'':28}{'median':>9}{'95 %':>9}{'99 %':>9}{'of':>6}")
        for one in figures:
            print(f"{one.kind:28}{one.median:9.1f}{one.p95:9.1f}{one.p99:9.1f}{one.requests:6}")
    slow = [one for one in figures if one.median > MOST.get(one.kind, float("inf"))]
    for one in slow:
        print(f"{one.kind}: {one.median} ms, over {MOST[one.kind]}", file=sys.stderr)
    return int(args.check and bool(slow))


if __name__ == "__main__":
    sys.exit(main())
