#!/usr/bin/env bash
# What a first visit of the comparison loads of WASM, compressed by brotli, against its budget.
set -euo pipefail
budget=$((350 * 1024))
total=0
for file in "$1"/*.wasm.br; do
  bytes=$(stat -c %s "$file")
  printf '%9d  %s\n' "$bytes" "$(basename "$file" .br)"
  total=$((total + bytes))
done
printf '%9d  of at most %d\n' "$total" "$budget"
[ "$total" -gt 0 ] && [ "$total" -le "$budget" ]
