/// A device that is plugged in.
package struct ControlDevice: Codable, Equatable, Sendable {
    package struct Taken: Codable, Equatable, Sendable {
        package enum Kind: String, CaseIterable, Codable, Sendable {
            /// Known: the driver follows.
            case device
            /// A bare adapter; anything can be behind it.
            case bridge
            /// Known, and of no use in this form, such as a scanner in a mode that sends nothing here.
            case unusable
            /// Known to be something else: a modem, a clock.
            case foreign
            /// Not in the table.
            case unknown
            /// Told by the settings to be left alone.
            case ignored
        }

        package var kind: Kind
        package var name: String?
        package var driver: String?
        /// A stable word for the reason.
        package var why: String
        /// The reason as a sentence.
        package var explanation: String
        /// Where the row of the table comes from.
        package var source: String?

        package init(
            kind: Kind,
            name: String? = nil,
            driver: String? = nil,
            why: String,
            explanation: String,
            source: String? = nil
        ) {
            self.kind = kind
            self.name = name
            self.driver = driver
            self.why = why
            self.explanation = explanation
            self.source = source
        }
    }

    package enum BoundBy: String, CaseIterable, Codable, Sendable { case configuration, technician, match }

    package struct Assignment: Codable, Equatable, Sendable {
        package enum State: String, CaseIterable, Codable, Sendable {
            /// Does the work of its role.
            case active
            /// Another device has the role; this one takes over when that goes.
            case standby
            /// Nobody has said what it is for. It is sent nothing.
            case unassigned
            case unusable
            case foreign
            case unknown
            case ignored
            /// It cannot be told from another device; neither is used.
            case conflict
            /// It was bound by its socket and is in another one now.
            case moved
        }

        package var state: State
        package var role: String?
        package var driver: String?
        package var boundBy: BoundBy?
        package var why: String
        package var explanation: String

        package init(
            state: State,
            role: String? = nil,
            driver: String? = nil,
            boundBy: BoundBy? = nil,
            why: String,
            explanation: String
        ) {
            self.state = state
            self.role = role
            self.driver = driver
            self.boundBy = boundBy
            self.why = why
            self.explanation = explanation
        }
    }

    /// A program that has the device open.
    package struct Holder: Codable, Equatable, Sendable {
        package var pid: Int
        package var program: String

        package init(pid: Int, program: String) {
            self.pid = pid
            self.program = program
        }
    }

    /// Only of a device that is in use.
    package struct Health: Codable, Equatable, Sendable {
        /// `missing`, `unavailable`, `starting`, `ready`, `asking`, `reading`, `remove-card`, `silent`, `faulty`.
        package var state: String
        package var problem: ControlProblem?
        package var bytes = 0
        /// Whole frames.
        package var frames = 0
        package var damaged = 0
        /// Half frames that were thrown away.
        package var discarded = 0
        /// Cards or codes handed on.
        package var reads = 0
        package var reconnects = 0
        /// RFC 3339.
        package var lastGoodRead: String?
        /// The number of an ID-card reader's security module.
        package var module: String?
        /// The speed that works, in bits per second.
        package var baud: Int?

        package init(state: String, problem: ControlProblem? = nil) {
            self.state = state
            self.problem = problem
        }
    }

    /// Stays the same when the device is plugged in again: what a binding is made by, for people to read.
    package var id: String
    package var node: String
    package var links: [String] = []
    /// `tty`, `input` or `usbmisc`.
    package var subsystem: String
    package var bus: String?
    package var vendorId: String?
    package var productId: String?
    package var vendor: String?
    package var model: String?
    package var serial: String?
    package var interface: String?
    package var port: String?
    package var kernelDriver: String?
    package var takenFor: Taken
    package var assignment: Assignment
    package var holder: Holder?
    package var health: Health?

    package init(id: String, node: String, subsystem: String, takenFor: Taken, assignment: Assignment) {
        self.id = id
        self.node = node
        self.subsystem = subsystem
        self.takenFor = takenFor
        self.assignment = assignment
    }
}
