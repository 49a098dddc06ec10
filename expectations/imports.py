"""Keeping out of an import what nobody here asks for, and what takes long to load."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class _Later(ModuleType):
    """A module that is imported when something of it is used."""

    def __getattr__(self, name: str) -> object:
        def use(*args: object, **kwargs: object) -> object:
            return getattr(import_module(self.__name__), name)(*args, **kwargs)

        # Who imports a name from it now takes it for a function, to be called one day.
        is_importing = sys.modules.get(self.__name__) is self
        return use if is_importing else getattr(import_module(self.__name__), name)


@contextmanager
def later(*names: str) -> Iterator[None]:
    """Within it these modules are not imported by those who only may need them one day."""
    with _instead({name: _Later(name) for name in names}):
        yield


@contextmanager
def absent(*names: str) -> Iterator[None]:
    """Within it these modules are as if not installed, for those who can do without them."""
    with _instead(dict.fromkeys(names)):
        yield


@contextmanager
def _instead(modules: Mapping[str, ModuleType | None]) -> Iterator[None]:
    """Within it these modules are others, unless they are imported already."""
    added = {name: module for name, module in modules.items() if name not in sys.modules}
    sys.modules.update(added)  # type: ignore[arg-type]  # None is how Python notes that there is none
    try:
        yield
    finally:
        for name in added:
            del sys.modules[name]
