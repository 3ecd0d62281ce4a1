"""An API on FastAPI that asks for its own port and for that of the service it works with."""

import os

from fastapi import FastAPI

import portreg.aio

app = FastAPI()


@app.get("/")
async def home() -> dict[str, object]:
    # What holds the name already is given its port again.
    claim = await portreg.aio.claim("web:api")
    return {"port": claim.port, "outcome": claim.outcome, "pid": os.getpid()}
