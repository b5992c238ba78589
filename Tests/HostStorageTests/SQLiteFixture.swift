// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Changes a database file behind the store's back.
enum SQLiteFixture {
    static func execute(_ sql: String, in path: String) throws {
        let database = try DatabaseQueue(path: path)
        try database.write { try $0.execute(sql: sql) }
        try database.close()
    }
}
