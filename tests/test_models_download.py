import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loopback import Item, Server, blob, serving, sha256
from newsxlate.errors import HashMismatchError, ModelError, StorageError, UnreachableError
from newsxlate.models.download import Digest, Part, download, safe_name
from newsxlate.models.model import Artifact
from newsxlate.net import Network
from profiles import examples

DATA = bytes(range(256)) * 4000
KNOWN = Artifact(sha256=sha256(DATA), size=len(DATA))


@pytest.fixture(scope="module")
def running():
    with serving() as server:
        yield server


@pytest.fixture(autouse=True, scope="module")
def _no_pauses():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("newsxlate.models.download._PAUSE_SECONDS", 0)
        yield


@pytest.fixture
def server(running: Server):
    running.items.clear()
    running.requests.clear()
    return running


def get(server: Server, target: Path, expected: Artifact = KNOWN, **options) -> Digest:
    return download(Network(stall=2), f"{server.url}/file", target, expected, **options)


def leftovers(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path != target)


def test_a_file_arrives_whole_and_leaves_nothing_behind(server: Server, tmp_path):
    server.items["/file"] = Item(DATA, etag='"v1"')
    counts: list[int] = []
    assert get(server, tmp_path / "f", on_bytes=counts.append) == Digest(KNOWN.sha256, len(DATA))
    assert (tmp_path / "f").read_bytes() == DATA
    assert leftovers(tmp_path / "f") == []
    assert sum(counts) == len(DATA)


def test_a_file_that_is_there_is_not_downloaded_again(server: Server, tmp_path):
    (tmp_path / "f").write_bytes(DATA)
    assert get(server, tmp_path / "f").size == len(DATA)
    assert server.requests == []
    # One whose content nobody vouches for is.
    server.items["/file"] = Item(DATA)
    get(server, tmp_path / "f", Artifact())
    assert len(server.requests) == 1


def test_a_cut_download_goes_on_where_it_stopped(server: Server, tmp_path):
    server.items["/file"] = Item(DATA, etag='"v1"', cuts=[300_000, 200_000])
    counts: list[int] = []
    get(server, tmp_path / "f", on_bytes=counts.append)
    assert (tmp_path / "f").read_bytes() == DATA
    ranges = [headers.get("range") for _, headers in server.requests]
    assert ranges == [None, "bytes=300000-", "bytes=500000-"]
    assert [headers.get("if-range") for _, headers in server.requests] == [None, '"v1"', '"v1"']
    assert sum(counts) == len(DATA)


def test_a_server_that_ignores_ranges_begins_again(server: Server, tmp_path):
    server.items["/file"] = Item(DATA, cuts=[300_000], ranges=False)
    counts: list[int] = []
    get(server, tmp_path / "f", on_bytes=counts.append)
    assert (tmp_path / "f").read_bytes() == DATA
    assert min(counts) > 0
    assert sum(counts) == len(DATA)


def test_a_file_that_changed_meanwhile_is_not_glued_to_the_old_half(server: Server, tmp_path):
    server.items["/file"] = Item(b"old" * 100_000, etag='"v1"')
    unknown = Artifact()
    part = Part(tmp_path / "f", unknown, lambda count: None)
    (tmp_path / "f.part").write_bytes(b"old" * 1000)
    (tmp_path / "f.part.etag").write_text('"v1"')
    assert part.size == 0
    server.items["/file"] = Item(DATA, etag='"v2"')
    get(server, tmp_path / "f", unknown)
    assert server.requests[-1][1]["if-range"] == '"v1"'
    assert (tmp_path / "f").read_bytes() == DATA


def test_half_a_file_of_unknown_identity_is_thrown_away(server: Server, tmp_path):
    (tmp_path / "f.part").write_bytes(b"whatever")
    server.items["/file"] = Item(DATA)
    get(server, tmp_path / "f", Artifact())
    assert "range" not in server.requests[0][1]
    assert (tmp_path / "f").read_bytes() == DATA


def test_a_part_that_is_complete_needs_no_request(server: Server, tmp_path):
    (tmp_path / "f.part").write_bytes(DATA)
    assert get(server, tmp_path / "f").sha256 == KNOWN.sha256
    assert server.requests == []


def test_a_part_that_is_too_long_begins_again(server: Server, tmp_path):
    server.items["/file"] = Item(DATA)
    (tmp_path / "f.part").write_bytes(DATA + b"more")
    get(server, tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == DATA
    # The same where the size is not known beforehand: the server has no such range.
    (tmp_path / "g.part").write_bytes(DATA + b"more")
    get(server, tmp_path / "g", Artifact(sha256=KNOWN.sha256))
    assert (tmp_path / "g").read_bytes() == DATA


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (DATA[:-1] + b"!", KNOWN),
        (DATA[:-1], KNOWN),
        (DATA + b"!", KNOWN),
        (DATA[:-1] + b"!", Artifact(blob=blob(DATA))),
        (b"", KNOWN),
    ],
)
def test_a_wrong_file_is_deleted_and_never_appears(
    server: Server, tmp_path, wrong: bytes, expected: Artifact
):
    server.items["/file"] = Item(wrong)
    with pytest.raises(HashMismatchError, match=r"^f "):
        get(server, tmp_path / "f", expected)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_part_is_found_out(server: Server, tmp_path):
    server.items["/file"] = Item(DATA, etag='"v1"')
    (tmp_path / "f.part").write_bytes(b"X" + DATA[1:300_000])
    with pytest.raises(HashMismatchError, match="SHA-256"):
        get(server, tmp_path / "f")
    get(server, tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == DATA


def test_git_names_vouch_for_small_files(server: Server, tmp_path):
    server.items["/file"] = Item(DATA)
    assert get(server, tmp_path / "f", Artifact(blob=blob(DATA), size=len(DATA))).size == len(DATA)


def test_a_stalled_download_is_taken_up_again(server: Server, tmp_path):
    server.items["/file"] = item = Item(DATA, etag='"v1"', stall=30)

    class Impatient(Network):
        def forgive(self, url: str) -> bool:
            item.stall = 0
            return super().forgive(url)

    download(Impatient(stall=0.3), f"{server.url}/file", tmp_path / "f", KNOWN)
    assert (tmp_path / "f").read_bytes() == DATA
    assert server.requests[-1][1]["range"].startswith("bytes=")


def test_a_server_that_breaks_off_again_and_again_is_given_up_and_the_part_stays(
    server: Server, tmp_path
):
    server.items["/file"] = Item(DATA, etag='"v1"', cuts=[1000, *[0] * 99])
    with pytest.raises(UnreachableError, match="again and again"):
        get(server, tmp_path / "f")
    assert leftovers(tmp_path / "f") == ["f.part", "f.part.etag"]
    assert (tmp_path / "f.part").stat().st_size == 1000


def test_a_missing_file_is_no_reason_to_ask_again(server: Server, tmp_path):
    with pytest.raises(ModelError, match="does not exist"):
        get(server, tmp_path / "f")
    assert len(server.requests) == 1


@settings(max_examples=examples(25), deadline=None)
@given(
    cuts=st.lists(st.integers(0, 4000), max_size=3),
    ranges=st.booleans(),
    present=st.integers(0, 9000),
    size=st.booleans(),
)
def test_whatever_happens_on_the_way_the_file_is_the_file(
    running: Server, tmp_path_factory, cuts, ranges, present, size
):
    content = DATA[:8192]
    running.items["/file"] = Item(content, etag='"v"', cuts=list(cuts), ranges=ranges)
    target = tmp_path_factory.mktemp("x") / "f"
    (target.parent / "f.part").write_bytes((content + b"?" * 2000)[:present])
    expected = Artifact(sha256=sha256(content), size=len(content) if size else 0)
    for _ in range(len(cuts) + 1):
        try:
            download(Network(), f"{running.url}/file", target, expected)
        except UnreachableError:
            # Nothing had come in before the connection broke; the user runs the command again.
            assert not target.exists()
            continue
        break
    assert target.read_bytes() == content
    assert leftovers(target) == []


_PULL = """
import sys
from pathlib import Path
from newsxlate.models.download import download
from newsxlate.models.model import Artefact
from newsxlate.net import Network
url, target, sha256, size = sys.argv[1:]
download(Network(), url, Path(target), Artefact(sha256=sha256, size=int(size)))
"""


def start(server: Server, target: Path, **options) -> subprocess.Popen[str]:
    arguments = [f"{server.url}/file", str(target), KNOWN.sha256, str(len(DATA))]
    return subprocess.Popen(
        [sys.executable, "-c", _PULL, *arguments],
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_a_killed_download_is_continued(server: Server, tmp_path):
    server.items["/file"] = item = Item(DATA, etag='"v1"', slow=0.2)
    target, part = tmp_path / "f", tmp_path / "f.part"
    process = start(server, target)
    for _ in range(600):
        if part.exists() and part.stat().st_size > 100_000:
            break
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    present = part.stat().st_size
    assert 100_000 < present < len(DATA)
    assert not target.exists()
    item.slow = 0
    get(server, target)
    assert server.requests[-1][1]["range"] == f"bytes={present}-"
    assert target.read_bytes() == DATA


def test_a_full_disk_is_said_and_the_part_is_kept(server: Server, tmp_path):
    resource = pytest.importorskip("resource")
    server.items["/file"] = Item(DATA, etag='"v1"')
    target = tmp_path / "f"

    def limit() -> None:
        # The nearest thing to a full disk that needs no privileges.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    process = start(server, target, preexec_fn=limit)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "StorageError: cannot write" in said
    assert not target.exists()
    assert 0 < (tmp_path / "f.part").stat().st_size <= 400_000
    get(server, target)
    assert target.read_bytes() == DATA


def test_a_disk_that_is_really_full(server: Server, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("may not mount a small disk here")
    try:
        server.items["/file"] = Item(DATA, etag='"v1"')
        with pytest.raises(StorageError, match=r"cannot write .*the disk is full") as caught:
            get(server, small / "f")
        assert "Free some space" in caught.value.hint
        assert not (small / "f").exists()
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/b", "", ".", "..", ".hidden", "a\\b", "a\0"])
def test_no_name_leads_out_of_the_folder(name: str):
    with pytest.raises(ModelError, match="is no name for a file"):
        safe_name(name)
