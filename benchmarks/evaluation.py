"""Where the evaluation data lie; ``tests/data/README.md`` names their sources and licences."""

from __future__ import annotations

from pathlib import Path

#: What ``--data`` takes if nothing is named. Another folder has to be laid out the same way.
DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "evaluation"
