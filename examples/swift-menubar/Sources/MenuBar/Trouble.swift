// What has gone wrong, as people read it: what was asked for, why it did not happen, and the way out.

import Foundation
import Portreg

/// Something that has gone wrong.
public struct Trouble: Sendable, Equatable {
    /// What does not work: `shop:web cannot be started`.
    public let title: String
    /// Why, and the way out.
    public let message: String
    /// The commands that the way out names, to be copied.
    public let commands: [String]
    /// Whether the preferences are the way out.
    public let isOfPreferences: Bool
    /// Whether the same may work a moment later.
    public let isRetryable: Bool

    init(_ title: String, because message: String, isOfPreferences: Bool = false, isRetryable: Bool = false) {
        self.title = title
        self.message = sentences(message)
        commands = quotedCommands(in: message)
        self.isOfPreferences = isOfPreferences
        self.isRetryable = isRetryable
    }

    init(_ title: String, because error: any Error) {
        guard let error = error as? PortregError else {
            self.init(title, because: error.localizedDescription)
            return
        }
        let isOfPreferences =
            switch error {
            // Where the registry is, or where the command is.
            case .RegistryUnavailable, .RegistryCorrupt, .RegistryNewer, .SpawnFailed: true
            default: false
            }
        let message = error.localizedDescription
        self.init(title, because: message, isOfPreferences: isOfPreferences, isRetryable: error.isRetryable)
    }
}
