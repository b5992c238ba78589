// SPDX-License-Identifier: Apache-2.0

/// Reads the INI dialect of AWS's shared files.
///
/// It is the dialect of Python's `configparser.RawConfigParser`, which botocore uses, with botocore's nested
/// settings on top: Tests/Integration/generate_shared_config_cases.py compares the two.
struct ConfigFileParser {
    /// One section in the order of the file.
    typealias Section = (name: String, settings: ConfigSection)

    /// Settings of a section called DEFAULT hold in every section.
    private static let defaultsName = "DEFAULT"

    private struct Draft {
        var name: String
        var settings: [(name: String, lines: [String], line: Int)] = []
    }

    private struct SettingName: Hashable {
        let section: String
        let name: String
    }

    private var drafts: [Draft] = []
    private var indent = 0
    /// Whether a continuation line belongs to the last setting of the last draft.
    private var isInSetting = false
    private var firstBadLine: Int?
    private var sectionNames: Set<String> = []
    private var settingNames: Set<SettingName> = []

    /// Reads a file.
    ///
    /// - Parameter bytes: the file's content.
    /// - Returns: its sections in order.
    /// - Throws: ``ConfigSyntaxError`` for the first line that cannot be read.
    static func parse(_ bytes: [UInt8]) throws(ConfigSyntaxError) -> [Section] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigSyntaxError(code: .encoding, message: "the file is not UTF-8", line: 1)
        }
        var parser = ConfigFileParser()
        for (index, line) in lines(of: text).enumerated() { try parser.take(line, number: index + 1) }
        if let line = parser.firstBadLine {
            throw ConfigSyntaxError(
                code: .notASetting,
                message: "neither a section, a setting nor a comment",
                line: line
            )
        }
        return try parser.finish()
    }

    private static func lines(of text: String) -> [Substring.UnicodeScalarView] {
        var scalars = Substring(text).unicodeScalars
        if scalars.first == "\u{FEFF}" { scalars = scalars.dropFirst() }
        // Python reads text files with universal newlines: LF, CR LF and CR.
        var lines: [Substring.UnicodeScalarView] = []
        while !scalars.isEmpty {
            let end = scalars.firstIndex { $0 == "\n" || $0 == "\r" } ?? scalars.endIndex
            lines.append(scalars[..<end])
            let isPair = scalars[end...].starts(with: "\r\n".unicodeScalars)
            scalars = scalars[end...].dropFirst(isPair ? 2 : 1)
        }
        return lines
    }

    // MARK: - Lines

    private mutating func take(_ line: Substring.UnicodeScalarView, number: Int) throws(ConfigSyntaxError) {
        let value = line.trimmed
        if value.first == "#" || value.first == ";" { return }
        guard let first = value.first else {
            if isInSetting { appendToSetting("") }
            return
        }
        let column = line.distance(from: line.startIndex, to: value.startIndex)
        if isInSetting, column > indent {
            appendToSetting(String(value))
            return
        }
        indent = column
        if first == "[", let close = value.lastIndex(of: "]"), value.index(after: value.startIndex) < close {
            try open(String(value[value.index(after: value.startIndex)..<close]), line: number)
        } else if drafts.isEmpty {
            throw ConfigSyntaxError(
                code: .missingSection,
                message: "a setting stands before the first [section]",
                line: number
            )
        } else {
            try add(value, line: number)
        }
    }

    private mutating func open(_ name: String, line: Int) throws(ConfigSyntaxError) {
        isInSetting = false
        guard sectionNames.insert(name).inserted || name == Self.defaultsName else {
            throw ConfigSyntaxError(
                code: .duplicateSection,
                message: "the section [\(name)] stands twice",
                line: line
            )
        }
        drafts.append(Draft(name: name))
    }

    private mutating func add(_ text: Substring.UnicodeScalarView, line: Int) throws(ConfigSyntaxError) {
        let mark = text.firstIndex { $0 == "=" || $0 == ":" }
        guard let mark, mark > text.startIndex else {
            firstBadLine = firstBadLine ?? line
            return
        }
        let name = String(text[..<mark].trimmed).lowercased()
        let section = drafts[drafts.count - 1]
        guard settingNames.insert(SettingName(section: section.name, name: name)).inserted else {
            throw ConfigSyntaxError(
                code: .duplicateSetting,
                message: "the setting \(name) stands twice in [\(section.name)]",
                line: line
            )
        }
        let value = String(text[text.index(after: mark)...].trimmed)
        drafts[drafts.count - 1].settings.append((name, [value], line))
        isInSetting = true
    }

    private mutating func appendToSetting(_ line: String) {
        let section = drafts.count - 1
        drafts[section].settings[drafts[section].settings.count - 1].lines.append(line)
    }

    // MARK: - Values

    private func finish() throws(ConfigSyntaxError) -> [Section] {
        var defaults = ConfigSection()
        for draft in drafts where draft.name == Self.defaultsName { defaults.merge(try Self.section(draft)) }
        var result: [Section] = []
        for draft in drafts where draft.name != Self.defaultsName {
            var settings = defaults
            settings.merge(try Self.section(draft))
            result.append((draft.name, settings))
        }
        return result
    }

    private static func section(_ draft: Draft) throws(ConfigSyntaxError) -> ConfigSection {
        var section = ConfigSection()
        for setting in draft.settings {
            let text = String(setting.lines.joined(separator: "\n").unicodeScalars[...].trimmedAtEnd)
            if text.unicodeScalars.first == "\n" {
                section.set(setting.name, .nested(try nested(setting.lines, line: setting.line)))
            } else {
                section.set(setting.name, .text(text))
            }
        }
        return section
    }

    private static func nested(_ lines: [String], line: Int) throws(ConfigSyntaxError) -> [String: String] {
        var result: [String: String] = [:]
        for text in lines where !text.isEmpty {
            let scalars = text.unicodeScalars
            guard let mark = scalars.firstIndex(of: "=") else {
                throw ConfigSyntaxError(
                    code: .notASetting,
                    message: "an indented line under this setting has no =",
                    line: line
                )
            }
            result[String(scalars[..<mark].trimmed)] = String(scalars[scalars.index(after: mark)...].trimmed)
        }
        return result
    }
}

extension Substring.UnicodeScalarView {
    /// Without white space at either end.
    fileprivate var trimmed: Self {
        drop(while: \.properties.isWhitespace).trimmedAtEnd
    }

    /// Without white space at the end.
    fileprivate var trimmedAtEnd: Self {
        var result = self
        while let last = result.last, last.properties.isWhitespace { result = result.dropLast() }
        return result
    }
}
