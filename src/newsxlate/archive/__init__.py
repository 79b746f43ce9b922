"""Archives: thousands of articles, read one after the other and worked through safely."""

from __future__ import annotations

from newsxlate.inputs.document import BadRecord, Document

__all__ = ["BadRecord", "Document"]
