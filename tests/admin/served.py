"""The panel behind a real server in a thread, and browsers that talk to it over the wire."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from starlette.applications import Starlette

from tests.admin.street import OWN_FORM
from tests.people import PASSWORD


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Serve an application; yield its address, and end its streams before it stops."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        app.state.live.close()
        server.should_exit = True
        thread.join()


@contextmanager
def signed_in(address: str, login: str = "budi") -> Iterator[httpx.Client]:
    """Yield a browser in which a member of staff is signed in."""
    with httpx.Client(base_url=address, headers=OWN_FORM, timeout=10) as client:
        answer = client.post("/masuk", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield client
