"""Write any text as Markdown that reads the same."""

from __future__ import annotations

import re

from newsxlate.outputs.article.display import line

# Inside a word an underscore is literal, and escaping it there would break bare URLs. "~" strikes
# through and "$" begins a formula on GitHub; "&" matters only where it begins an entity.
_INLINE = re.compile(r"[\\`*\[\]<>~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_LINE_START = re.compile(r"([-+#=:])|(\d{1,9})([.)])(?=\s|$)")


def escape(text: str) -> str:
    """``text`` as Markdown that reads the same: one line, to be put at the start of a block."""
    inline = escape_inline(text)
    start = _LINE_START.match(inline)
    if start is None:
        return inline
    if start[1]:
        return f"\\{inline}"
    return f"{start[2]}\\{inline[start.end(2) :]}"


def escape_inline(text: str) -> str:
    """``text`` as Markdown that reads the same, anywhere but at the start of a block."""
    return _INLINE.sub(r"\\\g<0>", line(text))
