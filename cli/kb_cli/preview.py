"""`kb site --serve`: the site on this machine's own address, built again when the corpus changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from kb.corpus import Corpus
from kb.problems import KbError
from kb.store import Base, open_base
from kb_cli.session import Session

EVERY = 1.0  # seconds between looks at the corpus


class _Quiet(SimpleHTTPRequestHandler):
    """Files of the site; says nothing of each request."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def preview(session: Session, folder: Path, port: int, rewrite: Callable[[Base], object]) -> None:
    """Serve `folder` on 127.0.0.1 until Ctrl+C; rebuild base and site when a file of the corpus changes."""
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))
    except OSError as error:
        raise KbError(f"端口 {port} 用不了（{error.strerror}）。请用 --port 换一个。") from error
    click.echo(f"预览：http://127.0.0.1:{server.server_port}/ （按 Ctrl+C 结束）")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    done = threading.Event()
    try:
        _watch(session, rewrite, done)
    except KeyboardInterrupt:
        click.echo("预览结束。", err=True)
    finally:
        done.set()
        server.shutdown()
        server.server_close()


def _watch(session: Session, rewrite: Callable[[Base], object], done: threading.Event) -> None:
    """Look at the corpus once in a while; a broken one is reported and the last good site stays."""
    try:
        corpus = session.corpus(None)
    except KbError:  # an installed base without its corpus: nothing to watch
        done.wait()
        return
    seen = corpus.digest()
    while not done.wait(EVERY):
        try:
            now = corpus.digest()
        except OSError:  # a folder in the middle of being replaced
            continue
        if now != seen:
            seen = now
            rebuild(session, corpus, rewrite)


def rebuild(session: Session, corpus: Corpus, rewrite: Callable[[Base], object]) -> bool:
    """Base and site anew. False, with the reason told, where the corpus has errors."""
    from kb.build import build
    from kb.store.place import base_for

    try:
        built = build(corpus, base_for(corpus.folder, session.base_folder))
        with open_base(built.folder) as base:
            rewrite(base)
    except KbError as error:
        click.echo(str(error), err=True)
        return False
    click.echo("语料有改动，已重建。", err=True)
    return True
