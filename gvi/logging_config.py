"""Logs: one line of JSON each on stdout, by id. No name, no national id, no search term (ASVS 16.2.5)."""

import logging.config
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import Processor


def failure(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """An exception as its kind and its places. Never its message or its locals: those quote rows."""
    info = event.pop("exc_info", None)
    if info:
        info = info if isinstance(info, tuple) else sys.exc_info()
        frames = traceback.extract_tb(info[2])
        event["exception"] = info[0].__name__ if info[0] else "?"
        event["at"] = [f"{frame.filename}:{frame.lineno}" for frame in frames[-12:]]
    return event


def configure(_settings: dict[str, Any]) -> None:
    """Send everything through structlog as JSON."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        failure,
                        structlog.processors.JSONRenderer(ensure_ascii=False),
                    ],
                }
            },
            "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
            "root": {"handlers": ["out"], "level": "INFO"},
            "loggers": {
                "django.server": {"level": "WARNING"},
                "weasyprint": {"level": "ERROR"},
                "fontTools": {"level": "ERROR"},
                # these repeat the address asked for; our own security log tells by view name
                "django.request": {"level": "ERROR"},
            },
        }
    )
