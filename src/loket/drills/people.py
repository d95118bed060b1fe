"""Made-up applicants, officers and listed persons; names are common words of the region."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from loket.core.icao.dates import MrzDate
from loket.core.icao.mrz import Sex, Td3
from loket.core.icao.names import Name

WOMEN = (
    "Nur Aisyah",
    "Sitti Marwah",
    "Hasnawati",
    "Rosdiana",
    "Fitriani",
    "Kartini",
    "Rahmi",
    "Dewi",
    "Nuraeni",
    "Sulastri",
)
MEN = (
    "Suharto",
    "Muhammad Ridwan",
    "Baharuddin",
    "Ahmad Yani",
    "Syamsul",
    "Basri",
    "Andi Rahman",
    "Haris",
    "Irwan",
    "Jafar",
)
LAST = ("Kadir", "Mandar", "Basri", "Rauf", "Tahir", "Yusuf", "Salam", "Latif", "Hamid", "Said", "")
PLACES = ("Polewali", "Wonomulyo", "Majene", "Mamasa", "Campalagian", "Tinambung")
JOBS = ("Guru", "Petani", "Nelayan", "Pedagang", "Perawat", "Wiraswasta", "Mahasiswa", "Bidan")
PURPOSES = ("Umrah", "Mengunjungi keluarga", "Wisata", "Belajar", "Berobat")
_WOMENS_DAY = 40
_OLD_PASSPORT_EXPIRES = date(2024, 12, 31)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One made-up applicant: the registration form's fields, and what later stages need."""

    number: int
    fields: dict[str, str]
    renewal: bool
    woman: bool
    purpose: str

    @property
    def full_name(self) -> str:
        """As on the identity card."""
        return self.fields["full_name"]

    @property
    def nik(self) -> str:
        """The population number."""
        return self.fields["nik"]

    @property
    def old_passport(self) -> str:
        """The two lines of the passport that a renewal brings."""
        birth = datetime.strptime(self.fields["birth_date"], "%d-%m-%Y").date()  # noqa: DTZ007 - a day
        zone = Td3(
            document_code="P<",
            issuing_state="IDN",
            name=Name(self.fields["primary_identifier"], self.fields["secondary_identifier"]),
            document_number=self.fields["old_passport_number"],
            nationality="IDN",
            birth_date=MrzDate.of(birth),
            sex=Sex(self.fields["sex"]),
            expiry=MrzDate.of(_OLD_PASSPORT_EXPIRES),
        )
        return "\n".join(zone.lines)


def make_up(number: int, rng: Random, *, area: str, renewal: bool, electronic: bool = False) -> MadeUp:
    """The applicant of this number; numbers differ in their NIK, so nobody comes twice."""
    woman = rng.random() < 0.5
    given, last = rng.choice(WOMEN if woman else MEN), rng.choice(LAST)
    birth = date(1960, 1, 1) + timedelta(days=rng.randrange(16_000))
    place = rng.choice(PLACES)
    day = birth.day + (_WOMENS_DAY if woman else 0)
    nik = f"{area}{rng.randrange(1, 17):02d}{day:02d}{birth:%m%y}{number + 1:04d}"
    full_name = f"{given} {last}".strip()
    # One word is one name: it is the primary identifier and there is no secondary one.
    secondary, _, primary = full_name.rpartition(" ")
    fields = {
        "service": "renewal" if renewal else "new",
        "kind": "electronic" if electronic else "ordinary",
        "validity_years": "5",
        "nik": nik,
        "full_name": full_name,
        "primary_identifier": primary,
        "secondary_identifier": secondary,
        "name_split_confirmed": "on",
        "sex": "F" if woman else "M",
        "birth_place": place,
        "birth_date": f"{birth:%d-%m-%Y}",
        "old_passport_number": f"C{rng.randrange(10**7):07d}" if renewal else "",
        "height_cm": str(rng.randrange(148, 182)),
        "occupation": rng.choice(JOBS),
        "civil_status": "single",
        "identity_card_place": "Polewali Mandar",
        "home_address": f"Jl. Contoh {rng.randrange(1, 99)}, {place}",
        "father_name": f"{rng.choice(MEN)} {last}".strip(),
        "father_nationality": "IDN",
        "mother_name": rng.choice(WOMEN),
        "mother_nationality": "IDN",
        "spouse_nationality": "IDN",
        "phone": f"0800{rng.randrange(10**7):07d}",
        "language": "id",
    }
    return MadeUp(number, fields, renewal, woman, rng.choice(PURPOSES))


@dataclass(frozen=True, slots=True)
class MadeUpOfficer:
    """An officer of the demo."""

    username: str
    name: str
    roles: tuple[str, ...]


OFFICERS = (
    MadeUpOfficer("rahmawati", "Rahmawati", ("counter_officer", "cashier")),
    MadeUpOfficer("iwan", "Iwan Setiawan", ("interviewer",)),
    MadeUpOfficer("dewi", "Dewi Lestari", ("adjudicator", "approver")),
    MadeUpOfficer("budi", "Budi Santoso", ("allocator", "printer")),
    MadeUpOfficer("tini", "Tini Suryani", ("quality_tester",)),
    MadeUpOfficer("anton", "Anton Wijaya", ("handover_officer", "archivist")),
    MadeUpOfficer("kepala", "Kepala Kantor", ("head",)),
)
HEADQUARTERS = MadeUpOfficer("pusat", "Pejabat Pusat", ("headquarters",))


def listed_persons(rng: Random, count: int) -> list[dict[str, str]]:
    """Made-up persons of a prevention list; their birth years are none of the applicants'."""
    return [
        {
            "number": f"CEKAL-{number:04d}",
            "name": f"{rng.choice(MEN)} {rng.choice(LAST[:-1])}",
            "birth_date": f"{rng.randrange(1930, 1950)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}",
            "nik": "",
        }
        for number in range(1, count + 1)
    ]
