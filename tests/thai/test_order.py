"""Names sort as in the Royal Institute's dictionary."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.order import person_sort_key, school_sort_key, sort_key

GOLDEN = "กา ก้า กาง เก่า ไก่ ข่า ขาง น้ำ 2 10 Alpha beta".split()

DICTIONARY = """
    กก กกุธภัณฑ์ กง กฎ กด กบ กรรม กราบ กริช กรุง กลม กลอง กลาง กวาง กสิกร กอ กอง ก่อน กะ กะทิ กัด กัน
    กา ก้า กาง กาญจนา กาฬสินธุ์ กำ กำแพง กิน กี่ กึ่ง กุ้ง กู้ เก เกม เกลียว เก่า เกาะ เกิด เกียรติ เกือบ
    แก แกง แก้ว แกะ โก โกรธ ใกล้ ไก่ ไกล ขณะ ขลา ขะข่ำ ข่า ขาง ข้าง คน งาน จริก จริม จรี จรึง จรุก
    ฉัน ช้าง ซ้ำ ญาติ ฐาน ณ ดี เด็ก ต้น ไต้ก๋ง ไต้ฝุ่น ไต่ไม้ ถ้า ทราบ ธง น้ำ บ้าน ปลา ป่า ผู้ ฝน พ่อ ฟ้า
    ภาษา ม้า ยา รัก เรียน ฤกษ์ ฤดู ฤทธิ์ ฤๅษี ลม ไล่ ฦๅชา วัน ศรี สระ สวย หก หน หนู หมา เหมา ไหม
    อก อย่า อยู่ อา เอา ฮา
""".split()


def in_order(names, key=sort_key):
    """Sorted as the database does it in the C collation: by the bytes of the key."""
    shuffled = random.Random(2559).sample(names, len(names))
    return sorted(shuffled, key=lambda name: key(name).encode())


def test_the_golden_list():
    assert in_order(GOLDEN) == GOLDEN


def test_the_dictionary():
    assert len(DICTIONARY) > 60
    assert in_order(DICTIONARY) == DICTIONARY


@pytest.mark.parametrize(
    "words",
    [
        "ปา ป่า ป้า ป๊า ป๋า ปาก",
        "เกง เก็ง เก่ง เก้ง เก๋ง",
        "กระตุ่น กระตุ้น",
        "ต่าง ต่างๆ ต่างกัน",
        "กรุงเทพ กรุงเทพฯ กรุงเทพมหานคร",
        "การ การณ์ การณ์กา",
        "ศรี ศรีสะเกษ",
    ],
)
def test_marks_decide_only_between_words_of_the_same_letters(words):
    assert in_order(words.split()) == words.split()


def test_numbers_sort_by_value_in_either_digits():
    names = ["บ้านตัวอย่าง 2", "บ้านตัวอย่าง ๑๐", "บ้านตัวอย่าง 100", "บ้านตัวอย่างใหม่"]
    assert in_order(names) == [names[3], *names[:3]]
    assert sort_key("อนุบาล ๑๒") == sort_key("อนุบาล 12") == sort_key("อนุบาล 012")


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("บ้านนา (สาขา)", "บ้านนาสาขา"),
        ("Ban Na", "ban-na"),
        ("Café", "cafe"),
        ("บ้าน\u200bนา", "บ้านนา"),
        ("นํ้า", "น้ำ"),
        ("เเม่", "แม่"),
    ],
)
def test_what_cannot_be_seen_or_said_does_not_count(one, same):
    assert sort_key(one) == sort_key(same)


def test_the_shorter_name_comes_first_whatever_follows():
    assert in_order(["บ้านนา", "บ้านนา 2", "บ้านนากก", "บ้านนา ก"])[0] == "บ้านนา"


@pytest.mark.parametrize(
    "name",
    [
        "สมใจ",
        "นายสมใจ",
        "นาย สมใจ",
        "นาง สมใจ",
        "นางสาวสมใจ",
        "น.ส.สมใจ",
        "น.ส. สมใจ",
        "นส สมใจ",
        "เด็กหญิงสมใจ",
        "ด.ญ.สมใจ",
        "ดร.สมใจ",
        "ผศ.ดร. สมใจ",
        "รองศาสตราจารย์ ดร. สมใจ",
        "ว่าที่ ร.ต.สมใจ",
        "ว่าที่ร้อยตรีสมใจ",
        "ว่าที่ ร.ต.หญิง สมใจ",
        "จ่าสิบเอก สมใจ",
        "พระครูสมใจ",
        "พระ สมใจ",
        "คุณ สมใจ",
    ],
)
def test_titles_do_not_count(name):
    assert person_sort_key(name, "ใจดี") == person_sort_key("สมใจ", "ใจดี")


@pytest.mark.parametrize(
    "name", ["นางาม", "นายิกา", "นาง", "นาย", "นายก", "พระพาย", "คุณากร", "ครูบา", "พันเอก", "Drew"]
)
def test_what_only_looks_like_a_title_counts(name):
    assert person_sort_key(name) == sort_key(name) + "!" + sort_key("")


def test_a_title_counts_in_a_surname():
    assert person_sort_key("สมใจ", "นายดี") != person_sort_key("สมใจ", "ดี")


def test_people_sort_by_first_name_then_surname():
    people = [("กา", "ฮา"), ("ก้า", "กา"), ("กาง", "กก"), ("กาง", "ขาง"), ("Anna", "กก")]
    shuffled = random.Random(1).sample(people, len(people))
    assert sorted(shuffled, key=lambda p: person_sort_key(*p).encode()) == people


def test_a_name_in_one_piece_is_parted_at_its_space():
    assert person_sort_key("นายสมใจ ใจดี") == person_sort_key("สมใจ", "ใจดี")


@pytest.mark.parametrize(
    "name", ["โรงเรียนบ้านนา", "โรงเรียน บ้านนา", "รร.บ้านนา", "ร.ร. บ้านนา", "รร บ้านนา"]
)
def test_the_word_school_does_not_count(name):
    assert school_sort_key(name) == school_sort_key("บ้านนา") == sort_key("บ้านนา")


def test_the_word_school_alone_and_the_place_nang_rong_stay():
    assert school_sort_key("โรงเรียน") == sort_key("โรงเรียน")
    assert school_sort_key("โรงเรียนนางรอง") == sort_key("นางรอง")


THAI = st.text("กขคนมรฤลวสหอ" + "ะัาำิีุูเแโใไๅ็่้๊๋์ํๆฯ" + " -1๒aÉ\u200b", max_size=12)


@given(THAI)
def test_the_key_stands_for_what_is_seen(text):
    key = sort_key(text)
    assert key == sort_key(unicodedata.normalize("NFC", text))
    assert key == sort_key(unicodedata.normalize("NFD", text))
    assert key == sort_key("\u200b".join(text))
    assert "\0" not in key


@given(THAI, THAI)
def test_the_order_of_bytes_is_the_order_of_characters(one, other):
    a, b = sort_key(one), sort_key(other)
    assert (a < b) == (a.encode() < b.encode())


@given(THAI, THAI)
def test_a_word_comes_before_all_that_begin_with_it(word, more):
    word = "ก" + word.rstrip("เแโใไ -\u200b1๒")
    assert sort_key(word) <= sort_key(word + "ก" + more)


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_has_a_key_that_can_be_stored(first, last):
    assert len(person_sort_key(first * 99, last * 99).encode().decode()) <= 600
    assert len(school_sort_key(first * 99).encode().decode()) <= 300
