"""The same on Flask, which works in each of gunicorn's processes."""

import os

from flask import Flask

import portreg

app = Flask(__name__)
# Claimed before the processes are forked where gunicorn is told `--preload`.
claim = portreg.claim("web:api")


@app.get("/")
def home() -> dict[str, object]:
    return {"port": portreg.get_port("web:api"), "outcome": claim.outcome, "pid": os.getpid()}
