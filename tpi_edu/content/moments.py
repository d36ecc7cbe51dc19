"""What is asked of a room and said by a patient while a relief curve is played."""

from dataclasses import dataclass

from .schema import Statement, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A time after an injection at which a played curve waits, and its question to the room."""

    hours: float
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice(Statement):
    """What a patient might say, under the key of a mood: of `model.now.Now`."""


load_moments = table("moments.toml", Stop, "stop of a played curve", "in the order of time")
load_voices = table("voices.toml", Voice, "sentence a patient might say")
