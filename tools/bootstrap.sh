# Sourced by run, gongkai and test: finds Python, keeps .venv level with requirements/*.txt.
# Written for the bash 3.2 of macOS. Sets ROOT and PYTHON.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
PYTHON=$ROOT/.venv/bin/python
export GONGKAI_DATA="${GONGKAI_DATA:-$ROOT/var}"
export PYTHONUTF8=1
# Images of containers set it; every process would compile the whole program again at each start.
unset PYTHONDONTWRITEBYTECODE

find_python() {
  local name
  for name in python3.14 python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      command -v "$name"
      return 0
    fi
  done
  cat >&2 <<'MESSAGE'
没有找到 Python 3.11 或更高版本。No Python 3.11 or newer was found.
  Debian / Ubuntu:  apt-get install python3 python3-venv
  macOS:            brew install python
MESSAGE
  return 1
}

# A stamp is a copy of the requirements file, written after pip has finished:
# a comparison is all that an ordinary start has to do.
is_installed() {
  local set_name root
  [ -x "$PYTHON" ] || return 1
  root=
  IFS= read -r root 2>/dev/null <"$ROOT/.venv/.installed/root" || return 1
  [ "$root" = "$ROOT" ] || return 1
  for set_name in "$@"; do
    cmp -s "$ROOT/requirements/$set_name.txt" "$ROOT/.venv/.installed/$set_name.txt" || return 1
  done
}

# bootstrap SET…: what is asked for is installed when this returns; sets are base and dev.
bootstrap() {
  local python
  is_installed "$@" && return 0
  python=$(find_python) || exit 1
  "$python" "$ROOT/tools/install.py" "$@" >&2 || exit 1
}
