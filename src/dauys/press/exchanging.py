"""Files change places, or take one that is free, in one step, as far as the system can.

Nobody ever finds neither of two files that change places, and none that stands is ever written over unseen.
"""

from __future__ import annotations

import ctypes
import errno
import os

_HERE, _FREE, _EXCHANGE = -100, 1, 2  # AT_FDCWD, RENAME_NOREPLACE, RENAME_EXCHANGE
_UNKNOWN = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}  # of systems and disks that can't
_LIBRARY = ctypes.CDLL(None, use_errno=True)
_renameat2 = getattr(_LIBRARY, "renameat2", None)


def exchange(one: str, other: str) -> bool:
    """Have two existing files change places; False where the system can't. FileNotFoundError as ever.

    To rename over a file is another thing to ext4: it writes the new one to the disk at once, so that a page
    costs ten times as much.
    """
    return _renamed(one, other, _EXCHANGE) == 0


def take(one: str, other: str) -> bool:
    """Have a file take a name that is free; False where it is not, or the system can't tell in one step.

    FileNotFoundError as ever: for a new file this is one call of the system, exchanging and renaming two.
    """
    return _renamed(one, other, _FREE) == 0


def _renamed(one: str, other: str, how: int) -> int:
    """0, or the error for which there is another way; OSError for any other."""
    if _renameat2 is None:
        return errno.ENOSYS
    if _renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), how) == 0:
        return 0
    error = ctypes.get_errno()
    if error in _UNKNOWN or (how == _FREE and error == errno.EEXIST):
        return error
    raise OSError(error, os.strerror(error), other)
