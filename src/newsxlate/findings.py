"""The one type in which every check reports, and the coded messages it can carry.

Codes, severities and templates are data (``data/checking/findings.toml``);
``docs/findings.md`` lists them, and a test keeps the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from newsxlate import resources


class Severity(StrEnum):
    """How much a finding matters: errors and warnings count under ``--strict``, notes do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding.

    Attributes:
        code: "N" and three digits.
        name: A short name in kebab case.
        severity: How much it matters.
        message: A template for `str.format` whose fields the check fills in.
        explanation: What it means and what an editor should do; shown in the docs.
        fatal: Whether there is no translation to speak of: empty, a loop, a copy, another language.
    """

    code: str
    name: str
    severity: Severity
    message: str
    explanation: str
    fatal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing an editor should look at.

    Attributes:
        code: The code, such as "N301".
        message: One sentence that names what was found.
        severity: How much it matters.
        language: The target language it was found in; None if it concerns the source.
        block: Index of the block in `Article.blocks`; None if it concerns the whole article.
        sentence: Index of the sentence in its block; None if it concerns the whole block.
        source: The source text it is about.
        target: The target text it is about.
    """

    code: str
    message: str
    severity: Severity
    language: str | None = None
    block: int | None = None
    sentence: int | None = None
    source: str = ""
    target: str = ""

    @property
    def counts(self) -> bool:
        """Whether ``--strict`` fails because of it."""
        return self.severity is not Severity.NOTE

    @property
    def fatal(self) -> bool:
        """Whether there is no translation to speak of; see `Code`."""
        return codes()[self.code].fatal


#: What has to be said before anything else is read: a translation's model is weak.
CAUTION = "N212"


@cache
def codes() -> dict[str, Code]:
    """Every registered code, by code, in order."""
    return {
        code: Code(code, **{**row, "severity": Severity(row["severity"])})
        for code, row in sorted(resources.toml("checking/findings.toml").items())
    }


def advice(code: str) -> str:
    """What an editor does about a finding, from ``data/checking/advice.toml``."""
    table: dict[str, str] = resources.toml("checking/advice.toml")
    return table[max((start for start in table if code.startswith(start)), key=len)]


def finding(
    code: str,
    *,
    language: str | None = None,
    block: int | None = None,
    sentence: int | None = None,
    source: str = "",
    target: str = "",
    **fields: object,
) -> Finding:
    """Make a finding from its code; ``fields`` fill in the code's message.

    Raises:
        KeyError: The code is not registered, or a field of its message is missing.
    """
    entry = codes()[code]
    return Finding(
        code=code,
        message=entry.message.format(**fields),
        severity=entry.severity,
        language=language,
        block=block,
        sentence=sentence,
        source=source,
        target=target,
    )
