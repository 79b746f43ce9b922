"""Install packages into the environment whose Python runs this: by uv where it is to be had.

    .venv/bin/python tools/install.py --log FILE [--editable PATH] [PACKAGE...]

uv fetches and unpacks several packages at once, in a seventh of pip's processor time. It reads none
of pip's configuration, so it is told what pip is told here: indexes, folders of wheels,
constraints, certificates. Where it fails, pip is asked. Neither compiles: Python compiles what is
imported, once, and that is a small part of what is installed.

All that they say goes to the log, and is printed if nothing worked.
"""

from __future__ import annotations

import argparse
import ast
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path
from typing import IO

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
INSTALL = ["install", "--no-compile", "--retries", "1"]
# As pip does: the best version of all indexes, whichever has it.
UV = [
    *(sys.executable, "-m", "uv", "pip", "install"),
    *("--python", sys.executable, "--index-strategy", "unsafe-best-match"),
]
# pip's settings -> uv's variables.
SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "constraint": "UV_CONSTRAINT",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
}


def uv_settings(listed: str) -> dict[str, str]:
    """What uv has to be told, from the output of ``pip config list``."""
    found: dict[str, str] = {}
    # pip's variables go before the command's own section of its files, and that before "global".
    for wanted in ("global", "install", ":env:"):
        for line in listed.splitlines():
            name, _, value = line.partition("=")
            section, _, key = name.rpartition(".")
            if section == wanted and key in SETTINGS:
                found[SETTINGS[key]] = " ".join(str(ast.literal_eval(value)).split())
    return found


def attempts(options: argparse.Namespace) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Command lines that may do it, the fastest first, with what each adds to the environment."""
    wanted = [part for path in options.editable for part in ("--editable", path)]
    wanted += options.packages
    extra = [part for url in options.extra_index_url for part in ("--extra-index-url", url)]
    if find_spec("uv"):
        config = [*PIP, "config", "list"]
        listed = subprocess.run(config, capture_output=True, text=True, check=False).stdout
        told = uv_settings(listed) | {"UV_HTTP_RETRIES": "1"}
        # A folder of wheels may have it: then an index out of reach is not waited for.
        yield [*UV, *wanted], told
        if extra:
            yield [*UV, *extra, *wanted], told
    yield [*PIP, *INSTALL, *extra, *wanted], {}


def say(log: IO[str], line: list[str], told: dict[str, str]) -> bool:
    """Run a command, with what it says in the log; returns whether it succeeded."""
    print("$", *line, file=log, flush=True)
    env = {**os.environ, **told}
    done = subprocess.run(line, stdout=log, stderr=subprocess.STDOUT, env=env, check=False)
    return done.returncode == 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Install, or print the log and return 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--log", type=Path, required=True, help="file for what installers say")
    parser.add_argument("--extra-index-url", action="append", default=[], metavar="URL")
    parser.add_argument("--editable", action="append", default=[], metavar="PATH")
    parser.add_argument("packages", nargs="*", metavar="PACKAGE")
    options = parser.parse_args(arguments)
    with options.log.open("w", encoding="utf-8") as log:
        if not find_spec("uv"):
            say(log, [*PIP, *INSTALL, "uv"], {})
            invalidate_caches()
        if any(say(log, line, told) for line, told in attempts(options)):
            return 0
    print(options.log.read_text(encoding="utf-8", errors="replace"), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
