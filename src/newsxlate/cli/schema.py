"""``newsxlate schema``: the JSON Schema of the JSON output."""

from __future__ import annotations

import json

import click

from newsxlate.cli.options import general_options


@click.command(short_help="Print the JSON Schema of the JSON output.")
@general_options
def schema(quiet: bool) -> None:
    """Print the JSON Schema (draft 2020-12) that all JSON output follows.

    \b
    Examples:
      newsxlate schema > article.schema.json
    """
    from newsxlate.outputs.article import schema as shipped

    click.echo(json.dumps(shipped(), indent=2, ensure_ascii=False))
