"""Codes of a search engine that is asked over the network (kb/search/engine/opensearch); part of the table in kb.codes."""

from __future__ import annotations

from kb.code import Code

ENGINE: tuple[Code, ...] = (
    Code(
        code="KB501", level="error", title="搜索引擎连不上",
        meaning="OpenSearch 没有开，或地址、端口、网络不对，或答到一半断了。",
        example="搜索引擎连不上（https://search.example:9200：拒绝连接）",
        todo="请稍后再试；管理员看 OpenSearch 是否在运行，核对 KB_OPENSEARCH_URL。",
    ),
    Code(
        code="KB502", level="error", title="搜索引擎太忙",
        meaning="OpenSearch 的队列满了或内存到了上限（429），等过几次仍不接受。",
        example="搜索引擎太忙（排队已满）",
        todo="请稍后再试；常常如此的，管理员加节点或加大内存。",
    ),
    Code(
        code="KB503", level="error", title="搜索引擎答得太慢",
        meaning="在限定的时间里没有答完；没有答完的不作数。",
        example="搜索引擎答得太慢（10 秒没有答完）",
        todo="请缩小范围再试；管理员可用 KB_OPENSEARCH_TIMEOUT 放宽。",
    ),
    Code(
        code="KB504", level="error", title="搜索引擎里的索引不全",
        meaning="这一版知识库在 OpenSearch 里的索引没有装完、被删，或条数不对；不从中作答。",
        example="搜索引擎里的索引不全（索引 shuiguan-3f2a 应有 1200 条，实有 800 条）",
        todo="请运行 kb build --force --engine opensearch 重建。",
    ),
    Code(
        code="KB505", level="error", title="搜索引擎的证书不可信",
        meaning="OpenSearch 的 TLS 证书不是信任的机构所发，或名称、日期不符；没有把账号和问题发过去。",
        example="搜索引擎的证书不可信（search.example：self-signed certificate）",
        todo="管理员用 KB_OPENSEARCH_CA 指明发证机构的证书文件，并核对地址。",
    ),
    Code(
        code="KB506", level="error", title="搜索引擎的账号不对",
        meaning="OpenSearch 不接受账号或密码，或这个账号没有所要的权限。",
        example="搜索引擎的账号不对（401）",
        todo="管理员核对 KB_OPENSEARCH_USER 和 KB_OPENSEARCH_PASSWORD_FILE，以及账号的权限。",
    ),
    Code(
        code="KB507", level="error", title="搜索引擎的设置不对",
        meaning="没有写地址，地址写法不对，密码会不加密地传，或证书、密码文件读不了。",
        example="搜索引擎的设置不对（没有写地址）",
        todo="照 docs/search.md 的“OpenSearch”一节改正。",
    ),
    Code(
        code="KB508", level="error", title="搜索引擎答得不对",
        meaning="答复不是 OpenSearch 的，或说出错；不从中作答。",
        example="搜索引擎答得不对（400：illegal_argument_exception）",
        todo="管理员核对地址和 OpenSearch 的版本（2.19），看它的日志。",
    ),
)  # fmt: skip
