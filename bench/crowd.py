"""A crowd of browsers in one process: each asks over a connection of its own, reads the page, and thinks.

Bounded in time and number, 127.0.0.1 only. It shares the machine with the server that it asks, so what is
measured is the lower bound of what the server could do alone.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
PATIENCE = 30.0  # seconds after which an answer counts as none


@dataclass(slots=True)
class Heard:
    """What came back: seconds of each answer by place, and what was no page."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    lasted: float = 0.0

    @property
    def all(self) -> list[float]:
        """Seconds of all answers."""
        return [one for found in self.seconds.values() for one in found]


@dataclass(frozen=True, slots=True)
class Browser:
    """One member: the cookie of the session, and the pages that are looked at in turn."""

    cookie: str
    paths: Sequence[str]

    def request(self, path: str) -> bytes:
        """As a proxy that speaks TLS hands it on."""
        lines = (
            f"GET {path} HTTP/1.1", f"Host: {HOST}", "X-Forwarded-Proto: https", "X-Real-IP: 192.0.2.1",
            "Accept: text/html", f"Cookie: {self.cookie}", "", "",
        )  # fmt: skip
        return "\r\n".join(lines).encode()


def place_of(path: str) -> str:
    """What a path is called in the report: the room of the screen."""
    return [*path.split("/"), "", "", ""][3] or path.strip("/")


def crowd(port: int, browsers: Sequence[Browser], *, seconds: float, think: float, seed: int = 0) -> Heard:
    """So many browsers for so long, each thinking for `think` seconds between two pages, more or less."""
    heard = Heard()

    async def everybody() -> None:
        begun = time.perf_counter()
        until = begun + seconds
        chances = [random.Random(f"{seed} {number}") for number in range(len(browsers))]
        await asyncio.gather(
            *(
                _one(port, one, until, think, chance, heard)
                for one, chance in zip(browsers, chances, strict=True)
            )
        )
        heard.lasted = time.perf_counter() - begun

    asyncio.run(everybody())
    return heard


async def _one(
    port: int, browser: Browser, until: float, think: float, chance: random.Random, heard: Heard
) -> None:
    await asyncio.sleep(chance.random() * think)  # they do not all come in the same moment
    number = chance.randrange(len(browser.paths))
    streams = None
    while time.perf_counter() < until:
        path = browser.paths[number % len(browser.paths)]
        number += 1
        begun = time.perf_counter()
        try:
            if streams is None:
                streams = await asyncio.open_connection(HOST, port)
            fault = await asyncio.wait_for(_page(streams, browser, path), PATIENCE)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            fault, streams = type(error).__name__, None
        if fault:
            heard.errors[f"{place_of(path)}: {fault}"] += 1
        heard.seconds.setdefault(place_of(path), []).append(time.perf_counter() - begun)
        if think:
            await asyncio.sleep(min(think * (0.5 + chance.random()), max(0.0, until - time.perf_counter())))
    if streams is not None:
        streams[1].close()


async def _page(
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], browser: Browser, path: str
) -> str:
    """Ask for a page, and for the one that it leads to: that of results is one of an election."""
    fault = await _ask(streams, browser.request(path))
    status, _, where = fault.partition(" ")
    if status == "302" and "/desk/" in where and "/account/" not in where:
        return await _ask(streams, browser.request(where))
    return fault


async def _ask(streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: bytes) -> str:
    """Ask and read the whole answer; what is wrong with it, or nothing."""
    reader, writer = streams
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    status = first.split(" ", 2)[1]
    page = await reader.readexactly(int(headers["content-length"]))
    if status != "200":
        return f"{status} {headers.get('location', '')}".strip()
    return "" if page.rstrip().endswith(b"</html>") else "no whole page"


def answers(port: int, browser: Browser) -> Mapping[str, str]:
    """Each of its paths asked once: nothing where it is answered with a page, else what came instead."""

    async def each() -> dict[str, str]:
        streams = await asyncio.open_connection(HOST, port)
        found = {
            path: await asyncio.wait_for(_page(streams, browser, path), PATIENCE) for path in browser.paths
        }
        streams[1].close()
        return found

    return asyncio.run(each())
