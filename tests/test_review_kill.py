"""kill -9 of the server at any moment: no edit that it acknowledged is lost, none is half there."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
import pytest

from browser import Served
from conftest import made_once
from newsxlate.review import audit
from newsxlate.review.desk import prepare
from review_samples import KIM, documents, make_store

EDIT = "/article/1/en/edit"
#: Sentences of the acceptance article that edits are sent to.
PLACES = ((1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0))


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A store of this test's own."""

    def make(folder: Path) -> Path:
        prepare(make_store(folder / "out.sqlite", documents(1), targets=("en",)))
        return folder

    made = made_once(tmp_path_factory, "review-small", make) / "out.sqlite"
    return Path(shutil.copy(made, tmp_path / "out.sqlite"))


def come_in(served: Served) -> httpx.Client:
    """What a browser has after coming in: the cookie, and the token of forms."""
    client = httpx.Client(base_url=served.address, timeout=30)
    client.headers.update({"origin": served.address, "x-requested-with": "fetch"})
    client.get(served.way_in)
    client.headers["x-csrf"] = _token(client.get("/login").text)
    assert client.post("/login", data={"name": "Ana"}).status_code == 303
    client.headers["x-csrf"] = _token(client.get("/").text)
    return client


def _token(page: str) -> str:
    found = re.search('name="csrf" content="([^"]*)"', page)
    assert found
    return found[1]


@dataclass
class Sender:
    """Sends edits of one sentence, one after the other, until the server is gone."""

    client: httpx.Client
    place: tuple[int, int]
    version: int
    name: str
    #: The texts that the server said it has, and the one on its way.
    kept: list[str] = field(default_factory=list)
    on_its_way: str = ""

    def send(self, acknowledged: threading.Semaphore) -> None:
        """Go on until there is no answer."""
        with suppress(httpx.TransportError):
            for number in range(10_000):
                text = f"This is text {number} of {self.name}, and it is a sentence."
                self.on_its_way = text
                answer = self.client.post(
                    EDIT,
                    json={
                        "block": self.place[0],
                        "sentence": self.place[1],
                        "seen": self.version,
                        "text": text,
                    },
                )
                assert answer.status_code == 200, answer.text
                self.version += 1
                self.kept.append(text)
                acknowledged.release()


def versions(store: Path) -> dict[tuple[int, int], tuple[int, str]]:
    """Version and text of each sentence that was edited."""
    with sqlite3.connect(store) as connection:
        rows = connection.execute(
            "SELECT block, sentence, version, text FROM corrections WHERE document = ?", (KIM,)
        ).fetchall()
    return {(block, sentence): (version, text) for block, sentence, version, text in rows}


def assert_whole(store: Path, senders: list[Sender]) -> None:
    """What was acknowledged is there; what was not is, or is not, with all that goes along."""
    now = versions(store)
    with sqlite3.connect(store) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert audit.verify(connection) is None
        trail = connection.execute(
            "SELECT block, sentence, \"is\" FROM audit WHERE action = 'edit' ORDER BY number"
        ).fetchall()
    said: dict[tuple[int, int], list[str]] = {}
    for block, sentence, text in trail:
        said.setdefault((block, sentence), []).append(text)
    # Row and trail agree, edit by edit.
    assert {place: (len(texts), texts[-1]) for place, texts in said.items()} == now
    for sender in senders:
        texts = said.get(sender.place, [])
        mine = [one for one in texts if sender.name in one]
        # The last may have got there, and its answer not back.
        assert mine in (sender.kept, [*sender.kept, sender.on_its_way])
        assert len(texts) - sender.version == len(mine) - len(sender.kept)


def kill_at_random_points(store: Path, kills: int, seed: int) -> None:
    """Send edits from several threads, kill the server in the midst of it, look, and go on."""
    chance = random.Random(seed)
    for turn in range(kills):
        served = Served(store)
        now = versions(store)
        senders = [
            Sender(come_in(served), place, now.get(place, (0, ""))[0], f"turn {turn}, {place}")
            for place in chance.sample(PLACES, 3)
        ]
        acknowledged = threading.Semaphore(0)
        threads = [threading.Thread(target=sender.send, args=(acknowledged,)) for sender in senders]
        for thread in threads:
            thread.start()
        for _ in range(chance.randrange(1, 12)):
            assert acknowledged.acquire(timeout=60)
        # Not only when an answer has just gone out.
        threading.Event().wait(chance.random() * 0.1)
        served.kill()
        for thread in threads:
            thread.join()
        for sender in senders:
            sender.client.close()
        assert_whole(store, senders)
    with sqlite3.connect(store) as connection:
        edits = connection.execute("SELECT count(*) FROM audit WHERE action = 'edit'").fetchone()[0]
    assert edits >= kills


def test_no_edit_is_lost_as_the_server_is_killed(store: Path) -> None:
    kill_at_random_points(store, 2, seed=1)


@pytest.mark.long
def test_no_edit_is_lost_as_the_server_is_killed_at_twenty_points(store: Path) -> None:
    kill_at_random_points(store, 20, seed=2)
