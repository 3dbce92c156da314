"""Prints who is on which list, a JSON object a list, as the front door says it.

A program of its own, since the cache is found through the environment. ``cclear lists --roster``
says the same, but works out the texts of all messages first.
"""

from __future__ import annotations

import json

from indexer import Client, Settings, Where


def main() -> None:
    """Print them."""
    with Client(Where(), Settings(background=False)) as client:
        for given in client.lists().result():
            roster = client.roster(given.name).result()
            here = [member.address for member in roster if member.left is None]
            print(json.dumps({"name": given.name, "kind": given.kind, "present": here}))


if __name__ == "__main__":
    main()
