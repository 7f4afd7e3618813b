import DaemonSupport

/// In this module instead of the library's: what a file or the network brought shows as visible characters only.
func print(_ text: String, terminator: String = "\n") {
    Swift.print(VisibleText.of(text), terminator: terminator)
}
