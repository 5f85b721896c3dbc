#!/usr/bin/env bash
# Starts a host, plays a folder of scenarios against it, and ends with the exit code of the verdict.
#   plain.sh [FOLDER]
set -euo pipefail
target=${TARGET:-127.0.0.1:1310}
start=${START:-husky-host serve --bind 127.0.0.1 --store none} # the host under test in its place

$start >host.log 2>&1 &
host=$!
trap 'kill "$host" 2>/dev/null || true' EXIT
until husky-link probe "$target" >/dev/null 2>&1; do
  if ((SECONDS > 30)) || ! kill -0 "$host" 2>/dev/null; then tail host.log >&2; exit 2; fi
  sleep 0.2
done

husky-fleet check "${1:-scenarios}" --host "$target" --junit report.xml --transcript transcripts
