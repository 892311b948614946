"""Other names of a unit, guessed by the way such names are shortened everywhere: 市卫健委, 卫健委, 市卫生健康委员会.

A guess serves questions (“卫健委负责什么”) and the entries proposed for corpus/units.toml, where a person confirms it.
It never looks for a unit in a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.words.places import MUNICIPALITIES, is_national
from kb.words.unit_names import LEVELS, is_collective

# Fields of government work, each in the forms it is printed in, the full one first.
_FORMS = (
    ("发展和改革", "发展改革", "发改"), ("教育体育", "教体"), ("科学技术", "科技"), ("工业和信息化", "工信"),
    ("经济和信息化", "经济信息", "经信"), ("民族宗教事务", "民族宗教", "民宗"),
    ("人力资源和社会保障", "人力资源社会保障", "人社"),
    ("自然资源和规划", "自然资源规划", "自规"), ("规划和自然资源", "规划自然资源", "规自", "规资"),
    ("住房和城乡建设", "住房城乡建设", "住建"), ("生态环境", "环保"), ("交通运输", "交通"),
    ("文化和旅游", "文化旅游", "文旅"), ("文化广电和旅游", "文化广电旅游", "文广旅"), ("卫生健康", "卫健"),
    ("退役军人事务", "退役军人"), ("应急管理", "应急"), ("市场监督管理", "市场监管", "市监"), ("医疗保障", "医保"),
    ("城市管理", "城管"), ("综合行政执法", "综合执法"), ("国有资产监督管理", "国有资产监管", "国资"),
    ("地方金融监督管理", "地方金融监管", "金融监管"), ("药品监督管理", "药品监管", "药监"),
    ("机关事务管理", "机关事务"), ("粮食和物资储备", "粮食和储备", "粮食"), ("广播电视", "广电"),
    ("林业和草原", "林草"), ("人民防空", "人防"), ("知识产权",), ("农业农村",), ("教育",), ("公安",), ("民政",),
    ("司法",), ("财政",), ("水利",), ("水务",), ("商务",), ("审计",), ("统计",), ("体育",), ("信访",), ("乡村振兴",),
    ("税务",), ("气象",), ("消防救援",), ("行政审批",), ("政务服务",), ("能源",), ("档案",), ("妇女儿童工作", "妇儿工"),
    ("关心下一代工作", "关工"), ("外事",), ("林业",), ("园林绿化",), ("大数据",), ("营商环境",), ("投资促进",),
)  # fmt: skip
_FORM_OF = {form: forms for forms in _FORMS for form in forms}
_ENDINGS = {"委": ("委员会", "委"), "委员会": ("委员会", "委"), "局": ("局",), "厅": ("厅",), "部": ("部",)}
_DEPARTMENT = re.compile(
    rf"^(?P<level>[{LEVELS}]?)(?P<field>{'|'.join(sorted(_FORM_OF, key=len, reverse=True))})"
    rf"(?P<mid>管理|事务|服务)?(?P<end>委员会|委|局|厅|部)$"
)
# Bodies that are no departments: (short form, full form) after a level.
_BODIES = (
    ("妇联", "妇女联合会"), ("残联", "残疾人联合会"), ("法院", "人民法院"), ("检察院", "人民检察院"), ("政府", "人民政府"),
    ("科协", "科学技术协会"), ("工商联", "工商业联合会"), ("文联", "文学艺术界联合会"), ("侨联", "归国华侨联合会"),
    ("委编办", "委机构编制委员会办公室"), ("委政法委", "委政法委员会"), ("红十字会", "红十字会"), ("总工会", "总工会"),
    ("妇儿工委办", "妇女儿童工作委员会办公室"),
)  # fmt: skip
_YOUTH = re.compile(rf"^(?:团(?P<a>[{LEVELS}])委|共青团(?P<b>[{LEVELS}])委)$")


# “官渡区人民政府” is called 官渡区, “空港经济区管委会” 空港经济区.
_RULES = {"人民政府": ("政府",), "政府": ("人民政府",), "管委会": ("管理委员会",), "管理委员会": ("管委会",)}
_REGION = re.compile(
    rf"^(?P<place>[\u4e00-\u9fff]{{2,12}}(?:[{LEVELS}区]))(?P<end>人民政府|政府|管委会|管理委员会)$"
)
_TAX = re.compile(rf"^国家税务总局(?P<place>[\u4e00-\u9fff]{{2,8}}?[{LEVELS}])税务局$")
_BANK = re.compile(r"^(?:中国人民银行|人民银行|人行)(?P<rest>[\u4e00-\u9fff]{2,8}(?:中心支行|分行|支行))$")


def guess_aliases(name: str) -> tuple[str, ...]:
    """Names a unit may also go by, its own left out: with the level before those without.

    >>> guess_aliases("市卫健委")
    ('市卫生健康委员会', '市卫生健康委', '卫健委', '卫生健康委员会', '卫生健康委')
    """
    return tuple(n for n in dict.fromkeys(_aliases(name)) if n != name and len(n) >= 2)


def guess_full_name(name: str, place: str = "", over_counties: bool = False) -> str:
    """The name in full, with the place where its last character is the level: 赣州市, 市卫健委 → 赣州市卫生健康委员会.

    over_counties: the plan shows that its city has counties below it, so that 市法院 is the 中级人民法院."""
    level, rest = (name[0], name[1:]) if name[:1] in LEVELS else ("", name)
    before = place if level and place.endswith(level) else level
    if m := _DEPARTMENT.match(re.sub("教委$", "教育委", name)):
        return before + _FORM_OF[m["field"]][0] + (m["mid"] or "") + _ENDINGS[m["end"]][0]
    if m := _YOUTH.match(name):
        level = m["a"] or m["b"]
        return f"共青团{place if place.endswith(level) else level}委员会"
    if rest == "法院" and level in _COURTS:
        return before + court if (court := _court(level, place, over_counties)) else ""
    for short, full in _BODIES:
        if level and rest in (short, full):
            return before + full
    return before + rest if before != level else ""


_COURTS = ("省", "市", "州", "盟")


def _court(level: str, place: str, over_counties: bool) -> str:
    """The court of a province or city; "" for a city that may be one of a county's level (市人民法院) or above (中级)."""
    if level == "省" or place in MUNICIPALITIES:
        return "高级人民法院"  # a province has no other
    return "中级人民法院" if over_counties or level != "市" else ""


def _aliases(name: str) -> Iterator[str]:
    if is_collective(name):
        return
    if m := _DEPARTMENT.match(re.sub("教委$", "教育委", name)):
        forms = _FORM_OF[m["field"]]
        for level in dict.fromkeys((m["level"], "")):
            if not level and m["level"]:
                yield m["field"] + (m["mid"] or "") + m["end"]
            for form in forms:
                for end in _ENDINGS[m["end"]]:
                    if end != "委员会" or len(form) > 2:
                        yield level + form + (m["mid"] or "") + end
        if m["field"] == "教育" and m["end"].startswith("委"):
            yield from (m["level"] + "教委", "教委")
        if m["field"] == "农业农村" and m["end"].startswith("委"):
            yield from (m["level"] + "农委", "农委")
        return
    if m := _REGION.match(name):
        yield from (m["place"], *(m["place"] + end for end in _RULES[m["end"]]))
        return
    if m := _TAX.match(name):
        place = m["place"]
        yield from (f"{place}税务局", f"{place[-1]}税务局", "税务局")
        return
    if m := _BANK.match(name):
        yield from (
            "人民银行",
            "人行",
            f"中国人民银行{m['rest']}",
            f"人民银行{m['rest']}",
            f"人行{m['rest']}",
        )
        return
    if m := _YOUTH.match(name):
        level = m["a"] or m["b"]
        yield from (f"团{level}委", f"共青团{level}委", "共青团", "团委")
        return
    if name[:1] in LEVELS and len(name) > 2 and not is_national(name):  # 市场监管总局 begins with no level
        level, rest = name[0], name[1:]
        for short, full in _BODIES:
            if rest in (short, full):
                yield from (level + short, level + full)
                if short not in ("政府", "委政法委", "委编办"):
                    yield from (short, full)
                return
        if rest.startswith("委") and len(rest) >= 4:
            yield from (rest[1:],)
        elif (
            re.search(r"(?:局|厅|委|办|中心|支队|大队|总队|分局|会|医院|公司|集团)$", rest) and len(rest) >= 3
        ):
            yield rest
