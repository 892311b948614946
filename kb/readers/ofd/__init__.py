"""OFD documents (GB/T 33190) as a `Source`."""

from __future__ import annotations

from kb.readers.ofd.document import read_ofd

__all__ = ["read_ofd"]
