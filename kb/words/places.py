"""Places (地方): the chain of a plan's or a unit's place, 重庆市 / 大渡口区, read by the shape of its name.

A chain runs from the widest place to the narrowest: ("重庆市", "大渡口区"), ("江西省", "赣州市"), ("国家",). () is a place
that the text does not give. Only the provincial level is a list; all below it is read by 市, 区, 县, 旗, ….
"""

from __future__ import annotations

import re

from kb.model import Chain, same_place

NATION = "国家"

# GB/T 2260, first two digits: the places of the provincial level. They are stable and closed, so they may be data.
MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
PROVINCES = (
    *MUNICIPALITIES,
    "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省",
    "湖北省", "湖南省", "广东省", "海南省", "四川省", "贵州省", "云南省", "陕西省", "甘肃省", "青海省", "台湾省",
    "内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区",
    "香港特别行政区", "澳门特别行政区",
)  # fmt: skip
_ENDS = "特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市"
SHORT = {re.sub(f"(?:{_ENDS})$", "", name): name for name in PROVINCES}
"""河南 → 河南省, 内蒙古 → 内蒙古自治区."""

# What a title says of its subject, never a part of a place's name: “推进老城区更新”, “关于加快县域商业…”.
_WORDS = (
    "推进|推动|加快|加强|促进|打造|创建|建设|实施|关于|印发|全面|全[省市区县州]|开展|做好|落实|深化|完善|支持|提升|优化|"
    "巩固|构建|贯彻|进一步|大力|积极|深入|高质量|新时代|我[省市区县]|本[省市区县]|各|有关|相关|若干|在|为|以|对|和|及|与|的|"
    "局|委|厅|署|公司|集团|银行|政府|法院|检察院"
)
_HAN = f"(?:(?!{_WORDS})[\u4e00-\u9fff])"
_PROVINCE = re.compile(f"{_HAN}{{1,4}}?(?:省(?![级市区内直会政])|(?<!族)自治区)")
CITY_END = r"(?<![城都门超])市(?![场区辖])|自治州|(?<!重点)(?<![角洲])地区|盟(?!市)"
# 老区, 保税区, 高新区, 社区 … are no places of the county level.
COUNTY_END = (
    r"自治县|自治旗|县|旗|(?<!自治)(?<![社学园景灾片老山库牧林小地辖湾校院厂矿街])"
    r"(?<!老城|主城|心城|旧城|新城|片城)(?<!^城)(?<!开发|示范|保税|度假|功能|试验|经济|高新|经开|集聚|合作|产业|保护|工业|管理)区(?!域)"
)
TOWN_END = r"(?<!城)(?<!区)镇|(?<!城)(?<!自治)乡|街道"
_LOCAL = re.compile(
    rf"(?P<city>{_HAN}{{1,8}}?(?:{CITY_END}))?(?P<county>{_HAN}{{1,12}}?(?:{COUNTY_END}))?"
    rf"(?P<county_city>(?<=[市州区盟])(?!城市|都市){_HAN}{{1,5}}?(?:{CITY_END}))?(?P<town>{_HAN}{{1,6}}?(?:{TOWN_END}))?"
)
_NATIONAL = re.compile(
    "^(?:国务院|国家(?!级)|中共中央|中央(?!公园|商务)|党中央|全国|中华人民共和国|中华全国|最高人民|中国(?!\\(|（))"
)
# 财政部, 住房城乡建设部, 海关总署, 市场监管总局; “宣传部”, “武装部” belong to a local party committee.
_MINISTRY = re.compile(
    "^(?![省区县州旗镇乡盟]|市(?!场))(?!.*(?:宣传|组织|统战|社会工作|武装|俱乐|支|团|干|学)部)[\u4e00-\u9fff]{2,10}(?:部|总署|总局)(?:办公厅)?$"
)
# A local branch of a national body: 中国人民银行某市中心支行, 国家税务总局某区税务局, 国家统计局某市调查队.
_BRANCH = re.compile(
    "(?:支行|分行|公司|集团|分局|监管局|监管办公室|监管办|办事处|专员办|特派办|调查队|总队|[省市区县州]税务局)$"
)


def is_national(name: str) -> bool:
    """Whether a name says by itself that it is a national body's.

    >>> is_national("财政部"), is_national("国家发展改革委"), is_national("区委宣传部"), is_national("教育局")
    (True, True, False, False)
    """
    if _NATIONAL.match(name):
        return not _BRANCH.search(name)
    return bool(_MINISTRY.match(name)) and not read_place(name)[0]


def read_place(name: str) -> tuple[Chain, int]:
    """The place a name begins with, and where it ends in the name; ((), 0) for none.

    >>> read_place("重庆市大渡口区儿童发展规划")
    (('重庆市', '大渡口区'), 7)
    >>> read_place("广西某某市教育局"), read_place("托育服务实施方案")
    ((('广西壮族自治区', '某某市'), 5), ((), 0))
    """
    province, end = _province(name)
    m = _LOCAL.match(name, end)
    if province is None and end == 0 and m is not None and m[0] == "":
        return (), 0
    assert m is not None  # every part may be missing
    parts = [province, m["city"], m["county"], m["county_city"], m["town"]]
    chain = tuple(p for p in parts if p)
    return chain, m.end() if chain else 0


def _province(name: str) -> tuple[str | None, int]:
    for full in PROVINCES:
        if name.startswith(full):
            return full, len(full)
    if made := _PROVINCE.match(name):  # one that the list does not have
        return made[0], made.end()
    for short, full in SHORT.items():  # 河南某某市, 重庆某某区: only with a place below it
        if name.startswith(short):
            below = _LOCAL.match(name, len(short))
            if below is not None and below[0] and not below["town"]:
                return full, len(short)
    return None, 0


def level_of(place: str, above: Chain = ()) -> str:
    """国家 | 省 | 市 | 区县 | 乡镇 of one link of a chain. above: the links before it.

    >>> level_of("重庆市"), level_of("某某市"), level_of("某某区"), level_of("某某市", ("某某省", "某某州"))
    ('省', '市', '区县', '区县')
    """
    if place == NATION:
        return NATION
    if place in PROVINCES or place.endswith(("省", "自治区", "特别行政区")):
        return "省"
    if place.endswith(("镇", "乡", "街道")):
        return "乡镇"
    if place.endswith(("市", "州", "盟", "地区")):
        below_city = any(level_of(p) == "市" for p in above) or any(p in MUNICIPALITIES for p in above)
        return "区县" if below_city else "市"
    return "区县"


def find_level(chain: Chain, level: str) -> Chain:
    """The chain down to the link of a level; () where it has none. 市 in a municipality is the municipality.

    >>> find_level(("重庆市", "大渡口区"), "市"), find_level(("某某市",), "省")
    (('重庆市',), ())
    """
    for n, place in enumerate(chain):
        if level_of(place, chain[:n]) == level or (level == "市" and place in MUNICIPALITIES):
            return chain[: n + 1]
    return ()


_PARTY = re.compile("^(?:中共|中国共产党)(?!中央)")
"""Before the place of a party committee: 中共某某县委办公室."""


def place_of_plan(title: str, issuer: str) -> Chain:
    """Whose plan it is: the issuer's place, with the places above it where the title gives them; else the title's.

    >>> place_of_plan("重庆市大渡口区儿童发展规划", "大渡口区人民政府")
    ('重庆市', '大渡口区')
    >>> place_of_plan("民生实事任务清单", "中共某某县委办公室")
    ('某某县',)
    >>> place_of_plan("促进内需规划", "国务院"), place_of_plan("托育实施方案", "")
    (('国家',), ())
    """
    shown = re.sub(r"\s+", "", title).lstrip("《“")
    titled = _head(shown)
    for one in re.split("[、，,;；]", re.sub(r"\s+", "", issuer)):
        issued = _head(_PARTY.sub("", one))
        if issued:
            return titled if len(titled) > len(issued) and same_place(titled, issued) else issued
    return titled


def _head(name: str) -> Chain:
    chain, _ = read_place(name)
    if chain:
        return chain
    if is_national(name):
        return (NATION,)
    short = next((full for short, full in SHORT.items() if name.startswith(short)), "")
    return (short,) if short else ()
