"""The peer of bench/site.py: the words of pages through a Django template, written by django-distill.

python bench/distilled.py WORDS.json FOLDER
"""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import django
from django import urls
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines

PAGES = {one["url"][1:]: one for one in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))}
TEMPLATE = """<!doctype html>
<html lang="{{ lang }}">
<head><meta charset="utf-8"><title>{{ title }}</title><link rel="stylesheet" href="/style.css"></head>
<body>
{% for block in blocks %}
{% if block.rows %}<table>{% for row in block.rows %}<tr>
{% for one in row %}<td>{% if one.href %}<a href="{{ one.href }}">{{ one.text }}</a>{% else %}{{ one.text }}{% endif %}</td>
{% endfor %}</tr>{% endfor %}</table>
{% else %}<p>{% if block.href %}<a href="{{ block.href }}">{{ block.text }}</a>{% else %}{{ block.text }}{% endif %}</p>{% endif %}
{% endfor %}
</body>
</html>
"""  # noqa: E501 -- lines of a page


@cache
def template() -> Any:
    """The page's template, compiled once."""
    return engines["django"].from_string(TEMPLATE)


def show(_request: HttpRequest, address: str) -> HttpResponse:
    """One page."""
    return HttpResponse(template().render(PAGES[address]))


if __name__ == "__main__":
    settings.configure(
        SECRET_KEY="bench",
        ROOT_URLCONF="distilled",  # this file once more, now that the library has put its own `path` in place
        INSTALLED_APPS=["django_distill"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        ALLOWED_HOSTS=["*"],
    )
    django.setup()
    from django_distill.renderer import DistillRenderer

    with DistillRenderer() as renderer:
        renderer.render_to_directory(sys.argv[2])
else:
    urlpatterns = [
        urls.path("<path:address>", show, name="page", distill_path=True, distill_func=lambda: list(PAGES))
    ]
