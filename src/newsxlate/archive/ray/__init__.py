"""Translate the windows of a run on a Ray cluster, with Ray Data. Needs the ``ray`` extra.

Everything but the translation stays where the command is run: reading, cutting windows, and the one
writer of the store. A queue, an actor on that machine, has the windows that are in hand. A Ray
dataset is read from it, whose rows are windows; a pool of replicas, each with its models and a GPU
or some cores of its own, maps them to what is stored; and a thread here iterates over the results.

Nobody knows how many windows there will be, so the dataset is read by one task that yields each as
it comes, and Ray Data holds it back when the replicas do not keep up.

A replica that dies is started again, and its windows are done again: until a window is stored the
queue keeps it, and a result that nobody waits for any more is dropped. So every document is stored
exactly once, and always by the same writer. If there is no machine any more for a replica to be
started on, the dataset is given up, and another made with as many as there is room for.
"""

from __future__ import annotations

from newsxlate.archive.ray.executor import ray_executor

__all__ = ["ray_executor"]
