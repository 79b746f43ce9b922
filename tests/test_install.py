"""The Makefile's installer: uv is told what pip is told, and pip goes on where uv fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools import install

LISTED = """\
:env:.find-links='/opt/wheels /opt/more'
:env:.timeout='180'
global.find-links='/srv/wheels'
global.index-url='https://mirror.example/simple'
install.extra-index-url='\\nhttps://a.example/simple\\nhttps://b.example/simple'
"""


def test_uv_is_told_what_pip_is_told() -> None:
    assert install.uv_settings(LISTED) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_FIND_LINKS": "/opt/wheels /opt/more",
        "UV_INDEX": "https://a.example/simple https://b.example/simple",
    }
    assert install.uv_settings("") == {}


class TestInstalling:
    """With uv and pip as they may turn out."""

    @pytest.fixture(autouse=True)
    def _installers(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.asked: list[str] = []
        self.fail: tuple[str, ...] = ()
        self.log = tmp_path / "log"

        def say(log, line, told) -> bool:
            self.asked.append("uv" if line[: len(install.UV)] == install.UV else "pip")
            print("something went wrong", file=log)
            return self.asked[-1] not in self.fail

        monkeypatch.setattr(install, "say", say)
        monkeypatch.setattr(install, "find_spec", lambda name: True)

    def install(self, *more: str) -> int:
        return install.main(["--log", str(self.log), "--editable", ".", *more])

    def test_uv_is_enough_where_it_works(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert self.install() == 0
        assert self.asked == ["uv"]
        assert capfd.readouterr() == ("", "")

    def test_pip_goes_on_where_uv_fails(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.fail = ("uv",)
        assert self.install("--extra-index-url", "https://example/whl", "torch==1") == 0
        assert self.asked == ["uv", "uv", "pip"]
        assert capfd.readouterr() == ("", "")

    def test_all_is_said_where_nothing_works(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.fail = ("uv", "pip")
        assert self.install() == 1
        assert "something went wrong" in capfd.readouterr().err

    def test_without_uv_pip_gets_it_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(install, "find_spec", lambda name: None)
        assert self.install() == 0
        assert self.asked == ["pip", "pip"]
