"""``newsxlate review open``: the page on a store, or on an article that is translated first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click
from click.core import ParameterSource

from newsxlate.cli.help import ARCHIVE, PAGE, READING, GroupedCommand, option
from newsxlate.cli.options import (
    apply,
    engine_options,
    general_options,
    length_options,
    memory_option,
    models_option,
    name_options,
    summary_lengths,
    summary_option,
    to_option,
)

if TYPE_CHECKING:
    from newsxlate.cli.help import Function
    from newsxlate.options import FlatOptions

_FILE = click.Path(path_type=Path, dir_okay=False)
# How the files of SQLite begin.
_SQLITE = b"SQLite format 3\x00"
# What a store is opened with; all else says how an article is translated.
_OF_STORES = frozenset(
    {"file", "host", "port", "users", "certificate", "key", "proxy", "called", "browser"}
    | {"language", "verbose", "quiet", "debug", "glossary", "check_names"}
)


def page_options(function: Function) -> Function:
    """Add where the page is served, and to whom."""
    options = [
        option(
            "--port",
            type=click.IntRange(0, 65_535),
            help="Port to listen on; 0 takes any. By default each store has its own.",
            group=PAGE,
        ),
        option(
            "--host",
            default="127.0.0.1",
            show_default=True,
            help="Address to listen on. Others than this machine's own want --users and TLS.",
            group=PAGE,
        ),
        option("--users", type=_FILE, help="File of those who may log in.", group=PAGE),
        option("--certificate", type=_FILE, help="Certificate for TLS, as PEM.", group=PAGE),
        option("--key", type=_FILE, help="Its key, if it is not in the same file.", group=PAGE),
        option(
            "--behind-proxy",
            "proxy",
            default="",
            metavar="ADDRESS",
            help="Take connections from this reverse proxy only, and its word for who calls.",
            group=PAGE,
        ),
        option(
            "--public-name",
            "called",
            multiple=True,
            metavar="HOST",
            help="Name by which browsers reach it; may be given several times.",
            group=PAGE,
        ),
        option(
            "--browser/--no-browser",
            default=True,
            show_default=True,
            help="Open a browser.",
            group=PAGE,
        ),
        option(
            "--language",
            type=click.Choice(("de", "en")),
            help="Language of the page; by default the browser's.",
            group=PAGE,
        ),
        option("--verbose", is_flag=True, help="Say each request.", group=PAGE),
    ]
    return apply(options, function)


@click.command(
    "open",
    cls=GroupedCommand,
    short_help="Open a store or an article in a browser.",
    epilog="\b\nExamples:\n  newsxlate review out.sqlite\n"
    "  newsxlate review article.txt --to en,fr --summary\n"
    "  newsxlate review open out.sqlite --port 8000 --no-browser\n"
    "  newsxlate review out.sqlite --host 0.0.0.0 --public-name review.example.org \\\n"
    "      --users users.json --certificate cert.pem --key key.pem",
)
@click.argument("file", type=click.Path(path_type=Path), metavar="STORE|ARTICLE")
@to_option()
@option(
    "--store",
    type=_FILE,
    metavar="FILE",
    help="Store for an article; by default it is beside it, called ARTICLE.sqlite.",
    group=ARCHIVE,
)
@option(
    "--from",
    "source",
    default="auto",
    metavar="LANG",
    help="Source language; by default the text has to look German.",
    group=READING,
)
@option("--keep-boilerplate", is_flag=True, help="Keep what cleaning would remove.", group=READING)
@option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds that reading may take.",
    group=READING,
)
@summary_option
@length_options
@name_options
@memory_option
@engine_options
@models_option
@page_options
@general_options
@click.pass_context
def open_(
    ctx: click.Context,
    file: Path,
    targets: tuple[str, ...],
    store: Path | None,
    source: str,
    summarized: bool,
    sentences: tuple[int, ...],
    words: tuple[int, ...],
    ratio: tuple[float, ...],
    port: int | None,
    host: str,
    users: Path | None,
    certificate: Path | None,
    key: Path | None,
    proxy: str,
    called: tuple[str, ...],
    browser: bool,
    language: str | None,
    verbose: bool,
    quiet: bool,
    **settings: Unpack[FlatOptions],
) -> None:
    """Open STORE, or ARTICLE and its translations, for review in a browser, until Ctrl-C.

    STORE is what `archive run` made. ARTICLE is one article, which is translated first if that has
    not been done yet, or if it has changed; what people wrote stays.
    """
    check_installed()
    from newsxlate.cli.review.page import Manner, serve
    from newsxlate.options import Options
    from newsxlate.review.web.exposure import Exposure, check

    where = Exposure(
        host=host,
        port=port,
        users=users,
        certificate=certificate,
        key=key,
        proxy=proxy,
        names=called,
    )
    check(where)
    first = None
    if _is_store(file):
        _refuse_options_of_articles(ctx)
        place = file
        names = Options.flat(
            glossary=settings["glossary"], check_names=settings["check_names"]
        ).names
    else:
        from newsxlate.archive.settings import Settings
        from newsxlate.cli.review.article import translated

        settings["summary"] = summary_lengths(sentences, words, ratio, wanted=summarized)
        options = Options.flat(source, targets, **settings)
        names = options.names
        chosen = Settings(options=options, time_limit=settings["time_limit"])
        place, first = translated(file, store, chosen, quiet=quiet)
    serve(
        place,
        where,
        names,
        Manner(browser=browser, verbose=verbose, quiet=quiet, first=first, language=language or ""),
    )


def check_installed() -> None:
    """See that what the page is built on is there.

    Raises:
        UsageError: It is not.
    """
    from newsxlate.errors import UsageError

    try:
        import jinja2  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"the page needs {error.name}, which is not installed",
            hint='Install it with: pip install "newsxlate[review]"',
        ) from error


def _is_store(file: Path) -> bool:
    """Whether a file is opened as it is, and not read as an article.

    Raises:
        InputError: There is no such file, or it cannot be read.
    """
    from newsxlate.errors import InputError

    try:
        with file.open("rb") as opened:
            start = opened.read(len(_SQLITE))
    except FileNotFoundError as error:
        raise InputError(
            f"there is no file {file}", hint="Name an archive's store, or an article."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot read {str(file)!r}: {reason}") from error
    return start == _SQLITE


def _refuse_options_of_articles(ctx: click.Context) -> None:
    """See that nothing was asked for that a store is not opened with.

    Raises:
        UsageError: Something was.
    """
    from newsxlate.errors import UsageError

    for param in ctx.command.params:
        given = ctx.get_parameter_source(str(param.name)) is ParameterSource.COMMANDLINE
        if given and param.name not in _OF_STORES:
            raise UsageError(
                f"{param.opts[0]} goes with an article, not with a store",
                hint="`newsxlate archive run` translates more into a store.",
            )
