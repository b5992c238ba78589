# SPDX-License-Identifier: Apache-2.0
"""Small plugins in C that tests make on the spot."""

import json
import shutil
import subprocess

import pytest

from conftest import ROOT

INCLUDE = ROOT / "Sources" / "PluginABI" / "include"

PREAMBLE = """
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tagwarden/tagwarden.h>
TW_PLUGIN_NOTE;
static inline tw_bytes text(const char *t) { return (tw_bytes){(const uint8_t *)t, strlen(t)}; }
static inline tw_status tool(const tw_host *host, const char *name) {
    const tw_tool one = {.struct_size = sizeof one, .name = name, .title = name, .description = "A tool of a test.",
                         .input_schema = "{\\"type\\":\\"object\\"}"};
    uint32_t id = 0;
    return host->register_tools(host, &one, 1, &id);
}
static inline void answer(const tw_call *call, const char *t) {
    call->ops->done(call, TW_OK, (tw_owned){(const uint8_t *)t, strlen(t), NULL, NULL});
}
"""

POSTAMBLE = """
static const tw_plugin plugin = {.magic = TW_PLUGIN_MAGIC, .struct_size = sizeof plugin, .abi_major = TW_ABI_MAJOR,
    .abi_minor = TW_ABI_MINOR, .id = "%(id)s", .version = "1.0.0", .title = "Test", .license = "Apache-2.0",
    .create = create, .invoke = invoke, %(members)s};
const tw_plugin *tagwarden_plugin_entry(const tw_offer *offer, tw_bytes *refusal) {
    (void)offer, (void)refusal;
    return &plugin;
}
"""


def compiler():
    for name in ("clang", "cc"):
        if path := shutil.which(name):
            return path
    return pytest.skip("there is no C compiler: apt-get install clang")


def manifest(name, **changes):
    return {
        "id": name, "version": "1.0.0", "title": "Test", "abi": {"major": 1, "minor": 0},
        "library": f"lib{name}.so", "kinds": ["tool"], "permissions": {},
    } | changes


def build_plugin(folder, name, code, permissions=None, members=""):
    """Builds `folder/name` from `create` and `invoke` in C; gives the plugin's folder."""
    place = folder / name
    place.mkdir(parents=True)
    (place / "plugin.json").write_text(json.dumps(manifest(name, permissions=permissions or {})))
    source = PREAMBLE + code + POSTAMBLE % {"id": name, "members": members}
    (place / "plugin.c").write_text(source)
    subprocess.run(
        [compiler(), "-std=c17", "-Wall", "-Wextra", "-Wno-unused-function", "-Werror", "-fPIC", "-shared",
         "-fvisibility=hidden",
         "-I", str(INCLUDE), str(place / "plugin.c"), "-o", str(place / f"lib{name}.so")],
        check=True,
    )
    return place
