#!/usr/bin/env bash
# What a first visit of a page loads of WASM, compressed by brotli, against what it may. The aim for a
# renewal is 250 KB with its JavaScript; the limits keep it from growing unseen.
set -euo pipefail
pkg=$1
limits=(compare 440 renewal 670) # KiB

size() { stat -c %s "$1"; }
main=$(size "$(ls "$pkg"/groupcover.*.wasm.br)")
manifest=$(ls "$pkg"/__wasm_split_manifest.*.json)
good=1
for ((i = 0; i < ${#limits[@]}; i += 2)); do
  page=${limits[i]} limit=$((limits[i + 1] * 1024)) total=$main
  chunks=$(node -e '
    const { readFileSync } = require("node:fs");
    const parts = Object.entries(JSON.parse(readFileSync(process.argv[1])));
    const [, names] = parts.find(([view]) => view.startsWith(`__${process.argv[2]}_view_`));
    console.log(names.join("\n"));' "$manifest" "$page")
  for chunk in $chunks; do total=$((total + $(size "$pkg/$chunk.wasm.br"))); done
  printf '%-10s %9d  of at most %d\n' "$page" "$total" "$limit"
  [ "$total" -le "$limit" ] || good=0
done
[ "$good" = 1 ]
