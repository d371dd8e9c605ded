#!/usr/bin/env bash
# Fuzzes a server over the five articles with schemathesis, all checks (pip install schemathesis).
# FUZZ_EXAMPLES: cases of each operation and phase; 200 make more than 5,000 cases in all.
set -euo pipefail
cd "$(dirname "$0")/.."
bin="${BIN:-.venv/bin}"
folder="$(mktemp -d)"
export QA_INDEX_DIR="$folder/index" QA_RATE_LIMIT=0
"$bin/qa" ingest seeds
QA_FUZZ="$("$bin/qa" keys add fuzz --role admin)"
export QA_FUZZ
"$bin/qa" serve --port "${PORT:-8123}" 2>"$folder/log" &
server=$!
trap 'kill "$server"; rm -rf "$folder"' EXIT
for _ in $(seq 100); do curl -sf "http://127.0.0.1:${PORT:-8123}/readyz" >/dev/null && break; sleep 0.2; done
"$bin/st" --config-file bench/schemathesis.toml run "http://127.0.0.1:${PORT:-8123}/openapi.json" \
  --checks all --continue-on-failure -n "${FUZZ_EXAMPLES:-20}" --seed "${FUZZ_SEED:-1}"
! grep -q '"level": "ERROR"' "$folder/log" || { grep '"level": "ERROR"' "$folder/log"; exit 1; }
