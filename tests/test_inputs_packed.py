"""ZIP, tar and compressed files, in each other, damaged and malicious."""

import bz2
import gzip
import io
import lzma
import re
import struct
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from archive_samples import (
    DATA,
    SENTENCES,
    broken,
    good,
    gzipped,
    page,
    read,
    record,
    tarred,
    texts,
    zipped,
)
from newsxlate.archive import BadRecord, Document

TEXT = "\n\n".join(SENTENCES).encode()
LINES = b'{"text": "Ein Satz."}\n{"text": "Noch ein Satz."}\n'
PACKED = {
    "x.tar": lambda m: tarred(m),
    "x.tar.gz": lambda m: tarred(m, "w:gz"),
    "x.tgz": lambda m: tarred(m, "w:gz"),
    "x.tar.bz2": lambda m: tarred(m, "w:bz2"),
    "x.tar.xz": lambda m: tarred(m, "w:xz"),
    "x.zip": zipped,
    "ohne-suffix": lambda m: tarred(m, "w:gz"),
}


@pytest.mark.parametrize("name", PACKED)
def test_archives_hold_files_of_any_format(tmp_path: Path, name: str):
    members = {
        "b/artikel.html": page(),
        "a.txt": TEXT,
        "bild.png": b"\x89PNG\r\n\x1a\n",
        "__MACOSX/a.txt": b"x",
        ".DS_Store": b"x",
        "c.jsonl": LINES,
        "feed.xml": (DATA / "feed.xml").read_bytes(),
    }
    found = read(tmp_path / name, PACKED[name](members))
    assert [d.id.rpartition("!")[2] for d in good(found)] == [
        "b/artikel.html",
        "a.txt",
        "c.jsonl#1",
        "c.jsonl#2",
        "feed.xml#bote-4711",
        "feed.xml#https://bote.example/rathaus",
    ]
    assert good(found)[0].content == page()
    assert [b.name.rpartition("!")[2] for b in broken(found)] == ["feed.xml#3"]


@pytest.mark.parametrize("packing", [gzip, bz2, lzma])
def test_compressed_files(tmp_path: Path, packing):
    (only,) = read(tmp_path / "a.txt.z", packing.compress(TEXT))
    assert isinstance(only, Document)
    assert only.content == TEXT
    assert len(read(tmp_path / "a.jsonl.z", packing.compress(LINES))) == 2


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python reads Zstandard")
def test_zstandard_says_what_it_needs(tmp_path: Path):
    (only,) = read(tmp_path / "a.jsonl.zst", b"\x28\xb5\x2f\xfd\x00\x58\x00\x00")
    assert isinstance(only, BadRecord)
    assert only.reason == "it is compressed with Zstandard, which needs Python 3.14"


def test_archives_in_archives_are_read_to_a_depth(tmp_path: Path):
    inner = zipped({"a.txt": TEXT})
    for depth in range(1, 5):
        found = read(tmp_path / "x.zip", inner)
        assert isinstance(found[0], Document), depth
        inner = zipped({f"{depth}.zip": inner})
    nested = tarred({"n.tar": tarred({"m.zip": zipped({"l.jsonl.gz": gzipped(LINES)})})})
    assert len(good(read(tmp_path / "y.tar", nested))) == 2
    for depth in range(5, 8):
        inner = zipped({f"{depth}.zip": inner})
    (only,) = read(tmp_path / "x.zip", inner)
    assert isinstance(only, BadRecord)
    assert "packed too many times" in only.reason


def test_gzip_in_gzip_without_end_is_refused(tmp_path: Path):
    data = TEXT
    for _ in range(50):
        data = gzipped(data)
    (only,) = read(tmp_path / "a.gz", data)
    assert isinstance(only, BadRecord)
    assert "packed too many times" in only.reason


@pytest.mark.parametrize("suffix", ["txt", "jsonl", "csv"])
@pytest.mark.parametrize("container", ["gz", "zip", "tar.bz2"])
def test_bombs_are_refused(tmp_path: Path, suffix: str, container: str):
    zeros = b"0" * 80_000_000
    data = {
        "gz": lambda: gzip.compress(zeros, 9),
        "zip": lambda: zipped({f"a.{suffix}": zeros}),
        "tar.bz2": lambda: bz2.compress(tarred({f"a.{suffix}": zeros})),
    }[container]()
    found = read(tmp_path / f"a.{suffix}.{container}", data)
    assert not good(found)
    assert any("bomb" in b.reason or "too large" in b.reason for b in broken(found))


def test_members_that_overlap_are_counted_together(tmp_path: Path):
    """Fifield 2019, "A better zip bomb": many names, one run of compressed zeros."""
    data = bytearray(zipped({"a.jsonl": b"\n" * 30_000_000}))
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", data[end + 16 : end + 20])[0]
    entry = bytes(data[start:end])
    copies = b"".join(entry.replace(b"a.jsonl", b"%07d" % n) for n in range(20))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 20, 20, len(copies), start, 0)
    found = read(tmp_path / "x.zip", bytes(data[:start]) + copies + tail)
    assert not good(found)
    assert broken(found)


def test_an_encrypted_member_is_named_and_the_others_are_read(tmp_path: Path):
    data = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT}))
    # Bit 0 of the flags says that a member is encrypted.
    data[data.index(b"PK\x01\x02") + 8] |= 1
    secret, readable = read(tmp_path / "x.zip", bytes(data))
    assert isinstance(secret, BadRecord)
    assert secret.name.endswith("x.zip!a.txt")
    assert "encrypted" in secret.reason
    assert isinstance(readable, Document)


def test_a_damaged_member_costs_only_itself(tmp_path: Path):
    data = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT}, zipfile.ZIP_STORED))
    data[data.index(TEXT[:40], data.index(b"b.txt")) + 10] ^= 0xFF
    found = read(tmp_path / "x.zip", bytes(data))
    assert [d.name[-5:] for d in good(found)] == ["a.txt", "c.txt"]
    assert "damaged" in broken(found)[0].reason


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.tar.gz", "x.tar.xz"])
def test_a_truncated_archive_is_one_broken_record_more(tmp_path: Path, name: str):
    data = PACKED[name]({f"{n}.txt": TEXT + bytes(str(n * 7919), "ascii") for n in range(50)})
    found = read(tmp_path / name, data[: len(data) // 2])
    assert broken(found)
    assert len(found) <= 51
    if name == "x.tar":
        assert len(good(found)) > 10


def test_names_that_lead_out_are_made_harmless(tmp_path: Path):
    data = zipped(
        {"../../etc/a.txt": TEXT, "/b.txt": TEXT, "C:\\x\\c.txt": TEXT, "d\x07.txt": TEXT}
    )
    names = [d.id.rpartition("!")[2] for d in good(read(tmp_path / "x.zip", data))]
    assert names == ["etc/a.txt", "b.txt", "x/c.txt", "d_.txt"]


def test_names_that_occur_twice_give_two_ids(tmp_path: Path):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as packed:
        for content in (TEXT, TEXT + b" Neu."):
            info = tarfile.TarInfo("a.txt")
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content))
    found = good(read(tmp_path / "x.tar", data.getvalue()))
    assert [d.id.rpartition("!")[2] for d in found] == ["a.txt", "a.txt~2"]


def test_links_and_devices_in_a_tar_are_nothing_to_read(tmp_path: Path):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as packed:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"x{int(kind)}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            packed.addfile(info)
    assert read(tmp_path / "x.tar", data.getvalue()) == []


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "x.tar.gz"
    path.write_bytes(
        tarred({"a.zip": zipped({"b.txt": TEXT}), "c.warc": record(1, page())}, "w:gz")
    )
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr("tempfile.mkstemp", lambda *a, **k: pytest.fail("a temporary file"))
    assert len(good(read(path))) == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_the_text_of_members_is_what_was_packed(tmp_path: Path):
    members = {f"{n:03}.txt": f"Satz {n}. ".encode() * n for n in range(1, 60)}
    for name in ("x.zip", "x.tar.xz"):
        found = read(tmp_path / name, PACKED[name](members))
        assert list(texts(found)) == [content.decode() for content in members.values()]


def tar_header(name: str, size: bytes, kind: bytes = b"0") -> bytes:
    """A header with a size as it is given, and the right sum."""
    info = tarfile.TarInfo(name)
    info.type = kind
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[124:136] = size
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block[:512])
    return bytes(block)


@pytest.mark.parametrize(
    ("size", "kind"),
    [
        (b"\x80" + b"\x7f".rjust(4, b"\0") + b"\xff" * 7, b"0"),
        (b"\x80" + b"\x7f".rjust(4, b"\0") + b"\xff" * 7, b"S"),
        (b"%011o\0" % 0, b"S"),
        (b"\xff" * 12, b"0"),
    ],
    ids=["huge", "huge and sparse", "sparse", "negative"],
)
def test_a_size_that_is_declared_only_is_not_read_for_ever(
    tmp_path: Path, size: bytes, kind: bytes
) -> None:
    data = tarred({"a.txt": TEXT})[:1024] + tar_header("b.txt", size, kind) + b"\0" * 1024
    found = read(tmp_path / "x.tar", data)
    assert len(good(found)) == 1
    assert broken(found)
    assert all("!b.txt" in bad.name or "cut short" in bad.reason for bad in broken(found))


def test_a_damaged_header_costs_what_is_behind_it_up_to_the_next(tmp_path: Path) -> None:
    data = bytearray(tarred({f"{n}.txt": TEXT for n in range(4)}))
    data[data.index(b"1.txt") + 150] ^= 0xFF
    found = read(tmp_path / "x.tar", bytes(data))
    assert [d.name[-5:] for d in good(found)] == ["0.txt", "2.txt", "3.txt"]
    assert "are in no file" in broken(found)[0].reason


@pytest.mark.parametrize(("place", "value"), [(6, 0xFF), (10, 0x63), (46, 0xFF)])
def test_an_entry_that_zipfile_refuses_costs_itself(tmp_path: Path, place: int, value: int) -> None:
    data = bytearray(zipped({f"ö{n}.txt": TEXT for n in range(4)}))
    entries = [at.start() for at in re.finditer(b"PK\x01\x02", data)]
    data[entries[1] + place] = value
    found = read(tmp_path / "x.zip", bytes(data))
    assert [d.name[-5:] for d in good(found)] == ["0.txt", "2.txt", "3.txt"]
    assert len(broken(found)) == 1
