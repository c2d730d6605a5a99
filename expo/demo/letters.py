"""What buyers wrote to the booths that somebody signs in for. Nobody real: the numbers are such as no phone has, the address leads nowhere."""

import datetime
from typing import NamedTuple

from django.utils import timezone

from expo.demo import people
from inquiries.ask import CONSENT_DATED
from inquiries.models import Inquiry


class Letter(NamedTuple):
    booth: str
    product: int | None  # the booth's first, second, …; None: the booth itself
    days_ago: int
    at: datetime.time
    language: str
    name: str
    contact: str | int  # an address, or the number of a number
    message: str
    answered: bool = False


LETTERS = [
    Letter(
        "Sentul Perkusi", 0, 1, datetime.time(20, 12), "id", "Retno", 9001,
        "Sekolah kami butuh 12 buah untuk grup musik kelas lima, dikirim ke Kediri. Bisa selesai sebelum 20 Desember? Berapa harganya dengan tas?",
    ),
    Letter(
        "Sentul Perkusi", 1, 2, datetime.time(9, 41), "en", "Marta", "marta@buyer.example",
        "We run a small music shop and would like to order 24 pieces for a start. What is your lead time, and can you ship from Surabaya?",
    ),
    Letter(
        "Sentul Perkusi", None, 4, datetime.time(16, 5), "id", "Teguh", 9002,
        "Apakah bisa ganti kulit untuk jimbe lama? Saya di Blitar, bisa saya antar.", answered=True,
    ),
    Letter(
        "Kemloko Koi Farm", 0, 2, datetime.time(10, 30), "id", "Wiwik", 9003,
        "Kolam saya 3 x 4 meter, kedalaman 1 meter. Sebaiknya mulai dengan berapa ekor?",
    ),
]  # fmt: skip


def write(booths, edition, today):
    """booths: {its name: Exhibitor}, with stall numbers and products in the database."""
    for number, letter in enumerate(LETTERS, start=1):
        booth = booths[letter.booth]
        sent_at = timezone.make_aware(datetime.datetime.combine(today - datetime.timedelta(days=letter.days_ago), letter.at))
        stall = booth.participations.get(edition=edition).stall_number.replace("-", "")
        by_mail = isinstance(letter.contact, str)
        row = Inquiry.objects.create(
            code=f"{stall}-C{number + 1}NTH",
            exhibitor=booth,
            product=None if letter.product is None else booth.products.all()[letter.product],
            edition=edition,
            language=letter.language,
            name=letter.name,
            whatsapp="" if by_mail else people.whatsapp(letter.contact),
            email=letter.contact if by_mail else "",
            message=letter.message,
            consent_version=CONSENT_DATED.isoformat(),
            fingerprint=f"demo-{number}",
            read_at=sent_at if letter.answered else None,
            answered_at=sent_at + datetime.timedelta(hours=1) if letter.answered else None,
        )
        Inquiry.objects.filter(pk=row.pk).update(created_at=sent_at)
