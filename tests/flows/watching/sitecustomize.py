"""Notes each address outside of this machine that a Python process asks for or connects to.

Python imports this by itself at every start, where its folder is in PYTHONPATH.
"""

from __future__ import annotations

import os
import sys

_HERE = {None, "", b"", "localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104  bound, not asked for
_ADDRESS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_NAME = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event in _ADDRESS:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in _NAME:
        host = arguments[0]
    else:
        return
    if host not in _HERE:
        with open(os.environ["ADDRESSES"], "a", encoding="utf-8") as file:  # noqa: PTH123  at start
            file.write(f"{event} {host!r}\n")


sys.addaudithook(_note)
