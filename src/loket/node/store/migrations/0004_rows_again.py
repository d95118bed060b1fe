from django.db import migrations

from loket.node.store.row_tables import RowsAgain


class Migration(migrations.Migration):
    dependencies = [("store", "0003_sign_in_attempts")]
    operations = [RowsAgain(shape="dddc95d82a0d1cc5ccc7e5d0859456dd3cfd383fd7860b70eedbc2e1330fad54")]
