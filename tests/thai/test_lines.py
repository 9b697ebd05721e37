"""What is taken in at one glance stays on one line."""

import pytest

from thai.lines import held_together


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("เวที 30 พฤศจิกายน 2559 ที่สวน", "เวที 30_พฤศจิกายน_2559 ที่สวน"),
        ("ถึง 9 ธ.ค. 2559 เวลา 16.30 น.", "ถึง 9_ธ.ค._2559 เวลา 16.30_น."),
        ("on 30 November 2016, 10:42", "on 30_November_2016, 10:42"),
        ("วันที่ 5 มีนาคม นี้", "วันที่ 5_มีนาคม นี้"),
        ("ประสาน สาธิต โทร. 0 4300 0001", "ประสาน สาธิต โทร._0_4300_0001"),
        ("เด็กดีจริง ๆ ครับ", "เด็กดีจริง_ๆ ครับ"),
        ("มี 12 คน 3 ห้อง", "มี 12 คน 3 ห้อง"),
        ("", ""),
    ],
)
def test_lines_end_outside_dates_times_numbers_and_repetitions(text, held):
    assert held_together(text) == held.replace("_", "\u00a0")
