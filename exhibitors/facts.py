"""What a booth's page says in its data list, and which proofs it may show."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ICONS = {
    "nib": "shield-check",
    "pirt": "home-permit",
    "bpom": "home-permit",
    "halal": "halal-check",
    "merek": "award",
    "sni": "shield-check",
}
LABELS = {"nib": "NIB", "pirt": "P-IRT", "bpom": "BPOM", "halal": "Halal", "merek": "Merek", "sni": "SNI"}


def booth_facts(booth):
    """[(label, value)] of what is filled in; nothing is made up."""
    employees = booth.employees and ngettext("%d orang", "%d orang", booth.employees) % booth.employees
    pairs = [
        (_("NIB"), _("Ada, sudah dicocokkan") if any(proof["kind"] == "nib" for proof in booth.proofs) else ""),
        (_("Bentuk usaha"), booth.get_legal_form_display()),
        (_("Berdiri"), booth.founded_year),
        (_("Tenaga kerja"), employees),
        (_("Pernah ekspor"), booth.get_export_experience_display()),
    ]
    return [(label, value) for label, value in pairs if value]


def shown_proofs(proofs, today):
    """The stored proofs that hold today, with dates as dates; an expired one is left out, not shown in red."""
    shown = []
    for proof in proofs:
        until = date.fromisoformat(proof["valid_until"]) if proof.get("valid_until") else None
        if until is None or until >= today:
            checked = date.fromisoformat(proof["checked_on"]) if proof.get("checked_on") else None
            label = _("Merek") if proof["kind"] == "merek" else LABELS[proof["kind"]]
            number = proof["number"].removeprefix(LABELS[proof["kind"]]).strip()
            shown.append(
                {**proof, "number": number, "label": label, "icon": ICONS[proof["kind"]], "valid_until": until, "checked_on": checked}
            )
    return shown
