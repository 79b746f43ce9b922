"""How many replicas a run has on a cluster, and what each takes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from newsxlate.archive.settings import Settings
from newsxlate.archive.workers.postprocessing import for_cores
from newsxlate.errors import UsageError
from newsxlate.options import HardwareOptions, Options


@dataclass(frozen=True, slots=True)
class Pool:
    """The replicas of a run.

    Attributes:
        options: How each translates.
        size: How many there are at most.
        needs: What Ray reserves for each: ``num_cpus`` or ``num_gpus``.
    """

    options: Options
    size: int
    needs: Mapping[str, int]


def pool(settings: Settings, nodes: Sequence[Mapping[str, Any]]) -> Pool:
    """How many replicas there are to be, and what each may take.

    With GPUs a replica has one. Without, it has as many cores as there are threads, by default all
    of a machine's, since a model is loaded once however many threads use it. For helpers nothing is
    reserved: they take the cores that are beside a GPU.

    Args:
        settings: What was asked for; ``processes`` are the replicas, 0 as many as there is room
            for, or more than that if the cluster grows with what is asked of it.
        nodes: The machines of the cluster, as `ray.nodes` lists them.

    Raises:
        UsageError: There is no room for any.
    """
    hardware = settings.options.hardware
    there = [node["Resources"] for node in nodes if node["Alive"]]
    gpus = sum(int(machine.get("GPU", 0)) for machine in there)
    if hardware.device != "cpu" and (gpus or hardware.device != "auto"):
        size, needs = settings.processes or gpus, {"num_gpus": 1}
        # Ray shows a replica its own GPU only.
        hardware = replace(hardware, device="cuda")
    else:
        cpus = [count for machine in there if (count := int(machine.get("CPU", 0)))]
        if settings.processes and not hardware.threads:
            threads = max(1, min(max(cpus, default=1), sum(cpus) // settings.processes))
        else:
            threads = hardware.threads or min(cpus, default=1)
        size = settings.processes or sum(count // threads for count in cpus)
        needs = {"num_cpus": threads}
        hardware = replace(hardware, device="cpu", threads=threads)
    if not size:
        raise UsageError(
            f"no machine of the Ray cluster has room for a model ({_words(needs)})",
            hint="See `ray status`; or set --device, --threads, or --processes if it can grow.",
        )
    return Pool(replace(settings.options, hardware=hardware), size, needs)


def helpers(hardware: HardwareOptions, machine: Mapping[str, float]) -> int:
    """How many helpers a replica has: its GPU's share of the cores of its machine."""
    if hardware.device == "cpu":
        return 0
    return for_cores(int(machine.get("CPU", 0)), max(1, int(machine.get("GPU", 0))))


def _words(needs: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name[4:-1].upper()}" for name, count in needs.items())
