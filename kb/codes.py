"""Every code a problem can have: its level, what it means, an example, and what to do. docs/problems.md is this table.

KB0xx  a file that cannot be read at all, or parts of one that were not read
KB1xx  a document that was read: what import and the checks are unsure of
KB2xx  a plan's folder: plan.md, import.json, source.txt
KB3xx  what staff maintain (units.toml, topics.toml, duties.csv), and what a reviewer of a plan wants to know
KB4xx  a request that the service refuses (kb/service)
KB5xx  a search engine that is asked over the network (kb/search/engine)
KBMxx  a returned monitoring form (kb/monitor)

`python -m kb.codes > docs/problems.md` writes the page; a test compares the two.
"""

from __future__ import annotations

import sys

from kb.code import LEVEL_NAMES, Code
from kb.engine_codes import ENGINE
from kb.monitoring_codes import MONITORING
from kb.problems import DocumentError, Problem
from kb.service_codes import SERVICE

CODES: tuple[Code, ...] = (
    # --- files that cannot be read
    Code(
        code="KB001", level="error", title="文件打不开",
        meaning="没有这个文件，或没有读取权限。",
        example="文件打不开（没有权限）", todo="核对路径和文件名，检查读取权限。",
    ),
    Code(
        code="KB002", level="error", title="文件过大",
        meaning="超过这种格式的上限，见 import.md 的“Formats”。",
        example="文件过大（130 MB）", todo="确认选对了文件；多份规划分开导入；Word 文件先删去或压缩图片。",
    ),
    Code(
        code="KB003", level="error", title="文件里没有文字",
        meaning="文件是空的，或只有空白、图片。",
        example="文件是空的", todo="重新下载或复制一次；只有图片时先做文字识别并校对。",
    ),
    Code(
        code="KB004", level="error", title="认不出文字编码",
        meaning="不是 UTF-8、GB18030、UTF-16、UTF-32，或其中有坏的字节。",
        example="文件标明是 UTF-8 编码，第 120 字节起却不是", todo="用编辑器另存为 UTF-8 再导入。",
    ),
    Code(
        code="KB005", level="error", title="不是文本",
        meaning="文件里是二进制内容，或有 NUL 字符。",
        example="文件里有 NUL 字符，不是文本", todo="确认选对了文件。",
    ),
    Code(
        code="KB006", level="error", title="这种格式不能直接导入",
        meaning="旧版 Word/WPS、RTF、ODT、CEB 等；加 --with soffice 可先转换。",
        example="这是 RTF 格式，不能直接导入", todo="用 Word 或 WPS 打开，另存为 .docx 再导入。",
    ),
    Code(
        code="KB007", level="error", title="文档加了密码",
        meaning="要密码才能打开，读不出文字。",
        example="文档加了密码，读不出文字", todo="去掉密码后另存，再导入。",
    ),
    Code(
        code="KB008", level="error", title="PDF 里没有可用的文字",
        meaning="是扫描件，或字体没有对应的字符。",
        example="PDF 是扫描件（没有文字层），读不出文字", todo="先做文字识别并校对，存成 .docx 或 .txt 再导入。",
    ),
    Code(
        code="KB009", level="error", title="缺少读取这种格式的组件",
        meaning="网页、PDF 等要安装 shuiguan[import]。",
        example="读取 PDF 需要的组件没有安装（缺 pdfplumber）", todo="照提示安装，再导入。",
    ),
    Code(
        code="KB010", level="error", title="文件已损坏",
        meaning="内容与格式不符，解不开。",
        example="文件已损坏，里面没有正文", todo="重新下载或复制一次；用 Word 或 WPS 打开后另存。",
    ),
    Code(
        code="KB011", level="error", title="不是规划正文",
        meaning="幻灯片、图片、压缩包等不装规划正文的文件。",
        example="这是压缩包", todo="导入规划正文；压缩包先解压。",
    ),
    Code(
        code="KB012", level="error", title="超出安全上限",
        meaning="展开后过大、嵌套过深、页数或格数过多。",
        example="PDF 有 1200 页，超过 1000 页", todo="确认选对了文件；若确是规划，请拆开或另存后再导入。",
    ),
    # --- parts of a file that were not read
    Code(
        code="KB013", level="warning", title="网页上有文字没有当作正文", lasting=True,
        meaning="网页正文之外，或网页不显示的地方，有成句的或带编号的文字；已作为 page 修复列入 import.json。",
        example="网页上有 2 段文字（36 字）没有当作正文", todo="看 import.json；如是正文，把正文复制到 .txt 再导入。",
    ),
    Code(
        code="KB014", level="warning", title="有图片、图表等没有读", lasting=True,
        meaning="图片、图表、SmartArt、嵌入的文件、扫描的页面里的文字没有读。",
        example="第 3 页是图片，没有读", todo="里面如有责任分工或指标，找文字版重新导入；责任分工也可以写进 duties.csv。",
    ),
    Code(
        code="KB015", level="warning", title="表格过宽", lasting=True,
        meaning="一行的格数超过任何表格，多出的并入最后一格。",
        example="表格一行超过 128 格，其余并入最后一格", todo="确认选对了文件；确是规划时核对这张表。",
    ),
    Code(
        code="KB016", level="warning", title="有坏字节，换成了“�”", lasting=True,
        meaning="文件里有不成字的字节；导入时选了 --lenient，换成“�”后照读。",
        example="第 1024 字节起有 1 个坏字节，换成了“�”", todo="对照原文改正 plan.md 里的“�”。",
    ),
    Code(
        code="KB017", level="warning", title="由 LibreOffice 转换", lasting=True,
        meaning="旧版或其他办公格式，导入时选了 --with soffice，先转换再读。",
        example="由 LibreOffice 从 .doc 转换", todo="与原件核对自动编号和表格。",
    ),
    # --- documents that were read
    Code(
        code="KB101", level="error", title="看不出是一份规划",
        meaning="带编号的标题太少，或没有文号、规划名称、责任单位一类的字样。",
        example="看不出是一份规划：只找到 2 个带编号的标题（一、（一）1.）",
        todo="确认选对了文件；若确是规划，检查标题编号是否在转换中丢失。",
    ),
    Code(
        code="KB102", level="error", title="这是谁管自己写出的文件",
        meaning="kb extract 写出的职责清单或责任分工表，填过的也算。",
        example="这是谁管写出的职责清单或责任分工表，不是规划",
        todo="导入规划正文；要改单位的分工，写进该规划的 duties.csv。",
    ),
    Code(
        code="KB110", level="note", title="源文缺少编号，已按前后推定",
        meaning="标题的编号在转换中丢了，按前后的编号补出。",
        example="二、（一）2：源文缺少编号，已按前后推定为“2.”",
        todo="核对 plan.md 中标有 {.repaired} 的标题。",
    ),
    Code(
        code="KB111", level="note", title="专栏标题排在内容之后，已移到内容之前",
        meaning="源文里专栏或脚注的位置与阅读顺序不同。",
        example="专栏一：专栏标题排在内容之后，已移到内容之前", todo="核对这一栏的内容是否齐全。",
    ),
    Code(
        code="KB112", level="warning", title="专栏里没有内容",
        meaning="只有标题，下面没有条目或表格。",
        example="专栏二：专栏里没有内容", todo="内容可能排在别处，请在 plan.md 里移到这一栏。",
    ),
    Code(
        code="KB113", level="warning", title="编号不连续",
        meaning="同一级标题的编号跳过了几个：原文如此，或有标题丢了编号。",
        example="一、3：编号不连续：1 之后是 3", todo="对照原文；若是标题丢了编号，在 plan.md 里补上。",
    ),
    Code(
        code="KB114", level="note", title="编号重复",
        meaning="同一级里同一个编号出现两次：层级错了，或是另一组编号。",
        example="一、3：编号 3 重复", todo="核对层级，或是否是另一组编号。",
    ),
    Code(
        code="KB115", level="warning", title="这一段像丢了编号的标题",
        meaning="短段落，形式像标题，没有编号。",
        example="二、（一）：这一段像丢了编号的标题", todo="如是标题，请在 plan.md 里补上编号。",
    ),
    Code(
        code="KB116", level="warning", title="表格的行列认不准，按段落保留",
        meaning="一格一段的表格，认不出每行从哪里起。",
        example="表格的行列认不准，按段落保留", todo="对照原文，在 plan.md 里整理成表格。", lasting=True,
    ),
    Code(
        code="KB117", level="warning", title="文件里像有两份规划",
        meaning="各章又从头编号。",
        example="一、：文件里像有两份规划，各章又从头编号", todo="一份规划一个文件：拆开，分别导入。",
    ),
    Code(
        code="KB118", level="note", title="编号退回或不从一开始",
        meaning="编号的次序与阅读顺序不同。",
        example="一、2：编号从“3”退回“2”", todo="核对层级和次序。",
    ),
    Code(
        code="KB119", level="warning", title="同一份文件有两个编号",
        meaning="两个编号下的源文相同（不计空白），答案里每一条会出现两次。",
        example="与 dadukou-2023 是同一份文件", todo="留下一个，删去另一个编号的文件夹，再运行 kb build。",
    ),
    Code(
        code="KB120", level="warning", title="题目拿不准", lasting=True,
        meaning="没有找到题目，用了第一行或文件名；或分成几行的题目不一定从那里起。改了 plan.md 的 title 就不再提。",
        example="题目拿不准：“各有关单位”", todo="核对 plan.md 文件头的 title，写上规划全名。",
    ),
    Code(
        code="KB121", level="warning", title="本文没有合并断行",
        meaning="许多段停在逗号或顿号上：原文按版面断行，没有认出版面的宽度。",
        example="本文没有合并断行：12 段停在逗号或顿号上，第 8 行起", todo="换用 Word 或网页原件再导入。",
    ),
    Code(
        code="KB122", level="note", title="一个通知印发几份规划，已分开导入",
        meaning="每份规划一个编号，都带通知的文号、印发单位和日期；整份文件另存为 original。",
        example="一个通知印发 2 份规划，已分开导入：funv、funv-2",
        todo="核对从哪里分开；其实是一份的，加 --as-one 重新导入，再删去多出的文件夹。",
    ),
    # --- a plan's folder
    Code(
        code="KB201", level="error", title="plan.md 缺少文件头",
        meaning="第一行应是 ---，写明 id 与 title，再以 --- 结束。",
        example="缺少文件头", todo="补上文件头，或从版本库取回。",
    ),
    Code(
        code="KB202", level="error", title="文件头里有不认识的栏目",
        meaning="栏目名写错了，或这一行没有冒号。",
        example="文件头里有不认识的栏目：“titel: …”", todo="改成提示里列出的栏目。",
    ),
    Code(
        code="KB203", level="error", title="文件头的写法不对",
        meaning="值的形式与栏目不符。",
        example="文件头的 period 写法不对：“2021”", todo="文字写成 \"…\"，多项写成 [\"…\", \"…\"]，规划期写成 [2021, 2030]。",
    ),
    Code(
        code="KB204", level="error", title="规划编号不合规",
        meaning="id 缺失，或有小写字母、数字、连字符以外的字符，或是 Windows 的保留名（con、nul 等）。",
        example="规划编号 id 缺失或不合规", todo="改成 dadukou-children-2021-2030 这样的编号。",
    ),
    Code(
        code="KB205", level="error", title="标为 {.repaired} 的标题没有编号",
        meaning="{.repaired} 的下一行应是带编号的标题。",
        example="标为 {.repaired} 的标题没有编号：“加强保障”", todo="补上编号，或删去上一行的 {.repaired}。",
    ),
    Code(
        code="KB206", level="error", title="导入记录损坏",
        meaning="import.json 读不出来。",
        example="导入记录损坏", todo="重新导入原文件，或从版本库取回这个文件。",
    ),
    Code(
        code="KB207", level="error", title="规划的文件夹缺少文件",
        meaning="source.txt、plan.md、import.json 三个缺一不可。",
        example="缺少文件", todo="重新导入原文件。",
    ),
    Code(
        code="KB208", level="error", title="不是 UTF-8 文本",
        meaning="编辑器把文件存成了别的编码。",
        example="不是 UTF-8 文本", todo="另存为 UTF-8 编码。",
    ),
    Code(
        code="KB209", level="error", title="原文与导入时不同",
        meaning="source.txt 被改过；它是一切引文的依据，不可改动。",
        example="原文与导入时不同", todo="取回原来的 source.txt，或重新导入。",
    ),
    Code(
        code="KB210", level="error", title="没有结束的一栏",
        meaning="::: 开头的一栏没有以 ::: 结束。",
        example="没有结束的一栏：“::: box 专栏一”", todo="在它的内容之后加一行 :::。",
    ),
    # --- what staff maintain
    Code(
        code="KB300", level="error", title="units.toml 或 topics.toml 读不出来",
        meaning="不是 UTF-8，或 TOML 写法有误。",
        example="TOML 写法有误", todo="检查引号、方括号和逗号。",
    ),
    Code(
        code="KB301", level="error", title="登记条目写法不对",
        meaning="缺 name，或有不认识的一项。",
        example="“区教委”有不认识的一项“alias”", todo="照 corpus.md 的格式改正。",
    ),
    Code(
        code="KB302", level="error", title="一个名称写给了两个单位",
        meaning="名称或别名重复登记。",
        example="单位“区教委”登记了两次", todo="并成一条，或改用不同的名称。",
    ),
    Code(
        code="KB303", level="note", title="提到的单位没有登记",
        meaning="members 或 parent 里的名称 units.toml 没有。",
        example="“区卫生健康部门”提到的“区疾控中心”没有登记", todo="补登记，或改正名称。",
    ),
    Code(
        code="KB304", level="error", title="主题条目写法不对",
        meaning="topics.toml 里的条目重复、缺项或指向没有的主题。",
        example="主题“托育”写了两次", todo="改正这一条。",
    ),
    Code(
        code="KB305", level="error", title="duties.csv 的这一行用不上",
        meaning="没有这个编号、没有单位或依据文件、不认识的角色。",
        example="规划里没有编号“2.9.9”", todo="照提示改正这一行；编号用 kb tree 查。",
    ),
    # --- what a reviewer wants to know
    Code(
        code="KB310", level="note", title="任务没有责任单位",
        meaning="规划没有写明由谁负责。",
        example="二、（一）1：任务没有责任单位", todo="若另有分工文件，写进 duties.csv。",
    ),
    Code(
        code="KB311", level="note", title="项目没有责任单位",
        meaning="规划没有写明由谁负责。",
        example="专栏五：项目没有责任单位", todo="若另有分工文件，写进 duties.csv。",
    ),
    Code(
        code="KB312", level="note", title="指标没有责任单位",
        meaning="指标表里这一行没有单位。",
        example="专栏一 指标3：指标没有责任单位", todo="若另有分工文件，写进 duties.csv。",
    ),
    Code(
        code="KB313", level="note", title="指标没有可比较的目标",
        meaning="没有目标值，或读不出数字和趋势。",
        example="专栏一 指标3：目标值读不出数字或趋势", todo="对照原文；原文如此则不用处理。",
    ),
    Code(
        code="KB314", level="note", title="单位没有登记",
        meaning="文中的单位 units.toml 没有。",
        example="42 家单位没有登记，出现最多的：市财政局 12 处、市教育局 9 处",
        todo="运行 kb units --propose，核对后登记，或写成已有单位的别名。",
    ),
    Code(
        code="KB318", level="warning", title="疑为错字",
        meaning="同样的上下文里，别处的写法差一个字。",
        example="二、（三）：疑为错字，别处作“学前教育”", todo="对照原文；原文如此则不用处理，也不要在 plan.md 里改。",
    ),
    Code(
        code="KB319", level="note", title="基期已经达到目标",
        meaning="文中的现状值已满足指标的目标。",
        example="专栏一 指标3：2020年已为1.21‰，达到2030年目标＜1.3（1行）", todo="核对口径是否一致。",
    ),
    Code(
        code="KB320", level="warning", title="分工文件与规划不一致",
        meaning="duties.csv 的单位或牵头与规划写的不同。",
        example="第2条：规划写的是区教委，甲文件另写区民政局", todo="核对分工文件；规划的写法作废的，在 duties.csv 里划去。",
    ),
    Code(
        code="KB321", level="note", title="牵头单位不止一家",
        meaning="一条任务写了几家牵头。",
        example="第2条：牵头单位有 2 家：区教委、区民政局", todo="原文如此则不用处理。",
    ),
    Code(
        code="KB322", level="note", title="属性从上一行承接",
        meaning="约束性、预期性写在合并的单元格里。",
        example="专栏一 指标3：属性从上一行承接：约束性", todo="对照原表。",
    ),
    Code(
        code="KB323", level="note", title="疑为同一单位的两种写法",
        meaning="全称相同或只差连字符。",
        example="“市发改委”与“市发展改革委”疑为同一单位", todo="如是，在 units.toml 里写成一条的别名。",
    ),
    Code(
        code="KB324", level="note", title="规划写明的职责已划去",
        meaning="duties.csv 里有一行“划去”，依据另一份文件。",
        example="二、（一）1：区教委的责任已按“某府办〔2024〕3号”划去：机构改革", todo="分工再有变动时改这一行。",
    ),
    Code(
        code="KB325", level="warning", title="要划去的职责规划里没有",
        meaning="duties.csv 里有一行“划去”，规划没有写这家单位负责这一条。",
        example="二、（一）1：要划去的“区教委”，规划没有写它负责这一条", todo="核对编号和单位的写法。",
    ),
    Code(
        code="KB326", level="warning", title="seen.csv 的这一行用不上",
        meaning="没有问题编号或内容，没有这个编号，或把错误标成了没问题。",
        example="没有编号“KB999”", todo="改正或删去这一行；用 kb check --ok 写入最省事。",
    ),
    Code(
        code="KB327", level="note", title="标为没问题的这一处没有了，或与当时不同",
        meaning="seen.csv 记下的内容与现在查到的对不上：已经改好了，或后来又改过。",
        example="标为没问题的 KB120 没有了，或与当时不同：“题目拿不准：“各有关单位””", todo="再核对一次，删去 seen.csv 的这一行。",
    ),
    Code(
        code="KB330", level="warning", title="plan.md 的文字与源文不同",
        meaning="有人在 plan.md 里改了、加了或删了字。这一条各处都标“经人工修改”，引文只取源文有的字。",
        example="二、（一）1：源文“到2027年建成”改成了“到2030年建成”",
        todo="改正转换错误的，核对后可不处理；责任单位有变动的，改回来，写进 duties.csv。",
    ),
    Code(
        code="KB331", level="warning", title="源文的这一条没有了",
        meaning="源文有这一条或这一段，plan.md 里没有。",
        example="二、（一）1：源文的这一条没有了：“2.培训护理人员。”", todo="若是误删，从 source.txt 的这一行补回。",
    ),
    Code(
        code="KB332", level="warning", title="责任单位与源文不同，不作明确责任",
        meaning="plan.md 写的责任单位源文没有写，或源文写的 plan.md 没有。两者都不作明确责任。",
        example="二、（一）1：责任单位与源文不同：plan.md 写了市审计局（责任），源文没有。都不作明确责任",
        todo="把 plan.md 改回源文，再在 duties.csv 里增加或划去，写明依据文件。",
    ),
    Code(
        code="KB333", level="warning", title="像是写责任单位的括号，没有读出单位",
        meaning="括号里有“责任单位：”“……负责”一类的字，认不出是哪家单位，所以没有职责。",
        example="二、（一）1：像是写责任单位的括号，没有读出单位：“（责任单位：甲乙丙）”",
        todo="对照原文；单位没有列出的，写进 duties.csv。",
    ),
    Code(
        code="KB334", level="warning", title="写责任单位的括号没有结束",
        meaning="括号只有前一半，后面的单位可能在转换中丢了。",
        example="一、1：写责任单位的括号没有结束，可能漏了单位：“（牵头单位：省税务局，责任单位：各市、”",
        todo="对照原文，把漏掉的字补回 plan.md；源文没有的单位写进 duties.csv。",
    ),
    *sorted((*ENGINE, *MONITORING, *SERVICE), key=lambda row: row.code),
)  # fmt: skip
FIRST = (
    "KB120", "KB121", "KB117", "KB122", "KB119", "KB014", "KB013", "KB016", "KB332", "KB331", "KB330", "KB334", "KB333", "KB116", "KB112",
    "KB115", "KB113",
)  # fmt: skip
"""What matters first: a whole document or page is wrong or missing, then what a person changed, then what was lost."""
BY_CODE: dict[str, Code] = {row.code: row for row in CODES}


def urgency(problem: Problem) -> tuple[int, int]:
    """Return a sorting key: errors, warnings, notes; of each, what matters first."""
    at = FIRST.index(problem.code) if problem.code in FIRST else len(FIRST)
    return list(LEVEL_NAMES).index(problem.level), at  # type: ignore[arg-type]  # levels are these


def problem(
    code: str,
    path: str,
    *,
    line: int = 0,
    column: int | None = None,
    message: str = "",
    excerpt: str = "",
    hint: str = "",
    node: str | None = None,
    source_line: int = 0,
    detail: str = "",
) -> Problem:
    """Return a finding of a code; its level is the table's. Raises KeyError for a code that the table lacks.

    line: 1-based in `path`, 0 for the whole file. column: 1-based; None is the start of the line.
    message: what is wrong with this one; "" is the title of the code. source_line: 1-based in source.txt, 0 where
    `path` is that file or nothing of the source is meant. detail: in full what the message cuts short.
    """
    row = BY_CODE[code]
    at = (1 if line else 0) if column is None else column
    return Problem(
        path, line, at, code, message or row.title, excerpt, hint, row.level, node, source_line, detail
    )  # fmt: skip


def refuse(code: str, path: str, **said: object) -> DocumentError:
    """Return the error for a document that cannot be taken, with one problem. said: as for `problem`."""
    return DocumentError((problem(code, path, **said),))  # type: ignore[arg-type]  # passed on by name


HEAD = """# 问题编号

本页由 `python -m kb.codes > docs/problems.md` 生成，请勿手改，测试会核对。

每个问题都有编号、位置和怎么办。位置是 `文件:行:列`，指向可以修改的文件（多为 plan.md），后面注明源文的行号。
**错误**：没有导入或没有建成，原有的内容不动。**问题**：应当核对，`kb check` 的退出码是 1。**提示**：提请注意，不表示原文有错。
核对过、没问题的，用 `kb check 规划编号 问题编号 --ok` 记进 seen.csv，以后不再列出：[seen-csv.md](seen-csv.md)。
"""
GROUPS = (
    ("KB0", "读不出来的文件"), ("KB1", "读出来的文档"), ("KB2", "规划的文件夹"), ("KB3", "登记、分工与校核"),
    ("KB4", "服务（kb serve）"), ("KB5", "搜索引擎（OpenSearch）"), ("KBM", "年度监测的填报表"),
)  # fmt: skip


def render_docs() -> str:
    """Return docs/problems.md."""
    out = [HEAD]
    for prefix, name in GROUPS:
        out.append(f"## {name}\n")
        out.append("| 编号 | 级别 | 说什么 | 意思 | 例 | 怎么办 |\n| --- | --- | --- | --- | --- | --- |")
        out += [_row(c) for c in CODES if c.code.startswith(prefix)]
        out.append("")
    return "\n".join(out)


def _row(c: Code) -> str:
    cells = (c.code, LEVEL_NAMES[c.level], c.title, c.meaning, c.example, c.todo)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


__all__ = ["BY_CODE", "CODES", "FIRST", "LEVEL_NAMES", "Code", "problem", "refuse", "render_docs", "urgency"]

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # a text stream
    sys.stdout.write(render_docs())
