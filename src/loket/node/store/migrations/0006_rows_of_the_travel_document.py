from django.db import migrations

from loket.node.store.row_tables import RowsAgain


class Migration(migrations.Migration):
    dependencies = [("store", "0005_one_time_passwords")]
    operations = [RowsAgain(shape="ddbd090a5f4faba8f89a50cf0b2bd124bfb0ba257cd87fbcb1748bfa49553d59")]
