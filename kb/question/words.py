"""The words of questions, as tables: what asks, what fills, what narrows.

Each expression is plain text that Python and JavaScript read alike; the browser gets the same tables
(`kb.who.browser`). SAMPLES shows what each has to find; a test runs them.
"""

from __future__ import annotations

import re

# Asking -------------------------------------------------------------------------------------------------------------

_ASKED = (
    "谁|哪[一几]?[个家些](?:责任|主管|牵头|职能)?(?:单位|部门|机构|组织|科室|委办局|方面|人|局|委|厅)?|"
    "哪(?:里|儿|边)|什么(?:责任|主管|牵头)?(?:单位|部门|机构|人)|啥(?:单位|部门)"
)
WHO = (
    r"(?:(?:都|又|应该?|该|要|可以|能)?(?:归口?|由|是|有|属于?|找|问|去找|联系|向|给|到|让|请|叫|对口)?"
    rf"(?:{_ASKED})(?:来|去|在|该|应该)?)"
)
WHAT = (
    r"(?:什么|啥子?|哪些(?:任务|指标|工作|事|事情|项目|职责|内容|方面|目标)?|哪几[个项]|哪一个|多少|有何|几[个项条](?:指标|任务|项目|工作)?)"
    r"|几月(?:底|末|份)?(?:之?前)?(?:要|该)?(?:完成|做完|办完)?"
    r"|(?:的)?(?:职责|任务|工作|分工|责任)(?:是|有)?(?:什么|啥|哪些)?$"
)
# Asking of a subject, for a search: what leads to the asking word, and what it does.
_LEADS_TO = "(?:都|又|应该?|该|要|可以|能)*(?:归口?|由|是|有|属于?|找|问|去找|联系|向|给|到|去|在|让|请|叫)*"
_ASKED_OR_WHERE = f"{_ASKED}|什么地方"
_IT_DOES = (
    "(?:都|来|去|在|该|应该)*(?:负责管理|负责落实|负责组织|负责|主管|分管|监管|管理|管辖|承担|牵头|主抓|落实|组织|配合|参与|协调|指导|监督|"
    "实施|执行|办理|受理|管|抓|办|做)?(?:的|呢|呀|啊|吗|嘛|得了)*"
)
SUBJECT_PATTERNS: tuple[str, ...] = (
    "^(?:请问一下|请问|我想知道|想知道|我想问|想问|问一下|帮我查一?下|查一下|查询|关于|有关)+",  # 请问托育
    "(?:都|又|主要)?(?:负责|主管|分管|承担|牵头|管|有|是|做|要求|规定)*(?:些)?(?:什么|啥|哪些|哪几[个项]|多少|几[个项])(?:的)?"
    "(?:(?:具体|新)?(?:内容|要求|规定|措施|事项|事|目标|任务|指标|项目|政策|办法|标准|安排|计划|说法)|$)",  # 疫苗有哪些要求
    "(?:要)?(?:每隔|隔)?(?:多久|多长时间|什么时候|何时|几时|哪一?年)(?:才|能|会|要|可以|需要)*",  # 多久评估一次
    f"{_LEADS_TO}(?:{_ASKED_OR_WHERE}){_IT_DOES}",  # 托育归哪个单位管, 学生视力谁负责, 实施方案报送给谁
    "(?:的)?(?:责任|负责|主管|牵头|分管|配合)(?:单位|部门|机构|领导|人)(?:是|有|为|都|包括)*$",  # 托育的责任单位是
    "(?:应该?|要|该)?(?:怎么样?|如何|咋)(?:办|做|规定|要求|管理|落实|解决|处理|说|写)?的?",  # 校园欺凌怎么办
    "(?:是|有)?(?:没有|没|不|否)?(?:吗|嘛|呢|么|吧|呀|啊)$",  # 托育有吗
    "在?(?:这[个份]|本|该)?(?:规划|方案|文件)(?:里面?|中|上)的?",  # 区教委在规划里管哪些指标
    "(?:的)?(?:有关|相关)(?:规定|要求|内容|情况|工作)$",
    "一次$",  # 多久评估一次
    "的$",
)
"""What makes a question of a subject, taken off one after the other until nothing changes (`kb.question.subject`)."""
SUBJECT_MARKS = "[?!,;:。、]+$"
ASKS_WHO = "谁管"
"""What people ask most, for trying a topic's name out: 托育谁管."""
POLITE = (
    r"^(?:请问一下|请问下?|我想知道|想知道|我想问下?|想问下?|问一下|同时问一下|记者想了解|想了解一?下?|帮我?查一?下|查一下|查询|"
    r"麻烦问下?|麻烦|请教一?下?|统计一下|关于|有关(?!部门|单位|方面|机构)|[:，])+"
)
YES_NO = (
    r"(?:管不管|是不是|有没有|负不负责|归不归|要不要|能不能|管吗|负责吗|归吗|对吗|是吗|吗$|[吗么嘛][？?]$)"
)
EVERY = r"所有(?!权|制|者|人)|全部|一切|[都全](?:是?[归由]|负责)|全是"
"""“是不是负责所有托育” asks for every part of the matter; 所有权 does not."""
TAKES_A_PIECE = ("办", "管", "建", "做")
"""Fillers that end a word of the matter where one character of no word is before them: 开办, 监管, 配建."""
IN_PLAN = r"在?(?:这个|这份|本|该|我区|我市|我县)(?:规划|方案|文件)(?:里面?|里头|中|内|上)?|在?规划(?:里面?|里头|中|内|上)"
ALTERNATIVES = r"分别|各归|、|和|与|及|或|以及|还有"
APART = "分别|各归|各由"
JOINED = "以及|还有|和|与|及"
STOPS = r"[，。？！?!,;；、:：\s]+"
# What asks for matter, not for a unit: “哪些任务”, “要报哪些”.
WHAT_THINGS = (
    r"(?:哪些|哪几[个项条]|哪一?[个项条]|几[个项条]|多少[个项条]?)(?:(?:约束性|预期性|重点|主要|具体|共同)的?)*"
    "(?:任务|指标|工作|事情|事|项目|职责|内容|方面|目标|规划|方案|措施)"
)
DOES_WHAT = (
    r"(?:管|报|做|办|负责|承担|牵头|有|要报|要做|参与|配合|完成)(?:了|的是|的)?"
    r"(?:哪些|哪一?[个项条]|什么|啥子?)(?!单位|部门|机构|组织|人|厅|局)"
)
LEADS = r"牵头|牵这个头|牵个头|主责"
HELPS = r"配合|协办|协助"
JOINTLY = r"共同|一起|联合|都|同时"
MADE = r"的?(?:标准化|规范化)?(?:建设|改造|扩建|改扩建|新建|迁建|选址|升级)"
"""“区妇幼保健院建设谁负责” asks about the hospital, not for its duties."""

DOES = (
    r"(?:负责|主管|分管|监管|管理|管辖|承担|牵头|落实|组织|配合|参与|协调|办理|受理|责任单位|责任部门|牵头单位|主管部门|职责|"
    r"共同|一起|联合|同时|都|管|抓|办|做|报|建|发|交|写|出|归|各归|的责任|分别|在规划里|规划里|应该|应当|如何|怎么|怎样|咋|呢|吗|嘛|呀|啊|吧|哦|了|的|要|是|有|来|"
    r"去|由|归口|在|里|谁|责任|，|。|？|！|\?|!|,|;|；|、|:|：|\s)+"
)

# Filling: words that carry no matter in a question -----------------------------------------------------------------

_FILLERS = """
类 领域 类别 这类 这方面 安排 安排了 布置 交给 交办 交代 部署 规定 职责分工 责任分工
共同 一起 联合 联合起来 合作 都归
我 我们 咱 咱们 你 你们 他 他们 她 它 本 自己 大家 人家 屋头 屋里 家里 我家 家头 这 那 这个 那个 这些 那些
这块 那块 这边 那边 这份 那份 这里 那里 请 请问 想 想问 想知道 知道 问 问下 问一下 麻烦 了解 看看 看 查
查查 查一下 找 找找 列 列出 列一下 列举 说 说说 说下 讲 讲讲 告诉 告知 汇总 梳理 整理 统计一下 介绍 谁 哪
哪个 哪些 哪里 哪儿 哪家 什么 啥 啥子 怎么 怎样 怎么样 如何 咋 咋个 咋样 为什么 为啥 多少 几 几个 几项 几条
几家 哪几个 多久 何时 什么时候 啥时候 会怎样 怎么办 负责 管 归 归口 承担 担任 主管 分管 监管 管理 管辖 落实
组织 组织实施 办理 受理 主抓 主责 实施 执行 推进 完成 没完成 做 干 干啥 干什么 办 抓 弄 搞 报 上报 报送
填报 提交 提供 牵头 配合 参与 涉及 属于 对口 联系 是 有 没有 要 需要 需 应 应该 应当 该 得 能 能够 可以 会
必须 算 让 叫 把 给 由 被 为 向 到 从 和 与 及 或 跟 在 于 就 才 都 也 还 又 再 先 只 最 很 太 更
比较 的 了 吗 呢 吧 嘛 呀 啊 哦 哟 噻 哈 么 不 没 别 里 里面 里头 里边 中 上 下 之前
以前 以后 之后 之内 今年 明年 去年 每年 年度 本年度 当年 现在 目前 当前 眼下 近期 一共 总共 共 共有 合计
全部 所有 整个 到底 究竟 具体 主要 分别 各自 其中 包括 相关 有关 关于 对于 一下 一些 一个 一种 哪一个 头上
身上 手上 个 项 条 家 次 一次 意思 啥意思 怎么回事 局里 名下 分内 需要上报 我局 本局 贵局 我委 我单位
本单位 哪级 一把手 担 背 认领 份 款 那么 这么 只要 同时 还是 另外 以及 顺便 想了解 了解下 请把 各地 各个 各
每 由谁 谁来 谁的 收 最近 忙活 忙 打算 请告诉 总的 总 一下子 里都 都有 想要 帮 帮忙 帮我 好 呗 哇 嗯
提到 提到的 写到 讲到 说到 谢谢 牵这个头 牵个头 牵头的 这个指标 这项指标 这个任务 这项任务 这项工作 这个项目
"""
FILLERS = frozenset(_FILLERS.split())
"""Grammar and asking words. Whole words only: a word is never cut off another (办 of 企业开办)."""
_GENERAL = """
规划 文件 方案 通知 文本 部门 单位 机构 科室 责任 职责 分工 任务 指标 目标 工作 事 事情 事项 项目 内容 要求
情况 问题 责任单位 责任部门 牵头单位 牵头部门 配合单位 主管部门 对口部门 方面 部分 分工表 清单 表 台账 职能
举措 措施
"""
GENERAL = frozenset(_GENERAL.split())
"""What every plan is made of: no matter of its own, though part of a stretch (监测工作)."""
_WEAK = """
政府 地方 东西 数据 材料 干部 市民 群众 居民 领导 老师 同志 记者
"""
WEAK = frozenset(_WEAK.split())
"""Words that are matter next to others (监测数据) and none in a question about a unit (要报什么数据)."""
_VERBS = """
加快 推进 建设 加强 开展 发展 完善 提升 提高 促进 健全 建立 强化 优化 做好 推动 支持 实现 深化 规范
保障 探索 打造 创建 构建 进行 提供 解决 处理 加大 扩大 持续 积极 全面 进一步
"""
VERBS = frozenset(_VERBS.split())
"""What plans do with everything; a stretch of these alone leads nowhere (加快建设)."""

EMPTY = frozenset(("指标", "任务", "工作", "项目", "规划", "单位", "部门", "内容", "方面", "目标", "事项"))

_POPULATIONS = """
大学生 研究生 高校毕业生 毕业生 老人 老年人 老年 退休人员 退休职工 职工 农民工 进城务工人员 工人 农民 妇女
孕妇 产妇 残疾人 残疾儿童 军人 退役军人 党员 公务员 企业家 个体户 个体工商户 消费者 外国人 外籍人才 游客
低保户 贫困户 困难群众 失业人员 青年 中年人 大学毕业生 留学生 教师 医生 护士 司机 外卖员 快递员 骑手 新市民
移民 侨胞 少数民族
"""
POPULATIONS = frozenset(_POPULATIONS.split())
"""Whom a question is about; one the plans do not print is said, and never answered as if it were another."""

ANYONE = r"[小女男]?孩[子儿]?|娃[儿娃]?|儿童|小朋友|未成年人|学生|青少年"

# Kinds and filters --------------------------------------------------------------------------------------------------

THINGS: dict[str, str] = {
    "指标": "indicator", "项目": "project", "工程": "project", "任务": "task", "事项": "task", "举措": "task", "措施": "task",
    "规划": "plan", "方案": "plan", "文件": "plan", "纲要": "plan",
}  # fmt: skip
_THING = "指标|项目|工程|任务|事项|举措|措施|(?:规划|方案|文件|纲要)(?![里中内上给对])"
COUNTS = r"(?:几|多少)(?:[个项条家份]|(?=指标|项目|任务))|数量"
_LACKS = "没有?|没给|没写明?|未写明?|未明确|没明确|不写|未注明|没注明|没落实|未落实|缺|无"
FILTERS: dict[str, str] = {
    "约束性": r"约束性",
    "预期性": r"预期性",
    "未达标": r"(?:没有?|未|尚未|还没有?)(?:能)?(?:达标|达到|完成|实现)|不达标",
    "已达标": r"(?:已经?|都|现在|目前)?(?:达标|达到目标|达到了|提前完成|提前实现|优于目标|好于目标)",
    "无数值": (
        rf"(?:没定|未定|{_LACKS})[^，。？?]{{0,6}}?(?:数值|数字|目标值|具体数|量化|指标值)|只(?:写|说)了?(?:方向|提高|降低|趋势)"
    ),
    "无单位": (
        rf"(?:{_LACKS})[^，。？?]{{0,8}}?(?:责任单位|责任部门|牵头单位|单位|部门|谁(?:来)?(?:负责|管|牵头)|责任人)"
    ),
    "有单位": r"(?:写了|写明了?|明确了?|注明了?|有)(?:责任单位|责任部门|牵头单位)",
    "无计量单位": r"(?:没有?|没写|缺|无)(?:计量单位|单位名称)",
    "共同": r"共同|一起|联合|两家以上|多家",
    "单独": r"单独|独自|一家负责",
    "牵头": LEADS,
    "配合": HELPS,
}
LISTS = (
    rf"(?:哪些|哪几[个项条家份]|几[个项条家份]|多少[个项条家份]?|列[出举一]?下?|所有|全部)(?:的)?[^，。？?]{{0,10}}?({_THING})"
    rf"|({_THING})[^，。？?]{{0,24}}?(?:有?哪些|有?哪几[个项条]|有?几[个项条]|有?多少[个项条]?|都有啥|列一?下|列出来|是哪些)"
    rf"|(?:{FILTERS['无单位']})的?[^，。？?]{{0,10}}?({_THING})"  # 没有责任单位的托育项目
)
MEASURES: dict[str, str] = {
    "compare": r"哪一?[个家项](?:更|最|要)?(?:高|低|多|少|大|小|长|短)|(?:谁|哪边)(?:更)?(?:高|低)|比较|对比",
    "gap": r"差多少|还差|差几|差距|离目标|距离?目标|相差",
    "baseline": r"现在|目前|现状|当前|基期|基数|眼下|如今",
    "target": r"多少|目标|达到|降到|降至|提高到|升到|控制在|多高|多大|几(?:个|张|名|小时|所|次|岁|人|成|座|公里)|多久|(?:是|为)几",
}
YEAR = r"((?:19|20)[0-9]{2})年?(?=[^0-9]|$)"
MONTH = r"(?:((?:19|20)[0-9]{2})年)?([0-9]{1,2})月(?:底|末|份)?(?:之?前|以前)?"
BEFORE = r"(?:((?:19|20)[0-9]{2})年)(?:([0-9]{1,2})月)?(?:底|末)?(?:之?前|以前)"
DUE = r"(?:要|需要?|应|该|必须)?(?:完成|做完|办完|办好|做好|到期|实现|建成|落实)"
NUMBER = r"([0-9]+(?:\.[0-9]+)?)(%|‰|小时|分钟|个工作日|个|张|名|所|人|公里|万元|亿元|元|平方米|吨|次|天|座|项|家)?"
DOCUMENT = r"([\u4e00-\u9fff]{1,8})[〔\[(【]?((?:19|20)[0-9]{2})?[〕\])】]?第?([0-9]{1,4})号"
BODY = r"(?:[\u4e00-\u9fff]{1,6}?)(?:管理局|监管局|执法局|分局|局|委员会|办公室|管委会|街道办|委|厅)"
"""A body by its shape, for one that the plans do not name: 水务局."""
PERSON = (
    r"(?:(?:局|委|办|院|会|部|厅|处|所|站)(?:的)?(?:主任|局长|书记|科长|处长|院长|负责人|联系人|一把手)"
    r"|电话|联系方式|联系电话|办公地址|邮箱|网址)"
)
"""A person in office or how to reach a body, which plans do not say: 区教委主任是谁."""

TO_WHOM = ("向", "给")
"""Before a unit: it is told or given something, and not asked for: 由谁向区妇儿工委提交."""
WHICH_ONE = r"哪一?[个项条](?:是|的)?$"
NO_NUMBER_BEFORE, NO_NUMBER_AFTER = ("-", ".", "第"), ("-", "岁", ".")
"""Next to a number that is part of another one or of an age: 第12条, 3-6岁."""
BODY_SIZES = (3, 8)
"""Characters of a body's name, least and most."""
RUNS = r"[0-9a-z.%‰]+|[\u3400-\u9fff]+"
HAN = r"[\u3400-\u9fff]+"
SIGNED = r"[发函令规字文办]$"
"""How the sign of a document ends; 轨道交通 of 轨道交通18号线 is none."""
SIGN_END = r"[〔\[(（【]"
"""Where the sign of a document's number ends: 大渡口府发〔."""
WHO_FILTERS = ("filter:无单位", "filter:有单位")
"""Filters whose words ask for no unit though they name one: 没写谁负责."""
DENIED = (("无单位", "有单位"), ("未达标", "已达标"))
"""Filters whose words hold those of others: “没有责任单位” reads as “有责任单位” too."""
ROLES_ASKED = (("牵头", "leads"), ("配合", "helps"))

EXPRESSIONS: dict[str, str] = {
    "who": WHO, "what": WHAT, "polite": POLITE, "yes_no": YES_NO, "every": EVERY, "does": DOES, "in_plan": IN_PLAN,
    "alternatives": ALTERNATIVES, "apart": APART, "joined": JOINED, "stops": STOPS, "what_things": WHAT_THINGS, "does_what": DOES_WHAT,
    "leads": LEADS, "helps": HELPS, "jointly": JOINTLY, "made": MADE, "anyone": ANYONE, "lists": LISTS, "counts": COUNTS,
    "year": YEAR, "month": MONTH, "before": BEFORE, "due": DUE, "number": NUMBER, "document": DOCUMENT, "body": BODY, "person": PERSON,
    "which_one": WHICH_ONE, "runs": RUNS, "han": HAN, "sign_end": SIGN_END, "signed": SIGNED,
    **{f"filter:{name}": pattern for name, pattern in FILTERS.items()},
    **{f"measure:{name}": pattern for name, pattern in MEASURES.items()},
}  # fmt: skip
"""All expressions by name, for the browser."""

SAMPLES: tuple[tuple[str, str, bool], ...] = (
    ("who", "托育归哪个单位管", True),
    ("who", "由哪些厅负责", True),
    ("who", "区教委有哪些任务", True),
    ("what_things", "区教委有哪些任务", True),
    ("does_what", "要报的指标有哪一个", True),
    ("does_what", "负责哪些厅", False),
    ("yes_no", "区教委管不管托育", True),
    ("yes_no", "水务局负责这件事吗", True),
    ("every", "区教委是不是负责所有托育", True),
    ("every", "托育是不是都归区教委", True),
    ("every", "区教委是不是负责所有权登记", False),
    ("lists", "哪些指标已经达标", True),
    ("lists", "约束性的指标有哪些", True),
    ("lists", "未写明责任单位的项目有几个", True),
    ("lists", "没有责任单位的任务", True),
    ("lists", "托育归谁管", False),
    ("filter:已达标", "哪些指标已经达标", True),
    ("filter:未达标", "哪些指标还没达标", True),
    ("filter:无单位", "哪些项目没写谁负责", True),
    ("filter:无数值", "哪些指标没有写具体数字", True),
    ("measure:gap", "离目标还差多少", True),
    ("before", "2025年底前要完成什么", True),
    ("month", "7月底前", True),
    ("document", "国办发43号", True),
    ("document", "国发〔2019〕3号", True),
)
"""(expression, text, whether it is found)."""

_COMPILED: dict[str, re.Pattern[str]] = {}


def expression(name: str) -> re.Pattern[str]:
    """Return the compiled expression of that name; compiled when first used."""
    if name not in _COMPILED:
        _COMPILED[name] = re.compile(EXPRESSIONS[name])
    return _COMPILED[name]
