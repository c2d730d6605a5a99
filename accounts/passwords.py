"""What makes a password too easy here: words that everybody in these regions would try first."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LOCAL_WORDS = [
    "alhamdulillah",
    "allah",
    "anakku",
    "assalamualaikum",
    "bakso",
    "bank",
    "bapak",
    "batik",
    "bismillah",
    "blitar",
    "budi",
    "bunda",
    "cantik",
    "cinta",
    "dagang",
    "disperindag",
    "doaibu",
    "dinas",
    "ekspor",
    "expo",
    "garuda",
    "ibu",
    "indonesia",
    "istri",
    "jakarta",
    "jatim",
    "jawa",
    "jawatimur",
    "jaya",
    "jualan",
    "kabupaten",
    "kediri",
    "keluarga",
    "kelapa",
    "kendang",
    "keren",
    "keripik",
    "koi",
    "kopi",
    "kota",
    "laris",
    "masuk",
    "mama",
    "mantap",
    "maju",
    "marmer",
    "matahari",
    "merdeka",
    "muhammad",
    "nganjuk",
    "pameran",
    "pancasila",
    "papa",
    "password",
    "pecel",
    "pelajar",
    "pemilik",
    "produk",
    "puas",
    "qwerty",
    "rahasia",
    "rejeki",
    "rezeki",
    "ridho",
    "rumah",
    "sambal",
    "sandi",
    "sari",
    "satu",
    "sayang",
    "selamat",
    "semangat",
    "sukses",
    "stan",
    "suami",
    "surabaya",
    "surga",
    "tahu",
    "tempe",
    "terimakasih",
    "toko",
    "trenggalek",
    "tulungagung",
    "usaha",
    "umkm",
    "virtual",
    "warung",
    "wonodadi",
]
_WORDS = re.compile("|".join(sorted(LOCAL_WORDS, key=len, reverse=True)))
_LETTERS_LEFT = 4  # "sayangku" leaves two, and so does "blitarjp"


class LocalWordsValidator:
    """Refuses what is made of such words, digits and signs: Blitar2026, umkm-pameran1, bismillah123."""

    def validate(self, password, user=None):
        words = re.sub(r"[^a-z]", "", password.lower())
        left = _WORDS.sub("", words)
        if left != words and len(left) < _LETTERS_LEFT:
            raise ValidationError(self.get_help_text(), code="password_local_words")

    def get_help_text(self):
        return _("Sandi ini mudah ditebak. Rangkai tiga kata yang tidak berhubungan dan hanya Anda yang tahu.")
