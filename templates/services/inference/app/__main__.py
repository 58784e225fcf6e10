"""`python -m app`: listens where PORT and HOST say, and ends what it has begun before it stops."""

import time

started = time.perf_counter()

import asyncio  # noqa: E402
import logging  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
from types import FrameType  # noqa: E402

import uvicorn  # noqa: E402

from .factory import create_app, create_service  # noqa: E402
from .models.weights import UnusableModel  # noqa: E402
from .service import Service  # noqa: E402
from .settings import BAD_CONFIGURATION, load_settings  # noqa: E402
from .telemetry.logs import write_json_lines  # noqa: E402
from .telemetry.sentry import report_errors  # noqa: E402

log = logging.getLogger("inference")

# What the server needs beyond the time that requests get to end.
MARGIN_SECONDS = 2


class Server(uvicorn.Server):
    exit_code = 0

    def __init__(self, service: Service) -> None:
        settings = service.settings
        app = create_app(service, on_failure=self.fail)
        super().__init__(
            uvicorn.Config(
                app,
                host=settings.host,
                port=settings.port,
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=int(settings.drain_seconds) + MARGIN_SECONDS,
            )
        )
        self._service = service

    def fail(self, error: Exception) -> None:
        """A service without its model is of no use: whoever started it is to start it again."""
        told = isinstance(error, UnusableModel)
        log.error("the engine could not start", exc_info=None if told else error)
        if told:
            print(f"The inference service cannot start: {error}", file=sys.stderr)
        self.exit_code = BAD_CONFIGURATION if told else 1
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            address = {"address": host, "port": port}
            log.info("listening", extra={"fields": {"address": address}})

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        asyncio.get_running_loop().call_soon_threadsafe(self._drain, sig, frame)

    def _drain(self, sig: int, frame: FrameType | None) -> None:
        """Whoever balances the load sees that it is not ready before it takes nothing any more."""
        again = self._service.readiness.state == "stopping"
        self._service.drain()
        delay = 0 if again else self._service.settings.drain_delay_seconds
        asyncio.get_running_loop().call_later(delay, super().handle_exit, sig, frame)


def main() -> None:
    settings = load_settings()
    write_json_lines(settings.log_level)
    report_errors(settings.sentry_dsn, deployment=settings.aidep_deployment)
    service = create_service(settings)
    service.phases.record("imports", time.perf_counter() - started)
    server = Server(service)
    # uvicorn raises the signal once more when it has ended; being asked to stop is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(server.exit_code))
    server.run()
    sys.exit(server.exit_code)


if __name__ == "__main__":
    main()
