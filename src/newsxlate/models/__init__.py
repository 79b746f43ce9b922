"""Models: which there are, which are installed, and how to get hold of the others.

>>> registry, store = open_models(ModelOptions())      # doctest: +SKIP
>>> route = obtain("de", "en", registry=registry, store=store)   # doctest: +SKIP
>>> [store.path(leg.model) for leg in route.steps]     # doctest: +SKIP
"""

from newsxlate.models.cache import Store
from newsxlate.models.model import Model, Route, RouteStep
from newsxlate.models.registry import Registry, load_registry
from newsxlate.models.routing import choose, obtain, obtain_writer, open_models

__all__ = [
    "Model",
    "Registry",
    "Route",
    "RouteStep",
    "Store",
    "choose",
    "load_registry",
    "obtain",
    "obtain_writer",
    "open_models",
]
