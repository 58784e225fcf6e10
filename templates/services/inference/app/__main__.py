"""`python -m app`: listens where PORT and HOST say, and ends what it has begun before it stops."""

import logging
import signal
import socket
import sys

import uvicorn

from .factory import create_app
from .logs import write_json_lines
from .settings import load_settings

DRAIN_SECONDS = 25


class Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            address = {"address": host, "port": port}
            logging.getLogger("inference").info("listening", extra={"fields": {"address": address}})


def main() -> None:
    settings = load_settings()
    app = create_app(settings)
    write_json_lines(settings.log_level)
    # uvicorn raises the signal once more when it has ended; being asked to stop is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    Server(config).run()


if __name__ == "__main__":
    main()
