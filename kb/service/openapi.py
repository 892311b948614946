"""The OpenAPI 3.1 document, made of the table of routes and the contract."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import kb
from kb.answer.contract import BY_NAME
from kb.answer.schema import components
from kb.service.answering import ANSWERING, EXTRACT_PARAMS, EXTRACT_TYPES, ROOT
from kb.service.params import LONGEST, Param, described
from kb.service.replies import JSON, PROBLEM
from kb.service.shapes import JobAnswer, JobsAnswer, ProblemDocument, SessionAnswer, StatusAnswer

SCHEMAS = "#/components/schemas/"
VARIABLE = re.compile(r"\{(\w+)(?::path)?\}")
REFUSALS = {
    "400": "参数不对", "401": "要先登录", "403": "没有权限", "404": "没有找到", "405": "方法不对", "409": "同名的单位不止一个",
    "413": "太大", "414": "地址太长", "421": "主机名不对", "503": "用时太长，或知识库暂时用不了",
}  # fmt: skip
"""Statuses with a problem document."""

Part = dict[str, Any]


def document(prefix: str = "") -> Part:
    """Return the document. prefix: at which a reverse proxy has the service, “/shuiguan”."""
    shapes = [row.shape for row in BY_NAME.values()]
    own = [StatusAnswer, SessionAnswer, JobAnswer, JobsAnswer, ProblemDocument]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "谁管",
            "version": kb.__version__,
            "description": "政府规划的知识库：一件事归哪个单位管，依据是哪一句。与命令行 --json 是同一份约定，同一问题的回答逐字节相同。",
        },
        "servers": [{"url": prefix or "/"}],
        "paths": _paths(),
        "components": {
            "schemas": components([*shapes, *own], SCHEMAS),
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "kb_session"}},
        },
    }


def _paths() -> Part:
    out: Part = {}
    for row in ANSWERING:
        shape = BY_NAME[row.answer].shape.__name__
        out[_plain(row.path)] = {"get": _operation(row.about, row.path, row.params, _json(shape))}
    extract = {kind.partition(";")[0]: {"schema": {"type": "string"}} for kind in EXTRACT_TYPES.values()}
    extract |= _json(BY_NAME["extract"].shape.__name__)
    out[f"{ROOT}/extract/{{unit}}"] = {
        "get": _operation("一个单位的职责清单", "/extract/{unit:path}", EXTRACT_PARAMS, extract)
    }
    out[f"{ROOT}/status"] = {"get": _operation("服务和知识库", "/status", (), _json("StatusAnswer"))}
    out[f"{ROOT}/session"] = {"get": _operation("自己是谁", "/session", (), _json("SessionAnswer"))}
    out[f"{ROOT}/jobs"] = {"get": _operation("各项工作", "/jobs", (), _json("JobsAnswer"))}
    out[f"{ROOT}/jobs/{{id}}"] = {"get": _operation("一项工作", "/jobs/{id}", (), _json("JobAnswer"))}
    cancel = _operation("取消一项工作", "/jobs/{id}/cancel", (), _json("JobAnswer"))
    token = {"name": "X-CSRF-Token", "in": "header", "required": True, "schema": {"type": "string"}}
    cancel["parameters"].append({**token, "description": "/api/v1/session 给的 csrf"})
    out[f"{ROOT}/jobs/{{id}}/cancel"] = {"post": cancel}
    return out


def _operation(about: str, path: str, params: Sequence[Param], content: Part) -> Part:
    variables = [
        {
            "name": name, "in": "path", "required": True,
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
        }
        for name in VARIABLE.findall(path)
    ]  # fmt: skip
    problem = {PROBLEM: {"schema": {"$ref": f"{SCHEMAS}ProblemDocument"}}}
    return {
        "summary": about,
        "operationId": "_".join(re.findall(r"\w+", path)),
        "parameters": [*variables, *map(described, params)],
        "responses": {
            "200": {"description": about, "content": content},
            "304": {"description": "这一代知识库的回答没有变"},
            **{status: {"description": said, "content": problem} for status, said in REFUSALS.items()},
            "default": {"description": "没有照办", "content": problem},
        },
    }


def _json(shape: str) -> Part:
    return {JSON: {"schema": {"$ref": SCHEMAS + shape}}}


def _plain(path: str) -> str:
    """“/show/{id:path}” as OpenAPI writes it."""
    return ROOT + VARIABLE.sub(r"{\1}", path)
