"""``python -m newsxlate``."""

from newsxlate.cli import main

main()
