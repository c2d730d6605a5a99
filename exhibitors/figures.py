"""What an owner is told about her last seven days. Each figure says on the page what it counts."""

import datetime

from django.db.models import Sum
from django.utils import timezone

DAYS = 7


def last_week(booth, today):
    """{"openings", "taps", "inquiries"} of the seven days that end today. Three queries."""
    first = today - datetime.timedelta(days=DAYS - 1)
    midnight = timezone.make_aware(datetime.datetime.combine(first, datetime.time()))
    return {
        "openings": booth.days.filter(day__range=(first, today)).aggregate(sum=Sum("openings"))["sum"] or 0,
        "taps": booth.contact_clicks.filter(created_at__gte=midnight).count(),
        "inquiries": booth.inquiries.filter(created_at__gte=midnight).count(),
    }
