"""One of the processes of tests/tests/all/languages.rs: `peer.py REGISTRY NAME`, a request a line in, JSON out."""

import json
import sys

import portreg

registry = portreg.Registry(sys.argv[1])
me = sys.argv[2]
messages = None


def claim(names: list[str]) -> dict[str, int]:
    ports = {}
    for name in names:
        try:
            ports[name] = registry.claim(name, on_conflict="fail").port
        except portreg.IdentityHeld:
            continue
    return ports


for line in sys.stdin:
    verb, *words = line.split()
    answer = True
    if verb == "subscribe":
        messages = registry.subscribe("talk:*")
    elif verb == "claim":
        answer = claim(words)
    elif verb == "publish":
        for number in range(int(words[0])):
            registry.publish(f"talk:{me}", number)
    elif verb == "receive":
        received = (next(messages) for _ in range(int(words[0])))
        answer = [[message.channel, message.payload] for message in received]
    elif verb == "find":
        answer = [service.asdict() for service in registry.find()]
    print(json.dumps(answer), flush=True)
