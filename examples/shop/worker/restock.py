"""The shop's worker: puts something on the shelves every few seconds. It listens on nothing."""

import itertools
import json
import os
import time
import urllib.request

api = os.environ["API_URL"]
print(f"restocking {api}")
for product in itertools.cycle(["bread", "cheese", "olives"]):
    time.sleep(5)
    request = urllib.request.Request(f"{api}/restock/{product}", method="POST")
    try:
        with urllib.request.urlopen(request, timeout=2) as answer:
            print(f"{product}: {json.load(answer)['stock']} now")
    except OSError as error:
        # The api may be on its way up again.
        print(f"{product}: {error}")
