// Services, conflicts, other listeners and reserved ports. NOT run: see README.md.

#if canImport(AppKit)
    import AppKit
    import MenuBar
    import SwiftUI

    struct Lists: View {
        @ObservedObject var shown: Shown
        @State private var ports = ""
        @State private var reason = ""

        private var picture: Picture { shown.picture }

        var body: some View {
            VStack(alignment: .leading, spacing: 6) {
                if let step = picture.firstStep {
                    Text(step.title).bold()
                    Text(step.message)
                    CopyButtons(commands: [step.command])
                }
                if !picture.conflicts.isEmpty {
                    heading("Conflicts")
                    ForEach(picture.conflicts) { conflict($0) }
                }
                ForEach(picture.projects) { project in
                    heading(project.name)
                    ForEach(project.services) { ServiceLine(shown: shown, service: $0) }
                }
                if !picture.foreign.isEmpty {
                    heading("Other listeners")
                    ForEach(picture.foreign) { listener($0) }
                }
                heading("Reserved ports")
                ForEach(picture.reservations) { reservation($0) }
                reserving
            }
            .frame(maxWidth: .infinity, alignment: .leading)
        }

        private func heading(_ title: String) -> some View {
            Text(title).font(.subheadline).foregroundStyle(.secondary).padding(.top, 4)
        }

        private func conflict(_ row: ConflictRow) -> some View {
            VStack(alignment: .leading, spacing: 2) {
                Text(row.title).bold()
                Text(row.sentence)
                if let target = row.killable {
                    Button("End who listens…") { shown.ask { await $0.askToKill(target) } }
                }
                CopyButtons(commands: row.commands)
            }
        }

        private func listener(_ row: ListenerRow) -> some View {
            DisclosureGroup {
                Details(details: row.details)
            } label: {
                HStack {
                    Text(row.portText).monospacedDigit()
                    Text(row.name)
                    Spacer()
                    Button("End…") { shown.ask { await $0.askToKill(.port(row.port)) } }
                        .disabled(!row.canKill)
                }
            }
        }

        private func reservation(_ row: ReservationRow) -> some View {
            HStack {
                Text(row.title).monospacedDigit()
                Text(row.reason ?? "").foregroundStyle(.secondary)
                Spacer()
                Button("Take back") { shown.ask { await $0.unreserve(row) } }
            }
        }

        private var reserving: some View {
            HStack {
                TextField("5432 or 3000-3010", text: $ports)
                TextField("why", text: $reason)
                Button("Reserve") {
                    let (wanted, why) = (ports, reason)
                    (ports, reason) = ("", "")
                    shown.ask { await $0.reserve(wanted, reason: why) }
                }
                .disabled(ports.isEmpty)
            }
        }
    }

    /// A service: what can be done with it, and below it what is known of it.
    struct ServiceLine: View {
        let shown: Shown
        let service: ServiceRow

        var body: some View {
            DisclosureGroup {
                Details(details: service.details)
            } label: {
                HStack {
                    Circle().fill(color).frame(width: 8, height: 8)
                    Text(service.portText).monospacedDigit()
                    VStack(alignment: .leading) {
                        Text(service.name)
                        Text(service.state).font(.caption).foregroundStyle(.secondary)
                    }
                    Spacer()
                    buttons.disabled(shown.picture.busy.contains(service.id))
                }
            }
        }

        @ViewBuilder private var buttons: some View {
            Button("Open") {
                if let url = service.url { NSWorkspace.shared.open(url) }
            }
            .disabled(service.url == nil)
            if service.canStart {
                Button("Start") { shown.ask { await $0.up(service) } }
            } else if service.canStop {
                Button("Stop") { shown.ask { await $0.down(service) } }
            } else if service.canKill {
                Button("End…") { shown.ask { await $0.askToKill(service.id) } }
            }
        }

        private var color: Color {
            switch service.tone {
            case .good: .green
            case .quiet: .gray
            case .bad: .red
            }
        }
    }

    /// What is known of a row.
    struct Details: View {
        let details: [Detail]

        var body: some View {
            ForEach(details) { detail in
                HStack(alignment: .top) {
                    Text(detail.name).foregroundStyle(.secondary).frame(width: 80, alignment: .leading)
                    Text(detail.value).textSelection(.enabled)
                }
                .font(.caption)
            }
        }
    }
#endif
