"""``newsxlate completion``: a script that completes commands, options and names in a shell."""

from __future__ import annotations

import click

from newsxlate.cli.options import general_options


@click.command(short_help="Print a shell completion script.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@general_options
@click.pass_context
def completion(ctx: click.Context, shell: str, quiet: bool) -> None:
    """Print the completion script for SHELL.

    \b
    Examples:
      newsxlate completion bash > ~/.local/share/bash-completion/completions/newsxlate
      newsxlate completion zsh > "${fpath[1]}/_newsxlate"
      newsxlate completion fish > ~/.config/fish/completions/newsxlate.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # the choices are the shells click knows
    root = ctx.find_root()
    click.echo(kind(root.command, {}, "newsxlate", "_NEWSXLATE_COMPLETE").source())
