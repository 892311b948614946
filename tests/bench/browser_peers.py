"""What MiniSearch and FlexSearch would find in the browser, against `kb search`: docs/decisions/0004.

    python tests/bench/browser_peers.py

Needs node and npm, which fetches both to a temporary folder. They are given the same rows as search.js, in their one form, and
the questions without their question words, cut into characters and pairs of characters (the cut under which neither
misses a literal text); the title weighs three times.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
PACKAGES = ("minisearch@7.2.0", "flexsearch@0.8.212")
SCRIPT = r"""
const fs = require("fs");
const { docs, questions, parts } = JSON.parse(fs.readFileSync("data.json", "utf8"));
const grams = (text) => {
  const out = [];
  for (const run of text.split(/[^\p{L}\p{N}%‰.-]+/u)) {
    for (let i = 0; i < run.length; i += 1) {
      out.push(run[i]);
      if (i + 1 < run.length) out.push(run.slice(i, i + 2));
    }
  }
  return out;
};
const asked = (text) => {
  const all = grams(text);
  const pairs = all.filter((gram) => gram.length === 2);
  return pairs.length ? pairs : all;
};
const peers = {};
{
  const MiniSearch = require("minisearch");
  const make = () => new MiniSearch({ fields: ["title", "body"], idField: "id", tokenize: grams, processTerm: (t) => t,
    searchOptions: { tokenize: asked, processTerm: (t) => t, boost: { title: 3 } } });
  const begun = performance.now();
  const index = make();
  index.addAll(docs);
  const built = performance.now() - begun;
  const stored = JSON.stringify(index);
  const code = fs.readFileSync("node_modules/minisearch/dist/umd/index.js", "utf8");
  const any = (q, and) => index.search(q, { combineWith: and ? "AND" : "OR" }).map((hit) => hit.id);
  peers.MiniSearch = { find: any, built, stored: Buffer.byteLength(stored), code: Buffer.byteLength(code) };
}
{
  const { Document } = require("flexsearch");
  const begun = performance.now();
  const index = new Document({ document: { id: "id", index: [
    { field: "title", encode: grams, tokenize: "strict" }, { field: "body", encode: grams, tokenize: "strict" } ] } });
  docs.forEach((doc) => index.add(doc));
  const built = performance.now() - begun;
  const find = (q, and) => {
    const query = asked(q).join(" ");
    const score = new Map();
    for (const { field, result } of index.search(query, { limit: 1000, suggest: !and, encode: false })) {
      result.forEach((id, i) => score.set(id, (score.get(id) || 0) + (field === "title" ? 3 : 1) / (i + 1)));
    }
    return [...score].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  };
  let stored = 0;
  index.export((key, data) => { if (data) stored += Buffer.byteLength(String(data)); });
  const code = fs.readFileSync("node_modules/flexsearch/dist/flexsearch.bundle.min.js", "utf8");
  peers.FlexSearch = { find, built, stored, code: Buffer.byteLength(code) };
}
const out = {};
for (const [name, { find, ...rest }] of Object.entries(peers)) {
  let first = 0, ten = 0, none = 0, missed = 0, more = 0;
  for (const { q, text, ids } of questions) {
    const got = (find(text, true).length ? find(text, true) : find(text, false)).slice(0, 10);
    first += got[0] === ids[0];
    ten += got.length === ids.length && got.every((id) => ids.includes(id));
    none += ids.length > 0 && got.length === 0;
  }
  for (const { part, ids } of parts) {
    const got = new Set(find(part, true));
    missed += ids.some((id) => !got.has(id));
    more += got.size > ids.length;
  }
  out[name] = { first, ten, none, missed, more, questions: questions.length, parts: parts.length, ...rest };
}
process.stdout.write(JSON.stringify(out));
"""


def main() -> None:
    from kb.corpus import Corpus
    from kb.pipeline.build import build
    from kb.question.subject import strip_question
    from kb.search import open_index
    from kb.search.rows import searchable
    from kb.store import open_base
    from kb_site.search_data import index_script, search_script

    folder = ROOT / "tests" / "golden" / "queries"
    names = ("dev.json", "own-search.json")
    asked = [row["q"] for name in names for row in json.loads((folder / name).read_text("utf-8"))]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        built = build(Corpus(ROOT / "corpus"), work / "kb")
        with open_base(built.folder) as base, open_index(base.folder / "index") as index:
            plain = index.lexicon.normalise
            docs = [
                {"id": d.id, "title": plain(d.title), "body": plain(searchable(d))} for d in index.documents()
            ]
            questions = [
                {
                    "q": q,
                    "text": strip_question(plain(q)) or plain(q),
                    "ids": [h.id for h in index.search(q).hits],
                }
                for q in asked
            ]
            own = {"index": len(index_script(base)), "code": len(search_script())}
        chance = random.Random(1)
        parts: list[dict[str, Any]] = []
        while len(parts) < 1000:
            body = chance.choice(docs)["body"]
            start = chance.randrange(len(body))
            part = body[start : start + chance.randint(1, 12)].strip()
            if part:
                parts.append({"part": part, "ids": [d["id"] for d in docs if part in d["body"]]})
        (work / "data.json").write_text(json.dumps({"docs": docs, "questions": questions, "parts": parts}))
        (work / "run.js").write_text(SCRIPT, "utf-8")
        (work / "package.json").write_text('{"private": true}')
        npm = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", *PACKAGES]
        subprocess.run(npm, cwd=work, check=True, capture_output=True)
        done = subprocess.run(["node", "run.js"], cwd=work, check=True, capture_output=True, encoding="utf-8")
    print(
        "| | first hit equal | same nodes in ten | no hits | parts missed | parts with others | index | code | built ms |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for peer, got in json.loads(done.stdout).items():
        q, p = got["questions"], got["parts"]
        print(
            f"| {peer} | {got['first'] / q:.0%} | {got['ten'] / q:.0%} | {got['none']} | {got['missed']} of {p} "
            f"| {got['more']} of {p} | {got['stored']} | {got['code']} | {got['built']:.0f} |"
        )
    print(f"| search.js | see tests/e2e | | | | | {own['index']} | {own['code']} | |")


if __name__ == "__main__":
    main()
