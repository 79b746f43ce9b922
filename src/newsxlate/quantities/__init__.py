"""Numbers in texts: amounts, percentages, dates and times, by what they can mean.

Other rooms import from here; what the modules share among themselves stays inside.
"""

from newsxlate.quantities.extract import find_quantities
from newsxlate.quantities.lexicon import Lexicon, Word, load_lexicon, unit_sizes
from newsxlate.quantities.quantity import Quantity, Reading, ReadingKind, Weight
from newsxlate.quantities.shares import Share, fractions, multitudes

__all__ = [
    "Lexicon",
    "Quantity",
    "Reading",
    "ReadingKind",
    "Share",
    "Weight",
    "Word",
    "find_quantities",
    "fractions",
    "load_lexicon",
    "multitudes",
    "unit_sizes",
]
