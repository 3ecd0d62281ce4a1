// The panel below the menu bar: what is wrong, what is asked, and the lists. NOT run: see README.md.

#if canImport(AppKit)
    import AppKit
    import MenuBar
    import SwiftUI

    struct Panel: View {
        @ObservedObject var shown: Shown
        @State private var showsPreferences = false

        private var picture: Picture { shown.picture }

        var body: some View {
            VStack(alignment: .leading, spacing: 8) {
                Text(picture.summary).font(.headline)
                if let outage = picture.outage { TroubleCard(trouble: outage) }
                if let trouble = picture.trouble {
                    TroubleCard(trouble: trouble) { shown.model.dismissTrouble() }
                }
                // In the panel and not as an alert, which would close it.
                if let question = picture.question { QuestionCard(shown: shown, question: question) }
                if showsPreferences {
                    PreferencesPage(shown: shown)
                } else {
                    ScrollView { Lists(shown: shown) }
                        .frame(minHeight: 120, maxHeight: 480)
                }
                Divider()
                footer
            }
            .padding(12)
            .frame(width: 400)
            .onAppear { shown.ask { await $0.look() } }
        }

        private var footer: some View {
            HStack {
                Button(showsPreferences ? "Back" : "Settings") { showsPreferences.toggle() }
                Button("Look again") { shown.ask { await $0.lookAgain() } }
                Spacer()
                Button("Quit") { NSApplication.shared.terminate(nil) }
            }
        }
    }

    /// What has gone wrong, and the way out.
    struct TroubleCard: View {
        let trouble: Trouble
        var dismiss: (() -> Void)?

        var body: some View {
            VStack(alignment: .leading, spacing: 4) {
                Label(trouble.title, systemImage: "exclamationmark.triangle").bold()
                Text(trouble.message).textSelection(.enabled)
                if trouble.isOfPreferences { Text("Settings says where it is looked for.") }
                CopyButtons(commands: trouble.commands)
                if let dismiss { Button("Dismiss", action: dismiss) }
            }
            .padding(8)
            .background(.red.opacity(0.12), in: RoundedRectangle(cornerRadius: 6))
        }
    }

    /// Whether somebody is to be ended.
    struct QuestionCard: View {
        let shown: Shown
        let question: KillQuestion

        var body: some View {
            VStack(alignment: .leading, spacing: 4) {
                Text(question.title).bold()
                Text(question.message)
                HStack {
                    Button("End it", role: .destructive) { shown.ask { await $0.confirmKill() } }
                    Button("Cancel", role: .cancel) { shown.model.cancelKill() }
                        .keyboardShortcut(.cancelAction)
                }
            }
            .padding(8)
            .background(.orange.opacity(0.12), in: RoundedRectangle(cornerRadius: 6))
        }
    }

    /// Commands to be run in a terminal.
    struct CopyButtons: View {
        let commands: [String]

        var body: some View {
            ForEach(commands, id: \.self) { command in
                Button("Copy \(command)") {
                    NSPasteboard.general.clearContents()
                    NSPasteboard.general.setString(command, forType: .string)
                }
            }
        }
    }
#endif
