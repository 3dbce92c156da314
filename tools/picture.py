"""Takes the README's pictures: the reader itself, on the sample mailbox, as SVG.

    ./test picture [DIRECTORY]

The sample's dates are relative to the day on which they are taken.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from pathlib import Path

SIZE = (108, 32)
PATIENCE = 30.0
HERE = Path(__file__).resolve().parents[1] / "docs"


async def pictures(directory: Path) -> list[Path]:
    """Write ``conversations.svg`` and ``conversation.svg`` into a directory; their paths."""
    from cclear import demo
    from indexer import Client, Settings, Where
    from tui.reader import Reader
    from tui.settings import Settings as Reading

    made = []
    with (
        demo.mailbox() as maildir,
        Client(Where(mail=maildir), Settings(addresses=(demo.ADDRESS,), fetch_minutes=0)) as client,
    ):
        await client.index()
        app = Reader(client, Reading(), title="demo")
        async with app.run_test(size=SIZE) as pilot:
            await _settled(app, pilot)
            made.append(_save(app, directory / "conversations.svg"))
            await pilot.press("enter")
            await _settled(app, pilot)
            made.append(_save(app, directory / "conversation.svg"))
    return made


async def _settled(app: object, pilot: object) -> None:
    """Wait until the picture has stood still for a while."""
    until = time.monotonic() + PATIENCE
    last, since = "", time.monotonic()
    while time.monotonic() < until:
        await pilot.pause(0.1)  # type: ignore[attr-defined]
        now = app.export_screenshot()  # type: ignore[attr-defined]
        if now != last:
            last, since = now, time.monotonic()
        elif time.monotonic() - since > 1:
            return


def _save(app: object, path: Path) -> Path:
    picture: str = app.export_screenshot(title="cclear")  # type: ignore[attr-defined]
    path.write_text(picture, encoding="utf-8")
    return path


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description="Take the README's pictures of the reader.")
    parser.add_argument("directory", nargs="?", type=Path, default=HERE)
    directory: Path = parser.parse_args().directory
    directory.mkdir(parents=True, exist_ok=True)
    os.environ.update(TZ="UTC", COLORTERM="truecolor", TERM="xterm-256color")
    os.environ.pop("NO_COLOR", None)
    time.tzset()
    for path in asyncio.run(pictures(directory)):
        print(path)  # noqa: T201


if __name__ == "__main__":
    main()
