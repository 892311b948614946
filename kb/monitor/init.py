"""`kb monitor init`: the files of a plan's monitoring, with what the base knows, to be completed by hand."""

from __future__ import annotations

import re
from pathlib import Path

from kb.extract.saving import alone
from kb.ledger.folder import INDICATORS_FILE, MEASURES_FILE, RECIPIENTS_FILE, SETTINGS_FILE
from kb.ledger.settings import NEW_SETTINGS
from kb.ledger.tables import IndicatorRow, MeasureRow, RecipientRow, shown, table_text
from kb.model import Indicator
from kb.monitor.desk import Desk
from kb.monitor.keeping import put_text
from kb.monitor.sentences import proposals
from kb.rules.distance import direction
from kb.words.monitoring import KEPT_BACK, MAY_EXCEED, PARTS

IGNORED = "# 收到的原件不进版本库；要进，删去这一行。\nrounds/*/received/\n"
FULL = {"%": 100.0, "％": 100.0, "‰": 1000.0}
TWICE = 200.0


def init(desk: Desk, *, measures: bool = False) -> tuple[Path, ...]:
    """Write the files that are not there yet and return them; what is there stays as it is."""
    folder = desk.folder
    wanted = {
        SETTINGS_FILE: NEW_SETTINGS,
        ".gitignore": IGNORED,
        INDICATORS_FILE: table_text(IndicatorRow, indicator_rows(desk)),
        RECIPIENTS_FILE: table_text(RecipientRow, recipient_rows(desk)),
    }
    if measures:
        wanted[MEASURES_FILE] = table_text(MeasureRow, proposals(desk))
    made = []
    with alone(folder):
        for name, text in wanted.items():
            path = folder / name
            if not path.exists():
                put_text(path, text)
                made.append(path)
    return tuple(made)


def indicator_rows(desk: Desk) -> list[IndicatorRow]:
    """Return a row for each indicator: one responsible unit reports it, of several a person has to choose."""
    names = {re.sub(r"\s", "", i.name): id_ for id_, i in desk.indicators.items()}
    return [_row(id_, i, desk, names) for id_, i in desk.indicators.items()]


def _row(id_: str, i: Indicator, desk: Desk, names: dict[str, str]) -> IndicatorRow:
    period = desk.plan.period
    base = i.baseline if i.baseline and i.baseline.unit_of_measure == i.unit_of_measure else None
    year = base.year if base is not None and base.year else period[0] - 1 if period else None
    top = FULL.get(i.unit_of_measure)
    if top is not None and MAY_EXCEED.match(i.name):
        top = TWICE
    name = re.sub(r"\s", "", i.name)
    part = next((p for p in PARTS if re.search(p.part, name)), None)
    whole = next((other for n, other in names.items() if part and re.search(part.whole, n)), "")
    return IndicatorRow(
        id=id_,
        reporter=i.units[0] if len(i.units) == 1 else "",
        direction=direction(i.target)
        or ("up" if i.target.value is not None and i.target.value_high is None else ""),
        base_year=str(year) if year else "",
        base_value=shown(base.value) if base is not None else "",
        base_source="规划" if base is not None else "",
        frequency="每年",
        min="0",
        max=shown(top) if top is not None else "",
        public="no" if any(KEPT_BACK.search(u) for u in i.units) else "yes",
        whole=whole,
        same_denominator=whole if part is not None and part.same_denominator else "",
    )


def recipient_rows(desk: Desk) -> list[RecipientRow]:
    """Return every unit with anything on its list of duties; who gets a form, the office decides."""
    sheets = (desk.gathering.sheet_of(u) for u in desk.gathering.units)
    return [
        RecipientRow(unit=s.unit.name, sent_to=s.unit.full_name or s.unit.name) for s in sheets if not s.empty
    ]
