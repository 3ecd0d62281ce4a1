#!/bin/sh
# A script that needs a port of its own. The claim ends with this script (--pid), and the next start
# gets the same port.
set -eu

port=$(portreg claim -q shop:report --pid $$)
echo "shop:report is at http://localhost:$port"
exec python3 -m http.server --bind 127.0.0.1 "$port"
