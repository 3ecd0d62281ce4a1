// Errors as Foundation shows them.

import Foundation

extension PortregError: LocalizedError, CustomStringConvertible {
    /// What is wrong, and the way out.
    public var errorDescription: String? { description }
}
