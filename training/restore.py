"""Join what a training left behind.

    python -m training.restore OUT

OUT/model then holds a model as it would lie on the Hub, for MarianMTModel and MarianTokenizer.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from training.packed import restore


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    print(restore(parser.parse_args(arguments).out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
