"""One table under ``sources`` in ``models.toml``, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from newsxlate.errors import RegistryError


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as it is written in a file of the registry.

    Attributes:
        key: Where it stands, such as "sources[0]".
        values: Its keys and values.
        model: The name of the model it is a source of.
        revision: The model's revision; may be empty.
        error: Makes the error for a key and what is wrong with it.
    """

    key: str
    values: dict[str, Any]
    model: str
    revision: str
    error: Callable[[str, str], RegistryError]

    def fail(self, name: str, problem: str) -> RegistryError:
        """The error about one of its keys."""
        return self.error(f"{self.key}.{name}", problem)

    def only(self, *names: str) -> None:
        """Refuse all other keys."""
        for name in self.values:
            if name not in names:
                raise self.fail(name, f"is not one of {', '.join(names)}")

    def text(self, name: str) -> str:
        """A string that has to be there."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            raise self.fail(name, "has to be a string")
        return value


def is_count(value: object) -> bool:
    """Whether a value is a whole number, 0 or more."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_strings(value: object) -> bool:
    """Whether a value is a list of strings, one at least."""
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)
