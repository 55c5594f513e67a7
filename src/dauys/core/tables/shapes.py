"""Names for the arrays that go through the reader."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Figures = NDArray[np.int64]
"""Figures of one column, one per row; MISSING and its like are negative."""

Packed = NDArray[np.int32]
"""Figures of many columns, one row per protocol: half as large, as no figure of a protocol needs more."""

Lines = NDArray[np.int64]
"""Line number of each row, counted from 1."""

Rows = NDArray[np.intp]
"""Rows of a table, counted from 0."""

Mask = NDArray[np.bool_]
"""One truth value per row."""
