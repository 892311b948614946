"""What the browser's search is given: the lexicon and the index, as a script that file:// can load."""

from __future__ import annotations

from kb.store import Base
from kb_site.page import script_json


def index_script(base: Base) -> bytes:
    """`window.shuiguan.index = {…}`; search.js reads it."""
    documents = [
        {
            "id": n.id,
            "kind": n.kind,
            "number": n.number,
            "title": n.title,
            "citation": n.citation,
            "text": n.text,
        }
        for n in base.nodes()
    ]
    return f"window.shuiguan=window.shuiguan||{{}};window.shuiguan.index={script_json({'documents': documents})};\n".encode()
