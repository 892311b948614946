"""Characters mistaken for one another on paper, on a scan or in a list of candidates: 肓 for 育, 末 for 未.

Each group is mutual. A character may occur in several groups. They were chosen by hand from characters common in plans.
"""

from __future__ import annotations

_ROWS = """
育肓盲 未末 己已巳 土士 日曰 人入八 大太犬 天夭无 千干于 午牛 儿几 刀力办 了子孑 戊戌戍 母毋每 贝见 田由甲申
侯候 拔拨 崇祟 栽裁载戴 辨辩辫瓣 析折拆 即既 免兔 今令 竞竟 治冶 沦论 抡抢枪 仓仑 幼幻 历厉 妨防仿访纺坊
抚扶托拖 护炉沪 保堡 健建键 孤狐弧 孩核该咳骇 残浅贱线 疫疾痰 苗笛菌茵 荐存 徒徙陡 徐涂 宣宜 宫官宦 管菅营
贯惯 贫贪 货贷 资咨姿 赁货 责债贵 赔陪培倍部 体休本 木本禾 末来米 策荣劳营 性姓 情清晴请睛精 近进 视规现 为办
协胁 环坏怀杯还 网冈纲钢刚岗 欺期 凌陵棱 溺弱强 暴爆瀑 泳咏 伤份 场扬杨汤肠畅 睡垂 眼眠 服报 执势热报 科料利
种钟 接按案 技枝 授受爱 援缓暖 续读渎 学字 孝教考老 校较效绞 园圆 团困因固囚 妇归扫 如始姑 娘狼良 食良
饮饭饥饿饱饲 厕侧测则 供洪共拱 水永冰 求球救 农衣 衷哀衰 村材杜社 区巨 镇填慎 街衔 道通 遗遣造选 避僻劈壁
待侍持特诗 时对 权仅 仪议义 义叉又 文交父 药约 品晶 具其真直 且目旦但 自白百目 担但坦 拘抱 抱泡炮跑饱 距拒矩巨
矫娇骄桥 烧绕浇晓 烫荡汤 跌铁迭 倒到 例列 刑形型邢 犯范泛 罪非罚 海悔 拐招沼 卖买实续 评平 估沽枯古 审申
统流充 算筹箱 经径轻 费弗 复覆 普晋 机杌 构沟购 指脂 标际 量重 率卒 预顶须 约钓 束柬 检险验捡 康庸 乳孔浮 喂畏
免勉 疗辽 床庆 龋禹 齿龄 监盐 护户 培陪 训川 资质 障璋 残歹 侵浸 沉沈 迷述 栗粟 博搏 密蜜 徵微 部都 准淮 住往 间问
"""


def mutual_groups() -> tuple[str, ...]:
    """Return the groups in order, without those whose characters another group holds."""
    kept: list[str] = []
    for group in _ROWS.split():
        if not any(set(group) <= set(other) for other in kept):
            kept.append(group)
    return tuple(kept)


def look_alike(a: str, b: str) -> bool:
    """Return whether two characters are in one group: 未 and 末."""
    return any(a in group and b in group for group in _ROWS.split())
