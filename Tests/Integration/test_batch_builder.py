# SPDX-License-Identifier: Apache-2.0
"""The batch builder as Apache Arrow's own reader sees it: pyarrow imports and validates what it makes."""

import ctypes
import decimal
import pathlib
import shutil
import subprocess

import pytest

pa = pytest.importorskip("pyarrow")

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXT, DICTIONARY, TIMESTAMP, MAP, DECIMAL = range(1, 6)
OK, INVALID_ARGUMENT, OUT_OF_RANGE = 0, 3, 11


class Bytes(ctypes.Structure):
    _fields_ = [("ptr", ctypes.c_char_p), ("len", ctypes.c_size_t)]


def text(value):
    if value is None:
        return Bytes(None, 0)
    raw = value if isinstance(value, bytes) else value.encode()
    return Bytes(raw, len(raw))


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    compiler = shutil.which("clang") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler")
    output = tmp_path_factory.mktemp("builder") / "libbuilder.so"
    folder = ROOT / "Sources" / "PluginABI"
    sources = [folder / "batch_builder.c", folder / "batch_finish.c"]
    subprocess.run(
        [compiler, "-std=c11", "-Wall", "-Wextra", "-Werror", "-g", "-fPIC", "-shared"]
        + ["-I", folder / "include", "-o", output, *sources],
        check=True,
    )
    loaded = ctypes.CDLL(str(output))
    loaded.tw_batch_builder_create.restype = ctypes.c_void_p
    loaded.tw_batch_builder_rows.restype = ctypes.c_int64
    loaded.tw_batch_builder_rows.argtypes = [ctypes.c_void_p]
    loaded.tw_batch_builder_destroy.argtypes = [ctypes.c_void_p]
    loaded.tw_batch_builder_add_column.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
    loaded.tw_batch_builder_set_text.argtypes = [ctypes.c_void_p, ctypes.c_int32, Bytes]
    loaded.tw_batch_builder_set_timestamp.argtypes = [ctypes.c_void_p, ctypes.c_int32, ctypes.c_int64]
    loaded.tw_batch_builder_add_entry.argtypes = [ctypes.c_void_p, ctypes.c_int32, Bytes, Bytes]
    loaded.tw_batch_builder_end_row.argtypes = [ctypes.c_void_p]
    loaded.tw_batch_builder_finish.argtypes = [ctypes.c_void_p] + [ctypes.c_void_p] * 2
    return loaded


class Builder:
    def __init__(self, library, **columns):
        self.library = library
        self.handle = library.tw_batch_builder_create()
        self.columns = {}
        for name, kind in columns.items():
            self.columns[name] = library.tw_batch_builder_add_column(self.handle, name.encode(), kind)

    def row(self, **values):
        for name, value in values.items():
            self.set(name, value)
        return self.library.tw_batch_builder_end_row(self.handle)

    def set(self, name, value):
        column = self.columns[name]
        if isinstance(value, int):
            self.library.tw_batch_builder_set_timestamp(self.handle, column, value)
        elif isinstance(value, (list, dict)):
            for key, item in value.items() if isinstance(value, dict) else value:
                self.library.tw_batch_builder_add_entry(self.handle, column, text(key), text(item))
        else:
            self.library.tw_batch_builder_set_text(self.handle, column, text(value))

    def finish(self):
        schema, array = ctypes.create_string_buffer(72), ctypes.create_string_buffer(80)
        addresses = ctypes.addressof(schema), ctypes.addressof(array)
        assert self.library.tw_batch_builder_finish(self.handle, *addresses) == OK
        batch = pa.RecordBatch._import_from_c(addresses[1], addresses[0])
        batch.validate(full=True)
        return batch

    def close(self):
        self.library.tw_batch_builder_destroy(self.handle)


@pytest.fixture
def make(library):
    made = []

    def build(**columns):
        made.append(Builder(library, **columns))
        return made[-1]

    yield build
    for builder in made:
        builder.close()


def test_rows_of_every_kind_are_read_back(make):
    builder = make(id=TEXT, type=DICTIONARY, created=TIMESTAMP, tags=MAP, cost=DECIMAL)
    assert builder.row(id="a", type="t", created=1_000_000, tags={"k": "v", "n": None}, cost="-1.5") == OK
    assert builder.row() == OK
    assert builder.row(id="é", type="t", tags={}, cost="12345678901234567890123456.123456789012") == OK
    rows = builder.finish().to_pylist()
    assert rows[0]["tags"] == [("k", "v"), ("n", None)]
    assert rows[0]["created"].timestamp() == 1
    assert rows[0]["cost"] == decimal.Decimal("-1.5")
    assert rows[1] == {"id": None, "type": None, "created": None, "tags": [], "cost": None}
    assert (rows[2]["id"], rows[2]["type"]) == ("é", "t")
    assert rows[2]["cost"] == decimal.Decimal("12345678901234567890123456.123456789012")


def test_a_spoiled_row_leaves_no_trace(make):
    builder = make(id=TEXT, tags=MAP)
    builder.row(id="first", tags={"a": "1"})
    assert builder.row(id="bad", tags=[("k", "v"), (b"\xff", "v")]) == INVALID_ARGUMENT
    assert builder.row(id=b"\xed\xa0\x80") == INVALID_ARGUMENT
    builder.row(id="last", tags={"z": None})
    rows = builder.finish().to_pylist()
    assert rows == [{"id": "first", "tags": [("a", "1")]}, {"id": "last", "tags": [("z", None)]}]


def test_a_builder_is_empty_after_finish_and_can_go_on(make):
    builder = make(id=TEXT, type=DICTIONARY)
    for round in range(3):
        assert builder.row(id=f"r{round}", type=f"t{round}") == OK
        assert builder.finish().to_pylist() == [{"id": f"r{round}", "type": f"t{round}"}]
    assert builder.finish().num_rows == 0


def test_a_value_set_twice_counts_once(make):
    builder = make(id=TEXT)
    builder.set("id", "first")
    assert builder.row(id="second") == OK
    assert builder.finish().to_pylist() == [{"id": "second"}]


def test_the_row_limit_asks_for_finish(make):
    builder = make(id=TEXT, type=DICTIONARY)
    for number in range(8192):
        assert builder.row(id=str(number), type=f"type-{number % 300}") == OK
    assert builder.row(id="one too many") == OUT_OF_RANGE
    batch = builder.finish()
    assert batch.num_rows == 8192
    assert batch.column("type").to_pylist()[777] == f"type-{777 % 300}"
    assert len(batch.column("type").dictionary) == 300


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0", "0"),
        ("+1", "1"),
        (".5", "0.5"),
        ("0.0000000000005", "0.000000000001"),
        ("-0.0000000000004", "0"),
        ("99999999999999999999999999.999999999999", "99999999999999999999999999.999999999999"),
        ("-99999999999999999999999999.999999999999", "-99999999999999999999999999.999999999999"),
    ],
)
def test_decimals_keep_their_value(make, written, read):
    builder = make(cost=DECIMAL)
    assert builder.row(cost=written) == OK
    assert builder.finish().to_pylist() == [{"cost": decimal.Decimal(read)}]


@pytest.mark.parametrize("written", ["", "-", ".", "1e3", "1,5", " 1", "100000000000000000000000000"])
def test_what_is_no_decimal_is_refused(make, written):
    builder = make(cost=DECIMAL)
    assert builder.row(cost=written) == INVALID_ARGUMENT
    assert builder.finish().num_rows == 0
