"""Files become text: encodings, Markdown, finding, and everything that can be wrong with a file."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import planparse.sources as sources
from planparse import extract_text
from planparse.errors import SourceError
from planparse.sources import Text, find_sources, read_source, text_of
from planparse.sources.find import READABLE
from planparse.sources.text import Grid, GridCell, Line, text_of_pieces

PLAN = "城东区2031年工作安排\n一、稳住就业\n全年新增就业岗位3.2万个，调查失业率控制在5.5%左右。\n"
PLENTY = PLAN * 20


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def fault(path: Path | str, shown: str | None = None) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_source(path, shown)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    return caught.value


def assert_tiles(text: Text) -> None:
    """Blocks are the lines that hold words, in order."""
    lines = text.content.split("\n")
    assert [text.content[b.start : b.end] for b in text.blocks] == [line for line in lines if line.strip()]
    ends = [-1, *(b.end for b in text.blocks)]
    assert all(before < block.start for before, block in zip(ends, text.blocks, strict=False))


class TestTextOf:
    def test_each_line_that_holds_words_is_a_block(self) -> None:
        text = text_of("甲\n\n　　乙\n   \n")
        assert text.content == "甲\n\n　　乙\n   \n"
        assert [(b.start, b.end) for b in text.blocks] == [(0, 1), (3, 6)]

    def test_line_ends_and_byte_order_mark(self) -> None:
        assert text_of("\ufeff甲\r\n乙\r丙\n丁").content == "甲\n乙\n丙\n丁"

    def test_digest_is_that_of_the_characters_unless_given(self) -> None:
        assert text_of("甲").sha256 == hashlib.sha256("甲".encode()).hexdigest()
        assert text_of("甲", sha256="00").sha256 == "00"

    def test_lone_surrogates_are_replaced_one_for_one(self) -> None:
        assert text_of("甲\ud800乙").content == "甲\ufffd乙"

    @pytest.mark.parametrize("unseen", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u202e", "\u00ad", "\ufe0f"])
    def test_what_nobody_sees_tears_nothing_apart(self, unseen: str) -> None:
        written = f"{unseen}一、交通\n新建{unseen}公园3{unseen}5{unseen}座。"
        (target,) = extract_text(written).targets
        assert (target.indicator, target.quantity.value, target.quantity.unit) == ("公园", 35, "座")
        assert target.sentence == "新建公园35座。"
        seen = written.removeprefix("\ufeff")
        assert seen[target.span.start : target.span.end] == target.quantity.text == f"3{unseen}5{unseen}座"

    def test_what_nobody_sees_in_a_file_that_is_no_text(self) -> None:
        text = text_of_pieces([Line("新\u200b建公园3座。"), Grid([[GridCell("1\u200b个")]])], "plan.docx", "0")
        assert (text.content, text.written, text.place(3)) == ("新建公园3座。\n1个", None, 3)

    def test_nothing_at_all(self) -> None:
        assert text_of("") == Text("", (), "-", hashlib.sha256(b"").hexdigest())

    @given(st.text(st.characters(), max_size=200))
    def test_any_characters(self, content: str) -> None:
        assert_tiles(text_of(content))


class TestEncodings:
    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"])
    @pytest.mark.parametrize("plan", [PLAN, "新增就业4万人。", "发展", "Targets: 95%\n完成率95%\n"])
    def test_chinese_in_every_encoding_in_use(self, tmp_path: Path, codec: str, plan: str) -> None:
        assert read_source(write(tmp_path, "plan.txt", plan.encode(codec))).content == plan

    @pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
    def test_utf16_of_plain_ascii(self, tmp_path: Path, codec: str) -> None:
        assert read_source(write(tmp_path, "plan.txt", "GDP +5%".encode(codec))).content == "GDP +5%"

    def test_utf16_with_mark_in_big_endian_order(self, tmp_path: Path) -> None:
        data = b"\xfe\xff" + PLAN.encode("utf-16-be")
        assert read_source(write(tmp_path, "plan.txt", data)).content == PLAN

    def test_rare_characters_of_gb18030(self, tmp_path: Path) -> None:
        plan = PLENTY + "䶮家村、㙍镇改造农房120户。"
        assert read_source(write(tmp_path, "plan.txt", plan.encode("gb18030"))).content == plan

    def test_windows_line_ends(self, tmp_path: Path) -> None:
        data = PLAN.replace("\n", "\r\n").encode("gb18030")
        assert read_source(write(tmp_path, "plan.txt", data)).content == PLAN

    def test_a_form_feed_between_pages_is_text(self, tmp_path: Path) -> None:
        assert read_source(write(tmp_path, "plan.txt", "甲\n\f乙\n")).content == "甲\n\f乙\n"

    def test_broken_utf8_names_the_place(self, tmp_path: Path) -> None:
        data = PLENTY.encode()
        at = data.index("失业".encode()) + 1
        error = fault(write(tmp_path, "plan.txt", data[:at] + b"\xff" + data[at + 1 :]))
        assert error.fault == f"broken UTF-8 at byte {at - 1} (line 3)"
        assert "UTF-8" in error.remedy

    @pytest.mark.parametrize(
        "data, says",
        [
            (b"\xef\xbb\xbfab\n\xff", "broken UTF-8 at byte 6 (line 2)"),
            (b"\xff\xfea\0\n\0\0\xdca\0", "broken UTF-16 at byte 6 (line 2)"),
            (b"\xfe\xff\0a\xdc\0\0a", "broken UTF-16 at byte 4 (line 1)"),
        ],
    )
    def test_broken_behind_a_byte_order_mark(self, tmp_path: Path, data: bytes, says: str) -> None:
        assert fault(write(tmp_path, "plan.txt", data)).fault == says

    def test_a_cut_off_end(self, tmp_path: Path) -> None:
        assert "broken UTF-8" in fault(write(tmp_path, "a.txt", PLENTY.strip().encode()[:-1])).fault
        assert "broken GB18030" in fault(write(tmp_path, "b.txt", PLENTY.strip().encode("gb18030")[:-1])).fault
        assert "broken UTF-16" in fault(write(tmp_path, "c.txt", PLENTY.encode("utf-16")[:-1])).fault

    def test_broken_gb18030_names_the_place(self, tmp_path: Path) -> None:
        data = PLENTY.encode("gb18030")
        at = data.index("失业".encode("gb18030"))
        error = fault(write(tmp_path, "plan.txt", data[:at] + b"\xff" + data[at:]))
        assert error.fault == f"broken GB18030 at byte {at} (line 3)"

    @pytest.mark.parametrize("first, second", [("utf-8", "gb18030"), ("gb18030", "utf-8")])
    def test_two_encodings_in_one_file(self, tmp_path: Path, first: str, second: str) -> None:
        for other in (PLENTY, "另行安排维修桥梁6座。\n", "发展改革\n"):
            data = PLENTY.encode(first) + other.encode(second)
            error = fault(write(tmp_path, "plan.txt", data))
            assert error.fault.startswith("two encodings in one file")

    @pytest.mark.parametrize("codec", ["shift_jis", "big5"])
    def test_other_east_asian_encodings_are_not_taken_for_gb18030(self, tmp_path: Path, codec: str) -> None:
        plan = {
            "shift_jis": "これは今年のまちづくりのけいかくです。",
            "big5": "這是今年的計畫，將興建國民小學三所，請各單位辦理。",
        }
        fault(write(tmp_path, "plan.txt", plan[codec].encode(codec)))

    def test_latin_text_in_its_old_encoding(self, tmp_path: Path) -> None:
        fault(write(tmp_path, "plan.txt", "Le café près de l'école a été fermé.".encode("latin-1")))

    @pytest.mark.parametrize(
        "data, says",
        [
            (b"", "empty"),
            (b" \r\n\t\n", "empty"),
            ("\u3000\n\ufeff".encode(), "empty"),
            (b"\xff\xfe", "empty"),
            (b"a\0b\0\0\1" * 9, "NUL"),
            (PLAN.encode() + b"\x07", "U+0007 in line 4"),
            (b"\xef\xbb\xbf\0\0", "U+0000"),
            (bytes(range(256)) * 4, "not a text file"),
            (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
            (b"PK\x03\x04\x14\x00", "zip"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "old Word"),
            (b"{\\rtf1\\ansi }", "RTF"),
        ],
    )
    def test_what_is_no_text(self, tmp_path: Path, data: bytes, says: str) -> None:
        assert says in fault(write(tmp_path, "plan.txt", data)).fault

    @given(st.binary(max_size=300))
    def test_any_bytes(self, data: bytes) -> None:
        self.check(data)

    @given(st.text(max_size=50), st.sampled_from(["utf-8", "utf-16", "utf-16-be", "gb18030"]), st.binary(max_size=3))
    def test_any_text_with_any_end(self, text: str, codec: str, end: bytes) -> None:
        self.check(text.encode(codec, "replace") + end)

    @staticmethod
    def check(data: bytes) -> None:
        from planparse.sources.plain import read_markdown, read_plain

        for read in (read_plain, read_markdown):
            try:
                text = read(data, "x", "0")
            except SourceError as error:
                assert "\n" not in str(error)
            else:
                assert_tiles(text)
                assert text.content.strip()
                text.content.encode()


class TestMarkdown:
    @staticmethod
    def headings(folder: Path, plan: str) -> list[tuple[str, int]]:
        text = read_source(write(folder, "plan.md", plan))
        assert text.content == plan
        assert_tiles(text)
        return [(text.content[b.start : b.end], b.heading) for b in text.blocks if b.heading is not None]

    def test_levels_and_the_marker_stays(self, tmp_path: Path) -> None:
        found = self.headings(tmp_path, "# 总安排\n正文\n### 就业 ###\n　#不是\n####### 七\n  ## 二")
        assert found == [("# 总安排", 1), ("### 就业 ###", 3), ("  ## 二", 2)]

    def test_without_space(self, tmp_path: Path) -> None:
        assert self.headings(tmp_path, "##稳就业\n#稳就业#\n#1 线\n##\u3000稳住") == [
            ("##稳就业", 2),
            ("##\u3000稳住", 2),
        ]

    def test_code_is_no_heading(self, tmp_path: Path) -> None:
        plan = "````sh\n# a\n```\n# b\n~~~~\n# c\n```` \n# 就业\n~~~\n# d"
        assert self.headings(tmp_path, plan) == [("# 就业", 1)]

    def test_front_matter_is_no_heading(self, tmp_path: Path) -> None:
        assert self.headings(tmp_path, "---\n# 注\ntitle: 安排\n---\n# 就业") == [("# 就业", 1)]

    def test_a_rule_at_the_top_is_no_front_matter(self, tmp_path: Path) -> None:
        assert self.headings(tmp_path, "---\n# 就业\n正文") == [("# 就业", 1)]

    def test_in_plain_text_nothing_is_a_heading(self, tmp_path: Path) -> None:
        assert all(b.heading is None for b in read_source(write(tmp_path, "plan.txt", "# 就业\n正文")).blocks)


class TestReadSource:
    def test_path_and_digest(self, tmp_path: Path) -> None:
        path = write(tmp_path, "plan.TXT", PLAN.encode("gb18030"))
        text = read_source(path)
        assert text.path == path.as_posix()
        assert text.sha256 == hashlib.sha256(PLAN.encode("gb18030")).hexdigest()
        assert read_source(path, shown="2031/plan.txt").path == "2031/plan.txt"

    def test_missing(self, tmp_path: Path) -> None:
        assert str(fault(tmp_path / "no.txt", "no.txt")) == "no.txt: no such file or folder; check the path"
        assert "no such" in fault(write(tmp_path, "a.txt", "甲") / "b.txt").fault

    def test_a_folder(self, tmp_path: Path) -> None:
        assert "folder" in fault(tmp_path).fault

    @pytest.mark.parametrize(
        "name, remedy",
        [
            ("plan.odt", "save it as .docx"),
            ("plan.OFD", "save it as .docx or .pdf"),
            ("plan.png", f"readable are {', '.join(READABLE)}"),
            ("plan", f"readable are {', '.join(READABLE)}"),
            ("plan.a\nb", f"readable are {', '.join(READABLE)}"),
        ],
    )
    def test_unknown_types(self, tmp_path: Path, name: str, remedy: str) -> None:
        assert fault(write(tmp_path, name, PLAN)).remedy == remedy

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
    def test_pipes_and_devices_do_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt")
        assert "pipe" in fault(tmp_path / "pipe.txt").fault
        assert "device" in fault("/dev/zero").fault

    def test_too_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sources, "_MEGABYTE", 5)
        monkeypatch.setattr(sources, "MAX_SIZE", 1)
        assert read_source(write(tmp_path, "plan.txt", "甲乙"), max_size=2).content == "甲乙"
        with pytest.raises(SourceError, match="larger than 1 MB; split it, remove its pictures, or allow more with --max-size"):
            read_source(tmp_path / "plan.txt", max_size=1)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"1" * (64 * 5 + 1))))
        assert "larger" in fault("-").fault

    def test_a_large_file_is_refused_before_it_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.txt"
        with path.open("wb") as file:
            file.truncate(sources.MAX_SIZE * 1024 * 1024 + 1)  # a hole: takes no space on disk
        assert fault(path).fault == "larger than 64 MB"

    def test_no_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        path = write(tmp_path, "plan.txt", PLAN)
        monkeypatch.setattr("builtins.open", refuse)
        assert "no permission" in fault(path).fault

    def test_a_file_that_fails_while_it_is_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        class Failing(io.BytesIO):
            def read(self, *_: object) -> bytes:
                raise OSError(5, "Input/output error")

        path = write(tmp_path, "plan.txt", PLAN)
        monkeypatch.setattr("builtins.open", lambda *_: Failing())
        assert fault(path).fault == "cannot be read (Input/output error)"

    def test_a_file_that_vanishes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = write(tmp_path, "plan.txt", PLAN)
        status = path.stat()
        path.unlink()
        monkeypatch.setattr(os, "stat", lambda *_, **__: status)
        assert "no such file" in fault(path).fault

    @pytest.mark.parametrize("path", ["a\0b.txt", "\ud800.txt", "\udcff.txt", "x" * 5000 + ".txt", "a\nb.txt"])
    def test_names_that_no_file_can_have_or_should(self, path: str) -> None:
        str(fault(path)).encode()

    @pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
    def test_a_name_that_is_not_utf8(self, tmp_path: Path) -> None:
        path = os.path.join(os.fsencode(tmp_path), "计划.txt".encode("gbk"))
        with open(path, "wb") as file:
            file.write(PLAN.encode())
        text = read_source(os.fsdecode(path))
        text.path.encode()
        assert text.content == PLAN

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAN.encode("gb18030"))))
        text = read_source("-")
        assert (text.content, text.path) == (PLAN, "-")

    def test_no_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", None)
        assert "standard input" in fault("-").fault
        closed = io.TextIOWrapper(io.BytesIO())
        closed.close()
        monkeypatch.setattr(sys, "stdin", closed)
        fault("-")

    def test_word_on_standard_input_says_what_to_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"PK\x03\x04")))
        assert "Word" in fault("-").fault


class TestFindSources:
    def test_a_folder_in_order_of_the_parts(self, tmp_path: Path) -> None:
        for name in (
            "b.txt",
            "a/z.md",
            "a.txt",
            "a b/c.TXT",
            "B.docx",
            "a/10.txt",
            "a/9.txt",
            "市.txt",
            "catalog.yaml",
        ):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            write(tmp_path, name, PLAN)
        found, faults = find_sources([str(tmp_path)])
        names = [Path(path).relative_to(tmp_path).as_posix() for path in found]
        assert names == ["B.docx", "a/10.txt", "a/9.txt", "a/z.md", "a b/c.TXT", "a.txt", "b.txt", "市.txt"]
        assert faults == []

    def test_hidden_files_and_lock_files_are_left_out(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        for name in (".git/a.txt", ".a.txt", "~$a.docx", "README.md", "CHANGELOG.md"):
            write(tmp_path, name, PLAN)
        found, _ = find_sources([str(tmp_path)])
        assert [Path(path).name for path in found] == ["CHANGELOG.md", "README.md"]

    def test_files_stay_as_given_whatever_they_are(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        write(tmp_path, "x.png", PLAN)
        write(tmp_path, "a.txt", PLAN)
        assert find_sources(["./x.png", "-", "a.txt"]) == (["./x.png", "-", "a.txt"], [])
        assert find_sources(["."]) == (["a.txt"], [])

    def test_each_once(self, tmp_path: Path) -> None:
        path = str(write(tmp_path, "a.txt", PLAN))
        assert find_sources([path, str(tmp_path), path, "-", "-"])[0] == [path, "-"]

    def test_what_does_not_exist_does_not_lose_the_others(self, tmp_path: Path) -> None:
        path = str(write(tmp_path, "a.txt", PLAN))
        found, faults = find_sources(["no/such", path, "a\0", ""])
        assert found == [path]
        assert faults[0].fault == "no such file or folder"
        assert len(faults) == 3

    def test_links_in_a_circle(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        write(tmp_path, "a/plan.txt", PLAN)
        try:
            (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
            (tmp_path / "self").symlink_to(tmp_path / "self")
        except OSError:
            pytest.skip("no links here")
        assert find_sources([str(tmp_path)])[0] == [(tmp_path / "a" / "plan.txt").as_posix()]

    def test_a_dangling_link_is_found_so_that_it_can_be_reported(self, tmp_path: Path) -> None:
        try:
            (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
        except OSError:
            pytest.skip("no links here")
        found, _ = find_sources([str(tmp_path)])
        assert "no such" in fault(found[0]).fault

    def test_a_folder_that_cannot_be_listed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(_: object) -> list[str]:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "listdir", refuse)
        found, faults = find_sources([str(tmp_path)])
        assert found == []
        assert "no permission" in faults[0].fault

    def test_nothing_readable(self, tmp_path: Path) -> None:
        assert find_sources([str(tmp_path)]) == ([], [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=100), st.sampled_from([".txt", ".md", ".docx"]))
def test_any_bytes_in_any_file(tmp_path: Path, data: bytes, ending: str) -> None:
    path = write(tmp_path, f"x{ending}", data)
    try:
        assert_tiles(read_source(path))
    except SourceError as error:
        assert "\n" not in str(error)
