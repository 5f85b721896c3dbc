#!/usr/bin/env bash
# Installs what the project needs on Debian 12 or newer; does nothing where everything is there. The only list of packages.
#   tools/setup.sh [--print] GROUP...
# Groups: build (compile), test (what tests run beside it), runtime (run only), fuzz, lint, bench. --print names the packages and installs nothing.
set -euo pipefail

# One package a word; "a|b" takes the first that this release of Debian has.
group() {
  case $1 in
    build) echo "g++ cmake ninja-build ccache mold libboost1.81-dev|libboost-dev libboost-json1.81-dev|libboost-json-dev libboost-url1.81-dev|libboost-url-dev" \
      "libyaml-cpp-dev catch2 libspdlog-dev libfmt-dev libcli11-dev libsqlite3-dev libpcap-dev libpng-dev console-setup-linux zlib1g-dev libssl-dev python3 nodejs npm" ;;
    test) echo "tshark rlpr openssl python3-pytest python3-yaml chromium" ;;
    runtime) echo "libboost-json1.81.0 libboost-url1.81.0 libyaml-cpp0.7 libspdlog1.10 libfmt9 libsqlite3-0 libpcap0.8|libpcap0.8t64 libpng16-16|libpng16-16t64 zlib1g libssl3" ;;
    fuzz) echo "clang libclang-rt-14-dev|libclang-rt-dev" ;;
    lint) echo "clang-format clang-tidy shellcheck" ;;
    bench) echo "libbenchmark-dev" ;;
    *) echo "setup: no group '$1'; there are: build test runtime fuzz lint bench" >&2; return 2 ;;
  esac
}

say() { echo "setup: $*" >&2; }

# Node and npm often come from elsewhere than Debian, together.
installed() {
  case $1 in
    nodejs) command -v node >/dev/null && return ;;
    npm) command -v npm >/dev/null && return ;;
  esac
  [[ $(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null) == ii* ]]
}

known() { apt-cache policy "$1" 2>/dev/null | grep -q '^  Candidate: [^(]'; }

# Of "a|b": the first that is installed or can be had, else the first.
choose() {
  local name names
  IFS='|' read -ra names <<<"$1"
  for name in "${names[@]}"; do
    if installed "$name" || known "$name"; then echo "$name"; return; fi
  done
  echo "${names[0]}"
}

missing() {
  local word name
  for word in "$@"; do
    name=$(choose "$word")
    installed "$name" || echo "$name"
  done
}

as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "$@"; }

# Boost 1.81 and Boost 1.74, Debian 12's default, cannot be installed side by side: say what would go before it goes.
tell_removals() {
  local removals answer
  removals=$(apt-get -s install --no-install-recommends "$@" 2>/dev/null | sed -n 's/^Remv \([^ ]*\).*/\1/p' | tr '\n' ' ')
  [[ -n $removals ]] || return 0
  say "this replaces packages that cannot stay beside them: $removals"
  if [[ -t 0 && -z ${CI:-} ]]; then
    read -rp "setup: go on? [y/N] " answer
    [[ $answer == [yY]* ]] || { say "nothing was changed"; return 1; }
  fi
}

main() {
  local print=0 words=() need=() log name
  [[ ${1:-} == --print ]] && { print=1; shift; }
  (($# > 0)) || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; return 2; }
  for name in "$@"; do read -ra need <<<"$(group "$name")"; words+=("${need[@]}"); done
  if ((print)); then for name in "${words[@]}"; do choose "$name"; done; return; fi
  if ! command -v apt-get >/dev/null; then
    say "no apt-get here; please see that these are installed: ${words[*]%%|*}"
    return 0
  fi

  mapfile -t need < <(missing "${words[@]}")
  ((${#need[@]} > 0)) || return 0
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    say "missing: ${need[*]}; neither root nor sudo here, so please run as root: $(realpath "$0") $*"
    return 1
  fi
  log=$(mktemp)
  say "fetching the package lists"
  apt update >"$log" 2>&1 || { cat "$log" >&2; say "apt-get update failed"; return 1; }
  mapfile -t need < <(missing "${words[@]}") # again: now it is known what can be had
  tell_removals "${need[@]}"
  say "installing ${need[*]}"
  apt install -y --no-install-recommends "${need[@]}" >"$log" 2>&1 </dev/null || { tail -30 "$log" >&2; say "installation failed"; return 1; }
  rm -f "$log"
}

main "$@"
