"""The command line: ``commands`` finds and runs them, one command a file.

Importing this loads next to nothing: `main` sees to signals and streams before the rest comes.
"""

from __future__ import annotations

import sys

from newsxlate.lazy import lazily

TYPE_CHECKING = False  # without typing, which takes longer to load than all the rest
if TYPE_CHECKING:
    from newsxlate.cli.commands import cli, run

__all__ = ["cli", "main", "run"]

if not TYPE_CHECKING:
    __getattr__ = lazily(__name__, dict.fromkeys(("cli", "run"), "commands"))


def main() -> None:
    """Run the command line; the entry point of the ``newsxlate`` command."""
    code = 130  # process.INTERRUPTED, which may not be there yet
    try:
        from newsxlate.cli import process

        process.prepare()
        from newsxlate.cli.commands import run

        process.begin()
        code = run(sys.argv[1:])
        process.finish(code)
    except KeyboardInterrupt:
        pass  # there is nothing that could have begun, or nothing left to do
    sys.exit(code)
