"""The two editions of the demo: the one that runs on the day of loading, and that of November 2020 (from the press of its day)."""

import datetime

from django.utils import timezone

from events.models import Edition, Session
from regions.models import Region

SQUARE = ("Blitar Town Square, lantai dasar", "Blitar Town Square, ground floor")
STAGE = ("Panggung Blitar Town Square", "Stage, Blitar Town Square")
ONLINE = ("Daring", "Online")
BOTH = ("Kota Blitar dan daring", "Kota Blitar and online")

# day, from, to, title, English title, place, what happens, the same in English
AGENDA = [
    (1, "09.00", "11.00", "Pembukaan pameran", "Opening of the expo", BOTH,
     "Sambutan, pembukaan resmi, lalu tur singkat ke lima pavilion. Siaran dan ringkasan teks tersedia di halaman ini.",
     "Welcome, official opening and a short tour of the five pavilions. Broadcast and text summary are on this page."),
    (1, "11.00", "11.45", "Bedah kemasan: dari dapur ke rak toko", "Packaging clinic: from the kitchen to the shop shelf", ONLINE,
     "Enam kemasan makanan dibahas satu per satu: label, tanggal kedaluwarsa, barcode, dan ukuran isi yang laku di toko.",
     "Six food packs taken apart one by one: label, best-before date, barcode and the sizes that shops sell."),
    (1, "13.00", "15.00", "Temu pembeli ekspor", "Meet the export buyers", ("Jadwal bertemu, 12 perajin", "By appointment, 12 makers"),
     "Pertemuan dua puluh menit antara perajin yang siap ekspor dan pembeli. Penerjemah disediakan panitia.",
     "Twenty-minute meetings between export-ready makers and buyers. Interpreters are provided."),
    (1, "15.30", "17.00", "Demo membatik cengkih", "Clove batik demonstration", SQUARE,
     "Pembatik Trenggalek menunjukkan canting, malam, dan warna dari kulit manggis. Pengunjung boleh mencoba di kain kecil.",
     "Batik makers from Trenggalek show the canting, the wax and mangosteen-rind dye. Visitors may try on a small cloth."),
    (1, "19.00", "20.30", "Pentas kendang jimbe", "Djembe night", STAGE,
     "Dua puluh pemain dari Sentul dan Tanggung memainkan kendang buatan kampungnya sendiri.",
     "Twenty players from Sentul and Tanggung play drums made in their own neighbourhoods."),
    (2, "09.00", "10.30", "P-IRT dan halal dalam satu pagi", "P-IRT and halal in one morning", ONLINE,
     "Urutan mengurus P-IRT dan sertifikat halal lewat OSS, dengan berkas contoh. Tanya jawab bersama pendamping.",
     "How to apply for P-IRT and halal certificates through OSS, with sample files. Questions answered by mentors."),
    (2, "10.30", "11.30", "Foto produk dengan HP di dekat jendela", "Product photos with a phone by the window", ONLINE,
     "Satu meja, satu kain polos, satu jendela. Peserta memotret produknya sendiri dan hasilnya dibahas.",
     "One table, one plain cloth, one window. Participants photograph their own products and discuss the results."),
    (2, "13.00", "14.30", "Lelang koi Nglegok", "Nglegok koi auction", ONLINE,
     "Lima belas ekor kohaku, sanke, dan showa dari kolam Kemloko dan Penataran. Penawaran dibuka tiap dua menit.",
     "Fifteen kohaku, sanke and showa from ponds in Kemloko and Penataran. A new lot every two minutes."),
    (2, "14.30", "15.30", "Menghitung harga ekspor", "Working out an export price", ONLINE,
     "Dari harga dapur ke harga FOB Tanjung Perak: bahan, upah, karton, angkutan, dan cadangan kurs.",
     "From the workshop price to FOB Tanjung Perak: materials, wages, cartons, transport and exchange rate."),
    (2, "15.30", "17.00", "Ngulek sambal pecel bersama", "Pounding pecel sambal together", SQUARE,
     "Tiga dapur dari Pakunden dan Nganjuk membandingkan kencur, daun jeruk, dan tingkat pedasnya. Boleh dicicipi.",
     "Three kitchens from Pakunden and Nganjuk compare kencur, lime leaf and heat. Tasting is free."),
    (2, "19.00", "20.30", "Karawitan dari Loceret", "Gamelan from Loceret", STAGE,
     "Perangkat gamelan buatan besalen Jatirejo dimainkan oleh sanggar pelajar Nganjuk.",
     "A gamelan forged in Jatirejo, played by a student ensemble from Nganjuk."),
    (3, "09.00", "10.30", "Bincang jaringan toko modern", "Talking to modern retail", ONLINE,
     "Syarat masuk rak: kontinuitas, barcode, tempo pembayaran, dan retur. Dibahas dengan bahasa pemilik usaha.",
     "What it takes to reach the shelf: steady supply, barcode, payment terms and returns, in plain words."),
    (3, "10.30", "11.30", "Kopi Resapombo: sangrai dan seduh", "Resapombo coffee: roast and brew", SQUARE,
     "Tiga tingkat sangrai dari biji yang sama, diseduh di tempat.",
     "Three roasts of the same bean, brewed on the spot."),
    (3, "13.00", "14.30", "Memahat marmer dan batu lumut", "Carving marble and moss agate", SQUARE,
     "Perajin Campurdarat dan Dongko memotong, menggosok, dan memoles di depan pengunjung.",
     "Makers from Campurdarat and Dongko cut, grind and polish in front of visitors."),
    (3, "15.00", "16.00", "Pengumuman kurasi dan pamitan", "Curation results and farewell", BOTH,
     "Produk yang lolos kurasi tingkat berikutnya diumumkan. Stan tetap buka setelah pameran selesai.",
     "Products that passed to the next round are announced. Booths stay open after the expo."),
    (3, "16.00", "17.30", "Peragaan wastra lima daerah", "Cloth of five regions on the catwalk", STAGE,
     "Batik Blitar, Nganjuk, Tulungagung, dan Trenggalek, ecoprint Putren, serta ciprat Resapombo dalam satu peragaan.",
     "Batik from Blitar, Nganjuk, Tulungagung and Trenggalek, Putren ecoprint and Resapombo splash batik in one show."),
]  # fmt: skip

AGENDA_2020 = [
    (1, "09.00", "11.00", "Pembukaan daring", "Online opening", ("Kota Blitar dan Gedung Negara Grahadi, Surabaya", "Kota Blitar and Gedung Negara Grahadi, Surabaya"),
     "Pameran dibuka secara daring dari Gedung Negara Grahadi. Peserta hadir terbatas dengan protokol kesehatan.",
     "The expo was opened online from Gedung Negara Grahadi, with few people in the hall under health rules."),
    (1, "13.00", "15.00", "Bincang ekspor mandiri", "Exporting on their own", ONLINE,
     "Kendang jimbe, sambal pecel, dan kerajinan batok: apa yang kurang supaya bisa dikirim langsung dari Blitar.",
     "Djembes, pecel sambal and coconut-shell craft: what is missing to ship straight from Blitar."),
    (2, "10.00", "12.00", "Temu usaha daring", "Online business meetings", ONLINE,
     "Peserta bertemu pembeli lewat panggilan video.", "Exhibitors met buyers by video call."),
    (3, "10.00", "12.00", "Kelas foto produk", "Product photo class", ONLINE,
     "Memotret produk dengan HP untuk stan daring.", "Photographing products with a phone for an online booth."),
]  # fmt: skip


def create(today):
    """The two editions with their agendas, (this year's, that of 2020). `today` is the first day of the former."""
    current = _edition(_this_years(today), AGENDA, nine_to_eleven=today)
    past = _edition(_of_2020(), AGENDA_2020, nine_to_eleven=datetime.date(2020, 11, 26))
    return current, past


def _edition(edition, agenda, nine_to_eleven):
    edition.opening_starts_at, edition.opening_ends_at = _at(nine_to_eleven, "09.00"), _at(nine_to_eleven, "11.00")
    edition.save()
    sessions = []
    for day, start, end, title, title_en, place, text, text_en in agenda:
        date = edition.starts_on + datetime.timedelta(days=day - 1)
        session = Session(edition=edition, starts_at=_at(date, start), ends_at=_at(date, end), title=title, title_en=title_en)
        session.place, session.place_en = place
        session.description, session.description_en = text, text_en
        sessions.append(session)
    Session.objects.bulk_create(sessions)
    return edition


def _at(date, clock):
    return datetime.datetime.combine(date, datetime.time.fromisoformat(clock.replace(".", ":")), timezone.get_default_timezone())


def _this_years(today):
    return Edition(
        slug=f"expo-{today.year}",
        name=f"UMKM Virtual Expo {today.year}",
        name_en=f"UMKM Virtual Expo {today.year}",
        summary="Pasar daring dan luring untuk usaha kecil dari Kota Blitar, Kabupaten Blitar, Nganjuk, Tulungagung, dan Trenggalek. Stan tetap buka setelah pameran selesai.",
        summary_en="An online and on-site market of small businesses from Kota Blitar, Kabupaten Blitar, Nganjuk, Tulungagung and Trenggalek. Booths stay open after the expo.",
        host=Region.objects.get(code="35.72"),
        organiser="Bank Indonesia Kediri bersama Kota Blitar, Kabupaten Blitar, Nganjuk, Tulungagung, dan Trenggalek",
        organiser_en="Bank Indonesia Kediri with Kota Blitar, Kabupaten Blitar, Nganjuk, Tulungagung and Trenggalek",
        starts_on=today,
        ends_on=today + datetime.timedelta(days=2),
        venue=SQUARE[0],
        venue_en=SQUARE[1],
        venue_address="Kota Blitar, Jawa Timur",
        venue_hours="10.00–21.00 WIB",
        opening_title="Pembukaan bersama Gubernur dan lima kepala daerah",
        opening_title_en="Opening with the Governor and the heads of the five regions",
        opening_place=BOTH[0],
        opening_place_en=BOTH[1],
        opened_by="Gubernur Jawa Timur",
        opened_by_en="the Governor of East Java",
        opening_text=(
            "Pameran dibuka bersama dari lima daerah. Tahun ini 225 usaha membawa 440 produk. Setiap produk makanan menunjukkan izinnya, "
            "dan setiap perajin bisa dihubungi langsung lewat WhatsApp. Pembeli dari luar negeri dapat menulis dalam bahasa Inggris. "
            "Stan tidak ditutup setelah hari ketiga: alamat dan nomornya tetap sama sampai pameran berikutnya."
        ),
        opening_text_en=(
            "The five regions open the expo together. This year 225 businesses bring 440 products. Every food product shows its permit, "
            "and every maker can be reached directly on WhatsApp. Buyers abroad may write in English. "
            "Booths do not close after the third day: their address and number stay the same until the next expo."
        ),
        is_public=True,
    )


def _of_2020():
    return Edition(
        slug="expo-2020",
        name="UMKM Virtual Expo 2020, wilayah Blitar",
        name_en="UMKM Virtual Expo 2020, Blitar area",
        summary="Pameran daring pertama untuk lima daerah: 225 usaha dan 440 produk, dengan bazar luring di Blitar Town Square di bawah protokol kesehatan.",
        summary_en="The first online expo of the five regions: 225 businesses and 440 products, with an on-site bazaar at Blitar Town Square under health rules.",
        host=Region.objects.get(code="35.72"),
        organiser="Bank Indonesia Kediri bersama Pemerintah Kota Blitar dan Kadin Kota Blitar",
        organiser_en="Bank Indonesia Kediri with the city of Blitar and its chamber of commerce",
        starts_on=datetime.date(2020, 11, 26),
        ends_on=datetime.date(2020, 11, 28),
        venue="Blitar Town Square",
        venue_en="Blitar Town Square",
        venue_address="Kota Blitar, Jawa Timur",
        opening_title="Pembukaan UMKM Virtual Expo 2020, wilayah Blitar",
        opening_title_en="Opening of UMKM Virtual Expo 2020, Blitar area",
        opening_place="Kota Blitar, daring dari Gedung Negara Grahadi, Surabaya",
        opening_place_en="Kota Blitar, online from Gedung Negara Grahadi, Surabaya",
        opened_by="Gubernur Jawa Timur",
        opened_by_en="the Governor of East Java",
        opening_text=(
            "Gubernur Jawa Timur membuka pameran secara daring dari Gedung Negara Grahadi dan meminta lima hal: kurasi, mutu yang sama dengan "
            "contoh yang dipamerkan, pasokan yang berkelanjutan, pendampingan ekspor, dan akses pasar. Kota Blitar berharap perajin kendang "
            "jimbe, sambal pecel, dan batok kelapa dapat mengekspor sendiri."
        ),
        opening_text_en=(
            "The Governor of East Java opened the expo online from Gedung Negara Grahadi and asked for five things: curation, quality equal to "
            "the samples shown, steady supply, help with exporting, and access to markets. Kota Blitar hoped that its makers of djembes, "
            "pecel sambal and coconut-shell craft would export on their own."
        ),
        is_public=True,
    )
