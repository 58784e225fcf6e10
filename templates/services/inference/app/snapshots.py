"""
For platforms that keep a snapshot of the process: `python -m app.snapshots sleep` waits until the
service is ready and lets it sleep, `python -m app.snapshots wake` wakes it. Each ends when done.
The service has to run with SNAPSHOTS=true.
"""

import json
import sys
import time
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from .settings import Settings, load_settings

LONGEST_START_SECONDS = 1800
LONGEST_STEP_SECONDS = 300
PAUSE_SECONDS = 0.1


def main() -> int:
    if sys.argv[1:] not in (["sleep"], ["wake"]):
        print(__doc__, file=sys.stderr)
        return 2
    step = sys.argv[1]
    settings = load_settings()
    if step == "sleep":
        wait_until_ready(settings)
    ask(settings, f"/snapshots/{step}", method="POST")
    return 0


def wait_until_ready(settings: Settings) -> None:
    end = time.monotonic() + LONGEST_START_SECONDS
    while not _is_ready(settings):
        if time.monotonic() > end:
            raise TimeoutError(f"not ready after {LONGEST_START_SECONDS} seconds")
        time.sleep(PAUSE_SECONDS)


def ask(settings: Settings, path: str, *, method: str = "GET") -> None:
    token = settings.aidep_token
    headers = {} if token is None else {"authorization": f"Bearer {token.get_secret_value()}"}
    url = f"http://127.0.0.1:{settings.port}{path}"
    with urlopen(Request(url, headers=headers, method=method), timeout=LONGEST_STEP_SECONDS):
        pass


def _is_ready(settings: Settings) -> bool:
    try:
        ask(settings, "/health/ready")
    except HTTPError as error:
        if json.load(error).get("status") == "failed":
            raise
        return False
    except URLError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
