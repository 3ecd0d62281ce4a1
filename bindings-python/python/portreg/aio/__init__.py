"""The verbs of portreg for asyncio: the same names and options, to be awaited.

>>> import asyncio
>>> async def main() -> None:
...     async with portreg.aio.claim("shop:web") as claim, portreg.aio.lock("db:migrate"):
...         print(await portreg.aio.get_port("shop:web") == claim.port)
>>> asyncio.run(main())
True

Each verb works in another thread: one of the loop's own, or where it may wait for long, one that ends with the call.
An await that is cancelled ends what waits, gives back what it got (a claim, a lock, a stack), and only then goes on.
"""

from __future__ import annotations

from .. import _default as _sync
from ._handles import AsyncDetached as AsyncDetached
from ._handles import AsyncEnvWatch as AsyncEnvWatch
from ._handles import AsyncLogs as AsyncLogs
from ._handles import AsyncStack as AsyncStack
from ._handles import AsyncSubscription as AsyncSubscription
from ._handles import AsyncWatch as AsyncWatch
from ._registry import AsyncRegistry as AsyncRegistry
from ._work import Opening as Opening

_default = AsyncRegistry(_sync)

adopt = _default.adopt
available = _default.available
channels = _default.channels
check = _default.check
check_config = _default.check_config
check_up = _default.check_up
claim = _default.claim
claim_any = _default.claim_any
claim_many = _default.claim_many
cleanup = _default.cleanup
clear = _default.clear
config = _default.config
conflicts = _default.conflicts
doctor = _default.doctor
down = _default.down
endpoints = _default.endpoints
env = _default.env
explain = _default.explain
export = _default.export
find = _default.find
get = _default.get
get_port = _default.get_port
history = _default.history
import_ = _default.import_
infer = _default.infer
kill = _default.kill
listeners = _default.listeners
locate = _default.locate
lock = _default.lock
locks = _default.locks
logs = _default.logs
poll = _default.poll
pools = _default.pools
ps = _default.ps
publish = _default.publish
reassign = _default.reassign
release = _default.release
release_claim = _default.release_claim
release_matching = _default.release_matching
remove_endpoint = _default.remove_endpoint
remove_pool = _default.remove_pool
rename = _default.rename
renew = _default.renew
reservations = _default.reservations
reserve = _default.reserve
restart = _default.restart
set_endpoint = _default.set_endpoint
set_pool = _default.set_pool
snippet = _default.snippet
status = _default.status
subscribe = _default.subscribe
unreserve = _default.unreserve
up = _default.up
up_detached = _default.up_detached
url = _default.url
wait_ready = _default.wait_ready
watch = _default.watch
watch_env = _default.watch_env
write_env = _default.write_env
