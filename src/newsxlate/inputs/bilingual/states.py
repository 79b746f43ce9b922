"""What the states of a file mean, whatever program wrote it."""

from __future__ import annotations

from functools import cache

from newsxlate import resources


def meaning(state: str) -> str:
    """Whether a state calls a text "untouched", "accepted" or "edited"; empty if it says nothing.

    No two programs mean different things by one, capitals aside.
    """
    return _states().get(state.casefold(), "")


@cache
def _states() -> dict[str, str]:
    table = resources.toml("outputs/xliff_states.toml")["read"]
    return {state.casefold(): said for rows in table.values() for state, said in rows.items()}
