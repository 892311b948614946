"""`dataclass(frozen=True, slots=True)` made in a fraction of the time, for the modules that every question imports.

The standard library compiles up to seven functions a class. The sixty classes of a `kb who` took 45 ms that way, a third of the
whole process. Here the functions of a class are compiled when they are first called; most are never. All else is the standard
library's: fields(), replace(), asdict(), pickle. Checkers of types see the standard decorator.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, kw_only=False, **other):
        """Make a dataclass. What is not frozen with slots, inherits or has a `__post_init__` is left to the standard library."""

        def wrap(cls):
            plain = cls.__bases__ == (object,) and not hasattr(cls, "__post_init__")
            if frozen and slots and plain and not other:
                return _make(cls, kw_only)
            return dataclasses.dataclass(frozen=frozen, slots=slots, kw_only=kw_only, **other)(cls)

        return wrap if cls is None else wrap(cls)


_OWN = frozenset({"__dict__", "__weakref__"})


def _make(cls: type, kw_only: bool) -> type:
    """Return the class again with slots and the methods of a frozen dataclass."""
    cls.__doc__ = cls.__doc__ or cls.__name__  # otherwise its signature is worked out for one
    bare: Any = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(cls)
    bare.__dataclass_params__.frozen = True  # subclasses ask
    fields = dataclasses.fields(bare)
    names = tuple(f.name for f in fields)
    space = {k: v for k, v in bare.__dict__.items() if k not in _OWN and k not in names}

    def first_call(self: Any, *args: Any, **given: Any) -> None:
        made.__init__ = _init(made, fields)
        made.__init__(self, *args, **given)

    def first_equal(self: Any, other: object) -> Any:
        made.__eq__ = _equal([f.name for f in fields if f.compare])
        return made.__eq__(self, other)

    def first_hash(self: Any) -> Any:
        made.__hash__ = _hashed([f.name for f in fields if (f.compare if f.hash is None else f.hash)])
        return made.__hash__(self)

    def text(self: Any) -> str:
        said = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields if f.repr)
        return f"{self.__class__.__qualname__}({said})"

    methods = {"__init__": first_call, "__eq__": first_equal, "__hash__": first_hash, "__repr__": text}
    space |= {
        "__slots__": names,
        "__setattr__": _no_set,
        "__delattr__": _no_delete,
        "__getstate__": _state,
        "__setstate__": _restore,
    }
    space |= {name: method for name, method in methods.items() if name not in vars(cls)}
    made: Any = type(cls)(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__
    return made  # type: ignore[no-any-return]


def _init(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
    """Compile `__init__`: defaults as those of the fields, each value set by its slot."""
    known: dict[str, Any] = {"_none": dataclasses.MISSING}
    positional: list[str] = []
    by_name: list[str] = []
    body: list[str] = []
    for f in fields:
        known[f"_set_{f.name}"] = cls.__dict__[f.name].__set__
        given, value = f.name, f.name
        if f.default is not dataclasses.MISSING:
            known[f"_of_{f.name}"] = f.default
            given += f"=_of_{f.name}"
            value = f.name if f.init else f"_of_{f.name}"
        elif f.default_factory is not dataclasses.MISSING:
            known[f"_new_{f.name}"] = f.default_factory
            given += "=_none"
            value = f"_new_{f.name}() if {f.name} is _none else {f.name}" if f.init else f"_new_{f.name}()"
        if f.init:
            (by_name if f.kw_only else positional).append(given)
        body.append(f" _set_{f.name}(self, {value})")
    given = ", ".join(["self", *positional, *(["*", *by_name] if by_name else ())])
    return _compiled(f"def __init__({given}):\n" + "\n".join(body or [" pass"]), known)


def _equal(names: Sequence[str]) -> Any:
    ours, theirs = (f"({''.join(f'{one}.{n}, ' for n in names)})" for one in ("self", "other"))
    return _compiled(
        f"def __eq__(self, other):\n if other.__class__ is self.__class__: return {ours} == {theirs}\n return NotImplemented"
    )


def _hashed(names: Sequence[str]) -> Any:
    return _compiled(f"def __hash__(self): return hash(({''.join(f'self.{n}, ' for n in names)}))")


def _compiled(source: str, known: dict[str, Any] | None = None) -> Any:
    """Return the function that a source defines. The names in it are those of fields."""
    space = {} if known is None else known
    exec(source, space)
    return space[source[4 : source.index("(")]]


def _no_set(self: Any, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, f.name) for f in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for f, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, f.name, value)


__all__ = ["dataclass"]
