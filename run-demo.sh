#!/usr/bin/env bash
# Builds and shows it all: a host on port 1310 and twelve cells that report to it. ./run-demo.sh --help says more.
# On a bare Debian 12 it first installs what is missing (as root, or with sudo).
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

tools() { "$top/tools/setup.sh" build; }

build() {
  local log=$top/build/demo-build.log
  mkdir -p "$top/build"
  (cd "$top" && cmake --preset release) >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  (cd "$top" && cmake --build --preset release --target husky-host husky-fleet)
}

# Bad usage and --help must not install or build anything, but Python, which reads the options, may be missing itself.
command -v python3 >/dev/null || tools
for argument in "$@"; do
  if [[ $argument == --help || $argument == -h ]]; then exec python3 -B "$top/tools/demo.py" --help; fi
done
python3 -B "$top/tools/demo.py" --usage-only "$@"
tools
build
exec python3 -B "$top/tools/demo.py" "$@"
