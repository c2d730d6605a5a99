"""The organisers' pages of curation; importing them registers them."""

from curation.admin import proposals, rounds  # noqa: F401 - importing registers them
