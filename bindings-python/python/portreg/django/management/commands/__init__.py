"""`manage.py runserver` and `manage.py portreg`."""
