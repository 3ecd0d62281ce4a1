// The app on a Mac. This shell is written with care and has NOT been run: see README.md.

#if canImport(AppKit)
    import MenuBar
    import SwiftUI

    @main
    struct PortregMenu: App {
        @StateObject private var shown = Shown()

        var body: some Scene {
            MenuBarExtra {
                Panel(shown: shown)
            } label: {
                HStack {
                    Image(systemName: shown.picture.tone == .bad ? "exclamationmark.triangle" : "network")
                    Text(shown.picture.title)
                }
                .accessibilityLabel(shown.picture.summary)
            }
            .menuBarExtraStyle(.window)
        }
    }

    /// What SwiftUI observes of the model.
    @MainActor
    final class Shown: ObservableObject {
        @Published private(set) var picture = Picture()
        let model = MenuBarModel(preferences: Preferences(), loginItem: SystemLoginItem())

        init() {
            model.onChange = { [weak self] picture in self?.picture = picture }
            model.start()
        }

        var startsAtLogin: Bool {
            get { picture.login == .on || picture.login == .awaitsApproval }
            set { model.startAtLogin(newValue) }
        }

        /// Lets the model do what people ask for.
        func ask(_ work: @escaping @MainActor (MenuBarModel) async -> Void) {
            Task { await work(model) }
        }
    }
#else
    @main
    struct PortregMenu {
        static func main() {
            print("The menu bar is a Mac's; its model is tested by `swift test`.")
        }
    }
#endif
