"""The ASGI application that the web server runs."""

from __future__ import annotations

import os
import warnings

from django.core.asgi import get_asgi_application

# WhiteNoise hands static files over as synchronous iterators; Django copes and says so each time.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstdesk.web.settings")
application = get_asgi_application()
