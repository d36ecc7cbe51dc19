"""What is asked of a room and said by a patient while a relief curve is played."""

from dataclasses import dataclass

from .schema import Statement, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A time after an injection at which a played curve waits, and its question to the room."""

    hours: float
    question: str


load_moments = table("moments.toml", Stop, "stop of a played curve", "in the order of time")
load_voices = table("voices.toml", Statement, "sentence a patient might say")
