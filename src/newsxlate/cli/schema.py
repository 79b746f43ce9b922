"""``newsxlate schema``: the JSON Schema of the JSON output."""

from __future__ import annotations

import json

import click

from newsxlate.cli.options import general_options


@click.command(short_help="Print the JSON Schema of the JSON output.")
@click.argument("kind", type=click.Choice(["article", "record"]), default="article")
@general_options
def schema(kind: str, quiet: bool) -> None:
    """Print the JSON Schema (draft 2020-12) that all JSON output follows.

    KIND is article, which is the default, or record: what `archive export --format record` writes.

    \b
    Examples:
      newsxlate schema > article.schema.json
      newsxlate schema record > record.schema.json
    """
    if kind == "record":
        from newsxlate.outputs.stream.evidence import schema as shipped
    else:
        from newsxlate.outputs.article import schema as shipped

    click.echo(json.dumps(shipped(), indent=2, ensure_ascii=False))
