"""`python -m ops COMMAND`; the Makefile is the usual way in."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path

from ops import services
from ops.catalogues import compile_all
from ops.errors import OpsError
from ops.instance_dir import ROOT, clear_sentences
from ops.reset import empty
from ops.run import run

VAR = ROOT / "var"
TEST = VAR / "test"


def main(arguments: list[str]) -> int:
    """Do one command; what goes wrong is one sentence and status 1."""
    options = _parser().parse_args(arguments)
    try:
        return _do(options)
    except OpsError as trouble:
        print(str(trouble).rstrip(), file=sys.stderr)
    except KeyboardInterrupt:
        pass
    return 1


def _do(options: argparse.Namespace) -> int:
    match options.command:
        case "run":
            run(VAR, port=_port(options.port), demo=os.environ.get("DEMO", "1") != "0")
        case "services":
            urls = services.ensure(VAR)
            print(exports(urls.environ() | {"DATABASE_OWNER_URL": urls.owner}))
        case "stop":
            services.stop(TEST)
            services.stop(VAR)
        case "reset":
            empty(VAR, [TEST, VAR])
        case "catalogues":
            compile_all()
        case "exec":
            return _execute(options.rest, owner=options.owner)
    return 0


def exports(environ: dict[str, str]) -> str:
    """Lines for a shell: `eval "$(make -s services)"`."""
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in environ.items())


def _execute(command: list[str], *, owner: bool) -> int:
    """Run a command with the servers up and the settings' environment in place."""
    with services.lease(VAR) as urls:
        chosen = urls.owner_environ() if owner else urls.environ()
        environ = {**os.environ, **chosen}
        with clear_sentences(Path(command[0])):
            return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise OpsError(f"PORT={text} is not a port; choose a number from 1024 to 65535.")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ops", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run").add_argument("--port", default="8000")
    for name in ("services", "stop", "reset", "catalogues"):
        commands.add_parser(name)
    execute = commands.add_parser("exec")
    execute.add_argument("--owner", action="store_true")
    execute.add_argument("rest", nargs=argparse.REMAINDER)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
