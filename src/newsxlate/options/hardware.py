"""Where models run, and in which number format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from newsxlate.errors import UsageError

_DEVICE = re.compile(r"auto|cpu|cuda(?::(\d+))?")
# All that CTranslate2 computes in; transformers knows a few of them.
_COMPUTE_TYPES = (
    "auto", "int8", "int8_float32", "int8_float16", "int8_bfloat16", "int16", "float16", "bfloat16",
    "float32",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HardwareOptions:
    """Where models run.

    Attributes:
        device: "auto", "cpu", "cuda" or "cuda:N".
        compute_type: "auto" (int8 on a CPU, float32 on an x86 one without VNNI, float16 or bfloat16
            on a GPU) or a CTranslate2 type.
        threads: CPU threads in all; 0 takes one for each core this process may run on.

    Raises:
        UsageError: ``device`` or ``compute_type`` is not the name of one; no machine is asked.
    """

    # An archive that was begun on a CPU may be finished on a GPU; what it computes in does count.
    NEUTRAL: ClassVar[frozenset[str]] = frozenset({"device", "threads"})

    device: str = "auto"
    compute_type: str = "auto"
    threads: int = 0

    def __post_init__(self) -> None:
        match_device(self.device)
        if self.compute_type not in _COMPUTE_TYPES:
            raise UsageError(
                f"unknown compute type {self.compute_type!r}",
                hint=f"Choose one of: {', '.join(_COMPUTE_TYPES)}.",
            )


def match_device(requested: str) -> re.Match[str]:
    """The name of a device, matched; the first group is the number of a GPU.

    Raises:
        UsageError: It is not the name of a device.
    """
    match = _DEVICE.fullmatch(requested)
    if not match:
        raise UsageError(
            f"unknown device {requested!r}", hint="Choose auto, cpu, cuda or cuda:N (cuda:0, …)."
        )
    return match
