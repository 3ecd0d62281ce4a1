// examples/swift-cli: a package that depends on this one, linked with the static library.

import Foundation
import Portreg
import Testing

@Suite struct ExampleTests {
    @Test("the example serves on the port of its claim, and a killed one leaves it to the next")
    func serving() throws {
        let folder = try Folder()
        let registry = try folder.registry()
        let words = try tool("TEST_SERVE").split(separator: " ").map(String.init) + ["shop:swift"]
        for _ in 0..<2 {
            let server = try Program(["PORTREG_HOME=\(folder.url.path)"] + words)
            let said = try #require(server.line())
            let service = try registry.get("shop:swift")
            let port = try #require(service.port)
            #expect(said == "shop:swift answers on http://localhost:\(port)")
            #expect(service.status == .running && service.owner?.pid == UInt32(server.process.processIdentifier))
            #expect(try answer(of: port).hasSuffix("\r\n\r\nhello from shop:swift on \(port)\n"))
            server.kill()
            #expect(try registry.get("shop:swift").status != .running)
        }
    }

    /// What a server on 127.0.0.1 answers.
    func answer(of port: UInt16) throws -> String {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(client) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        let request = Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        #expect(write(client, request, request.count) == request.count)
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = read(client, &chunk, chunk.count), count > 0 { answer += chunk.prefix(count) }
        return String(decoding: answer, as: UTF8.self)
    }
}
