"""The site with one constant page of 20 KB beside it: the measure in `make bench`. Nothing of the site imports this."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "expo.settings")

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.ROOT_URLCONF = "expo.bench"
application = get_wsgi_application()

from expo.urls import *  # noqa: E402, F403 - the error pages, too
from expo.urls import urlpatterns as site_urlpatterns  # noqa: E402 - needs loaded apps

CONSTANT = b"<!doctype html><title>20 KB</title>".ljust(20_000, b".")


@login_not_required
def constant(request):
    return HttpResponse(CONSTANT, headers={"Cache-Control": "no-store"})  # so the page cache leaves it alone


urlpatterns = [path("bench/", constant), *site_urlpatterns]
