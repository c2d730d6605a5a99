"""What is done later, by one worker beside the web server (manage.py worker, docs/adr/0020).

A task is a function under @task. `that_function.enqueue(…)` puts it into the queue, in the transaction that leaves the work to be done.
The queue may lose a task, for a worker may be killed: what is left to do stands on rows, and a sweep finds it there (manage.py sweep).
"""

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task

__all__ = ["SOON", "task"]

SOON = 10  # priority of what somebody waits for; the default is 0
