"""Who is logged in: kept in memory, told by a signed cookie."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from newsxlate.review.desk import Editor
from newsxlate.review.users import Role, Users

# Seconds after which a session that nobody used is over, and sessions that are kept at most.
_IDLE = 12 * 3600
_MOST = 10_000


@dataclass(slots=True)
class Session:
    """Somebody's visit.

    Attributes:
        key: What tells it; random.
        name: Who they are; empty as long as they have not said so.
        proof: The hash of the password they logged in by; empty where nobody logs in.
        approver: Whether they may approve.
        used: When it was last used, on the clock of `time.monotonic`.
    """

    key: str
    name: str = ""
    proof: str = ""
    approver: bool = True
    used: float = 0.0

    @property
    def editor(self) -> Editor:
        """Them, for the desk."""
        return Editor(self.name, authenticated=bool(self.proof), approver=self.approver)


class Sessions:
    """The sessions of a server; threads may share it."""

    def __init__(self, users: Users | None = None) -> None:
        self._users = users
        self._secret = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._open: OrderedDict[str, Session] = OrderedDict()
        self._once: set[str] = set()

    def key_for_once(self) -> str:
        """A token that lets one browser in: others may see what a browser is started with."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._once.add(token)
        return token

    def redeem(self, token: str) -> bool:
        """Whether a token is one that lets somebody in once; it does no more."""
        with self._lock:
            # Not by its hash, whose time to be found would tell something of it.
            right = [one for one in self._once if hmac.compare_digest(_bytes(one), _bytes(token))]
            self._once.difference_update(right)
        return bool(right)

    def visitor(self) -> str:
        """A cookie's value for somebody who has not come in yet."""
        return self._signed(secrets.token_urlsafe(24))

    def begin(self, *, name: str = "", proof: str = "", approver: bool = True) -> str:
        """Let somebody in; returns the cookie's value."""
        session = Session(secrets.token_urlsafe(24), name, proof, approver, time.monotonic())
        with self._lock:
            self._open[session.key] = session
            while len(self._open) > _MOST:
                self._open.popitem(last=False)
        return self._signed(session.key)

    def end(self, session: Session) -> None:
        """Let somebody out."""
        with self._lock:
            self._open.pop(session.key, None)

    def find(self, cookie: str) -> Session | None:
        """The session that a cookie tells of, if it is not over."""
        key = self.key(cookie)
        now = time.monotonic()
        with self._lock:
            session = self._open.get(key) if key else None
            if session is None:
                return None
            if now - session.used > _IDLE:
                del self._open[session.key]
                return None
            session.used = now
            self._open.move_to_end(session.key)
        return self._still(session)

    def _still(self, session: Session) -> Session | None:
        """A session, if who logged in still may; their role is as it is now."""
        if self._users is None:
            return session
        user = self._users.get(session.name)
        if user is None or not hmac.compare_digest(_bytes(user.password), _bytes(session.proof)):
            self.end(session)
            return None
        session.approver = user.role is Role.APPROVER
        return session

    def key(self, cookie: str) -> str:
        """What a cookie's value was signed for; empty if we did not sign it."""
        key, _, _ = cookie.rpartition(".")
        right = key and hmac.compare_digest(_bytes(self._signed(key)), _bytes(cookie))
        return key if right else ""

    def form_token(self, cookie: str) -> str:
        """What forms of whoever has a cookie carry, so that nobody else can send them."""
        return self._mac(f"form {self.key(cookie)}")

    def _signed(self, key: str) -> str:
        return f"{key}.{self._mac(f'cookie {key}')}"

    def _mac(self, text: str) -> str:
        return hmac.new(self._secret, _bytes(text), hashlib.sha256).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
