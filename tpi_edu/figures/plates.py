"""A plate of the body: smooth curves from the points in the content."""

import numpy as np
from matplotlib.path import Path

from ..content.atlas import Points

OUTLINE_STYLES = {  # kind: how matplotlib draws it
    "skin": {"fc": "#f6e7dc", "ec": "#6b5a50", "lw": 1.6},
    "bone": {"fc": "#efeadf", "ec": "#a69a85", "lw": 1.1},
    "line": {"fc": "none", "ec": "#6b5a50", "lw": 1.2},
    "faint": {"fc": "none", "ec": "#b3a296", "lw": 0.9},
}


def smooth_path(points: Points, *, closed: bool) -> Path:
    """Return a curve through the points, cubic pieces with Catmull-Rom tangents.

    A doubled point is a corner.
    """
    at = np.array(points, dtype=float)
    if closed:
        before, after = np.roll(at, 1, axis=0), np.roll(at, -1, axis=0)
    else:
        before, after = np.vstack([at[:1], at[:-1]]), np.vstack([at[1:], at[-1:]])
    corner = np.all((at == before) | (at == after), axis=1) & np.any((at == before) != (at == after), axis=1)
    doubled = np.all(at == before, axis=1) | np.all(at == after, axis=1)
    tangent = (after - before) / 2
    tangent[doubled | corner] = 0
    ends = np.roll(at, -1, axis=0)
    # a handle is at most a third of its piece: else short pieces next to long ones would loop
    reach = np.linalg.norm(ends - at, axis=1, keepdims=True)
    length = np.linalg.norm(tangent, axis=1, keepdims=True)
    unit = tangent / np.where(length == 0, 1, length)
    leave = at + unit * np.minimum(length, reach) / 3
    arrive = ends - np.roll(unit, -1, axis=0) * np.minimum(np.roll(length, -1, axis=0), reach) / 3
    pieces = np.stack([leave, arrive, ends], axis=1)
    if not closed:
        pieces = pieces[:-1]
    vertices = np.vstack([at[:1], pieces.reshape(-1, 2)])
    codes = [Path.MOVETO, *[Path.CURVE4] * (len(vertices) - 1)]
    if closed:
        vertices, codes = np.vstack([vertices, at[:1]]), [*codes, Path.CLOSEPOLY]
    return Path(vertices, codes)
