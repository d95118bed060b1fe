"""The desk's database: who may sign in. What an officer may do is granted by entries, not here."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    """A sign-in: a username, the officer it stands for, and how many attempts failed in a row."""

    username = models.CharField(max_length=150, unique=True)
    officer = models.CharField(max_length=64, unique=True)
    is_active = models.BooleanField(default=True)
    failed_attempts = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    # Whoever signed in when is nobody's business but the log's; and the field would bring a signal.
    last_login = None

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["officer"]

    class Meta:
        db_table = "account"

    def __str__(self) -> str:
        return self.username
