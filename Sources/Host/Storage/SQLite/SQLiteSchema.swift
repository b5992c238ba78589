// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The tables, and the steps by which a file of any released version comes to them.
///
/// A step that was released is never changed; a change is a new step.
enum SQLiteSchema {
    /// Applies the steps that the file has not seen.
    ///
    /// - Throws: ``StorageError/Code/newerSchema`` for a file that a newer version wrote.
    static func migrate(_ database: any DatabaseWriter) throws {
        let migrator = migrator
        if try database.read(migrator.hasBeenSuperseded) {
            throw StorageError(
                .newerSchema,
                "A newer version of Tagwarden wrote this store. Start that version, or name another folder "
                    + "with --state."
            )
        }
        try migrator.migrate(database)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 inventory") { try $0.execute(sql: inventory) }
        migrator.registerMigration("1 history") { try $0.execute(sql: history) }
        migrator.registerMigration("1 results") { try $0.execute(sql: results) }
        migrator.registerMigration("1 values") { try $0.execute(sql: values) }
        return migrator
    }

    /// Rows of `resource` are visible when their generation is the one of their cell.
    ///
    /// A row of `scan` stands as long as its scan runs. Numbers of scans are never used twice.
    private static let inventory = """
        CREATE TABLE scan (
            generation INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL,
            started INTEGER NOT NULL
        );
        CREATE TABLE cell (
            id INTEGER PRIMARY KEY,
            cloud TEXT NOT NULL,
            scope TEXT NOT NULL,
            region TEXT NOT NULL,
            type TEXT NOT NULL,
            generation INTEGER,
            completed INTEGER,
            attempted INTEGER,
            status TEXT,
            resources INTEGER,
            permission TEXT,
            code TEXT,
            detail TEXT,
            UNIQUE (cloud, scope, region, type)
        );
        CREATE TABLE resource (
            cell INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            id TEXT NOT NULL,
            resource_id TEXT NOT NULL,
            name TEXT,
            region TEXT,
            created INTEGER,
            state TEXT,
            tags TEXT NOT NULL,
            PRIMARY KEY (cell, generation, id)
        ) WITHOUT ROWID;
        """

    private static let history = """
        CREATE TABLE snapshot (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            taken INTEGER NOT NULL,
            clouds TEXT NOT NULL,
            score REAL,
            total_resources INTEGER NOT NULL,
            compliant_resources INTEGER NOT NULL,
            violations INTEGER NOT NULL,
            quality TEXT NOT NULL,
            policy TEXT NOT NULL,
            details TEXT NOT NULL
        );
        CREATE INDEX snapshot_taken ON snapshot (taken);
        """

    /// A `result` without `expires` is not finished.
    private static let results = """
        CREATE TABLE result (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            owner TEXT NOT NULL,
            created INTEGER NOT NULL,
            expires INTEGER,
            rows INTEGER NOT NULL DEFAULT 0,
            header TEXT
        );
        CREATE TABLE result_row (
            result INTEGER NOT NULL,
            key TEXT NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (result, key)
        ) WITHOUT ROWID;
        """

    private static let values = """
        CREATE TABLE value (
            namespace TEXT NOT NULL,
            key BLOB NOT NULL,
            value BLOB NOT NULL,
            expires INTEGER,
            PRIMARY KEY (namespace, key)
        ) WITHOUT ROWID;
        """
}
