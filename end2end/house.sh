#!/usr/bin/env bash
# The house's arrows point down only: each check is a sentence of ARCHITECTURE.md, "Invariants".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# crate, then what must not be among all that it builds upon
absent() {
  local crate=$1 tree; shift
  local target=(); [ "$crate" = frontend ] && target=(--target wasm32-unknown-unknown)
  tree=$(cargo tree -q -p "$crate" --edges normal,no-proc-macro --prefix none "${target[@]}" | cut -d' ' -f1 | sort -u)
  for name in "$@"; do
    if grep -qx "$name" <<<"$tree"; then echo "$crate depends on $name"; return 1; fi
  done
  echo "$crate: $(wc -l <<<"$tree") crates, none of: $*"
}

absent domain tokio sqlx sqlx-core axum leptos rand getrandom reqwest formats store operations
absent formats tokio sqlx-core axum leptos store operations
absent credential tokio sqlx-core axum leptos reqwest openssl-sys domain formats store operations
absent store tokio sqlx-core axum leptos formats operations
absent operations sqlx-core axum leptos
# (leptos_config names regex; nothing that the browser loads calls it, and size.sh would show it.)
absent frontend tokio sqlx-core axum calamine csv quick-xml formats store operations

# Only the drivers name sqlx, only the pages name leptos.
if grep -lE '^sqlx' crates/*/Cargo.toml app/Cargo.toml server/Cargo.toml | grep -vE 'store-(sqlite|postgres|tests)/'; then
  echo "names sqlx without being a driver"; exit 1
fi
if grep -lE '^leptos' crates/*/Cargo.toml; then echo "names leptos without being a page"; exit 1; fi
