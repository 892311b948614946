"""How a file says that it is a form, and whose: in its properties, where its hidden sheet was taken out."""

from __future__ import annotations

from kb.monitor.form_rows import FORM_VERSION, Form

KIND = "kb-monitor-form"


def identifier(form: Form) -> str:
    """Return `kb-monitor-form/<version>/<plan>/<year>/<unit>`."""
    return f"{KIND}/{FORM_VERSION}/{form.plan}/{form.year}/{form.unit}"


def split_identifier(text: str) -> tuple[int, str, int, str] | None:
    """Return (version, plan, year, unit); None for a file of another kind."""
    parts = text.split("/", 4)
    if len(parts) != 5 or parts[0] != KIND or not parts[1].isdecimal() or not parts[3].isdecimal():
        return None
    return int(parts[1]), parts[2], int(parts[3]), parts[4]
