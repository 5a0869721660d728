"""The web server: waitress, which takes a whole request before a thread sees it, so that slow visitors hold nobody up.

One process: `python -m ops.web 127.0.0.1:8000`. Where that is too little, start several behind the proxy.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

import waitress

from gvi.wsgi import application

THREADS = 8  # a page waits for PostgreSQL more than for Python
SILENCE = 15  # seconds without a byte, after which a connection is closed
CONNECTIONS = 1000
LARGEST = 5 * 2**20  # bytes of a request: above the largest upload that the application takes


def _end(_number: int, _frame: FrameType | None) -> None:
    """What is being answered is answered: waitress waits for its threads when its loop is left this way."""
    raise SystemExit(0)


def serve(bind: str) -> None:
    """Answer until asked to end."""
    signal.signal(signal.SIGTERM, _end)
    waitress.serve(
        application,
        listen=bind,
        threads=THREADS,
        channel_timeout=SILENCE,
        cleanup_interval=5,
        connection_limit=CONNECTIONS,
        max_request_body_size=LARGEST,
        asyncore_use_poll=True,
        ident=None,
        clear_untrusted_proxy_headers=False,  # the settings say how many proxies are believed
    )


if __name__ == "__main__":
    serve(sys.argv[1])
