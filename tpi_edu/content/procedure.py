"""The steps of a trigger point injection, in order."""

from dataclasses import dataclass

from .schema import table


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStep:
    """What the operator does, what the patient feels, and why; and how the needle picture shows it.

    asked: the step of the question `order_the_procedure` that this belongs to, from 1; 0 where it does not
    ask. advance_mm: how far the needle is in; left out where there is no needle. props: see figures/hands.py.
    """

    title: str
    operator: str
    patient: str
    why: str
    sources: tuple[str, ...]
    asked: int = 0
    advance_mm: float | None = None
    props: tuple[str, ...] = ()


load_procedure = table("procedure.toml", ProcedureStep, "Return every step by its key, in order.")
