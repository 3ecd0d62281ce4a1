// What people set: where the registry is, where the command is, and whether the app starts at login.

import Foundation
import Portreg

/// What is kept between runs, in the defaults of the app.
@MainActor
public struct Preferences {
    private let defaults: UserDefaults

    public init(_ defaults: UserDefaults = .standard) {
        self.defaults = defaults
    }

    /// The registry file; nothing means the one that the environment says. An app that the Finder starts has nothing of
    /// a shell's environment.
    public internal(set) var registry: String? {
        get { defaults.string(forKey: "registry") }
        nonmutating set { set(newValue, for: "registry") }
    }

    /// The `portreg` command that starts services; nothing means the first that is found.
    public internal(set) var command: String? {
        get { defaults.string(forKey: "command") }
        nonmutating set { set(newValue, for: "command") }
    }

    /// The registry file in use.
    public var registryInUse: String? {
        try? Registry.locate(path: registry)
    }

    /// The command in use, where it is not left to PATH, which is short for an app that the Finder starts.
    public var commandInUse: String? {
        let usual = ["/opt/homebrew/bin/portreg", "/usr/local/bin/portreg", NSHomeDirectory() + "/.cargo/bin/portreg"]
        return command ?? usual.first(where: FileManager.default.isExecutableFile)
    }

    private func set(_ text: String?, for key: String) {
        let text = text?.trimmingCharacters(in: .whitespaces) ?? ""
        if text.isEmpty { defaults.removeObject(forKey: key) } else { defaults.set(text, forKey: key) }
    }
}

/// Starting at login, which the system keeps and people may change behind the app's back.
@MainActor
public protocol LoginItem {
    var state: LoginState { get }
    func set(_ isOn: Bool) throws
}

/// Whether the app starts at login.
public enum LoginState: Sendable {
    case on, off
    /// It will when people have allowed it in the system's preferences.
    case awaitsApproval
    /// Not as it runs now: it is no app that the system knows.
    case unavailable
}
