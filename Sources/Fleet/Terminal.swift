import Foundation

/// Lines for the person in front of it.
public enum Terminal {
    /// One line that says what is done now.
    public static func say(_ text: String) {
        show("==> " + text)
    }

    /// Text as it is, at once: also when it is a file that somebody watches.
    public static func show(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
