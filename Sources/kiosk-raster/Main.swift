import Glibc
import PaperRaster

@main
enum KioskRaster {
    static func main() { exit(RasterProgram.run()) }
}
