"""What a column of a workbook may be, and what offices call it. Spellings are compared without case, spaces and signs; the best comes first."""

from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

BOOTH, PRODUCT, OTHER = "stan", "produk", "lain"
RESULT = "Hasil"  # heading of the column that tells what became of each row (exchange/marking.py)


class Field(NamedTuple):
    of: str
    label: str
    names: tuple
    many: bool = False  # whether several columns may hold it


def _field(of, label, names, many=False):
    return Field(of, label, tuple(name.strip() for name in names.split("|")), many)


FIELDS = {
    "stall_number": _field(BOOTH, _("Nomor stan"), "Nomor Stan|No Stan|No Stand|Nomor Stand|No Booth|Nomor Booth|Kode Stan|Kode Booth"),
    "name": _field(
        BOOTH,
        _("Nama stan"),
        "Nama Usaha|Nama UMKM|Nama Stan|Nama IKM|Nama Stand|Nama Booth|Nama Perusahaan|Nama Toko|Nama Unit Usaha|Nama Kelompok"
        "|Nama Usaha UMKM|Nama UMKM IKM|Nama Industri|Nama Brand|Brand|UMKM|Usaha|Stan|Business Name|Label",
    ),
    "contact_name": _field(
        BOOTH,
        _("Siapa yang menjawab"),
        "Siapa yang menjawab|Dijawab oleh|Nama Pemilik|Pemilik|Nama Pelaku Usaha|Pelaku Usaha|Nama Pemilik Usaha|Pemilik Usaha|Owner"
        "|Nama Owner|Penanggung Jawab|Nama Penanggung Jawab|PIC|Nama Pengusaha|Pengusaha|Nama Pengelola|Pengelola|Ketua|Nama Ketua"
        "|Narahubung|Nama Peserta|Nama Lengkap|Nama Kontak|Pimpinan|Nama Pimpinan",
    ),
    "whatsapp": _field(
        BOOTH,
        _("Nomor WhatsApp"),
        "WhatsApp|No WA|Nomor WA|WA|No WhatsApp|Nomor WhatsApp|Telp/WA|No Telp/WA|HP/WA|No HP/WA|Kontak WA|No HP|Nomor HP|HP|Handphone"
        "|No Handphone|Nomor Handphone|Ponsel|No Ponsel|Telp/HP|No Telp/HP|No Telp|No Telepon|Nomor Telepon|Telepon|Telp|Tlp|No Tlp"
        "|No Kontak|Nomor Kontak|Phone|Mobile|No HP Aktif|Telepon Seluler|Hp Aktif",
        many=True,
    ),
    "village": _field(
        BOOTH,
        _("Desa atau kelurahan"),
        "Desa|Kelurahan|Desa/Kelurahan|Kelurahan/Desa|Desa atau kelurahan|Desa/Kel|Kel/Desa|Ds/Kel|Kel/Ds|Kel|Ds|Nama Desa|Nama Kelurahan"
        "|Kode Desa|Kode Kelurahan|Kelurahan atau desa",
    ),
    "district": _field(BOOTH, _("Kecamatan"), "Kecamatan|Kec|Nama Kecamatan"),
    "region": _field(
        BOOTH,
        _("Kabupaten atau kota"),
        "Kab/Kota|Kabupaten/Kota|Kota/Kabupaten|Kota/Kab|Kabupaten atau kota|Kabupaten|Kab|Kota|Daerah|Wilayah|Asal Daerah|Nama Kab/Kota",
    ),
    "address": _field(
        BOOTH,
        _("Alamat (hanya untuk mencari desanya)"),
        "Alamat|Alamat Usaha|Alamat Lengkap|Alamat Produksi|Lokasi|Lokasi Usaha|Tempat Usaha|Domisili|Alamat Rumah|Alamat UMKM|Alamat Pemilik",
    ),
    "category": _field(
        BOOTH,
        _("Jenis usaha"),
        "Jenis Usaha|Kategori Usaha|Bidang Usaha|Sektor Usaha|Sektor|Klasifikasi Usaha|Klaster|Komoditas|Komoditi|Jenis Komoditi",
    ),
    "sells": _field(
        BOOTH,
        _("Menjual apa"),
        "Menjual Apa|Produk yang Dijual|Menjual|Produk yang Dihasilkan|Hasil Produksi|Produk yang Dipasarkan|Produk Usaha|Produksi",
    ),
    "tagline": _field(BOOTH, _("Kalimat pendek"), "Kalimat Pendek|Slogan|Tagline|Motto"),
    "tagline_en": _field(BOOTH, _("Kalimat pendek (Inggris)"), "Kalimat Pendek (Inggris)|Tagline (Inggris)|Tagline English"),
    "story": _field(
        BOOTH,
        _("Cerita"),
        "Cerita|Cerita Usaha|Profil Usaha|Profil|Deskripsi Usaha|Tentang Usaha|Tentang|Sejarah|Profil UMKM|Deskripsi UMKM",
    ),
    "story_en": _field(BOOTH, _("Cerita (Inggris)"), "Cerita (Inggris)|Story|Profil (Inggris)|Profile"),
    "founded_year": _field(
        BOOTH,
        _("Berdiri tahun"),
        "Tahun Berdiri|Berdiri|Sejak Tahun|Berdiri Sejak|Tahun Mulai Usaha|Mulai Usaha|Tahun Mulai|Th Berdiri|Tahun Pendirian",
    ),
    "employees": _field(
        BOOTH,
        _("Tenaga kerja"),
        "Tenaga Kerja|Jumlah Tenaga Kerja|Jml Tenaga Kerja|Jml TK|Jumlah TK|TK|Karyawan|Jumlah Karyawan|Jml Karyawan|Jumlah Pekerja|Pekerja",
    ),
    "legal_form": _field(BOOTH, _("Bentuk usaha"), "Bentuk Usaha|Badan Usaha|Badan Hukum|Bentuk Badan Usaha"),
    "size": _field(BOOTH, _("Ukuran usaha"), "Ukuran Usaha|Skala Usaha|Skala"),
    "export_experience": _field(BOOTH, _("Pernah ekspor"), "Pernah Ekspor|Pengalaman Ekspor|Ekspor"),
    "answer_hours": _field(BOOTH, _("Jam menjawab"), "Jam Menjawab|Jam Buka|Jam Operasional|Jam Layanan|Jam Kerja"),
    "links": _field(
        BOOTH,
        _("Toko daring dan media sosial"),
        "Tautan|Toko Daring dan Media Sosial|Link|Instagram|IG|Akun IG|Akun Instagram|Shopee|Tokopedia|Facebook|FB|TikTok|Media Sosial|Medsos"
        "|Sosial Media|Akun Medsos|Marketplace|Toko Online|Toko Daring|PaDi UMKM|Google Maps|Maps|Link Toko|Website",
        many=True,
    ),
    "nib": _field(BOOTH, "NIB", "NIB|No NIB|Nomor NIB|Nomor Induk Berusaha|NIB OSS"),
    "pirt": _field(BOOTH, "P-IRT", "PIRT|No PIRT|Nomor PIRT|SPP-IRT|No SPP-IRT|Izin PIRT|Sertifikat PIRT|Nomor SPP-IRT"),
    "bpom": _field(BOOTH, "BPOM", "BPOM|No BPOM|Nomor BPOM|BPOM MD|MD|No MD|Izin BPOM|Izin Edar BPOM|Izin Edar"),
    "halal": _field(
        BOOTH, "Halal", "Halal|No Halal|Nomor Halal|Sertifikat Halal|No Sertifikat Halal|Nomor Sertifikat Halal|Sertifikasi Halal"
    ),
    "merek": _field(
        BOOTH,
        _("Sertifikat merek"),
        "Sertifikat Merek|HKI|HAKI|No HKI|Nomor HKI|HKI Merek|Hak Merek|No Merek|Nomor Merek|No Sertifikat Merek|Pendaftaran Merek|Merek Terdaftar|IDM",
    ),
    "sni": _field(BOOTH, "SNI", "SNI|No SNI|Nomor SNI|Sertifikat SNI"),
    "product_name": _field(
        PRODUCT,
        _("Nama produk"),
        "Nama Produk|Nama Barang|Nama Produk/Barang|Nama Item|Item|Barang|Product|Nama Produk (Indonesia)|Nama Varian",
    ),
    "product_name_en": _field(
        PRODUCT, _("Nama produk (Inggris)"), "Nama Produk (Inggris)|Product Name|Nama (Inggris)|Product Name (English)"
    ),
    "price": _field(
        PRODUCT,
        _("Harga"),
        "Harga|Harga (Rp)|Harga Satuan|Harga Jual|Harga Produk|Harga Rupiah|Harga Jual (Rp)|Harga Satuan (Rp)|Harga Eceran|Harga per Satuan"
        "|Kisaran Harga|Range Harga|Rentang Harga|Harga Terendah|Harga Mulai|Harga Minimal|Harga/Pcs|Price|HET",
    ),
    "price_max": _field(
        PRODUCT,
        _("Sampai harga"),
        "Sampai Harga|Harga Tertinggi|Harga Sampai|Harga Maksimal|Harga Max|Harga Tertinggi (Rp)|Harga Tertinggi (rupiah)",
    ),
    "unit": _field(PRODUCT, _("Dijual per"), "Satuan|Dijual Per|Satuan Jual|Unit|Satuan Produk"),
    "unit_en": _field(PRODUCT, _("Satuan (Inggris)"), "Satuan (Inggris)|Satuan Lainnya (Inggris)"),
    "min_order": _field(
        PRODUCT,
        _("Pesan paling sedikit"),
        "Pesan Paling Sedikit|Minimal Order|Min Order|Minimum Order|MOQ|Minimal Pesan|Min Pesan|Minimal Pembelian|Minimal Pemesanan",
    ),
    "net_weight": _field(
        PRODUCT,
        _("Berat bersih"),
        "Berat Bersih|Netto|Neto|Berat|Berat/Isi|Isi Bersih|Isi|Volume|Gramasi|Berat (gram)|Netto (gr)|Berat (kg)|Isi (ml)|Netto (gram)|Berat (gr)",
    ),
    "material": _field(PRODUCT, _("Bahan"), "Bahan|Komposisi|Bahan atau Komposisi|Bahan Baku|Bahan/Komposisi|Bahan Utama|Komposisi/Bahan"),
    "material_en": _field(
        PRODUCT, _("Bahan (Inggris)"), "Bahan (Inggris)|Bahan atau Komposisi (Inggris)|Komposisi (Inggris)|Ingredients|Material"
    ),
    "shelf_life_days": _field(
        PRODUCT,
        _("Tahan berapa hari"),
        "Tahan (hari)|Tahan Berapa Hari|Masa Simpan|Umur Simpan|Daya Simpan|Daya Tahan|Masa Kedaluwarsa|Masa Kadaluarsa|Masa Simpan (hari)|Ketahanan",
    ),
    "description": _field(
        PRODUCT, _("Cerita produk"), "Deskripsi Produk|Keterangan Produk|Ceritakan Produknya|Uraian Produk|Uraian|Penjelasan Produk"
    ),
    "description_en": _field(
        PRODUCT, _("Cerita produk (Inggris)"), "Keterangan (Inggris)|Deskripsi (Inggris)|Deskripsi Produk (Inggris)|Description"
    ),
    "product_category": _field(PRODUCT, _("Jenis produk"), "Jenis Produk|Kategori Produk|Jenis Barang|Kelompok Produk"),
    "stock": _field(PRODUCT, _("Persediaan"), "Persediaan|Stok|Stock|Ketersediaan|Status Stok"),
    "barcode": _field(PRODUCT, _("Barcode"), "Barcode|EAN|EAN 13|Kode Barcode|No Barcode|Nomor Barcode"),
    "hs_code": _field(PRODUCT, _("Kode HS"), "Kode HS|HS Code|HS|No HS|Usulan Kode HS"),
    "capacity_per_month": _field(
        PRODUCT,
        _("Kemampuan per bulan"),
        "Kemampuan per Bulan|Kapasitas per Bulan|Kapasitas Produksi per Bulan|Kapasitas Produksi|Kapasitas|Produksi per Bulan"
        "|Kapasitas Produksi/Bulan|Kapasitas Produksi (bulan)|Sanggup Membuat Berapa Sebulan",
    ),
    "lead_time_days": _field(
        PRODUCT, _("Waktu pengerjaan"), "Waktu Pengerjaan (hari)|Waktu Pengerjaan|Lama Pengerjaan|Lead Time|Waktu Produksi"
    ),
    "export_moq": _field(
        PRODUCT,
        _("Pesanan ekspor paling sedikit"),
        "Pesan Paling Sedikit untuk Ekspor|Pesanan Ekspor Paling Sedikit|MOQ Ekspor|Minimal Ekspor|Export MOQ",
    ),
    "packing": _field(PRODUCT, _("Kemasan kirim"), "Kemasan Kirim|Isi Karton|Kemasan Karton|Packing|Isi per Karton"),
    "packing_en": _field(PRODUCT, _("Kemasan kirim (Inggris)"), "Kemasan Kirim (Inggris)|Packing (English)"),
    "row_number": _field(OTHER, _("Nomor urut"), "No|Nomor|No Urut|Nomor Urut|Urut|Num|Nmr"),
    "photo": _field(OTHER, _("Nama berkas foto"), "Foto|Nama Foto|File Foto|Nama File Foto|Nama Berkas Foto|Gambar|Foto Produk"),
    "result": _field(OTHER, _("Hasil dari unggahan sebelumnya (tidak dibaca)"), RESULT, many=True),
    "private": _field(
        OTHER,
        _("Tidak disimpan: data pribadi"),
        "NIK|No NIK|No KTP|Nomor KTP|KTP|No KK|Nomor KK|KK|NPWP|No NPWP|Nomor NPWP|Tanggal Lahir|Tgl Lahir|Tempat Lahir|TTL|Tempat Tgl Lahir"
        "|Tempat Tanggal Lahir|Nama Ibu|No Rekening|Nomor Rekening|Rekening|Omzet|Omset|Omzet per Bulan|Omset per Bulan|Omset per Tahun"
        "|Omzet per Tahun|Aset|Modal|Jenis Kelamin|L/P|Agama|Umur|Usia|Pendidikan|NIK Pemilik|NIK KTP",
        many=True,
    ),
}
UNTIL = {f"{kind}_until": kind for kind in ("pirt", "bpom", "halal", "merek", "sni")}  # when a paper ends → which paper
for _key, _kind in UNTIL.items():
    _label = FIELDS[_kind].label
    _said = {"pirt": "PIRT", "bpom": "BPOM", "halal": "Halal", "merek": "Merek", "sni": "SNI"}[_kind]
    _ends = "Masa Berlaku {0}|{0} Berlaku Sampai|Berlaku Sampai {0}|{0} Sampai|Tgl Berakhir {0}|{0} Habis|Masa Berlaku {0} Sampai"
    FIELDS[_key] = _field(BOOTH, format_lazy("{} {}", _("Masa berlaku"), _label), _ends.format(_said))

PAPERS = ("nib", "pirt", "bpom", "halal", "merek", "sni")
PAPERS_OF_A_PRODUCT = frozenset(["pirt", "bpom", "halal", "sni"])  # where they stand in a product's row they are for that product
IDENTITY = ("stall_number", "name", "whatsapp")
