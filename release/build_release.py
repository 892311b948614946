"""What is handed over, made from this checkout: `make release`.

Into the output folder go
- the sdist, and the wheel made from it;
- `shuiguan-VERSION-offline.zip`: a folder of wheels that are the same for every system, with an install script for
  Linux and for Windows. It reads text, Markdown, Word, Excel and web pages and writes the site;
- `shuiguan-VERSION-office-PLATFORM.zip` for every `--platform`: the same folder, with the compiled packages that the
  extras `import` and `office` need there (PDF and OFD in, Word and Excel out), for each Python of PYTHONS;
- `shuiguan.pyz`: the offline folder as one file, for any Python from 3.11, nothing to install;
- `SHA256SUMS` over all of them.

Nothing in the folder is older than this run: it is made in a folder next to it, which takes its place when it is whole.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PORTABLE = REPOSITORY / "requirements" / "portable.lock"
EXTRAS = REPOSITORY / "requirements" / "extras.lock"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# What the index has no wheel for every system of.
BUILT_HERE = ("jieba", "markupsafe", "rcssmin", "rjsmin")
# A compiler that fails: packages with an optional compiled part (markupsafe) then give a wheel for every system.
NO_COMPILER = {"CC": "false", "CXX": "false"}
# The oldest time a zip can hold: the same files give the same bytes.
STAMP = (1980, 1, 1, 0, 0, 0)


class ReleaseError(Exception):
    """A step that did not give what it should."""


def run(command: Sequence[str | Path], **environment: str) -> None:
    """Run a command. Raises ReleaseError with what it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=REPOSITORY,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise ReleaseError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def pip(*arguments: str | Path, **environment: str) -> None:
    run([sys.executable, "-m", "pip", "--quiet", "--no-input", *arguments], **environment)


def build_package(out: Path) -> Path:
    """Write the sdist and the wheel made from it. Returns the wheel."""
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", out, REPOSITORY])
    return next(out.glob("shuiguan-*.whl"))


def entries(lock: Path) -> dict[str, list[str]]:
    """Package → its entries in a lock, without markers: a release is for every Python and system at once."""
    found: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", lock.read_text("utf-8")):
        if named := re.match(r"([\w.-]+)==", entry):
            name = named[1].lower().replace("_", "-")
            found.setdefault(name, []).append(re.sub(r" ;[^\n\\]*", "", entry, count=1))
    return found


def fetch(wanted: Sequence[str], out: Path, scratch: Path, *arguments: str) -> None:
    """Download the wheels of lock entries for a platform, checked against their hashes. One entry at a time where a
    package has two: pip takes no name twice."""
    rounds: list[list[str]] = []
    for entry in wanted:
        name = entry.split("==")[0]
        into = next((r for r in rounds if all(e.split("==")[0] != name for e in r)), None)
        if into is None:
            rounds.append(into := [])
        into.append(entry)
    for number, part in enumerate(rounds):
        lock = scratch / f"fetch-{number}.lock"
        lock.write_text("\n".join(part) + "\n", encoding="utf-8")
        pip(
            "download", "--only-binary=:all:", "--no-deps", "--ignore-requires-python", "--require-hashes",
            "-r", lock, "-d", out, *arguments,
        )  # fmt: skip


def portable_wheels(out: Path, scratch: Path) -> None:
    """Fill a folder with wheels of portable.lock that are the same for every system."""
    locked = entries(PORTABLE)
    fetch(
        [e for name, es in locked.items() if name not in BUILT_HERE for e in es],
        out,
        scratch,
        "--platform",
        "any",
    )
    lock = scratch / "built.lock"
    lock.write_text("\n".join(e for name in BUILT_HERE for e in locked[name]) + "\n", encoding="utf-8")
    pip(
        "wheel", "--no-deps", "--require-hashes", "--no-binary", ",".join(BUILT_HERE), "-r", lock, "-w", out,
        **NO_COMPILER,
    )  # fmt: skip
    bound = [wheel.name for wheel in out.glob("*.whl") if not wheel.name.endswith("-none-any.whl")]
    if bound:
        raise ReleaseError(f"wheels for one system only: {', '.join(bound)}")


def tags(platform: str) -> list[str]:
    """The platform tags a wheel for a platform may have: `linux_x86_64` is every glibc up to that of 2018 (2.28), since
    pip, asked for a later one, does not think of the earlier."""
    system, _, machine = platform.partition("_")
    if system != "linux":
        return [platform]
    return [f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1)] + [f"manylinux2014_{machine}"]


def platform_wheels(out: Path, platform: str, scratch: Path) -> None:
    """Add what extras.lock has beyond portable.lock, for a platform (`win_amd64`, `linux_x86_64`) and every Python of PYTHONS."""
    portable = entries(PORTABLE)
    wanted = [entry for name, es in entries(EXTRAS).items() if name not in portable for entry in es]
    platforms = [part for tag in tags(platform) for part in ("--platform", tag)]
    for python in PYTHONS:
        fetch(wanted, out, scratch, *platforms, "--python-version", python, "--implementation", "cp")


def pack(folder: Path, archive: Path) -> None:
    """Zip a folder under its own name, the same bytes for the same files."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(file.relative_to(folder.parent).as_posix(), STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (0o755 if file.suffix == ".sh" else 0o644) << 16
                packed.writestr(entry, file.read_bytes())


def offline_folder(folder: Path, wheel: Path, wheels: Path) -> None:
    """The folder an office carries to a desk: wheels, the install scripts, how to use them."""
    (folder / "wheels").mkdir(parents=True)
    for file in (wheel, *wheels.glob("*.whl")):
        shutil.copy2(file, folder / "wheels")
    for name in ("install.sh", "install.bat", "安装说明.txt"):
        text = (Path(__file__).parent / "offline" / name).read_text("utf-8")
        # Notepad and cmd want CRLF; cmd reads the script before `chcp` in the system's code page, so it is ASCII.
        newline = "\n" if name.endswith(".sh") else "\r\n"
        (folder / name).write_text(text, encoding="utf-8", newline=newline)


def one_file(out: Path, wheel: Path, wheels: Path, scratch: Path) -> None:
    """`shuiguan.pyz` by shiv: on its first run it unpacks itself into the user's own folder."""
    site = scratch / "pyz"
    # Resolved for the oldest Python: what runs there runs on the later ones.
    pip(
        "install", "--no-index", "--find-links", wheels, "--no-compile", "--only-binary=:all:", "--platform", "any",
        "--python-version", PYTHONS[0], "--target", site, f"shuiguan[web,serve] @ {wheel.as_uri()}",
    )  # fmt: skip
    for made_here in (*site.rglob("direct_url.json"), *site.rglob("__pycache__")):
        shutil.rmtree(made_here) if made_here.is_dir() else made_here.unlink()
    run(
        [sys.executable, "-m", "shiv.cli", "--site-packages", site, "--console-script", "kb", "--compressed",
         "--reproducible", "--python", "/usr/bin/env python3", "--output-file", out / "shuiguan.pyz"],
        SOURCE_DATE_EPOCH="315532800",
    )  # fmt: skip


def write_sums(out: Path) -> None:
    """`SHA256SUMS`, as `sha256sum --check` reads it."""
    files = sorted(file for file in out.iterdir() if file.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (out / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def make_release(out: Path, platforms: Sequence[str] = ()) -> list[Path]:
    """Make all files of a release in `out`, which is replaced. Returns them by name."""
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".release-") as folder:
        scratch = Path(folder)
        made, wheels = scratch / "made", scratch / "wheels"
        made.mkdir()
        wheel = build_package(made)
        version = wheel.name.split("-")[1]
        portable_wheels(wheels, scratch)
        for name in ("offline", *(f"office-{platform}" for platform in platforms)):
            folder_of = scratch / f"shuiguan-{version}-{name}"
            offline_folder(folder_of, wheel, wheels)
            if name != "offline":
                platform_wheels(folder_of / "wheels", name.removeprefix("office-"), scratch)
            pack(folder_of, made / f"{folder_of.name}.zip")
        one_file(made, wheel, wheels, scratch)
        write_sums(made)
        if out.exists():
            shutil.rmtree(out)
        made.rename(out)
    return sorted(out.iterdir())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--out", type=Path, default=REPOSITORY / "dist" / "release")
    parser.add_argument(
        "--platform",
        action="append",
        default=[],
        help="win_amd64, linux_x86_64, linux_aarch64, macosx_11_0_arm64",
    )
    given = parser.parse_args()
    try:
        files = make_release(given.out, given.platform)
    except ReleaseError as error:
        sys.exit(f"发布文件没有做成：{error}")
    for file in files:
        print(f"{file.stat().st_size:>12,}  {file}")


if __name__ == "__main__":
    main()
