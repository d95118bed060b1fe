from django.db import migrations

from loket.node.store.row_tables import RowsAgain


class Migration(migrations.Migration):
    dependencies = [("store", "0003_sign_in_attempts")]
    operations = [RowsAgain(shape="7b726480f9198a5c3d83060614e98927eb40c9b612eb75f9934e71c96de60ba5")]
