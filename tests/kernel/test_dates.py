"""Reading dates, against `datetime.strptime` and the calendar."""

import re
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import columns

from sluis.kernel.dates import read_dates

PATTERNS = ["%d/%m/%Y", "%Y-%m-%d", "%Y%m%d", "%d-%m-%y", "%d%m%Y", "%Y", "%Y-%m", "%d/%m/%Y %H:%M:%S", "%%%d€%m.%Y"]


def parsed(text: str, pattern: str) -> date | None:
    """By `strptime`, but only from ASCII digits, with whole years, and with one digit only beside something else."""
    shape = ""
    pieces = re.findall("%.|[^%]", pattern)
    for number, piece in enumerate(pieces):
        beside = "".join(pieces[max(0, number - 1) : number] + pieces[number + 1 : number + 2])
        loose = not re.search("%[dmYyHMS]", beside)
        shape += {"%Y": "[0-9]{4}", "%y": "[0-9]{2}", "%%": "%"}.get(
            piece, re.escape(piece) if piece[0] != "%" else "[0-9]{1,2}" if loose else "[0-9]{2}"
        )
    if not re.fullmatch(shape, text):
        return None
    try:
        return datetime.strptime(text, pattern).date() if not text.endswith(":60") else None
    except ValueError:
        return None


@st.composite
def writings(draw: st.DrawFn, pattern: str) -> str:
    day = draw(st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.dates(date(1895, 1, 1), date(2030, 12, 31)))
    moment = datetime(day.year, day.month, day.day, 23, 59, draw(st.integers(0, 59)))
    text = moment.strftime(pattern.replace("%Y", f"{day.year:04d}"))
    shape = draw(st.sampled_from(["as it is", "as it is", "off", "by hand", "blanks", "other"]))
    if shape == "off":
        place = draw(st.integers(0, len(text) - 1))
        return text[:place] + draw(st.sampled_from("0123456789/:- x٣")) + text[place + 1 :]
    if shape == "by hand":
        return re.sub(r"(?<![0-9])0", "", text)
    if shape == "blanks":
        return f" {text}\t"
    if shape == "other":
        return draw(
            st.sampled_from(["", "-", "29/02/1900", "29/02/2000", "2023-02-29", "20240229", "31/04/2020", "0", "12"])
        )
    return text


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=120, deadline=None)
@given(data=st.data(), missing=st.sampled_from([(), ("",), ("", "-", "29/02/1900", "2000-01-01")]))
def test_text_is_read_by_the_pattern(pattern: str, data: st.DataObject, missing: tuple[str, ...]) -> None:
    array, values = data.draw(columns(writings(pattern)))
    read = read_dates(array, missing=missing, format=pattern)
    read.values.validate(full=True)
    for value, found, wrong in zip(values, read.values.to_pylist(), read.wrong.tolist(), strict=True):
        bare = (value or "").strip(" \t\r\n")
        gone = value is None or bare in missing
        assert found == (None if gone else parsed(bare, pattern)), value
        assert wrong == (not gone and found is None), value


def test_every_day_of_four_centuries_and_no_other() -> None:
    days = [date(1700, 1, 1) + timedelta(number) for number in range(146_097)]
    texts = pa.array([f"{day:%d/%m/%Y}" for day in days])
    assert read_dates(texts, missing=(), format="%d/%m/%Y").values.equals(pa.array(days))
    exist = {day.isoformat() for day in days}
    all_writings = [
        f"{y}-{m:02d}-{d:02d}" for y in (1700, 1900, 1999, 2000, 2023, 2024) for m in range(100) for d in range(100)
    ]
    wrong = read_dates(pa.array(all_writings), missing=()).wrong.tolist()
    assert wrong == [text not in exist for text in all_writings]


def test_years_of_two_digits_follow_posix() -> None:
    read = read_dates(pa.array(["01-01-68", "01-01-69", "01-01-00"]), missing=(), format="%d-%m-%y")
    assert [day.year for day in read.values.to_pylist()] == [2068, 1969, 2000]


@pytest.mark.parametrize("kind", [pa.int32(), pa.int64(), pa.float64()])
def test_numbers_are_the_serial_days_of_a_spreadsheet(kind: pa.DataType) -> None:
    serials = pa.array([7, 1, 59, 60, 61, 40972, 2958465, None, 0, -3, 2958466], kind)[1:]
    read = read_dates(serials, missing=("",), format="%d/%m/%Y")
    days = [date(1900, 1, 1), date(1900, 2, 28), None, date(1900, 3, 1), date(2012, 3, 4), date(9999, 12, 31), None]
    assert read.values.to_pylist() == [*days, None, None, None]
    assert read.wrong.tolist() == [False, False, True, False, False, False, False, True, True, True]


def test_the_part_of_the_day_of_a_serial_number_is_left_out() -> None:
    read = read_dates(pa.array([40972.0, 40972.999, float("nan"), float("inf")]), missing=())
    assert read.values.to_pylist() == [date(2012, 3, 4), date(2012, 3, 4), None, None]
    assert read.wrong.tolist() == [False, False, True, True]


def test_numbers_under_a_pattern_of_digits_are_such_dates() -> None:
    read = read_dates(pa.array([4032012, 24122012, 40972, None]), missing=(), format="%d%m%Y")
    assert read.values.to_pylist() == [date(2012, 3, 4), date(2012, 12, 24), None, None]
    assert read.wrong.tolist() == [False, False, True, False]
    assert read_dates(pa.array([2012.0]), missing=(), format="%Y").values.to_pylist() == [date(2012, 1, 1)]


def test_typed_dates_and_moments_are_taken_as_they_are() -> None:
    day, moment = date(2012, 3, 4), datetime(2012, 3, 4, 23, 30)
    assert read_dates(pa.array([date(1, 1, 1), day, None])[1:], missing=()).values.to_pylist() == [day, None]
    assert read_dates(pa.array([moment, None]), missing=()).values.to_pylist() == [day, None]
    assert read_dates(pa.array([day, None], pa.date64()), missing=()).values.to_pylist() == [day, None]
    amsterdam = pa.array([datetime(2012, 3, 3, 23, 30, tzinfo=UTC)], pa.timestamp("us", "Europe/Amsterdam"))
    assert read_dates(amsterdam, missing=()).values.to_pylist() == [day]
    before = pa.array([datetime(1969, 12, 31, 23, 30)])
    assert read_dates(before, missing=()).values.to_pylist() == [date(1969, 12, 31)]


def test_typed_values_may_mean_nothing_and_may_be_out_of_range() -> None:
    read = read_dates(pa.array([date(9999, 12, 31), date(2012, 3, 4)]), missing=("31/12/9999",), format="%d/%m/%Y")
    assert read.values.to_pylist() == [None, date(2012, 3, 4)] and not read.wrong.any()
    assert read_dates(pa.array([3_000_000, -800_000], pa.int32()).cast(pa.date32()), missing=()).wrong.all()
    assert read_dates(pa.array([True, None]), missing=()).wrong.tolist() == [True, False]


@pytest.mark.parametrize("pattern", ["%d %B %Y", "%d/%m", "%Y-%d", "%Y%Y", "%Y%y", "%j", "%Y%", "%", "geen"])
def test_other_patterns_are_a_mistake_of_the_program(pattern: str) -> None:
    with pytest.raises(ValueError, match="date pattern"):
        read_dates(pa.array(["x"]), missing=(), format=pattern)
