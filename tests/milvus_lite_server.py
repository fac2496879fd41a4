"""`milvus-lite server` in a process of its own, which a test can kill and start again."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

_COMMAND = "from milvus_lite.cmdline import main; main()"
_PATIENCE = 60.0


class LiteServer:
    """A server over a folder, always at the same address."""

    def __init__(self, folder: Path) -> None:
        """Choose a free port; nothing runs yet."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Its address for clients."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait until it listens."""
        place = ["--data-dir", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)]
        with (self._folder.parent / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _COMMAND, "server", *place], stdout=log, stderr=log
            )
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError(f"milvus-lite server does not listen on {self._port}")

    def kill(self) -> None:
        """End it without any chance to tidy up."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def __enter__(self) -> "LiteServer":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
