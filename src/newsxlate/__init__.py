"""newsxlate: translate German news articles, and say what was lost."""

from newsxlate.version import __version__

__all__ = ["__version__"]
