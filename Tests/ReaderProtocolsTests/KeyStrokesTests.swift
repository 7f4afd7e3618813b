import NIOCore
import ReaderProtocols
import Testing

struct KeyStrokesTests {
    /// Types as a scanner does, one key each `gap` microseconds.
    struct Typist {
        var bytes = ByteBuffer()
        var now: Int64 = 1_764_000_000_999_000

        mutating func event(_ type: UInt16, _ code: UInt16, _ value: Int32) {
            InputEvent(microseconds: now, type: type, code: code, value: value).write(to: &bytes)
        }

        mutating func press(_ code: UInt16, gap: Int64 = 2_000, shift: UInt16? = nil) {
            now += gap
            if let shift { event(1, shift, 1) }
            event(1, code, 1)
            event(0, 0, 0)
            event(1, code, 2)
            event(1, code, 0)
            if let shift { event(1, shift, 0) }
            event(0, 0, 0)
        }

        mutating func type(_ text: String, gap: Int64 = 2_000) {
            for byte in text.utf8 {
                for code in UInt16(2)...57 {
                    guard case .character(let plain, let shifted) = KeyMap.key(code), code != 55 else { continue }
                    if plain == byte {
                        press(code, gap: gap)
                        break
                    } else if shifted == byte {
                        press(code, gap: gap, shift: 42)
                        break
                    }
                }
            }
        }
    }

    private func outputs(_ body: (inout Typist) -> Void) -> [KeyStrokes.Output] {
        var typist = Typist()
        body(&typist)
        var strokes = KeyStrokes()
        return strokes.received(typist.bytes)
    }

    private func frame(_ text: String) -> KeyStrokes.Output { .frame(ByteBuffer(string: text)) }

    @Test func `every character of ASCII that has a key is typed and read`() {
        let all = String(String.UnicodeScalarView((0x20...0x7E).compactMap { Unicode.Scalar($0) }))
        #expect(
            outputs {
                $0.type(all); $0.press(28)
            } == [frame(all)]
        )
    }

    @Test(arguments: [28, 96, 15] as [UInt16])
    func `enter, the other enter and tab end a code`(end: UInt16) {
        #expect(
            outputs {
                $0.type("A1"); $0.press(end); $0.press(end); $0.type("b"); $0.press(end)
            } == [frame("A1"), frame("b")]
        )
    }

    @Test func `digits of the other block, the right shift and caps lock`() {
        let digits: [UInt16] = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73]
        #expect(
            outputs { typist in
                digits.forEach { typist.press($0) }; typist.press(28)
            } == [frame("0123456789")]
        )
        #expect(
            outputs {
                $0.press(30, shift: 54); $0.press(58); $0.press(30); $0.press(28)
            } == [frame("Aa")]
        )
    }

    @Test func `records are read however they are cut`() {
        var typist = Typist()
        typist.type("6299990000012343")
        typist.press(28)
        for size in [1, 5, 23, 24, 25, 100] {
            var strokes = KeyStrokes()
            var rest = typist.bytes
            var outputs: [KeyStrokes.Output] = []
            while rest.readableBytes > 0, let piece = rest.readSlice(length: min(size, rest.readableBytes)) {
                outputs += strokes.received(piece)
            }
            #expect(outputs == [frame("6299990000012343")])
        }
    }

    @Test func `what a person types is dropped and counted, a scan after it is whole`() {
        #expect(
            outputs {
                $0.type("abc", gap: 80_000); $0.press(28, gap: 80_000)
            } == [.person(1), .person(1), .person(1)]
        )
        #expect(
            outputs {
                $0.type("ab"); $0.press(28, gap: 50_001)
            } == [.person(2)]
        )
        #expect(
            outputs {
                $0.type("ab"); $0.press(28, gap: 50_000)
            } == [frame("ab")]
        )
        #expect(
            outputs {
                $0.type("x"); $0.press(30, gap: 90_000); $0.type("1"); $0.press(28)
            } == [.person(1), frame("a1")]
        )
    }

    @Test func `a clock that is set back loses nothing`() {
        #expect(
            outputs {
                $0.type("a"); $0.now -= 3_600_000_000; $0.type("b"); $0.press(28)
            } == [frame("ab")]
        )
    }

    @Test func `keys that are no characters spoil the code to its end`() {
        #expect(
            outputs {
                $0.type("a"); $0.press(59); $0.type("b"); $0.press(60); $0.press(28); $0.type("c"); $0.press(28)
            }
                == [.damaged, frame("c")]
        )
        // With control held a key is no character.
        #expect(
            outputs {
                $0.event(1, 29, 1); $0.type("a"); $0.event(1, 29, 0); $0.press(28); $0.type("c"); $0.press(28)
            }
                == [.damaged, frame("c")]
        )
        // The kernel lost some.
        #expect(
            outputs {
                $0.type("a"); $0.event(0, 3, 0); $0.type("b"); $0.press(28); $0.type("c"); $0.press(28)
            }
                == [.damaged, frame("c")]
        )
    }

    @Test func `too many keys are told of once and the next code is whole`() {
        let full = String(repeating: "7", count: LineFramer.maximumFrameSize)
        #expect(
            outputs {
                $0.type(full); $0.press(28)
            } == [frame(full)]
        )
        #expect(
            outputs {
                $0.type(full + "77"); $0.press(28); $0.type("c"); $0.press(28)
            } == [.oversize, frame("c")]
        )
    }

    @Test func `keys without an end are a fragment, a single one is a person's`() {
        var strokes = KeyStrokes()
        var typist = Typist()
        typist.type("123456")
        #expect(strokes.received(typist.bytes).isEmpty)
        #expect(strokes.isPending)
        #expect(strokes.silence() == .fragment)
        #expect(!strokes.isPending)
        #expect(strokes.silence() == nil)
        typist = Typist()
        typist.type("1")
        _ = strokes.received(typist.bytes)
        #expect(strokes.silence() == .person(1))
    }

    @Test func `noise keeps nothing and traps nowhere`() {
        var generator = SeededGenerator(seed: 21)
        var strokes = KeyStrokes()
        for _ in 0..<500 {
            let bytes = (0..<240).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = strokes.received(ByteBuffer(bytes: bytes))
        }
        #expect(InputEvent.size == 24)
    }
}
