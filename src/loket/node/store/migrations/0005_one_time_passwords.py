from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_rows_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="must_change",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="account",
            name="one_time_until",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="account",
            name="last_act",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
