"""``newsxlate models``: show, pull, verify and remove models."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsxlate.cli.console import Console
from newsxlate.cli.help import Group
from newsxlate.cli.options import general_options, models_option, old_name

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from newsxlate.models import Model, Router

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class _Settings:
    """The options of the group."""

    offline: bool
    models: Path | None
    registry: Path | None
    quiet: bool

    def open(self, progress: Console | None = None) -> Router:
        """What knows the registered and the installed models."""
        from newsxlate.models import open_router
        from newsxlate.options import ModelOptions

        options = ModelOptions(registry=self.registry, folder=self.models, offline=self.offline)
        return open_router(options, progress)


class _Name(click.ParamType[str]):
    """A model's name, completed by the shell from the registry, or from what is installed."""

    name = "name"

    def __init__(self, *, installed: bool = False) -> None:
        self._installed = installed

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Names that begin with what was typed."""
        from click.shell_completion import CompletionItem

        from newsxlate.errors import NewsxlateError
        from newsxlate.models import ModelCache, load_registry

        try:
            known = load_registry().models
            names = ModelCache().names() if self._installed else list(known)
        except NewsxlateError:
            return []
        return [
            CompletionItem(name, help=known[name].pairs if name in known else None)
            for name in names
            if name.startswith(incomplete)
        ]


class _Pair(click.ParamType[tuple[str, str]]):
    """A language pair: "de-en"."""

    name = "pair"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Split and check the codes."""
        if isinstance(value, tuple):
            return value
        from newsxlate.errors import UsageError
        from newsxlate.languages import language

        source, dash, target = str(value).partition("-")
        if not dash:
            self.fail("write it like de-en", param, ctx)
        try:
            return language(source).code, language(target).code
        except UsageError as error:
            self.fail(f"{error.message} {error.hint}", param, ctx)


def _examples(*lines: str) -> str:
    """A command's examples, below its help. The first character keeps click from refilling them."""
    return "\n".join(["\b", "Examples:", *(f"  newsxlate models {line}" for line in lines)])


_pair_option = click.option(
    "--for", "pair", type=_Pair(), metavar="PAIR", help="A language pair, such as de-en."
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(
    cls=Group,
    short_help="Show, pull, verify and remove models.",
    epilog=_examples("list --for de-fr", "pull --for de-fr", "--offline list --installed"),
)
@click.option("--offline", is_flag=True, help="Open no network connection.")
@models_option
@old_name
@click.option(
    "--registry",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A models.toml to merge over the shipped one.",
)
@general_options
@click.pass_context
def models(
    ctx: click.Context, offline: bool, models: Path | None, registry: Path | None, quiet: bool
) -> None:
    """Show, pull, verify and remove models."""
    ctx.obj = _Settings(offline, models, registry, quiet)


@models.command("list", epilog=_examples("list", "list --for de-en", "list --installed --json"))
@_pair_option
@click.option("--installed", is_flag=True, help="Only what is installed.")
@_json_option
@click.pass_obj
def list_(
    settings: _Settings, pair: tuple[str, str] | None, installed: bool, as_json: bool
) -> None:
    """List models: name, pairs, engine, size to download, licence, trust, and what is installed.

    TRUST is what vouches for the weights when they are downloaded: "hashed", their SHA-256 is
    registered; "pinned", the commit they are taken from is; "first use", neither. The lock file
    written then vouches for what is installed, whichever it was (`models verify`).
    """
    router = settings.open()
    there = set(router.cache.names())
    chosen = [
        model
        for model in router.registry.models.values()
        if (not pair or model.serves(*pair)) and (not installed or model.name in there)
    ]
    if as_json:
        _print_json([_row(model, model.name in there) for model in chosen])
        return
    rows = [("NAME", "PAIRS", "ENGINE", "SIZE", "LICENCE", "TRUST", "INSTALLED")]
    for model in chosen:
        license = f"{model.license} (non-commercial)" if model.non_commercial else model.license
        size = f"{model.size / _MB:,.0f} MB" if model.size else "?"
        mark = "yes" if model.name in there else "-"
        rows.append((model.name, model.pairs, model.engine, size, license, model.trust, mark))
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    for row in rows:
        cells = [
            text.rjust(width) if column == 3 else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=False))
        ]
        click.echo("  ".join([*cells, row[6]]))
    for name in sorted(there - set(router.registry.models)):
        if not pair:
            click.echo(f"{name}  (installed, but not registered)")


@models.command(
    epilog=_examples(
        "pull opus-mt-de-en opus-mt-de-fr", "pull --for de-ro", "pull qwen2.5-coder-1.5b-instruct"
    )
)
@click.argument("names", nargs=-1, type=_Name(), metavar="[NAME]...")
@_pair_option
@click.pass_obj
def pull(settings: _Settings, names: tuple[str, ...], pair: tuple[str, str] | None) -> None:
    """Download models, verify them, and convert them where that is needed.

    An interrupted download goes on where it stopped. With --for, the best model for a language
    pair that can be had is pulled; for some pairs that is two, by way of English.
    """
    if not names and not pair:
        raise click.UsageError("Name a model, or a language pair with --for.")
    with Console(quiet=settings.quiet) as console:
        router = settings.open(console)
        wanted = [router.registry.get(name) for name in names]
        if pair:
            wanted += [step.model for step in router.obtain(*pair).steps]
        for model in wanted:
            router.cache.pull(model)
            lock = router.cache.lock(model.name)
            size = lock.size / _MB if lock else 0
            console.say(f"{model.name} is installed: {size:,.0f} MB, verified by SHA-256")


@models.command(epilog=_examples("info opus-mt-de-en", "info m2m100-418m --json"))
@click.argument("name", type=_Name())
@_json_option
@click.pass_obj
def info(settings: _Settings, name: str, as_json: bool) -> None:
    """Show all that is known of a model: the registry's entry, and what is installed."""
    router = settings.open()
    model, cache = router.registry.get(name), router.cache
    row = _row(model, name in cache.names())
    row["quality_source"] = model.quality_source
    row["sources"] = [str(source) for source in model.sources]
    lock = cache.lock(name)
    if lock:
        row["path"] = str(cache.path(model))
        row["pulled"] = lock.pulled
        row["from"] = lock.source
        row["revision"] = lock.revision
        row["converted"] = lock.converted
        row["bytes"] = lock.size
        row["files"] = {file: entry.sha256 for file, entry in lock.files.items()}
    if as_json:
        _print_json(row)
        return
    for key, value in row.items():
        if value in ("", None, [], {}):
            continue
        if isinstance(value, dict):
            value = ", ".join(f"{k} {v}" for k, v in value.items())
        elif isinstance(value, list):
            value = ", ".join(str(item) for item in value)
        elif isinstance(value, bool):
            value = "yes" if value else "no"
        click.echo(f"{key.replace('_', ' ') + ':':<20}{value}")


@models.command(epilog=_examples("verify", "verify opus-mt-de-en --json"))
@click.argument("names", nargs=-1, type=_Name(installed=True), metavar="[NAME]...")
@_json_option
@click.pass_context
def verify(ctx: click.Context, names: tuple[str, ...], as_json: bool) -> None:
    """Hash installed models' files again, and exit with 1 if one is not what was pulled."""
    cache = ctx.obj.open().cache
    found = {name: cache.verify(name) for name in names or cache.names()}
    if as_json:
        _print_json(
            {
                name: [{"file": str(p.file), "reason": p.reason} for p in problems]
                for name, problems in found.items()
            }
        )
    else:
        for name, problems in found.items():
            for problem in problems:
                click.echo(f"{name}: {problem.file} {problem.reason}")
            if not problems:
                click.echo(f"{name}: fine")
    if any(found.values()):
        ctx.exit(1)


@models.command(
    epilog=_examples("rm opus-mt-de-en", "rm --yes m2m100-418m nllb-200-distilled-600m")
)
@click.argument("names", nargs=-1, required=True, type=_Name(installed=True), metavar="NAME...")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.pass_obj
def rm(settings: _Settings, names: tuple[str, ...], yes: bool) -> None:
    """Delete installed models, and what unfinished pulls of them left behind."""
    from newsxlate.errors import ModelError, UsageError

    cache = settings.open().cache
    for name in names:
        if not yes and cache.folder(name).exists():
            if sys.stdin is None:
                raise UsageError(
                    "nobody can be asked: standard input is closed", hint="Add --yes to delete."
                )
            click.confirm(f"Delete {cache.folder(name)}?", abort=True, err=True)
        if not cache.remove(name):
            raise ModelError(
                f"{name} is not installed",
                hint="`models list --installed` shows what is.",
            )
        if not settings.quiet:
            click.echo(f"{name} is deleted", err=True)


@models.command(epilog=_examples("path", "path opus-mt-de-en"))
@click.argument("name", required=False, type=_Name(installed=True))
@click.pass_obj
def path(settings: _Settings, name: str | None) -> None:
    """Print the folder of an installed model; without a name, that of the store."""
    router = settings.open()
    place = router.cache.path(router.registry.get(name)) if name else router.cache.root
    click.echo(str(place))


def _row(model: Model, installed: bool) -> dict[str, Any]:
    """A model's entry as plain data."""
    return {
        "name": model.name,
        "task": model.task,
        "engine": model.engine,
        "family": model.family,
        "source_languages": list(model.from_languages),
        "target_languages": list(model.to_languages),
        "size": model.size,
        "licence": model.license,
        "non_commercial": model.non_commercial,
        "max_source_tokens": model.max_source_tokens,
        "revision": model.revision or "main",
        "trust": model.trust,
        "hashed": list(model.hashed),
        "quality": dict(model.quality),
        "prompt": model.prompt,
        "installed": installed,
    }


def _print_json(data: object) -> None:
    json.dump(data, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
