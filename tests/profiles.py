"""How many examples hypothesis tries: a hundred, or ten thousand in ``make test-long``."""

from __future__ import annotations

from hypothesis import settings

USUAL, LONG = 100, 10_000


def register() -> None:
    """Make both profiles known, and load the usual one; ``--hypothesis-profile`` takes another."""
    # On a machine with other work, an example may take any time. What is usual is drawn alike each
    # time, so that a change fails for what it changes; the long profile looks farther, at random.
    settings.register_profile("usual", max_examples=USUAL, deadline=None, derandomize=True)
    settings.register_profile("long", max_examples=LONG, deadline=None, print_blob=True)
    settings.load_profile("usual")


def examples(count: int) -> int:
    """What a test that asks for ``count`` examples gets under the profile that is in force."""
    return count * settings().max_examples // USUAL
