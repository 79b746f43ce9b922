"""Models: which there are, which are installed, and how to get hold of the others.

>>> router = open_router(ModelOptions())                     # doctest: +SKIP
>>> route = router.obtain("de", "en")                        # doctest: +SKIP
>>> [router.cache.path(step.model) for step in route.steps]  # doctest: +SKIP
"""

from newsxlate.models.cache import ModelCache
from newsxlate.models.engine_pool import EngineFactory, EnginePool
from newsxlate.models.model import Model, Route, RouteStep
from newsxlate.models.registry import Registry, load_registry
from newsxlate.models.routing import Router, open_router

__all__ = [
    "EngineFactory",
    "EnginePool",
    "Model",
    "ModelCache",
    "Registry",
    "Route",
    "RouteStep",
    "Router",
    "load_registry",
    "open_router",
]
