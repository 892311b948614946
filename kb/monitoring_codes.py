"""Codes of yearly monitoring: its files (KB34x) and returned forms (KBMxx). Rows of kb.codes.CODES."""

from __future__ import annotations

from kb.code import Code

MONITORING: tuple[Code, ...] = (
    # --- yearly monitoring: files
    Code(
        code="KB340", level="error", title="monitor 文件夹里的这一行用不上",
        meaning="列名缺了，必填的一格空着，或 TOML 写法有误。",
        example="第一行缺少列：unit", todo="照 docs/monitoring.md 改正这一行，或从版本库取回。",
    ),
    Code(
        code="KB341", level="warning", title="监测值的编号规划里没有了",
        meaning="规划重新导入后编号变了，原来报的值找不到条目；值还在 values.csv 里。",
        example="规划里没有编号“b1.40”了，2024年的值没有进知识库，仍在 values.csv 里",
        todo="用 kb tree 查新的编号，在 values.csv、indicators.csv 里改过来。",
    ),
    Code(
        code="KB342", level="warning", title="监测有没有了结的问题",
        meaning="收表时查出的错误还开着，那几行的值没有采用。",
        example="2024年：KBM05 两家单位报的值不同（b1.11）", todo="退回单位更正后再收，或用 kb monitor decide 认定。",
    ),
    # --- yearly monitoring: returned forms
    Code(
        code="KBM01", level="error", title="表不对，或锁定的格子被改了",
        meaning="规划、年度、单位或表的版本对不上；或预先填好的格子被人改过。",
        example="指标!D12：锁定的“目标”被改了：应为“≥70”，表上是“≥60”", todo="用本轮下发的表重填；要改目标、角色，另行来函。",
    ),
    Code(
        code="KBM02", level="error", title="少了一行，或多了一行",
        meaning="下发的表里有这一行，交回的没有；或交回的多出一行。",
        example="少了一行：b1.4 5岁以下儿童死亡率", todo="用下发的表补上这一行；多出的行不采用。",
    ),
    Code(
        code="KBM03", level="warning", title="按文字对上的行",
        meaning="没有编号，按出处和名称猜是哪一行，没有采用。",
        example="指标!A7：没有编号，像是 b1.4 5岁以下儿童死亡率", todo="核对后加 --accept-names 再收，或请单位用下发的表重填。",
    ),
    Code(
        code="KBM04", level="error", title="不是数，或计量单位不对",
        meaning="读不出数；带了别的计量单位；或大小差了一百倍、十倍，像是单位错了；下拉列表以外的词。",
        example="指标!I7：“九成”不是数", todo="改成数，计量单位见指标名称后面的括号。",
    ),
    Code(
        code="KBM05", level="error", title="两家单位报的值不同",
        meaning="同一行几家单位都报了，值不一样，都没有采用。",
        example="b1.11 小学生近视率：区教委报37.5，区卫健委报39.1",
        todo="核实后用 kb monitor decide 编号 --value 认定；或在 indicators.csv 里指定 reporter。",
    ),
    Code(
        code="KBM06", level="error", title="超出合理的范围",
        meaning="小于最小或大于最大（indicators.csv 的 min、max）；比率应在0到100之间。",
        example="指标!I7：120 超出范围 0—100", todo="核对数值；范围不对的改 indicators.csv。",
    ),
    Code(
        code="KBM07", level="error", title="值与分子、分母算出的不符",
        meaning="分子除以分母得出的数，与报的值之差超过四舍五入。",
        example="指标!I7：报95，分子93、分母100算出93", todo="核对三个数。",
    ),
    Code(
        code="KBM08", level="note", title="带说明的值",
        meaning="约数、范围，或快报、抽样、测算的数：采用，原样留下说明。",
        example="指标!I7：“约95”，取95", todo="年报数出来后更新。",
    ),
    Code(
        code="KBM09", level="warning", title="比上年变化大，或与方向相反",
        meaning="变化超过上年值的一成又超过3个点，或朝着与目标相反的方向。",
        example="指标!I7：由60变为72，变化20%", todo="请单位在“问题和原因”里说明；属实的用 kb monitor decide 编号 --problem KBM09 了结。",
    ),
    Code(
        code="KBM10", level="error", title="部分大于整体，或分母不同",
        meaning="一项指标是另一项的一部分，值却更高；或应当同分母的两行分母不同。",
        example="新生儿死亡率2.0高于婴儿死亡率1.5", todo="核对两行的值和分母。",
    ),
    Code(
        code="KBM11", level="warning", title="上年值与当时采用的不同",
        meaning="交回的表里改了上年值：是修订还是笔误，由人认定；两个值都留着。",
        example="指标!H7：上年值应为1.2，表上是1.4", todo="属修订的用 kb monitor decide 编号 --year 上年 --value 认定。",
    ),
    Code(
        code="KBM12", level="warning", title="该说明的没有说明",
        meaning="未达标、欠进度没有写原因或下一步；自评已完成没有佐证；没有责任人、审核人。",
        example="指标!O7：未达标，没有写原因", todo="请单位补写。",
    ),
    Code(
        code="KBM13", level="error", title="完成时限不对",
        meaning="晚于规划的末年或要求的时限，或早于这一轮。",
        example="任务和项目!I6：完成时限2031-06-30晚于2030-12-31", todo="核对日期。",
    ),
    Code(
        code="KBM14", level="error", title="没有值，也没有说明原因",
        meaning="值空着、无数据原因也空着；要补的基期值没有填；任务没有写自评。",
        example="指标!I7：没有值，也没有写无数据原因", todo="请单位补报，确实没有的写明原因。",
    ),
    Code(
        code="KBM15", level="note", title="例数少",
        meaning="分子少于几例（区县的死亡数）：一年的值不定颜色，满三年看三年平均。",
        example="指标!J7：分子3，少于5例", todo="不用处理；报告里写三年平均。",
    ),
)  # fmt: skip
