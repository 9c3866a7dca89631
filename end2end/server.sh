#!/usr/bin/env bash
# Serves the demo for the journeys from a database of its own, which is thrown away at the end.
# Where the shared filings are there, they are imported beside the invented ones.
set -euo pipefail
: "${GROUPCOVER_BINARY:?the built binary}" "${GROUPCOVER_FOLDER:?a folder to keep the database in}"
: "${GROUPCOVER_PORT:?the port to listen at}" "${GROUPCOVER_FILINGS:?filings to import, where they exist}"

server=
finish() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" || true; }
  rm -rf "$GROUPCOVER_FOLDER"
}
trap finish EXIT
trap 'exit 0' TERM INT

rm -rf "$GROUPCOVER_FOLDER"
mkdir -p "$GROUPCOVER_FOLDER"
export DATABASE_URL="sqlite:$GROUPCOVER_FOLDER/groupcover.db" RUST_LOG="${RUST_LOG:-warn}"
if [ -d "$GROUPCOVER_FILINGS" ]; then
  "$GROUPCOVER_BINARY" import "$GROUPCOVER_FILINGS" >&2
else
  echo "no shared filings at $GROUPCOVER_FILINGS: the journeys use invented ones alone" >&2
fi
"$GROUPCOVER_BINARY" serve --demo --demo-folder "$GROUPCOVER_FOLDER/filings" \
  --site "$(dirname "$GROUPCOVER_BINARY")/site" --port "$GROUPCOVER_PORT" &
server=$!
wait "$server"
