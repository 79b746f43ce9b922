"""Memory does not grow with the archive."""

import gzip
import io
import multiprocessing
import sys
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from archive_samples import SENTENCES, page, record
from newsxlate.archive import Document
from newsxlate.inputs.stream import documents

BODY = " ".join(SENTENCES)
# What one record more may cost: its id, and for ZIP its entry in the directory.
PER_RECORD = {"jsonl": 100, "jsonl.gz": 100, "csv": 100, "warc.gz": 100, "tar": 100, "zip": 700}


def lines(path: Path, count: int) -> None:
    with path.open("wb") as file:
        for n in range(count):
            file.write(b'{"id": "m%d", "text": "%s %d"}\n' % (n, BODY.encode(), n))


def packed_lines(path: Path, count: int) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        for n in range(count):
            file.write(b'{"id": "m%d", "text": "%s %d"}\n' % (n, BODY.encode(), n))


def rows(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("id,text\n")
        file.writelines(f'm{n},"{BODY} {n}"\n' for n in range(count))


def warc(path: Path, count: int) -> None:
    with path.open("wb") as file:
        for n in range(count):
            file.write(gzip.compress(record(n, page(n)), 1))


def tar(path: Path, count: int) -> None:
    with tarfile.open(path, "w") as file:
        for n in range(count):
            info = tarfile.TarInfo(f"{n}.txt")
            info.size = len(BODY.encode())
            file.addfile(info, io.BytesIO(BODY.encode()))


def zipped(path: Path, count: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for n in range(count):
            file.writestr(f"{n}.txt", BODY)


MAKERS = {
    "jsonl": lines,
    "jsonl.gz": packed_lines,
    "csv": rows,
    "warc.gz": warc,
    "tar": tar,
    "zip": zipped,
}


def peak(suffix: str, folder: Path, count: int) -> int:
    """Bytes at most in use while ``count`` documents are read, in a process of its own."""
    paths = folder / f"few.{suffix}", folder / f"{count}.{suffix}"
    for path, documents_in_it in zip(paths, (10, count), strict=True):
        MAKERS[suffix](path, documents_in_it)
    with multiprocessing.get_context("spawn").Pool(1) as alone:
        return alone.apply(measure, (*paths, count))


def measure(few: Path, path: Path, count: int) -> int:
    # What is loaded with the first documents does not count.
    assert len(list(documents([few]))) == 10
    # pathlib interns names. Should Python's table of them just have to grow here, it would be
    # megabytes at once; with these in it there is room.
    names = [sys.intern(f"name {number}") for number in range(200_000)]
    tracemalloc.start()
    try:
        assert sum(isinstance(each, Document) for each in documents([path])) == count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        del names


@pytest.mark.parametrize("suffix", MAKERS)
def test_ten_times_the_documents_need_no_more_memory(tmp_path: Path, suffix: str):
    few, many = (1_000, 10_000) if suffix in ("jsonl", "zip") else (250, 2_500)
    small, large = (peak(suffix, tmp_path, count) for count in (few, many))
    print(f"{suffix}: {small:,} bytes for {few}, {large:,} for {many}")
    assert large - small < PER_RECORD[suffix] * (many - few) + 200_000
    assert small < 3_000_000
