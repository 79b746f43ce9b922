"""Cut text into sentences. What is particular to a language is in its data file."""

from newsxlate.segmenting.splitting import segment, split

__all__ = ["segment", "split"]
