"""Files of a Hub repository at one commit.

The Hub's JSON API lists a commit's files: large ones with their SHA-256 and size, small ones with
their Git object name. HF_ENDPOINT, HF_TOKEN, HF_TOKEN_PATH and HF_HOME mean what they mean to
``huggingface_hub``.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from newsxlate.errors import HashMismatchError, ModelError
from newsxlate.models.download import Digest, OnBytes, download, safe_name
from newsxlate.models.model import Artifact, HubSource, Model

if TYPE_CHECKING:
    from newsxlate.net import Network

_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Commit:
    """What the Hub says of a repository at one commit.

    Attributes:
        sha: The commit.
        files: Its files, by path.
    """

    sha: str
    files: dict[str, Artifact]


def endpoint() -> str:
    """The Hub's address."""
    return (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")


def authorization() -> str:
    """The Authorization header for the Hub; empty without a token."""
    token = os.environ.get("HF_TOKEN", "").strip()
    if not token:
        home = Path(os.environ.get("HF_HOME") or "~/.cache/huggingface").expanduser()
        path = Path(os.environ.get("HF_TOKEN_PATH") or home / "token").expanduser()
        try:
            token = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            token = ""
    return f"Bearer {token}" if token else ""


def look_up(network: Network, source: HubSource) -> Commit:
    """Ask the Hub for the commit behind a revision, and the files in it.

    Raises:
        ModelError: There is no such repository or revision, or it is not the pinned one.
        UnreachableError: The Hub is out of reach.
    """
    repo, revision = quote(source.repo), quote(source.revision, safe="")
    info = network.json(
        f"{endpoint()}/api/models/{repo}/revision/{revision}?blobs=true",
        authorization=authorization(),
    )
    if not isinstance(info, dict) or not _COMMIT.fullmatch(str(info.get("sha"))):
        raise ModelError(f"the Hub's answer about {source.repo} cannot be understood")
    sha = str(info["sha"])
    if _COMMIT.fullmatch(source.revision) and sha != source.revision:
        raise ModelError(f"the Hub gives {source.repo} at {sha[:12]}, not at the pinned commit")
    try:
        return Commit(sha, dict(_artifact(entry) for entry in info.get("siblings", ())))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"the Hub's answer about {source.repo} cannot be understood") from error


def _artifact(entry: dict[str, Any]) -> tuple[str, Artifact]:
    large = entry.get("lfs") or {}
    size = large.get("size") or entry.get("size") or 0
    blob = "" if large else str(entry.get("blobId") or "")
    return str(entry["rfilename"]), Artifact(str(large.get("sha256") or ""), int(size), blob)


def select(commit: Commit, source: HubSource, model: Model) -> dict[str, Artifact]:
    """The files to download, with all that the Hub and the registry know of them.

    Raises:
        ModelError: The repository lacks the weights.
        HashMismatchError: The Hub announces another file than the registry expects.
    """
    patterns = source.files or model.layout.files
    chosen = [
        path for path in commit.files if any(fnmatchcase(path, pattern) for pattern in patterns)
    ]
    if not source.files:
        weights = [name for name in model.layout.weights if name in commit.files]
        # A file whose hash is known beforehand is preferred to one that has to be trusted.
        weights.sort(key=lambda name: name not in model.files)
        chosen += weights[:1]
    if not chosen or not (source.files or weights):
        raise ModelError(f"{source.repo} at {commit.sha[:12]} lacks the files of {model.name}")
    return {path: _expected(path, commit.files[path], model, source) for path in chosen}


def _expected(path: str, announced: Artifact, model: Model, source: HubSource) -> Artifact:
    known = model.files.get(path.rpartition("/")[2], Artifact())
    if known.sha256 and announced.sha256 not in ("", known.sha256):
        raise HashMismatchError(
            f"{path} of {source.repo} on the Hub is not the file registered for {model.name}",
            hint="Its SHA-256 differs. Do not use it before you know why.",
        )
    return replace(
        announced,
        sha256=known.sha256 or announced.sha256,
        size=announced.size or known.size,
    )


def fetch(
    network: Network,
    source: HubSource,
    commit: Commit,
    wanted: dict[str, Artifact],
    folder: Path,
    on_bytes: OnBytes,
) -> dict[str, Digest]:
    """Download files of a commit into ``folder``.

    Returns:
        What each file is, by file name.
    """
    found: dict[str, Digest] = {}
    for path, expected in wanted.items():
        name = safe_name(path.rpartition("/")[2])
        url = f"{endpoint()}/{quote(source.repo)}/resolve/{commit.sha}/{quote(path)}"
        found[name] = download(
            network,
            url,
            folder / name,
            expected,
            authorization=authorization(),
            on_bytes=on_bytes,
        )
    return found
