"""Images: decoded and made anew, so that of what was given only the picture is kept."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from io import BytesIO

import numpy as np
from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from dauys.apps.files.rules.kinds import refuse

_ONE_AT_A_TIME = threading.Lock()  # a large one takes 200 MB while it is decoded
_QUALITY = 92
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, UnidentifiedImageError)


def made_anew_as(form: str) -> Callable[[bytes], bytes]:
    """A check that gives the picture in that form without metadata, turned as its camera said.

    Refused for what can't be decoded to its end, and for more pixels than are taken, before any is decoded.
    """

    def made_anew(content: bytes) -> bytes:
        try:
            with _ONE_AT_A_TIME, warnings.catch_warnings():
                warnings.simplefilter("error")
                return _made_anew(content, form)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _too_many() from None
        except (*_BROKEN, Warning) as error:
            said = f"The image can't be read to its end ({type(error).__name__})."
            raise refuse("G-09", said, "Save or photograph it again.") from None

    return made_anew


def _made_anew(content: bytes, form: str) -> bytes:
    with Image.open(BytesIO(content), formats=[form]) as image:
        if image.width * image.height > settings.IMAGE_PIXELS:
            raise _too_many()
        image.load()
        turned = ImageOps.exif_transpose(image)
    picture = _plain(turned, form)
    picture.info = {}  # text, profile, position, maker: none of it is the picture
    kept = BytesIO()
    picture.save(kept, form, **({"quality": _QUALITY} if form == "JPEG" else {}))
    return kept.getvalue()


def _plain(image: Image.Image, form: str) -> Image.Image:
    """The picture in a mode that needs no table of colours and no note about them."""
    if image.mode in {"L", "RGB"} and "transparency" not in image.info:
        return image.copy()
    if form == "JPEG":
        return image.convert("RGB")
    if image.mode.startswith("I"):  # 65,536 shades of grey
        return Image.fromarray((np.asarray(image.convert("I")) >> 8).astype(np.uint8))
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA")


def _too_many() -> Exception:
    said = f"The image has more than {settings.IMAGE_PIXELS:,} pixels."
    return refuse("G-10", said, "Make it smaller: 300 dots per inch are enough to read.")
