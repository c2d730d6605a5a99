"""What templates need to show: icons, badges, pictures, rupiah, numbers, the field in the reader's language."""

import json
import re
from functools import lru_cache

from django import forms, template
from django.conf import settings
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from expo import text
from expo.pagecache import remember

register = template.Library()

BADGES = {
    "pirt": ("ok", "home-permit", _("P-IRT")),
    "bpom": ("ok", "home-permit", _("BPOM")),
    "halal": ("ok", "halal-check", _("Halal")),
    "export": ("export", "ship", _("Siap Ekspor")),
    "retail": ("retail", "shelf", _("Siap Ritel")),
}


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name):
    """The drawing static/icons/<name>.svg inline, in the colour of the text; always beside a word or in a named link."""
    source = (settings.BASE_DIR / "static" / "icons" / f"{name}.svg").read_text()
    source = re.sub(r'\s(width|height|class|xmlns|aria-hidden|id)="[^"]*"', "", source[: source.index(">")]) + source[source.index(">") :]
    return mark_safe(source.replace("<svg", '<svg class="icon" width="24" height="24" aria-hidden="true"', 1).strip())  # noqa: S308 - our own files


@register.simple_tag
def badge(kind):
    """The small sign with icon and word for a kind of proof; see BADGES."""
    return _badge(kind, get_language())


@lru_cache(maxsize=64)
def _badge(kind, _language):
    style, icon_name, word = BADGES[kind]
    return format_html('<span class="badge badge--{}">{}{}</span>', style, icon(icon_name), word)


SEEDS = {"done": '<circle cx="11.5" r="1.7"/><circle cx="17" r="1.7"/>', "now": '<circle cx="13" r="2.2"/>', "open": ""}


@register.simple_tag
def ceplok(petals, style=""):
    """The rosette of five petals, each "done", "now" or "open"; those that are not named are open. Decoration: words beside it say the same."""
    drawn = "".join(
        f'<g class="ceplok__{state}" transform="translate(24 25) rotate({72 * place - 90})">'
        f'<path d="M4.2 0C7-8.8 17.5-9.8 22.8 0C17.5 9.8 7 8.8 4.2 0Z"/>{SEEDS[state]}</g>'
        for place, state in enumerate([*petals, *["open"] * 5][:5])
    )
    return format_html(
        '<svg class="ceplok {}" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">{}</svg>',
        style,
        mark_safe(drawn),  # noqa: S308 - our own words and numbers
    )


NAME_WIDTH, BAR_WIDTH, BAR_STEP, BAR_THICK = 92, 260, 26, 16


@register.inclusion_tag("admin/overview/_bars.html")
def bars(table):
    """A curation.overview.Table as bars, one per row. A picture for who sees it: the same numbers stand in the table beside it."""
    lines = []
    for place, row in enumerate(table.rows):
        x, parts = float(NAME_WIDTH), []
        for name, count in row.parts:
            width = round(BAR_WIDTH * count / (table.most or 1), 1)
            if count:
                parts.append({"name": name, "x": f"{x:.1f}", "width": f"{width:.1f}"})
            x += width
        top = place * BAR_STEP
        lines.append({"label": row.label, "parts": parts, "y": top, "words_y": top + 12, "end": f"{x + 6:.1f}", "total": row.total.count})
    return {
        "lines": lines,
        "width": NAME_WIDTH + BAR_WIDTH + 40,
        "height": max(1, len(lines)) * BAR_STEP,
        "thick": BAR_THICK,
        "key": PARTS,
    }


PARTS = [
    ("open", _("Masih diisi")),
    ("submitted", _("Diajukan")),
    ("approved", _("Disetujui")),
    ("published", _("Tampil")),
    ("out", _("Ditolak, ditangguhkan, ditarik")),
]


@register.filter
def without_empty_headers(html):
    """The admin's tables of inlines head columns with nothing: cells, then, not headers."""
    return mark_safe(html.replace('<th class="original"></th>', '<td class="original"></td>').replace("<th></th>", "<td></td>"))  # noqa: S308 - rendered by a template


@register.tag
def keep(parser, token):
    """`{% keep "footer" section %}…{% endkeep %}`: rendered once per content version, language and value of what is named."""
    _tag, name, *depends_on = token.split_contents()
    nodes = parser.parse(["endkeep"])
    parser.delete_first_token()
    return KeptNode(name.strip("\"'"), [parser.compile_filter(value) for value in depends_on], nodes)


class KeptNode(template.Node):
    def __init__(self, name, depends_on, nodelist):
        self.name, self.depends_on, self.nodelist = name, depends_on, nodelist

    def render(self, context):
        key = ("keep", self.name, get_language(), *(value.resolve(context) for value in self.depends_on))
        return remember(key, lambda: self.nodelist.render(context))


@register.filter
def number(value):
    """1000 as '1.000', in English '1,000'."""
    grouped = f"{int(value):,}"
    return grouped if get_language() == "en" else grouped.replace(",", ".")


@register.filter
def rupiah(value):
    """15000 as 'Rp15.000' (the official spelling: no space), in English 'Rp15,000'."""
    return "" if value is None else f"Rp{number(value)}"


@register.filter
def tr(obj, field):
    """The field in the reader's language: `{{ product|tr:"name" }}`."""
    return text.translated(obj, field)


@register.simple_tag
def avif(photo, sizes):
    """Inside <picture>, before its <img> with the same sizes: the smaller files for browsers that know them, once they are made."""
    if not photo.has_avif:
        return ""
    return format_html('<source type="image/avif" srcset="{}" sizes="{}">', photo.avif_srcset, sizes)


@register.simple_tag
def jsonld(data):
    """Structured data as a block that no content can close."""
    safe = json.dumps(data, ensure_ascii=False).translate({ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"})
    return mark_safe(f'<script type="application/ld+json">{safe}</script>')  # noqa: S308 - escaped above


@register.simple_tag
def field(bound, prefix="", suffix=""):
    """A form's field with label, help and errors, as components/field.html draws it: `{% field form.price prefix="Rp" %}`."""
    if bound.is_hidden:
        return str(bound)
    widget = bound.field.widget
    kind = "choices" if isinstance(widget, forms.RadioSelect) else "check" if isinstance(widget, forms.CheckboxInput) else "input"
    drawn = "" if kind == "choices" else bound.as_widget(attrs={} if kind == "check" else {"class": "input"})
    context = {"field": bound, "kind": kind, "widget": drawn, "prefix": prefix, "suffix": suffix}
    return get_template("components/field.html").render(context)
