"""gunicorn's settings that no option of its own reaches; manage.py serve names this file."""

from gunicorn.http import message

# Whoever pastes a whole text into the search box gets our page, not gunicorn's bare one. gunicorn's own limit is half of it.
message.MAX_REQUEST_LINE = limit_request_line = 16 * 1024

# Nobody but this site says where it hangs: with gunicorn's default a header SCRIPT_NAME from this machine makes every answer a 500.
forwarder_headers = ""
