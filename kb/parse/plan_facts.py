"""What cover, title and imprint say of a plan as data.

Document number, issuer, title, adoption, date, publicity, addressees, copies (抄送), period, basis documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.model import Plan
from kb.parse.index_box import iso_of, read_index
from kb.parse.settings import COVER, TITLES
from kb.parse.title_block import COMPILED, HEADLINE, TitleBlock, compact
from kb.words.numerals import HAN, han_value
from kb.words.official import ADDRESSEES, CC, DATE, DOC_NUMBER, INDEX_LABEL, ISSUER, NUMBER_LINE, PUBLICITY
from kb.words.places import place_of_plan

CITED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
# FIVE_YEARS “十四五”规划, PERIOD （2021—2030年）
PERIOD = re.compile(r"(\d{4})\s*年?\s*[—–\-－至~～]{1,2}\s*(\d{4})\s*年?")
FIVE_YEARS = re.compile(
    rf"[“\"]?(?:十(?P<short>[{HAN}]?)五[”\"]?|第(?P<counted>十[{HAN}]?)个五年)(?:时期|期间)?(?=.*规划|.*纲要)"
)
ADOPTED = re.compile(r"已?经?[^，。》]{0,16}?(?:同意|审议通过|批准)")

_RUN_ON = re.compile(
    rf"(?<=通知|意见|方案|计划|措施|决定|批复|复函)(?={DOC_NUMBER.pattern}(?:$|[一-鿿]))"
    rf"|(?<=号)(?=[^。]{{2,200}}[：:](?:\s|$))|(?<=[：:])(?=《|现将)|(?<=。)(?=[^。，；：]{{2,30}}{DATE.pattern}(?:[（(]此件|$))"
    rf"|(?<=[厅室府会院部局委])(?={DATE.pattern}(?:[（(]此件|$))|(?<=日)(?=[（(]此件)"
)


# The places a name begins with: “某省某市某区某街道”. 城市, 老区, 保税区 … are words, not places.
_CITY = r"(?<![城都])市|自治州|(?<!重点)(?<![角洲])地区|盟"
_COUNTY = (
    r"自治县|县|旗|(?<!自治)(?<![社城学园景灾片老山库牧林小地辖湾])(?<!开发|示范|保税|度假|功能|试验|经济)区"
)
_PLACE = re.compile(
    rf"(?P<province>[一-鿿]{{1,6}}?(?:省|自治区|特别行政区))?(?P<city>[一-鿿]{{1,8}}?(?:{_CITY}))?"
    rf"(?P<county>[一-鿿]{{1,8}}?(?:{_COUNTY}))?(?P<township>[一-鿿]{{1,6}}?(?:(?<!城)[镇乡]|街道))?"
)


def read_plan_facts(
    plan: Plan,
    cover: tuple[str, ...],
    title: tuple[str, ...],
    preamble: tuple[str, ...],
    imprint: tuple[str, ...],
    titles: tuple[TitleBlock, ...] = (),
) -> Plan:
    """Return the plan with what its cover, title, first paragraphs and imprint say of it.

    titles: every title of the cover, the letter's included."""
    cover = _parted(cover)
    imprint = _parted(imprint)
    around = (*cover, *imprint)
    index = read_index(cover)
    letter = next((t for t in titles if t.letter), None)
    shown = _title(plan, cover, title, index)
    signature = _signature(cover) or _signature(imprint) or _signed_below(preamble)
    headline = HEADLINE.match(_undated("".join(title)) if title else plan.title)
    if signature and not signature.issuer and "issued" in index:
        signature = None  # a date of the box: when the page was put up
    titled = _titled_issuer(cover, letter, shown)
    issuer = signature.issuer if signature and signature.issuer else ""
    issuer = titled if issuer and titled.endswith(issuer) else issuer  # 自治区某厅 is 某某自治区某厅
    issuer = issuer or titled or _first_issuer(cover)
    issuer = issuer or index.get("issuer", "") or (headline["issuer"] if headline else "")
    return replace(
        plan,
        title=shown,
        doc_number=_number(around) or compact(index.get("doc_number", "")),
        issuer=compact(issuer),
        issued=(signature.issued if signature else "") or _dated(cover, title, titles, index),
        adopted=_adopted(around),
        publicity=next((m.group(1) for line in around if (m := PUBLICITY.search(line))), ""),
        level=_level(issuer or shown),
        place=place_of_plan(shown, issuer),
        recipients=_recipients(cover),
        cc=_copies(imprint),
        period=_period(shown),
        basis=_basis(preamble),
    )


def _title(plan: Plan, cover: Sequence[str], title: Sequence[str], index: dict[str, str]) -> str:
    """The title as printed, or as the letter that issues it prints it, or the name the plan has already."""
    joined = _undated("".join(title))
    announced = [m.group(0).strip("《》") for line in cover for m in CITED.finditer(line) if "已" in line]
    headline = HEADLINE.match(joined or plan.title)
    shown = (
        (headline["title"] if headline and joined else joined)
        or index.get("title", "")
        or next(iter(announced), "")
    )
    shown = shown or (headline["title"] if headline else plan.title)
    for name in announced:  # its dashes are those of the text
        if re.sub(r"[—–\-－\s]", "", name) == re.sub(r"[—–\-－\s]", "", shown):
            return compact(name)
    return compact(shown) if joined or index or announced else shown


def _undated(title: str) -> str:
    """A title without white space, the number of a compilation and the date in brackets at its end."""
    joined = compact(COMPILED.sub("", title, count=1))
    return re.sub(rf"[（(]{DATE.pattern}[）)]$", "", joined)


def _number(lines: Sequence[str]) -> str:
    found = (NUMBER_LINE.match(x.strip()) for x in lines if len(x) < COVER.number_line)
    return next((compact(m.group(1)) for m in found if m), "")


def _adopted(lines: Sequence[str]) -> str:
    found = (ADOPTED.search(x.split("》", 1)[-1]) for x in lines if "《" in x)
    return next((m.group(0) for m in found if m), "")


@dataclass(frozen=True, slots=True)
class _Signature:
    """Who signs above a date: “某市人民政府 / 2024年3月5日”. issuer: "" where only the date is printed."""

    issuer: str
    issued: str


def _signature(lines: Sequence[str]) -> _Signature | None:
    """The first date on a line of its own with a name above it; else the last date on a line of its own."""
    alone: _Signature | None = None
    for i, line in enumerate(lines):
        value = PUBLICITY.sub("", line).strip().removesuffix("印发").strip("（）() ")
        m = DATE.search(value)
        if m is None or m.end() != len(value) or len(value) > COVER.number_line:
            continue
        before = value[: m.start()].strip()
        if before and ISSUER.match(before):
            return _Signature(_bare_issuer(before), _iso(m))
        if before:
            continue
        if names := _signed(lines, i):
            return _Signature("、".join(names), _iso(m))
        alone = _Signature("", _iso(m))
    return alone


def _signed_below(preamble: Sequence[str]) -> _Signature | None:
    """A signature below the title, where a page is about a letter that it prints: a date with a name above it."""
    found = _signature(preamble)
    return found if found is not None and found.issuer else None


def _dated(
    cover: Sequence[str], title: Sequence[str], titles: Sequence[TitleBlock], index: dict[str, str]
) -> str:
    """A date that no signature has: after the title, in the line of the number, or in the index box."""
    printed = [t.dated for t in titles if t.dated]
    printed += [x for x in title if DATE.fullmatch(x.strip("（）() "))]
    printed += [x for x in cover if len(x) < COVER.dated and "《" not in x and "：" not in x and ":" not in x]
    found = (DATE.search(x) for x in printed)
    said = next((_iso(m) for m in found if m), "")
    if said or "issued" not in index:
        return said
    m = DATE.match(index["issued"])
    return _iso(m) if m else iso_of(index["issued"])


def _titled_issuer(cover: Sequence[str], letter: TitleBlock | None, shown: str) -> str:
    """Who a letter's title begins with: 某市财政局关于…, 某市人民政府办公室印发…."""
    heads = [letter.text] if letter else []
    heads += [compact(COMPILED.sub("", x)) for x in cover[: COVER.heads]]
    for head in [*heads, shown]:
        m = _FROM.match(head)
        if m and ISSUER.match(m["issuer"]):
            return _TWO.sub("、", m["issuer"])
    return ""


# 中共某市委办公室某市人民政府办公室: a party committee and a government issue together.
_TWO = re.compile(r"(?<=[室厅会局委部])(?!办公)(?=[一-鿿]{0,10}(?:人民)?政府)")


_FROM = re.compile(r"(?P<issuer>[^《》，。]{2,60}?)(?:关于|印发|转发|批转|公布)")


def _first_issuer(cover: Sequence[str]) -> str:
    found = (x for x in cover[: COVER.heads] if ISSUER.match(x.strip()))
    return _bare_issuer(next(found, ""))


def _bare_issuer(name: str) -> str:
    return re.sub(r"[（(](?:代?章|印章)[）)]$", "", compact(name))


def _recipients(cover: Sequence[str]) -> tuple[str, ...]:
    """Who a letter is addressed to, with the lines above that a converter cut off."""
    for i, line in enumerate(cover):
        if not ADDRESSEES.match(line) or INDEX_LABEL.match(line):
            continue
        first = i
        while first and _addressed_above(cover[first - 1]):
            first -= 1
        return _addressed("".join(cover[first : i + 1]).rstrip("：:"))
    return ()


def _addressed_above(line: str) -> bool:
    """Whether a line is the first half of addressees: “各市人民政府，各大企业，各”."""
    value = line.strip()
    return (
        "，" in value[4:]
        and not re.search(r"[。：:；》）)]$|《|〔", value)
        and DATE.search(value) is None
        and NUMBER_LINE.match(value) is None
    )


def _copies(imprint: Sequence[str]) -> tuple[str, ...]:
    at = next((i for i, line in enumerate(imprint) if CC.match(line)), None)
    if at is None:
        return ()
    text = re.split(r"[：:]", "".join(imprint[at:]), maxsplit=1)[-1]
    return tuple(p for p in _split_top(re.split(r"[。.]", text, maxsplit=1)[0]) if p)


def _basis(preamble: Sequence[str]) -> tuple[str, ...]:
    """The documents a plan is based on: “依据《…》，制定本规划。”"""
    found: list[str] = []
    for line in preamble:
        if not re.search(r"制定|编制|依据|根据|贯彻落实", line):
            continue
        for sentence in re.split(r"(?<=。)", line):
            if re.search(r"依据|根据|按照|落实", sentence) and re.search(
                r"制定|编制|提出|明确|结合", sentence
            ):
                found += [compact(m.group(0)) for m in CITED.finditer(sentence)]
    return tuple(dict.fromkeys(found))


def _iso(date: re.Match[str]) -> str:
    """“2023年2月27日” and “二〇二三年二月二十七日” → “2023-02-27”."""
    return f"{han_value(date[1])}-{han_value(date[2]):02d}-{han_value(date[3]):02d}"


def _parted(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Cover lines that a conversion ran together, apart: “…的通知 | 国办发〔2020〕43号”, “…各直属机构： | 《…》已经同意。 |
    国务院办公厅 | 2020年11月1日 | （此件公开发布）”."""
    return tuple(
        part
        for line in lines
        for part in (_RUN_ON.sub("\n", line).split("\n") if len(line) < COVER.line else [line])
    )


# A body's kind alone, which belongs to the name before it: 各县区旗党委、人民政府; 市政府各委、办、局.
_KIND_ALONE = re.compile(
    r"(?:人民政府|政府|管委会|管理委员会|党工委|工委|党委|党组|办事处|办公室|委员会|厅|局|办|委|部|院|所|处|公司|单位|部门|机构|团体)(?:[（(].*[）)])?"
)
# What can be addressed by itself; other parts belong to the name after them: 各省、自治区、直辖市人民政府.
_ADDRESSEE = re.compile(
    r"(?:政府|部门|单位|机构|办事处|委员会|管委会|公司|企业|院校|学校|街道|团体|厅|局|办|委|部|院|所|站|处|室|开发区|园区|新区|示范区|工会|协会|商会|联合会|银行)(?:[（(][^）)]*[）)])?$"
)


def _addressed(text: str) -> tuple[str, ...]:
    """The addressees of a letter. ， separates them; 、 does where both sides can be addressed by themselves."""
    out: list[str] = []
    for group in _split_top(text, "，,；;"):
        run = ""
        for part in _split_top(group, "、"):
            if run and _ADDRESSEE.search(run) and not _KIND_ALONE.fullmatch(part):
                out.append(run)
                run = part
            else:
                run = f"{run}、{part}" if run else part
        if run:
            out.append(run)
    return tuple(compact(p) for p in out if p)


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


def _signed(lines: Sequence[str], date: int) -> list[str]:
    """The units that sign above a date, one a line or several in one: “某区卫健委 某区发展改革委”.

    A name may be set on two lines, and a line in brackets may say whose seal is used: “（某厅代章）”."""
    out: list[str] = []
    i = date - 1
    while i >= 0 and not DATE.search(lines[i]):
        line = lines[i].strip()
        if line.endswith(("）", ")")) and "代章" in line and not ISSUER.match(compact(line)):
            while i >= 0 and lines[i].strip()[:1] not in "（(":
                i -= 1
            i -= 1
            continue
        parts = line.split()
        if not (parts and all(ISSUER.match(p) for p in parts)):
            parts = [compact(line)]  # 国　务　院
            if not ISSUER.match(parts[0]):
                break
        above = lines[i - 1].strip() if i else ""
        if _half(above, parts[0]):
            parts = [compact(above) + parts[0], *parts[1:]]
            i -= 1
        out = [*map(_bare_issuer, parts), *out]
        i -= 1
    return out


def _half(above: str, name: str) -> bool:
    """Whether a line is the first half of a name that signs: “市推进…“放管服”改革 / 协调领导小组办公室”."""
    value = compact(above)
    plain = TITLES.least <= len(value) <= COVER.signature and not re.search(r"[。；;！？：:，、）)]$", value)
    begins = re.match(r"(?:协调|工作|领导小组|联席会议|委员会|办公室|指挥部)", name)
    return bool(plain and begins and not ISSUER.match(value) and not DATE.search(value))


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
        nth = han_value(m["counted"] or "十" + m["short"])
        start = 2001 + (nth - 10) * 5
        return start, start + 4
    m = re.search(r"(\d{4})\s*年", title)
    return (int(m.group(1)), int(m.group(1))) if m else None
