"""Cover matter: where the cover ends and the plan begins, and what the cover says as data.

Document number, issuer, title, adoption, date, publicity, addressees, copies (抄送), period, basis documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kb.model import Plan
from kb.parse.numbering import read_mark
from kb.words.numerals import HAN, han_value

DOC_NUMBER = re.compile(r"[一-鿿]{1,14}[〔\[（(]\s*\d{4}\s*[〕\]）)]\s*\d{1,5}\s*号")  # 大渡口府发〔2023〕7号
# A line that opens with one: “某政办〔2024〕3号”, “（某政办〔2024〕3号  2024年2月1日）”, “文号：某政发〔2022〕16号”.
NUMBER_LINE = re.compile(rf"[（(]?\s*(?:(?:发文)?[文字]号\s*[：:])?\s*({DOC_NUMBER.pattern})(?![^\s，,）)])")
DATE = re.compile(  # 2023年2月27日, 二〇二三年二月二十七日
    rf"(\d{{4}}|[〇○ＯO零一二三四五六七八九]{{4}})\s*年\s*(\d{{1,2}}|[{HAN}]{{1,2}})\s*月\s*(\d{{1,2}}|[{HAN}]{{1,3}})\s*日"
)
PERIOD = re.compile(r"(\d{4})\s*年?\s*[—–\-－至~～]{1,2}\s*(\d{4})\s*年?")  # （2021—2030年）
FIVE_YEARS = re.compile(rf"[“\"]?十([{HAN}]?)五[”\"]?(?:时期|期间)?(?=.*规划)")  # “十四五”规划
ADOPTED = re.compile(r"已?经?[^，。]{0,16}?(?:同意|审议通过|批准)")
PUBLICITY = re.compile(r"[（(]\s*(此件[^）)]{1,12})\s*[）)]")
ADDRESSEES = re.compile(r"^[^。]{0,200}(?:政府|部门|单位|机构|办事处|委员会|管委会|公司)[^。]{0,120}[：:]$")
ADDRESSEE = re.compile(
    r"(?:政府|部门|单位|机构|办事处|委员会|管委会|公司|企业|院校|学校|街道|厅|局|办|委|部|院|所|站)(?:[（(][^）)]*[）)])?$"
)
CC = re.compile(r"^抄\s*送\s*[：:]")
KINDS_OF_PLAN = (
    "规划纲要|规划|纲要|实施方案|分工方案|方案|行动计划|计划|若干措施|若干意见"
    "|措施|实施意见|意见|工作任务|任务|要点|办法|清单|行动|(?:任务|目标|责任)?(?:分工|分解|责任)表"
)
TITLE = re.compile(rf"^[^。；！？]{{4,60}}(?:{KINDS_OF_PLAN})(?:[（(][^）)]{{2,30}}[）)])?(?:的通知)?$")
ISSUER = re.compile(r"^(?:国务院|[^。，；：]{2,30}(?:人民政府|办公厅|办公室|委员会|国务院|厅|局|委|部))$")
PAREN_LINE = re.compile(r"^[（(][^）)]{2,30}[）)]$")
CONTACT = re.compile(r"^[（(]?\s*(?:此文)?联系(?:人|电话|方式|单位|处室)\s*[：:]")
CITED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")


_RUN_ON = re.compile(
    rf"(?<=通知)(?={DOC_NUMBER.pattern}$)|(?<=[：:])(?=《|现将)|(?<=。)(?=[^。，；：]{{2,30}}{DATE.pattern}(?:[（(]此件|$))"
    rf"|(?<=[厅室府会院部局委])(?={DATE.pattern}(?:[（(]此件|$))|(?<=日)(?=[（(]此件)"
)
# “中共中央国务院印发《…纲要》”: who issued what, in a headline.
HEADLINE = re.compile(r"(?P<issuer>[^《》，。]{2,30}?)印发《(?P<title>[^《》]+)》$")


# The places a name begins with: “某省某市某区某街道”. 城市, 老区, 保税区 … are words, not places.
_CITY = r"(?<![城都])市|自治州|(?<!重点)(?<![角洲])地区|盟"
_COUNTY = (
    r"自治县|县|旗|(?<!自治)(?<![社城学园景灾片老山库牧林小地辖湾])(?<!开发|示范|保税|度假|功能|试验|经济)区"
)
_PLACE = re.compile(
    rf"(?P<province>[一-鿿]{{1,6}}?(?:省|自治区|特别行政区))?(?P<city>[一-鿿]{{1,8}}?(?:{_CITY}))?"
    rf"(?P<county>[一-鿿]{{1,8}}?(?:{_COUNTY}))?(?P<township>[一-鿿]{{1,6}}?(?:(?<!城)[镇乡]|街道))?"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Indices into the paragraphs: cover [0, title), title [title, letter), more cover [letter, body) where number and
    addressees stand below the title, body [body, imprint), imprint."""

    title: int
    letter: int
    body: int
    imprint: int


def find_parts(lines: tuple[str, ...], headings: tuple[bool, ...]) -> Parts:
    """Where cover, title, body and imprint stand among the paragraphs. `headings`: first-level heading or not.

    The title is the last title-like line (with those it is broken over) before the first heading; what stands
    before it is cover. Without one, addressees and dates at the top are cover and there is no title.
    """
    n = len(lines)
    first = next((i for i, h in enumerate(headings) if h), n)
    first = min(first, n)
    title = body = 0
    candidates = [i for i in range(first) if _titled(lines, i)]
    if candidates:
        title, body = _whole_title(lines, candidates, first)
    covered = body
    for i in range(body, min(first, body + 12)):
        if _cover_line(lines[i]):
            covered = i + 1
    if covered > body:
        return Parts(title, body, covered, _imprint(lines, max(covered, first)))
    return Parts(title, body, body, _imprint(lines, max(body, first)))


def _titled(lines: tuple[str, ...], i: int) -> bool:
    line = lines[i]
    if read_mark(line) is not None and read_mark(line).style in ("arabic", "han"):  # type: ignore[union-attr]
        return False
    if "印发" in line or line.endswith(("：", ":")) or DATE.search(line):
        return False
    return bool(TITLE.match(line)) or (
        i + 1 < len(lines) and PAREN_LINE.match(lines[i + 1]) is not None and len(line) <= 40 and "。" not in line
        and "通知" not in lines[i + 1] and bool(re.search(KINDS_OF_PLAN, line))
    )  # fmt: skip


def _whole_title(lines: tuple[str, ...], candidates: list[int], first: int) -> tuple[int, int]:
    """The last title: from its first line to behind its last (“…规划” + “（2021-2030年）”)."""
    last = candidates[-1]
    start = last
    while start > 0 and _title_part(lines[start - 1], lines[start]):
        start -= 1
    end = last + 1
    while end < first and PAREN_LINE.match(lines[end]) and "此件" not in lines[end]:
        end += 1
    return start, end


def _title_part(before: str, line: str) -> bool:
    """Whether a line is the first half of a title broken in two: short, unpunctuated, no issuer or date."""
    return (
        4 <= len(before) <= 30
        and not re.search(r"[。，；：！？:;）)]$", before)
        and not ISSUER.match(before)
        and not DATE.search(before)
        and not DOC_NUMBER.search(before)
        and not PUBLICITY.search(before)
        and "印发" not in before
        and (line.startswith(("“", "《")) or len(line) <= 16)
    )


def _cover_line(line: str) -> bool:
    return bool(
        DOC_NUMBER.fullmatch(line.strip())
        or (ADDRESSEES.match(line) and len(line) < 200)
        or PUBLICITY.fullmatch(line)
    )


def _imprint(lines: tuple[str, ...], floor: int) -> int:
    """Where the lines behind the text begin: 抄送, signature and date, publicity."""
    n = len(lines)
    for i in range(n - 1, max(floor, n - 8) - 1, -1):
        if CC.match(lines[i]):
            return i
    i = n
    while i > floor and i > n - 6:
        line = lines[i - 1].strip()
        if closes(line):
            i -= 1
        else:
            break
    return i


def closes(line: str) -> bool:
    """Whether a line stands behind the text: a signature, a date, the publicity, who to ask."""
    return bool(
        DATE.fullmatch(line.removesuffix("印发"))
        or PUBLICITY.fullmatch(line)
        or CONTACT.match(line)
        or (ISSUER.match(line) and len(line) <= 24)
    )


def read_plan_facts(
    plan: Plan,
    cover: tuple[str, ...],
    title: tuple[str, ...],
    preamble: tuple[str, ...],
    imprint: tuple[str, ...],
) -> Plan:
    """The plan's identity out of its cover, title, first paragraphs and imprint."""
    cover = _parted(cover)
    all_cover = (*cover, *imprint)
    joined = "".join(title)
    number = next(
        (m.group(1) for line in all_cover if len(line) < 60 and (m := NUMBER_LINE.match(line.strip()))), ""
    )
    announced = next((m.group(0) for line in all_cover for m in CITED.finditer(line) if "已" in line), "")
    headline = HEADLINE.match(plan.title)
    shown = (
        re.sub(r"\s+", "", joined)
        or announced.strip("《》")
        or (headline["title"] if headline else plan.title)
    )
    if announced and re.sub(r"[—–\-－\s]", "", announced.strip("《》")) == re.sub(r"[—–\-－\s]", "", shown):
        shown = re.sub(r"\s+", "", announced.strip("《》"))
    adopted = next(
        (m.group(0) for line in all_cover if "《" in line and (m := ADOPTED.search(line.split("》", 1)[-1]))),
        "",
    )
    dates = [m for line in all_cover if (m := DATE.fullmatch(line.strip().strip("（）()")))]
    if not dates:
        dates = [m for line in cover if len(line) < 80 and (m := DATE.search(line)) and "《" not in line]
    issued = _iso(dates[-1]) if dates else ""
    publicity = next((m.group(1) for line in all_cover if (m := PUBLICITY.search(line))), "")
    issuer = _issuer(cover, imprint) or (headline["issuer"] if headline and not joined else "")
    recipients: tuple[str, ...] = ()
    for line in cover:
        if ADDRESSEES.match(line) and "《" not in line:
            recipients = _addressed(line.rstrip("：:"))
            break
    cc: tuple[str, ...] = ()
    for i, line in enumerate(imprint):
        if CC.match(line):
            text = "".join(imprint[i:])
            text = text.split("：", 1)[-1].split(":", 1)[-1]
            cc = tuple(p for p in _split_top(re.split(r"[。.]", text, maxsplit=1)[0]) if p)
            break
    based: list[str] = []
    for line in preamble:
        if re.search(r"制定|编制|依据|根据|贯彻落实", line):
            for sentence in re.split(r"(?<=。)", line):
                if re.search(r"依据|根据|按照|落实", sentence) and re.search(
                    r"制定|编制|提出|明确|结合", sentence
                ):
                    based += [m.group(0) for m in CITED.finditer(sentence)]
    return replace(
        plan,
        title=shown,
        doc_number=re.sub(r"\s+", "", number),
        issuer=issuer,
        issued=issued,
        adopted=adopted,
        publicity=publicity,
        level=_level(issuer or shown),
        recipients=recipients,
        cc=cc,
        period=_period(shown),
        basis=tuple(dict.fromkeys(re.sub(r"\s+", "", b) for b in based)),
    )


def _iso(date: re.Match[str]) -> str:
    """“2023年2月27日” and “二〇二三年二月二十七日” → “2023-02-27”."""
    return f"{han_value(date[1])}-{han_value(date[2]):02d}-{han_value(date[3]):02d}"


def _parted(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Cover lines that a conversion ran together, apart: “…的通知 | 国办发〔2020〕43号”, “…各直属机构： | 《…》已经同意。 |
    国务院办公厅 | 2020年11月1日 | （此件公开发布）”."""
    return tuple(
        part
        for line in lines
        for part in (_RUN_ON.sub("\n", line).split("\n") if len(line) < 2000 else [line])
    )


def _addressed(text: str) -> tuple[str, ...]:
    """The addressees of a letter; what is no unit by itself goes with the next: “各市、县（区）人民政府，省政府各部门”."""
    out: list[str] = []
    for group in _split_top(text, "，,；;"):
        run = ""
        for part in _split_top(group, "、"):
            run = f"{run}、{part}" if run else part
            if ADDRESSEE.search(part):
                out.append(run)
                run = ""
        if run:
            out.append(run)
    return tuple(p for p in out if p)


def _split_top(text: str, at: str = "，,、；;") -> list[str]:
    """Split at 、 and ， outside brackets: “各县（市、区）人民政府，市政府各部门”."""
    out, depth, run = [], 0, ""
    for ch in text:
        if ch in "（(":
            depth += 1
        elif ch in "）)":
            depth -= 1
        if ch in at and depth <= 0:
            out.append(run.strip())
            run = ""
        else:
            run += ch
    return [*out, run.strip()]


def _issuer(cover: tuple[str, ...], imprint: tuple[str, ...]) -> str:
    """The unit above the date, else who 关于印发 belongs to, else the first line that is a unit."""
    for lines in (cover, imprint):
        for i, line in enumerate(lines):
            if DATE.fullmatch(line.strip().removesuffix("印发")) and i and (signed := _signed(lines, i)):
                return "、".join(signed)
    for line in cover[:4]:
        m = re.match(r"^(?:\d+[.、．]\s*)?(.{2,30}?)关于", line)
        if m and ISSUER.match(m.group(1)):
            return re.sub(r"\s+", "", m.group(1))
        if ISSUER.match(line.strip()):
            return re.sub(r"\s+", "", line)
    return ""


def _signed(lines: tuple[str, ...], date: int) -> list[str]:
    """The units that sign above a date, one a line or several in one: “某区卫健委 某区发展改革委”."""
    out: list[str] = []
    i = date - 1
    while i >= 0 and not DATE.search(lines[i]):
        parts = lines[i].split()
        if not (parts and all(ISSUER.match(p) for p in parts)):
            parts = [re.sub(r"\s+", "", lines[i])]  # 国　务　院
            if not ISSUER.match(parts[0]):
                break
        out = [*parts, *out]
        i -= 1
    return out


def _level(name: str) -> str:
    """国家 | 省 | 市 | 区县 | 乡镇, by the names a title or an issuer begins with."""
    name = re.sub(r"\s+", "", name)
    if re.match(r"(?:国务院|国家|中共中央|全国|中华人民共和国)", name):
        return "国家"
    m = _PLACE.match(name)
    assert m is not None  # every part may be missing
    if m["township"]:
        return "乡镇"
    if m["county"]:
        return "区县"
    if m["city"]:
        return "省" if re.match(r"(?:北京|上海|天津|重庆)市$", m["city"]) else "市"
    return "省" if m["province"] else ""


def _period(title: str) -> tuple[int, int] | None:
    m = PERIOD.search(title)
    if m:
        return int(m.group(1)), int(m.group(2))
    m = FIVE_YEARS.search(title)
    if m:
        nth = 10 + (han_value(m.group(1)) if m.group(1) else 0)
        start = 2001 + (nth - 10) * 5
        return start, start + 4
    m = re.search(r"(\d{4})\s*年", title)
    return (int(m.group(1)), int(m.group(1))) if m else None
