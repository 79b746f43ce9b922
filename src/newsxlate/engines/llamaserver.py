"""llama.cpp, loaded with one GGUF file and kept private.

xllamacpp offers llama.cpp as a server only, and that server always listens somewhere. Here it
listens on a Unix socket in a folder nobody else may enter, wants a random key, and has all but the
model switched off; no TCP socket is ever opened. Completions go by function call; the socket is how
the model's own tokenizer and chat template are asked.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import weakref
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from newsxlate import temporary
from newsxlate.engines.device import cpu_threads, resolve_device
from newsxlate.errors import EngineError

# OpenMP's threads spin while they wait for one another. Beside any other busy process that takes
# longer than the work itself (34 s against 9 s for one sentence). Read when the library is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

_MAGIC = b"GGUF"
_HEADER_BYTES = 24
_ALL_LAYERS = 999
_SILENT = -1
_WIRE_SECONDS = 2
# A socket's path is limited to 103 bytes on macOS, to 107 on Linux.
_LONGEST_FOLDER = 90
_VERIFY = "Run `newsxlate models verify`, or remove the model and pull it again."


def find_gguf(path: Path) -> Path:
    """The GGUF file at ``path`` or in the folder ``path``, once its first bytes are checked.

    Raises:
        EngineError: There is none, there are several, or it is no GGUF file.
    """
    found = sorted(path.glob("*.gguf")) if path.is_dir() else [path]
    if len(found) != 1:
        raise EngineError(f"{path} holds {len(found)} GGUF files instead of one", hint=_VERIFY)
    try:
        with found[0].open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except OSError as error:
        raise EngineError(f"cannot read {found[0]}: {error.strerror}", hint=_VERIFY) from error
    if not header.startswith(_MAGIC) or len(header) < _HEADER_BYTES:
        raise EngineError(f"{found[0]} is not a GGUF file", hint=_VERIFY)
    return found[0]


def find_device(wanted: str) -> tuple[str, int | None]:
    """Resolve "auto", "cpu", "cuda" or "cuda:N" by what this build of llama.cpp can use.

    Returns:
        The resolved device, and the index of its GPU; None for the CPU.

    Raises:
        UsageError: ``wanted`` is none of these.
        EngineError: A GPU is asked for that llama.cpp does not see.
    """
    gpus = []
    if wanted != "cpu":
        import xllamacpp

        gpus = [row for row in xllamacpp.get_device_info() if row["name"].startswith("CUDA")]
    device = resolve_device(wanted, len(gpus), "this build of llama.cpp")
    return device, None if device == "cpu" else int(device.removeprefix("cuda:"))


class LlamaServer:
    """One loaded GGUF file.

    Args:
        path: The file.
        context: Tokens of prompt and output together, at most.
        threads: CPU threads; 0 takes one for each core there is for this process.
        gpu: Index of the GPU that takes all layers; None computes on the CPU.

    Attributes:
        context: The context as allotted: the model may have been made for less.
        file_type: llama.cpp's name for how the weights are quantised, such as "Q4_K - Medium".

    Raises:
        EngineError: llama.cpp cannot load the file.
    """

    def __init__(
        self, path: Path, *, context: int, threads: int = 0, gpu: int | None = None
    ) -> None:
        self._server: Any = None
        self._path = path
        self._key = secrets.token_hex(16)
        folder = _private_folder()
        # A run that ends without `close` leaves nothing behind either.
        self._remove = weakref.finalize(self, temporary.remove, folder)
        self._address = str(folder / "llama.sock")
        parameters = _parameters(path, context, cpu_threads(threads), gpu)
        parameters.hostnames = [self._address]
        parameters.api_keys = [self._key]
        try:
            self._server = _start(parameters, path)
            facts = self._call("GET", "/v1/models")["data"][0]["meta"]
            self.context = int(facts["n_ctx"])
            self.file_type = str(facts.get("ftype", "unknown"))
            # llama.cpp's loop must have begun: ended before that, it would go on for ever.
            self.complete([0], max_tokens=0)
        except BaseException:
            self.close()
            raise

    def tokenize(self, text: str, *, special: bool = False, first: bool = False) -> list[int]:
        """Token ids of ``text``.

        Args:
            text: Any text.
            special: Whether control tokens spelt out in it, such as "<|im_end|>", are meant.
            first: Whether a prompt begins with it, and so with the model's begin token if any.
        """
        # Half a surrogate pair is no character, and JSON parsers refuse it.
        text = text.encode("utf-8", "replace").decode()
        asked = {"content": text, "parse_special": special, "add_special": first}
        return list(self._call("POST", "/tokenize", asked)["tokens"])

    def template(self, messages: list[dict[str, str]]) -> str:
        """The messages in the model's own chat template, up to where it is to answer."""
        # For models that would think aloud first; others ignore it.
        asked = {"messages": messages, "chat_template_kwargs": {"enable_thinking": False}}
        return str(self._call("POST", "/apply-template", asked)["prompt"])

    def complete(self, prompt: list[int], **asked: Any) -> Any:
        """llama.cpp's answer to a completion request, with log probabilities.

        Args:
            prompt: Token ids.
            **asked: Further fields of the request, as llama.cpp names them.

        Raises:
            EngineError: The prompt does not fit, or llama.cpp failed.
        """
        self._check_open()
        if len(prompt) >= self.context:
            raise EngineError(
                f"{self._path.name}: {len(prompt)} tokens do not fit into its {self.context}",
                hint="Split the sentence, or name a shorter prompt in models.toml.",
            )
        request = {"prompt": prompt, "cache_prompt": True, "logprobs": 1, **asked}
        try:
            answer = self._server.handle_completions(request)
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"{self._path.name}: llama.cpp failed: {error}") from error
        if "error" in answer:
            raise EngineError(
                f"{self._path.name}: llama.cpp failed: {answer['error'].get('message')}"
            )
        return answer

    def close(self) -> None:
        """Free the memory and remove the socket."""
        self._server = None
        self._remove()

    def _check_open(self) -> None:
        if self._server is None:
            raise EngineError(f"{self._path.name} is closed")

    def _call(self, method: str, path: str, asked: dict[str, Any] | None = None) -> Any:
        """One HTTP request over the private socket."""
        self._check_open()
        headers = {"Authorization": f"Bearer {self._key}", "Connection": "close"}
        connection = HTTPConnection("localhost")
        try:
            with socket.socket(socket.AF_UNIX) as link:
                link.connect(self._address)
                connection.sock = link
                connection.request(method, path, json.dumps(asked or {}), headers)
                response = connection.getresponse()
                answer = json.loads(response.read())
        except (OSError, HTTPException, ValueError) as error:
            raise EngineError(f"llama.cpp does not answer {path}: {error}") from error
        if response.status != 200:
            raise EngineError(f"llama.cpp refused {path}: {answer['error'].get('message')}")
        return answer


def _private_folder() -> Path:
    """A new folder nobody else can enter, for the socket."""
    if not hasattr(socket, "AF_UNIX"):
        raise EngineError(
            "GGUF models need Unix sockets, which Python lacks on this system",
            hint="Choose another model: `newsxlate models list`.",
        )
    return temporary.make_folder(longest=_LONGEST_FOLDER)


def _parameters(path: Path, context: int, threads: int, gpu: int | None) -> Any:
    """llama.cpp's parameters: one slot, and nothing that serves others."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = context
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = threads
    parameters.cpuparams_batch.n_threads = threads
    parameters.n_gpu_layers = 0 if gpu is None else _ALL_LAYERS
    if gpu is not None:
        parameters.main_gpu = gpu
        parameters.split_mode = xllamacpp.llama_split_mode.LLAMA_SPLIT_MODE_NONE
    parameters.fit_params = False
    parameters.warmup = False
    # Caches that would bring earlier prompts back: only the slot's own is wanted.
    parameters.cache_ram_mib = 0
    parameters.cache_idle_slots = False
    parameters.n_ctx_checkpoints = 0
    # A sliding window could not be cut back to the start of a prompt.
    parameters.swa_full = True
    parameters.offline = True
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.endpoint_props = False
    parameters.endpoint_metrics = False
    parameters.n_threads_http = 1
    # Or a connection left open would hold up `close`.
    parameters.timeout_read = _WIRE_SECONDS
    parameters.timeout_write = _WIRE_SECONDS
    parameters.verbosity = _SILENT
    return parameters


def _start(parameters: Any, path: Path) -> Any:
    """Load the file and start its loop."""
    import xllamacpp

    try:
        return xllamacpp.Server(parameters)
    except (RuntimeError, ValueError) as error:
        raise EngineError(
            f"llama.cpp cannot load {path}: it is damaged, or too large for the free memory",
            hint=f"{_VERIFY} If it is whole, close other programs.",
        ) from error
