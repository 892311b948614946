"""Word documents (.docx) as a `Source`."""

from __future__ import annotations

from kb.readers.docx.document import read_docx

__all__ = ["read_docx"]
