"""The validations of one return, KBM01 to KBM15 but those that compare units: one function a row, a line in a table each.

A message says the cell, what it holds and what is expected. Errors of HOLDING keep a value from being accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kb.codes import BY_CODE
from kb.ledger.indicator_status import EVEN, reached, way_of
from kb.ledger.settings import Settings
from kb.ledger.standing import iso_day
from kb.ledger.tables import ProblemRow, ProgressRow, ValueRow, shown
from kb.monitor.cells import Reading, read_day, read_number, read_percent, read_value, spelled
from kb.monitor.desk import Desk
from kb.monitor.fields import INDICATOR_FIELDS, TASK_FIELDS, lock, target_words
from kb.monitor.form_rows import Form, GeneralAsk, IndicatorAsk, TaskAsk
from kb.monitor.returned import Returned, ReturnedRow
from kb.words.monitoring import NATURES, PROVISIONAL, SELF

HOLDING = frozenset({"KBM01", "KBM04", "KBM05", "KBM06", "KBM07", "KBM10"})
SHARES = {"%": 100.0, "‰": 1000.0}
HEADS = {f.key: f.head for f in (*INDICATOR_FIELDS, *TASK_FIELDS)}
CLAIMED = "已完成"


@dataclass(slots=True)
class Read:
    """What one return comes to."""

    values: list[ValueRow] = field(default_factory=list)
    progress: list[ProgressRow] = field(default_factory=list)
    problems: list[ProblemRow] = field(default_factory=list)


class ReturnCheck:
    """One return against the form that went out. rows: ids of the form, as sent.csv has them."""

    def __init__(self, desk: Desk, returned: Returned, form: Form, rows: tuple[str, ...]) -> None:
        self.desk = desk
        self.returned = returned
        self.form = form
        self.rows = rows
        self.settings: Settings = desk.ledger.settings
        self.out = Read()

    def read(self, matched: dict[str, ReturnedRow]) -> Read:
        """Check every row that was sent. matched: id → the row that came back."""
        asks: dict[str, IndicatorAsk | TaskAsk | GeneralAsk] = {}
        asks |= {a.id: a for a in self.form.indicators}
        asks |= {a.id: a for a in self.form.tasks}
        asks |= {a.id: a for a in self.form.general}
        for id_ in self.rows:
            ask, row = asks.get(id_), matched.get(id_)
            if row is None:
                self.say("KBM02", id_, f"少了一行：{self.desk.title(id_)}")
            elif isinstance(ask, IndicatorAsk):
                self._locks(row)
                self._indicator(ask, row)
            elif ask is not None:
                self._locks(row)
                self._task(ask, row)
            else:
                self.say("KBM02", id_, f"规划里没有“{id_}”了，没有采用", "note")
        if not self.returned.signed.get("reviewer"):
            self.say("KBM12", "", "填报说明：没有写审核人")
        for n, row in enumerate(self.returned.remarks, 1):
            self.out.progress.append(
                self._said(row, f"*{n}", {key: row.text(key) for key in ("problem", "help", "person")})
            )
        return self.out

    def say(self, code: str, id_: str, message: str, severity: str = "") -> None:
        level = severity or BY_CODE[code].level
        self.out.problems.append(
            ProblemRow(code=code, severity=level, id=id_, unit=self.form.unit, message=message)
        )

    def _locks(self, row: ReturnedRow) -> None:
        """KBM01 and KBM11: cells that were filled in beforehand."""
        for key, mark in self.returned.locks.get(row.id, {}).items():
            given = row.get(key)
            now = given.number if given.number is not None else given.text
            if lock(now) == mark:
                continue
            place = given.place or row.place
            if key == "last":
                self._revised(row, place)
            else:
                head = HEADS.get(key, key).replace("{end}年", "").replace("{base}年", "")
                self.say("KBM01", row.id, f"{place}：锁定的“{head}”被改了，现在是“{given.text}”")

    def _revised(self, row: ReturnedRow, place: str) -> None:
        """Keep a revision of last year's value next to the one accepted then, until a person decides."""
        year = self.form.year - 1
        ask = next(a for a in self.form.indicators if a.id == row.id)
        read = read_value(row.get("last"), ask.measure)
        self.say(
            "KBM11", row.id, f"{place}：{year}年值当时采用{ask.last or '（无）'}，表上是“{row.text('last')}”"
        )
        if read.value is not None:
            self.out.values.append(self._value(row, "last", year, read, held=True))

    # Indicators

    def _indicator(self, ask: IndicatorAsk, row: ReturnedRow) -> None:
        given = row.get("value")
        last = float(ask.last) if ask.last else None
        read = read_value(given, ask.measure, last)
        place = given.place or row.place
        self._said_of(row)
        if ask.asked or read.value is not None:
            self._value_cell(ask, row, read, place)
        if ask.asked and not ask.base and ask.base_year is not None and ask.base_year != self.form.year:
            self._base(ask, row)
        if read.value is not None and not read.wrong:
            self._numbers(ask, row, read.value, place, last)

    def _value_cell(self, ask: IndicatorAsk, row: ReturnedRow, read: Reading, place: str) -> None:
        reason = row.text("nodata")
        if read.wrong:
            self.say("KBM04", ask.id, f"{place}：{read.wrong}")
        elif read.value is None and not reason:
            said = f"“{row.text('value')}”，" if read.no_data else ""
            self.say("KBM14", ask.id, f"{place}：{said}没有值，也没有写无数据原因")
            return
        nature = spelled(row.text("nature"))
        if nature and nature not in NATURES:
            self.say(
                "KBM04",
                ask.id,
                f"{row.get('nature').place}：数据性质“{nature}”不在列表里（{'、'.join(NATURES)}）",
            )
        if read.qualified:
            self.say("KBM08", ask.id, f"{place}：“{row.text('value')}”，取{shown(read.value)}")
        if nature in PROVISIONAL:
            self.say("KBM08", ask.id, f"{place}：{nature}的数")
        self.out.values.append(self._value(row, "value", self.form.year, read))

    def _base(self, ask: IndicatorAsk, row: ReturnedRow) -> None:
        given = row.get("given_base")
        read = read_value(given, ask.measure)
        place = given.place or row.place
        assert ask.base_year is not None
        if read.wrong:
            self.say("KBM04", ask.id, f"{place}：补报的{ask.base_year}年基期{read.wrong}")
        elif read.value is None and str(ask.base_year) not in row.text("nodata"):
            self.say(
                "KBM14",
                ask.id,
                f"{place}：要补报的{ask.base_year}年基期没有填，也没有说明{ask.base_year}年为什么没有",
            )
        if read.value is not None:
            self.out.values.append(self._value(row, "given_base", ask.base_year, read))

    def _numbers(
        self, ask: IndicatorAsk, row: ReturnedRow, value: float, place: str, last: float | None
    ) -> None:
        for check in (self._bounds, self._ratio, self._change, self._reasons, self._few):
            check(ask, row, value, place, last)

    def _bounds(
        self, ask: IndicatorAsk, row: ReturnedRow, value: float, place: str, last: float | None
    ) -> None:
        low = ask.low if ask.low is not None else float("-inf")
        high = ask.high if ask.high is not None else float("inf")
        if not low <= value <= high:
            self.say("KBM06", ask.id, f"{place}：{shown(value)} 超出范围 {shown(ask.low)}—{shown(ask.high)}")

    def _ratio(
        self, ask: IndicatorAsk, row: ReturnedRow, value: float, place: str, last: float | None
    ) -> None:
        above, below = read_number(row.get("numerator")), read_number(row.get("denominator"))
        for key, read in (("numerator", above), ("denominator", below)):
            if read.wrong:
                self.say("KBM04", ask.id, f"{row.get(key).place}：{HEADS[key]}{read.wrong}")
        whole = SHARES.get(spelled(ask.measure))
        if whole is None or above.value is None or not below.value:
            return
        worked = above.value / below.value * whole
        row_of = self.desk.standing.row(ask.id)
        digits = int(row_of.decimals) if row_of.decimals.isdecimal() else len(shown(value).partition(".")[2])
        if abs(worked - value) > 0.5 * 10**-digits + 1e-9:
            self.say(
                "KBM07",
                ask.id,
                f"{place}：报{shown(value)}，分子{shown(above.value)}、分母{shown(below.value)}算出{worked:.{digits + 2}f}",
            )

    def _change(
        self, ask: IndicatorAsk, row: ReturnedRow, value: float, place: str, last: float | None
    ) -> None:
        if last is None:
            return
        change = value - last
        percent = abs(change) / abs(last) * 100 if last else float("inf")
        big = percent > self.settings.change_percent and abs(change) > self.settings.change_points
        back = change < -EVEN if ask.way == "up" else change > EVEN if ask.way == "down" else False
        if ask.target.value_high is not None and reached(ask.target, value):
            back = False  # inside a range no number is worse than another
        if not big and not back:
            return
        why = "与目标的方向相反" if back else f"变化{percent:.0f}%" if last else "上年为0"
        explained = bool(row.text("problem"))
        self.say(
            "KBM09", ask.id, f"{place}：由{shown(last)}变为{shown(value)}，{why}", "note" if explained else ""
        )

    def _reasons(
        self, ask: IndicatorAsk, row: ReturnedRow, value: float, place: str, last: float | None
    ) -> None:
        lacking = [w for w, key in (("原因", "problem"), ("下一步", "next")) if not row.text(key)]
        if ask.target.value is not None and not reached(ask.target, value, ask.way) and lacking and ask.asked:
            self.say(
                "KBM12",
                ask.id,
                f"{place}：{shown(value)}未达标（{target_words(ask)}），没有写{'、'.join(lacking)}",
            )
        if not row.text("person") and ask.asked:
            self.say("KBM12", ask.id, f"{row.place}：没有写责任人")

    def _few(self, ask: IndicatorAsk, row: ReturnedRow, value: float, place: str, last: float | None) -> None:
        above = read_number(row.get("numerator")).value
        round_ = self.desk.ledger.round(self.form.year)
        if above is None or above >= self.settings.few_cases or round_ is None:
            return
        if way_of(self.desk.standing.question(ask.id, round_)) == "down":
            self.say(
                "KBM15",
                ask.id,
                f"{row.get('numerator').place}：分子{shown(above)}，少于{shown(self.settings.few_cases)}例",
            )

    def _value(self, row: ReturnedRow, key: str, year: int, read: Reading, *, held: bool = False) -> ValueRow:
        given = row.get(key)
        own = key == "value"
        above = read_number(row.get("numerator")) if own else Reading()
        below = read_number(row.get("denominator")) if own else Reading()
        return ValueRow(
            id=row.id,
            year=str(year),
            unit=self.form.unit,
            value=shown(read.value),
            text=given.text,
            numerator=shown(above.value),
            denominator=shown(below.value),
            nature=spelled(row.text("nature")) if own else "",
            source=row.text("source") if own else "",
            note=row.text("nodata") if own and read.value is None else "",
            sha256=self.returned.digest,
            cell=given.place or row.place,
            state="held" if held or read.wrong else "accepted",
        )

    # Tasks, projects, general obligations

    def _task(self, ask: TaskAsk | GeneralAsk, row: ReturnedRow) -> None:
        said = spelled(row.text("self"))
        if said and said not in SELF:
            self.say("KBM04", ask.id, f"{row.get('self').place}：自评“{said}”不在列表里（{'、'.join(SELF)}）")
        if not said:
            asked = isinstance(ask, TaskAsk) and ask.assigned
            self.say("KBM14", ask.id, f"{row.place}：没有写自评", "" if asked else "note")
        if said == CLAIMED and not row.text("evidence"):
            self.say("KBM12", ask.id, f"{row.place}：自评已完成，没有写佐证材料", "error")
        if said and not row.text("person"):
            self.say("KBM12", ask.id, f"{row.place}：没有写责任人")
        percent = read_percent(row.get("percent"))
        if percent.wrong:
            self.say("KBM04", ask.id, f"{row.get('percent').place}：{percent.wrong}")
        day, wrong = read_day(row.get("deadline"))
        if wrong:
            self.say("KBM04", ask.id, f"{row.get('deadline').place}：{wrong}")
        self._deadline(ask, row, day)
        self._said_of(row, percent=shown(percent.value), deadline=day, self_=said if said in SELF else "")

    def _deadline(self, ask: TaskAsk | GeneralAsk, row: ReturnedRow, day: str) -> None:
        end = iso_day(day)
        if end is None:
            return
        place = row.get("deadline").place
        period = self.desk.plan.period
        latest = iso_day(ask.deadline) if isinstance(ask, TaskAsk) else None
        if latest is not None and end > latest:
            self.say("KBM13", ask.id, f"{place}：完成时限{day}晚于要求的{latest.isoformat()}")
        elif period is not None and end.year > period[1]:
            self.say("KBM13", ask.id, f"{place}：完成时限{day}晚于规划的末年{period[1]}年")
        elif end.year < self.form.year:
            self.say("KBM13", ask.id, f"{place}：完成时限{day}早于{self.form.year}年")

    def _said_of(self, row: ReturnedRow, *, percent: str = "", deadline: str = "", self_: str = "") -> None:
        keys = (
            "output",
            "done",
            "problem",
            "next",
            "evidence",
            "money",
            "leader",
            "office",
            "person",
            "phone",
        )
        said = {key: row.text(key) for key in keys}
        if any(said.values()) or percent or deadline or self_:
            self.out.progress.append(
                self._said(row, row.id, {**said, "percent": percent, "deadline": deadline, "self": self_})
            )

    def _said(self, row: ReturnedRow, id_: str, said: dict[str, str]) -> ProgressRow:
        return ProgressRow(
            id=id_,
            unit=self.form.unit,
            year=str(self.form.year),
            sha256=self.returned.digest,
            cell=row.place,
            **said,
        )


def matched_rows(
    returned: Returned, form: Form, rows: tuple[str, ...], *, accept_names: bool
) -> tuple[dict[str, ReturnedRow], list[ProblemRow]]:
    """Return id → row for the rows that were sent, and what is to be said of the others (KBM02, KBM03)."""
    from dataclasses import replace

    from kb.monitor.reading import by_words

    found: dict[str, ReturnedRow] = {}
    problems: list[ProblemRow] = []

    def say(code: str, id_: str, message: str, severity: str) -> None:
        problems.append(ProblemRow(code=code, severity=severity, id=id_, unit=form.unit, message=message))

    for row in returned.rows:
        if row.id in rows and row.id not in found:
            found[row.id] = row
        elif row.id:
            what = "同一个编号有两行" if row.id in found else "多出的一行，不采用"
            say("KBM02", row.id, f"{row.place}：{what}：{row.id}", "note")
    for row in returned.rows:
        if row.id:
            continue
        id_ = by_words(row, form)
        if not id_ or id_ in found:
            if any(row.text(k) for k in ("value", "self", "done")):
                say("KBM02", "", f"{row.place}：多出的一行，没有编号，不采用", "note")
        elif accept_names:
            found[id_] = replace(row, id=id_, matched=True)
            say("KBM03", id_, f"{row.place}：没有编号，按文字认作{id_}，已采用", "note")
        else:
            say("KBM03", id_, f"{row.place}：没有编号，像是{id_}，没有采用", "warning")
    return found, problems


def units_rows(problems: list[ProblemRow]) -> Iterator[tuple[str, str]]:
    """Give (id, unit) of rows whose value is held by an open error; unit "" for every unit."""
    for p in problems:
        if p.code in HOLDING and p.severity == "error" and p.state == "open":
            yield p.id, p.unit
