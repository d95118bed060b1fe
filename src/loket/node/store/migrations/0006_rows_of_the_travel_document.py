from django.db import migrations

from loket.node.store.row_tables import RowsAgain


class Migration(migrations.Migration):
    dependencies = [("store", "0005_one_time_passwords")]
    operations = [RowsAgain(shape="d5c06e0e5c1be2d580c4d269a73a56aaefae382ddfd433fcb0b6e6b936592650")]
