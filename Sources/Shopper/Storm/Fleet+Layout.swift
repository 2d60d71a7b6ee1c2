import ArgumentParser

extension Fleet.Layout {
    /// As scripts/storm says it.
    init(environment: [String: String], gateways: Int) throws {
        func value(_ name: String) throws -> String {
            guard let value = environment[name] else {
                throw ValidationError("\(name) is needed; use `make storm` or `make outage`")
            }
            return value
        }
        let first = Int(try value("STORM_PORT")) ?? 0
        self.init(
            programs: try value("STORM_BIN_DIR"),
            directory: try value("STORM_DIR"),
            superuserURL: try value("STORM_DATABASE_URL"),
            gatewayDatabaseURL: try value("STORM_GATEWAY_DATABASE_URL"),
            databaseCommand: try value("STORM_DATABASE_COMMAND"),
            gatewayPorts: (0..<gateways).map { first + 1 + $0 },
            simulatorPort: first
        )
    }
}
