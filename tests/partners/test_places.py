"""`load_places` brings districts, zones, affiliations and clusters, and says what is wrong."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from partners.models import Affiliation, District, SchoolCluster, Zone
from partners.place_files import KALASIN, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrong(tmp_path, capsys):
    """What the command says about a file with this text; nothing is loaded."""

    def run(text):
        path = tmp_path / "places.yaml"
        path.write_text(text) if isinstance(text, str) else path.write_bytes(text)
        with translation.override("en"), pytest.raises(CommandError, match="Nothing was loaded"):
            call_command("load_places", path)
        assert not District.objects.exists()
        return capsys.readouterr().err.strip().split("\n")

    return run


class TestKalasin:
    def test_has_18_districts_each_on_a_tile_of_its_own_and_in_one_zone(self):
        load(KALASIN)
        districts = District.objects.all()
        assert len(districts) == 18
        assert len({(d.tile_column, d.tile_row) for d in districts}) == 18
        assert all(d.zone and d.province == "กาฬสินธุ์" for d in districts)
        assert str(districts[0]) == "เมืองกาฬสินธุ์"

    def test_zones_are_groups_of_neighbours(self):
        load(KALASIN)
        for zone in Zone.objects.prefetch_related("districts"):
            tiles = {(d.tile_column, d.tile_row) for d in zone.districts.all()}
            reached, reach = set(), {min(tiles)}
            while reach:
                reached |= reach
                reach = {
                    (x, y)
                    for x, y in tiles - reached
                    if any(abs(x - a) <= 1 and abs(y - b) <= 1 for a, b in reached)
                }
            assert reached == tiles, zone.key

    def test_has_the_affiliations_in_their_order(self):
        load(KALASIN)
        assert [a.name_th for a in Affiliation.objects.all()][:4] == [
            "สพป.กาฬสินธุ์ เขต 1",
            "สพป.กาฬสินธุ์ เขต 2",
            "สพป.กาฬสินธุ์ เขต 3",
            "สพม.กาฬสินธุ์",
        ]

    def test_loading_again_changes_nothing(self, capsys):
        call_command("load_places", KALASIN)
        before = list(District.objects.values()), list(Zone.objects.values())
        call_command("load_places", KALASIN)
        assert (list(District.objects.values()), list(Zone.objects.values())) == before
        assert "districts 18" in capsys.readouterr().out


class TestAnotherFile:
    def test_new_words_arrive_and_what_it_does_not_name_stays(self, tmp_path):
        load(KALASIN)
        path = tmp_path / "places.yaml"
        path.write_text(
            "districts: [{key: mueang, th: เมือง, en: Town}]\n"
            "clusters: [{key: town_1, th: กลุ่มโรงเรียนในเมือง, district: mueang}]\n"
        )
        assert load(path) == {"districts": 1, "clusters": 1}
        assert District.objects.get(key="mueang").name_th == "เมือง"
        assert District.objects.get(key="mueang").zone.key == "central"
        assert SchoolCluster.objects.get().district.key == "mueang"
        assert District.objects.count() == 18

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "The file names no districts."),
            ("just words", "The file names no districts."),
            ("districts: []", "The file names no districts."),
            ("districts: {mueang: เมือง}", "districts: this must be a list."),
            ("districts:\n- {key: a\n", "Line 3: this is not YAML."),
            (
                "districts: ['x']",
                "districts, number 1: this must be a mapping of names and values.",
            ),
            (
                "districts: [{th: เมือง}]",
                "districts, number 1: `key` must be 1 to 50 of the signs a to z, 0 to 9, _ and -.",
            ),
            (
                "districts: [{key: a}]",
                "districts, number 1: `th`, the Thai name of at most 200 characters, is missing.",
            ),
            (
                "districts: [{key: a, th: ก, tile: [1, x]}]",
                "districts, number 1: `tile` must be [column, row], "
                "two whole numbers from 0 to 99.",
            ),
            (
                "districts: [{key: a, th: ก}]\nzones: [{key: z, th: ข, districts: [b]}]",
                "There is no district b in the file.",
            ),
            (
                "districts: [{key: a, th: ก}]\nzones:\n- {key: y, th: ข, districts: [a]}\n"
                "- {key: z, th: ค, districts: [a]}",
                "The district a stands in two zones.",
            ),
        ],
    )
    def test_what_is_wrong_is_said(self, wrong, text, said):
        assert wrong(text) == [said]

    def test_everything_wrong_is_said_at_once(self, wrong):
        said = wrong("districts: [{key: a, th: ก}, {key: a, th: ข}]\naffiliations: [{key: b}]")
        assert len(said) == 3

    def test_a_file_in_another_encoding_is_said(self, wrong):
        text = "districts: [{key: a, th: เมือง}]".encode("tis-620")
        assert wrong(text) == ["This is not a YAML file in UTF-8."]

    def test_a_file_that_is_not_there_is_said(self, tmp_path, capsys):
        with pytest.raises(CommandError):
            call_command("load_places", tmp_path / "nothing.yaml")
        assert "nothing.yaml" in capsys.readouterr().err
