"""Check translations from anywhere: of another program, of a person, or ours that were edited."""

from newsxlate.bilingual.checking import Remark, check, check_results, check_units, name_checker
from newsxlate.bilingual.files import Opened, open_file

__all__ = [
    "Opened",
    "Remark",
    "check",
    "check_results",
    "check_units",
    "name_checker",
    "open_file",
]
