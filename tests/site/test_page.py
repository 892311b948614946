"""JSON that stands in a script element."""

from __future__ import annotations

import json

from kb_site.page import script_json


def test_json_cannot_end_its_element() -> None:
    hostile = {"title": "</script><script>alert(1)</script> <!-- & \u2028\u2029 “托育”"}
    text = str(script_json(hostile))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == hostile
    assert "“托育”" in text
