"""The layers of the timeline's charts: words, colour and pattern of each."""

from loket.drills.country.charts import Layer

_TEAL, _MIDDLE, _PALE = "#0f5c5c", "#3f8680", "#7fb0aa"
_AMBER, _RED, _SOFT = "#8a5a00", "#a3262a", "#566172"
WAITING = (
    Layer(name="ready", indonesian="siap diambil", english="ready to be collected", colour=_TEAL),
    Layer(
        name="making",
        indonesian="buku dan cetak",
        english="being made",
        colour=_MIDDLE,
        pattern="stripes",
        ground="#d5e8e5",
    ),
    Layer(
        name="deciding",
        indonesian="cekal dan persetujuan",
        english="being decided",
        colour=_PALE,
        pattern="bars",
        ground="#eaf4f2",
    ),
    Layer(
        name="counter",
        indonesian="di loket",
        english="at the counter",
        colour=_SOFT,
        pattern="dots",
        ground="#f1f2f4",
    ),
    Layer(
        name="held",
        indonesian="ditahan aturan",
        english="held by the rules",
        colour=_RED,
        pattern="cross",
        ground="#fbe9e8",
    ),
    Layer(
        name="paper",
        indonesian="hanya di kertas",
        english="on paper only",
        colour=_AMBER,
        pattern="back",
        ground="#fff4dc",
    ),
)
LATE = (
    Layer(
        name="late",
        indonesian="melewati janji layanan",
        english="past the promise",
        colour=_RED,
        pattern="stripes",
        ground="#fbe9e8",
    ),
)
STOCK = (
    Layer(name="issued", indonesian="diserahkan", english="handed over", colour=_TEAL),
    Layer(
        name="allocated",
        indonesian="dialokasikan",
        english="allocated",
        colour=_MIDDLE,
        pattern="stripes",
        ground="#d5e8e5",
    ),
    Layer(
        name="spoilt", indonesian="rusak", english="spoilt", colour=_RED, pattern="cross", ground="#fbe9e8"
    ),
    Layer(
        name="in_stock", indonesian="blanko", english="blank", colour=_SOFT, pattern="pale", ground="#f5f3ee"
    ),
)
SECURED = (
    Layer(name="secured", indonesian="aman di pusat", english="secured at the centre", colour=_TEAL),
    Layer(
        name="here_only",
        indonesian="hanya di kantor",
        english="only in the office",
        colour=_AMBER,
        pattern="stripes",
        ground="#fff4dc",
    ),
    Layer(
        name="paper",
        indonesian="hanya di kertas, tanpa salinan",
        english="on paper only, no copy",
        colour=_RED,
        pattern="back",
        ground="#fbe9e8",
    ),
)
