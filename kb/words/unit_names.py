"""Shapes of unit names (责任单位): which strings can name a unit, never which units there are.

The word lists are the vocabulary of administration in general (levels, fields of work, kinds of body); a
particular plan's units stand in corpus/units.toml.
"""

from __future__ import annotations

import re

LEVELS = "省市区县州旗镇乡盟"
"""Characters that name a level of government; “市发展改革委” begins with one."""

# What a body is called at its end: 区卫健委, 市教育局, 公安部, 市行政审批服务中心, 昆明交投公司.
ENDINGS = (
    "委员会", "人民政府", "管委会", "管理委员会", "办公室", "办公厅", "办事处", "联席会议", "领导小组", "指挥部",
    "总局", "分局", "支局", "支行", "分行", "银行", "总队", "支队", "大队", "救援队", "法院", "检察院", "医院",
    "卫生院", "妇幼保健院", "研究院", "科学院", "学院", "大学", "中学", "小学", "学校", "高校", "幼儿园", "公司",
    "集团", "企业", "协会", "学会", "商会", "联合会", "工会", "总工会", "基金会", "红十字会", "妇联", "残联", "工商联",
    "文联", "科协", "侨联", "社科联", "团委", "共青团", "少先队", "关工委", "监测组", "评估组", "工作组", "协调组",
    "专班", "专项组", "服务站", "工作站", "监测站", "部门", "单位", "机构", "组织", "团体", "主体", "街道", "社区",
    "园区", "开发区", "新区", "示范区", "度假区", "高新区", "经开区", "海关", "总署", "税务局", "署", "局", "委", "办",
    "厅", "部", "院", "会", "中心", "行", "处", "科", "所", "站", "队", "镇", "乡", "村", "区", "县", "市", "州", "旗",
    "盟", "地区", "政府", "党委", "支部", "联盟", "馆", "台", "社", "组", "联", "各地",
    "党组", "电网", "烟草", "邮政", "集团公司", "司", "室", "股", "处室", "科室", "机关",
)  # fmt: skip
_ENDING = re.compile("(?:" + "|".join(sorted(map(re.escape, ENDINGS), key=len, reverse=True)) + ")$")

# Fields of government work, as they stand in names of departments everywhere.
FIELDS = (
    "发展和改革", "发展改革", "发改", "教育体育", "教体", "教育", "科学技术", "科技", "工业和信息化", "工信", "经济和信息化",
    "经信", "经济信息", "民族宗教", "民宗", "公安", "国家安全", "民政", "司法", "财政", "人力资源和社会保障", "人力资源社会保障",
    "人社", "自然资源和规划", "自然资源规划", "规划自然资源", "规划和自然资源", "自然资源", "规资", "生态环境", "环保",
    "住房和城乡建设", "住房城乡建设", "住建", "住房保障", "住保", "住房公积金", "交通运输", "交通", "水务", "水利", "农业农村",
    "农业", "林业和草原", "林草", "林业", "园林绿化", "城市管理", "城管", "综合行政执法", "商务", "文化和旅游", "文化旅游", "文旅",
    "旅游和文化广电体育", "文物", "广播电视", "广电", "体育", "卫生健康", "卫健", "卫生", "退役军人事务", "退役军人", "应急管理",
    "应急", "审计", "外事", "国有资产监督管理", "国资", "市场监督管理", "市场监管", "市监", "统计", "医疗保障", "医保",
    "药品监督管理", "药品监管", "药监", "知识产权", "金融", "地方金融", "银保监", "证监", "信访", "机关事务", "乡村振兴",
    "粮食和物资储备", "粮食和储备", "粮食", "能源", "人防", "人民防空", "大数据", "数据", "政务服务", "行政审批", "营商环境",
    "投资促进", "招商", "税务", "气象", "地震", "邮政", "通信管理", "通信", "烟草专卖", "消防救援", "消防", "海事", "民航",
    "铁路", "供销", "档案", "妇女儿童", "妇儿", "残疾人", "红十字", "精神文明", "文明", "编制", "人民防空", "扶贫", "移民",
    "网信", "宣传", "组织", "统战", "政法", "老干部", "机构编制", "审批服务", "公共资源交易", "口岸", "物流", "检察", "监察",
    "卫生计生", "计生", "规划", "建设", "土地", "国土", "环境", "水库", "防汛", "海洋", "渔业", "畜牧", "农机", "供电", "供水",
    "疾控", "疾病预防控制", "妇幼保健", "预防接种", "养老", "儿童福利", "救助", "团", "关心下一代", "市政", "改革", "保密",
    "地方金融监管", "金融监管", "金融", "政务信息", "政务", "国防动员", "国动", "事管", "农科", "国防科技", "新闻出版", "版权",
    "侨务", "台湾事务", "台", "国土资源",
    "园林", "房管", "港口", "公路", "安监", "食药监", "质监", "城建", "环卫", "民防", "水文", "盐务", "政数", "老龄", "物价",
    "史志", "党史", "信息中心", "应急", "气候", "疾控", "血液", "社会工作", "社会保险", "社保", "就业",
)  # fmt: skip
FIELD = "(?:" + "|".join(sorted(map(re.escape, set(FIELDS)), key=len, reverse=True)) + ")"
BEGINS_NAME = re.compile(rf"(?:各|有关|相关|[{LEVELS}]|中国|国家|国网|人民银行|驻|{FIELD})")
"""How names of units begin, apart from those of places."""
PARTY = re.compile(
    "^(?:宣传|组织|统战|社会工作)部$|^(?:政法|网信)委?办?$|^(?:编|改革|网信|外|财|农|人才|文明)办$|^政法委$"
)
"""Departments of a party committee: after “省委组织部”, “宣传部” is “省委宣传部”."""

_MANY = (
    "部门|单位|机构|地区|地方|企业|政府|区|县|市|镇|街道|街|乡|州|旗|盟|团体|组织|银行|院校|高校|学校|医院|局|委|办|院|村|社区|集团|公司|"
    "园区|开发区|管委会|办事处|处室|科室|股室|司局|处|科|站|所|中心|主体|部委|平台|商会|协会|）|〕|\\]|地"
)
COLLECTIVE = re.compile(
    rf"^(?:[^，。；]{{0,24}}(?:各|有关|相关|其他|所有|其它)[^，。；：]{{0,36}}(?:{_MANY})"
    # 市直机关工委 and 驻马店市公安局 are one unit each: without 各 only a noun for many makes a collective.
    r"|[^，。；]{0,24}(?:市直|县直|区直|省直|中直|驻(?![\u4e00-\u9fff]{1,4}[省市区县州]))[^，。；：]{0,22}"
    r"(?:部门|单位|机构|企业|团体|组织|银行|院校|高校|园区|开发区|园区管委会|）)"
    # 市“工改”领导小组成员单位, 有审批职能的处室
    r"|[^，。；]{2,30}成员单位|(?:有|负有|具有|承担|涉及)[^，。；]{1,16}的(?:处室|科室|部门|单位|机构))$"
)
"""A name for many: 各县（市、区）人民政府, 有关部门, 国务院相关部门, 驻市各国有商业银行, 各镇街, 领导小组成员单位, 有审批职能的处室."""

_PLACE = re.compile(
    r"(?:(?![建推实加促打创城治全关印在为以])[\u4e00-\u9fff]){1,5}?(?:自治[区州县旗]|[省市区县旗盟](?!区)|州(?![市区县]))"
)


def places(title: str) -> tuple[str, ...]:
    """The places a title begins with, each with those before it.

    >>> places("重庆市大渡口区儿童发展规划"), places("赣州市推行若干措施"), places("托育服务实施方案")
    (('重庆市', '重庆市大渡口区'), ('赣州市',), ())
    """
    out: list[str] = []
    end = 0
    while len(out) < 3 and (m := _PLACE.match(title, end)) is not None:
        end = m.end()
        out.append(title[:end])
    return tuple(out)


_QUOTED = re.compile(r"“[^“”]{1,16}”|\"[^\"]{1,16}\"|《[^《》]{1,20}》|「[^「」]{1,16}」")
"""Quotation marks inside a name: 市“放管服”改革协调小组办公室, “双随机、一公开”联席会议."""
_COUNTED = re.compile(r"\d(?:家|个|名|人|户|项|次|万|亿|%|种|类|所|条|年|月)")
"""“全市100家企业”: what is counted is no unit."""
_SENTENCE = re.compile(r"[。；！？“”《》…：]|的$|^(?:等|并|把|其)|^(?:无|暂无|待定|——|/)$")
_BAD = re.compile(
    r"[。；！？“”《》…：]|(?<!有关)(?<!相关)的$|^(?:等|并|对(?!外|台|口)|把|为|以|在|应当|应该|必须|要|按|与|及|其|是|有效|进一步|加强|推进|推动|"
    r"完善|落实|建立|健全|加快|实施|开展|提升|优化|深化|强化|支持|鼓励|引导|促进|做好|不得|严格|含(?!山)|包括|不含|除|例如|详见|参见|截至|由于|其中|"
    r"确保|争取|力争|打造|培育|组织开展|督促|指导|会同|协助|根据|按照|依据|依照|对照|结合|参照|遵照|比照|分别)"
)
GENERIC = re.compile(r"^(?:各类)?(?:(?:部门|单位|机构|主体|地区|部委|处室|科室|企业|地方)(?:和|及|、|与)?)+$")
"""Nouns that name nobody by themselves: “民政局等部门和单位”."""
_REMARK = "含|包括|不含|不包括|除|下同|以下|均|简称|原|详见|排名|(?:办公室)?设在"
NOTE = re.compile(rf"(?:（(?:{_REMARK})[^（）]*）|〈(?:{_REMARK})[^〈〉]*〉)$|[，,]?(?:以?下同)$")
"""A remark at the end of a name: 各区县政府（含高新区管委会，下同）."""
REMARK_INSIDE = re.compile(rf"[，,](?:{_REMARK})[^（）〈〉]*(?=[）〉])")
"""A remark after the places of a name: 各县（市、区，含高新区，下同）人民政府."""


def _bare(name: str) -> str:
    """A name with what it has between quotation marks as one character."""
    return _QUOTED.sub("某", name)


REGION = re.compile(r"^[^、，。；]{1,14}?(?:区|县|市|州|旗|盟|镇|乡|街道|片区)$")
"""A bare place in a list that ends “…区人民政府”: 官渡区, 自贸试验区昆明片区, 开发（度假）区."""
LENT_ENDINGS = ("人民政府", "政府", "管委会", "管理委员会", "办事处", "街道办事处", "党工委")
"""Ends of a name that a list prints once for several: “官渡区、西山区人民政府”."""
SHARED_ENDING = re.compile(
    rf"^.{{1,16}}?(?:区|县|市|州|旗|盟|镇|乡|街道|片区|区）|市）)({'|'.join(LENT_ENDINGS)})$"
)
BODY = re.compile("^[\u4e00-\u9fff]{1,10}(?:局|委|厅|办|院|联|会|署|团|中心|委员会|办公室)$")
"""A body without its level in a list whose other members share one: 妇联, 法院, 事管局."""
EVERYWHERE = re.compile("^(?:人民)?(?:法院|检察院)$")
"""Bodies that every level has, so that a list shares its level with them: “市法院、检察院”."""
DEPARTMENT = re.compile(
    "^" + FIELD + "{1,3}(?:管理|事务|工作|服务|监督|保障|执法|和)*(?:局|委|厅|办|中心|委员会|办公室|部门)$"
)
"""A department without its level: 住建局, 工业和信息化厅, 发展改革委."""
LEVELLED_DEPARTMENT = re.compile(
    rf"^[{LEVELS}](?:委|政府)?[\u4e00-\u9fff]{{0,12}}(?:局|委|厅|办|委员会|办公室|中心|法院|检察院|工会|妇联|残联|工商联)(?:（[^（）]{{1,12}}）)?$"
)
"""A department with its level: 市发改委, 市商务局（自贸委）."""

# A unit in running text, without a registry: level or place + field + ending, or “民政部门”.
_VERB = (
    r"(?!推进|加强|加快|建设|支持|完善|提升|开展|发挥|强化|落实|实施|优化|改造|做好|构建|打造|扩建|新建|创建|推动|促进|指导|"
    r"按照|根据|依照|依据|遵照|参照)"
)
_NAME = r"(?![由向和与及对在从经为的以至并请让同把])[\u4e00-\u9fff]"
IN_PROSE = re.compile(
    rf"(?:(?:各|有关|相关)?(?:国家|中央|全国|[{LEVELS}](?:委|政府)?|[{LEVELS}]级|{_VERB}(?:{_NAME}){{1,4}}?[省市区县州])?"
    rf"{FIELD}{{1,3}}(?:管理|事务|工作|服务|监督|保障|执法|行政|主管)*"
    rf"(?:委员会|管理局|总局|分局|办公室|部门|局|委|厅|主管部门|中心|[大支总]队|部(?![门署位队长委落件])(?!分(?!别))|办(?![理学公好法事件案结证税成实会展赛医卡班园有]))"
    rf"|[{LEVELS}](?:委|(?:人民)?政府)(?:教育)?(?:督查室|督导室|督查考核办|督查办|考核办)"
    rf"|[{LEVELS}](?:公安局|公安分局)?交(?:巡|通)?警[大支总]队"
    rf"|[{LEVELS}](?:委|政府)?(?:{_NAME}){{2,14}}?(?:领导小组|联席会议|指挥部)(?:办公室)?"
    rf"|(?:联席会议|领导小组|指挥部|工作专班)办公室(?=(?:具体|共同|统一)?(?:负责(?!同志|人)|牵头|承担|统筹))"
    rf"|各(?:地级以上|设区的?)市(?:(?:人民)?政府)?|各(?:乡镇街道|镇街|乡镇)(?:（[^（）]{{1,8}}）)?(?:人民政府|政府)?|各[{LEVELS}](?:（[^（）]{{1,8}}）)[区县]?(?:(?:人民)?政府)?"
    rf"|[{LEVELS}]直(?:各)?(?:有关|相关)?(?:部门|单位)"
    r"|(?:中国)?(?:银保监|银监|证监|保监)(?:会|局)"
    r"|各[\u4e00-\u9fff]{2,8}?部门(?=负责(?!同志|人|干部)|牵头)"
    rf"|各级(?:人民政府|政府|党委|妇儿工委|{FIELD}{{1,2}}(?:部门|局|委|机构))(?:办公室)?"
    rf"|[{LEVELS}](?:人民)?(?:政府|法院|检察院)(?:办公室|办公厅)?"
    rf"|各?[{LEVELS}](?:委宣传部|委组织部|委统战部|委政法委|委网信办|委编办|供销(?:合作)?社|妇联|残联|科协|关工委|工商联|总工会|团委|红十字会|妇儿工委|委社会工作部|"
    rf"委农办|委改革办|委人才办|纪委监委)"
    rf"(?:办公室)?"
    rf"|[{LEVELS}](?![级域场民内际委])(?:{_NAME}){{0,6}}?(?:医院|保健院|疾控中心|图书馆|文化馆|博物馆|科技馆|少年宫|青少年活动中心|"
    rf"职业学院|特殊教育学校|第[一二三四五六七八九十]+中学|实验小学|实验中学|党校|公司|集团)"
    rf"|[{LEVELS}](?![级域场民内际委直长])(?:{_NAME}){{2,6}}?(?:局|委|厅|署)"  # of a field no list has: 市文博局负责……
    rf"(?=(?:具体|共同|分别|统一)*(?:负责(?!同志|人|干部)|牵头|承担|会同)|：)"
    rf"|国务院(?:办公厅|有关部门|相关部门|各部门)|(?:各|有关|相关)(?:地区|部门|单位)|各[{LEVELS}](?:（[^（）]{{1,8}}）)?[区县]?(?:人民)?政府)"
)
_BEFORE = re.compile(
    r"(?:^|[，。；、：！？“”《》（）〔〕\[\]]|由|向|和|与|及|以及|同|会同|经|从|对|给|报|至|让|请|依托|督促|指导|协助|配合|支持|"
    r"鼓励|推动|发挥|建立|联合|按照|根据|到|强化|加强|明确|有|的)$"
)
_NOT_AFTER = re.compile(
    r"^(?:化|性|式|型|者|业|员|长(?!期)|企业|卫生院|中学|小学|学校|医院|集团|银行|干部|级别|规划的)"
)


def is_unit_shape(name: str) -> bool:
    """Return whether a string, taken from a place where a unit occurs, can be a unit's name.

    >>> is_unit_shape("区卫健委"), is_unit_shape("各县（市、区）人民政府"), is_unit_shape("推进儿科建设")
    (True, True, False)
    """
    name = _bare(name)
    if not 2 <= len(name) <= MAX_NAME or _BAD.search(name) or _COUNTED.search(name):
        return False
    if not re.search(r"[\u4e00-\u9fff]", name) or GENERIC.match(name):
        return False
    core = re.sub(r"[（〔\[【][^（）〔〕\[\]【】]*[）〕\]】]$", "", name)
    return bool(_ENDING.search(core) or COLLECTIVE.match(name))


MAX_NAME = 40
"""Characters of the longest name; “中国（某省）自由贸易试验区某片区管理委员会政策法规与制度创新局” has 33."""


def is_plausible(name: str) -> bool:
    """Return whether a name can follow a label (责任单位：…): no sentence, no verb in front, short."""
    name = _bare(name)
    return (
        2 <= len(name) <= MAX_NAME
        and not _SENTENCE.search(name)
        and not GENERIC.match(name)
        and bool(re.search(r"[\u4e00-\u9fff]{2}", name))
    )


def is_name_like(name: str) -> bool:
    """Return whether an unfamiliar name can occur among units: 中储粮临湖直属库. No sentence, no verb in front."""
    return (
        len(name) >= 4 and is_plausible(name) and not _BAD.search(_bare(name)) and not _COUNTED.search(name)
    )


def is_collective(name: str) -> bool:
    """Whether the name stands for many units: 有关部门, 各镇街."""
    return bool(COLLECTIVE.match(name))


_HAN = "一二三四五六七八九十百零〇"
OPENING = re.compile(
    rf"(?:第[{_HAN}\d]{{1,4}}条|[（(][{_HAN}\d]{{1,4}}[）)]、?|[{_HAN}]{{1,4}}[、．.]|\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}}[.．]?"
    r"|\d{1,3}[.．、）)]|[①-⑳⑴-⒇⒈-⒛㈠-㈩]|——|[●◆■▲★○◇□])(?=[\u4e00-\u9fff])"
)
"""The number or sign that opens a paragraph in matching form: “（一）市教育局负责……”, “3.1区公安分局……”, “第四条县水利局……”."""


def prose_units(value: str) -> list[tuple[int, int]]:
    """Where unit names of a general shape stand in running text (matching form), as (start, end)."""
    out: list[tuple[int, int]] = []
    opening = OPENING.match(value)
    first = i = opening.end() if opening else 0
    while m := IN_PROSE.search(value, i):
        a, b = m.span()
        if (_BEFORE.search(value[max(0, a - 3) : a]) or a == first) and not _NOT_AFTER.match(
            value[b : b + 3]
        ):
            out.append((a, b))
            i = b
        else:
            i = a + 1
    return out
