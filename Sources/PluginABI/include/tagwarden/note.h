/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file note.h
 * The ELF note that tells a plugin's ABI version without running any of its code.
 *
 * The host reads section `.note.tagwarden` from the file and refuses another major version before dlopen, so
 * no constructor of an incompatible library ever runs. The note is an ordinary ELF note
 * (https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html#note_section): name "TAGWARDN", type 1,
 * descriptor of 8 bytes: magic, major, minor (little-endian 32, 16, 16 bits).
 */
#ifndef TAGWARDEN_NOTE_H
#define TAGWARDEN_NOTE_H

#include "base.h"

/** Layout of the note's section; all of it is constant. Since 1.0. */
typedef struct tw_note {
    uint32_t name_size;        /**< 9: "TAGWARDN" and its terminator. */
    uint32_t descriptor_size;  /**< 8. */
    uint32_t type;             /**< 1. */
    char name[12];             /**< "TAGWARDN", padded with zeros to a multiple of 4. */
    uint32_t magic;            /**< TW_PLUGIN_MAGIC. */
    uint16_t abi_major;        /**< TW_ABI_MAJOR of the headers the plugin was compiled with. */
    uint16_t abi_minor;        /**< TW_ABI_MINOR of the same. */
} tw_note;

#if defined(__GNUC__) || defined(__clang__)
/** Puts the note into the library; write it once, at file scope, in one source file. Since 1.0. */
#define TW_PLUGIN_NOTE                                                                              \
    __attribute__((section(".note.tagwarden"), used, aligned(4))) static const tw_note tw_plugin_note = { \
        9, 8, 1, "TAGWARDN", TW_PLUGIN_MAGIC, TW_ABI_MAJOR, TW_ABI_MINOR}
#endif

#endif
