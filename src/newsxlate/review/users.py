"""Who may log in: a file of names, roles and hashed passwords.

The file is JSON, written whole and readable by its owner only. It may be changed while a server
uses it: who was taken out, or has another password or role, is so at their next request.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from newsxlate.errors import InputError, UsageError
from newsxlate.files import write_atomic

#: Characters that a password has at least.
SHORTEST = 12
_LONGEST = 1024
_LONGEST_NAME = 100
# 32 MB and some tenths of a second (OWASP's second proposal for scrypt).
_COST, _BLOCK, _PARALLEL = 2**15, 8, 3


class Role(StrEnum):
    """What somebody may do: an approver all that an editor may, and approve."""

    EDITOR = "editor"
    APPROVER = "approver"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in.

    Attributes:
        name: The name, as `tidied` has it.
        role: What they may do.
        password: The hash of their password, see `hashed`.
    """

    name: str
    role: Role
    password: str


def tidied(name: str) -> str:
    """A name in one spelling: composed, and without white space but single blanks.

    Raises:
        InputError: It is empty, too long, or has characters that cannot be seen.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name:
        raise InputError("the name is empty")
    if len(name) > _LONGEST_NAME:
        raise InputError(f"the name has more than {_LONGEST_NAME} characters")
    if any(unicodedata.category(character)[0] == "C" for character in name):
        raise InputError("the name has characters that cannot be seen")
    return name


def hashed(password: str) -> str:
    """A password's hash with its salt and what it cost.

    Raises:
        InputError: It is too short or too long.
    """
    if len(password) < SHORTEST:
        raise InputError(f"the password has less than {SHORTEST} characters")
    if len(password) > _LONGEST:
        raise InputError(f"the password has more than {_LONGEST} characters")
    return _hashed(password, secrets.token_bytes(16), _COST, _BLOCK, _PARALLEL)


def matches(password: str, kept: str) -> bool:
    """Whether a password has a hash; takes as long whether it does or not."""
    try:
        scheme, cost, block, parallel, salt, _ = kept.split("$")
        if scheme != "scrypt":
            return False
        made = _hashed(
            password[:_LONGEST], base64.b64decode(salt), int(cost), int(block), int(parallel)
        )
    except (ValueError, OverflowError, TypeError):
        return False
    return hmac.compare_digest(made.encode(), kept.encode("utf-8", "replace"))


def _hashed(password: str, salt: bytes, cost: int, block: int, parallel: int) -> str:
    text = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    digest = hashlib.scrypt(text, salt=salt, n=cost, r=block, p=parallel, maxmem=2**27, dklen=32)
    parts = (base64.b64encode(salt).decode(), base64.b64encode(digest).decode())
    return "$".join(("scrypt", str(cost), str(block), str(parallel), *parts))


def load(path: Path) -> dict[str, User]:
    """The users of a file by name.

    Raises:
        InputError: There is none, or it is no file of users.
    """
    hint = "`newsxlate review users add FILE NAME` makes one."
    try:
        read = json.loads(path.read_bytes() or b'{"users": []}')
        users = [_user(row) for row in read["users"]]
    except FileNotFoundError as error:
        raise InputError(f"there is no file of users {path}", hint=hint) from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError, InputError) as error:
        raise InputError(f"{path} is no file of users", hint=hint) from error
    return {user.name: user for user in users}


def _user(row: Mapping[str, Any]) -> User:
    password = row["password"]
    if not isinstance(password, str):
        raise TypeError(password)
    return User(tidied(row["name"]), Role(row["role"]), password)


def save(path: Path, users: Mapping[str, User]) -> None:
    """Write a file of users, for its owner's eyes only.

    Raises:
        StorageError: It cannot be written.
    """
    rows = [
        {"name": user.name, "role": user.role.value, "password": user.password}
        for _, user in sorted(users.items())
    ]
    if not path.exists() and path.parent.is_dir():
        # What replaces it takes over who may read it.
        path.touch(0o600)
    write_atomic(path, json.dumps({"users": rows}, ensure_ascii=False, indent=2) + "\n")


def add(path: Path, name: str, role: Role, password: str) -> None:
    """Add somebody to a file, which is made if there is none; a known name gets the new password.

    Raises:
        InputError: Name or password will not do, or it is no file of users.
        StorageError: It cannot be written.
    """
    users = load(path) if path.exists() else {}
    user = User(tidied(name), role, hashed(password))
    save(path, {**users, user.name: user})


def remove(path: Path, name: str) -> None:
    """Take somebody out of a file.

    Raises:
        InputError: It is no file of users.
        UsageError: There is nobody of that name.
        StorageError: It cannot be written.
    """
    users = load(path)
    if users.pop(tidied(name), None) is None:
        raise UsageError(
            f"{path} has nobody called {name}",
            hint=f"It has: {', '.join(sorted(users)) or 'nobody'}.",
        )
    save(path, users)


class Users:
    """The users of a file as it is now; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Read a file of users.

        Raises:
            InputError: There is none, it is no file of users, or there is nobody in it.
        """
        self._path = path
        self._lock = threading.Lock()
        self._nobody = hashed(secrets.token_urlsafe())
        self._stamp = self._seen()
        self._users = load(path)
        if not self._users:
            raise InputError(
                f"there is nobody in {path}",
                hint=f"`newsxlate review users add {path} NAME` adds somebody.",
            )

    def get(self, name: str) -> User | None:
        """Who has a name; None if nobody."""
        with self._lock:
            stamp = self._seen()
            if stamp != self._stamp:
                try:
                    self._users, self._stamp = load(self._path), stamp
                except InputError:
                    # Half of an edit by hand, or gone: nobody gets in until it can be read.
                    return None
            return self._users.get(name)

    def check(self, name: str, password: str) -> User | None:
        """Who logs in by a name and a password; takes as long for names that nobody has."""
        try:
            user = self.get(tidied(name))
        except InputError:
            user = None
        right = matches(password, user.password if user else self._nobody)
        return user if user and right else None

    def _seen(self) -> tuple[int, int, int]:
        try:
            stat = self._path.stat()
        except OSError:
            return (0, 0, 0)
        return (stat.st_mtime_ns, stat.st_size, stat.st_ino)
