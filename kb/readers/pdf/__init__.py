"""PDF files with a text layer as a `Source`."""

from __future__ import annotations

from kb.readers.pdf.document import read_pdf

__all__ = ["read_pdf"]
