"""The one Django app that has models."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Label "store": desk models go to the database "default", all others to a node's database."""

    name = "loket.node.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
