"""Languages on the command line: checked, and completed by the shell."""

from __future__ import annotations

from typing import Any

import click

from newsxlate.errors import UsageError


class Languages(click.ParamType[tuple[str, ...]]):
    """Language codes, separated by commas: "en,fr"."""

    name = "languages"

    def __init__(self, *, source: bool = False) -> None:
        """Make the type; ``source`` says whether the source language is completed, too."""
        self._source = source

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Split and check the codes."""
        from newsxlate.languages import language

        codes = tuple(code for code in str(value).replace(" ", "").lower().split(",") if code)
        if not codes:
            self.fail("name a language, such as en", param, ctx)
        try:
            return tuple(language(code).code for code in codes)
        except UsageError as error:
            self.fail(f"{error.message}. {error.hint}".removesuffix(". "), param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[Any]:
        """Complete the last code of the list: no language twice, nor that of the article."""
        from click.shell_completion import CompletionItem

        from newsxlate.languages import SOURCE, languages

        done, comma, start = incomplete.rpartition(",")
        named = {*done.lower().split(","), *self._named_before(ctx, param)}
        if not self._source:
            source = ctx.params.get("source")
            named.add(source if source and source != "auto" else SOURCE)
        return [
            CompletionItem(f"{done}{comma}{code}", help=entry.name)
            for code, entry in languages().items()
            if code.startswith(start) and code not in named
        ]

    def _named_before(self, ctx: click.Context, param: click.Parameter) -> tuple[str, ...]:
        """The codes of the same option given before, as far as they are no default."""
        name = param.name or ""
        if ctx.get_parameter_source(name) is not click.core.ParameterSource.COMMANDLINE:
            return ()
        return ctx.params.get(name) or ()
