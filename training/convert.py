"""Make the files that are shipped.

    python -m training.convert OUT/model FOLDER

Converts to CTranslate2, int8, and prints the table of hashes for models.toml. FOLDER is
packages/newsxlate-compact/src/newsxlate_compact/model for a release.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from newsxlate.engines.convert import convert
from newsxlate.models.download import hash_file


def hashes(folder: Path, name: str = "compact") -> str:
    """The table ``[models.NAME.files]`` for the files of a folder."""
    lines = [f"[models.{name}.files]"]
    for path in sorted(folder.iterdir()):
        digest = hash_file(path)
        lines.append(f'"{path.name}" = {{ size = {digest.size:_}, sha256 = "{digest.sha256}" }}')
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    convert(given.model, given.folder, quantization="int8")
    print(hashes(given.folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
