from django.contrib import admin
from django.urls import path

urlpatterns = [path("panitia/", admin.site.urls)]
