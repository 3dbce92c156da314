"""The reader in a browser: who is let in, what comes over the WebSocket, what cannot work there."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.emulator import Emulator
from tests.support.mailbox import run

if TYPE_CHECKING:
    from collections.abc import Iterator

aiohttp = pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")

LONG = 120.0
"""Seconds after which something is taken never to come."""
SERVE = [sys.executable, "-P", "-m", "cclear", "serve", "--demo", "--json"]


@pytest.fixture
def address() -> Iterator[str]:
    """What a running ``cclear serve --demo`` printed."""
    with subprocess.Popen(SERVE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as server:
        assert server.stdout
        yield json.loads(server.stdout.readline())["address"]
        server.terminate()
        server.wait(LONG)


async def test_one_browser_is_let_in_once_and_reads_the_mail(address: str) -> None:
    base = address.partition("/?")[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as stranger:
        for path in ("/", "/ws", "/static/js/textual.js", "/?token=guess"):
            async with stranger.get(base + path) as said:
                assert said.status == 403, path
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        async with browser.get(address) as page:
            assert page.status == 200
            assert "token" not in str(page.url)
            text = await page.text()
            assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "googleapis" not in text
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
            async with browser.get(base, headers=headers) as said:
                assert said.status == 403, headers
        websocket = base.replace("http:", "ws:") + "/ws?width=100&height=30"
        async with browser.ws_connect(websocket, headers={"Origin": base}) as screen:
            seen = Emulator(100, 30)
            # What needs a program of its own says that it cannot be had here.
            await _shows(screen, seen, "●")
            await screen.send_json(["stdin", "\r"])
            await _shows(screen, seen, "quoted")
            await screen.send_json(["stdin", "L"])
            await _shows(screen, seen, "wrote:")
            await screen.send_json(["stdin", "\x0f"])
            await _shows(screen, seen, "no place for your editor")
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as second,
        second.get(address) as said,
    ):
        assert said.status == 403
        assert "has been used" in await said.text()


async def _shows(browser: Any, screen: Emulator, words: str) -> None:  # noqa: ANN401
    """Until the words stand on the screen."""
    try:
        async with asyncio.timeout(LONG):
            while not any(words in line for line in screen.lines):
                data = (await browser.receive()).data
                assert isinstance(data, bytes), data
                screen.feed(data)
    except TimeoutError:
        raise AssertionError(f"{words!r} does not come:\n" + "\n".join(screen.lines)) from None


def test_a_port_that_is_taken_and_one_that_is_none() -> None:
    with subprocess.Popen(SERVE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        taken = (
            json.loads(server.stdout.readline())["address"].partition("/?")[0].rpartition(":")[2]
        )
        done = run([*SERVE, "--port", taken])
        assert done.returncode == 1
        assert f"port {taken} cannot be used" in done.stderr
        server.terminate()
        server.wait(LONG)
    assert run([*SERVE, "--port", "http"]).returncode == 2
