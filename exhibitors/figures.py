"""What an owner is told about her last seven days. Each figure says on the page what it counts."""

import datetime

from django.db.models import Count, Q, Sum
from django.utils import timezone

DAYS = 7


def last_week(booth, today):
    """{"openings", "taps", "inquiries"} of the seven days that end today, and the messages that are "unread". Three queries."""
    first = today - datetime.timedelta(days=DAYS - 1)
    midnight = timezone.make_aware(datetime.datetime.combine(first, datetime.time()))
    return {
        "openings": booth.days.filter(day__range=(first, today)).aggregate(sum=Sum("openings"))["sum"] or 0,
        "taps": booth.contact_clicks.filter(created_at__gte=midnight).count(),
        **booth.inquiries.aggregate(inquiries=Count("pk", filter=Q(created_at__gte=midnight)), unread=Count("pk", filter=Q(read_at=None))),
    }
