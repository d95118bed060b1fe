from django.db import migrations

from loket.node.store.row_tables import RowsAgain


class Migration(migrations.Migration):
    dependencies = [("store", "0005_one_time_passwords")]
    operations = [RowsAgain(shape="f2b41b43417de78574e80c5a63e57388563a02388b39cfcdde0e9b10550d8c2c")]
