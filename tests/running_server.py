"""The real web server in a thread, for tests that speak to it as a client does."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from ui.backend import ReadAssistant
from ui.web_server import listening_socket, make_server


@contextmanager
def running_server(assistant: ReadAssistant) -> Iterator[str]:
    """Serve on a free port; gives the address, without a slash at its end."""
    listener = listening_socket("127.0.0.1", 0)
    servers: list[uvicorn.Server] = []

    async def serving() -> None:
        servers.append(make_server(assistant))
        await servers[0].serve(sockets=[listener])

    thread = threading.Thread(target=asyncio.run, args=(serving(),), daemon=True)
    thread.start()
    while thread.is_alive() and not (servers and servers[0].started):
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        servers[0].should_exit = True
        thread.join(10)
        listener.close()
