"""SPSS and Parquet: names and texts that these formats do not take as they are."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pyreadstat
import pytest
from pyarrow import parquet

from benchmark.export.analysts import can_write, parquet_bytes, sav_bytes, sav_name
from benchmark.export.labels import Labelled
from benchmark.export.sheets import Sheet, UnfitText

MADE = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
WELSH = ("tŷ, môr, ŷd " * 60).strip()  # SPSS keeps no spaces at the end of a text


def labelled(text: str) -> Labelled:
    sheet = Sheet("Figures", ("division", "value", "with"), (("a-b", 2.5, text), ("c", "", "=1")))
    return Labelled(sheet, {}, {"dictionary": Sheet("D", ("name", "value"), ((WELSH, 3),))})


def test_names_become_names_that_spss_allows() -> None:
    assert sav_name("patient-flow:evidence") == "patient_flow.evidence"
    assert sav_name("with") == "with_"
    assert can_write()


def test_numbers_stay_numbers_nothing_stays_nothing_and_texts_stay_as_they_are(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.sav"
    written = sav_bytes(labelled(WELSH), MADE)
    file.write_bytes(written)
    assert b"04 Mar 2605:06:07" in written[:120]
    columns, said = pyreadstat.read_sav(file, output_format="dict")
    assert columns == {"division": ["a-b", "c"], "value": [2.5, None], "with_": [WELSH, "=1"]}
    assert all(len(line.encode()) <= 80 for line in said.notes)
    assert "".join(said.notes).replace(" ", "").count("tŷ,môr,ŷd") == 60
    table = parquet.read_table(BytesIO(parquet_bytes(labelled(WELSH))))
    assert table.to_pydict() == {
        "division": ["a-b", "c"],
        "value": [2.5, None],
        "with": [WELSH, "=1"],
    }


@pytest.mark.parametrize("text", ["x" * 40_000, "a\x00b"])
def test_a_text_that_spss_cannot_hold_is_refused_and_never_cut(text: str) -> None:
    with pytest.raises(UnfitText, match=r"row 2, column with: .* use CSV or Parquet"):
        sav_bytes(labelled(text), MADE)
    table = parquet.read_table(BytesIO(parquet_bytes(labelled(text))))
    assert table["with"].to_pylist()[0] == text
