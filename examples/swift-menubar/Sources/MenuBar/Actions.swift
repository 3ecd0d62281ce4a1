// What people ask for. Everything waits on a thread of its own; what goes wrong is shown, and what came of it is seen.

import Foundation
import Portreg

extension MenuBarModel {
    /// Starts a service in the background: it goes on without the app.
    public func up(_ service: ServiceRow) async {
        let command = preferences.commandInUse
        await act("\(service.id) cannot be started", with: service.id) { registry in
            let options = UpOptions(patterns: [service.id.description], dir: service.folder)
            let stack = try registry.upDetached(options, command: command)
            while let report = stack.nextReport() {
                switch report {
                case .notReady(_, let message, _, let lastLines):
                    throw NotUp(why: ([message] + lastLines).joined(separator: "\n"))
                case .failed(_, let message, _): throw NotUp(why: message)
                default: continue
                }
            }
        }
    }

    /// Ends a service that portreg has started.
    public func down(_ service: ServiceRow) async {
        await act("\(service.id) cannot be stopped", with: service.id) { _ = try $0.down(service.id) }
    }

    /// Asks whether who listens for a service, or on a port, is to be ended.
    public func askToKill(_ target: Identity) async {
        guard let registry else { return }
        do {
            picture.question = try await registry.apart { try KillQuestion.ask(target, $0) }
        } catch {
            picture.trouble = Trouble("Nobody can be ended there", because: error)
        }
    }

    /// Ends who was shown.
    public func confirmKill() async {
        guard let question = picture.question else { return }
        picture.question = nil
        await act("Nobody was ended on \(question.port)", with: question.target) { try question.confirm($0) }
    }

    /// Ends nobody.
    public func cancelKill() {
        picture.question = nil
    }

    /// Keeps ports out of use, written as `5432` or `3000-3010`.
    public func reserve(_ text: String, reason: String = "") async {
        let title = "These ports cannot be reserved"
        guard let ports = Self.ports(in: text) else {
            let message = "ports are written 5432 or 3000-3010, from 1 to 65535, and “\(text)” is neither"
            picture.trouble = Trouble(title, because: message)
            return
        }
        let reason = reason.trimmingCharacters(in: .whitespaces)
        await act(title) { _ = try $0.reserve(ports, reason: reason.isEmpty ? nil : reason) }
    }

    /// Takes ports back into use.
    public func unreserve(_ reservation: ReservationRow) async {
        await act("\(reservation.title) cannot be taken back") { _ = try $0.unreserve(reservation.ports) }
    }

    /// Follows another registry file, or with nothing said the one that the environment says.
    public func useRegistry(_ path: String?) {
        preferences.registry = path
        start()
    }

    /// Starts services with another `portreg` command, or with nothing said the first that is found.
    public func useCommand(_ path: String?) {
        preferences.command = path
    }

    /// Lets the app start at login, or not any more.
    public func startAtLogin(_ isOn: Bool) {
        do {
            try loginItem?.set(isOn)
        } catch {
            picture.trouble = Trouble("Starting at login cannot be changed", because: error)
        }
        picture.login = loginItem?.state ?? .unavailable
    }

    /// Puts away what has gone wrong.
    public func dismissTrouble() {
        picture.trouble = nil
    }

    private func act(
        _ failure: String, with target: Identity? = nil, _ work: @escaping @Sendable (Registry) throws -> Void
    ) async {
        guard let registry else { return }
        if let target { picture.busy.insert(target) }
        picture.trouble = nil
        do {
            try await registry.apart(work)
        } catch {
            picture.trouble = Trouble(failure, because: error)
        }
        if let target { picture.busy.remove(target) }
        await look()
    }

    private static func ports(in text: String) -> ClosedRange<UInt16>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = ends.compactMap { UInt16($0.trimmingCharacters(in: .whitespaces)) }
        guard numbers.count == ends.count, let first = numbers.first, let last = numbers.last else { return nil }
        guard numbers.count <= 2, 0 < first, first <= last else { return nil }
        return first...last
    }
}

/// Why a service has not come up.
private struct NotUp: LocalizedError {
    let why: String

    var errorDescription: String? { why }
}
