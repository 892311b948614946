"""Codes of requests that the service refuses; part of the table in kb.codes."""

from __future__ import annotations

from kb.code import Code

SERVICE: tuple[Code, ...] = (
    Code(
        code="KB401", level="error", title="没有找到",
        meaning="没有这个地址、条目、单位、规划或主题。",
        example="没有找到单位“区卫计委”。您是不是要找：区卫健委？", todo="核对地址和名称。",
    ),
    Code(
        code="KB402", level="error", title="请求不对",
        meaning="参数缺少、不认识、不是允许的值，或表单的内容不能照办。",
        example="参数 limit 要写 1 到 1000 之间的整数。", todo="照说明改正后再试；接口的参数见 /api/v1/openapi.json。",
    ),
    Code(
        code="KB403", level="error", title="请先登录",
        meaning="这一页要账号，或登录已过期，或账号、密码不对。",
        example="账号或密码不对。", todo="请登录后再试；没有账号的，请找管理员。",
    ),
    Code(
        code="KB404", level="error", title="没有权限",
        meaning="账号的角色不能做这件事。",
        example="这件事要编辑才能做，您的账号是读者。", todo="请找管理员。",
    ),
    Code(
        code="KB405", level="error", title="主机名不对",
        meaning="请求写的主机名不是本服务的，可能是别的网站把名称指到了这里。",
        example="不认识主机名 evil.example。", todo="请用管理员给的地址打开；换了域名的，用 kb serve --name 指明。",
    ),
    Code(
        code="KB406", level="error", title="太大",
        meaning="请求或上传的文件超过上限。",
        example="超过了上限 100 MB，没有收下。", todo="请分几次传，或先压缩文件里的图片。",
    ),
    Code(
        code="KB407", level="error", title="用时太长",
        meaning="请求在限定的时间里没有答完，已停止。",
        example="30 秒没有答完，已停止。", todo="请缩小范围再试；常常如此的，请告诉管理员。",
    ),
    Code(
        code="KB408", level="error", title="服务暂时用不了",
        meaning="知识库没有建成、正在更换或已损坏，磁盘满了，或排队的工作太多。",
        example="磁盘快满了（还剩 12 MB），没有收下。", todo="请稍后再试，或告诉管理员。",
    ),
    Code(
        code="KB409", level="error", title="页面已过期",
        meaning="提交时没有带上页面给的凭据，或凭据已过期，也可能是别的网站代为提交；没有照办。",
        example="页面已过期，没有照办。", todo="请刷新页面，再提交一次。",
    ),
    Code(
        code="KB410", level="error", title="试得太多",
        meaning="密码错了多次，要等一会儿。",
        example="密码错了多次，请等 40 秒再试。", todo="请等一会儿再试；忘了密码的，请管理员用 kb user password 重设。",
    ),
    Code(
        code="KB411", level="error", title="方法不对",
        meaning="这个地址不接受这种方法（GET、POST……）。",
        example="这个地址只接受：GET、HEAD。", todo="核对地址和方法。",
    ),
    Code(
        code="KB412", level="error", title="同名的单位不止一个",
        meaning="几个地方有同名的单位，没有写明是哪个。",
        example="“市商务局”有 4 个单位：甲市、乙市、丙市、丁市。", todo="加参数 place 或 plan，或用 unit_id。",
    ),
    Code(
        code="KB413", level="error", title="程序出错",
        meaning="程序自己的错。",
        example="程序出错，没有答成。", todo="请告诉管理员，附上时间和地址。",
    ),
)  # fmt: skip
