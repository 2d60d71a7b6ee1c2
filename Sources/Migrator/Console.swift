import Foundation

/// What the program says: progress on standard output, trouble on standard error.
enum Console {
    /// Progress.
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Trouble.
    static func error(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
