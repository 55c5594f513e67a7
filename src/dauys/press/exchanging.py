"""Two files change places in one step, as far as the system can: nobody ever finds neither of them."""

from __future__ import annotations

import ctypes
import errno
import os

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
_UNKNOWN = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}  # of systems and disks that can't
_LIBRARY = ctypes.CDLL(None, use_errno=True)
_renameat2 = getattr(_LIBRARY, "renameat2", None)


def exchange(one: str, other: str) -> bool:
    """Have two existing files change places; False where the system can't. FileNotFoundError as ever.

    To rename over a file is another thing to ext4: it writes the new one to the disk at once, so that a page
    costs ten times as much.
    """
    if _renameat2 is None:
        return False
    if _renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in _UNKNOWN:
        return False
    raise OSError(error, os.strerror(error), other)
