"""One message form for every refused input: field, rule, value."""

from numbers import Real


def require_number(field: str, value: object, *, low: float, high: float, unit: str) -> None:
    """Raise `TypeError` unless value is a number, `ValueError` unless low <= value <= high (NaN never is)."""
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{field} must be a number of {unit}; got {value!r}.")
    if not low <= value <= high:
        raise ValueError(f"{field} must be between {low:g} and {high:g} {unit}; got {value:g}.")


def require_choice(field: str, value: object, choices: tuple[str, ...]) -> None:
    """Raise `ValueError` unless value is one of the choices."""
    if value not in choices:
        raise ValueError(f"{field} must be one of {', '.join(choices)}; got {value!r}.")


def require_bool(field: str, value: object) -> None:
    """Raise `TypeError` unless value is True or False: the text "no" would count as true."""
    if not isinstance(value, bool):
        raise TypeError(f"{field} must be True or False; got {value!r}.")
