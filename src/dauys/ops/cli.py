"""Where the command `dauys` begins: whoever ends it is answered alike at any moment, also while it loads."""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

CANCELLED = "Cancelled. What stood before stands; nothing is half done, and nothing has to be cleared away."
ENDING = (signal.SIGINT, signal.SIGTERM)  # Ctrl+C, and what the system sends that shuts down

ABORTED = 130  # how typer itself ends, without a word, for a Ctrl+C between its start and the command


def main() -> None:
    """Run the command; the rest of it is loaded once somebody listens for its end."""
    heard = [one for one in ENDING if signal.getsignal(one) is not signal.SIG_IGN]
    _answer(heard, _leave)
    from dauys.ops.commands import app  # noqa: PLC0415 -- it takes most of a second

    _answer(heard, _interrupt)
    try:
        app()
    except KeyboardInterrupt:
        sys.stderr.write(f"{CANCELLED}\n")
        sys.exit(1)
    except SystemExit as ended:
        if ended.code != ABORTED:
            raise
        sys.stderr.write(f"{CANCELLED}\n")
        sys.exit(1)
    finally:
        _answer(heard, signal.SIG_IGN)  # it is done, and ends by itself


def _answer(signals: list[signal.Signals], handler: object) -> None:
    for one in signals:
        signal.signal(one, handler)  # type: ignore[arg-type]


def _leave(*_: object) -> NoReturn:
    """End at once: nothing was begun."""
    os.write(2, f"{CANCELLED}\n".encode())
    os._exit(1)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
