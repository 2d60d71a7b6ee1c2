import ArgumentParser

/// How a command speaks.
struct OutputOptions: ParsableArguments {
    @Flag(help: "One JSON object at the end instead of text.")
    var json = false
}
