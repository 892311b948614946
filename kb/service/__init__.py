"""The service: the JSON contract over HTTP, sessions and roles, jobs, an audit. It holds no HTML; pages come from kb_site.

`create_app(settings)` of `kb.service.app` gives a Starlette application. Needs the extra `serve`.
"""

from __future__ import annotations
