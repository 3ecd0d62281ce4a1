#!/bin/sh
# The same without a line about ports: portreg claims, starts, and releases.
set -eu

exec portreg run shop:web -- python3 -m http.server --bind 127.0.0.1 "{port}"
