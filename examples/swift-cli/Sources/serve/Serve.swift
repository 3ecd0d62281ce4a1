// Answers HTTP on the port of a claim, with nothing but POSIX sockets: `serve shop:web`.

import Foundation
import Portreg

@main
struct Serve {
    static func main() {
        do {
            try serve(Identity(CommandLine.arguments.dropFirst().first ?? "shop:web"))
        } catch {
            FileHandle.standardError.write(Data("serve: \(error.localizedDescription)\n".utf8))
            exit(1)
        }
    }

    static func serve(_ identity: Identity) throws {
        let registry = try Registry.open()
        try registry.withClaim(identity) { claim in
            // Bound and listening before anybody is told the port, on 127.0.0.1 and on ::1.
            let sockets = try claim.listen()
            print("\(claim.identity) answers on \(claim.url)")
            fflush(nil)
            for socket in sockets.dropFirst() {
                Thread.detachNewThread { accepting(on: socket, for: claim) }
            }
            accepting(on: sockets[0], for: claim)
        }
    }

    static func accepting(on socket: Int32, for claim: Claim) {
        while true {
            let client = accept(socket, nil, nil)
            guard client >= 0 else { continue }
            var request = [UInt8](repeating: 0, count: 4096)
            _ = read(client, &request, request.count)
            let body = "hello from \(claim.identity) on \(claim.port)\n"
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
            let bytes = Array(answer.utf8)
            _ = write(client, bytes, bytes.count)
            close(client)
        }
    }
}
