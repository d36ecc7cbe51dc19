"""One message form for every refused input: field, rule, value."""

from math import isinf
from numbers import Real
from typing import Any

from ..content.schema import Quantity, unit_of


def require_number(
    field: str, value: Any, *, low: float, high: float, unit: str, whole: bool = False
) -> None:
    """Raise `TypeError` unless value is a number, `ValueError` unless low <= value <= high (NaN never is).

    whole: raise `ValueError` for what lies between the whole numbers, too.
    """
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{field} must be a number; got {value!r}.")
    if not low <= value <= high or isinf(value):  # type: ignore[operator]  # typeshed gives Real no >=
        span = f"{low:g} or more" if isinf(high) else f"between {low:g} and {high:g}"
        raise ValueError(f"{field} must be {span} {unit}; got {value}.")
    if whole and value % 1:
        raise ValueError(f"{field} must be a whole number; got {value}.")


def require_numbers(field: str, value: object, kind: type[Any]) -> None:
    """Raise unless value is a record of that kind, full of quantities, and what is divided by is above 0."""
    if not isinstance(value, kind):
        raise TypeError(f"{field} must be {kind.__name__}; got {value!r}.")
    for name in kind.__slots__:
        number = getattr(value, name)
        if not isinstance(number, Quantity):
            raise TypeError(f"{field}.{name} must be a Quantity; got {number!r}.")
        if number.value <= 0 and name.endswith(("_min", "_h", "_days", "baseline_nrs")):
            raise ValueError(f"{field}.{name} must be above 0 {unit_of(name)}; got {number.value:g}.")


def require_choice(field: str, value: object, choices: tuple[object, ...]) -> None:
    """Raise `ValueError` unless value is one of the choices."""
    if value not in choices:
        named = (choice for choice in choices if choice != "")  # an empty one stands for none
        words = (f"{choice:g}" if isinstance(choice, Real) else str(choice) for choice in named)
        raise ValueError(f"{field} must be one of {', '.join(words)}; got {value!r}.")


def require_bool(field: str, value: object) -> None:
    """Raise `TypeError` unless value is True or False: the text "no" would count as true."""
    if not isinstance(value, bool):
        raise TypeError(f"{field} must be True or False; got {value!r}.")
