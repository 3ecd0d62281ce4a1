// Where the registry and the command are, and starting at login. NOT run: see README.md.

#if canImport(AppKit)
    import Foundation
    import MenuBar
    import ServiceManagement
    import SwiftUI

    struct PreferencesPage: View {
        @ObservedObject var shown: Shown
        @State private var registry = ""
        @State private var command = ""

        private var preferences: Preferences { shown.model.preferences }

        var body: some View {
            Form {
                TextField("Registry", text: $registry, prompt: Text(preferences.registryInUse ?? ""))
                    .onSubmit { shown.model.useRegistry(registry) }
                TextField("portreg command", text: $command, prompt: Text(preferences.commandInUse ?? "from PATH"))
                    .onSubmit { shown.model.useCommand(command) }
                Toggle("Start at login", isOn: $shown.startsAtLogin)
                    .disabled(shown.picture.login == .unavailable)
                if shown.picture.login == .awaitsApproval {
                    Button("Allow it in System Settings…") { SMAppService.openSystemSettingsLoginItems() }
                }
            }
            .onAppear {
                registry = preferences.registry ?? ""
                command = preferences.command ?? ""
            }
        }
    }

    /// The login item that the system keeps for this app.
    struct SystemLoginItem: LoginItem {
        var state: LoginState {
            // A program outside of a bundle is no app.
            guard Bundle.main.bundleIdentifier != nil else { return .unavailable }
            return switch SMAppService.mainApp.status {
            case .enabled: .on
            case .requiresApproval: .awaitsApproval
            // Never registered, which some systems call not found.
            default: .off
            }
        }

        func set(_ isOn: Bool) throws {
            if isOn { try SMAppService.mainApp.register() } else { try SMAppService.mainApp.unregister() }
        }
    }
#endif
