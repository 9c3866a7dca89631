#!/usr/bin/env bash
# What a first visit of a page loads of WASM and JavaScript, compressed by brotli, against what it may. The
# aim for a renewal is 250 KB; the limits keep it from growing unseen.
set -euo pipefail
pkg=$1
limits=(compare 390 renewal 536) # KiB

size() { stat -c %s "$1"; }
main=0
for file in "$pkg"/groupcover.*.wasm.br "$pkg"/groupcover.*.js.br "$pkg"/__wasm_split.*.js.br; do
  main=$((main + $(size "$file")))
done
manifest=$(ls "$pkg"/__wasm_split_manifest.*.json)
good=1
for ((i = 0; i < ${#limits[@]}; i += 2)); do
  page=${limits[i]} limit=$((limits[i + 1] * 1024)) total=$main
  chunks=$(node -e '
    const { readFileSync } = require("node:fs");
    const parts = Object.entries(JSON.parse(readFileSync(process.argv[1])));
    const [, names] = parts.find(([chunk]) => chunk.startsWith(`${process.argv[2]}_page_`));
    console.log(names.join("\n"));' "$manifest" "$page")
  for chunk in $chunks; do total=$((total + $(size "$pkg/$chunk.wasm.br"))); done
  printf '%-10s %9d  of at most %d\n' "$page" "$total" "$limit"
  [ "$total" -le "$limit" ] || good=0
done
[ "$good" = 1 ]
