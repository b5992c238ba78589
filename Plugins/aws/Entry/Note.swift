// SPDX-License-Identifier: Apache-2.0

// The ELF note of note.h, field by field: sizes and type, the name "TAGWARDN" padded to 12 bytes, magic, ABI 1.0.
@section(".note.tagwarden") @used
private let note:
    (
        UInt32, UInt32, UInt32,
        UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8,
        UInt32, UInt16, UInt16
    ) = (
        9, 8, 1,
        0x54, 0x41, 0x47, 0x57, 0x41, 0x52, 0x44, 0x4E, 0, 0, 0, 0,
        0x4C50_5754, 1, 0
    )
