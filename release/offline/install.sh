#!/bin/sh
# 在没有网络的电脑上安装谁管：sh install.sh [安装到哪个文件夹]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$HOME/shuiguan"}
python=
for name in python3.14 python3.13 python3.12 python3.11 python3; do
  if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    python=$name
    break
  fi
done
if [ -z "$python" ]; then
  echo "没有找到 Python 3.11 或更高版本（要带 venv）。请先安装 Python，再运行本脚本。" >&2
  exit 2
fi
if [ -e "$target" ] && [ ! -e "$target/pyvenv.cfg" ]; then
  echo "$target 已有别的文件，没有安装。请另给一个文件夹：sh install.sh 文件夹" >&2
  exit 2
fi
"$python" -m venv "$target"
what='shuiguan[web,serve]'
# 带 Word、Excel、PDF 的安装包里有 lxml。
ls "$here"/wheels/lxml-*.whl >/dev/null 2>&1 && what='shuiguan[import,office,serve]'
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-index --find-links "$here/wheels" --upgrade "$what"
cat >"$target/start.sh" <<END
#!/bin/sh
# 打开谁管：规划放在 \$HOME/谁管/corpus，浏览器里打开工作台。关掉这个窗口就停下。
exec "$target/bin/kb" serve --browse --corpus "\$HOME/谁管/corpus"
END
chmod +x "$target/start.sh"
for desktop in "$HOME/桌面" "$HOME/Desktop"; do
  [ -d "$desktop" ] || continue
  printf '[Desktop Entry]\nType=Application\nName=谁管\nComment=谁管托育？\nExec="%s"\nTerminal=true\n' "$target/start.sh" >"$desktop/shuiguan.desktop"
  chmod +x "$desktop/shuiguan.desktop"
done
echo "已装好：$("$target/bin/kb" --version)"
echo "打开工作台：双击桌面上的“谁管”，或运行 $target/start.sh"
echo "试一试：$target/bin/kb build && $target/bin/kb who 托育"
