// SPDX-License-Identifier: Apache-2.0

/// The ABI version that a library's `.note.tagwarden` tells, read without running any of its code.
///
/// Offsets are those of ELF-64 (https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.intro.html). Every number
/// comes from a file that nobody vouches for: all arithmetic is checked.
struct ELFNote: Hashable, Sendable {
    let version: ABIVersion

    /// Why a file has no usable note.
    struct Fault: Error, Hashable {
        let code: PluginDiagnostic.Code
        let message: String
    }

    /// Gives the bytes of a range of the file; nothing when the file is shorter.
    typealias Source = (_ offset: UInt64, _ count: Int) throws(Fault) -> [UInt8]

    static let section = ".note.tagwarden"

    /// Reads the note from the content of a whole file.
    init(in file: [UInt8]) throws(Fault) {
        try self.init { (offset, count) throws(Fault) in
            guard let start = Int(exactly: offset), start <= file.count, count <= file.count - start else {
                throw Self.truncated
            }
            return Array(file[start..<start + count])
        }
    }

    /// Reads the note from a file of which only the needed ranges are fetched.
    init(from source: Source) throws(Fault) {
        let header = try Self.header(source)
        let note = try Self.findSection(header, source)
        version = try Self.version(inNotes: note)
    }

    static let truncated = Fault(code: .libraryDamaged, message: "The ELF file ends early.")

    private static func damaged(_ message: String) -> Fault { Fault(code: .libraryDamaged, message: message) }
    private static func foreign(_ message: String) -> Fault { Fault(code: .notALibrary, message: message) }

    // MARK: Header

    private struct Header {
        var sectionTable: UInt64
        var sectionCount: UInt64
        var nameSection: UInt64
    }

    #if arch(x86_64)
    private static let machine: UInt16 = 62  // EM_X86_64
    #elseif arch(arm64)
    private static let machine: UInt16 = 183  // EM_AARCH64
    #endif

    private static func header(_ source: Source) throws(Fault) -> Header {
        let identity: [UInt8]
        do { identity = try source(0, 16) } catch { throw foreign("The file is too short for an ELF file.") }
        guard identity.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { throw foreign("The file is not ELF.") }
        // EI_CLASS 2: 64-bit, EI_DATA 1: little-endian
        guard identity[4] == 2, identity[5] == 1 else {
            throw foreign("The file is not 64-bit little-endian ELF.")
        }
        let bytes = try source(0, 64)
        guard bytes.number(at: 16, UInt16.self) == 3 else {  // e_type ET_DYN
            throw foreign("The ELF file is not a shared library.")
        }
        guard bytes.number(at: 18, UInt16.self) == machine else {
            throw foreign("The library was built for another processor.")
        }
        guard bytes.number(at: 58, UInt16.self) == 64 else {  // e_shentsize
            throw damaged("The ELF file has no section table.")
        }
        var header = Header(
            sectionTable: bytes.number(at: 40, UInt64.self),
            sectionCount: UInt64(bytes.number(at: 60, UInt16.self)),
            nameSection: UInt64(bytes.number(at: 62, UInt16.self))
        )
        guard header.sectionTable >= 64 else { throw damaged("The ELF file has no section table.") }
        // Large files keep the true numbers in section 0 (gABI, e_shnum and e_shstrndx).
        if header.sectionCount == 0 || header.nameSection == 0xFFFF {
            let first = try source(header.sectionTable, 64)
            if header.sectionCount == 0 { header.sectionCount = first.number(at: 32, UInt64.self) }
            if header.nameSection == 0xFFFF { header.nameSection = UInt64(first.number(at: 40, UInt32.self)) }
        }
        guard header.sectionCount <= 65_536, header.nameSection < header.sectionCount else {
            throw damaged("The ELF file's section table contradicts itself.")
        }
        return header
    }

    // MARK: Sections

    private static func findSection(_ header: Header, _ source: Source) throws(Fault) -> [UInt8] {
        let table = try source(header.sectionTable, Int(header.sectionCount) * 64)
        let names = try content(ofSection: Int(header.nameSection), table, source, limit: 4 << 20)
        let wanted = Array(section.utf8) + [0]
        for index in 0..<Int(header.sectionCount) {
            let name = Int(table.number(at: index * 64, UInt32.self))
            guard name <= names.count, names[name...].starts(with: wanted) else { continue }
            return try content(ofSection: index, table, source, limit: 4096)
        }
        throw Fault(
            code: .noteMissing,
            message: "The library has no section \(section): it is no Tagwarden plugin."
        )
    }

    private static func content(
        ofSection index: Int,
        _ table: [UInt8],
        _ source: Source,
        limit: UInt64
    ) throws(Fault) -> [UInt8] {
        let start = index * 64
        guard table.number(at: start + 4, UInt32.self) != 8 else {  // SHT_NOBITS occupies no file space
            throw damaged("A section of the ELF file has no content.")
        }
        let size = table.number(at: start + 32, UInt64.self)
        guard size <= limit else { throw damaged("A section of the ELF file is longer than \(limit) bytes.") }
        return try source(table.number(at: start + 24, UInt64.self), Int(size))
    }

    // MARK: Note

    /// Walks the notes of a section (gABI chapter 5, Note Section); each part is padded to 4 bytes.
    private static func version(inNotes bytes: [UInt8]) throws(Fault) -> ABIVersion {
        let invalid = Fault(
            code: .noteInvalid,
            message: "The section \(section) is not of the form that note.h gives."
        )
        var position = 0
        while bytes.count - position >= 12 {
            let nameSize = Int(bytes.number(at: position, UInt32.self))
            let size = Int(bytes.number(at: position + 4, UInt32.self))
            let kind = bytes.number(at: position + 8, UInt32.self)
            let content = position + 12 + (nameSize + 3) / 4 * 4
            guard content <= bytes.count, size <= bytes.count - content else { throw invalid }
            let name = bytes[position + 12..<position + 12 + nameSize]
            if name.elementsEqual("TAGWARDN\0".utf8), kind == 1 {
                guard size == 8, bytes.number(at: content, UInt32.self) == 0x4C50_5754 else { throw invalid }
                return ABIVersion(
                    major: Int(bytes.number(at: content + 4, UInt16.self)),
                    minor: Int(bytes.number(at: content + 6, UInt16.self))
                )
            }
            position = content + (size + 3) / 4 * 4
        }
        throw invalid
    }
}

extension [UInt8] {
    /// The little-endian number at a place that the caller has checked.
    fileprivate func number<Number: FixedWidthInteger>(at offset: Int, _ type: Number.Type) -> Number {
        var result: Number = 0
        for index in (0..<MemoryLayout<Number>.size).reversed() {
            result = result << 8 | Number(truncatingIfNeeded: self[offset + index])
        }
        return result
    }
}
