"""The desk's database: who may sign in. What an officer may do is granted by entries, not here."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    """A sign-in: a username and the officer it stands for."""

    username = models.CharField(max_length=150, unique=True)
    officer = models.CharField(max_length=64, unique=True)
    is_active = models.BooleanField(default=True)
    # A one-time password, good until `one_time_until` (ms), is to be changed before anything else.
    must_change = models.BooleanField(default=False)
    one_time_until = models.BigIntegerField(default=0)
    # The act that changed the password last, so that doing it again after a crash does it once.
    last_act = models.CharField(max_length=64, default="", blank=True)
    # Whoever signed in when is nobody's business but the log's; and the field would bring a signal.
    last_login = None

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["officer"]

    class Meta:
        db_table = "account"

    def __str__(self) -> str:
        return self.username


class SignInAttempts(models.Model):
    """How often a sign-in was tried; `key` is a keyed hash, so the table tells neither names nor addresses.

    Times in ms. `proven_at`: when this key last signed in, 0 if never.
    """

    key = models.CharField(max_length=64, primary_key=True)
    attempts = models.PositiveIntegerField(default=0)
    paused_until = models.BigIntegerField(default=0)
    last_at = models.BigIntegerField(db_index=True)
    proven_at = models.BigIntegerField(default=0)

    class Meta:
        db_table = "sign_in_attempts"

    def __str__(self) -> str:
        return self.key
