#!/usr/bin/env bash
# Builds and runs every test. On a bare Debian 12 it first installs what is missing (as root, or with sudo).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
./run-tests.sh [--quick] [--help]

Installs what is missing, then builds and runs, in this order:
  release    tests from end to end, the slow ones too, the page in a browser, scenarios, months of cycles
  debug      every test in C++ but months of cycles, and tests from end to end that are not slow, under
             AddressSanitizer and UndefinedBehaviorSanitizer
  tsan       tests that have threads, under ThreadSanitizer
  fuzz       each fuzz target for 2 s, where clang is installed (always when CI=true)

  --quick    release only: every test in C++ and those from end to end that are not slow
  --help     this text

Exit status: 0 if everything passed, 1 if not, 2 for bad usage. The last line is a summary.
Settings: HUSKY_FUZZ_SECONDS (default 2), HUSKY_JOBS (default: all cores).
TEXT
}

quick=0
for argument in "$@"; do
  case $argument in
    --quick) quick=1 ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

jobs=${HUSKY_JOBS:-$(nproc)}
scratch=$(mktemp -d)
builder=
trap '[[ -z $builder ]] || kill -- "-$builder" 2>/dev/null; rm -rf "$scratch"' EXIT
begun=$SECONDS
passed=() failed=()

heading() { printf '\n== %s\n' "$*"; }

took() { local t=$((SECONDS - $1)); printf '%dm%02ds' $((t / 60)) $((t % 60)); }

# Tests in C++ run once, under AddressSanitizer, and those that have threads under ThreadSanitizer too.
build() {
  local unit=ON
  if [[ $1 == release ]] && ((!quick)); then unit=OFF; fi
  cmake --preset "$1" -DHUSKY_UNIT_TESTS=$unit >"$scratch/configure" 2>&1 || { cat "$scratch/configure"; return 1; }
  cmake --build --preset "$1" --parallel "$jobs"
}

# Tests wait half of their time: the next preset is built meanwhile, with what they leave of the processor. It is a process group of its
# own, so that nothing of it goes on when this script ends.
build_next() {
  : >"$scratch/build.$1"
  set -m
  (renice -n 15 "$BASHPID" >/dev/null && build "$1") >"$scratch/build.$1" 2>&1 &
  builder=$!
  set +m
}

# built PRESET: waits for build_next, and shows what it says
built() {
  heading "$1: build"
  local ended=0
  tail -n +1 -f --pid="$builder" "$scratch/build.$1"
  wait "$builder" || ended=1
  builder=
  if ((ended)); then failed+=("$1 (build)"); return 1; fi
}

# test_preset NAME [ctest options]
test_preset() {
  local preset=$1 from=$SECONDS count
  shift
  heading "$preset: tests"
  if ctest --preset "$preset" --parallel "$((4 * jobs))" --no-tests=error "$@" | tee "$scratch/ctest"; then
    count=$(sed -n 's/^.* tests failed out of \([0-9]*\)$/\1/p' "$scratch/ctest")
    passed+=("$preset $count tests in $(took "$from")")
  else
    failed+=("$preset ($(sed -n 's/^.*, \([0-9]* tests\{0,1\} failed out of [0-9]*\)$/\1/p' "$scratch/ctest"))")
  fi
}

# fuzz_one TARGET SECONDS SCRATCH: what it tells is on stdout, its exit status says whether a fault was found
fuzz_one() {
  local target=$1 duration=$2 scratch=$3 name=${1##*/} corpora
  mkdir -p "$scratch/corpus.$name"
  corpora=("$scratch/corpus.$name")
  [[ -d build/fuzz/tests/fuzz/corpus/${name#fuzz_} ]] && corpora+=("build/fuzz/tests/fuzz/corpus/${name#fuzz_}")
  if "$target" -max_total_time="$duration" -print_final_stats=1 -verbosity=0 -artifact_prefix="build/fuzz/$name-" \
    "${corpora[@]}" >"$scratch/$name.log" 2>&1; then
    echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$scratch/$name.log") inputs, no fault"
  else
    touch "$scratch/$name.fault"
    tail -40 "$scratch/$name.log"
  fi
}

fuzz_smoke() {
  local from=$SECONDS duration=${HUSKY_FUZZ_SECONDS:-2} targets wrong
  heading "fuzz: ${duration} s each"
  mapfile -t targets < <(find build/fuzz/tests/fuzz -maxdepth 1 -type f -perm -u+x -name 'fuzz_*' ! -name fuzz_corpus | sort)
  if ((${#targets[@]} == 0)); then failed+=("fuzz (no target)"); return; fi
  export -f fuzz_one
  printf '%s\0' "${targets[@]}" | xargs -0 -P "$jobs" -I{} bash -c 'fuzz_one "$@"' fuzz {} "$duration" "$scratch" || true
  mapfile -t wrong < <(find "$scratch" -name '*.fault' -printf '%f\n' | sed 's/\.fault$//' | sort)
  if ((${#wrong[@]})); then failed+=("fuzz (${wrong[*]})"); else passed+=("fuzz ${#targets[@]} targets in $(took "$from")"); fi
}

join() { local all; printf -v all '%s; ' "$@"; echo "${all%; }"; }

has_clang=1

# What only tests need is installed while the programs are built.
install_for_tests() {
  if ! tools/setup.sh test; then
    [[ ${CI:-} != true ]] || exit 1
    echo "run-tests: tests that need what is missing are skipped"
  fi
  if [[ ${CI:-} == true ]]; then tools/setup.sh fuzz; fi
  if ! command -v clang++ >/dev/null; then has_clang=0; fi
}

tools/setup.sh build

# stage PRESET NEXT [ctest options]: tests a preset that is being built, while the next one is built
stage() {
  local preset=$1 next=$2 ready=0
  shift 2
  if built "$preset"; then ready=1; fi
  build_next "$next"
  if ((ready)); then test_preset "$preset" "$@"; fi
}

if ((quick)); then
  install_for_tests
  heading "release: build"
  if build release; then test_preset release; else failed+=("release (build)"); fi
else
  build_next release
  install_for_tests
  HUSKY_E2E_SLOW=1 stage release debug
  # Scenarios in virtual time are played in release; here the conformance suites take the same way through the code. What tests the Python
  # package and the style of the sources finds no more here.
  stage debug tsan --label-exclude 'scenario|python|style'
  if ((has_clang)); then
    stage tsan fuzz --label-exclude 'e2e|scenario|style'
    if built fuzz; then fuzz_smoke; fi
  else
    if built tsan; then test_preset tsan --label-exclude 'e2e|scenario|style'; fi
    echo "fuzz: no clang++ here; tools/setup.sh fuzz installs it"
  fi
fi

echo
if ((${#failed[@]})); then
  echo "run-tests: FAILED: $(join "${failed[@]}") (after $(took "$begun"); passed: $(join "${passed[@]:-nothing}"))"
  exit 1
fi
echo "run-tests: passed: $(join "${passed[@]}"), $(took "$begun") in all"
