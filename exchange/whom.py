"""Which booth a record means: by its stall number, else its telephone, else name and village. What is only alike is for the organiser to say."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from exchange import mending
from exchange.alike import Reach, name_key, near_key, near_names
from exchange.cells import Remark


@dataclass
class Candidates:
    """`text` is why it has to be asked; without one, `found` has the booth, or is empty for one that begins."""

    found: list = field(default_factory=list)  # state.Known
    like: list = field(default_factory=list)  # other records of this workbook
    text: str = ""
    may_be_new: bool = True
    faults: list = field(default_factory=list)
    warnings: list = field(default_factory=list)


class Whom:
    def __init__(self, state):
        self.state = state
        self._by_phone, self._near = defaultdict(list), defaultdict(Reach)  # booths that begin with this workbook

    def begins(self, record, village):
        """Remember a booth that begins, so that later rows that are alike are asked about."""
        self._by_phone[record.values.get("whatsapp")].append(record)
        self._near[village].add(near_key(record.name), record)

    def of(self, record, village):
        """The `Candidates` of a record whose village (a code, or None) is known."""
        name, phone, number = (record.values.get(key, "") for key in ("name", "whatsapp", "stall_number"))
        if number in self.state.numbers:
            return self._of_number(record, number, name, phone)
        warnings = []
        if number:
            warnings.append(_remark(record, "stall_number", _("Nomor stan %s belum dipakai siapa pun, jadi tidak dicatat.") % number))
        if phone in self.state.elsewhere:
            warnings.append(_remark(record, "whatsapp", _("Nomor ini juga dipakai stan di wilayah lain.")))
        candidates = self._of_phone(name, phone) or self._of_name(name, phone, village)
        candidates.warnings = warnings
        return candidates

    def _of_number(self, record, number, name, phone):
        known = self.state.booths.get(self.state.numbers[number])
        if known is None:
            return Candidates(faults=[_remark(record, "stall_number", _("Nomor stan %s milik stan di wilayah lain.") % number)])
        if not name or near_names(known.name, name) or (phone and phone == known.values["whatsapp"]):
            return Candidates([known], may_be_new=False)
        text = _("Nomor stan %(number)s milik stan ini. Sama dengan “%(name)s”?") % {"number": number, "name": name}
        return Candidates([known], text=text, may_be_new=False)

    def _of_phone(self, name, phone):
        with_phone = self.state.by_phone.get(phone)
        if not with_phone:
            return None
        near = [booth for booth in with_phone if not name or near_names(booth.name, name)]
        if len(near) == 1:
            return Candidates(near, may_be_new=False)
        text = _("Nomor %(phone)s sudah dipakai stan ini. Sama dengan “%(name)s”?")
        return Candidates(near or with_phone, text=text % {"phone": mending.dialled(phone), "name": name})

    def _of_name(self, name, phone, village):
        text = _("Ada yang mirip. Sama dengan “%s”?") % name
        if not name:
            return Candidates()
        if village is None:
            named = [booth for booth in self.state.by_name.get(name_key(name), ()) if _agree(phone, booth.values["whatsapp"])]
            return Candidates(named, text=text if len(named) > 1 else "", may_be_new=False)
        near = self.state.near[village].find(near_key(name)) if village in self.state.near else []
        exact = [booth for booth in near if name_key(booth.name) == name_key(name) and _agree(phone, booth.values["whatsapp"])]
        if len(exact) == 1:
            return Candidates(exact, may_be_new=False)
        like = list(self._by_phone.get(phone, ())) if phone else []
        like += [other for other in self._near[village].find(near_key(name)) if other not in like]
        return Candidates(near, like, text if near or like else "")


def _remark(record, key, text):
    return Remark(record.cells.get(key, record.place), text)


def _agree(one, other):
    return not one or not other or one == other
