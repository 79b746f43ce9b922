"""The plan of the house: what may import what, who may go out to the network and to the disk.

All imports are counted: those inside functions, those under ``TYPE_CHECKING``, and the modules that
tables for `import_module` name. (That a module cannot be loaded without the packages it lies in is
not counted: a package may hand on what its modules define.)
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import newsxlate

PACKAGE = Path(newsxlate.__file__).parent

# The rooms, from the ground up: each imports only from floors below its own, or from itself.
FLOORS = (
    {"version", "errors", "lazy", "signature", "temporary"},
    {"files", "resources", "net_failures", "progress"},
    {"net", "languages"},
    {"text", "article", "findings"},
    {"entities", "summary", "embargo", "signoff"},
    {"result", "options", "corrections"},
    {"quantities", "typography", "engines", "cleaning", "segmenting"},
    {"checking", "models", "inputs"},
    {"names"},
    {"translating", "outputs"},
    {"summarizing", "processing", "opening"},
    {"pipeline", "recheck"},
    {"archive", "testing", "bilingual"},
    {"review"},
    {"cli", "newsxlate"},
    {"__main__"},
)

# What lies inside `names`, likewise.
FLOORS_OF_NAMES = (
    {"verdict"},
    {"knowledge"},
    {"forms"},
    {"recognition"},
    {"hints", "alignment"},
    {"repair"},
    {"checker"},
    {"names"},
)

# Of these, others import the packages only, and no module inside.
FACES = ("names", "quantities")

NETWORK = {"socket", "ssl", "http", "urllib3", "urllib.request", "requests", "httpx", "ftplib"}
# Besides `net`.
NETWORK_USERS = {
    "net_failures": "names the exceptions of the network",
    "engines.llamaserver": "talks to a server that it started on this machine",
    "archive.ray.connect": "asks whether an address is this machine's",
    "review.web.exposure": "listens, and opens no connection: browsers call",
    "review.web.serving": "serves the socket that listens",
}

# Besides `files`.
WRITERS = {
    "cli.process": "opens standard error on nothing where it was closed",
    "cli.archive.run": "appends to the file of messages as they come",
    "models.download": "what is downloaded goes on where it stopped",
    "models.sources.folder": "a model is built beside its place, then moved there",
    "models.sources.wheels": "a model is built beside its place, then moved there",
    "outputs.stream.evidence": "writes into a folder that `files` puts in its place",
    "outputs.stream.html": "writes into a folder that `files` puts in its place",
    "outputs.stream.markdown": "writes into a folder that `files` puts in its place",
    "outputs.stream.ninjs": "writes into a folder that `files` puts in its place",
    "outputs.stream.xliff": "parts of a file, to be joined",
}

Imports = Mapping[str, Mapping[str, int]]


@cache
def modules() -> dict[str, Path]:
    """The modules of the package by name, which is without ``newsxlate.``; the face has it."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1]
        found[".".join(parts) or "newsxlate"] = path
    return found


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


def imported(name: str) -> Iterator[tuple[str, int]]:
    """The modules that a module imports, others' too, each with the line."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{name}, line {node.lineno}: write the whole name of the module"
            assert node.level == 0, (
                f"{name}, line {node.lineno}: write the whole name of the module"
            )
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole if local(whole) in modules() else node.module), node.lineno
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module":
            yield from ((module, node.lineno) for module in tabled(name, node))


def tabled(name: str, call: ast.Call) -> Iterator[str]:
    """The modules of a package that `import_module` may import: all that the module names."""
    argument = ast.unparse(call.args[0]).replace("{__name__}", f"newsxlate.{name}")
    package = argument.removeprefix("f").strip("'\"").partition(".{")[0]
    if package == "{package}":
        # `lazily`: the packages that call it import all of it under TYPE_CHECKING.
        return
    assert local(package) in modules(), f"{name}, line {call.lineno}: what does it import?"
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            module = f"{package}.{node.value.partition(':')[0]}"
            if local(module) in modules():
                yield module


def local(module: str) -> str:
    """The name of one of our modules; of others' modules nothing."""
    if module == "newsxlate":
        return module
    return module.removeprefix("newsxlate.") if module.startswith("newsxlate.") else ""


@cache
def imports() -> Imports:
    """What each module imports of the package, with the line."""
    found: dict[str, dict[str, int]] = {}
    for name in modules():
        found[name] = {}
        for module, line in imported(name):
            if local(module) in modules() and local(module) != name:
                found[name].setdefault(local(module), line)
    return found


def circles(graph: Imports) -> list[list[str]]:
    """The modules that import one another, by way of others too (Tarjan 1972)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        number[name] = lowest[name] = len(number)
        stack.append(name)
        for other in graph[name]:
            if other not in number:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in stack:
                lowest[name] = min(lowest[name], number[other])
        if lowest[name] == number[name]:
            start = stack.index(name)
            circle = stack[start:]
            del stack[start:]
            if len(circle) > 1:
                found.append(circle)

    for name in graph:
        if name not in number:
            visit(name)
    return found


def upward(
    graph: Imports, floors: Sequence[set[str]], room: Callable[[str], str]
) -> list[tuple[str, str]]:
    """The imports that lead to the same floor or to one above."""
    floor = {name: number for number, names in enumerate(floors) for name in names}
    return [
        (name, other)
        for name, others in graph.items()
        for other in others
        if room(name) != room(other) and floor[room(other)] >= floor[room(name)]
    ]


def said(graph: Imports, found: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{a}, line {graph[a][b]}: imports {b}" for a, b in found]


def room_of(name: str) -> str:
    return name.split(".")[0]


def room_of_names(name: str) -> str:
    return ([*name.split("."), ""])[1] or "names"


def test_no_modules_import_one_another() -> None:
    assert circles(imports()) == []


def test_every_room_has_a_floor() -> None:
    """A new room gets a place in FLOORS: above all that it imports, below all that import it."""
    assert {room_of(name) for name in modules()} <= set().union(*FLOORS)


def test_nothing_imports_upwards() -> None:
    assert said(imports(), upward(imports(), FLOORS, room_of)) == []


def test_nothing_imports_upwards_inside_names() -> None:
    inside = {
        name: {other: line for other, line in others.items() if room_of(other) == "names"}
        for name, others in imports().items()
        if room_of(name) == "names"
    }
    assert said(inside, upward(inside, FLOORS_OF_NAMES, room_of_names)) == []


@pytest.mark.parametrize("package", FACES)
def test_others_import_only_what_a_room_hands_on(package: str) -> None:
    found = [
        (name, other)
        for name, others in imports().items()
        for other in others
        if room_of(other) == package != room_of(name) and modules()[other].name != "__init__.py"
    ]
    assert said(imports(), found) == []


@pytest.mark.parametrize(
    "name", [n for n in modules() if room_of(n) in FACES and modules()[n].name == "__init__.py"]
)
def test_a_room_has_what_it_hands_on(name: str) -> None:
    package = import_module(f"newsxlate.{name}")
    for handed_on in getattr(package, "__all__", ()):
        assert getattr(package, handed_on).__module__.startswith(("newsxlate.", "builtins"))
    with pytest.raises(AttributeError, match="has no attribute"):
        _ = package.no_such_thing


def test_no_room_takes_a_private_name_from_another() -> None:
    found = [
        f"{name}, line {node.lineno}: takes {alias.name}"
        for name in modules()
        for node in ast.walk(tree(name))
        if isinstance(node, ast.ImportFrom) and local(node.module or "") in modules()
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.endswith("__")
    ]
    assert found == []


def test_one_door_to_the_network() -> None:
    users = {
        name
        for name in modules()
        for module, _ in imported(name)
        if module in NETWORK or module.split(".")[0] in NETWORK
    }
    assert users == {"net", *NETWORK_USERS}


def test_one_door_to_the_disk() -> None:
    users = {name for name in modules() if any(writes(node) for node in ast.walk(tree(name)))}
    assert users == {"files", *WRITERS}


def writes(node: ast.AST) -> bool:
    """Whether a call opens a file to write to it."""
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    if called in ("write_text", "write_bytes", "mkstemp", "NamedTemporaryFile"):
        return True
    modes = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]
    return called in ("open", "fdopen") and any(
        isinstance(mode, ast.Constant)
        and isinstance(mode.value, str)
        and len(mode.value) < 4
        and not set("wax+").isdisjoint(mode.value)
        for mode in modes
    )


def test_the_plan_is_read_as_it_should_be() -> None:
    """What would not be allowed is found."""
    graph = {"article": {"cli.names": 1}, "cli.names": {"article": 2}, "text": {}}
    assert circles(graph) == [["article", "cli.names"]]
    assert upward(graph, FLOORS, room_of) == [("article", "cli.names")]
    assert writes(ast.parse("path.open('a')").body[0].value)  # type: ignore[attr-defined]
    assert not writes(ast.parse("path.open('rb')").body[0].value)  # type: ignore[attr-defined]
    # Inside a function, under TYPE_CHECKING, and by a table.
    assert "options" in imports()["cli.names"]
    assert "text.hanta" in imports()["text.tagger"]
    assert "outputs.stream.tmx" in imports()["outputs.formats"]
