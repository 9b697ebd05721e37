"""Thai text is cleaned for keeping, normalised for comparing, and cut at good places."""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.words import (
    bigrams,
    break_groups,
    clean,
    length,
    normalise,
    split_points,
    with_breaks,
    words,
)

ROOT = Path(__file__).parents[2]


class TestClean:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("  เด็ก  อ่านออก\t\n", "เด็ก อ่านออก"),
            ("เด็ก\u200bอ่าน\u200cออก\ufeff", "เด็กอ่านออก"),
            ("ก\x00ข\x07ค\x1b", "กขค"),
            ("ก\u202eข\u2066", "กข"),
            ("ก\ud800ข", "กข"),
            ("cafe\u0301", "café"),
            ("<b>ครู</b> & 'ผู้ปกครอง'", "<b>ครู</b> & 'ผู้ปกครอง'"),
            ("น้ํา", "น้ํา"),
            ("ท\uf70aี", "ท่ี"),
            ("\u3164\u200b \u00ad", ""),
            ("บรรทัด\u2028ใหม่", "บรรทัด ใหม่"),
        ],
    )
    def test_only_what_nobody_sees_goes(self, typed, kept):
        assert clean(typed) == kept

    @pytest.mark.parametrize("emoji", ["👩‍🏫", "👨‍👩‍👧‍👦", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "👍🏽", "🇹🇭", "🏳️‍🌈"])
    def test_emoji_stay_whole(self, emoji):
        assert clean(f"ดี {emoji} มาก") == f"ดี {emoji} มาก"
        assert length(emoji) == 1

    def test_lines_stay_where_they_are_wanted(self):
        typed = " หนึ่ง \r\n\tสอง\r\n\r\n\r\n\r\nสาม\u2028สี่ \n"
        assert clean(typed, multiline=True) == "หนึ่ง\nสอง\n\nสาม\nสี่"

    @given(st.text(max_size=40), st.booleans())
    def test_cleaning_twice_changes_nothing_and_the_result_can_be_stored(self, text, multiline):
        once = clean(text, multiline)
        assert clean(once, multiline) == once
        assert unicodedata.is_normalized("NFC", once)
        assert "\0" not in once.encode().decode()


class TestNormalise:
    @pytest.mark.parametrize(
        ("typed", "same"),
        [
            ("นํ้า", "น้ำ"),
            ("น้ํา", "น้ำ"),
            ("นำ้", "น้ำ"),
            ("เเปลก", "แปลก"),
            ("ก่ี", "กี่"),
            ("กู่", "กู่"),
            ("เก้้า", "เก้า"),
            ("นานาาา", "นานา"),
            ("ฤๅษี", "ฤๅษี"),
            ("กๅ", "กา"),
            ("ปี ๒๕๕๙", "ปี 2559"),
            ("Kalasin  PLC", "kalasin plc"),
            ("ภาคี\u200bเครือข่าย", "ภาคีเครือข่าย"),
            ("👩‍🏫", "👩🏫"),
        ],
    )
    def test_what_looks_the_same_is_the_same(self, typed, same):
        assert normalise(typed) == same

    @pytest.mark.parametrize("word", "เกาะ เดียะ ผัวะ น้ำ ก็ เห็น สิทธิ์ พันธุ์ ฤๅ ทฺวาร เปี๊ยะ กุ้ง".split())
    def test_right_spelling_stays(self, word):
        assert normalise(word) == word

    @given(st.text("กนรฤเแะาำๅัิุู็่้์ํฺ๎ ๑1Aé\u200b\u0301", max_size=15) | st.text(max_size=30))
    def test_normalising_twice_changes_nothing(self, text):
        assert normalise(normalise(text)) == normalise(text)

    def test_a_long_run_of_marks_takes_no_time(self):
        assert normalise("ก" + "ะ่" * 5000) == "ก่ะ"


class TestBigrams:
    def test_pairs_of_neighbours_once_and_sorted(self):
        assert bigrams("กากา ก") == ["กา", "าก"]
        assert bigrams("นํ้า") == sorted(["น้", "้ำ"])

    def test_little_text(self):
        assert bigrams("") == bigrams(" \u200b") == []
        assert bigrams("ก") == ["ก"]

    @given(st.text("กขาิ่ 1", max_size=12), st.text("กขาิ่ 1", max_size=12))
    def test_a_part_has_only_bigrams_of_the_whole(self, part, rest):
        if len(normalise(part).replace(" ", "")) > 1 and normalise(part) in normalise(part + rest):
            assert set(bigrams(part)) <= set(bigrams(part + rest))


class TestLength:
    @pytest.mark.parametrize(
        ("text", "seen"),
        [("", 0), ("ก็", 1), ("ที่", 1), ("น้ำ", 1), ("เก่า", 3), ("เด็กอ่านออก", 9), ("a b", 3)],
    )
    def test_counts_what_a_person_sees(self, text, seen):
        assert length(text) == seen


class TestWords:
    @pytest.mark.parametrize(
        "compound",
        "งบประมาณ ผู้อำนวยการโรงเรียน ภาคีเครือข่าย สะท้อนคิด ประเด็น พี่เลี้ยง ชุมชนการเรียนรู้".split(),
    )
    def test_compounds_stay_whole(self, compound):
        assert compound in words(f"มี{compound}ของเรา")
        assert any(compound in group for group in break_groups(f"มี{compound}ของเรา"))

    def test_words_are_the_text_again(self):
        text = "การสะท้อนคิดของครู 12 คน (PLC) ต่าง ๆ"
        assert "".join(words(text)) == text

    def test_breaks_stand_between_thai_words_only(self):
        assert with_breaks("งบประมาณสนับสนุน", "|") == "งบประมาณ|สนับสนุน"
        assert with_breaks("เสียงต่างๆ ของครู (12 คน)", "|") == "เสียง|ต่างๆ ของ|ครู (12 คน)"
        assert with_breaks("School network", "|") == "School network"
        assert with_breaks("", "|") == ""

    def test_no_line_ends_with_a_prefix(self):
        assert with_breaks("การอ่านและการเขียน", "|") == "การอ่าน|และ|การเขียน"

    @given(st.text("กขคนรเาิ่การ ความ1a(", max_size=30))
    def test_marks_taken_out_leave_the_text(self, text):
        assert with_breaks(text).replace("\u200b", "") == text

    def test_loading_is_late_and_leaves_no_trace(self, tmp_path):
        """Importing loads no PyThaiNLP; cutting writes nothing and reaches for no network."""
        script = (
            "import sys, socket\n"
            "def refuse(*a, **k): raise AssertionError('network')\n"
            "socket.socket.connect = refuse\n"
            "import thai.words\n"
            "assert 'pythainlp' not in sys.modules\n"
            "print('|'.join(thai.words.words('ภาคีเครือข่ายครู')))\n"
        )
        environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
        run = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert run.stdout.strip() == "ภาคีเครือข่าย|ครู", run.stderr
        assert list(tmp_path.iterdir()) == []


class TestSplitPoints:
    @pytest.mark.parametrize(
        "text",
        [
            "ครูสามัคคี\nเด็กอ่านออก",
            "1. ครูสามัคคี\n2. เด็กอ่านออก",
            "๑.ครูสามัคคี\r\n๒.เด็กอ่านออก\r\n",
            "1) ครูสามัคคี\n\n2) เด็กอ่านออก",
            "(1) ครูสามัคคี\n(2)เด็กอ่านออก",
            "1.) ครูสามัคคี\n2.) เด็กอ่านออก",
            "- ครูสามัคคี\n– เด็กอ่านออก\n-",
            "•ครูสามัคคี\n* เด็กอ่านออก\n·",
            "- 1. ครูสามัคคี\n- 2. เด็กอ่านออก",
            "1. ครูสามัคคี 2. เด็กอ่านออก",
            "๑) ครูสามัคคี ๒) เด็กอ่านออก 3)",
            "• ครูสามัคคี • เด็กอ่านออก",
        ],
    )
    def test_many_ways_to_list_two_points(self, text):
        assert split_points(text) == ["ครูสามัคคี", "เด็กอ่านออก"]

    @pytest.mark.parametrize(
        "text",
        [
            "3 ขวบอ่านออก",
            "2559 เป็นปีแห่งการอ่าน",
            "2559. เป็นปีแห่งการอ่าน",
            "1.5 ชั่วโมงต่อวัน",
            "10.30 น. เข้าแถว",
            "1/2559 เปิดเทอม",
            "-5 องศา",
            "อ.นามน ช่วยโรงเรียน",
            "ชั้น ป. 2. กับ ป. 3. เรียนรวม",
            "ครู 1) คนเก่ง",
            "(ร่าง) แผนงาน",
        ],
    )
    def test_numbers_that_belong_to_the_sentence_stay(self, text):
        assert split_points(text) == [text]

    def test_a_mark_before_a_number_goes_alone(self):
        assert split_points("1. ชั้น ป. 6 อ่านคล่อง") == ["ชั้น ป. 6 อ่านคล่อง"]
        assert split_points("- 5 คนอ่านออก\n2. 3 ขวบอ่านออก") == ["5 คนอ่านออก", "3 ขวบอ่านออก"]

    def test_nothing_gives_nothing(self):
        assert split_points(" \n - \n\u200b\n1.\n") == []

    @given(st.text("กข1๒.()-•* \n/", max_size=30))
    def test_splitting_ends_and_loses_no_letter(self, text):
        assert [c for p in split_points(text) for c in p if c in "กข"] == [
            c for c in text if c in "กข"
        ]
