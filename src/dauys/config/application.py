"""What a server of any kind calls: the framework behind our door.

All that is installed is loaded by `get_wsgi_application`: until then nothing may be imported that has tables.
"""

from django.core.wsgi import get_wsgi_application

from dauys.web.ui.front import Front

application = Front(get_wsgi_application())
