"""The file of those who may log in, and the limit on tries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsxlate.errors import InputError, UsageError
from newsxlate.review import users as module
from newsxlate.review.users import Role, Users, add, hashed, load, matches, remove, tidied
from newsxlate.review.web.throttle import Throttle

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time; what they cost stands in each."""
    monkeypatch.setattr(module, "_COST", 16)


def test_who_was_added_may_log_in_until_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add(path, "Ana", Role.APPROVER, PASSWORD)
    add(path, "Bo", Role.EDITOR, PASSWORD)
    users = Users(path)
    found = users.check("Ana", PASSWORD)
    assert found
    assert found.role is Role.APPROVER
    assert users.check("Ana", PASSWORD + "!") is None
    assert users.check("Nobody", PASSWORD) is None
    # The server goes on running.
    remove(path, "Ana")
    assert users.check("Ana", PASSWORD) is None
    assert users.check("Bo", PASSWORD)


def test_a_known_name_gets_the_new_password_and_role(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add(path, "Ana", Role.EDITOR, PASSWORD)
    add(path, " Ana ", Role.APPROVER, "another one entirely")
    assert [user.role for user in load(path).values()] == [Role.APPROVER]
    assert not matches(PASSWORD, load(path)["Ana"].password)


def test_the_file_holds_no_password_and_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add(path, "Ana", Role.EDITOR, PASSWORD)
    assert PASSWORD not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0
    assert load(path)["Ana"].password.startswith("scrypt$16$8$3$")


def test_equal_passwords_have_other_hashes() -> None:
    one, two = hashed(PASSWORD), hashed(PASSWORD)
    assert one != two
    assert matches(PASSWORD, one)
    assert matches(PASSWORD, two)


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert matches("Bu\u0308cherwu\u0308rmer", hashed("Bücherwürmer"))
    assert tidied("  A\u0308nne \t Müller ") == "Änne Müller"


@pytest.mark.parametrize("name", ["", "  ", "a\0b", "a\u202eb", "x" * 101, "a\u200bb"])
def test_names_that_cannot_be_read_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name"):
        add(tmp_path / "users.json", name, Role.EDITOR, PASSWORD)
    assert not (tmp_path / "users.json").exists()


def test_short_passwords_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="less than 12 characters"):
        add(tmp_path / "users.json", "Ana", Role.EDITOR, "elf zeichen")


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{",
        '{"users": [{"name": "A"}]}',
        '{"users": [{"name": "A", "role": "king", "password": "x"}]}',
        '{"users": [{"name": "", "role": "editor", "password": "x"}]}',
        '{"users": [{"name": "A", "role": "editor", "password": 1}]}',
        "\xff",
        "[" * 100_000,
    ],
)
def test_what_is_no_file_of_users_is_refused_in_one_line(content: str, tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(InputError, match="is no file of users") as error:
        Users(path)
    assert "\n" not in error.value.message


def test_a_file_without_users_lets_nobody_in(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    with pytest.raises(InputError, match="there is no file"):
        Users(path)
    path.write_text('{"users": []}', encoding="utf-8")
    with pytest.raises(InputError, match="nobody in"):
        Users(path)
    with pytest.raises(UsageError, match="has nobody called Ana"):
        remove(path, "Ana")


def test_a_file_that_is_broken_meanwhile_lets_nobody_in(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add(path, "Ana", Role.EDITOR, PASSWORD)
    users = Users(path)
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[:-9], encoding="utf-8")
    assert users.check("Ana", PASSWORD) is None
    path.write_text(whole, encoding="utf-8")
    assert users.check("Ana", PASSWORD)


def test_hashes_cost_what_they_should(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    kept = hashed(PASSWORD)
    assert kept.startswith("scrypt$32768$8$3$")
    assert matches(PASSWORD, kept)
    assert not matches(PASSWORD[:-1], kept)


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "x",
        "scrypt$16$8$3$AA==$ä",
        "scrypt$9999999999$8$3$AA==$A",
        "scrypt$a$8$3$AA==$AA==",
        f"scrypt${'9' * 30}$8$1$AA==$AA==",
        "scrypt$32768$-8$1$AA==$AA==",
        "md5$16$8$3$AA==$AA==",
    ],
)
def test_a_hash_that_is_none_fits_no_password(kept: str) -> None:
    assert not matches("", kept)
    assert not matches(kept, kept)


def test_json_can_be_read_by_others(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    add(path, "Änne", Role.EDITOR, PASSWORD)
    (row,) = json.loads(path.read_text(encoding="utf-8"))["users"]
    assert (row["name"], row["role"]) == ("Änne", "editor")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_fails_waits_longer_each_time() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    waits = []
    for _ in range(12):
        waits.append(throttle.attempt("Ana", "192.0.2.1"))
        clock.now += waits[-1]
    tried = [wait for wait in waits if wait]
    assert waits[:3] == [0, 0, 0]
    assert tried == sorted(tried)
    assert tried[-1] > 4 * tried[0]


def test_a_name_is_not_locked_for_long_by_others() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    for number in range(100):
        while wait := throttle.attempt("Ana", f"192.0.2.{number}"):
            clock.now += wait
    assert 0 < throttle.attempt("Ana", "198.51.100.7") <= 60
    assert throttle.attempt("Bo", "198.51.100.7") == 0


def test_an_address_waits_whatever_names_it_tries() -> None:
    throttle = Throttle(Clock())
    waits = [throttle.attempt(f"name{number}", "192.0.2.1") for number in range(6)]
    assert waits[:3] == [0, 0, 0]
    assert all(waits[3:])


def test_many_tries_at_once_are_not_all_let_through() -> None:
    throttle = Throttle(Clock())
    # None of them has failed yet.
    assert sum(throttle.attempt("Ana", "192.0.2.1") == 0 for _ in range(50)) == 3


def test_who_logs_in_begins_anew() -> None:
    throttle = Throttle(Clock())
    for _ in range(10):
        assert throttle.attempt("Ana", "192.0.2.1") == 0
        throttle.succeeded("Ana", "192.0.2.1")


def test_failures_are_forgotten_in_the_end() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(3):
        throttle.attempt("Ana", "192.0.2.1")
    assert throttle.attempt("Ana", "192.0.2.1") > 0
    clock.now += 4000
    assert throttle.attempt("Ana", "192.0.2.1") == 0
