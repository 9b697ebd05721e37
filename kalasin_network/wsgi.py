"""What gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kalasin_network.settings")
application = get_wsgi_application()
# what was imported stays for good: no collection need look at it, and forked workers share it
gc.collect()
gc.freeze()
