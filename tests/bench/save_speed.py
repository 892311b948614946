"""A correction in the workbench: the save and the page after it, over HTTP, in processor seconds.

    python tests/bench/save_speed.py [CORPUS PLAN]

Without arguments it corrects a copy of the packaged plan. Server and client are one process, so the processor time is that of both;
wall time says little on a machine with other work to do.
"""

from __future__ import annotations

import http.cookiejar
import re
import shutil
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.e2e.office import served  # noqa: E402 - needs the checkout on the path

PLAN = "dadukou-children-2021-2030"
TIMES = 5
FORM = re.compile(r'<form method="post"[^>]*data-op="(?:no-heading|heading)">(.*?)</form>', re.S)


class _Stay(urllib.request.HTTPRedirectHandler):
    """A client that does not follow: the save and the page are timed apart."""

    def redirect_request(self, *args: Any) -> None:
        return None


def main() -> None:
    source, plan = (Path(sys.argv[1]), sys.argv[2]) if len(sys.argv) > 2 else (ROOT / "corpus", PLAN)
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    client = urllib.request.build_opener(jar, _Stay())
    with tempfile.TemporaryDirectory() as made:
        shutil.copytree(source, Path(made) / "corpus")
        with served(Path(made)) as address:
            here = f"{address}/workbench/plans/{plan}"
            html = client.open(here).read().decode()
            saves, pages = [], []
            for k in range(TIMES):
                line = re.findall(r'id="L(\d+)"', html)[30 + 3 * k]
                form = FORM.search(client.open(f"{here}?line={line}").read().decode())
                assert form is not None
                fields = {
                    "level": "2",
                    "cut": "0",
                    **dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[1])),
                }
                start = time.process_time()
                try:
                    client.open(f"{here}/edit", urllib.parse.urlencode(fields).encode())
                except urllib.error.HTTPError as led:
                    onward = led.headers["location"].partition("#")[0]
                saved = time.process_time()
                html = client.open(address + onward).read().decode()
                saves.append(saved - start)
                pages.append(time.process_time() - saved)
    middle = TIMES // 2
    print("| plan | save, s | page after it, s |\n| --- | --- | --- |")
    print(f"| {plan} | {sorted(saves)[middle]:.2f} | {sorted(pages)[middle]:.2f} |")


if __name__ == "__main__":
    main()
