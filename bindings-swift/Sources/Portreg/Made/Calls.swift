// Made from portreg-ffi by `cargo xtask generate`, with UniFFI's generator.

// swiftlint:disable all
import Foundation

// Depending on the consumer's build setup, the low-level FFI code
// might be in a separate module, or it might be compiled inline into
// this module. This is a bit of light hackery to work with both.
#if canImport(CPortreg)
import CPortreg
#endif

fileprivate extension RustBuffer {
    // Allocate a new buffer, copying the contents of a `UInt8` array.
    init(bytes: [UInt8]) {
        let rbuf = bytes.withUnsafeBufferPointer { ptr in
            RustBuffer.from(ptr)
        }
        self.init(capacity: rbuf.capacity, len: rbuf.len, data: rbuf.data)
    }

    static func empty() -> RustBuffer {
        RustBuffer(capacity: 0, len:0, data: nil)
    }

    static func from(_ ptr: UnsafeBufferPointer<UInt8>) -> RustBuffer {
        try! rustCall { ffi_portreg_ffi_rustbuffer_from_bytes(ForeignBytes(bufferPointer: ptr), $0) }
    }

    // Frees the buffer in place.
    // The buffer must not be used after this is called.
    func deallocate() {
        try! rustCall { ffi_portreg_ffi_rustbuffer_free(self, $0) }
    }
}

fileprivate extension ForeignBytes {
    init(bufferPointer: UnsafeBufferPointer<UInt8>) {
        self.init(len: Int32(bufferPointer.count), data: bufferPointer.baseAddress)
    }

    init(rawBufferPointer: UnsafeRawBufferPointer) {
        self.init(
            len: Int32(rawBufferPointer.count),
            data: rawBufferPointer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        )
    }
}

// Converter for `&[u8]` / `[ByRef] bytes` arguments.
//
// Conforms to `FfiConverter` so the compiler enforces the full converter
// method set. Only the scope-bound `lower(_:_body:)` overload is sound —
// zero-copy byte buffers only flow foreign -> Rust, and only in argument
// position. The four protocol-witness methods (`lift`, `lower`, `read`,
// `write`) `fatalError` at runtime if anyone reaches them.
//
// The scope-bound `lower` takes a closure because the `ForeignBytes`
// pointer is only guaranteed valid for the duration of
// `Data.withUnsafeBytes`. Callers must run the full FFI call inside
// the closure body.
fileprivate enum FfiConverterByRefBytes: FfiConverter {
    typealias SwiftType = Data
    typealias FfiType = ForeignBytes

    static func lower<R>(_ value: Data, _ body: (ForeignBytes) throws -> R) rethrows -> R {
        return try value.withUnsafeBytes { rawBuf in
            try body(ForeignBytes(rawBufferPointer: rawBuf))
        }
    }

    static func lower(_ value: Data) -> ForeignBytes {
        fatalError("ByRef bytes cannot use the plain lower: returning ForeignBytes escapes the Data.withUnsafeBytes scope. Use the scope-bound lower(_:_body:) overload instead.")
    }

    static func lift(_ value: ForeignBytes) throws -> Data {
        fatalError("ByRef bytes cannot be lifted: zero-copy &[u8] only flows foreign->Rust")
    }

    static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Data {
        fatalError("ByRef bytes cannot be read from a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")
    }

    static func write(_ value: Data, into buf: inout [UInt8]) {
        fatalError("ByRef bytes cannot be written to a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")
    }
}

// For every type used in the interface, we provide helper methods for conveniently
// lifting and lowering that type from C-compatible data, and for reading and writing
// values of that type in a buffer.

// Helper classes/extensions that don't change.
// Someday, this will be in a library of its own.

fileprivate extension Data {
    init(rustBuffer: RustBuffer) {
        self.init(
            bytesNoCopy: rustBuffer.data!,
            count: Int(rustBuffer.len),
            deallocator: .none
        )
    }
}

// Define reader functionality.  Normally this would be defined in a class or
// struct, but we use standalone functions instead in order to make external
// types work.
//
// With external types, one swift source file needs to be able to call the read
// method on another source file's FfiConverter, but then what visibility
// should Reader have?
// - If Reader is fileprivate, then this means the read() must also
//   be fileprivate, which doesn't work with external types.
// - If Reader is internal/public, we'll get compile errors since both source
//   files will try define the same type.
//
// Instead, the read() method and these helper functions input a tuple of data

fileprivate func createReader(data: Data) -> (data: Data, offset: Data.Index) {
    (data: data, offset: 0)
}

// Reads an integer at the current offset, in big-endian order, and advances
// the offset on success. Throws if reading the integer would move the
// offset past the end of the buffer.
fileprivate func readInt<T: FixedWidthInteger>(_ reader: inout (data: Data, offset: Data.Index)) throws -> T {
    let range = reader.offset..<reader.offset + MemoryLayout<T>.size
    guard reader.data.count >= range.upperBound else {
        throw UniffiInternalError.bufferOverflow
    }
    if T.self == UInt8.self {
        let value = reader.data[reader.offset]
        reader.offset += 1
        return value as! T
    }
    var value: T = 0
    let _ = withUnsafeMutableBytes(of: &value, { reader.data.copyBytes(to: $0, from: range)})
    reader.offset = range.upperBound
    return value.bigEndian
}

// Reads an arbitrary number of bytes, to be used to read
// raw bytes, this is useful when lifting strings
fileprivate func readBytes(_ reader: inout (data: Data, offset: Data.Index), count: Int) throws -> Array<UInt8> {
    let range = reader.offset..<(reader.offset+count)
    guard reader.data.count >= range.upperBound else {
        throw UniffiInternalError.bufferOverflow
    }
    var value = [UInt8](repeating: 0, count: count)
    value.withUnsafeMutableBufferPointer({ buffer in
        reader.data.copyBytes(to: buffer, from: range)
    })
    reader.offset = range.upperBound
    return value
}

// Reads a float at the current offset.
fileprivate func readFloat(_ reader: inout (data: Data, offset: Data.Index)) throws -> Float {
    return Float(bitPattern: try readInt(&reader))
}

// Reads a float at the current offset.
fileprivate func readDouble(_ reader: inout (data: Data, offset: Data.Index)) throws -> Double {
    return Double(bitPattern: try readInt(&reader))
}

// Indicates if the offset has reached the end of the buffer.
fileprivate func hasRemaining(_ reader: (data: Data, offset: Data.Index)) -> Bool {
    return reader.offset < reader.data.count
}

// Define writer functionality.  Normally this would be defined in a class or
// struct, but we use standalone functions instead in order to make external
// types work.  See the above discussion on Readers for details.

fileprivate func createWriter() -> [UInt8] {
    return []
}

fileprivate func writeBytes<S>(_ writer: inout [UInt8], _ byteArr: S) where S: Sequence, S.Element == UInt8 {
    writer.append(contentsOf: byteArr)
}

// Writes an integer in big-endian order.
//
// Warning: make sure what you are trying to write
// is in the correct type!
fileprivate func writeInt<T: FixedWidthInteger>(_ writer: inout [UInt8], _ value: T) {
    var value = value.bigEndian
    withUnsafeBytes(of: &value) { writer.append(contentsOf: $0) }
}

fileprivate func writeFloat(_ writer: inout [UInt8], _ value: Float) {
    writeInt(&writer, value.bitPattern)
}

fileprivate func writeDouble(_ writer: inout [UInt8], _ value: Double) {
    writeInt(&writer, value.bitPattern)
}

// Protocol for types that transfer other types across the FFI. This is
// analogous to the Rust trait of the same name.
fileprivate protocol FfiConverter {
    associatedtype FfiType
    associatedtype SwiftType

    static func lift(_ value: FfiType) throws -> SwiftType
    static func lower(_ value: SwiftType) -> FfiType
    static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType
    static func write(_ value: SwiftType, into buf: inout [UInt8])
}

// Types conforming to `Primitive` pass themselves directly over the FFI.
fileprivate protocol FfiConverterPrimitive: FfiConverter where FfiType == SwiftType { }

extension FfiConverterPrimitive {
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lift(_ value: FfiType) throws -> SwiftType {
        return value
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lower(_ value: SwiftType) -> FfiType {
        return value
    }
}

// Types conforming to `FfiConverterRustBuffer` lift and lower into a `RustBuffer`.
// Used for complex types where it's hard to write a custom lift/lower.
fileprivate protocol FfiConverterRustBuffer: FfiConverter where FfiType == RustBuffer {}

extension FfiConverterRustBuffer {
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lift(_ buf: RustBuffer) throws -> SwiftType {
        var reader = createReader(data: Data(rustBuffer: buf))
        let value = try read(from: &reader)
        if hasRemaining(reader) {
            throw UniffiInternalError.incompleteData
        }
        buf.deallocate()
        return value
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lower(_ value: SwiftType) -> RustBuffer {
          var writer = createWriter()
          write(value, into: &writer)
          return RustBuffer(bytes: writer)
    }
}
// An error type for FFI errors. These errors occur at the UniFFI level, not
// the library level.
fileprivate enum UniffiInternalError: LocalizedError {
    case bufferOverflow
    case incompleteData
    case unexpectedOptionalTag
    case unexpectedEnumCase
    case unexpectedNullPointer
    case unexpectedRustCallStatusCode
    case unexpectedRustCallError
    case unexpectedStaleHandle
    case rustPanic(_ message: String)

    public var errorDescription: String? {
        switch self {
        case .bufferOverflow: return "Reading the requested value would read past the end of the buffer"
        case .incompleteData: return "The buffer still has data after lifting its containing value"
        case .unexpectedOptionalTag: return "Unexpected optional tag; should be 0 or 1"
        case .unexpectedEnumCase: return "Raw enum value doesn't match any cases"
        case .unexpectedNullPointer: return "Raw pointer value was null"
        case .unexpectedRustCallStatusCode: return "Unexpected RustCallStatus code"
        case .unexpectedRustCallError: return "CALL_ERROR but no errorClass specified"
        case .unexpectedStaleHandle: return "The object in the handle map has been dropped already"
        case let .rustPanic(message): return message
        }
    }
}

fileprivate extension NSLock {
    func withLock<T>(f: () throws -> T) rethrows -> T {
        self.lock()
        defer { self.unlock() }
        return try f()
    }
}

fileprivate let CALL_SUCCESS: Int8 = 0
fileprivate let CALL_ERROR: Int8 = 1
fileprivate let CALL_UNEXPECTED_ERROR: Int8 = 2
fileprivate let CALL_CANCELLED: Int8 = 3

fileprivate extension RustCallStatus {
    init() {
        self.init(
            code: CALL_SUCCESS,
            errorBuf: RustBuffer.init(
                capacity: 0,
                len: 0,
                data: nil
            )
        )
    }
}

private func rustCall<T>(_ callback: (UnsafeMutablePointer<RustCallStatus>) -> T) throws -> T {
    let neverThrow: ((RustBuffer) throws -> Never)? = nil
    return try makeRustCall(callback, errorHandler: neverThrow)
}

private func rustCallWithError<T, E: Swift.Error>(
    _ errorHandler: @escaping (RustBuffer) throws -> E,
    _ callback: (UnsafeMutablePointer<RustCallStatus>) -> T) throws -> T {
    try makeRustCall(callback, errorHandler: errorHandler)
}

private func makeRustCall<T, E: Swift.Error>(
    _ callback: (UnsafeMutablePointer<RustCallStatus>) -> T,
    errorHandler: ((RustBuffer) throws -> E)?
) throws -> T {
    uniffiEnsurePortregFfiInitialized()
    var callStatus = RustCallStatus.init()
    let returnedVal = callback(&callStatus)
    try uniffiCheckCallStatus(callStatus: callStatus, errorHandler: errorHandler)
    return returnedVal
}

private func uniffiCheckCallStatus<E: Swift.Error>(
    callStatus: RustCallStatus,
    errorHandler: ((RustBuffer) throws -> E)?
) throws {
    switch callStatus.code {
        case CALL_SUCCESS:
            return

        case CALL_ERROR:
            if let errorHandler = errorHandler {
                throw try errorHandler(callStatus.errorBuf)
            } else {
                callStatus.errorBuf.deallocate()
                throw UniffiInternalError.unexpectedRustCallError
            }

        case CALL_UNEXPECTED_ERROR:
            // When the rust code sees a panic, it tries to construct a RustBuffer
            // with the message.  But if that code panics, then it just sends back
            // an empty buffer.
            if callStatus.errorBuf.len > 0 {
                throw UniffiInternalError.rustPanic(try FfiConverterString.lift(callStatus.errorBuf))
            } else {
                callStatus.errorBuf.deallocate()
                throw UniffiInternalError.rustPanic("Rust panic")
            }

        case CALL_CANCELLED:
            fatalError("Cancellation not supported yet")

        default:
            throw UniffiInternalError.unexpectedRustCallStatusCode
    }
}

private func uniffiTraitInterfaceCall<T>(
    callStatus: UnsafeMutablePointer<RustCallStatus>,
    makeCall: () throws -> T,
    writeReturn: (T) -> ()
) {
    do {
        try writeReturn(makeCall())
    } catch let error {
        callStatus.pointee.code = CALL_UNEXPECTED_ERROR
        callStatus.pointee.errorBuf = FfiConverterString.lower(String(describing: error))
    }
}

private func uniffiTraitInterfaceCallWithError<T, E>(
    callStatus: UnsafeMutablePointer<RustCallStatus>,
    makeCall: () throws -> T,
    writeReturn: (T) -> (),
    lowerError: (E) -> RustBuffer
) {
    do {
        try writeReturn(makeCall())
    } catch let error as E {
        callStatus.pointee.code = CALL_ERROR
        callStatus.pointee.errorBuf = lowerError(error)
    } catch {
        callStatus.pointee.code = CALL_UNEXPECTED_ERROR
        callStatus.pointee.errorBuf = FfiConverterString.lower(String(describing: error))
    }
}
// Initial value and increment amount for handles.
// These ensure that SWIFT handles always have the lowest bit set
fileprivate let UNIFFI_HANDLEMAP_INITIAL: UInt64 = 1
fileprivate let UNIFFI_HANDLEMAP_DELTA: UInt64 = 2

fileprivate final class UniffiHandleMap<T>: @unchecked Sendable {
    // All mutation happens with this lock held, which is why we implement @unchecked Sendable.
    private let lock = NSLock()
    private var map: [UInt64: T] = [:]
    private var currentHandle: UInt64 = UNIFFI_HANDLEMAP_INITIAL

    func insert(obj: T) -> UInt64 {
        lock.withLock {
            return doInsert(obj)
        }
    }

    // Low-level insert function, this assumes `lock` is held.
    private func doInsert(_ obj: T) -> UInt64 {
        let handle = currentHandle
        currentHandle += UNIFFI_HANDLEMAP_DELTA
        map[handle] = obj
        return handle
    }

     func get(handle: UInt64) throws -> T {
        try lock.withLock {
            guard let obj = map[handle] else {
                throw UniffiInternalError.unexpectedStaleHandle
            }
            return obj
        }
    }

     func clone(handle: UInt64) throws -> UInt64 {
        try lock.withLock {
            guard let obj = map[handle] else {
                throw UniffiInternalError.unexpectedStaleHandle
            }
            return doInsert(obj)
        }
    }

    @discardableResult
    func remove(handle: UInt64) throws -> T {
        try lock.withLock {
            guard let obj = map.removeValue(forKey: handle) else {
                throw UniffiInternalError.unexpectedStaleHandle
            }
            return obj
        }
    }

    var count: Int {
        get {
            map.count
        }
    }
}


// Public interface members begin here.
// Magic number for the Rust proxy to call using the same mechanism as every other method,
// to free the callback once it's dropped by Rust.
private let IDX_CALLBACK_FREE: Int32 = 0
// Callback return codes
private let UNIFFI_CALLBACK_SUCCESS: Int32 = 0
private let UNIFFI_CALLBACK_ERROR: Int32 = 1
private let UNIFFI_CALLBACK_UNEXPECTED_ERROR: Int32 = 2

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterUInt16: FfiConverterPrimitive {
    typealias FfiType = UInt16
    typealias SwiftType = UInt16

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UInt16 {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterUInt32: FfiConverterPrimitive {
    typealias FfiType = UInt32
    typealias SwiftType = UInt32

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UInt32 {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterInt32: FfiConverterPrimitive {
    typealias FfiType = Int32
    typealias SwiftType = Int32

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Int32 {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: Int32, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterUInt64: FfiConverterPrimitive {
    typealias FfiType = UInt64
    typealias SwiftType = UInt64

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UInt64 {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterInt64: FfiConverterPrimitive {
    typealias FfiType = Int64
    typealias SwiftType = Int64

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Int64 {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: Int64, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterDouble: FfiConverterPrimitive {
    typealias FfiType = Double
    typealias SwiftType = Double

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Double {
        return try lift(readDouble(&buf))
    }

    public static func write(_ value: Double, into buf: inout [UInt8]) {
        writeDouble(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterBool : FfiConverter {
    typealias FfiType = Int8
    typealias SwiftType = Bool

    public static func lift(_ value: Int8) throws -> Bool {
        return value != 0
    }

    public static func lower(_ value: Bool) -> Int8 {
        return value ? 1 : 0
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Bool {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: Bool, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterString: FfiConverter {
    typealias SwiftType = String
    typealias FfiType = RustBuffer

    public static func lift(_ value: RustBuffer) throws -> String {
        defer {
            value.deallocate()
        }
        if value.data == nil {
            return String()
        }
        let bytes = UnsafeBufferPointer<UInt8>(start: value.data!, count: Int(value.len))
        // Use Swift's native UTF-8 decoder; `String(bytes:encoding:.utf8)` goes
        // through Foundation's NSString and silently strips a leading U+FEFF BOM.
        // Invalid UTF-8 substitutes U+FFFD instead of trapping (unreachable
        // given Rust's `String` invariant).
        return String(decoding: bytes, as: UTF8.self)
    }

    public static func lower(_ value: String) -> RustBuffer {
        return value.utf8CString.withUnsafeBufferPointer { ptr in
            // The swift string gives us int8_t, we want uint8_t.
            ptr.withMemoryRebound(to: UInt8.self) { ptr in
                // The swift string gives us a trailing null byte, we don't want it.
                let buf = UnsafeBufferPointer(rebasing: ptr.prefix(upTo: ptr.count - 1))
                return RustBuffer.from(buf)
            }
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> String {
        let len: Int32 = try readInt(&buf)
        // See `lift` above for why we avoid Foundation's NSString-backed decoder here.
        return String(decoding: try readBytes(&buf, count: Int(len)), as: UTF8.self)
    }

    public static func write(_ value: String, into buf: inout [UInt8]) {
        let len = Int32(value.utf8.count)
        writeInt(&buf, len)
        writeBytes(&buf, value.utf8)
    }
}




/**
 * Ends calls that wait, from another thread.
 *
 * What is called within its `scope` and would sleep throws `Cancelled` instead, from then on for good. What is there
 * already is given all the same, and what ends by itself is finished.
 */
public protocol CancellerProtocol: AnyObject, Sendable {

    /**
     * Ends what waits, and what will.
     */
    func cancel()

    /**
     * Whether it was cancelled.
     */
    func isCancelled()  -> Bool

    /**
     * Does some work in this thread whose waits this may end.
     */
    func scope(_ work: Work)

}
/**
 * Ends calls that wait, from another thread.
 *
 * What is called within its `scope` and would sleep throws `Cancelled` instead, from then on for good. What is there
 * already is given all the same, and what ends by itself is finished.
 */
public final class Canceller: CancellerProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_portreg_ffi_fn_clone_canceller(self.handle, $0) }
    }
    /**
     * One that nothing was called with yet.
     *
     * - Throws: `Unsupported` where this process has too many descriptors open.
     */
public convenience init()throws  {
    let handle =
        try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_constructor_canceller_new(uniffiCallStatus
    )
}
    self.init(unsafeFromHandle: handle)
}

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_portreg_ffi_fn_free_canceller(handle, $0) }
    }




    /**
     * Ends what waits, and what will.
     */
public func cancel()  {try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_canceller_cancel(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}

    /**
     * Whether it was cancelled.
     */
public func isCancelled() -> Bool  {
    return try!  FfiConverterBool.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_canceller_is_cancelled(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Does some work in this thread whose waits this may end.
     */
public func scope(_ work: Work)  {try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_canceller_scope(
            self.uniffiCloneHandle(),
        FfiConverterTypeWork_lower(work),uniffiCallStatus
    )
}
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCanceller: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = Canceller

    public static func lift(_ handle: UInt64) throws -> Canceller {
        return Canceller(unsafeFromHandle: handle)
    }

    public static func lower(_ value: Canceller) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Canceller {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Canceller, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCanceller_lift(_ handle: UInt64) throws -> Canceller {
    return try FfiConverterTypeCanceller.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCanceller_lower(_ value: Canceller) -> UInt64 {
    return FfiConverterTypeCanceller.lower(value)
}






/**
 * A stack that was started in the background, as long as it tells how that goes.
 */
public protocol DetachedProtocol: AnyObject, Sendable {

    /**
     * The next report; none after the last.
     */
    func nextReport()  -> DetachedReport?

    /**
     * The supervisor's process.
     */
    func pid()  -> UInt32

}
/**
 * A stack that was started in the background, as long as it tells how that goes.
 */
public final class Detached: DetachedProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_portreg_ffi_fn_clone_detached(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_portreg_ffi_fn_free_detached(handle, $0) }
    }




    /**
     * The next report; none after the last.
     */
public func nextReport() -> DetachedReport?  {
    return try!  FfiConverterOptionTypeDetachedReport.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_detached_next_report(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * The supervisor's process.
     */
public func pid() -> UInt32  {
    return try!  FfiConverterUInt32.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_detached_pid(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeDetached: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = Detached

    public static func lift(_ handle: UInt64) throws -> Detached {
        return Detached(unsafeFromHandle: handle)
    }

    public static func lower(_ value: Detached) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Detached {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Detached, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDetached_lift(_ handle: UInt64) throws -> Detached {
    return try FfiConverterTypeDetached.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDetached_lower(_ value: Detached) -> UInt64 {
    return FfiConverterTypeDetached.lower(value)
}






/**
 * Keeps the variables in a file current: the names of those that have changed.
 */
public protocol EnvWatchProtocol: AnyObject, Sendable {

    /**
     * The next one; none where there is none within this time, or will be none.
     *
     * - Throws: what keeps it from being read.
     */
    func next(atMost: Duration?) throws  -> [String]?

}
/**
 * Keeps the variables in a file current: the names of those that have changed.
 */
public final class EnvWatch: EnvWatchProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_portreg_ffi_fn_clone_envwatch(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_portreg_ffi_fn_free_envwatch(handle, $0) }
    }




    /**
     * The next one; none where there is none within this time, or will be none.
     *
     * - Throws: what keeps it from being read.
     */
public func next(atMost: Duration? = nil)throws  -> [String]?  {
    return try  FfiConverterOptionSequenceString.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_envwatch_next(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeSpan.lower(atMost),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeEnvWatch: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = EnvWatch

    public static func lift(_ handle: UInt64) throws -> EnvWatch {
        return EnvWatch(unsafeFromHandle: handle)
    }

    public static func lower(_ value: EnvWatch) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> EnvWatch {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: EnvWatch, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEnvWatch_lift(_ handle: UInt64) throws -> EnvWatch {
    return try FfiConverterTypeEnvWatch.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEnvWatch_lower(_ value: EnvWatch) -> UInt64 {
    return FfiConverterTypeEnvWatch.lower(value)
}






/**
 * A lock that is held, until `release`, its time, or the end of this process. That nobody refers to it any more
 * releases nothing: Swift may see to that right after it was taken.
 */
public protocol LockGuardProtocol: AnyObject, Sendable {

    /**
     * The fencing number: greater than that of all who had the lock before.
     */
    func generation()  -> Int64

    /**
     * Whether the lock is still held: its time may be over.
     */
    func isHeld() throws  -> Bool

    /**
     * The lock's name.
     */
    func name()  -> String

    /**
     * Lets go of the lock: who is next has it. Nothing happens where it is not held any more.
     */
    func release() throws

}
/**
 * A lock that is held, until `release`, its time, or the end of this process. That nobody refers to it any more
 * releases nothing: Swift may see to that right after it was taken.
 */
public final class LockGuard: LockGuardProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_portreg_ffi_fn_clone_lockguard(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_portreg_ffi_fn_free_lockguard(handle, $0) }
    }




    /**
     * The fencing number: greater than that of all who had the lock before.
     */
public func generation() -> Int64  {
    return try!  FfiConverterInt64.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_lockguard_generation(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Whether the lock is still held: its time may be over.
     */
public func isHeld()throws  -> Bool  {
    return try  FfiConverterBool.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_lockguard_is_held(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * The lock's name.
     */
public func name() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_lockguard_name(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Lets go of the lock: who is next has it. Nothing happens where it is not held any more.
     */
public func release()throws   {try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_lockguard_release(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeLockGuard: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = LockGuard

    public static func lift(_ handle: UInt64) throws -> LockGuard {
        return LockGuard(unsafeFromHandle: handle)
    }

    public static func lower(_ value: LockGuard) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> LockGuard {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: LockGuard, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLockGuard_lift(_ handle: UInt64) throws -> LockGuard {
    return try FfiConverterTypeLockGuard.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLockGuard_lower(_ value: LockGuard) -> UInt64 {
    return FfiConverterTypeLockGuard.lower(value)
}






/**
 * The lines that a service printed.
 */
public protocol LogsProtocol: AnyObject, Sendable {

    /**
     * The next one; none where there is none within this time, or will be none.
     *
     * - Throws: what keeps it from being read.
     */
    func next(atMost: Duration?) throws  -> LogLine?

}
/**
 * The lines that a service printed.
 */
public final class Logs: LogsProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_portreg_ffi_fn_clone_logs(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_portreg_ffi_fn_free_logs(handle, $0) }
    }




    /**
     * The next one; none where there is none within this time, or will be none.
     *
     * - Throws: what keeps it from being read.
     */
public func next(atMost: Duration? = nil)throws  -> LogLine?  {
    return try  FfiConverterOptionTypeLogLine.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_logs_next(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeSpan.lower(atMost),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeLogs: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = Logs

    public static func lift(_ handle: UInt64) throws -> Logs {
        return Logs(unsafeFromHandle: handle)
    }

    public static func lower(_ value: Logs) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Logs {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Logs, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLogs_lift(_ handle: UInt64) throws -> Logs {
    return try FfiConverterTypeLogs.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLogs_lower(_ value: Logs) -> UInt64 {
    return FfiConverterTypeLogs.lower(value)
}






/**
 * An open registry, for all threads.
 */
public protocol RegistryProtocol: AnyObject, Sendable {

    /**
     * The registry file.
     */
    func path()  -> String

    /**
     * Makes a service of a listener that runs already, without restart: the process becomes the owner of the claim. One whose process cannot be seen gets no owner, and the claim is persistent.
     *
     * - Throws: `NOT_FOUND` where nobody listens; `INVALID_OPTION` where the process does not run or listens on no port or on several; `IDENTITY_HELD` where another process holds the name; `PORT_IN_USE` where the port is another service's; `REGISTRY_*` where the registry cannot be used.
     */
    func adopt(_ identity: Identity, target: AdoptTarget) throws  -> Claim

    /**
     * Ports that a claim could get now, lowest first; at least one.
     *
     * - Throws: `RANGE_EXHAUSTED`; for a single port `PORT_IN_USE` and `PORT_RESERVED`; `REGISTRY_*` where the registry cannot be used.
     */
    func available(_ options: AvailableOptions) throws  -> [UInt16]

    /**
     * The channels that hold messages, by name.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
    func channels() throws  -> [Channel]

    /**
     * Everything that is wrong with the registry file itself, in sentences; nothing where it is whole.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
    func check() throws  -> [String]

    /**
     * Looks for what is wrong with the configuration of a folder as a whole: keys that tie, pools and references (`pair`, `needs`, `{port:api}`) that mean nothing, circles of `needs`.
     *
     * - Throws: `INVALID_CONFIG` with file, line and column; `REGISTRY_*` where the registry cannot be used.
     */
    func checkConfig(dir: String?) throws

    /**
     * What `Registry::up` would start and in which order, and what stands in the way: ports in use, missing programs, folders and files. Nothing is started or claimed.
     *
     * - Throws: As `Registry::up`, for what is not a problem of one service.
     */
    func checkUp(_ options: UpOptions) throws  -> UpCheck

    /**
     * Claims a port under a name that nobody has to invent and nobody remembers: for tests and scripts.
     *
     * - Throws: As `Registry::claim_with`.
     */
    func claimAny(_ options: ClaimOptions) throws  -> Claim

    /**
     * Claims all names of a list, or none of them; `contiguous` puts their ports side by side.
     *
     * - Throws: As `Registry::claim_with`, for the first name that fails; nothing is claimed then. What one name is refused for by itself comes before `LIMIT_REACHED` for all of them, and that before `RANGE_EXHAUSTED` for the first that is left without a port.
     */
    func claimMany(_ list: [OneOfMany], contiguous: Bool) throws  -> [Claim]

    /**
     * Claims a name.
     *
     * - Throws: `INVALID_IDENTITY` and `INVALID_OPTION` before anything is read; `INVALID_CONFIG` where a configuration file that applies is wrong; `IDENTITY_HELD` where another process holds the name and `on_conflict` says so; with `strict` `PORT_IN_USE` and `PORT_RESERVED`; `RANGE_EXHAUSTED`; `LIMIT_REACHED`; `REGISTRY_*` where the registry cannot be used.
     */
    func claimWith(_ identity: Identity, options: ClaimOptions) throws  -> Claim

    /**
     * Ends dead, expired and orphaned claims, never one on whose port anything listens; `dry_run` shows the same and ends nothing.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
    func cleanup(dryRun: Bool) throws  -> [Released]

    /**
     * Takes away all messages of a channel, and says how many that were.
     *
     * - Throws: `INVALID_OPTION` for what is no channel; `REGISTRY_*` where the registry cannot be used.
     */
    func clear(_ channel: String) throws  -> UInt64

    /**
     * The settings in force in a folder, and where each comes from. Secrets are shown as `***`.
     *
     * - Throws: `INVALID_CONFIG` with file, line and column.
     */
    func config(dir: String?) throws  -> ConfigReport

    /**
     * Where the registry and the machine disagree, in order of names; of all services where no pattern is said.
     *
     * - Throws: `INVALID_PATTERN`; `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
     */
    func conflicts(_ pattern: String?) throws  -> [Conflict]

    /**
     * Looks whether everything is as it should be; with `fix` mends what can be mended.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
    func doctor(fix: Bool) throws  -> DoctorReport

    /**
     * Ends services that `up` or `run` have started, from any process: with their own signal and time, then at once, whole trees, in reverse order. Returns when they are gone and their ports are free; the claims stay, without owner. Of the worktree of the working folder where no target is said.
     *
     * - Throws: `NOT_FOUND` where there is no such service, or portreg has not started it; `INVALID_PATTERN`; `TIMEOUT` where a supervisor does not answer; `REGISTRY_*` where the registry cannot be used.
     */
    func down(_ target: Identity?, options: DownOptions) throws  -> [Service]

    /**
     * All endpoints by name and environment, `local` ones too; a shorter pattern means all under it.
     *
     * - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
     */
    func endpoints(_ pattern: String?) throws  -> [Endpoint]

    /**
     * The variables of all services that fit, in order of names: `SHOP_WEB_PORT` and `SHOP_WEB_URL` for `shop:web`. For one name also `PORT`, `HOST`, `URL`, what its configuration sets, and the URLs of those it works with.
     *
     * - Throws: `NOT_FOUND` where nothing fits, or a reference in the configuration has no port yet; `INVALID_OPTION` where two services would have the same variables; `INVALID_PATTERN`; `INVALID_CONFIG`; `REGISTRY_*` where the registry cannot be used.
     */
    func env(_ pattern: String?) throws  -> [String: String]

    /**
     * Why a port is as it is: everything that is to be said of it, and what can be done.
     *
     * - Throws: `INVALID_CONFIG` where a configuration file that applies is wrong; `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
     */
    func explain(_ port: UInt16) throws  -> PortReport

    /**
     * Everything that can be carried to another registry.
     *
     * - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
     */
    func export(_ pattern: String?) throws  -> Export

    /**
     * The services that fit, in order of names. A shorter pattern stands for all names under it.
     *
     * - Throws: `INVALID_PATTERN`; `INVALID_OPTION` for an unknown pool; `REGISTRY_*` where the registry cannot be used.
     */
    func find(_ options: FindOptions) throws  -> [Service]

    /**
     * The service of a name or a port (`:3000`), as it stands now.
     *
     * - Throws: `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
     */
    func get(_ target: Identity) throws  -> Service

    /**
     * The port of a name.
     *
     * - Throws: `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
     */
    func getPort(_ target: Identity) throws  -> UInt16

    /**
     * The newest events that fit, oldest first.
     *
     * - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
     */
    func history(_ options: HistoryOptions) throws  -> [Event]

    /**
     * Takes in a document. Any clash refuses the whole, unless `skip`; a held claim never changes. Nothing came in where `refused` is not empty and `skip` was not said. What has ended by now comes in as a memory only.
     *
     * - Throws: `INVALID_OPTION` for a document of a newer version; `REGISTRY_*` where the registry cannot be used.
     */
    func `import`(_ document: Export, options: ImportOptions) throws  -> ImportReport

    /**
     * The identity of a folder (the working folder where none is said), and where each part comes from.
     *
     * - Throws: `INVALID_CONFIG`; `INVALID_OPTION` where the folder cannot be used; `REGISTRY_*` where the registry cannot be used.
     */
    func infer(dir: String?) throws  -> Inference

    /**
     * Frees a port: ends the own listeners of a service, or who listens on a port (`:3000`), with all that descends from them. Returns when the port can be bound, or after 2 s more.
     *
     * - Throws: `NOT_FOUND` where nobody listens; `PORT_IN_USE` where a stranger listens on the port of the service, or who listens may not be ended; `NOT_OWNER` where who listens on a port is a service of another folder or project, unless forced; `REGISTRY_*` where the registry cannot be used.
     */
    func kill(_ target: Identity, options: KillOptions) throws  -> Killed

    /**
     * Who listens on which port, by port: every process of this machine as far as this user may see it, and the service that each is.
     *
     * - Throws: `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
     */
    func listeners(_ options: ListenerOptions) throws  -> [Listener]

    /**
     * Takes a lock for this process, and waits for its turn: in order of arrival, woken when it comes.
     *
     * - Throws: `TIMEOUT` where it did not become free within `wait`; `IDENTITY_HELD` at once where this process or an ancestor of it holds it; `INVALID_OPTION` for what is no name and for a `ttl` of zero; `REGISTRY_*` where the registry cannot be used.
     */
    func lock(_ name: String, options: LockOptions) throws  -> LockGuard

    /**
     * The locks that are held, in order of names, with their holders and how many wait.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
    func locks() throws  -> [Lock]

    /**
     * The lines that a service printed, oldest first; where it follows, also those to come.
     *
     * - Throws: `NOT_FOUND` where there is neither a log nor a service of that name, or where the service has no log because portreg did not start it; `REGISTRY_UNAVAILABLE` where the log cannot be read; `REGISTRY_*` where the registry cannot be used.
     */
    func logs(_ target: Identity, options: LogOptions) throws  -> Logs

    /**
     * Moves a service that `up` has started to another port, and starts it again there. Its supervisor is asked, so any process of this user may.
     *
     * - Throws: As `Registry::reassign` and `Registry::restart`; where no supervisor runs it nothing is moved.
     */
    func moveAndRestart(_ target: Identity, to: MoveTo, force: Bool) throws  -> Claim

    /**
     * Waits for the next message of a channel: after an id, else the next one that is published.
     *
     * - Throws: `TIMEOUT` where none comes within this time; `INVALID_OPTION` for what is no channel; `REGISTRY_*` where the registry cannot be used.
     */
    func poll(_ channel: String, after: Int64?, timeout: Duration?) throws  -> Message

    /**
     * The pools in force, in order of names, with their use.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
    func pools() throws  -> [Pool]

    /**
     * The services that run or have crashed, in order of names, with what each and all it started use; with `all` the others too. A shorter pattern means all under it.
     *
     * - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
     */
    func ps(_ pattern: String?, all: Bool) throws  -> [RunningService]

    /**
     * Publishes a message and gives its id. Ids grow in the order in which messages are published, over all channels. Text that is not JSON is sent as a JSON string.
     *
     * - Throws: `INVALID_OPTION` for a channel that is not 1 to 128 of `A-Z a-z 0-9 . _ : / -`, a payload of more than 1 MiB, an unusable sender, a `ttl` of nothing; `REGISTRY_*` where the registry cannot be used.
     */
    func publish(_ channel: String, payload: JSONValue, options: PublishOptions) throws  -> Int64

    /**
     * Moves a service to another port.
     *
     * - Throws: `NOT_FOUND`; `NOT_OWNER`; `PORT_IN_USE`, `PORT_RESERVED`, `RANGE_EXHAUSTED`; `REGISTRY_*` where the registry cannot be used.
     */
    func reassign(_ target: Identity, to: MoveTo, force: Bool) throws  -> Claim

    /**
     * Gives up the service of a name or a port (`:3000`). Its port is remembered.
     *
     * - Throws: `NOT_FOUND`; `NOT_OWNER` where a process holds it that is neither this one nor its ancestor or descendant; `REGISTRY_*` where the registry cannot be used.
     */
    func release(_ target: Identity) throws  -> Released

    /**
     * Gives up exactly this claim.
     *
     * - Throws: `NOT_OWNER` where the claim has passed into other hands since; `REGISTRY_*` where the registry cannot be used.
     */
    func releaseClaim(_ claim: Claim) throws  -> Released

    /**
     * Gives up all services that match: a plain name is exactly that one, unless `under`; without a pattern every service.
     *
     * - Throws: `NOT_FOUND` where nothing matches; `NOT_OWNER`; `INVALID_PATTERN`, also for `*` alone; `REGISTRY_*` where the registry cannot be used.
     */
    func releaseMatching(_ pattern: String?, options: ReleaseOptions) throws  -> [Released]

    /**
     * Removes an endpoint that was set, and gives it.
     *
     * - Throws: `NOT_FOUND` where there is none; `INVALID_OPTION` for `local` and for what the configuration says. `REGISTRY_*` where the registry cannot be used.
     */
    func removeEndpoint(_ target: Identity, env: String) throws  -> Endpoint

    /**
     * Removes a pool that was set.
     *
     * - Throws: `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
     */
    func removePool(_ name: String) throws

    /**
     * Gives a service another name; port, endpoints and history go with it.
     *
     * - Throws: `NOT_FOUND`; `NOT_OWNER`; `IDENTITY_HELD` where the new name is a service; `REGISTRY_*` where the registry cannot be used.
     */
    func rename(_ old: Identity, new: Identity, force: Bool) throws  -> Service

    /**
     * Makes a claim last as long as when it was made, counted from now.
     *
     * - Throws: `NOT_OWNER` where the claim has passed into other hands since; `REGISTRY_*` where the registry cannot be used.
     */
    func renew(_ claim: Claim) throws  -> Claim

    /**
     * The reservations, in order of ports.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
    func reservations() throws  -> [Reservation]

    /**
     * Keeps ports out of use: they are given to nobody. A reason that is not given keeps its value.
     *
     * - Throws: `PORT_IN_USE` where a service claims one of them; `INVALID_OPTION`; `REGISTRY_*` where the registry cannot be used.
     */
    func reserve(_ ports: PortRange, reason: String?) throws  -> Reservation

    /**
     * Ends services that `up` or `run` have started and starts them again, on the same ports. Returns when they are ready; a program of `run`, of which nothing tells that, has started then.
     *
     * - Throws: As `Registry::down`; `NOT_READY` where one does not get ready.
     */
    func restart(_ target: Identity?, options: DownOptions) throws  -> [Service]

    /**
     * Sets where a service answers in an environment. It goes with the service, unless that is persistent. `local` follows the port: of it, scheme and host are set, as in `https://localhost:3000`.
     *
     * - Throws: `NOT_FOUND` where there is no such service; `INVALID_OPTION` for what is no URL or no environment (1 to 32 of `a-z 0-9 -`), and for a `local` with another port; `REGISTRY_*` where the registry cannot be used.
     */
    func setEndpoint(_ target: Identity, env: String, url: String) throws  -> Endpoint

    /**
     * Makes a pool, or gives it other ports.
     *
     * - Throws: `INVALID_OPTION` for a bad name and where pools would overlap; `REGISTRY_*` where the registry cannot be used.
     */
    func setPool(_ name: String, ranges: [PortRange]) throws  -> Pool

    /**
     * A piece of configuration that tells another tool where services answer: the ports of those that fit, and how they reach those they work with (`pair` and `needs`). See `SnippetTool` for what each tool gets. Nothing is written.
     *
     * - Throws: `NOT_FOUND` where nothing fits, or nothing of it has a port; `INVALID_OPTION` where a proxy would know two services by one name; `INVALID_PATTERN`; `INVALID_CONFIG`; `REGISTRY_*` where the registry cannot be used.
     */
    func snippet(_ pattern: String, tool: SnippetTool) throws  -> Snippet

    /**
     * The registry and the machine side by side: services, listeners, conflicts, pools, and the order in which configured services start and stop.
     *
     * - Throws: `INVALID_PATTERN`; `INVALID_CONFIG`; `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
     */
    func status(_ pattern: String?) throws  -> StatusReport

    /**
     * Begins to receive what is published to the channels of a pattern, in which `*` stands for any run of characters: from now on, from the oldest that is kept, or after an id.
     *
     * - Throws: `INVALID_PATTERN`; `INVALID_OPTION` for an unusable name of a cursor; `IDENTITY_HELD` where a live process reads by that cursor; `REGISTRY_*` where the registry cannot be used.
     */
    func subscribe(_ pattern: String, options: SubscribeOptions) throws  -> Subscription

    /**
     * Takes reserved ports back into use.
     *
     * - Throws: `NOT_FOUND` where they are not reserved; `REGISTRY_*` where the registry cannot be used.
     */
    func unreserve(_ ports: PortRange) throws  -> Reservation

    /**
     * Starts services in the order in which they need each other, each when what it needs is ready, and keeps them running: from now on one thread of this process works for them. Returns when their names are claimed; `Stack::wait_ready` waits until they are ready, `Stack::next_event` tells what happens.
     *
     * - Throws: `NOT_FOUND` where nothing says how to start a service; `INVALID_CONFIG`, also for circles of `needs`; `IDENTITY_HELD` where a process that does not serve holds a name; what `Registry::claim_with` says of ports; `REGISTRY_*` where the registry cannot be used.
     */
    func up(_ options: UpOptions) throws  -> Stack

    /**
     * The same in the background: the `portreg` command, by its path or else from PATH, runs the stack in a session of its own. Returns when that was started; its reports tell how it goes on, the last one whether all are ready.
     *
     * - Throws: `SPAWN_FAILED` where there is no such command; `INVALID_OPTION` for a folder that is not there.
     */
    func upDetached(_ options: UpOptions, command: String?) throws  -> Detached

    /**
     * Where a service answers in an environment: `local`, which follows its port, or another one that was set or that its configuration says.
     *
     * - Throws: `NOT_FOUND` where there is no such service, or it has no such endpoint; `INVALID_OPTION` for a wrong word; `REGISTRY_*` where the registry cannot be used.
     */
    func url(_ target: Identity, env: String) throws  -> Endpoint

    /**
     * Waits until services are ready: their probes pass, or where nobody probes them, they listen on their ports. With `gone` until nothing of them runs. Names that nobody has claimed yet are waited for.
     *
     * - Throws: `NOT_READY` at once where one has ended and is not started again; `TIMEOUT`; `REGISTRY_*` where the registry cannot be used.
     */
    func waitReady(_ targets: [Identity], options: WaitOptions) throws  -> [Service]

    /**
     * Begins to follow what happens to the registry: claims, moves, releases, endpoints, what supervisors do, refusals and conflicts; from now on, from the oldest event that is kept, or after an id. A pattern stands for the names under it too; a rename fits by either name.
     *
     * - Throws: `INVALID_PATTERN`; `NOT_FOUND` for a `:PORT` that no service claims; `REGISTRY_*` where the registry cannot be used.
     */
    func watch(_ pattern: String?, since: Since?) throws  -> Watch

    /**
     * Keeps the variables in a file current: writes it at once as `Registry::write_env` does, and again whenever a service has come, moved or gone, or anything else has happened that changes them. What the configuration says is read anew then.
     *
     * - Throws: As `Registry::write_env`, but for `NOT_FOUND`: what is not there is waited for. `NOT_FOUND` is for a `:PORT` that no service claims.
     */
    func watchEnv(_ pattern: String?, format: EnvFormat, file: String) throws  -> EnvWatch

    /**
     * Writes the variables into a file, between two marker lines at its end or wherever they stand; says whether the file had to be changed. Everything else in it stays byte for byte, and it is replaced in one step.
     *
     * - Throws: As `Registry::env`; `INVALID_OPTION` where the file cannot be written or has half of the markers, and for JSON, which has no comments.
     */
    func writeEnv(_ pattern: String?, format: EnvFormat, file: String) throws  -> Bool

}
/**
 * An open registry, for all threads.
 */
public final class Registry: RegistryProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_portreg_ffi_fn_clone_registry(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_portreg_ffi_fn_free_registry(handle, $0) }
    }


    /**
     * Opens the registry in a file, or without one the registry of this user, and makes it where there is none.
     *
     * - Throws: `RegistryUnavailable` where it cannot be opened or lies on a network file system,
     * `RegistryCorrupt`, `RegistryBusy`.
     */
public static func `open`(path: String? = nil)throws  -> Registry  {
    return try  FfiConverterTypeRegistry_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_constructor_registry_open(
        FfiConverterOptionString.lower(path),uniffiCallStatus
    )
})
}



    /**
     * The registry file.
     */
public func path() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_path(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Makes a service of a listener that runs already, without restart: the process becomes the owner of the claim. One whose process cannot be seen gets no owner, and the claim is persistent.
     *
     * - Throws: `NOT_FOUND` where nobody listens; `INVALID_OPTION` where the process does not run or listens on no port or on several; `IDENTITY_HELD` where another process holds the name; `PORT_IN_USE` where the port is another service's; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func adopt(_ identity: Identity, target: AdoptTarget)throws  -> Claim  {
    return try  FfiConverterTypeClaim_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_adopt(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(identity),
        FfiConverterTypeAdoptTarget_lower(target),uniffiCallStatus
    )
})
}

    /**
     * Ports that a claim could get now, lowest first; at least one.
     *
     * - Throws: `RANGE_EXHAUSTED`; for a single port `PORT_IN_USE` and `PORT_RESERVED`; `REGISTRY_*` where the registry cannot be used.
     */
public func available(_ options: AvailableOptions)throws  -> [UInt16]  {
    return try  FfiConverterSequenceUInt16.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_available(
            self.uniffiCloneHandle(),
        FfiConverterTypeAvailableOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * The channels that hold messages, by name.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
public func channels()throws  -> [Channel]  {
    return try  FfiConverterSequenceTypeChannel.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_channels(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Everything that is wrong with the registry file itself, in sentences; nothing where it is whole.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
public func check()throws  -> [String]  {
    return try  FfiConverterSequenceString.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_check(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Looks for what is wrong with the configuration of a folder as a whole: keys that tie, pools and references (`pair`, `needs`, `{port:api}`) that mean nothing, circles of `needs`.
     *
     * - Throws: `INVALID_CONFIG` with file, line and column; `REGISTRY_*` where the registry cannot be used.
     */
public func checkConfig(dir: String? = nil)throws   {try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_check_config(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(dir),uniffiCallStatus
    )
}
}

    /**
     * What `Registry::up` would start and in which order, and what stands in the way: ports in use, missing programs, folders and files. Nothing is started or claimed.
     *
     * - Throws: As `Registry::up`, for what is not a problem of one service.
     */
public func checkUp(_ options: UpOptions)throws  -> UpCheck  {
    return try  FfiConverterTypeUpCheck_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_check_up(
            self.uniffiCloneHandle(),
        FfiConverterTypeUpOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Claims a port under a name that nobody has to invent and nobody remembers: for tests and scripts.
     *
     * - Throws: As `Registry::claim_with`.
     */
public func claimAny(_ options: ClaimOptions)throws  -> Claim  {
    return try  FfiConverterTypeClaim_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_claim_any(
            self.uniffiCloneHandle(),
        FfiConverterTypeClaimOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Claims all names of a list, or none of them; `contiguous` puts their ports side by side.
     *
     * - Throws: As `Registry::claim_with`, for the first name that fails; nothing is claimed then. What one name is refused for by itself comes before `LIMIT_REACHED` for all of them, and that before `RANGE_EXHAUSTED` for the first that is left without a port.
     */
@discardableResult
public func claimMany(_ list: [OneOfMany], contiguous: Bool = false)throws  -> [Claim]  {
    return try  FfiConverterSequenceTypeClaim.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_claim_many(
            self.uniffiCloneHandle(),
        FfiConverterSequenceTypeOneOfMany.lower(list),
        FfiConverterBool.lower(contiguous),uniffiCallStatus
    )
})
}

    /**
     * Claims a name.
     *
     * - Throws: `INVALID_IDENTITY` and `INVALID_OPTION` before anything is read; `INVALID_CONFIG` where a configuration file that applies is wrong; `IDENTITY_HELD` where another process holds the name and `on_conflict` says so; with `strict` `PORT_IN_USE` and `PORT_RESERVED`; `RANGE_EXHAUSTED`; `LIMIT_REACHED`; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func claimWith(_ identity: Identity, options: ClaimOptions)throws  -> Claim  {
    return try  FfiConverterTypeClaim_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_claim_with(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(identity),
        FfiConverterTypeClaimOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Ends dead, expired and orphaned claims, never one on whose port anything listens; `dry_run` shows the same and ends nothing.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func cleanup(dryRun: Bool = false)throws  -> [Released]  {
    return try  FfiConverterSequenceTypeReleased.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_cleanup(
            self.uniffiCloneHandle(),
        FfiConverterBool.lower(dryRun),uniffiCallStatus
    )
})
}

    /**
     * Takes away all messages of a channel, and says how many that were.
     *
     * - Throws: `INVALID_OPTION` for what is no channel; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func clear(_ channel: String)throws  -> UInt64  {
    return try  FfiConverterUInt64.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_clear(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(channel),uniffiCallStatus
    )
})
}

    /**
     * The settings in force in a folder, and where each comes from. Secrets are shown as `***`.
     *
     * - Throws: `INVALID_CONFIG` with file, line and column.
     */
public func config(dir: String? = nil)throws  -> ConfigReport  {
    return try  FfiConverterTypeConfigReport_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_config(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(dir),uniffiCallStatus
    )
})
}

    /**
     * Where the registry and the machine disagree, in order of names; of all services where no pattern is said.
     *
     * - Throws: `INVALID_PATTERN`; `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
     */
public func conflicts(_ pattern: String? = nil)throws  -> [Conflict]  {
    return try  FfiConverterSequenceTypeConflict.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_conflicts(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(pattern),uniffiCallStatus
    )
})
}

    /**
     * Looks whether everything is as it should be; with `fix` mends what can be mended.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
public func doctor(fix: Bool = false)throws  -> DoctorReport  {
    return try  FfiConverterTypeDoctorReport_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_doctor(
            self.uniffiCloneHandle(),
        FfiConverterBool.lower(fix),uniffiCallStatus
    )
})
}

    /**
     * Ends services that `up` or `run` have started, from any process: with their own signal and time, then at once, whole trees, in reverse order. Returns when they are gone and their ports are free; the claims stay, without owner. Of the worktree of the working folder where no target is said.
     *
     * - Throws: `NOT_FOUND` where there is no such service, or portreg has not started it; `INVALID_PATTERN`; `TIMEOUT` where a supervisor does not answer; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func down(_ target: Identity? = nil, options: DownOptions)throws  -> [Service]  {
    return try  FfiConverterSequenceTypeService.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_down(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeIdentity.lower(target),
        FfiConverterTypeDownOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * All endpoints by name and environment, `local` ones too; a shorter pattern means all under it.
     *
     * - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
     */
public func endpoints(_ pattern: String? = nil)throws  -> [Endpoint]  {
    return try  FfiConverterSequenceTypeEndpoint.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_endpoints(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(pattern),uniffiCallStatus
    )
})
}

    /**
     * The variables of all services that fit, in order of names: `SHOP_WEB_PORT` and `SHOP_WEB_URL` for `shop:web`. For one name also `PORT`, `HOST`, `URL`, what its configuration sets, and the URLs of those it works with.
     *
     * - Throws: `NOT_FOUND` where nothing fits, or a reference in the configuration has no port yet; `INVALID_OPTION` where two services would have the same variables; `INVALID_PATTERN`; `INVALID_CONFIG`; `REGISTRY_*` where the registry cannot be used.
     */
public func env(_ pattern: String? = nil)throws  -> [String: String]  {
    return try  FfiConverterDictionaryStringString.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_env(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(pattern),uniffiCallStatus
    )
})
}

    /**
     * Why a port is as it is: everything that is to be said of it, and what can be done.
     *
     * - Throws: `INVALID_CONFIG` where a configuration file that applies is wrong; `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
     */
public func explain(_ port: UInt16)throws  -> PortReport  {
    return try  FfiConverterTypePortReport_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_explain(
            self.uniffiCloneHandle(),
        FfiConverterUInt16.lower(port),uniffiCallStatus
    )
})
}

    /**
     * Everything that can be carried to another registry.
     *
     * - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
     */
public func export(_ pattern: String? = nil)throws  -> Export  {
    return try  FfiConverterTypeExport_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_export(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(pattern),uniffiCallStatus
    )
})
}

    /**
     * The services that fit, in order of names. A shorter pattern stands for all names under it.
     *
     * - Throws: `INVALID_PATTERN`; `INVALID_OPTION` for an unknown pool; `REGISTRY_*` where the registry cannot be used.
     */
public func find(_ options: FindOptions)throws  -> [Service]  {
    return try  FfiConverterSequenceTypeService.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_find(
            self.uniffiCloneHandle(),
        FfiConverterTypeFindOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * The service of a name or a port (`:3000`), as it stands now.
     *
     * - Throws: `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
     */
public func get(_ target: Identity)throws  -> Service  {
    return try  FfiConverterTypeService_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_get(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(target),uniffiCallStatus
    )
})
}

    /**
     * The port of a name.
     *
     * - Throws: `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
     */
public func getPort(_ target: Identity)throws  -> UInt16  {
    return try  FfiConverterUInt16.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_get_port(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(target),uniffiCallStatus
    )
})
}

    /**
     * The newest events that fit, oldest first.
     *
     * - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
     */
public func history(_ options: HistoryOptions)throws  -> [Event]  {
    return try  FfiConverterSequenceTypeEvent.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_history(
            self.uniffiCloneHandle(),
        FfiConverterTypeHistoryOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Takes in a document. Any clash refuses the whole, unless `skip`; a held claim never changes. Nothing came in where `refused` is not empty and `skip` was not said. What has ended by now comes in as a memory only.
     *
     * - Throws: `INVALID_OPTION` for a document of a newer version; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func `import`(_ document: Export, options: ImportOptions)throws  -> ImportReport  {
    return try  FfiConverterTypeImportReport_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_import(
            self.uniffiCloneHandle(),
        FfiConverterTypeExport_lower(document),
        FfiConverterTypeImportOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * The identity of a folder (the working folder where none is said), and where each part comes from.
     *
     * - Throws: `INVALID_CONFIG`; `INVALID_OPTION` where the folder cannot be used; `REGISTRY_*` where the registry cannot be used.
     */
public func infer(dir: String? = nil)throws  -> Inference  {
    return try  FfiConverterTypeInference_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_infer(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(dir),uniffiCallStatus
    )
})
}

    /**
     * Frees a port: ends the own listeners of a service, or who listens on a port (`:3000`), with all that descends from them. Returns when the port can be bound, or after 2 s more.
     *
     * - Throws: `NOT_FOUND` where nobody listens; `PORT_IN_USE` where a stranger listens on the port of the service, or who listens may not be ended; `NOT_OWNER` where who listens on a port is a service of another folder or project, unless forced; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func kill(_ target: Identity, options: KillOptions)throws  -> Killed  {
    return try  FfiConverterTypeKilled_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_kill(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(target),
        FfiConverterTypeKillOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Who listens on which port, by port: every process of this machine as far as this user may see it, and the service that each is.
     *
     * - Throws: `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
     */
public func listeners(_ options: ListenerOptions)throws  -> [Listener]  {
    return try  FfiConverterSequenceTypeListener.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_listeners(
            self.uniffiCloneHandle(),
        FfiConverterTypeListenerOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Takes a lock for this process, and waits for its turn: in order of arrival, woken when it comes.
     *
     * - Throws: `TIMEOUT` where it did not become free within `wait`; `IDENTITY_HELD` at once where this process or an ancestor of it holds it; `INVALID_OPTION` for what is no name and for a `ttl` of zero; `REGISTRY_*` where the registry cannot be used.
     */
public func lock(_ name: String, options: LockOptions)throws  -> LockGuard  {
    return try  FfiConverterTypeLockGuard_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_lock(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(name),
        FfiConverterTypeLockOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * The locks that are held, in order of names, with their holders and how many wait.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
public func locks()throws  -> [Lock]  {
    return try  FfiConverterSequenceTypeLock.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_locks(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * The lines that a service printed, oldest first; where it follows, also those to come.
     *
     * - Throws: `NOT_FOUND` where there is neither a log nor a service of that name, or where the service has no log because portreg did not start it; `REGISTRY_UNAVAILABLE` where the log cannot be read; `REGISTRY_*` where the registry cannot be used.
     */
public func logs(_ target: Identity, options: LogOptions)throws  -> Logs  {
    return try  FfiConverterTypeLogs_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_logs(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(target),
        FfiConverterTypeLogOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Moves a service that `up` has started to another port, and starts it again there. Its supervisor is asked, so any process of this user may.
     *
     * - Throws: As `Registry::reassign` and `Registry::restart`; where no supervisor runs it nothing is moved.
     */
@discardableResult
public func moveAndRestart(_ target: Identity, to: MoveTo, force: Bool = false)throws  -> Claim  {
    return try  FfiConverterTypeClaim_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_move_and_restart(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(target),
        FfiConverterTypeMoveTo_lower(to),
        FfiConverterBool.lower(force),uniffiCallStatus
    )
})
}

    /**
     * Waits for the next message of a channel: after an id, else the next one that is published.
     *
     * - Throws: `TIMEOUT` where none comes within this time; `INVALID_OPTION` for what is no channel; `REGISTRY_*` where the registry cannot be used.
     */
public func poll(_ channel: String, after: Int64? = nil, timeout: Duration? = nil)throws  -> Message  {
    return try  FfiConverterTypeMessage_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_poll(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(channel),
        FfiConverterOptionInt64.lower(after),
        FfiConverterOptionTypeSpan.lower(timeout),uniffiCallStatus
    )
})
}

    /**
     * The pools in force, in order of names, with their use.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
public func pools()throws  -> [Pool]  {
    return try  FfiConverterSequenceTypePool.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_pools(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * The services that run or have crashed, in order of names, with what each and all it started use; with `all` the others too. A shorter pattern means all under it.
     *
     * - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
     */
public func ps(_ pattern: String? = nil, all: Bool = false)throws  -> [RunningService]  {
    return try  FfiConverterSequenceTypeRunningService.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_ps(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(pattern),
        FfiConverterBool.lower(all),uniffiCallStatus
    )
})
}

    /**
     * Publishes a message and gives its id. Ids grow in the order in which messages are published, over all channels. Text that is not JSON is sent as a JSON string.
     *
     * - Throws: `INVALID_OPTION` for a channel that is not 1 to 128 of `A-Z a-z 0-9 . _ : / -`, a payload of more than 1 MiB, an unusable sender, a `ttl` of nothing; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func publish(_ channel: String, payload: JSONValue, options: PublishOptions)throws  -> Int64  {
    return try  FfiConverterInt64.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_publish(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(channel),
        FfiConverterTypeJsonValue_lower(payload),
        FfiConverterTypePublishOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Moves a service to another port.
     *
     * - Throws: `NOT_FOUND`; `NOT_OWNER`; `PORT_IN_USE`, `PORT_RESERVED`, `RANGE_EXHAUSTED`; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func reassign(_ target: Identity, to: MoveTo, force: Bool = false)throws  -> Claim  {
    return try  FfiConverterTypeClaim_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_reassign(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(target),
        FfiConverterTypeMoveTo_lower(to),
        FfiConverterBool.lower(force),uniffiCallStatus
    )
})
}

    /**
     * Gives up the service of a name or a port (`:3000`). Its port is remembered.
     *
     * - Throws: `NOT_FOUND`; `NOT_OWNER` where a process holds it that is neither this one nor its ancestor or descendant; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func release(_ target: Identity)throws  -> Released  {
    return try  FfiConverterTypeReleased_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_release(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(target),uniffiCallStatus
    )
})
}

    /**
     * Gives up exactly this claim.
     *
     * - Throws: `NOT_OWNER` where the claim has passed into other hands since; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func releaseClaim(_ claim: Claim)throws  -> Released  {
    return try  FfiConverterTypeReleased_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_release_claim(
            self.uniffiCloneHandle(),
        FfiConverterTypeClaim_lower(claim),uniffiCallStatus
    )
})
}

    /**
     * Gives up all services that match: a plain name is exactly that one, unless `under`; without a pattern every service.
     *
     * - Throws: `NOT_FOUND` where nothing matches; `NOT_OWNER`; `INVALID_PATTERN`, also for `*` alone; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func releaseMatching(_ pattern: String? = nil, options: ReleaseOptions)throws  -> [Released]  {
    return try  FfiConverterSequenceTypeReleased.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_release_matching(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(pattern),
        FfiConverterTypeReleaseOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Removes an endpoint that was set, and gives it.
     *
     * - Throws: `NOT_FOUND` where there is none; `INVALID_OPTION` for `local` and for what the configuration says. `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func removeEndpoint(_ target: Identity, env: String)throws  -> Endpoint  {
    return try  FfiConverterTypeEndpoint_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_remove_endpoint(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(target),
        FfiConverterString.lower(env),uniffiCallStatus
    )
})
}

    /**
     * Removes a pool that was set.
     *
     * - Throws: `NOT_FOUND`; `REGISTRY_*` where the registry cannot be used.
     */
public func removePool(_ name: String)throws   {try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_remove_pool(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(name),uniffiCallStatus
    )
}
}

    /**
     * Gives a service another name; port, endpoints and history go with it.
     *
     * - Throws: `NOT_FOUND`; `NOT_OWNER`; `IDENTITY_HELD` where the new name is a service; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func rename(_ old: Identity, new: Identity, force: Bool = false)throws  -> Service  {
    return try  FfiConverterTypeService_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_rename(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(old),
        FfiConverterTypeIdentity_lower(new),
        FfiConverterBool.lower(force),uniffiCallStatus
    )
})
}

    /**
     * Makes a claim last as long as when it was made, counted from now.
     *
     * - Throws: `NOT_OWNER` where the claim has passed into other hands since; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func renew(_ claim: Claim)throws  -> Claim  {
    return try  FfiConverterTypeClaim_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_renew(
            self.uniffiCloneHandle(),
        FfiConverterTypeClaim_lower(claim),uniffiCallStatus
    )
})
}

    /**
     * The reservations, in order of ports.
     *
     * - Throws: `REGISTRY_*` where the registry cannot be used.
     */
public func reservations()throws  -> [Reservation]  {
    return try  FfiConverterSequenceTypeReservation.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_reservations(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Keeps ports out of use: they are given to nobody. A reason that is not given keeps its value.
     *
     * - Throws: `PORT_IN_USE` where a service claims one of them; `INVALID_OPTION`; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func reserve(_ ports: PortRange, reason: String? = nil)throws  -> Reservation  {
    return try  FfiConverterTypeReservation_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_reserve(
            self.uniffiCloneHandle(),
        FfiConverterTypePortRange_lower(ports),
        FfiConverterOptionString.lower(reason),uniffiCallStatus
    )
})
}

    /**
     * Ends services that `up` or `run` have started and starts them again, on the same ports. Returns when they are ready; a program of `run`, of which nothing tells that, has started then.
     *
     * - Throws: As `Registry::down`; `NOT_READY` where one does not get ready.
     */
@discardableResult
public func restart(_ target: Identity? = nil, options: DownOptions)throws  -> [Service]  {
    return try  FfiConverterSequenceTypeService.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_restart(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeIdentity.lower(target),
        FfiConverterTypeDownOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Sets where a service answers in an environment. It goes with the service, unless that is persistent. `local` follows the port: of it, scheme and host are set, as in `https://localhost:3000`.
     *
     * - Throws: `NOT_FOUND` where there is no such service; `INVALID_OPTION` for what is no URL or no environment (1 to 32 of `a-z 0-9 -`), and for a `local` with another port; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func setEndpoint(_ target: Identity, env: String, url: String)throws  -> Endpoint  {
    return try  FfiConverterTypeEndpoint_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_set_endpoint(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(target),
        FfiConverterString.lower(env),
        FfiConverterString.lower(url),uniffiCallStatus
    )
})
}

    /**
     * Makes a pool, or gives it other ports.
     *
     * - Throws: `INVALID_OPTION` for a bad name and where pools would overlap; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func setPool(_ name: String, ranges: [PortRange])throws  -> Pool  {
    return try  FfiConverterTypePool_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_set_pool(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(name),
        FfiConverterSequenceTypePortRange.lower(ranges),uniffiCallStatus
    )
})
}

    /**
     * A piece of configuration that tells another tool where services answer: the ports of those that fit, and how they reach those they work with (`pair` and `needs`). See `SnippetTool` for what each tool gets. Nothing is written.
     *
     * - Throws: `NOT_FOUND` where nothing fits, or nothing of it has a port; `INVALID_OPTION` where a proxy would know two services by one name; `INVALID_PATTERN`; `INVALID_CONFIG`; `REGISTRY_*` where the registry cannot be used.
     */
public func snippet(_ pattern: String, tool: SnippetTool)throws  -> Snippet  {
    return try  FfiConverterTypeSnippet_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_snippet(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(pattern),
        FfiConverterTypeSnippetTool_lower(tool),uniffiCallStatus
    )
})
}

    /**
     * The registry and the machine side by side: services, listeners, conflicts, pools, and the order in which configured services start and stop.
     *
     * - Throws: `INVALID_PATTERN`; `INVALID_CONFIG`; `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
     */
public func status(_ pattern: String? = nil)throws  -> StatusReport  {
    return try  FfiConverterTypeStatusReport_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_status(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(pattern),uniffiCallStatus
    )
})
}

    /**
     * Begins to receive what is published to the channels of a pattern, in which `*` stands for any run of characters: from now on, from the oldest that is kept, or after an id.
     *
     * - Throws: `INVALID_PATTERN`; `INVALID_OPTION` for an unusable name of a cursor; `IDENTITY_HELD` where a live process reads by that cursor; `REGISTRY_*` where the registry cannot be used.
     */
public func subscribe(_ pattern: String, options: SubscribeOptions)throws  -> Subscription  {
    return try  FfiConverterTypeSubscription_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_subscribe(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(pattern),
        FfiConverterTypeSubscribeOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Takes reserved ports back into use.
     *
     * - Throws: `NOT_FOUND` where they are not reserved; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func unreserve(_ ports: PortRange)throws  -> Reservation  {
    return try  FfiConverterTypeReservation_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_unreserve(
            self.uniffiCloneHandle(),
        FfiConverterTypePortRange_lower(ports),uniffiCallStatus
    )
})
}

    /**
     * Starts services in the order in which they need each other, each when what it needs is ready, and keeps them running: from now on one thread of this process works for them. Returns when their names are claimed; `Stack::wait_ready` waits until they are ready, `Stack::next_event` tells what happens.
     *
     * - Throws: `NOT_FOUND` where nothing says how to start a service; `INVALID_CONFIG`, also for circles of `needs`; `IDENTITY_HELD` where a process that does not serve holds a name; what `Registry::claim_with` says of ports; `REGISTRY_*` where the registry cannot be used.
     */
public func up(_ options: UpOptions)throws  -> Stack  {
    return try  FfiConverterTypeStack_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_up(
            self.uniffiCloneHandle(),
        FfiConverterTypeUpOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * The same in the background: the `portreg` command, by its path or else from PATH, runs the stack in a session of its own. Returns when that was started; its reports tell how it goes on, the last one whether all are ready.
     *
     * - Throws: `SPAWN_FAILED` where there is no such command; `INVALID_OPTION` for a folder that is not there.
     */
public func upDetached(_ options: UpOptions, command: String? = nil)throws  -> Detached  {
    return try  FfiConverterTypeDetached_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_up_detached(
            self.uniffiCloneHandle(),
        FfiConverterTypeUpOptions_lower(options),
        FfiConverterOptionString.lower(command),uniffiCallStatus
    )
})
}

    /**
     * Where a service answers in an environment: `local`, which follows its port, or another one that was set or that its configuration says.
     *
     * - Throws: `NOT_FOUND` where there is no such service, or it has no such endpoint; `INVALID_OPTION` for a wrong word; `REGISTRY_*` where the registry cannot be used.
     */
public func url(_ target: Identity, env: String)throws  -> Endpoint  {
    return try  FfiConverterTypeEndpoint_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_url(
            self.uniffiCloneHandle(),
        FfiConverterTypeIdentity_lower(target),
        FfiConverterString.lower(env),uniffiCallStatus
    )
})
}

    /**
     * Waits until services are ready: their probes pass, or where nobody probes them, they listen on their ports. With `gone` until nothing of them runs. Names that nobody has claimed yet are waited for.
     *
     * - Throws: `NOT_READY` at once where one has ended and is not started again; `TIMEOUT`; `REGISTRY_*` where the registry cannot be used.
     */
@discardableResult
public func waitReady(_ targets: [Identity], options: WaitOptions)throws  -> [Service]  {
    return try  FfiConverterSequenceTypeService.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_wait_ready(
            self.uniffiCloneHandle(),
        FfiConverterSequenceTypeIdentity.lower(targets),
        FfiConverterTypeWaitOptions_lower(options),uniffiCallStatus
    )
})
}

    /**
     * Begins to follow what happens to the registry: claims, moves, releases, endpoints, what supervisors do, refusals and conflicts; from now on, from the oldest event that is kept, or after an id. A pattern stands for the names under it too; a rename fits by either name.
     *
     * - Throws: `INVALID_PATTERN`; `NOT_FOUND` for a `:PORT` that no service claims; `REGISTRY_*` where the registry cannot be used.
     */
@_disfavoredOverload
public func watch(_ pattern: String? = nil, since: Since? = nil)throws  -> Watch  {
    return try  FfiConverterTypeWatch_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_watch(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(pattern),
        FfiConverterOptionTypeSince.lower(since),uniffiCallStatus
    )
})
}

    /**
     * Keeps the variables in a file current: writes it at once as `Registry::write_env` does, and again whenever a service has come, moved or gone, or anything else has happened that changes them. What the configuration says is read anew then.
     *
     * - Throws: As `Registry::write_env`, but for `NOT_FOUND`: what is not there is waited for. `NOT_FOUND` is for a `:PORT` that no service claims.
     */
public func watchEnv(_ pattern: String? = nil, format: EnvFormat, file: String)throws  -> EnvWatch  {
    return try  FfiConverterTypeEnvWatch_lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_watch_env(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(pattern),
        FfiConverterTypeEnvFormat_lower(format),
        FfiConverterString.lower(file),uniffiCallStatus
    )
})
}

    /**
     * Writes the variables into a file, between two marker lines at its end or wherever they stand; says whether the file had to be changed. Everything else in it stays byte for byte, and it is replaced in one step.
     *
     * - Throws: As `Registry::env`; `INVALID_OPTION` where the file cannot be written or has half of the markers, and for JSON, which has no comments.
     */
@discardableResult
public func writeEnv(_ pattern: String? = nil, format: EnvFormat, file: String)throws  -> Bool  {
    return try  FfiConverterBool.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_registry_write_env(
            self.uniffiCloneHandle(),
        FfiConverterOptionString.lower(pattern),
        FfiConverterTypeEnvFormat_lower(format),
        FfiConverterString.lower(file),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeRegistry: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = Registry

    public static func lift(_ handle: UInt64) throws -> Registry {
        return Registry(unsafeFromHandle: handle)
    }

    public static func lower(_ value: Registry) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Registry {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Registry, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRegistry_lift(_ handle: UInt64) throws -> Registry {
    return try FfiConverterTypeRegistry.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRegistry_lower(_ value: Registry) -> UInt64 {
    return FfiConverterTypeRegistry.lower(value)
}






/**
 * Services that run below this process, until `down` or the end of this process.
 */
public protocol StackProtocol: AnyObject, Sendable {

    /**
     * Asks all services to end, in reverse order, each within `grace` where that is said; returns at once.
     */
    func close(grace: Duration?) throws

    /**
     * Ends all services in reverse order, and returns when they are gone and their ports are free.
     */
    func down(grace: Duration?) throws

    /**
     * Whether all services have ended.
     */
    func isOver()  -> Bool

    /**
     * The next thing that happened; none where nothing did within this time, or nothing more will.
     */
    func nextEvent(atMost: Duration?) throws  -> StackEvent?

    /**
     * The services of the stack, in the order in which they start.
     */
    func services()  -> [Identity]

    /**
     * Waits until all services have ended, at most so long; whether they have.
     */
    func waitOver(atMost: Duration?) throws  -> Bool

    /**
     * Waits until all services are ready.
     *
     * - Throws: `NotReady`, `Timeout`, `Cancelled`.
     */
    func waitReady(atMost: Duration?) throws

}
/**
 * Services that run below this process, until `down` or the end of this process.
 */
public final class Stack: StackProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_portreg_ffi_fn_clone_stack(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_portreg_ffi_fn_free_stack(handle, $0) }
    }




    /**
     * Asks all services to end, in reverse order, each within `grace` where that is said; returns at once.
     */
public func close(grace: Duration? = nil)throws   {try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_stack_close(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeSpan.lower(grace),uniffiCallStatus
    )
}
}

    /**
     * Ends all services in reverse order, and returns when they are gone and their ports are free.
     */
public func down(grace: Duration? = nil)throws   {try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_stack_down(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeSpan.lower(grace),uniffiCallStatus
    )
}
}

    /**
     * Whether all services have ended.
     */
public func isOver() -> Bool  {
    return try!  FfiConverterBool.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_stack_is_over(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * The next thing that happened; none where nothing did within this time, or nothing more will.
     */
public func nextEvent(atMost: Duration? = nil)throws  -> StackEvent?  {
    return try  FfiConverterOptionTypeStackEvent.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_stack_next_event(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeSpan.lower(atMost),uniffiCallStatus
    )
})
}

    /**
     * The services of the stack, in the order in which they start.
     */
public func services() -> [Identity]  {
    return try!  FfiConverterSequenceTypeIdentity.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_stack_services(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Waits until all services have ended, at most so long; whether they have.
     */
public func waitOver(atMost: Duration? = nil)throws  -> Bool  {
    return try  FfiConverterBool.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_stack_wait_over(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeSpan.lower(atMost),uniffiCallStatus
    )
})
}

    /**
     * Waits until all services are ready.
     *
     * - Throws: `NotReady`, `Timeout`, `Cancelled`.
     */
public func waitReady(atMost: Duration? = nil)throws   {try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_stack_wait_ready(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeSpan.lower(atMost),uniffiCallStatus
    )
}
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeStack: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = Stack

    public static func lift(_ handle: UInt64) throws -> Stack {
        return Stack(unsafeFromHandle: handle)
    }

    public static func lower(_ value: Stack) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Stack {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Stack, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStack_lift(_ handle: UInt64) throws -> Stack {
    return try FfiConverterTypeStack.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStack_lower(_ value: Stack) -> UInt64 {
    return FfiConverterTypeStack.lower(value)
}






/**
 * What is published to the channels of a pattern.
 */
public protocol SubscriptionProtocol: AnyObject, Sendable {

    /**
     * Confirms what was given last: a named cursor goes on after it.
     */
    func confirm() throws

    /**
     * The next one; none where there is none within this time, or will be none.
     *
     * - Throws: what keeps it from being read.
     */
    func next(atMost: Duration?) throws  -> Received?

}
/**
 * What is published to the channels of a pattern.
 */
public final class Subscription: SubscriptionProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_portreg_ffi_fn_clone_subscription(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_portreg_ffi_fn_free_subscription(handle, $0) }
    }




    /**
     * Confirms what was given last: a named cursor goes on after it.
     */
public func confirm()throws   {try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_subscription_confirm(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}

    /**
     * The next one; none where there is none within this time, or will be none.
     *
     * - Throws: what keeps it from being read.
     */
public func next(atMost: Duration? = nil)throws  -> Received?  {
    return try  FfiConverterOptionTypeReceived.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_subscription_next(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeSpan.lower(atMost),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSubscription: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = Subscription

    public static func lift(_ handle: UInt64) throws -> Subscription {
        return Subscription(unsafeFromHandle: handle)
    }

    public static func lower(_ value: Subscription) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Subscription {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Subscription, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSubscription_lift(_ handle: UInt64) throws -> Subscription {
    return try FfiConverterTypeSubscription.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSubscription_lower(_ value: Subscription) -> UInt64 {
    return FfiConverterTypeSubscription.lower(value)
}






/**
 * What happens to the registry.
 */
public protocol WatchProtocol: AnyObject, Sendable {

    /**
     * The next one; none where there is none within this time, or will be none.
     *
     * - Throws: what keeps it from being read.
     */
    func next(atMost: Duration?) throws  -> Watched?

    /**
     * The id to go on after: all that fits up to it was given.
     */
    func revision()  -> Int64

}
/**
 * What happens to the registry.
 */
public final class Watch: WatchProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_portreg_ffi_fn_clone_watch(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_portreg_ffi_fn_free_watch(handle, $0) }
    }




    /**
     * The next one; none where there is none within this time, or will be none.
     *
     * - Throws: what keeps it from being read.
     */
public func next(atMost: Duration? = nil)throws  -> Watched?  {
    return try  FfiConverterOptionTypeWatched.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_watch_next(
            self.uniffiCloneHandle(),
        FfiConverterOptionTypeSpan.lower(atMost),uniffiCallStatus
    )
})
}

    /**
     * The id to go on after: all that fits up to it was given.
     */
public func revision() -> Int64  {
    return try!  FfiConverterInt64.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_watch_revision(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeWatch: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = Watch

    public static func lift(_ handle: UInt64) throws -> Watch {
        return Watch(unsafeFromHandle: handle)
    }

    public static func lower(_ value: Watch) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Watch {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Watch, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeWatch_lift(_ handle: UInt64) throws -> Watch {
    return try FfiConverterTypeWatch.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeWatch_lower(_ value: Watch) -> UInt64 {
    return FfiConverterTypeWatch.lower(value)
}






/**
 * Some work, for a canceller.
 */
public protocol Work: AnyObject, Sendable {

    /**
     * Does it.
     */
    func work()

}
/**
 * Some work, for a canceller.
 */
public final class WorkImpl: Work, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_portreg_ffi_fn_clone_work(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_portreg_ffi_fn_free_work(handle, $0) }
    }




    /**
     * Does it.
     */
public func work()  {try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_work_work(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}



}



// Put the implementation in a struct so we don't pollute the top-level namespace
fileprivate struct UniffiCallbackInterfaceWork {

    // Create the VTable using a series of closures.
    // Swift automatically converts these into C callback functions.
    //
    // Store the vtable directly.
    static let vtable: UniffiVTableCallbackInterfaceWork = UniffiVTableCallbackInterfaceWork(
        uniffiFree: { (uniffiHandle: UInt64) -> () in
            do {
                try FfiConverterTypeWork.handleMap.remove(handle: uniffiHandle)
            } catch {
                print("Uniffi callback interface Work: handle missing in uniffiFree")
            }
        },
        uniffiClone: { (uniffiHandle: UInt64) -> UInt64 in
            do {
                return try FfiConverterTypeWork.handleMap.clone(handle: uniffiHandle)
            } catch {
                fatalError("Uniffi callback interface Work: handle missing in uniffiClone")
            }
        },
        work: { (
            uniffiHandle: UInt64,
            uniffiOutReturn: UnsafeMutableRawPointer,
            uniffiCallStatus: UnsafeMutablePointer<RustCallStatus>
        ) in
            let makeCall = {
                () throws -> () in
                guard let uniffiObj = try? FfiConverterTypeWork.handleMap.get(handle: uniffiHandle) else {
                    throw UniffiInternalError.unexpectedStaleHandle
                }
                return uniffiObj.work(
                )
            }


            let writeReturn = { () }
            uniffiTraitInterfaceCall(
                callStatus: uniffiCallStatus,
                makeCall: makeCall,
                writeReturn: writeReturn
            )
        }
    )

    // Rust stores this pointer for future callback invocations, so it must live
    // for the process lifetime (not just for the init function call).
    //
    // `nonisolated(unsafe)` is needed under Swift 6 strict concurrency.
    // This is safe because the pointee is initialized once during static init
    // and never mutated by either side of the FFI.  Its fields are C function pointers.
    nonisolated(unsafe) static let vtablePtr: UnsafePointer<UniffiVTableCallbackInterfaceWork> = {
        let ptr = UnsafeMutablePointer<UniffiVTableCallbackInterfaceWork>.allocate(capacity: 1)
        ptr.initialize(to: vtable)
        return UnsafePointer(ptr)
    }()
}

private func uniffiCallbackInitWork() {
    uniffi_portreg_ffi_fn_init_callback_vtable_work(UniffiCallbackInterfaceWork.vtablePtr)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeWork: FfiConverter {
    fileprivate static let handleMap = UniffiHandleMap<Work>()

    typealias FfiType = UInt64
    typealias SwiftType = Work

    public static func lift(_ handle: UInt64) throws -> Work {
        if ((handle & 1) == 0) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return WorkImpl(unsafeFromHandle: handle)
        } else {
            // Swift-generated handle, get the object from the handle map
            return try handleMap.remove(handle: handle)
        }
    }

    public static func lower(_ value: Work) -> UInt64 {
         if let rustImpl = value as? WorkImpl {
             // Rust-implemented object.  Clone the handle and return it
            return rustImpl.uniffiCloneHandle()
         } else {
            // Swift object, generate a new vtable handle and return that.
            return handleMap.insert(obj: value)
         }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Work {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Work, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeWork_lift(_ handle: UInt64) throws -> Work {
    return try FfiConverterTypeWork.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeWork_lower(_ value: Work) -> UInt64 {
    return FfiConverterTypeWork.lower(value)
}




/**
 * Which ports `available` looks at.
 */
public struct AvailableOptions: Equatable, Hashable, Codable {
    /**
     * One port or a run; the default range where nothing is said.
     */
    public let range: PortRange?
    /**
     * A pool.
     */
    public let pool: String?
    /**
     * How many to give; one where nothing is said.
     */
    public let count: UInt64?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * One port or a run; the default range where nothing is said.
         */range: PortRange? = nil,
        /**
         * A pool.
         */pool: String? = nil,
        /**
         * How many to give; one where nothing is said.
         */count: UInt64? = nil) {
        self.range = range
        self.pool = pool
        self.count = count
    }




}

#if compiler(>=6)
extension AvailableOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeAvailableOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> AvailableOptions {
        return
            try AvailableOptions(
                range: FfiConverterOptionTypePortRange.read(from: &buf),
                pool: FfiConverterOptionString.read(from: &buf),
                count: FfiConverterOptionUInt64.read(from: &buf)
        )
    }

    public static func write(_ value: AvailableOptions, into buf: inout [UInt8]) {
        FfiConverterOptionTypePortRange.write(value.range, into: &buf)
        FfiConverterOptionString.write(value.pool, into: &buf)
        FfiConverterOptionUInt64.write(value.count, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeAvailableOptions_lift(_ buf: RustBuffer) throws -> AvailableOptions {
    return try FfiConverterTypeAvailableOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeAvailableOptions_lower(_ value: AvailableOptions) -> RustBuffer {
    return FfiConverterTypeAvailableOptions.lower(value)
}


/**
 * A channel that holds messages.
 */
public struct Channel: Equatable, Hashable, Codable {
    /**
     * Its name.
     */
    public let channel: String
    /**
     * How many messages it holds.
     */
    public let messages: UInt64
    /**
     * The oldest of them.
     */
    public let firstId: Int64
    /**
     * The newest of them.
     */
    public let lastId: Int64
    /**
     * When that one was published, in milliseconds since the Unix epoch.
     */
    public let lastAtMs: Int64

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Its name.
         */channel: String,
        /**
         * How many messages it holds.
         */messages: UInt64,
        /**
         * The oldest of them.
         */firstId: Int64,
        /**
         * The newest of them.
         */lastId: Int64,
        /**
         * When that one was published, in milliseconds since the Unix epoch.
         */lastAtMs: Int64) {
        self.channel = channel
        self.messages = messages
        self.firstId = firstId
        self.lastId = lastId
        self.lastAtMs = lastAtMs
    }




}

#if compiler(>=6)
extension Channel: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeChannel: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Channel {
        return
            try Channel(
                channel: FfiConverterString.read(from: &buf),
                messages: FfiConverterUInt64.read(from: &buf),
                firstId: FfiConverterInt64.read(from: &buf),
                lastId: FfiConverterInt64.read(from: &buf),
                lastAtMs: FfiConverterInt64.read(from: &buf)
        )
    }

    public static func write(_ value: Channel, into buf: inout [UInt8]) {
        FfiConverterString.write(value.channel, into: &buf)
        FfiConverterUInt64.write(value.messages, into: &buf)
        FfiConverterInt64.write(value.firstId, into: &buf)
        FfiConverterInt64.write(value.lastId, into: &buf)
        FfiConverterInt64.write(value.lastAtMs, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeChannel_lift(_ buf: RustBuffer) throws -> Channel {
    return try FfiConverterTypeChannel.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeChannel_lower(_ value: Channel) -> RustBuffer {
    return FfiConverterTypeChannel.lower(value)
}


/**
 * One thing that `doctor` looked at.
 */
public struct Check: Equatable, Hashable, Codable {
    /**
     * What it is.
     */
    public let name: String
    /**
     * How it stands.
     */
    public let state: CheckState
    /**
     * In a sentence.
     */
    public let message: String
    /**
     * The command that mends it.
     */
    public let fix: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * What it is.
         */name: String,
        /**
         * How it stands.
         */state: CheckState,
        /**
         * In a sentence.
         */message: String,
        /**
         * The command that mends it.
         */fix: String?) {
        self.name = name
        self.state = state
        self.message = message
        self.fix = fix
    }




}

#if compiler(>=6)
extension Check: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCheck: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Check {
        return
            try Check(
                name: FfiConverterString.read(from: &buf),
                state: FfiConverterTypeCheckState.read(from: &buf),
                message: FfiConverterString.read(from: &buf),
                fix: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: Check, into buf: inout [UInt8]) {
        FfiConverterString.write(value.name, into: &buf)
        FfiConverterTypeCheckState.write(value.state, into: &buf)
        FfiConverterString.write(value.message, into: &buf)
        FfiConverterOptionString.write(value.fix, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCheck_lift(_ buf: RustBuffer) throws -> Check {
    return try FfiConverterTypeCheck.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCheck_lower(_ value: Check) -> RustBuffer {
    return FfiConverterTypeCheck.lower(value)
}


/**
 * A name and its port.
 */
public struct Claim: Equatable, Hashable, Codable {
    /**
     * The name.
     */
    public let identity: Identity
    /**
     * Its port.
     */
    public let port: UInt16
    /**
     * How it came to it.
     */
    public let outcome: Outcome
    /**
     * The first port that was asked for.
     */
    public let requestedPort: UInt16?
    /**
     * The port it had before.
     */
    public let movedFrom: UInt16?
    /**
     * Why it did not get the port that was asked for, or lost the one it had.
     */
    public let reason: ReasonCode?
    /**
     * The process that is behind the outcome: who holds the name, or who is on the port.
     */
    public let holder: Holder?
    /**
     * Grows whenever the claim passes into other hands: a fencing number.
     */
    public let generation: Int64
    /**
     * When it ends unless renewed, in milliseconds since the Unix epoch.
     */
    public let expiresAtMs: Int64?
    /**
     * Where it answers.
     */
    public let url: URL

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The name.
         */identity: Identity,
        /**
         * Its port.
         */port: UInt16,
        /**
         * How it came to it.
         */outcome: Outcome,
        /**
         * The first port that was asked for.
         */requestedPort: UInt16?,
        /**
         * The port it had before.
         */movedFrom: UInt16?,
        /**
         * Why it did not get the port that was asked for, or lost the one it had.
         */reason: ReasonCode?,
        /**
         * The process that is behind the outcome: who holds the name, or who is on the port.
         */holder: Holder?,
        /**
         * Grows whenever the claim passes into other hands: a fencing number.
         */generation: Int64,
        /**
         * When it ends unless renewed, in milliseconds since the Unix epoch.
         */expiresAtMs: Int64?,
        /**
         * Where it answers.
         */url: URL) {
        self.identity = identity
        self.port = port
        self.outcome = outcome
        self.requestedPort = requestedPort
        self.movedFrom = movedFrom
        self.reason = reason
        self.holder = holder
        self.generation = generation
        self.expiresAtMs = expiresAtMs
        self.url = url
    }




}

#if compiler(>=6)
extension Claim: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeClaim: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Claim {
        return
            try Claim(
                identity: FfiConverterTypeIdentity.read(from: &buf),
                port: FfiConverterUInt16.read(from: &buf),
                outcome: FfiConverterTypeOutcome.read(from: &buf),
                requestedPort: FfiConverterOptionUInt16.read(from: &buf),
                movedFrom: FfiConverterOptionUInt16.read(from: &buf),
                reason: FfiConverterOptionTypeReasonCode.read(from: &buf),
                holder: FfiConverterOptionTypeHolder.read(from: &buf),
                generation: FfiConverterInt64.read(from: &buf),
                expiresAtMs: FfiConverterOptionInt64.read(from: &buf),
                url: FfiConverterTypeUrl.read(from: &buf)
        )
    }

    public static func write(_ value: Claim, into buf: inout [UInt8]) {
        FfiConverterTypeIdentity.write(value.identity, into: &buf)
        FfiConverterUInt16.write(value.port, into: &buf)
        FfiConverterTypeOutcome.write(value.outcome, into: &buf)
        FfiConverterOptionUInt16.write(value.requestedPort, into: &buf)
        FfiConverterOptionUInt16.write(value.movedFrom, into: &buf)
        FfiConverterOptionTypeReasonCode.write(value.reason, into: &buf)
        FfiConverterOptionTypeHolder.write(value.holder, into: &buf)
        FfiConverterInt64.write(value.generation, into: &buf)
        FfiConverterOptionInt64.write(value.expiresAtMs, into: &buf)
        FfiConverterTypeUrl.write(value.url, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeClaim_lift(_ buf: RustBuffer) throws -> Claim {
    return try FfiConverterTypeClaim.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeClaim_lower(_ value: Claim) -> RustBuffer {
    return FfiConverterTypeClaim.lower(value)
}


/**
 * What a claim asks for. All of it may be left out; what is left out keeps its value.
 */
public struct ClaimOptions: Equatable, Hashable, Codable {
    /**
     * The ports asked for, in order.
     */
    public let port: [UInt16]
    /**
     * The asked port or an error.
     */
    public let strict: Bool
    /**
     * Where a port may come from.
     */
    public let range: PortRange?
    /**
     * The pool a port may come from.
     */
    public let pool: String?
    /**
     * In which order free ports are tried.
     */
    public let strategy: Strategy?
    /**
     * How long the claim lasts without being renewed.
     */
    public let expiresIn: Duration?
    /**
     * The claim outlives its owner and reboots, and is never cleaned.
     */
    public let persistent: Bool?
    /**
     * The service this one belongs with.
     */
    public let pair: String?
    /**
     * What to do where another process holds the name; `share` where nothing is said.
     */
    public let onConflict: OnConflict?
    /**
     * Who holds the claim.
     */
    public let owner: OwnerOption?
    /**
     * Anything the caller wants to keep with it: a JSON object.
     */
    public let metadata: [String: JSONValue]?
    /**
     * A line for people.
     */
    public let description: String?
    /**
     * The folder it belongs to; the working folder where nothing is said.
     */
    public let dir: String?
    /**
     * How to start the service; stored for `up`.
     */
    public let launch: Launch

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The ports asked for, in order.
         */port: [UInt16] = [],
        /**
         * The asked port or an error.
         */strict: Bool = false,
        /**
         * Where a port may come from.
         */range: PortRange? = nil,
        /**
         * The pool a port may come from.
         */pool: String? = nil,
        /**
         * In which order free ports are tried.
         */strategy: Strategy? = nil,
        /**
         * How long the claim lasts without being renewed.
         */expiresIn: Duration? = nil,
        /**
         * The claim outlives its owner and reboots, and is never cleaned.
         */persistent: Bool? = nil,
        /**
         * The service this one belongs with.
         */pair: String? = nil,
        /**
         * What to do where another process holds the name; `share` where nothing is said.
         */onConflict: OnConflict? = nil,
        /**
         * Who holds the claim.
         */owner: OwnerOption? = nil,
        /**
         * Anything the caller wants to keep with it: a JSON object.
         */metadata: [String: JSONValue]? = nil,
        /**
         * A line for people.
         */description: String? = nil,
        /**
         * The folder it belongs to; the working folder where nothing is said.
         */dir: String? = nil,
        /**
         * How to start the service; stored for `up`.
         */launch: Launch = Launch()) {
        self.port = port
        self.strict = strict
        self.range = range
        self.pool = pool
        self.strategy = strategy
        self.expiresIn = expiresIn
        self.persistent = persistent
        self.pair = pair
        self.onConflict = onConflict
        self.owner = owner
        self.metadata = metadata
        self.description = description
        self.dir = dir
        self.launch = launch
    }




}

#if compiler(>=6)
extension ClaimOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeClaimOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ClaimOptions {
        return
            try ClaimOptions(
                port: FfiConverterSequenceUInt16.read(from: &buf),
                strict: FfiConverterBool.read(from: &buf),
                range: FfiConverterOptionTypePortRange.read(from: &buf),
                pool: FfiConverterOptionString.read(from: &buf),
                strategy: FfiConverterOptionTypeStrategy.read(from: &buf),
                expiresIn: FfiConverterOptionTypeSpan.read(from: &buf),
                persistent: FfiConverterOptionBool.read(from: &buf),
                pair: FfiConverterOptionString.read(from: &buf),
                onConflict: FfiConverterOptionTypeOnConflict.read(from: &buf),
                owner: FfiConverterOptionTypeOwnerOption.read(from: &buf),
                metadata: FfiConverterOptionDictionaryStringTypeJsonValue.read(from: &buf),
                description: FfiConverterOptionString.read(from: &buf),
                dir: FfiConverterOptionString.read(from: &buf),
                launch: FfiConverterTypeLaunch.read(from: &buf)
        )
    }

    public static func write(_ value: ClaimOptions, into buf: inout [UInt8]) {
        FfiConverterSequenceUInt16.write(value.port, into: &buf)
        FfiConverterBool.write(value.strict, into: &buf)
        FfiConverterOptionTypePortRange.write(value.range, into: &buf)
        FfiConverterOptionString.write(value.pool, into: &buf)
        FfiConverterOptionTypeStrategy.write(value.strategy, into: &buf)
        FfiConverterOptionTypeSpan.write(value.expiresIn, into: &buf)
        FfiConverterOptionBool.write(value.persistent, into: &buf)
        FfiConverterOptionString.write(value.pair, into: &buf)
        FfiConverterOptionTypeOnConflict.write(value.onConflict, into: &buf)
        FfiConverterOptionTypeOwnerOption.write(value.owner, into: &buf)
        FfiConverterOptionDictionaryStringTypeJsonValue.write(value.metadata, into: &buf)
        FfiConverterOptionString.write(value.description, into: &buf)
        FfiConverterOptionString.write(value.dir, into: &buf)
        FfiConverterTypeLaunch.write(value.launch, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeClaimOptions_lift(_ buf: RustBuffer) throws -> ClaimOptions {
    return try FfiConverterTypeClaimOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeClaimOptions_lower(_ value: ClaimOptions) -> RustBuffer {
    return FfiConverterTypeClaimOptions.lower(value)
}


/**
 * The settings in force, and where each comes from.
 */
public struct ConfigReport: Equatable, Hashable, Codable {
    /**
     * By name.
     */
    public let values: [String: JSONValue]
    /**
     * The file or variable that says so, by name.
     */
    public let sources: [String: JSONValue]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * By name.
         */values: [String: JSONValue],
        /**
         * The file or variable that says so, by name.
         */sources: [String: JSONValue]) {
        self.values = values
        self.sources = sources
    }




}

#if compiler(>=6)
extension ConfigReport: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeConfigReport: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ConfigReport {
        return
            try ConfigReport(
                values: FfiConverterDictionaryStringTypeJsonValue.read(from: &buf),
                sources: FfiConverterDictionaryStringTypeJsonValue.read(from: &buf)
        )
    }

    public static func write(_ value: ConfigReport, into buf: inout [UInt8]) {
        FfiConverterDictionaryStringTypeJsonValue.write(value.values, into: &buf)
        FfiConverterDictionaryStringTypeJsonValue.write(value.sources, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeConfigReport_lift(_ buf: RustBuffer) throws -> ConfigReport {
    return try FfiConverterTypeConfigReport.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeConfigReport_lower(_ value: ConfigReport) -> RustBuffer {
    return FfiConverterTypeConfigReport.lower(value)
}


/**
 * One disagreement between a service and the machine.
 */
public struct Conflict: Equatable, Hashable, Codable {
    /**
     * How they disagree.
     */
    public let kind: ConflictKind
    /**
     * The service.
     */
    public let identity: Identity
    /**
     * Its port.
     */
    public let port: UInt16
    /**
     * What should be there, in words.
     */
    public let expected: String
    /**
     * Who is there, where anybody is.
     */
    public let found: Listener?
    /**
     * What is wrong, and the command that resolves it.
     */
    public let hint: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * How they disagree.
         */kind: ConflictKind,
        /**
         * The service.
         */identity: Identity,
        /**
         * Its port.
         */port: UInt16,
        /**
         * What should be there, in words.
         */expected: String,
        /**
         * Who is there, where anybody is.
         */found: Listener?,
        /**
         * What is wrong, and the command that resolves it.
         */hint: String) {
        self.kind = kind
        self.identity = identity
        self.port = port
        self.expected = expected
        self.found = found
        self.hint = hint
    }




}

#if compiler(>=6)
extension Conflict: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeConflict: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Conflict {
        return
            try Conflict(
                kind: FfiConverterTypeConflictKind.read(from: &buf),
                identity: FfiConverterTypeIdentity.read(from: &buf),
                port: FfiConverterUInt16.read(from: &buf),
                expected: FfiConverterString.read(from: &buf),
                found: FfiConverterOptionTypeListener.read(from: &buf),
                hint: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: Conflict, into buf: inout [UInt8]) {
        FfiConverterTypeConflictKind.write(value.kind, into: &buf)
        FfiConverterTypeIdentity.write(value.identity, into: &buf)
        FfiConverterUInt16.write(value.port, into: &buf)
        FfiConverterString.write(value.expected, into: &buf)
        FfiConverterOptionTypeListener.write(value.found, into: &buf)
        FfiConverterString.write(value.hint, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeConflict_lift(_ buf: RustBuffer) throws -> Conflict {
    return try FfiConverterTypeConflict.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeConflict_lower(_ value: Conflict) -> RustBuffer {
    return FfiConverterTypeConflict.lower(value)
}


/**
 * What `doctor` found.
 */
public struct DoctorReport: Equatable, Hashable, Codable {
    /**
     * Whether no check failed.
     */
    public let ok: Bool
    /**
     * What was looked at.
     */
    public let checks: [Check]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whether no check failed.
         */ok: Bool,
        /**
         * What was looked at.
         */checks: [Check]) {
        self.ok = ok
        self.checks = checks
    }




}

#if compiler(>=6)
extension DoctorReport: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeDoctorReport: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> DoctorReport {
        return
            try DoctorReport(
                ok: FfiConverterBool.read(from: &buf),
                checks: FfiConverterSequenceTypeCheck.read(from: &buf)
        )
    }

    public static func write(_ value: DoctorReport, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.ok, into: &buf)
        FfiConverterSequenceTypeCheck.write(value.checks, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDoctorReport_lift(_ buf: RustBuffer) throws -> DoctorReport {
    return try FfiConverterTypeDoctorReport.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDoctorReport_lower(_ value: DoctorReport) -> RustBuffer {
    return FfiConverterTypeDoctorReport.lower(value)
}


/**
 * Which services `down` and `restart` mean, and how.
 */
public struct DownOptions: Equatable, Hashable, Codable {
    /**
     * Whether a plain name means also all under it.
     */
    public let under: Bool
    /**
     * How long each may take to end before it is killed; what its configuration says, else 10 s.
     */
    public let timeout: Duration?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whether a plain name means also all under it.
         */under: Bool = false,
        /**
         * How long each may take to end before it is killed; what its configuration says, else 10 s.
         */timeout: Duration? = nil) {
        self.under = under
        self.timeout = timeout
    }




}

#if compiler(>=6)
extension DownOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeDownOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> DownOptions {
        return
            try DownOptions(
                under: FfiConverterBool.read(from: &buf),
                timeout: FfiConverterOptionTypeSpan.read(from: &buf)
        )
    }

    public static func write(_ value: DownOptions, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.under, into: &buf)
        FfiConverterOptionTypeSpan.write(value.timeout, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDownOptions_lift(_ buf: RustBuffer) throws -> DownOptions {
    return try FfiConverterTypeDownOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDownOptions_lower(_ value: DownOptions) -> RustBuffer {
    return FfiConverterTypeDownOptions.lower(value)
}


/**
 * A process that was ended.
 */
public struct Ended: Equatable, Hashable, Codable {
    /**
     * Its pid.
     */
    public let pid: UInt32
    /**
     * Its name while it ran.
     */
    public let name: String
    /**
     * The last signal it was sent.
     */
    public let signal: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Its pid.
         */pid: UInt32,
        /**
         * Its name while it ran.
         */name: String,
        /**
         * The last signal it was sent.
         */signal: String) {
        self.pid = pid
        self.name = name
        self.signal = signal
    }




}

#if compiler(>=6)
extension Ended: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeEnded: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Ended {
        return
            try Ended(
                pid: FfiConverterUInt32.read(from: &buf),
                name: FfiConverterString.read(from: &buf),
                signal: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: Ended, into buf: inout [UInt8]) {
        FfiConverterUInt32.write(value.pid, into: &buf)
        FfiConverterString.write(value.name, into: &buf)
        FfiConverterString.write(value.signal, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEnded_lift(_ buf: RustBuffer) throws -> Ended {
    return try FfiConverterTypeEnded.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEnded_lower(_ value: Ended) -> RustBuffer {
    return FfiConverterTypeEnded.lower(value)
}


/**
 * Where a service answers in one environment.
 */
public struct Endpoint: Equatable, Hashable, Codable {
    /**
     * The name.
     */
    public let identity: Identity
    /**
     * The environment: `local`, `tunnel`, `dev`, `staging`, `prod` or another word.
     */
    public let env: String
    /**
     * The URL.
     */
    public let url: URL

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The name.
         */identity: Identity,
        /**
         * The environment: `local`, `tunnel`, `dev`, `staging`, `prod` or another word.
         */env: String,
        /**
         * The URL.
         */url: URL) {
        self.identity = identity
        self.env = env
        self.url = url
    }




}

#if compiler(>=6)
extension Endpoint: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeEndpoint: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Endpoint {
        return
            try Endpoint(
                identity: FfiConverterTypeIdentity.read(from: &buf),
                env: FfiConverterString.read(from: &buf),
                url: FfiConverterTypeUrl.read(from: &buf)
        )
    }

    public static func write(_ value: Endpoint, into buf: inout [UInt8]) {
        FfiConverterTypeIdentity.write(value.identity, into: &buf)
        FfiConverterString.write(value.env, into: &buf)
        FfiConverterTypeUrl.write(value.url, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEndpoint_lift(_ buf: RustBuffer) throws -> Endpoint {
    return try FfiConverterTypeEndpoint.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEndpoint_lower(_ value: Endpoint) -> RustBuffer {
    return FfiConverterTypeEndpoint.lower(value)
}


/**
 * One thing that happened.
 */
public struct Event: Equatable, Hashable, Codable {
    /**
     * Grows with every event.
     */
    public let id: Int64
    /**
     * When it happened, in milliseconds since the Unix epoch.
     */
    public let atMs: Int64
    /**
     * What happened: `claim`, `release`, `move`, `take_over`, `rename`, `reserve`, ...
     */
    public let action: String
    /**
     * To which name.
     */
    public let identity: Identity?
    /**
     * To which port.
     */
    public let port: UInt16?
    /**
     * For which process.
     */
    public let pid: UInt32?
    /**
     * Who did it: the program and its pid.
     */
    public let actor: String
    /**
     * One for all events of one call.
     */
    public let requestId: String
    /**
     * What else there is to say.
     */
    public let details: [String: JSONValue]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Grows with every event.
         */id: Int64,
        /**
         * When it happened, in milliseconds since the Unix epoch.
         */atMs: Int64,
        /**
         * What happened: `claim`, `release`, `move`, `take_over`, `rename`, `reserve`, ...
         */action: String,
        /**
         * To which name.
         */identity: Identity?,
        /**
         * To which port.
         */port: UInt16?,
        /**
         * For which process.
         */pid: UInt32?,
        /**
         * Who did it: the program and its pid.
         */actor: String,
        /**
         * One for all events of one call.
         */requestId: String,
        /**
         * What else there is to say.
         */details: [String: JSONValue]) {
        self.id = id
        self.atMs = atMs
        self.action = action
        self.identity = identity
        self.port = port
        self.pid = pid
        self.actor = actor
        self.requestId = requestId
        self.details = details
    }




}

#if compiler(>=6)
extension Event: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeEvent: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Event {
        return
            try Event(
                id: FfiConverterInt64.read(from: &buf),
                atMs: FfiConverterInt64.read(from: &buf),
                action: FfiConverterString.read(from: &buf),
                identity: FfiConverterOptionTypeIdentity.read(from: &buf),
                port: FfiConverterOptionUInt16.read(from: &buf),
                pid: FfiConverterOptionUInt32.read(from: &buf),
                actor: FfiConverterString.read(from: &buf),
                requestId: FfiConverterString.read(from: &buf),
                details: FfiConverterDictionaryStringTypeJsonValue.read(from: &buf)
        )
    }

    public static func write(_ value: Event, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.id, into: &buf)
        FfiConverterInt64.write(value.atMs, into: &buf)
        FfiConverterString.write(value.action, into: &buf)
        FfiConverterOptionTypeIdentity.write(value.identity, into: &buf)
        FfiConverterOptionUInt16.write(value.port, into: &buf)
        FfiConverterOptionUInt32.write(value.pid, into: &buf)
        FfiConverterString.write(value.actor, into: &buf)
        FfiConverterString.write(value.requestId, into: &buf)
        FfiConverterDictionaryStringTypeJsonValue.write(value.details, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEvent_lift(_ buf: RustBuffer) throws -> Event {
    return try FfiConverterTypeEvent.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEvent_lower(_ value: Event) -> RustBuffer {
    return FfiConverterTypeEvent.lower(value)
}


/**
 * Everything of a registry that can be carried to another one.
 */
public struct Export: Equatable, Hashable, Codable {
    /**
     * The form of this document.
     */
    public let version: UInt32
    /**
     * The services.
     */
    public let services: [Service]
    /**
     * Their endpoints that were set.
     */
    public let endpoints: [Endpoint]
    /**
     * Ports kept out of use.
     */
    public let reserved: [Reservation]
    /**
     * Pools that were set.
     */
    public let pools: [PoolDefinition]
    /**
     * The ports that names had.
     */
    public let memory: [Memory]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The form of this document.
         */version: UInt32,
        /**
         * The services.
         */services: [Service],
        /**
         * Their endpoints that were set.
         */endpoints: [Endpoint],
        /**
         * Ports kept out of use.
         */reserved: [Reservation],
        /**
         * Pools that were set.
         */pools: [PoolDefinition],
        /**
         * The ports that names had.
         */memory: [Memory]) {
        self.version = version
        self.services = services
        self.endpoints = endpoints
        self.reserved = reserved
        self.pools = pools
        self.memory = memory
    }




}

#if compiler(>=6)
extension Export: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeExport: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Export {
        return
            try Export(
                version: FfiConverterUInt32.read(from: &buf),
                services: FfiConverterSequenceTypeService.read(from: &buf),
                endpoints: FfiConverterSequenceTypeEndpoint.read(from: &buf),
                reserved: FfiConverterSequenceTypeReservation.read(from: &buf),
                pools: FfiConverterSequenceTypePoolDefinition.read(from: &buf),
                memory: FfiConverterSequenceTypeMemory.read(from: &buf)
        )
    }

    public static func write(_ value: Export, into buf: inout [UInt8]) {
        FfiConverterUInt32.write(value.version, into: &buf)
        FfiConverterSequenceTypeService.write(value.services, into: &buf)
        FfiConverterSequenceTypeEndpoint.write(value.endpoints, into: &buf)
        FfiConverterSequenceTypeReservation.write(value.reserved, into: &buf)
        FfiConverterSequenceTypePoolDefinition.write(value.pools, into: &buf)
        FfiConverterSequenceTypeMemory.write(value.memory, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeExport_lift(_ buf: RustBuffer) throws -> Export {
    return try FfiConverterTypeExport.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeExport_lower(_ value: Export) -> RustBuffer {
    return FfiConverterTypeExport.lower(value)
}


/**
 * Which services `find` shows. All conditions must hold.
 */
public struct FindOptions: Equatable, Hashable, Codable {
    /**
     * A pattern, or a leading part of names; all where nothing is said.
     */
    public let pattern: String?
    /**
     * In this state.
     */
    public let status: Status?
    /**
     * On this port.
     */
    public let port: UInt16?
    /**
     * With a port of this pool.
     */
    public let pool: String?
    /**
     * In this folder or below it.
     */
    public let worktree: String?
    /**
     * At most so many.
     */
    public let limit: UInt64?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * A pattern, or a leading part of names; all where nothing is said.
         */pattern: String? = nil,
        /**
         * In this state.
         */status: Status? = nil,
        /**
         * On this port.
         */port: UInt16? = nil,
        /**
         * With a port of this pool.
         */pool: String? = nil,
        /**
         * In this folder or below it.
         */worktree: String? = nil,
        /**
         * At most so many.
         */limit: UInt64? = nil) {
        self.pattern = pattern
        self.status = status
        self.port = port
        self.pool = pool
        self.worktree = worktree
        self.limit = limit
    }




}

#if compiler(>=6)
extension FindOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeFindOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> FindOptions {
        return
            try FindOptions(
                pattern: FfiConverterOptionString.read(from: &buf),
                status: FfiConverterOptionTypeStatus.read(from: &buf),
                port: FfiConverterOptionUInt16.read(from: &buf),
                pool: FfiConverterOptionString.read(from: &buf),
                worktree: FfiConverterOptionString.read(from: &buf),
                limit: FfiConverterOptionUInt64.read(from: &buf)
        )
    }

    public static func write(_ value: FindOptions, into buf: inout [UInt8]) {
        FfiConverterOptionString.write(value.pattern, into: &buf)
        FfiConverterOptionTypeStatus.write(value.status, into: &buf)
        FfiConverterOptionUInt16.write(value.port, into: &buf)
        FfiConverterOptionString.write(value.pool, into: &buf)
        FfiConverterOptionString.write(value.worktree, into: &buf)
        FfiConverterOptionUInt64.write(value.limit, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeFindOptions_lift(_ buf: RustBuffer) throws -> FindOptions {
    return try FfiConverterTypeFindOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeFindOptions_lower(_ value: FindOptions) -> RustBuffer {
    return FfiConverterTypeFindOptions.lower(value)
}


/**
 * Messages or events that are gone: retention took them away before somebody who follows came to them.
 */
public struct Gap: Equatable, Hashable, Codable {
    /**
     * The first id that may have been one of them.
     */
    public let missedFrom: Int64
    /**
     * The last one of them. Messages of other channels between the two may still come; all events between the two are gone.
     */
    public let missedTo: Int64

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The first id that may have been one of them.
         */missedFrom: Int64,
        /**
         * The last one of them. Messages of other channels between the two may still come; all events between the two are gone.
         */missedTo: Int64) {
        self.missedFrom = missedFrom
        self.missedTo = missedTo
    }




}

#if compiler(>=6)
extension Gap: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeGap: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Gap {
        return
            try Gap(
                missedFrom: FfiConverterInt64.read(from: &buf),
                missedTo: FfiConverterInt64.read(from: &buf)
        )
    }

    public static func write(_ value: Gap, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.missedFrom, into: &buf)
        FfiConverterInt64.write(value.missedTo, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeGap_lift(_ buf: RustBuffer) throws -> Gap {
    return try FfiConverterTypeGap.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeGap_lower(_ value: Gap) -> RustBuffer {
    return FfiConverterTypeGap.lower(value)
}


/**
 * Which events `history` shows.
 */
public struct HistoryOptions: Equatable, Hashable, Codable {
    /**
     * A pattern, or a leading part of names.
     */
    public let pattern: String?
    /**
     * Not before this time, in milliseconds since the Unix epoch.
     */
    public let sinceMs: Int64?
    /**
     * After this id.
     */
    public let afterId: Int64?
    /**
     * The newest so many; 100 where nothing is said.
     */
    public let limit: UInt64?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * A pattern, or a leading part of names.
         */pattern: String? = nil,
        /**
         * Not before this time, in milliseconds since the Unix epoch.
         */sinceMs: Int64? = nil,
        /**
         * After this id.
         */afterId: Int64? = nil,
        /**
         * The newest so many; 100 where nothing is said.
         */limit: UInt64? = nil) {
        self.pattern = pattern
        self.sinceMs = sinceMs
        self.afterId = afterId
        self.limit = limit
    }




}

#if compiler(>=6)
extension HistoryOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeHistoryOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> HistoryOptions {
        return
            try HistoryOptions(
                pattern: FfiConverterOptionString.read(from: &buf),
                sinceMs: FfiConverterOptionInt64.read(from: &buf),
                afterId: FfiConverterOptionInt64.read(from: &buf),
                limit: FfiConverterOptionUInt64.read(from: &buf)
        )
    }

    public static func write(_ value: HistoryOptions, into buf: inout [UInt8]) {
        FfiConverterOptionString.write(value.pattern, into: &buf)
        FfiConverterOptionInt64.write(value.sinceMs, into: &buf)
        FfiConverterOptionInt64.write(value.afterId, into: &buf)
        FfiConverterOptionUInt64.write(value.limit, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeHistoryOptions_lift(_ buf: RustBuffer) throws -> HistoryOptions {
    return try FfiConverterTypeHistoryOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeHistoryOptions_lower(_ value: HistoryOptions) -> RustBuffer {
    return FfiConverterTypeHistoryOptions.lower(value)
}


/**
 * A process for people: who holds a claim, and since when.
 */
public struct Holder: Equatable, Hashable, Codable {
    /**
     * The process id.
     */
    public let pid: UInt32
    /**
     * The program's name; empty where it cannot be seen.
     */
    public let name: String
    /**
     * When it started, in milliseconds since the Unix epoch.
     */
    public let startedAtMs: Int64?
    /**
     * What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`.
     */
    public let label: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The process id.
         */pid: UInt32,
        /**
         * The program's name; empty where it cannot be seen.
         */name: String,
        /**
         * When it started, in milliseconds since the Unix epoch.
         */startedAtMs: Int64?,
        /**
         * What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`.
         */label: String?) {
        self.pid = pid
        self.name = name
        self.startedAtMs = startedAtMs
        self.label = label
    }




}

#if compiler(>=6)
extension Holder: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeHolder: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Holder {
        return
            try Holder(
                pid: FfiConverterUInt32.read(from: &buf),
                name: FfiConverterString.read(from: &buf),
                startedAtMs: FfiConverterOptionInt64.read(from: &buf),
                label: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: Holder, into buf: inout [UInt8]) {
        FfiConverterUInt32.write(value.pid, into: &buf)
        FfiConverterString.write(value.name, into: &buf)
        FfiConverterOptionInt64.write(value.startedAtMs, into: &buf)
        FfiConverterOptionString.write(value.label, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeHolder_lift(_ buf: RustBuffer) throws -> Holder {
    return try FfiConverterTypeHolder.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeHolder_lower(_ value: Holder) -> RustBuffer {
    return FfiConverterTypeHolder.lower(value)
}


/**
 * How an import goes about what clashes.
 */
public struct ImportOptions: Equatable, Hashable, Codable {
    /**
     * Shows what would come in and changes nothing.
     */
    public let dryRun: Bool
    /**
     * Takes what does not clash instead of refusing the whole.
     */
    public let skip: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Shows what would come in and changes nothing.
         */dryRun: Bool = false,
        /**
         * Takes what does not clash instead of refusing the whole.
         */skip: Bool = false) {
        self.dryRun = dryRun
        self.skip = skip
    }




}

#if compiler(>=6)
extension ImportOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeImportOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ImportOptions {
        return
            try ImportOptions(
                dryRun: FfiConverterBool.read(from: &buf),
                skip: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: ImportOptions, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.dryRun, into: &buf)
        FfiConverterBool.write(value.skip, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeImportOptions_lift(_ buf: RustBuffer) throws -> ImportOptions {
    return try FfiConverterTypeImportOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeImportOptions_lower(_ value: ImportOptions) -> RustBuffer {
    return FfiConverterTypeImportOptions.lower(value)
}


/**
 * What an import did, or would do.
 */
public struct ImportReport: Equatable, Hashable, Codable {
    /**
     * What came in.
     */
    public let added: [Identity]
    /**
     * What was there already, the same.
     */
    public let kept: [Identity]
    /**
     * What had ended: no claim came in, but the name remembers its port.
     */
    public let remembered: [Identity]
    /**
     * What clashes with what is there.
     */
    public let refused: [Refusal]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * What came in.
         */added: [Identity],
        /**
         * What was there already, the same.
         */kept: [Identity],
        /**
         * What had ended: no claim came in, but the name remembers its port.
         */remembered: [Identity],
        /**
         * What clashes with what is there.
         */refused: [Refusal]) {
        self.added = added
        self.kept = kept
        self.remembered = remembered
        self.refused = refused
    }




}

#if compiler(>=6)
extension ImportReport: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeImportReport: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ImportReport {
        return
            try ImportReport(
                added: FfiConverterSequenceTypeIdentity.read(from: &buf),
                kept: FfiConverterSequenceTypeIdentity.read(from: &buf),
                remembered: FfiConverterSequenceTypeIdentity.read(from: &buf),
                refused: FfiConverterSequenceTypeRefusal.read(from: &buf)
        )
    }

    public static func write(_ value: ImportReport, into buf: inout [UInt8]) {
        FfiConverterSequenceTypeIdentity.write(value.added, into: &buf)
        FfiConverterSequenceTypeIdentity.write(value.kept, into: &buf)
        FfiConverterSequenceTypeIdentity.write(value.remembered, into: &buf)
        FfiConverterSequenceTypeRefusal.write(value.refused, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeImportReport_lift(_ buf: RustBuffer) throws -> ImportReport {
    return try FfiConverterTypeImportReport.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeImportReport_lower(_ value: ImportReport) -> RustBuffer {
    return FfiConverterTypeImportReport.lower(value)
}


/**
 * The identity that a folder gives, and where each part of it comes from.
 */
public struct Inference: Equatable, Hashable, Codable {
    /**
     * The whole.
     */
    public let identity: Identity
    /**
     * Its project.
     */
    public let project: String
    /**
     * Its stack.
     */
    public let stack: String
    /**
     * Its context, inside git.
     */
    public let context: String?
    /**
     * The folder that was asked about.
     */
    public let dir: String
    /**
     * Where each part comes from, in words.
     */
    public let sources: [String: JSONValue]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The whole.
         */identity: Identity,
        /**
         * Its project.
         */project: String,
        /**
         * Its stack.
         */stack: String,
        /**
         * Its context, inside git.
         */context: String?,
        /**
         * The folder that was asked about.
         */dir: String,
        /**
         * Where each part comes from, in words.
         */sources: [String: JSONValue]) {
        self.identity = identity
        self.project = project
        self.stack = stack
        self.context = context
        self.dir = dir
        self.sources = sources
    }




}

#if compiler(>=6)
extension Inference: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeInference: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Inference {
        return
            try Inference(
                identity: FfiConverterTypeIdentity.read(from: &buf),
                project: FfiConverterString.read(from: &buf),
                stack: FfiConverterString.read(from: &buf),
                context: FfiConverterOptionString.read(from: &buf),
                dir: FfiConverterString.read(from: &buf),
                sources: FfiConverterDictionaryStringTypeJsonValue.read(from: &buf)
        )
    }

    public static func write(_ value: Inference, into buf: inout [UInt8]) {
        FfiConverterTypeIdentity.write(value.identity, into: &buf)
        FfiConverterString.write(value.project, into: &buf)
        FfiConverterString.write(value.stack, into: &buf)
        FfiConverterOptionString.write(value.context, into: &buf)
        FfiConverterString.write(value.dir, into: &buf)
        FfiConverterDictionaryStringTypeJsonValue.write(value.sources, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeInference_lift(_ buf: RustBuffer) throws -> Inference {
    return try FfiConverterTypeInference.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeInference_lower(_ value: Inference) -> RustBuffer {
    return FfiConverterTypeInference.lower(value)
}


/**
 * How `kill` goes about it.
 */
public struct KillOptions: Equatable, Hashable, Codable {
    /**
     * Also what listens for a service of another folder or project.
     */
    public let force: Bool
    /**
     * Shows who would be ended and ends nobody.
     */
    public let dryRun: Bool
    /**
     * How long processes have to go by themselves before they are killed.
     */
    public let grace: Duration?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Also what listens for a service of another folder or project.
         */force: Bool = false,
        /**
         * Shows who would be ended and ends nobody.
         */dryRun: Bool = false,
        /**
         * How long processes have to go by themselves before they are killed.
         */grace: Duration? = nil) {
        self.force = force
        self.dryRun = dryRun
        self.grace = grace
    }




}

#if compiler(>=6)
extension KillOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeKillOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> KillOptions {
        return
            try KillOptions(
                force: FfiConverterBool.read(from: &buf),
                dryRun: FfiConverterBool.read(from: &buf),
                grace: FfiConverterOptionTypeSpan.read(from: &buf)
        )
    }

    public static func write(_ value: KillOptions, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.force, into: &buf)
        FfiConverterBool.write(value.dryRun, into: &buf)
        FfiConverterOptionTypeSpan.write(value.grace, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeKillOptions_lift(_ buf: RustBuffer) throws -> KillOptions {
    return try FfiConverterTypeKillOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeKillOptions_lower(_ value: KillOptions) -> RustBuffer {
    return FfiConverterTypeKillOptions.lower(value)
}


/**
 * What `kill` did, or would do.
 */
public struct Killed: Equatable, Hashable, Codable {
    /**
     * The port that was to be freed.
     */
    public let port: UInt16
    /**
     * Who was ended, in the order they were found.
     */
    public let ended: [Ended]
    /**
     * Who holds the socket too and was left alone.
     */
    public let spared: [Holder]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The port that was to be freed.
         */port: UInt16,
        /**
         * Who was ended, in the order they were found.
         */ended: [Ended],
        /**
         * Who holds the socket too and was left alone.
         */spared: [Holder]) {
        self.port = port
        self.ended = ended
        self.spared = spared
    }




}

#if compiler(>=6)
extension Killed: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeKilled: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Killed {
        return
            try Killed(
                port: FfiConverterUInt16.read(from: &buf),
                ended: FfiConverterSequenceTypeEnded.read(from: &buf),
                spared: FfiConverterSequenceTypeHolder.read(from: &buf)
        )
    }

    public static func write(_ value: Killed, into buf: inout [UInt8]) {
        FfiConverterUInt16.write(value.port, into: &buf)
        FfiConverterSequenceTypeEnded.write(value.ended, into: &buf)
        FfiConverterSequenceTypeHolder.write(value.spared, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeKilled_lift(_ buf: RustBuffer) throws -> Killed {
    return try FfiConverterTypeKilled.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeKilled_lower(_ value: Killed) -> RustBuffer {
    return FfiConverterTypeKilled.lower(value)
}


/**
 * How to start a service: stored with its claim, used by `up`.
 */
public struct Launch: Equatable, Hashable, Codable {
    /**
     * The command, for the shell.
     */
    public let cmd: String?
    /**
     * What tells that it is ready: a URL, or an object with `http`, `tcp`, `log` or `cmd`.
     */
    public let ready: JSONValue?
    /**
     * When it is started again.
     */
    public let restart: RestartPolicy?
    /**
     * The services it needs.
     */
    public let needs: [String]?
    /**
     * Variables of its environment.
     */
    public let env: [String: String]
    /**
     * A file with more of them.
     */
    public let envFile: String?
    /**
     * A tunnel to it.
     */
    public let tunnel: Tunnel?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The command, for the shell.
         */cmd: String? = nil,
        /**
         * What tells that it is ready: a URL, or an object with `http`, `tcp`, `log` or `cmd`.
         */ready: JSONValue? = nil,
        /**
         * When it is started again.
         */restart: RestartPolicy? = nil,
        /**
         * The services it needs.
         */needs: [String]? = nil,
        /**
         * Variables of its environment.
         */env: [String: String] = [:],
        /**
         * A file with more of them.
         */envFile: String? = nil,
        /**
         * A tunnel to it.
         */tunnel: Tunnel? = nil) {
        self.cmd = cmd
        self.ready = ready
        self.restart = restart
        self.needs = needs
        self.env = env
        self.envFile = envFile
        self.tunnel = tunnel
    }




}

#if compiler(>=6)
extension Launch: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeLaunch: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Launch {
        return
            try Launch(
                cmd: FfiConverterOptionString.read(from: &buf),
                ready: FfiConverterOptionTypeJsonValue.read(from: &buf),
                restart: FfiConverterOptionTypeRestartPolicy.read(from: &buf),
                needs: FfiConverterOptionSequenceString.read(from: &buf),
                env: FfiConverterDictionaryStringString.read(from: &buf),
                envFile: FfiConverterOptionString.read(from: &buf),
                tunnel: FfiConverterOptionTypeTunnel.read(from: &buf)
        )
    }

    public static func write(_ value: Launch, into buf: inout [UInt8]) {
        FfiConverterOptionString.write(value.cmd, into: &buf)
        FfiConverterOptionTypeJsonValue.write(value.ready, into: &buf)
        FfiConverterOptionTypeRestartPolicy.write(value.restart, into: &buf)
        FfiConverterOptionSequenceString.write(value.needs, into: &buf)
        FfiConverterDictionaryStringString.write(value.env, into: &buf)
        FfiConverterOptionString.write(value.envFile, into: &buf)
        FfiConverterOptionTypeTunnel.write(value.tunnel, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLaunch_lift(_ buf: RustBuffer) throws -> Launch {
    return try FfiConverterTypeLaunch.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLaunch_lower(_ value: Launch) -> RustBuffer {
    return FfiConverterTypeLaunch.lower(value)
}


/**
 * A process that listens on a port, on one address or on several.
 */
public struct Listener: Equatable, Hashable, Codable {
    /**
     * The port.
     */
    public let port: UInt16
    /**
     * The protocol.
     */
    public let `protocol`: Protocol
    /**
     * The addresses it listens on, lowest first; `0.0.0.0` and `::` are all of a family.
     */
    public let addresses: [String]
    /**
     * The process; of several that share the socket the one with the lowest pid.
     */
    public let pid: UInt32?
    /**
     * Its program's name.
     */
    public let process: String?
    /**
     * What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`.
     */
    public let label: String?
    /**
     * Its command line, without values that look like secrets.
     */
    public let cmd: String?
    /**
     * The user it runs as.
     */
    public let user: String?
    /**
     * When it started, in milliseconds since the Unix epoch.
     */
    public let startedAtMs: Int64?
    /**
     * The service that it is.
     */
    public let identity: Identity?
    /**
     * The container whose port it publishes: its address and port, or the name of its runtime.
     */
    public let container: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The port.
         */port: UInt16,
        /**
         * The protocol.
         */`protocol`: Protocol,
        /**
         * The addresses it listens on, lowest first; `0.0.0.0` and `::` are all of a family.
         */addresses: [String],
        /**
         * The process; of several that share the socket the one with the lowest pid.
         */pid: UInt32?,
        /**
         * Its program's name.
         */process: String?,
        /**
         * What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`.
         */label: String?,
        /**
         * Its command line, without values that look like secrets.
         */cmd: String?,
        /**
         * The user it runs as.
         */user: String?,
        /**
         * When it started, in milliseconds since the Unix epoch.
         */startedAtMs: Int64?,
        /**
         * The service that it is.
         */identity: Identity?,
        /**
         * The container whose port it publishes: its address and port, or the name of its runtime.
         */container: String?) {
        self.port = port
        self.`protocol` = `protocol`
        self.addresses = addresses
        self.pid = pid
        self.process = process
        self.label = label
        self.cmd = cmd
        self.user = user
        self.startedAtMs = startedAtMs
        self.identity = identity
        self.container = container
    }




}

#if compiler(>=6)
extension Listener: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeListener: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Listener {
        return
            try Listener(
                port: FfiConverterUInt16.read(from: &buf),
                protocol: FfiConverterTypeProtocol.read(from: &buf),
                addresses: FfiConverterSequenceString.read(from: &buf),
                pid: FfiConverterOptionUInt32.read(from: &buf),
                process: FfiConverterOptionString.read(from: &buf),
                label: FfiConverterOptionString.read(from: &buf),
                cmd: FfiConverterOptionString.read(from: &buf),
                user: FfiConverterOptionString.read(from: &buf),
                startedAtMs: FfiConverterOptionInt64.read(from: &buf),
                identity: FfiConverterOptionTypeIdentity.read(from: &buf),
                container: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: Listener, into buf: inout [UInt8]) {
        FfiConverterUInt16.write(value.port, into: &buf)
        FfiConverterTypeProtocol.write(value.`protocol`, into: &buf)
        FfiConverterSequenceString.write(value.addresses, into: &buf)
        FfiConverterOptionUInt32.write(value.pid, into: &buf)
        FfiConverterOptionString.write(value.process, into: &buf)
        FfiConverterOptionString.write(value.label, into: &buf)
        FfiConverterOptionString.write(value.cmd, into: &buf)
        FfiConverterOptionString.write(value.user, into: &buf)
        FfiConverterOptionInt64.write(value.startedAtMs, into: &buf)
        FfiConverterOptionTypeIdentity.write(value.identity, into: &buf)
        FfiConverterOptionString.write(value.container, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeListener_lift(_ buf: RustBuffer) throws -> Listener {
    return try FfiConverterTypeListener.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeListener_lower(_ value: Listener) -> RustBuffer {
    return FfiConverterTypeListener.lower(value)
}


/**
 * Which listeners `listeners` shows. All conditions must hold.
 */
public struct ListenerOptions: Equatable, Hashable, Codable {
    /**
     * On this port.
     */
    public let port: UInt16?
    /**
     * UDP sockets too.
     */
    public let all: Bool
    /**
     * Without looking up processes: port, protocol and addresses alone, many times faster.
     */
    public let socketsOnly: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * On this port.
         */port: UInt16? = nil,
        /**
         * UDP sockets too.
         */all: Bool = false,
        /**
         * Without looking up processes: port, protocol and addresses alone, many times faster.
         */socketsOnly: Bool = false) {
        self.port = port
        self.all = all
        self.socketsOnly = socketsOnly
    }




}

#if compiler(>=6)
extension ListenerOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeListenerOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ListenerOptions {
        return
            try ListenerOptions(
                port: FfiConverterOptionUInt16.read(from: &buf),
                all: FfiConverterBool.read(from: &buf),
                socketsOnly: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: ListenerOptions, into buf: inout [UInt8]) {
        FfiConverterOptionUInt16.write(value.port, into: &buf)
        FfiConverterBool.write(value.all, into: &buf)
        FfiConverterBool.write(value.socketsOnly, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeListenerOptions_lift(_ buf: RustBuffer) throws -> ListenerOptions {
    return try FfiConverterTypeListenerOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeListenerOptions_lower(_ value: ListenerOptions) -> RustBuffer {
    return FfiConverterTypeListenerOptions.lower(value)
}


/**
 * A lock that is held.
 */
public struct Lock: Equatable, Hashable, Codable {
    /**
     * Its name.
     */
    public let name: String
    /**
     * Who holds it: the process that took it, or what is left of its command.
     */
    public let owner: Holder
    /**
     * The fencing number: greater with each holder.
     */
    public let generation: Int64
    /**
     * How many wait for it.
     */
    public let waiting: UInt64
    /**
     * When its time is over, in milliseconds since the Unix epoch.
     */
    public let expiresAtMs: Int64?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Its name.
         */name: String,
        /**
         * Who holds it: the process that took it, or what is left of its command.
         */owner: Holder,
        /**
         * The fencing number: greater with each holder.
         */generation: Int64,
        /**
         * How many wait for it.
         */waiting: UInt64,
        /**
         * When its time is over, in milliseconds since the Unix epoch.
         */expiresAtMs: Int64?) {
        self.name = name
        self.owner = owner
        self.generation = generation
        self.waiting = waiting
        self.expiresAtMs = expiresAtMs
    }




}

#if compiler(>=6)
extension Lock: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeLock: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Lock {
        return
            try Lock(
                name: FfiConverterString.read(from: &buf),
                owner: FfiConverterTypeHolder.read(from: &buf),
                generation: FfiConverterInt64.read(from: &buf),
                waiting: FfiConverterUInt64.read(from: &buf),
                expiresAtMs: FfiConverterOptionInt64.read(from: &buf)
        )
    }

    public static func write(_ value: Lock, into buf: inout [UInt8]) {
        FfiConverterString.write(value.name, into: &buf)
        FfiConverterTypeHolder.write(value.owner, into: &buf)
        FfiConverterInt64.write(value.generation, into: &buf)
        FfiConverterUInt64.write(value.waiting, into: &buf)
        FfiConverterOptionInt64.write(value.expiresAtMs, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLock_lift(_ buf: RustBuffer) throws -> Lock {
    return try FfiConverterTypeLock.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLock_lower(_ value: Lock) -> RustBuffer {
    return FfiConverterTypeLock.lower(value)
}


/**
 * How a lock is taken.
 */
public struct LockOptions: Equatable, Hashable, Codable {
    /**
     * How long to wait for the turn: without limit where nothing is said, one try for zero.
     */
    public let wait: Duration?
    /**
     * How long it may be held; as long as the holder lives where nothing is said.
     */
    public let ttl: Duration?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * How long to wait for the turn: without limit where nothing is said, one try for zero.
         */wait: Duration? = nil,
        /**
         * How long it may be held; as long as the holder lives where nothing is said.
         */ttl: Duration? = nil) {
        self.wait = wait
        self.ttl = ttl
    }




}

#if compiler(>=6)
extension LockOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeLockOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> LockOptions {
        return
            try LockOptions(
                wait: FfiConverterOptionTypeSpan.read(from: &buf),
                ttl: FfiConverterOptionTypeSpan.read(from: &buf)
        )
    }

    public static func write(_ value: LockOptions, into buf: inout [UInt8]) {
        FfiConverterOptionTypeSpan.write(value.wait, into: &buf)
        FfiConverterOptionTypeSpan.write(value.ttl, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLockOptions_lift(_ buf: RustBuffer) throws -> LockOptions {
    return try FfiConverterTypeLockOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLockOptions_lower(_ value: LockOptions) -> RustBuffer {
    return FfiConverterTypeLockOptions.lower(value)
}


/**
 * One line that a service printed.
 */
public struct LogLine: Equatable, Hashable, Codable {
    /**
     * When its first byte was read, in milliseconds since the Unix epoch.
     */
    public let atMs: Int64
    /**
     * Which service printed it.
     */
    public let identity: Identity
    /**
     * On which of its streams.
     */
    public let stream: LogStream
    /**
     * The text without its end of line; bytes that are no UTF-8 are replaced by `U+FFFD`.
     */
    public let line: String
    /**
     * Whether the line has not ended yet, as a prompt: it goes on in the next one of this stream.
     */
    public let partial: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * When its first byte was read, in milliseconds since the Unix epoch.
         */atMs: Int64,
        /**
         * Which service printed it.
         */identity: Identity,
        /**
         * On which of its streams.
         */stream: LogStream,
        /**
         * The text without its end of line; bytes that are no UTF-8 are replaced by `U+FFFD`.
         */line: String,
        /**
         * Whether the line has not ended yet, as a prompt: it goes on in the next one of this stream.
         */partial: Bool) {
        self.atMs = atMs
        self.identity = identity
        self.stream = stream
        self.line = line
        self.partial = partial
    }




}

#if compiler(>=6)
extension LogLine: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeLogLine: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> LogLine {
        return
            try LogLine(
                atMs: FfiConverterInt64.read(from: &buf),
                identity: FfiConverterTypeIdentity.read(from: &buf),
                stream: FfiConverterTypeLogStream.read(from: &buf),
                line: FfiConverterString.read(from: &buf),
                partial: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: LogLine, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.atMs, into: &buf)
        FfiConverterTypeIdentity.write(value.identity, into: &buf)
        FfiConverterTypeLogStream.write(value.stream, into: &buf)
        FfiConverterString.write(value.line, into: &buf)
        FfiConverterBool.write(value.partial, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLogLine_lift(_ buf: RustBuffer) throws -> LogLine {
    return try FfiConverterTypeLogLine.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLogLine_lower(_ value: LogLine) -> RustBuffer {
    return FfiConverterTypeLogLine.lower(value)
}


/**
 * Which lines `logs` gives. All conditions must hold.
 */
public struct LogOptions: Equatable, Hashable, Codable {
    /**
     * Goes on with what the service prints from now on, across restarts.
     */
    public let follow: Bool
    /**
     * Begins with the newest so many lines; with all where nothing is said.
     */
    public let last: UInt64?
    /**
     * Not before this time, in milliseconds since the Unix epoch.
     */
    public let sinceMs: Int64?
    /**
     * Only this stream.
     */
    public let stream: LogStream?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Goes on with what the service prints from now on, across restarts.
         */follow: Bool = false,
        /**
         * Begins with the newest so many lines; with all where nothing is said.
         */last: UInt64? = nil,
        /**
         * Not before this time, in milliseconds since the Unix epoch.
         */sinceMs: Int64? = nil,
        /**
         * Only this stream.
         */stream: LogStream? = nil) {
        self.follow = follow
        self.last = last
        self.sinceMs = sinceMs
        self.stream = stream
    }




}

#if compiler(>=6)
extension LogOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeLogOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> LogOptions {
        return
            try LogOptions(
                follow: FfiConverterBool.read(from: &buf),
                last: FfiConverterOptionUInt64.read(from: &buf),
                sinceMs: FfiConverterOptionInt64.read(from: &buf),
                stream: FfiConverterOptionTypeLogStream.read(from: &buf)
        )
    }

    public static func write(_ value: LogOptions, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.follow, into: &buf)
        FfiConverterOptionUInt64.write(value.last, into: &buf)
        FfiConverterOptionInt64.write(value.sinceMs, into: &buf)
        FfiConverterOptionTypeLogStream.write(value.stream, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLogOptions_lift(_ buf: RustBuffer) throws -> LogOptions {
    return try FfiConverterTypeLogOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLogOptions_lower(_ value: LogOptions) -> RustBuffer {
    return FfiConverterTypeLogOptions.lower(value)
}


/**
 * The port a name had.
 */
public struct Memory: Equatable, Hashable, Codable {
    /**
     * The name.
     */
    public let identity: Identity
    /**
     * Its port.
     */
    public let port: UInt16
    /**
     * When it was released, in milliseconds since the Unix epoch.
     */
    public let sinceMs: Int64

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The name.
         */identity: Identity,
        /**
         * Its port.
         */port: UInt16,
        /**
         * When it was released, in milliseconds since the Unix epoch.
         */sinceMs: Int64) {
        self.identity = identity
        self.port = port
        self.sinceMs = sinceMs
    }




}

#if compiler(>=6)
extension Memory: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeMemory: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Memory {
        return
            try Memory(
                identity: FfiConverterTypeIdentity.read(from: &buf),
                port: FfiConverterUInt16.read(from: &buf),
                sinceMs: FfiConverterInt64.read(from: &buf)
        )
    }

    public static func write(_ value: Memory, into buf: inout [UInt8]) {
        FfiConverterTypeIdentity.write(value.identity, into: &buf)
        FfiConverterUInt16.write(value.port, into: &buf)
        FfiConverterInt64.write(value.sinceMs, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMemory_lift(_ buf: RustBuffer) throws -> Memory {
    return try FfiConverterTypeMemory.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMemory_lower(_ value: Memory) -> RustBuffer {
    return FfiConverterTypeMemory.lower(value)
}


/**
 * What somebody has published.
 */
public struct Message: Equatable, Hashable, Codable {
    /**
     * Grows with every message, over all channels, in the order in which they were published.
     */
    public let id: Int64
    /**
     * Where it was published.
     */
    public let channel: String
    /**
     * What was sent.
     */
    public let payload: JSONValue
    /**
     * Who sent it, where that was said.
     */
    public let sender: String?
    /**
     * When it was published, in milliseconds since the Unix epoch.
     */
    public let createdAtMs: Int64
    /**
     * From when on nobody gets it any more, in milliseconds since the Unix epoch.
     */
    public let expiresAtMs: Int64?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Grows with every message, over all channels, in the order in which they were published.
         */id: Int64,
        /**
         * Where it was published.
         */channel: String,
        /**
         * What was sent.
         */payload: JSONValue,
        /**
         * Who sent it, where that was said.
         */sender: String?,
        /**
         * When it was published, in milliseconds since the Unix epoch.
         */createdAtMs: Int64,
        /**
         * From when on nobody gets it any more, in milliseconds since the Unix epoch.
         */expiresAtMs: Int64?) {
        self.id = id
        self.channel = channel
        self.payload = payload
        self.sender = sender
        self.createdAtMs = createdAtMs
        self.expiresAtMs = expiresAtMs
    }




}

#if compiler(>=6)
extension Message: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeMessage: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Message {
        return
            try Message(
                id: FfiConverterInt64.read(from: &buf),
                channel: FfiConverterString.read(from: &buf),
                payload: FfiConverterTypeJsonValue.read(from: &buf),
                sender: FfiConverterOptionString.read(from: &buf),
                createdAtMs: FfiConverterInt64.read(from: &buf),
                expiresAtMs: FfiConverterOptionInt64.read(from: &buf)
        )
    }

    public static func write(_ value: Message, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.id, into: &buf)
        FfiConverterString.write(value.channel, into: &buf)
        FfiConverterTypeJsonValue.write(value.payload, into: &buf)
        FfiConverterOptionString.write(value.sender, into: &buf)
        FfiConverterInt64.write(value.createdAtMs, into: &buf)
        FfiConverterOptionInt64.write(value.expiresAtMs, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMessage_lift(_ buf: RustBuffer) throws -> Message {
    return try FfiConverterTypeMessage.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMessage_lower(_ value: Message) -> RustBuffer {
    return FfiConverterTypeMessage.lower(value)
}


/**
 * One name of a list that is claimed all or nothing.
 */
public struct OneOfMany: Equatable, Hashable, Codable {
    /**
     * The name.
     */
    public let identity: String
    /**
     * What is asked for it.
     */
    public let options: ClaimOptions

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The name.
         */identity: String,
        /**
         * What is asked for it.
         */options: ClaimOptions = ClaimOptions()) {
        self.identity = identity
        self.options = options
    }




}

#if compiler(>=6)
extension OneOfMany: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeOneOfMany: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> OneOfMany {
        return
            try OneOfMany(
                identity: FfiConverterString.read(from: &buf),
                options: FfiConverterTypeClaimOptions.read(from: &buf)
        )
    }

    public static func write(_ value: OneOfMany, into buf: inout [UInt8]) {
        FfiConverterString.write(value.identity, into: &buf)
        FfiConverterTypeClaimOptions.write(value.options, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOneOfMany_lift(_ buf: RustBuffer) throws -> OneOfMany {
    return try FfiConverterTypeOneOfMany.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOneOfMany_lower(_ value: OneOfMany) -> RustBuffer {
    return FfiConverterTypeOneOfMany.lower(value)
}


/**
 * A named set of ports.
 */
public struct Pool: Equatable, Hashable, Codable {
    /**
     * Its name.
     */
    public let name: String
    /**
     * Its ports.
     */
    public let ranges: [PortRange]
    /**
     * How many of them are claimed.
     */
    public let claimed: UInt32
    /**
     * How many ports it holds.
     */
    public let capacity: UInt32
    /**
     * The runs that are neither claimed nor kept out of use.
     */
    public let free: [PortRange]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Its name.
         */name: String,
        /**
         * Its ports.
         */ranges: [PortRange],
        /**
         * How many of them are claimed.
         */claimed: UInt32,
        /**
         * How many ports it holds.
         */capacity: UInt32,
        /**
         * The runs that are neither claimed nor kept out of use.
         */free: [PortRange]) {
        self.name = name
        self.ranges = ranges
        self.claimed = claimed
        self.capacity = capacity
        self.free = free
    }




}

#if compiler(>=6)
extension Pool: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypePool: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Pool {
        return
            try Pool(
                name: FfiConverterString.read(from: &buf),
                ranges: FfiConverterSequenceTypePortRange.read(from: &buf),
                claimed: FfiConverterUInt32.read(from: &buf),
                capacity: FfiConverterUInt32.read(from: &buf),
                free: FfiConverterSequenceTypePortRange.read(from: &buf)
        )
    }

    public static func write(_ value: Pool, into buf: inout [UInt8]) {
        FfiConverterString.write(value.name, into: &buf)
        FfiConverterSequenceTypePortRange.write(value.ranges, into: &buf)
        FfiConverterUInt32.write(value.claimed, into: &buf)
        FfiConverterUInt32.write(value.capacity, into: &buf)
        FfiConverterSequenceTypePortRange.write(value.free, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePool_lift(_ buf: RustBuffer) throws -> Pool {
    return try FfiConverterTypePool.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePool_lower(_ value: Pool) -> RustBuffer {
    return FfiConverterTypePool.lower(value)
}


/**
 * A pool as it was set.
 */
public struct PoolDefinition: Equatable, Hashable, Codable {
    /**
     * Its name.
     */
    public let name: String
    /**
     * Its ports.
     */
    public let ranges: [PortRange]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Its name.
         */name: String,
        /**
         * Its ports.
         */ranges: [PortRange]) {
        self.name = name
        self.ranges = ranges
    }




}

#if compiler(>=6)
extension PoolDefinition: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypePoolDefinition: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> PoolDefinition {
        return
            try PoolDefinition(
                name: FfiConverterString.read(from: &buf),
                ranges: FfiConverterSequenceTypePortRange.read(from: &buf)
        )
    }

    public static func write(_ value: PoolDefinition, into buf: inout [UInt8]) {
        FfiConverterString.write(value.name, into: &buf)
        FfiConverterSequenceTypePortRange.write(value.ranges, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePoolDefinition_lift(_ buf: RustBuffer) throws -> PoolDefinition {
    return try FfiConverterTypePoolDefinition.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePoolDefinition_lower(_ value: PoolDefinition) -> RustBuffer {
    return FfiConverterTypePoolDefinition.lower(value)
}


/**
 * Why a port is as it is, and what can be done.
 */
public struct PortReport: Equatable, Hashable, Codable {
    /**
     * The port.
     */
    public let port: UInt16
    /**
     * How it stands.
     */
    public let state: PortState
    /**
     * Everything that is to be said of it; at least one.
     */
    public let reasons: [Reason]
    /**
     * Who listens on it.
     */
    public let listener: Listener?
    /**
     * The service that claims it.
     */
    public let service: Service?
    /**
     * What may be done about it, each with the command that does it.
     */
    public let resolutions: [String]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The port.
         */port: UInt16,
        /**
         * How it stands.
         */state: PortState,
        /**
         * Everything that is to be said of it; at least one.
         */reasons: [Reason],
        /**
         * Who listens on it.
         */listener: Listener?,
        /**
         * The service that claims it.
         */service: Service?,
        /**
         * What may be done about it, each with the command that does it.
         */resolutions: [String]) {
        self.port = port
        self.state = state
        self.reasons = reasons
        self.listener = listener
        self.service = service
        self.resolutions = resolutions
    }




}

#if compiler(>=6)
extension PortReport: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypePortReport: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> PortReport {
        return
            try PortReport(
                port: FfiConverterUInt16.read(from: &buf),
                state: FfiConverterTypePortState.read(from: &buf),
                reasons: FfiConverterSequenceTypeReason.read(from: &buf),
                listener: FfiConverterOptionTypeListener.read(from: &buf),
                service: FfiConverterOptionTypeService.read(from: &buf),
                resolutions: FfiConverterSequenceString.read(from: &buf)
        )
    }

    public static func write(_ value: PortReport, into buf: inout [UInt8]) {
        FfiConverterUInt16.write(value.port, into: &buf)
        FfiConverterTypePortState.write(value.state, into: &buf)
        FfiConverterSequenceTypeReason.write(value.reasons, into: &buf)
        FfiConverterOptionTypeListener.write(value.listener, into: &buf)
        FfiConverterOptionTypeService.write(value.service, into: &buf)
        FfiConverterSequenceString.write(value.resolutions, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePortReport_lift(_ buf: RustBuffer) throws -> PortReport {
    return try FfiConverterTypePortReport.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePortReport_lower(_ value: PortReport) -> RustBuffer {
    return FfiConverterTypePortReport.lower(value)
}


/**
 * How something is published.
 */
public struct PublishOptions: Equatable, Hashable, Codable {
    /**
     * Who sends it; up to 128 characters, for those who read it.
     */
    public let sender: String?
    /**
     * How long it is of use: after that nobody gets it any more.
     */
    public let ttl: Duration?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Who sends it; up to 128 characters, for those who read it.
         */sender: String? = nil,
        /**
         * How long it is of use: after that nobody gets it any more.
         */ttl: Duration? = nil) {
        self.sender = sender
        self.ttl = ttl
    }




}

#if compiler(>=6)
extension PublishOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypePublishOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> PublishOptions {
        return
            try PublishOptions(
                sender: FfiConverterOptionString.read(from: &buf),
                ttl: FfiConverterOptionTypeSpan.read(from: &buf)
        )
    }

    public static func write(_ value: PublishOptions, into buf: inout [UInt8]) {
        FfiConverterOptionString.write(value.sender, into: &buf)
        FfiConverterOptionTypeSpan.write(value.ttl, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePublishOptions_lift(_ buf: RustBuffer) throws -> PublishOptions {
    return try FfiConverterTypePublishOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePublishOptions_lower(_ value: PublishOptions) -> RustBuffer {
    return FfiConverterTypePublishOptions.lower(value)
}


/**
 * One thing that is to be said of a port.
 */
public struct Reason: Equatable, Hashable, Codable {
    /**
     * What it is.
     */
    public let code: ReasonCode
    /**
     * The same for people.
     */
    public let sentence: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * What it is.
         */code: ReasonCode,
        /**
         * The same for people.
         */sentence: String) {
        self.code = code
        self.sentence = sentence
    }




}

#if compiler(>=6)
extension Reason: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeReason: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Reason {
        return
            try Reason(
                code: FfiConverterTypeReasonCode.read(from: &buf),
                sentence: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: Reason, into buf: inout [UInt8]) {
        FfiConverterTypeReasonCode.write(value.code, into: &buf)
        FfiConverterString.write(value.sentence, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReason_lift(_ buf: RustBuffer) throws -> Reason {
    return try FfiConverterTypeReason.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReason_lower(_ value: Reason) -> RustBuffer {
    return FfiConverterTypeReason.lower(value)
}


/**
 * One entry that an import did not take.
 */
public struct Refusal: Equatable, Hashable, Codable {
    /**
     * The name, or what stood in its place.
     */
    public let identity: JSONValue
    /**
     * Its port.
     */
    public let port: UInt16?
    /**
     * The error code.
     */
    public let code: String
    /**
     * Why.
     */
    public let reason: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The name, or what stood in its place.
         */identity: JSONValue,
        /**
         * Its port.
         */port: UInt16?,
        /**
         * The error code.
         */code: String,
        /**
         * Why.
         */reason: String) {
        self.identity = identity
        self.port = port
        self.code = code
        self.reason = reason
    }




}

#if compiler(>=6)
extension Refusal: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeRefusal: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Refusal {
        return
            try Refusal(
                identity: FfiConverterTypeJsonValue.read(from: &buf),
                port: FfiConverterOptionUInt16.read(from: &buf),
                code: FfiConverterString.read(from: &buf),
                reason: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: Refusal, into buf: inout [UInt8]) {
        FfiConverterTypeJsonValue.write(value.identity, into: &buf)
        FfiConverterOptionUInt16.write(value.port, into: &buf)
        FfiConverterString.write(value.code, into: &buf)
        FfiConverterString.write(value.reason, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRefusal_lift(_ buf: RustBuffer) throws -> Refusal {
    return try FfiConverterTypeRefusal.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRefusal_lower(_ value: Refusal) -> RustBuffer {
    return FfiConverterTypeRefusal.lower(value)
}


/**
 * How `release`, `reassign` and `rename` go about claims that others hold.
 */
public struct ReleaseOptions: Equatable, Hashable, Codable {
    /**
     * The name and all names under it.
     */
    public let under: Bool
    /**
     * Only services of this folder or below it.
     */
    public let worktree: String?
    /**
     * Also what another process holds; the history says so.
     */
    public let force: Bool
    /**
     * Shows what would be freed and frees nothing.
     */
    public let dryRun: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The name and all names under it.
         */under: Bool = false,
        /**
         * Only services of this folder or below it.
         */worktree: String? = nil,
        /**
         * Also what another process holds; the history says so.
         */force: Bool = false,
        /**
         * Shows what would be freed and frees nothing.
         */dryRun: Bool = false) {
        self.under = under
        self.worktree = worktree
        self.force = force
        self.dryRun = dryRun
    }




}

#if compiler(>=6)
extension ReleaseOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeReleaseOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ReleaseOptions {
        return
            try ReleaseOptions(
                under: FfiConverterBool.read(from: &buf),
                worktree: FfiConverterOptionString.read(from: &buf),
                force: FfiConverterBool.read(from: &buf),
                dryRun: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: ReleaseOptions, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.under, into: &buf)
        FfiConverterOptionString.write(value.worktree, into: &buf)
        FfiConverterBool.write(value.force, into: &buf)
        FfiConverterBool.write(value.dryRun, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReleaseOptions_lift(_ buf: RustBuffer) throws -> ReleaseOptions {
    return try FfiConverterTypeReleaseOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReleaseOptions_lower(_ value: ReleaseOptions) -> RustBuffer {
    return FfiConverterTypeReleaseOptions.lower(value)
}


/**
 * A claim that was ended.
 */
public struct Released: Equatable, Hashable, Codable {
    /**
     * The name.
     */
    public let identity: Identity
    /**
     * The port it had.
     */
    public let port: UInt16?
    /**
     * Why: `released`, `expired`, `owner_gone`, `worktree_gone`, `superseded`; `leftovers` where the claim stays and only what a killed `run` had left was ended.
     */
    public let reason: String
    /**
     * What a killed `run` of the name had left running, which was ended too.
     */
    public let ended: [Holder]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The name.
         */identity: Identity,
        /**
         * The port it had.
         */port: UInt16?,
        /**
         * Why: `released`, `expired`, `owner_gone`, `worktree_gone`, `superseded`; `leftovers` where the claim stays and only what a killed `run` had left was ended.
         */reason: String,
        /**
         * What a killed `run` of the name had left running, which was ended too.
         */ended: [Holder]) {
        self.identity = identity
        self.port = port
        self.reason = reason
        self.ended = ended
    }




}

#if compiler(>=6)
extension Released: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeReleased: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Released {
        return
            try Released(
                identity: FfiConverterTypeIdentity.read(from: &buf),
                port: FfiConverterOptionUInt16.read(from: &buf),
                reason: FfiConverterString.read(from: &buf),
                ended: FfiConverterSequenceTypeHolder.read(from: &buf)
        )
    }

    public static func write(_ value: Released, into buf: inout [UInt8]) {
        FfiConverterTypeIdentity.write(value.identity, into: &buf)
        FfiConverterOptionUInt16.write(value.port, into: &buf)
        FfiConverterString.write(value.reason, into: &buf)
        FfiConverterSequenceTypeHolder.write(value.ended, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReleased_lift(_ buf: RustBuffer) throws -> Released {
    return try FfiConverterTypeReleased.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReleased_lower(_ value: Released) -> RustBuffer {
    return FfiConverterTypeReleased.lower(value)
}


/**
 * Ports that are given to nobody.
 */
public struct Reservation: Equatable, Hashable, Codable {
    /**
     * The ports.
     */
    public let ports: PortRange
    /**
     * Why.
     */
    public let reason: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The ports.
         */ports: PortRange,
        /**
         * Why.
         */reason: String?) {
        self.ports = ports
        self.reason = reason
    }




}

#if compiler(>=6)
extension Reservation: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeReservation: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Reservation {
        return
            try Reservation(
                ports: FfiConverterTypePortRange.read(from: &buf),
                reason: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: Reservation, into buf: inout [UInt8]) {
        FfiConverterTypePortRange.write(value.ports, into: &buf)
        FfiConverterOptionString.write(value.reason, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReservation_lift(_ buf: RustBuffer) throws -> Reservation {
    return try FfiConverterTypeReservation.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReservation_lower(_ value: Reservation) -> RustBuffer {
    return FfiConverterTypeReservation.lower(value)
}


/**
 * A service that runs, and what it uses.
 */
@dynamicMemberLookup
public struct RunningService: Equatable, Hashable, Codable {
    /**
     * The service.
     */
    public let service: Service
    /**
     * How long its process runs, in milliseconds.
     */
    public let uptimeMs: Int64?
    /**
     * The share of one processor that it and all it started have used since they started.
     */
    public let cpuPercent: Double?
    /**
     * The memory that it and all it started have, in bytes.
     */
    public let memoryBytes: UInt64?
    /**
     * Where it answers.
     */
    public let url: URL?
    /**
     * What still runs of it although its supervisor is gone.
     */
    public let orphans: [UInt32]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The service.
         */service: Service,
        /**
         * How long its process runs, in milliseconds.
         */uptimeMs: Int64?,
        /**
         * The share of one processor that it and all it started have used since they started.
         */cpuPercent: Double?,
        /**
         * The memory that it and all it started have, in bytes.
         */memoryBytes: UInt64?,
        /**
         * Where it answers.
         */url: URL?,
        /**
         * What still runs of it although its supervisor is gone.
         */orphans: [UInt32]) {
        self.service = service
        self.uptimeMs = uptimeMs
        self.cpuPercent = cpuPercent
        self.memoryBytes = memoryBytes
        self.url = url
        self.orphans = orphans
    }




}

#if compiler(>=6)
extension RunningService: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeRunningService: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> RunningService {
        return
            try RunningService(
                service: FfiConverterTypeService.read(from: &buf),
                uptimeMs: FfiConverterOptionInt64.read(from: &buf),
                cpuPercent: FfiConverterOptionDouble.read(from: &buf),
                memoryBytes: FfiConverterOptionUInt64.read(from: &buf),
                url: FfiConverterOptionTypeUrl.read(from: &buf),
                orphans: FfiConverterSequenceUInt32.read(from: &buf)
        )
    }

    public static func write(_ value: RunningService, into buf: inout [UInt8]) {
        FfiConverterTypeService.write(value.service, into: &buf)
        FfiConverterOptionInt64.write(value.uptimeMs, into: &buf)
        FfiConverterOptionDouble.write(value.cpuPercent, into: &buf)
        FfiConverterOptionUInt64.write(value.memoryBytes, into: &buf)
        FfiConverterOptionTypeUrl.write(value.url, into: &buf)
        FfiConverterSequenceUInt32.write(value.orphans, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRunningService_lift(_ buf: RustBuffer) throws -> RunningService {
    return try FfiConverterTypeRunningService.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRunningService_lower(_ value: RunningService) -> RustBuffer {
    return FfiConverterTypeRunningService.lower(value)
}


/**
 * One name of the registry, as it stands now.
 */
public struct Service: Equatable, Hashable, Codable {
    /**
     * The name.
     */
    public let identity: Identity
    /**
     * Its port; none for a worker.
     */
    public let port: UInt16?
    /**
     * What is known of its process.
     */
    public let status: Status
    /**
     * A line for people.
     */
    public let description: String?
    /**
     * The process that portreg started, else the one that listens.
     */
    public let pid: UInt32?
    /**
     * When that process started, in milliseconds since the Unix epoch.
     */
    public let startedAtMs: Int64?
    /**
     * When it ended.
     */
    public let endedAtMs: Int64?
    /**
     * With what it ended; 128+n for a signal.
     */
    public let exitCode: Int32?
    /**
     * The command that starts it.
     */
    public let cmd: String?
    /**
     * The folder it belongs to.
     */
    public let dir: String?
    /**
     * Who holds the claim.
     */
    public let owner: Holder?
    /**
     * The service this one belongs with.
     */
    public let pair: String?
    /**
     * The services it needs.
     */
    public let needs: [String]
    /**
     * The pool its port came from.
     */
    public let pool: String?
    /**
     * Whether it outlives owner and reboot.
     */
    public let persistent: Bool
    /**
     * Whether `up` starts it.
     */
    public let enabled: Bool
    /**
     * When it is started again.
     */
    public let restart: RestartPolicy
    /**
     * How often it was started again.
     */
    public let restarts: UInt32
    /**
     * What tells that it is ready.
     */
    public let ready: JSONValue?
    /**
     * What its probes say.
     */
    public let health: Health
    /**
     * When they last said so.
     */
    public let checkedAtMs: Int64?
    /**
     * When the name was first claimed.
     */
    public let createdAtMs: Int64
    /**
     * When it was last claimed, renewed or seen listening.
     */
    public let lastSeenMs: Int64
    /**
     * When it ends unless renewed.
     */
    public let expiresAtMs: Int64?
    /**
     * Grows whenever the claim passes into other hands.
     */
    public let generation: Int64
    /**
     * What the claimer keeps with it.
     */
    public let metadata: [String: JSONValue]
    /**
     * Where it answers, by environment; `local` follows the port.
     */
    public let endpoints: [String: String]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The name.
         */identity: Identity,
        /**
         * Its port; none for a worker.
         */port: UInt16?,
        /**
         * What is known of its process.
         */status: Status,
        /**
         * A line for people.
         */description: String?,
        /**
         * The process that portreg started, else the one that listens.
         */pid: UInt32?,
        /**
         * When that process started, in milliseconds since the Unix epoch.
         */startedAtMs: Int64?,
        /**
         * When it ended.
         */endedAtMs: Int64?,
        /**
         * With what it ended; 128+n for a signal.
         */exitCode: Int32?,
        /**
         * The command that starts it.
         */cmd: String?,
        /**
         * The folder it belongs to.
         */dir: String?,
        /**
         * Who holds the claim.
         */owner: Holder?,
        /**
         * The service this one belongs with.
         */pair: String?,
        /**
         * The services it needs.
         */needs: [String],
        /**
         * The pool its port came from.
         */pool: String?,
        /**
         * Whether it outlives owner and reboot.
         */persistent: Bool,
        /**
         * Whether `up` starts it.
         */enabled: Bool,
        /**
         * When it is started again.
         */restart: RestartPolicy,
        /**
         * How often it was started again.
         */restarts: UInt32,
        /**
         * What tells that it is ready.
         */ready: JSONValue?,
        /**
         * What its probes say.
         */health: Health,
        /**
         * When they last said so.
         */checkedAtMs: Int64?,
        /**
         * When the name was first claimed.
         */createdAtMs: Int64,
        /**
         * When it was last claimed, renewed or seen listening.
         */lastSeenMs: Int64,
        /**
         * When it ends unless renewed.
         */expiresAtMs: Int64?,
        /**
         * Grows whenever the claim passes into other hands.
         */generation: Int64,
        /**
         * What the claimer keeps with it.
         */metadata: [String: JSONValue],
        /**
         * Where it answers, by environment; `local` follows the port.
         */endpoints: [String: String]) {
        self.identity = identity
        self.port = port
        self.status = status
        self.description = description
        self.pid = pid
        self.startedAtMs = startedAtMs
        self.endedAtMs = endedAtMs
        self.exitCode = exitCode
        self.cmd = cmd
        self.dir = dir
        self.owner = owner
        self.pair = pair
        self.needs = needs
        self.pool = pool
        self.persistent = persistent
        self.enabled = enabled
        self.restart = restart
        self.restarts = restarts
        self.ready = ready
        self.health = health
        self.checkedAtMs = checkedAtMs
        self.createdAtMs = createdAtMs
        self.lastSeenMs = lastSeenMs
        self.expiresAtMs = expiresAtMs
        self.generation = generation
        self.metadata = metadata
        self.endpoints = endpoints
    }




}

#if compiler(>=6)
extension Service: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeService: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Service {
        return
            try Service(
                identity: FfiConverterTypeIdentity.read(from: &buf),
                port: FfiConverterOptionUInt16.read(from: &buf),
                status: FfiConverterTypeStatus.read(from: &buf),
                description: FfiConverterOptionString.read(from: &buf),
                pid: FfiConverterOptionUInt32.read(from: &buf),
                startedAtMs: FfiConverterOptionInt64.read(from: &buf),
                endedAtMs: FfiConverterOptionInt64.read(from: &buf),
                exitCode: FfiConverterOptionInt32.read(from: &buf),
                cmd: FfiConverterOptionString.read(from: &buf),
                dir: FfiConverterOptionString.read(from: &buf),
                owner: FfiConverterOptionTypeHolder.read(from: &buf),
                pair: FfiConverterOptionString.read(from: &buf),
                needs: FfiConverterSequenceString.read(from: &buf),
                pool: FfiConverterOptionString.read(from: &buf),
                persistent: FfiConverterBool.read(from: &buf),
                enabled: FfiConverterBool.read(from: &buf),
                restart: FfiConverterTypeRestartPolicy.read(from: &buf),
                restarts: FfiConverterUInt32.read(from: &buf),
                ready: FfiConverterOptionTypeJsonValue.read(from: &buf),
                health: FfiConverterTypeHealth.read(from: &buf),
                checkedAtMs: FfiConverterOptionInt64.read(from: &buf),
                createdAtMs: FfiConverterInt64.read(from: &buf),
                lastSeenMs: FfiConverterInt64.read(from: &buf),
                expiresAtMs: FfiConverterOptionInt64.read(from: &buf),
                generation: FfiConverterInt64.read(from: &buf),
                metadata: FfiConverterDictionaryStringTypeJsonValue.read(from: &buf),
                endpoints: FfiConverterDictionaryStringString.read(from: &buf)
        )
    }

    public static func write(_ value: Service, into buf: inout [UInt8]) {
        FfiConverterTypeIdentity.write(value.identity, into: &buf)
        FfiConverterOptionUInt16.write(value.port, into: &buf)
        FfiConverterTypeStatus.write(value.status, into: &buf)
        FfiConverterOptionString.write(value.description, into: &buf)
        FfiConverterOptionUInt32.write(value.pid, into: &buf)
        FfiConverterOptionInt64.write(value.startedAtMs, into: &buf)
        FfiConverterOptionInt64.write(value.endedAtMs, into: &buf)
        FfiConverterOptionInt32.write(value.exitCode, into: &buf)
        FfiConverterOptionString.write(value.cmd, into: &buf)
        FfiConverterOptionString.write(value.dir, into: &buf)
        FfiConverterOptionTypeHolder.write(value.owner, into: &buf)
        FfiConverterOptionString.write(value.pair, into: &buf)
        FfiConverterSequenceString.write(value.needs, into: &buf)
        FfiConverterOptionString.write(value.pool, into: &buf)
        FfiConverterBool.write(value.persistent, into: &buf)
        FfiConverterBool.write(value.enabled, into: &buf)
        FfiConverterTypeRestartPolicy.write(value.restart, into: &buf)
        FfiConverterUInt32.write(value.restarts, into: &buf)
        FfiConverterOptionTypeJsonValue.write(value.ready, into: &buf)
        FfiConverterTypeHealth.write(value.health, into: &buf)
        FfiConverterOptionInt64.write(value.checkedAtMs, into: &buf)
        FfiConverterInt64.write(value.createdAtMs, into: &buf)
        FfiConverterInt64.write(value.lastSeenMs, into: &buf)
        FfiConverterOptionInt64.write(value.expiresAtMs, into: &buf)
        FfiConverterInt64.write(value.generation, into: &buf)
        FfiConverterDictionaryStringTypeJsonValue.write(value.metadata, into: &buf)
        FfiConverterDictionaryStringString.write(value.endpoints, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeService_lift(_ buf: RustBuffer) throws -> Service {
    return try FfiConverterTypeService.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeService_lower(_ value: Service) -> RustBuffer {
    return FfiConverterTypeService.lower(value)
}


/**
 * A piece of configuration.
 */
public struct Snippet: Equatable, Hashable, Codable {
    /**
     * The tool that reads it.
     */
    public let tool: SnippetTool
    /**
     * The text, with an end of line.
     */
    public let snippet: String
    /**
     * The services it is about, in order of names.
     */
    public let services: [Identity]
    /**
     * Services that fit and have no port, and so no place in it.
     */
    public let leftOut: [Identity]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The tool that reads it.
         */tool: SnippetTool,
        /**
         * The text, with an end of line.
         */snippet: String,
        /**
         * The services it is about, in order of names.
         */services: [Identity],
        /**
         * Services that fit and have no port, and so no place in it.
         */leftOut: [Identity]) {
        self.tool = tool
        self.snippet = snippet
        self.services = services
        self.leftOut = leftOut
    }




}

#if compiler(>=6)
extension Snippet: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSnippet: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Snippet {
        return
            try Snippet(
                tool: FfiConverterTypeSnippetTool.read(from: &buf),
                snippet: FfiConverterString.read(from: &buf),
                services: FfiConverterSequenceTypeIdentity.read(from: &buf),
                leftOut: FfiConverterSequenceTypeIdentity.read(from: &buf)
        )
    }

    public static func write(_ value: Snippet, into buf: inout [UInt8]) {
        FfiConverterTypeSnippetTool.write(value.tool, into: &buf)
        FfiConverterString.write(value.snippet, into: &buf)
        FfiConverterSequenceTypeIdentity.write(value.services, into: &buf)
        FfiConverterSequenceTypeIdentity.write(value.leftOut, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSnippet_lift(_ buf: RustBuffer) throws -> Snippet {
    return try FfiConverterTypeSnippet.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSnippet_lower(_ value: Snippet) -> RustBuffer {
    return FfiConverterTypeSnippet.lower(value)
}


/**
 * Something that happened to a service of a stack.
 */
public struct StackEvent: Equatable, Hashable, Codable {
    /**
     * When, in milliseconds since the Unix epoch.
     */
    public let atMs: Int64
    /**
     * To which service.
     */
    public let identity: Identity
    /**
     * What.
     */
    public let what: StackEventKind

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * When, in milliseconds since the Unix epoch.
         */atMs: Int64,
        /**
         * To which service.
         */identity: Identity,
        /**
         * What.
         */what: StackEventKind) {
        self.atMs = atMs
        self.identity = identity
        self.what = what
    }




}

#if compiler(>=6)
extension StackEvent: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeStackEvent: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> StackEvent {
        return
            try StackEvent(
                atMs: FfiConverterInt64.read(from: &buf),
                identity: FfiConverterTypeIdentity.read(from: &buf),
                what: FfiConverterTypeStackEventKind.read(from: &buf)
        )
    }

    public static func write(_ value: StackEvent, into buf: inout [UInt8]) {
        FfiConverterInt64.write(value.atMs, into: &buf)
        FfiConverterTypeIdentity.write(value.identity, into: &buf)
        FfiConverterTypeStackEventKind.write(value.what, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStackEvent_lift(_ buf: RustBuffer) throws -> StackEvent {
    return try FfiConverterTypeStackEvent.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStackEvent_lower(_ value: StackEvent) -> RustBuffer {
    return FfiConverterTypeStackEvent.lower(value)
}


/**
 * The machine and the registry side by side.
 */
public struct StatusReport: Equatable, Hashable, Codable {
    /**
     * The services.
     */
    public let services: [Service]
    /**
     * Who listens on TCP ports.
     */
    public let listeners: [Listener]
    /**
     * Where the two disagree.
     */
    public let conflicts: [Conflict]
    /**
     * The pools and how full they are.
     */
    public let pools: [Pool]
    /**
     * The configured services in the order in which they start.
     */
    public let startOrder: [Identity]
    /**
     * The same in the order in which they stop.
     */
    public let stopOrder: [Identity]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The services.
         */services: [Service],
        /**
         * Who listens on TCP ports.
         */listeners: [Listener],
        /**
         * Where the two disagree.
         */conflicts: [Conflict],
        /**
         * The pools and how full they are.
         */pools: [Pool],
        /**
         * The configured services in the order in which they start.
         */startOrder: [Identity],
        /**
         * The same in the order in which they stop.
         */stopOrder: [Identity]) {
        self.services = services
        self.listeners = listeners
        self.conflicts = conflicts
        self.pools = pools
        self.startOrder = startOrder
        self.stopOrder = stopOrder
    }




}

#if compiler(>=6)
extension StatusReport: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeStatusReport: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> StatusReport {
        return
            try StatusReport(
                services: FfiConverterSequenceTypeService.read(from: &buf),
                listeners: FfiConverterSequenceTypeListener.read(from: &buf),
                conflicts: FfiConverterSequenceTypeConflict.read(from: &buf),
                pools: FfiConverterSequenceTypePool.read(from: &buf),
                startOrder: FfiConverterSequenceTypeIdentity.read(from: &buf),
                stopOrder: FfiConverterSequenceTypeIdentity.read(from: &buf)
        )
    }

    public static func write(_ value: StatusReport, into buf: inout [UInt8]) {
        FfiConverterSequenceTypeService.write(value.services, into: &buf)
        FfiConverterSequenceTypeListener.write(value.listeners, into: &buf)
        FfiConverterSequenceTypeConflict.write(value.conflicts, into: &buf)
        FfiConverterSequenceTypePool.write(value.pools, into: &buf)
        FfiConverterSequenceTypeIdentity.write(value.startOrder, into: &buf)
        FfiConverterSequenceTypeIdentity.write(value.stopOrder, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStatusReport_lift(_ buf: RustBuffer) throws -> StatusReport {
    return try FfiConverterTypeStatusReport.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStatusReport_lower(_ value: StatusReport) -> RustBuffer {
    return FfiConverterTypeStatusReport.lower(value)
}


/**
 * How something is subscribed to.
 */
public struct SubscribeOptions: Equatable, Hashable, Codable {
    /**
     * Where to begin; a cursor that is there already says that itself.
     */
    public let since: Since?
    /**
     * The name of the cursor that remembers how far one has come.
     */
    public let cursor: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Where to begin; a cursor that is there already says that itself.
         */since: Since? = nil,
        /**
         * The name of the cursor that remembers how far one has come.
         */cursor: String? = nil) {
        self.since = since
        self.cursor = cursor
    }




}

#if compiler(>=6)
extension SubscribeOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSubscribeOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SubscribeOptions {
        return
            try SubscribeOptions(
                since: FfiConverterOptionTypeSince.read(from: &buf),
                cursor: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: SubscribeOptions, into buf: inout [UInt8]) {
        FfiConverterOptionTypeSince.write(value.since, into: &buf)
        FfiConverterOptionString.write(value.cursor, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSubscribeOptions_lift(_ buf: RustBuffer) throws -> SubscribeOptions {
    return try FfiConverterTypeSubscribeOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSubscribeOptions_lower(_ value: SubscribeOptions) -> RustBuffer {
    return FfiConverterTypeSubscribeOptions.lower(value)
}


/**
 * A tunnel that makes a service reachable from outside.
 */
public struct Tunnel: Equatable, Hashable, Codable {
    /**
     * Who provides it.
     */
    public let provider: TunnelProvider
    /**
     * The name it asks for there: `shop`, or a whole host name as `shop.example.com`.
     */
    public let subdomain: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Who provides it.
         */provider: TunnelProvider,
        /**
         * The name it asks for there: `shop`, or a whole host name as `shop.example.com`.
         */subdomain: String? = nil) {
        self.provider = provider
        self.subdomain = subdomain
    }




}

#if compiler(>=6)
extension Tunnel: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTunnel: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Tunnel {
        return
            try Tunnel(
                provider: FfiConverterTypeTunnelProvider.read(from: &buf),
                subdomain: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: Tunnel, into buf: inout [UInt8]) {
        FfiConverterTypeTunnelProvider.write(value.provider, into: &buf)
        FfiConverterOptionString.write(value.subdomain, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTunnel_lift(_ buf: RustBuffer) throws -> Tunnel {
    return try FfiConverterTypeTunnel.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTunnel_lower(_ value: Tunnel) -> RustBuffer {
    return FfiConverterTypeTunnel.lower(value)
}


/**
 * What `up` would do.
 */
public struct UpCheck: Equatable, Hashable, Codable {
    /**
     * The services in the order in which they would start, with the ports they have or had.
     */
    public let order: [UpStep]
    /**
     * What stands in the way.
     */
    public let problems: [UpProblem]

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The services in the order in which they would start, with the ports they have or had.
         */order: [UpStep],
        /**
         * What stands in the way.
         */problems: [UpProblem]) {
        self.order = order
        self.problems = problems
    }




}

#if compiler(>=6)
extension UpCheck: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUpCheck: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UpCheck {
        return
            try UpCheck(
                order: FfiConverterSequenceTypeUpStep.read(from: &buf),
                problems: FfiConverterSequenceTypeUpProblem.read(from: &buf)
        )
    }

    public static func write(_ value: UpCheck, into buf: inout [UInt8]) {
        FfiConverterSequenceTypeUpStep.write(value.order, into: &buf)
        FfiConverterSequenceTypeUpProblem.write(value.problems, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUpCheck_lift(_ buf: RustBuffer) throws -> UpCheck {
    return try FfiConverterTypeUpCheck.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUpCheck_lower(_ value: UpCheck) -> RustBuffer {
    return FfiConverterTypeUpCheck.lower(value)
}


/**
 * What `up` is asked for.
 */
public struct UpOptions: Equatable, Hashable, Codable {
    /**
     * Which services: names, patterns, or short names of this project (`api`); all that the configuration enables where none is said.
     */
    public let patterns: [String]
    /**
     * The folder whose configuration applies; the working folder where nothing is said.
     */
    public let dir: String?
    /**
     * Whether what they need is left out.
     */
    public let noDeps: Bool
    /**
     * How long a service may take to get ready; a minute where nothing is said.
     */
    public let timeout: Duration?
    /**
     * What to do where another process holds a name. Where nothing is said, what runs there is used, and what is only held is refused.
     */
    public let onConflict: OnConflict?
    /**
     * How to start one service that the configuration does not describe.
     */
    public let launch: Launch
    /**
     * Whether what the services print is told line by line as well, not only written to their logs.
     */
    public let output: Bool
    /**
     * Whether services are told to print colours (`FORCE_COLOR`).
     */
    public let color: Bool
    /**
     * Whether the output of services is a pseudo-terminal.
     */
    public let pty: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Which services: names, patterns, or short names of this project (`api`); all that the configuration enables where none is said.
         */patterns: [String] = [],
        /**
         * The folder whose configuration applies; the working folder where nothing is said.
         */dir: String? = nil,
        /**
         * Whether what they need is left out.
         */noDeps: Bool = false,
        /**
         * How long a service may take to get ready; a minute where nothing is said.
         */timeout: Duration? = nil,
        /**
         * What to do where another process holds a name. Where nothing is said, what runs there is used, and what is only held is refused.
         */onConflict: OnConflict? = nil,
        /**
         * How to start one service that the configuration does not describe.
         */launch: Launch = Launch(),
        /**
         * Whether what the services print is told line by line as well, not only written to their logs.
         */output: Bool = false,
        /**
         * Whether services are told to print colours (`FORCE_COLOR`).
         */color: Bool = false,
        /**
         * Whether the output of services is a pseudo-terminal.
         */pty: Bool = false) {
        self.patterns = patterns
        self.dir = dir
        self.noDeps = noDeps
        self.timeout = timeout
        self.onConflict = onConflict
        self.launch = launch
        self.output = output
        self.color = color
        self.pty = pty
    }




}

#if compiler(>=6)
extension UpOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUpOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UpOptions {
        return
            try UpOptions(
                patterns: FfiConverterSequenceString.read(from: &buf),
                dir: FfiConverterOptionString.read(from: &buf),
                noDeps: FfiConverterBool.read(from: &buf),
                timeout: FfiConverterOptionTypeSpan.read(from: &buf),
                onConflict: FfiConverterOptionTypeOnConflict.read(from: &buf),
                launch: FfiConverterTypeLaunch.read(from: &buf),
                output: FfiConverterBool.read(from: &buf),
                color: FfiConverterBool.read(from: &buf),
                pty: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: UpOptions, into buf: inout [UInt8]) {
        FfiConverterSequenceString.write(value.patterns, into: &buf)
        FfiConverterOptionString.write(value.dir, into: &buf)
        FfiConverterBool.write(value.noDeps, into: &buf)
        FfiConverterOptionTypeSpan.write(value.timeout, into: &buf)
        FfiConverterOptionTypeOnConflict.write(value.onConflict, into: &buf)
        FfiConverterTypeLaunch.write(value.launch, into: &buf)
        FfiConverterBool.write(value.output, into: &buf)
        FfiConverterBool.write(value.color, into: &buf)
        FfiConverterBool.write(value.pty, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUpOptions_lift(_ buf: RustBuffer) throws -> UpOptions {
    return try FfiConverterTypeUpOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUpOptions_lower(_ value: UpOptions) -> RustBuffer {
    return FfiConverterTypeUpOptions.lower(value)
}


/**
 * Something that would keep a service from starting.
 */
public struct UpProblem: Equatable, Hashable, Codable {
    /**
     * The name.
     */
    public let identity: Identity
    /**
     * What is wrong, and the way out.
     */
    public let message: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The name.
         */identity: Identity,
        /**
         * What is wrong, and the way out.
         */message: String) {
        self.identity = identity
        self.message = message
    }




}

#if compiler(>=6)
extension UpProblem: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUpProblem: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UpProblem {
        return
            try UpProblem(
                identity: FfiConverterTypeIdentity.read(from: &buf),
                message: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: UpProblem, into buf: inout [UInt8]) {
        FfiConverterTypeIdentity.write(value.identity, into: &buf)
        FfiConverterString.write(value.message, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUpProblem_lift(_ buf: RustBuffer) throws -> UpProblem {
    return try FfiConverterTypeUpProblem.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUpProblem_lower(_ value: UpProblem) -> RustBuffer {
    return FfiConverterTypeUpProblem.lower(value)
}


/**
 * One service that `up` would start.
 */
public struct UpStep: Equatable, Hashable, Codable {
    /**
     * The name.
     */
    public let identity: Identity
    /**
     * The port it has; none where it is given one at the start, and for workers.
     */
    public let port: UInt16?
    /**
     * The command as it is shown.
     */
    public let cmd: String?
    /**
     * What must be ready before it.
     */
    public let needs: [Identity]
    /**
     * Whether it runs already and would be used.
     */
    public let runs: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The name.
         */identity: Identity,
        /**
         * The port it has; none where it is given one at the start, and for workers.
         */port: UInt16?,
        /**
         * The command as it is shown.
         */cmd: String?,
        /**
         * What must be ready before it.
         */needs: [Identity],
        /**
         * Whether it runs already and would be used.
         */runs: Bool) {
        self.identity = identity
        self.port = port
        self.cmd = cmd
        self.needs = needs
        self.runs = runs
    }




}

#if compiler(>=6)
extension UpStep: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUpStep: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UpStep {
        return
            try UpStep(
                identity: FfiConverterTypeIdentity.read(from: &buf),
                port: FfiConverterOptionUInt16.read(from: &buf),
                cmd: FfiConverterOptionString.read(from: &buf),
                needs: FfiConverterSequenceTypeIdentity.read(from: &buf),
                runs: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: UpStep, into buf: inout [UInt8]) {
        FfiConverterTypeIdentity.write(value.identity, into: &buf)
        FfiConverterOptionUInt16.write(value.port, into: &buf)
        FfiConverterOptionString.write(value.cmd, into: &buf)
        FfiConverterSequenceTypeIdentity.write(value.needs, into: &buf)
        FfiConverterBool.write(value.runs, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUpStep_lift(_ buf: RustBuffer) throws -> UpStep {
    return try FfiConverterTypeUpStep.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUpStep_lower(_ value: UpStep) -> RustBuffer {
    return FfiConverterTypeUpStep.lower(value)
}


/**
 * What `wait` waits for.
 */
public struct WaitOptions: Equatable, Hashable, Codable {
    /**
     * That the services are gone, instead of ready.
     */
    public let gone: Bool
    /**
     * How long at most; without limit where nothing is said.
     */
    public let timeout: Duration?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * That the services are gone, instead of ready.
         */gone: Bool = false,
        /**
         * How long at most; without limit where nothing is said.
         */timeout: Duration? = nil) {
        self.gone = gone
        self.timeout = timeout
    }




}

#if compiler(>=6)
extension WaitOptions: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeWaitOptions: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> WaitOptions {
        return
            try WaitOptions(
                gone: FfiConverterBool.read(from: &buf),
                timeout: FfiConverterOptionTypeSpan.read(from: &buf)
        )
    }

    public static func write(_ value: WaitOptions, into buf: inout [UInt8]) {
        FfiConverterBool.write(value.gone, into: &buf)
        FfiConverterOptionTypeSpan.write(value.timeout, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeWaitOptions_lift(_ buf: RustBuffer) throws -> WaitOptions {
    return try FfiConverterTypeWaitOptions.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeWaitOptions_lower(_ value: WaitOptions) -> RustBuffer {
    return FfiConverterTypeWaitOptions.lower(value)
}


/**
 * What `adopt` makes a service of.
 */

public enum AdoptTarget: Equatable, Hashable, Codable {

    /**
     * Who listens on this port.
     */
    case port(UInt16
    )
    /**
     * The process of this pid, which listens on one port.
     */
    case pid(UInt32
    )





}

#if compiler(>=6)
extension AdoptTarget: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeAdoptTarget: FfiConverterRustBuffer {
    typealias SwiftType = AdoptTarget

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> AdoptTarget {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .port(try FfiConverterUInt16.read(from: &buf)
        )

        case 2: return .pid(try FfiConverterUInt32.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: AdoptTarget, into buf: inout [UInt8]) {
        switch value {


        case let .port(v1):
            writeInt(&buf, Int32(1))
            FfiConverterUInt16.write(v1, into: &buf)


        case let .pid(v1):
            writeInt(&buf, Int32(2))
            FfiConverterUInt32.write(v1, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeAdoptTarget_lift(_ buf: RustBuffer) throws -> AdoptTarget {
    return try FfiConverterTypeAdoptTarget.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeAdoptTarget_lower(_ value: AdoptTarget) -> RustBuffer {
    return FfiConverterTypeAdoptTarget.lower(value)
}



/**
 * How one check of `doctor` stands.
 */

public enum CheckState: Equatable, Hashable, Codable {

    /**
     * As it should be.
     */
    case ok
    /**
     * It works, and could be better.
     */
    case warning
    /**
     * It does not work.
     */
    case failed
    /**
     * It did not work and was mended now.
     */
    case fixed





}

#if compiler(>=6)
extension CheckState: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCheckState: FfiConverterRustBuffer {
    typealias SwiftType = CheckState

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> CheckState {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .ok

        case 2: return .warning

        case 3: return .failed

        case 4: return .fixed

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: CheckState, into buf: inout [UInt8]) {
        switch value {


        case .ok:
            writeInt(&buf, Int32(1))


        case .warning:
            writeInt(&buf, Int32(2))


        case .failed:
            writeInt(&buf, Int32(3))


        case .fixed:
            writeInt(&buf, Int32(4))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCheckState_lift(_ buf: RustBuffer) throws -> CheckState {
    return try FfiConverterTypeCheckState.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCheckState_lower(_ value: CheckState) -> RustBuffer {
    return FfiConverterTypeCheckState.lower(value)
}



/**
 * How a service and the machine disagree.
 */

public enum ConflictKind: Equatable, Hashable, Codable {

    /**
     * Somebody else listens on its port.
     */
    case foreignListener
    /**
     * It runs, and nobody listens on its port.
     */
    case notListening
    /**
     * It listens where its clients do not look, or where others can reach it.
     */
    case wrongAddress
    /**
     * Two processes that have nothing to do with each other listen on its port.
     */
    case duplicateOwner
    /**
     * Its time is over and it still listens.
     */
    case expiredButLive





}

#if compiler(>=6)
extension ConflictKind: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeConflictKind: FfiConverterRustBuffer {
    typealias SwiftType = ConflictKind

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ConflictKind {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .foreignListener

        case 2: return .notListening

        case 3: return .wrongAddress

        case 4: return .duplicateOwner

        case 5: return .expiredButLive

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: ConflictKind, into buf: inout [UInt8]) {
        switch value {


        case .foreignListener:
            writeInt(&buf, Int32(1))


        case .notListening:
            writeInt(&buf, Int32(2))


        case .wrongAddress:
            writeInt(&buf, Int32(3))


        case .duplicateOwner:
            writeInt(&buf, Int32(4))


        case .expiredButLive:
            writeInt(&buf, Int32(5))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeConflictKind_lift(_ buf: RustBuffer) throws -> ConflictKind {
    return try FfiConverterTypeConflictKind.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeConflictKind_lower(_ value: ConflictKind) -> RustBuffer {
    return FfiConverterTypeConflictKind.lower(value)
}



/**
 * What a supervisor in the background tells who has asked for it, a JSON object a line.
 */

public enum DetachedReport: Equatable, Hashable, Codable {

    /**
     * These services were claimed, in the order in which they start: the first report.
     */
    case claimed(
        /**
         * Their names.
         */services: [Identity]
    )
    /**
     * Something has happened.
     */
    case event(
        /**
         * What.
         */event: StackEvent
    )
    /**
     * All services are ready; nothing more is told.
     */
    case ready
    /**
     * One is not, the others run on; nothing more is told.
     */
    case notReady(
        /**
         * The name.
         */identity: Identity,
        /**
         * Why.
         */message: String,
        /**
         * With what its process ended, where it has.
         */exitCode: Int32?,
        /**
         * The last lines of its output, oldest first.
         */lastLines: [String]
    )
    /**
     * Nothing was started; nothing more is told.
     */
    case failed(
        /**
         * The code of the error.
         */code: String,
        /**
         * What it says.
         */message: String,
        /**
         * Its data.
         */data: [String: JSONValue]
    )





}

#if compiler(>=6)
extension DetachedReport: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeDetachedReport: FfiConverterRustBuffer {
    typealias SwiftType = DetachedReport

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> DetachedReport {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .claimed(services: try FfiConverterSequenceTypeIdentity.read(from: &buf)
        )

        case 2: return .event(event: try FfiConverterTypeStackEvent.read(from: &buf)
        )

        case 3: return .ready

        case 4: return .notReady(identity: try FfiConverterTypeIdentity.read(from: &buf), message: try FfiConverterString.read(from: &buf), exitCode: try FfiConverterOptionInt32.read(from: &buf), lastLines: try FfiConverterSequenceString.read(from: &buf)
        )

        case 5: return .failed(code: try FfiConverterString.read(from: &buf), message: try FfiConverterString.read(from: &buf), data: try FfiConverterDictionaryStringTypeJsonValue.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: DetachedReport, into buf: inout [UInt8]) {
        switch value {


        case let .claimed(services):
            writeInt(&buf, Int32(1))
            FfiConverterSequenceTypeIdentity.write(services, into: &buf)


        case let .event(event):
            writeInt(&buf, Int32(2))
            FfiConverterTypeStackEvent.write(event, into: &buf)


        case .ready:
            writeInt(&buf, Int32(3))


        case let .notReady(identity,message,exitCode,lastLines):
            writeInt(&buf, Int32(4))
            FfiConverterTypeIdentity.write(identity, into: &buf)
            FfiConverterString.write(message, into: &buf)
            FfiConverterOptionInt32.write(exitCode, into: &buf)
            FfiConverterSequenceString.write(lastLines, into: &buf)


        case let .failed(code,message,data):
            writeInt(&buf, Int32(5))
            FfiConverterString.write(code, into: &buf)
            FfiConverterString.write(message, into: &buf)
            FfiConverterDictionaryStringTypeJsonValue.write(data, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDetachedReport_lift(_ buf: RustBuffer) throws -> DetachedReport {
    return try FfiConverterTypeDetachedReport.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDetachedReport_lower(_ value: DetachedReport) -> RustBuffer {
    return FfiConverterTypeDetachedReport.lower(value)
}



/**
 * In which form variables are written.
 */

public enum EnvFormat: Equatable, Hashable, Codable {

    /**
     * `NAME=value`, for `.env` files.
     */
    case dotenv
    /**
     * `export NAME=value`, for sh, bash and zsh.
     */
    case shell
    /**
     * `set -gx NAME value`.
     */
    case fish
    /**
     * `$env:NAME = 'value'`.
     */
    case powerShell
    /**
     * An object.
     */
    case json





}

#if compiler(>=6)
extension EnvFormat: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeEnvFormat: FfiConverterRustBuffer {
    typealias SwiftType = EnvFormat

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> EnvFormat {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .dotenv

        case 2: return .shell

        case 3: return .fish

        case 4: return .powerShell

        case 5: return .json

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: EnvFormat, into buf: inout [UInt8]) {
        switch value {


        case .dotenv:
            writeInt(&buf, Int32(1))


        case .shell:
            writeInt(&buf, Int32(2))


        case .fish:
            writeInt(&buf, Int32(3))


        case .powerShell:
            writeInt(&buf, Int32(4))


        case .json:
            writeInt(&buf, Int32(5))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEnvFormat_lift(_ buf: RustBuffer) throws -> EnvFormat {
    return try FfiConverterTypeEnvFormat.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEnvFormat_lower(_ value: EnvFormat) -> RustBuffer {
    return FfiConverterTypeEnvFormat.lower(value)
}



/**
 * What the probes of a service say.
 */

public enum Health: Equatable, Hashable, Codable {

    /**
     * Nothing was probed.
     */
    case unknown
    /**
     * Not ready yet.
     */
    case starting
    /**
     * The last probe passed.
     */
    case passing
    /**
     * The last probes failed.
     */
    case failing





}

#if compiler(>=6)
extension Health: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeHealth: FfiConverterRustBuffer {
    typealias SwiftType = Health

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Health {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .unknown

        case 2: return .starting

        case 3: return .passing

        case 4: return .failing

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Health, into buf: inout [UInt8]) {
        switch value {


        case .unknown:
            writeInt(&buf, Int32(1))


        case .starting:
            writeInt(&buf, Int32(2))


        case .passing:
            writeInt(&buf, Int32(3))


        case .failing:
            writeInt(&buf, Int32(4))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeHealth_lift(_ buf: RustBuffer) throws -> Health {
    return try FfiConverterTypeHealth.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeHealth_lower(_ value: Health) -> RustBuffer {
    return FfiConverterTypeHealth.lower(value)
}



/**
 * The streams of a service.
 */

public enum LogStream: Equatable, Hashable, Codable {

    /**
     * Its standard output.
     */
    case out
    /**
     * Its standard error.
     */
    case err





}

#if compiler(>=6)
extension LogStream: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeLogStream: FfiConverterRustBuffer {
    typealias SwiftType = LogStream

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> LogStream {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .out

        case 2: return .err

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: LogStream, into buf: inout [UInt8]) {
        switch value {


        case .out:
            writeInt(&buf, Int32(1))


        case .err:
            writeInt(&buf, Int32(2))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLogStream_lift(_ buf: RustBuffer) throws -> LogStream {
    return try FfiConverterTypeLogStream.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeLogStream_lower(_ value: LogStream) -> RustBuffer {
    return FfiConverterTypeLogStream.lower(value)
}



/**
 * Where `reassign` moves a service to.
 */

public enum MoveTo: Equatable, Hashable, Codable {

    /**
     * To exactly this port.
     */
    case port(UInt16
    )
    /**
     * To the next port that a new claim would get.
     */
    case next





}

#if compiler(>=6)
extension MoveTo: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeMoveTo: FfiConverterRustBuffer {
    typealias SwiftType = MoveTo

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> MoveTo {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .port(try FfiConverterUInt16.read(from: &buf)
        )

        case 2: return .next

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: MoveTo, into buf: inout [UInt8]) {
        switch value {


        case let .port(v1):
            writeInt(&buf, Int32(1))
            FfiConverterUInt16.write(v1, into: &buf)


        case .next:
            writeInt(&buf, Int32(2))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMoveTo_lift(_ buf: RustBuffer) throws -> MoveTo {
    return try FfiConverterTypeMoveTo.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMoveTo_lower(_ value: MoveTo) -> RustBuffer {
    return FfiConverterTypeMoveTo.lower(value)
}



/**
 * What a claim does where another process holds the name.
 */

public enum OnConflict: Equatable, Hashable, Codable {

    /**
     * Gives the same port and says who holds it.
     */
    case share
    /**
     * Is refused with `IDENTITY_HELD`.
     */
    case fail
    /**
     * Ends the holder, where that is safe, and takes over.
     */
    case replace
    /**
     * Takes the first free sibling, `.2` to `.99`.
     */
    case next





}

#if compiler(>=6)
extension OnConflict: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeOnConflict: FfiConverterRustBuffer {
    typealias SwiftType = OnConflict

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> OnConflict {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .share

        case 2: return .fail

        case 3: return .replace

        case 4: return .next

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: OnConflict, into buf: inout [UInt8]) {
        switch value {


        case .share:
            writeInt(&buf, Int32(1))


        case .fail:
            writeInt(&buf, Int32(2))


        case .replace:
            writeInt(&buf, Int32(3))


        case .next:
            writeInt(&buf, Int32(4))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOnConflict_lift(_ buf: RustBuffer) throws -> OnConflict {
    return try FfiConverterTypeOnConflict.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOnConflict_lower(_ value: OnConflict) -> RustBuffer {
    return FfiConverterTypeOnConflict.lower(value)
}



/**
 * How a claim came to its port.
 */

public enum Outcome: Equatable, Hashable, Codable {

    /**
     * The name had no claim.
     */
    case new
    /**
     * The caller had it already.
     */
    case renewed
    /**
     * Another process holds it.
     */
    case shared
    /**
     * It had ended, or had no owner; the port is the same.
     */
    case tookOver
    /**
     * It has another port than before.
     */
    case moved





}

#if compiler(>=6)
extension Outcome: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeOutcome: FfiConverterRustBuffer {
    typealias SwiftType = Outcome

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Outcome {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .new

        case 2: return .renewed

        case 3: return .shared

        case 4: return .tookOver

        case 5: return .moved

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Outcome, into buf: inout [UInt8]) {
        switch value {


        case .new:
            writeInt(&buf, Int32(1))


        case .renewed:
            writeInt(&buf, Int32(2))


        case .shared:
            writeInt(&buf, Int32(3))


        case .tookOver:
            writeInt(&buf, Int32(4))


        case .moved:
            writeInt(&buf, Int32(5))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOutcome_lift(_ buf: RustBuffer) throws -> Outcome {
    return try FfiConverterTypeOutcome.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOutcome_lower(_ value: Outcome) -> RustBuffer {
    return FfiConverterTypeOutcome.lower(value)
}



/**
 * Who holds a claim.
 */

public enum OwnerOption: Equatable, Hashable, Codable {

    /**
     * The calling process.
     */
    case caller
    /**
     * Nobody: it lasts until it expires or is released.
     */
    case none
    /**
     * The process of this pid.
     */
    case pid(UInt32
    )





}

#if compiler(>=6)
extension OwnerOption: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeOwnerOption: FfiConverterRustBuffer {
    typealias SwiftType = OwnerOption

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> OwnerOption {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .caller

        case 2: return .none

        case 3: return .pid(try FfiConverterUInt32.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: OwnerOption, into buf: inout [UInt8]) {
        switch value {


        case .caller:
            writeInt(&buf, Int32(1))


        case .none:
            writeInt(&buf, Int32(2))


        case let .pid(v1):
            writeInt(&buf, Int32(3))
            FfiConverterUInt32.write(v1, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOwnerOption_lift(_ buf: RustBuffer) throws -> OwnerOption {
    return try FfiConverterTypeOwnerOption.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOwnerOption_lower(_ value: OwnerOption) -> RustBuffer {
    return FfiConverterTypeOwnerOption.lower(value)
}



/**
 * What is sent: JSON as it is, any other text as a JSON string.
 */

public enum Payload: Equatable, Hashable, Codable {

    /**
     * JSON, or any other text.
     */
    case text(String
    )
    /**
     * A JSON value.
     */
    case json(JSONValue
    )





}

#if compiler(>=6)
extension Payload: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypePayload: FfiConverterRustBuffer {
    typealias SwiftType = Payload

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Payload {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .text(try FfiConverterString.read(from: &buf)
        )

        case 2: return .json(try FfiConverterTypeJsonValue.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Payload, into buf: inout [UInt8]) {
        switch value {


        case let .text(v1):
            writeInt(&buf, Int32(1))
            FfiConverterString.write(v1, into: &buf)


        case let .json(v1):
            writeInt(&buf, Int32(2))
            FfiConverterTypeJsonValue.write(v1, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePayload_lift(_ buf: RustBuffer) throws -> Payload {
    return try FfiConverterTypePayload.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePayload_lower(_ value: Payload) -> RustBuffer {
    return FfiConverterTypePayload.lower(value)
}



/**
 * How a port stands: the first that holds.
 */

public enum PortState: Equatable, Hashable, Codable {

    /**
     * A process listens on it.
     */
    case listening
    /**
     * Connections on it were closed a moment ago.
     */
    case timeWait
    /**
     * A service claims it.
     */
    case claimed
    /**
     * It is kept out of use.
     */
    case reserved
    /**
     * The system excludes it.
     */
    case excluded
    /**
     * Only an administrator may listen on it.
     */
    case privileged
    /**
     * The system gives it to outgoing connections.
     */
    case ephemeral
    /**
     * Nothing keeps anybody from it.
     */
    case free





}

#if compiler(>=6)
extension PortState: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypePortState: FfiConverterRustBuffer {
    typealias SwiftType = PortState

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> PortState {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .listening

        case 2: return .timeWait

        case 3: return .claimed

        case 4: return .reserved

        case 5: return .excluded

        case 6: return .privileged

        case 7: return .ephemeral

        case 8: return .free

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: PortState, into buf: inout [UInt8]) {
        switch value {


        case .listening:
            writeInt(&buf, Int32(1))


        case .timeWait:
            writeInt(&buf, Int32(2))


        case .claimed:
            writeInt(&buf, Int32(3))


        case .reserved:
            writeInt(&buf, Int32(4))


        case .excluded:
            writeInt(&buf, Int32(5))


        case .privileged:
            writeInt(&buf, Int32(6))


        case .ephemeral:
            writeInt(&buf, Int32(7))


        case .free:
            writeInt(&buf, Int32(8))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePortState_lift(_ buf: RustBuffer) throws -> PortState {
    return try FfiConverterTypePortState.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePortState_lower(_ value: PortState) -> RustBuffer {
    return FfiConverterTypePortState.lower(value)
}



/**
 * Everything that can go wrong: a case for each code, with the data that explains it.
 */
public
enum PortregError: Swift.Error, Equatable, Hashable, Codable {



    /**
     * A name is no identity.
     */
    case InvalidIdentity(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `input` of the error.
         */input: String
    )
    /**
     * A text is no pattern.
     */
    case InvalidPattern(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `input` of the error.
         */input: String
    )
    /**
     * An option's value cannot be used.
     */
    case InvalidOption(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `option` of the error.
         */option: String
    )
    /**
     * A configuration file cannot be used.
     */
    case InvalidConfig(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `column` of the error.
         */column: UInt32,
        /**
         * `file` of the error.
         */file: String,
        /**
         * `line` of the error.
         */line: UInt32
    )
    /**
     * Nothing by that name.
     */
    case NotFound(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `date` of the error.
         */date: String?,
        /**
         * `env` of the error.
         */env: String?,
        /**
         * `identity` of the error.
         */identity: Identity?,
        /**
         * `kind` of the error.
         */kind: String,
        /**
         * `name` of the error.
         */name: String?,
        /**
         * `pattern` of the error.
         */pattern: String?,
        /**
         * `port` of the error.
         */port: UInt16?,
        /**
         * `ports` of the error.
         */ports: PortRange?
    )
    /**
     * The port belongs to somebody else.
     */
    case PortInUse(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `holder` of the error.
         */holder: Holder?,
        /**
         * `identity` of the error.
         */identity: Identity?,
        /**
         * `port` of the error.
         */port: UInt16,
        /**
         * `reason` of the error.
         */reason: ReasonCode
    )
    /**
     * The port is kept out of use.
     */
    case PortReserved(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `port` of the error.
         */port: UInt16
    )
    /**
     * No port is left.
     */
    case RangeExhausted(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `busy` of the error.
         */busy: UInt32,
        /**
         * `claimed` of the error.
         */claimed: UInt32,
        /**
         * `excluded` of the error.
         */excluded: UInt32,
        /**
         * `ranges` of the error.
         */ranges: [PortRange],
        /**
         * `total` of the error.
         */total: UInt32,
        /**
         * `wanted` of the error.
         */wanted: UInt32
    )
    /**
     * The name is held by another process.
     */
    case IdentityHeld(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `cursor` of the error.
         */cursor: String?,
        /**
         * `holder` of the error.
         */holder: Holder?,
        /**
         * `identity` of the error.
         */identity: Identity?,
        /**
         * `lock` of the error.
         */lock: String?,
        /**
         * `url` of the error.
         */url: URL?,
        /**
         * `why` of the error.
         */why: String?
    )
    /**
     * The project has as many ports as it may have.
     */
    case LimitReached(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `claimed` of the error.
         */claimed: UInt32,
        /**
         * `limit` of the error.
         */limit: UInt32,
        /**
         * `project` of the error.
         */project: String,
        /**
         * `wanted` of the error.
         */wanted: UInt32
    )
    /**
     * The claim belongs to another process.
     */
    case NotOwner(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `expected` of the error.
         */expected: Int64?,
        /**
         * `found` of the error.
         */found: Int64?,
        /**
         * `generation` of the error.
         */generation: Int64?,
        /**
         * `holder` of the error.
         */holder: Holder?,
        /**
         * `identity` of the error.
         */identity: Identity?,
        /**
         * `lock` of the error.
         */lock: String?
    )
    /**
     * A program could not be started.
     */
    case SpawnFailed(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `program` of the error.
         */program: String
    )
    /**
     * A service did not get ready.
     */
    case NotReady(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `exit_code` of the error.
         */exitCode: Int32?,
        /**
         * `identity` of the error.
         */identity: Identity,
        /**
         * `last_lines` of the error.
         */lastLines: [String]
    )
    /**
     * A wait took too long.
     */
    case Timeout(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `waited_ms` of the error.
         */waitedMs: UInt64,
        /**
         * `what` of the error.
         */what: String
    )
    /**
     * The caller gave up.
     */
    case Cancelled(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `what` of the error.
         */what: String
    )
    /**
     * Others kept writing past the deadline.
     */
    case RegistryBusy(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `path` of the error.
         */path: String,
        /**
         * `waited_ms` of the error.
         */waitedMs: UInt64
    )
    /**
     * The registry is damaged.
     */
    case RegistryCorrupt(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `path` of the error.
         */path: String
    )
    /**
     * The registry is of a newer format.
     */
    case RegistryNewer(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `found` of the error.
         */found: Int64,
        /**
         * `path` of the error.
         */path: String,
        /**
         * `supported` of the error.
         */supported: Int64
    )
    /**
     * The registry cannot be opened or written.
     */
    case RegistryUnavailable(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `path` of the error.
         */path: String
    )
    /**
     * This system cannot do it.
     */
    case Unsupported(
        /**
         * What is wrong, and the way out.
         */message: String,
        /**
         * `what` of the error.
         */what: String
    )




// The local Rust `Display` implementation.
public var description: String {
    return try!  FfiConverterString.lift(
        try! rustCall() {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_method_portregerror_uniffi_trait_display(
            FfiConverterTypePortregError_lower(self),uniffiCallStatus
    )
}
    )
}


}

#if compiler(>=6)
extension PortregError: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypePortregError: FfiConverterRustBuffer {
    typealias SwiftType = PortregError

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> PortregError {
        let variant: Int32 = try readInt(&buf)
        switch variant {




        case 1: return .InvalidIdentity(
            message: try FfiConverterString.read(from: &buf),
            input: try FfiConverterString.read(from: &buf)
            )
        case 2: return .InvalidPattern(
            message: try FfiConverterString.read(from: &buf),
            input: try FfiConverterString.read(from: &buf)
            )
        case 3: return .InvalidOption(
            message: try FfiConverterString.read(from: &buf),
            option: try FfiConverterString.read(from: &buf)
            )
        case 4: return .InvalidConfig(
            message: try FfiConverterString.read(from: &buf),
            column: try FfiConverterUInt32.read(from: &buf),
            file: try FfiConverterString.read(from: &buf),
            line: try FfiConverterUInt32.read(from: &buf)
            )
        case 5: return .NotFound(
            message: try FfiConverterString.read(from: &buf),
            date: try FfiConverterOptionString.read(from: &buf),
            env: try FfiConverterOptionString.read(from: &buf),
            identity: try FfiConverterOptionTypeIdentity.read(from: &buf),
            kind: try FfiConverterString.read(from: &buf),
            name: try FfiConverterOptionString.read(from: &buf),
            pattern: try FfiConverterOptionString.read(from: &buf),
            port: try FfiConverterOptionUInt16.read(from: &buf),
            ports: try FfiConverterOptionTypePortRange.read(from: &buf)
            )
        case 6: return .PortInUse(
            message: try FfiConverterString.read(from: &buf),
            holder: try FfiConverterOptionTypeHolder.read(from: &buf),
            identity: try FfiConverterOptionTypeIdentity.read(from: &buf),
            port: try FfiConverterUInt16.read(from: &buf),
            reason: try FfiConverterTypeReasonCode.read(from: &buf)
            )
        case 7: return .PortReserved(
            message: try FfiConverterString.read(from: &buf),
            port: try FfiConverterUInt16.read(from: &buf)
            )
        case 8: return .RangeExhausted(
            message: try FfiConverterString.read(from: &buf),
            busy: try FfiConverterUInt32.read(from: &buf),
            claimed: try FfiConverterUInt32.read(from: &buf),
            excluded: try FfiConverterUInt32.read(from: &buf),
            ranges: try FfiConverterSequenceTypePortRange.read(from: &buf),
            total: try FfiConverterUInt32.read(from: &buf),
            wanted: try FfiConverterUInt32.read(from: &buf)
            )
        case 9: return .IdentityHeld(
            message: try FfiConverterString.read(from: &buf),
            cursor: try FfiConverterOptionString.read(from: &buf),
            holder: try FfiConverterOptionTypeHolder.read(from: &buf),
            identity: try FfiConverterOptionTypeIdentity.read(from: &buf),
            lock: try FfiConverterOptionString.read(from: &buf),
            url: try FfiConverterOptionTypeUrl.read(from: &buf),
            why: try FfiConverterOptionString.read(from: &buf)
            )
        case 10: return .LimitReached(
            message: try FfiConverterString.read(from: &buf),
            claimed: try FfiConverterUInt32.read(from: &buf),
            limit: try FfiConverterUInt32.read(from: &buf),
            project: try FfiConverterString.read(from: &buf),
            wanted: try FfiConverterUInt32.read(from: &buf)
            )
        case 11: return .NotOwner(
            message: try FfiConverterString.read(from: &buf),
            expected: try FfiConverterOptionInt64.read(from: &buf),
            found: try FfiConverterOptionInt64.read(from: &buf),
            generation: try FfiConverterOptionInt64.read(from: &buf),
            holder: try FfiConverterOptionTypeHolder.read(from: &buf),
            identity: try FfiConverterOptionTypeIdentity.read(from: &buf),
            lock: try FfiConverterOptionString.read(from: &buf)
            )
        case 12: return .SpawnFailed(
            message: try FfiConverterString.read(from: &buf),
            program: try FfiConverterString.read(from: &buf)
            )
        case 13: return .NotReady(
            message: try FfiConverterString.read(from: &buf),
            exitCode: try FfiConverterOptionInt32.read(from: &buf),
            identity: try FfiConverterTypeIdentity.read(from: &buf),
            lastLines: try FfiConverterSequenceString.read(from: &buf)
            )
        case 14: return .Timeout(
            message: try FfiConverterString.read(from: &buf),
            waitedMs: try FfiConverterUInt64.read(from: &buf),
            what: try FfiConverterString.read(from: &buf)
            )
        case 15: return .Cancelled(
            message: try FfiConverterString.read(from: &buf),
            what: try FfiConverterString.read(from: &buf)
            )
        case 16: return .RegistryBusy(
            message: try FfiConverterString.read(from: &buf),
            path: try FfiConverterString.read(from: &buf),
            waitedMs: try FfiConverterUInt64.read(from: &buf)
            )
        case 17: return .RegistryCorrupt(
            message: try FfiConverterString.read(from: &buf),
            path: try FfiConverterString.read(from: &buf)
            )
        case 18: return .RegistryNewer(
            message: try FfiConverterString.read(from: &buf),
            found: try FfiConverterInt64.read(from: &buf),
            path: try FfiConverterString.read(from: &buf),
            supported: try FfiConverterInt64.read(from: &buf)
            )
        case 19: return .RegistryUnavailable(
            message: try FfiConverterString.read(from: &buf),
            path: try FfiConverterString.read(from: &buf)
            )
        case 20: return .Unsupported(
            message: try FfiConverterString.read(from: &buf),
            what: try FfiConverterString.read(from: &buf)
            )

         default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: PortregError, into buf: inout [UInt8]) {
        switch value {





        case let .InvalidIdentity(message,input):
            writeInt(&buf, Int32(1))
            FfiConverterString.write(message, into: &buf)
            FfiConverterString.write(input, into: &buf)


        case let .InvalidPattern(message,input):
            writeInt(&buf, Int32(2))
            FfiConverterString.write(message, into: &buf)
            FfiConverterString.write(input, into: &buf)


        case let .InvalidOption(message,option):
            writeInt(&buf, Int32(3))
            FfiConverterString.write(message, into: &buf)
            FfiConverterString.write(option, into: &buf)


        case let .InvalidConfig(message,column,file,line):
            writeInt(&buf, Int32(4))
            FfiConverterString.write(message, into: &buf)
            FfiConverterUInt32.write(column, into: &buf)
            FfiConverterString.write(file, into: &buf)
            FfiConverterUInt32.write(line, into: &buf)


        case let .NotFound(message,date,env,identity,kind,name,pattern,port,ports):
            writeInt(&buf, Int32(5))
            FfiConverterString.write(message, into: &buf)
            FfiConverterOptionString.write(date, into: &buf)
            FfiConverterOptionString.write(env, into: &buf)
            FfiConverterOptionTypeIdentity.write(identity, into: &buf)
            FfiConverterString.write(kind, into: &buf)
            FfiConverterOptionString.write(name, into: &buf)
            FfiConverterOptionString.write(pattern, into: &buf)
            FfiConverterOptionUInt16.write(port, into: &buf)
            FfiConverterOptionTypePortRange.write(ports, into: &buf)


        case let .PortInUse(message,holder,identity,port,reason):
            writeInt(&buf, Int32(6))
            FfiConverterString.write(message, into: &buf)
            FfiConverterOptionTypeHolder.write(holder, into: &buf)
            FfiConverterOptionTypeIdentity.write(identity, into: &buf)
            FfiConverterUInt16.write(port, into: &buf)
            FfiConverterTypeReasonCode.write(reason, into: &buf)


        case let .PortReserved(message,port):
            writeInt(&buf, Int32(7))
            FfiConverterString.write(message, into: &buf)
            FfiConverterUInt16.write(port, into: &buf)


        case let .RangeExhausted(message,busy,claimed,excluded,ranges,total,wanted):
            writeInt(&buf, Int32(8))
            FfiConverterString.write(message, into: &buf)
            FfiConverterUInt32.write(busy, into: &buf)
            FfiConverterUInt32.write(claimed, into: &buf)
            FfiConverterUInt32.write(excluded, into: &buf)
            FfiConverterSequenceTypePortRange.write(ranges, into: &buf)
            FfiConverterUInt32.write(total, into: &buf)
            FfiConverterUInt32.write(wanted, into: &buf)


        case let .IdentityHeld(message,cursor,holder,identity,lock,url,why):
            writeInt(&buf, Int32(9))
            FfiConverterString.write(message, into: &buf)
            FfiConverterOptionString.write(cursor, into: &buf)
            FfiConverterOptionTypeHolder.write(holder, into: &buf)
            FfiConverterOptionTypeIdentity.write(identity, into: &buf)
            FfiConverterOptionString.write(lock, into: &buf)
            FfiConverterOptionTypeUrl.write(url, into: &buf)
            FfiConverterOptionString.write(why, into: &buf)


        case let .LimitReached(message,claimed,limit,project,wanted):
            writeInt(&buf, Int32(10))
            FfiConverterString.write(message, into: &buf)
            FfiConverterUInt32.write(claimed, into: &buf)
            FfiConverterUInt32.write(limit, into: &buf)
            FfiConverterString.write(project, into: &buf)
            FfiConverterUInt32.write(wanted, into: &buf)


        case let .NotOwner(message,expected,found,generation,holder,identity,lock):
            writeInt(&buf, Int32(11))
            FfiConverterString.write(message, into: &buf)
            FfiConverterOptionInt64.write(expected, into: &buf)
            FfiConverterOptionInt64.write(found, into: &buf)
            FfiConverterOptionInt64.write(generation, into: &buf)
            FfiConverterOptionTypeHolder.write(holder, into: &buf)
            FfiConverterOptionTypeIdentity.write(identity, into: &buf)
            FfiConverterOptionString.write(lock, into: &buf)


        case let .SpawnFailed(message,program):
            writeInt(&buf, Int32(12))
            FfiConverterString.write(message, into: &buf)
            FfiConverterString.write(program, into: &buf)


        case let .NotReady(message,exitCode,identity,lastLines):
            writeInt(&buf, Int32(13))
            FfiConverterString.write(message, into: &buf)
            FfiConverterOptionInt32.write(exitCode, into: &buf)
            FfiConverterTypeIdentity.write(identity, into: &buf)
            FfiConverterSequenceString.write(lastLines, into: &buf)


        case let .Timeout(message,waitedMs,what):
            writeInt(&buf, Int32(14))
            FfiConverterString.write(message, into: &buf)
            FfiConverterUInt64.write(waitedMs, into: &buf)
            FfiConverterString.write(what, into: &buf)


        case let .Cancelled(message,what):
            writeInt(&buf, Int32(15))
            FfiConverterString.write(message, into: &buf)
            FfiConverterString.write(what, into: &buf)


        case let .RegistryBusy(message,path,waitedMs):
            writeInt(&buf, Int32(16))
            FfiConverterString.write(message, into: &buf)
            FfiConverterString.write(path, into: &buf)
            FfiConverterUInt64.write(waitedMs, into: &buf)


        case let .RegistryCorrupt(message,path):
            writeInt(&buf, Int32(17))
            FfiConverterString.write(message, into: &buf)
            FfiConverterString.write(path, into: &buf)


        case let .RegistryNewer(message,found,path,supported):
            writeInt(&buf, Int32(18))
            FfiConverterString.write(message, into: &buf)
            FfiConverterInt64.write(found, into: &buf)
            FfiConverterString.write(path, into: &buf)
            FfiConverterInt64.write(supported, into: &buf)


        case let .RegistryUnavailable(message,path):
            writeInt(&buf, Int32(19))
            FfiConverterString.write(message, into: &buf)
            FfiConverterString.write(path, into: &buf)


        case let .Unsupported(message,what):
            writeInt(&buf, Int32(20))
            FfiConverterString.write(message, into: &buf)
            FfiConverterString.write(what, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePortregError_lift(_ buf: RustBuffer) throws -> PortregError {
    return try FfiConverterTypePortregError.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePortregError_lower(_ value: PortregError) -> RustBuffer {
    return FfiConverterTypePortregError.lower(value)
}


/**
 * The protocol of a socket.
 */

public enum Protocol: Equatable, Hashable, Codable {

    /**
     * Connections.
     */
    case tcp
    /**
     * Datagrams.
     */
    case udp





}

#if compiler(>=6)
extension Protocol: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeProtocol: FfiConverterRustBuffer {
    typealias SwiftType = Protocol

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Protocol {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .tcp

        case 2: return .udp

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Protocol, into buf: inout [UInt8]) {
        switch value {


        case .tcp:
            writeInt(&buf, Int32(1))


        case .udp:
            writeInt(&buf, Int32(2))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeProtocol_lift(_ buf: RustBuffer) throws -> Protocol {
    return try FfiConverterTypeProtocol.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeProtocol_lower(_ value: Protocol) -> RustBuffer {
    return FfiConverterTypeProtocol.lower(value)
}



/**
 * Why a port is not free, or not the one that was asked for.
 */

public enum ReasonCode: Equatable, Hashable, Codable {

    /**
     * A process listens on it.
     */
    case listening
    /**
     * A connection on it was closed a moment ago.
     */
    case timeWait
    /**
     * A service claims it.
     */
    case claimed
    /**
     * It is kept out of use by `reserve` or the configuration.
     */
    case reserved
    /**
     * The system excludes it.
     */
    case excluded
    /**
     * Only an administrator may listen on it.
     */
    case privileged
    /**
     * The system gives it to outgoing connections.
     */
    case ephemeral
    /**
     * Nothing keeps anybody from it.
     */
    case free
    /**
     * A process has bound it without listening.
     */
    case bound
    /**
     * It is the source port of an outgoing connection.
     */
    case outgoing
    /**
     * Browsers refuse to open it.
     */
    case browserUnsafe
    /**
     * It is the usual port of a well-known server.
     */
    case wellKnown
    /**
     * A container publishes it.
     */
    case container
    /**
     * A process of another user has it.
     */
    case otherUser
    /**
     * It is taken on one of 127.0.0.1 and ::1 only.
     */
    case oneFamily
    /**
     * macOS AirPlay listens on it.
     */
    case airplay
    /**
     * It is the remembered port of another name.
     */
    case remembered





}

#if compiler(>=6)
extension ReasonCode: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeReasonCode: FfiConverterRustBuffer {
    typealias SwiftType = ReasonCode

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ReasonCode {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .listening

        case 2: return .timeWait

        case 3: return .claimed

        case 4: return .reserved

        case 5: return .excluded

        case 6: return .privileged

        case 7: return .ephemeral

        case 8: return .free

        case 9: return .bound

        case 10: return .outgoing

        case 11: return .browserUnsafe

        case 12: return .wellKnown

        case 13: return .container

        case 14: return .otherUser

        case 15: return .oneFamily

        case 16: return .airplay

        case 17: return .remembered

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: ReasonCode, into buf: inout [UInt8]) {
        switch value {


        case .listening:
            writeInt(&buf, Int32(1))


        case .timeWait:
            writeInt(&buf, Int32(2))


        case .claimed:
            writeInt(&buf, Int32(3))


        case .reserved:
            writeInt(&buf, Int32(4))


        case .excluded:
            writeInt(&buf, Int32(5))


        case .privileged:
            writeInt(&buf, Int32(6))


        case .ephemeral:
            writeInt(&buf, Int32(7))


        case .free:
            writeInt(&buf, Int32(8))


        case .bound:
            writeInt(&buf, Int32(9))


        case .outgoing:
            writeInt(&buf, Int32(10))


        case .browserUnsafe:
            writeInt(&buf, Int32(11))


        case .wellKnown:
            writeInt(&buf, Int32(12))


        case .container:
            writeInt(&buf, Int32(13))


        case .otherUser:
            writeInt(&buf, Int32(14))


        case .oneFamily:
            writeInt(&buf, Int32(15))


        case .airplay:
            writeInt(&buf, Int32(16))


        case .remembered:
            writeInt(&buf, Int32(17))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReasonCode_lift(_ buf: RustBuffer) throws -> ReasonCode {
    return try FfiConverterTypeReasonCode.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReasonCode_lower(_ value: ReasonCode) -> RustBuffer {
    return FfiConverterTypeReasonCode.lower(value)
}



/**
 * What a subscription gives.
 */

public enum Received: Equatable, Hashable, Codable {

    /**
     * The next message.
     */
    case message(Message
    )
    /**
     * Something that fits is gone.
     */
    case gap(Gap
    )





}

#if compiler(>=6)
extension Received: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeReceived: FfiConverterRustBuffer {
    typealias SwiftType = Received

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Received {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .message(try FfiConverterTypeMessage.read(from: &buf)
        )

        case 2: return .gap(try FfiConverterTypeGap.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Received, into buf: inout [UInt8]) {
        switch value {


        case let .message(v1):
            writeInt(&buf, Int32(1))
            FfiConverterTypeMessage.write(v1, into: &buf)


        case let .gap(v1):
            writeInt(&buf, Int32(2))
            FfiConverterTypeGap.write(v1, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReceived_lift(_ buf: RustBuffer) throws -> Received {
    return try FfiConverterTypeReceived.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeReceived_lower(_ value: Received) -> RustBuffer {
    return FfiConverterTypeReceived.lower(value)
}



/**
 * When a service that ended is started again.
 */

public enum RestartPolicy: Equatable, Hashable, Codable {

    /**
     * Not at all.
     */
    case never
    /**
     * When it ended with an error.
     */
    case onFailure
    /**
     * Whenever it ended.
     */
    case always





}

#if compiler(>=6)
extension RestartPolicy: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeRestartPolicy: FfiConverterRustBuffer {
    typealias SwiftType = RestartPolicy

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> RestartPolicy {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .never

        case 2: return .onFailure

        case 3: return .always

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: RestartPolicy, into buf: inout [UInt8]) {
        switch value {


        case .never:
            writeInt(&buf, Int32(1))


        case .onFailure:
            writeInt(&buf, Int32(2))


        case .always:
            writeInt(&buf, Int32(3))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRestartPolicy_lift(_ buf: RustBuffer) throws -> RestartPolicy {
    return try FfiConverterTypeRestartPolicy.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeRestartPolicy_lower(_ value: RestartPolicy) -> RustBuffer {
    return FfiConverterTypeRestartPolicy.lower(value)
}



/**
 * Where a subscription or a watch begins.
 */

public enum Since: Equatable, Hashable, Codable {

    /**
     * With what is published, or happens, from now on.
     */
    case now
    /**
     * With the oldest message or event that is kept.
     */
    case start
    /**
     * With what comes after the message or event of this id.
     */
    case after(Int64
    )





}

#if compiler(>=6)
extension Since: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSince: FfiConverterRustBuffer {
    typealias SwiftType = Since

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Since {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .now

        case 2: return .start

        case 3: return .after(try FfiConverterInt64.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Since, into buf: inout [UInt8]) {
        switch value {


        case .now:
            writeInt(&buf, Int32(1))


        case .start:
            writeInt(&buf, Int32(2))


        case let .after(v1):
            writeInt(&buf, Int32(3))
            FfiConverterInt64.write(v1, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSince_lift(_ buf: RustBuffer) throws -> Since {
    return try FfiConverterTypeSince.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSince_lower(_ value: Since) -> RustBuffer {
    return FfiConverterTypeSince.lower(value)
}



/**
 * A tool that a piece of configuration is written for.
 */

public enum SnippetTool: Equatable, Hashable, Codable {

    /**
     * `vite.config.js`: the port, and a proxy to each service that this one works with.
     */
    case vite
    /**
     * The script of `package.json`, and `next.config.mjs` with a rewrite to each of these.
     */
    case next
    /**
     * The call of `listen` in a program on Express.
     */
    case express
    /**
     * `settings.py`: hosts and origins, and how `runserver` is called.
     */
    case django
    /**
     * The call of `run` in a program on Flask.
     */
    case flask
    /**
     * `compose.override.yaml`: published ports and variables.
     */
    case compose
    /**
     * A site of a `Caddyfile` for each service.
     */
    case caddy
    /**
     * A `server` for each service, WebSockets too.
     */
    case nginx





}

#if compiler(>=6)
extension SnippetTool: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSnippetTool: FfiConverterRustBuffer {
    typealias SwiftType = SnippetTool

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SnippetTool {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .vite

        case 2: return .next

        case 3: return .express

        case 4: return .django

        case 5: return .flask

        case 6: return .compose

        case 7: return .caddy

        case 8: return .nginx

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: SnippetTool, into buf: inout [UInt8]) {
        switch value {


        case .vite:
            writeInt(&buf, Int32(1))


        case .next:
            writeInt(&buf, Int32(2))


        case .express:
            writeInt(&buf, Int32(3))


        case .django:
            writeInt(&buf, Int32(4))


        case .flask:
            writeInt(&buf, Int32(5))


        case .compose:
            writeInt(&buf, Int32(6))


        case .caddy:
            writeInt(&buf, Int32(7))


        case .nginx:
            writeInt(&buf, Int32(8))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSnippetTool_lift(_ buf: RustBuffer) throws -> SnippetTool {
    return try FfiConverterTypeSnippetTool.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSnippetTool_lower(_ value: SnippetTool) -> RustBuffer {
    return FfiConverterTypeSnippetTool.lower(value)
}



/**
 * What happened to a service of a stack.
 */

public enum StackEventKind: Equatable, Hashable, Codable {

    /**
     * It runs already, started by somebody else, and is used.
     */
    case used
    /**
     * It was given another port than the one that was asked for, or that it had.
     */
    case otherPort(
        /**
         * The port it has.
         */port: UInt16,
        /**
         * The one it should have had.
         */insteadOf: UInt16,
        /**
         * Why not, in a sentence, where that is known.
         */why: String?
    )
    /**
     * Its process was started.
     */
    case started(
        /**
         * The process.
         */pid: UInt32,
        /**
         * The port it was given; none for a worker.
         */port: UInt16?
    )
    /**
     * It can be used.
     */
    case ready(
        /**
         * How long it took since its start, in milliseconds.
         */afterMs: UInt64,
        /**
         * Where it answers; none for a worker.
         */url: URL?
    )
    /**
     * A tunnel to it is being opened. It is ready without waiting for that.
     */
    case tunnelOpening(
        /**
         * By whom.
         */provider: TunnelProvider
    )
    /**
     * It can be reached through its tunnel.
     */
    case tunnelOpen(
        /**
         * At which URL, which is its endpoint `tunnel` from now on.
         */url: URL
    )
    /**
     * There is no tunnel to it. It runs on without.
     */
    case tunnelFailed(
        /**
         * Why, in the words of the program that opens it where it has said any.
         */message: String,
        /**
         * In so many milliseconds it is opened again; none where it is not, or is still being tried.
         */afterMs: UInt64?,
        /**
         * The last lines of that program, oldest first.
         */lastLines: [String]
    )
    /**
     * It has printed a line.
     */
    case output(
        /**
         * On its standard error instead of its standard output.
         */error: Bool,
        /**
         * The line.
         */line: String
    )
    /**
     * So many lines were not told, because nobody took them; its log has them.
     */
    case outputSkipped(
        /**
         * How many.
         */lines: UInt64
    )
    /**
     * It listens on another port than its own.
     */
    case listeningElsewhere(
        /**
         * The port it listens on.
         */port: UInt16,
        /**
         * Its own.
         */insteadOf: UInt16
    )
    /**
     * Its probes fail.
     */
    case failing(
        /**
         * What the last one said.
         */message: String
    )
    /**
     * Its probes pass again.
     */
    case recovered
    /**
     * It is not ready in time, or cannot be started; what needs it is not started.
     */
    case notReady(
        /**
         * Why.
         */message: String
    )
    /**
     * Its process has ended by itself.
     */
    case exited(
        /**
         * Its exit code; 128+n for a signal.
         */exitCode: Int32
    )
    /**
     * It will be started again.
     */
    case restarting(
        /**
         * In so many milliseconds.
         */afterMs: UInt64,
        /**
         * For the n-th time since it last ran for a stable minute.
         */attempt: UInt32
    )
    /**
     * It has ended and is not started again.
     */
    case crashed(
        /**
         * Its exit code; 128+n for a signal.
         */exitCode: Int32,
        /**
         * Why it is not started again.
         */message: String,
        /**
         * The last lines of its output, oldest first.
         */lastLines: [String]
    )
    /**
     * It is asked to end.
     */
    case stopping
    /**
     * It has ended as asked, and its port is free.
     */
    case stopped(
        /**
         * What was ended.
         */ended: [Ended]
    )
    /**
     * Something that this version has no name for.
     */
    case other





}

#if compiler(>=6)
extension StackEventKind: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeStackEventKind: FfiConverterRustBuffer {
    typealias SwiftType = StackEventKind

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> StackEventKind {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .used

        case 2: return .otherPort(port: try FfiConverterUInt16.read(from: &buf), insteadOf: try FfiConverterUInt16.read(from: &buf), why: try FfiConverterOptionString.read(from: &buf)
        )

        case 3: return .started(pid: try FfiConverterUInt32.read(from: &buf), port: try FfiConverterOptionUInt16.read(from: &buf)
        )

        case 4: return .ready(afterMs: try FfiConverterUInt64.read(from: &buf), url: try FfiConverterOptionTypeUrl.read(from: &buf)
        )

        case 5: return .tunnelOpening(provider: try FfiConverterTypeTunnelProvider.read(from: &buf)
        )

        case 6: return .tunnelOpen(url: try FfiConverterTypeUrl.read(from: &buf)
        )

        case 7: return .tunnelFailed(message: try FfiConverterString.read(from: &buf), afterMs: try FfiConverterOptionUInt64.read(from: &buf), lastLines: try FfiConverterSequenceString.read(from: &buf)
        )

        case 8: return .output(error: try FfiConverterBool.read(from: &buf), line: try FfiConverterString.read(from: &buf)
        )

        case 9: return .outputSkipped(lines: try FfiConverterUInt64.read(from: &buf)
        )

        case 10: return .listeningElsewhere(port: try FfiConverterUInt16.read(from: &buf), insteadOf: try FfiConverterUInt16.read(from: &buf)
        )

        case 11: return .failing(message: try FfiConverterString.read(from: &buf)
        )

        case 12: return .recovered

        case 13: return .notReady(message: try FfiConverterString.read(from: &buf)
        )

        case 14: return .exited(exitCode: try FfiConverterInt32.read(from: &buf)
        )

        case 15: return .restarting(afterMs: try FfiConverterUInt64.read(from: &buf), attempt: try FfiConverterUInt32.read(from: &buf)
        )

        case 16: return .crashed(exitCode: try FfiConverterInt32.read(from: &buf), message: try FfiConverterString.read(from: &buf), lastLines: try FfiConverterSequenceString.read(from: &buf)
        )

        case 17: return .stopping

        case 18: return .stopped(ended: try FfiConverterSequenceTypeEnded.read(from: &buf)
        )

        case 19: return .other

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: StackEventKind, into buf: inout [UInt8]) {
        switch value {


        case .used:
            writeInt(&buf, Int32(1))


        case let .otherPort(port,insteadOf,why):
            writeInt(&buf, Int32(2))
            FfiConverterUInt16.write(port, into: &buf)
            FfiConverterUInt16.write(insteadOf, into: &buf)
            FfiConverterOptionString.write(why, into: &buf)


        case let .started(pid,port):
            writeInt(&buf, Int32(3))
            FfiConverterUInt32.write(pid, into: &buf)
            FfiConverterOptionUInt16.write(port, into: &buf)


        case let .ready(afterMs,url):
            writeInt(&buf, Int32(4))
            FfiConverterUInt64.write(afterMs, into: &buf)
            FfiConverterOptionTypeUrl.write(url, into: &buf)


        case let .tunnelOpening(provider):
            writeInt(&buf, Int32(5))
            FfiConverterTypeTunnelProvider.write(provider, into: &buf)


        case let .tunnelOpen(url):
            writeInt(&buf, Int32(6))
            FfiConverterTypeUrl.write(url, into: &buf)


        case let .tunnelFailed(message,afterMs,lastLines):
            writeInt(&buf, Int32(7))
            FfiConverterString.write(message, into: &buf)
            FfiConverterOptionUInt64.write(afterMs, into: &buf)
            FfiConverterSequenceString.write(lastLines, into: &buf)


        case let .output(error,line):
            writeInt(&buf, Int32(8))
            FfiConverterBool.write(error, into: &buf)
            FfiConverterString.write(line, into: &buf)


        case let .outputSkipped(lines):
            writeInt(&buf, Int32(9))
            FfiConverterUInt64.write(lines, into: &buf)


        case let .listeningElsewhere(port,insteadOf):
            writeInt(&buf, Int32(10))
            FfiConverterUInt16.write(port, into: &buf)
            FfiConverterUInt16.write(insteadOf, into: &buf)


        case let .failing(message):
            writeInt(&buf, Int32(11))
            FfiConverterString.write(message, into: &buf)


        case .recovered:
            writeInt(&buf, Int32(12))


        case let .notReady(message):
            writeInt(&buf, Int32(13))
            FfiConverterString.write(message, into: &buf)


        case let .exited(exitCode):
            writeInt(&buf, Int32(14))
            FfiConverterInt32.write(exitCode, into: &buf)


        case let .restarting(afterMs,attempt):
            writeInt(&buf, Int32(15))
            FfiConverterUInt64.write(afterMs, into: &buf)
            FfiConverterUInt32.write(attempt, into: &buf)


        case let .crashed(exitCode,message,lastLines):
            writeInt(&buf, Int32(16))
            FfiConverterInt32.write(exitCode, into: &buf)
            FfiConverterString.write(message, into: &buf)
            FfiConverterSequenceString.write(lastLines, into: &buf)


        case .stopping:
            writeInt(&buf, Int32(17))


        case let .stopped(ended):
            writeInt(&buf, Int32(18))
            FfiConverterSequenceTypeEnded.write(ended, into: &buf)


        case .other:
            writeInt(&buf, Int32(19))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStackEventKind_lift(_ buf: RustBuffer) throws -> StackEventKind {
    return try FfiConverterTypeStackEventKind.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStackEventKind_lower(_ value: StackEventKind) -> RustBuffer {
    return FfiConverterTypeStackEventKind.lower(value)
}



/**
 * What is known of a service's process.
 */

public enum Status: Equatable, Hashable, Codable {

    /**
     * Nothing runs, as far as seen.
     */
    case assigned
    /**
     * An own listener or the supervised process lives.
     */
    case running
    /**
     * Ended as asked, or the owner is gone.
     */
    case stopped
    /**
     * Supervised, ended by itself, not started again.
     */
    case crashed





}

#if compiler(>=6)
extension Status: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeStatus: FfiConverterRustBuffer {
    typealias SwiftType = Status

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Status {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .assigned

        case 2: return .running

        case 3: return .stopped

        case 4: return .crashed

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Status, into buf: inout [UInt8]) {
        switch value {


        case .assigned:
            writeInt(&buf, Int32(1))


        case .running:
            writeInt(&buf, Int32(2))


        case .stopped:
            writeInt(&buf, Int32(3))


        case .crashed:
            writeInt(&buf, Int32(4))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStatus_lift(_ buf: RustBuffer) throws -> Status {
    return try FfiConverterTypeStatus.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStatus_lower(_ value: Status) -> RustBuffer {
    return FfiConverterTypeStatus.lower(value)
}



/**
 * In which order ports that nobody has had yet are tried.
 */

public enum Strategy: Equatable, Hashable, Codable {

    /**
     * From the lowest on.
     */
    case sequential
    /**
     * From a place that the name gives.
     */
    case hashed
    /**
     * From anywhere.
     */
    case random





}

#if compiler(>=6)
extension Strategy: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeStrategy: FfiConverterRustBuffer {
    typealias SwiftType = Strategy

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Strategy {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .sequential

        case 2: return .hashed

        case 3: return .random

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Strategy, into buf: inout [UInt8]) {
        switch value {


        case .sequential:
            writeInt(&buf, Int32(1))


        case .hashed:
            writeInt(&buf, Int32(2))


        case .random:
            writeInt(&buf, Int32(3))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStrategy_lift(_ buf: RustBuffer) throws -> Strategy {
    return try FfiConverterTypeStrategy.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStrategy_lower(_ value: Strategy) -> RustBuffer {
    return FfiConverterTypeStrategy.lower(value)
}



/**
 * Who provides a tunnel.
 */

public enum TunnelProvider: Equatable, Hashable, Codable {

    /**
     * The program `ngrok`.
     */
    case ngrok
    /**
     * The program `cloudflared`; in files of older tools also `cloudflare`.
     */
    case cloudflared





}

#if compiler(>=6)
extension TunnelProvider: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTunnelProvider: FfiConverterRustBuffer {
    typealias SwiftType = TunnelProvider

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> TunnelProvider {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .ngrok

        case 2: return .cloudflared

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: TunnelProvider, into buf: inout [UInt8]) {
        switch value {


        case .ngrok:
            writeInt(&buf, Int32(1))


        case .cloudflared:
            writeInt(&buf, Int32(2))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTunnelProvider_lift(_ buf: RustBuffer) throws -> TunnelProvider {
    return try FfiConverterTypeTunnelProvider.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTunnelProvider_lower(_ value: TunnelProvider) -> RustBuffer {
    return FfiConverterTypeTunnelProvider.lower(value)
}



/**
 * What the change feed gives.
 */

public enum Watched: Equatable, Hashable, Codable {

    /**
     * The next event.
     */
    case event(Event
    )
    /**
     * Events are gone.
     */
    case gap(Gap
    )





}

#if compiler(>=6)
extension Watched: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeWatched: FfiConverterRustBuffer {
    typealias SwiftType = Watched

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Watched {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .event(try FfiConverterTypeEvent.read(from: &buf)
        )

        case 2: return .gap(try FfiConverterTypeGap.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Watched, into buf: inout [UInt8]) {
        switch value {


        case let .event(v1):
            writeInt(&buf, Int32(1))
            FfiConverterTypeEvent.write(v1, into: &buf)


        case let .gap(v1):
            writeInt(&buf, Int32(2))
            FfiConverterTypeGap.write(v1, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeWatched_lift(_ buf: RustBuffer) throws -> Watched {
    return try FfiConverterTypeWatched.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeWatched_lower(_ value: Watched) -> RustBuffer {
    return FfiConverterTypeWatched.lower(value)
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionUInt16: FfiConverterRustBuffer {
    typealias SwiftType = UInt16?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterUInt16.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterUInt16.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionUInt32: FfiConverterRustBuffer {
    typealias SwiftType = UInt32?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterUInt32.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterUInt32.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionInt32: FfiConverterRustBuffer {
    typealias SwiftType = Int32?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterInt32.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterInt32.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionUInt64: FfiConverterRustBuffer {
    typealias SwiftType = UInt64?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterUInt64.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterUInt64.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionInt64: FfiConverterRustBuffer {
    typealias SwiftType = Int64?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterInt64.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterInt64.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionDouble: FfiConverterRustBuffer {
    typealias SwiftType = Double?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterDouble.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterDouble.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionBool: FfiConverterRustBuffer {
    typealias SwiftType = Bool?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterBool.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterBool.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionString: FfiConverterRustBuffer {
    typealias SwiftType = String?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterString.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterString.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeHolder: FfiConverterRustBuffer {
    typealias SwiftType = Holder?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeHolder.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeHolder.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeListener: FfiConverterRustBuffer {
    typealias SwiftType = Listener?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeListener.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeListener.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeLogLine: FfiConverterRustBuffer {
    typealias SwiftType = LogLine?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeLogLine.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeLogLine.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeService: FfiConverterRustBuffer {
    typealias SwiftType = Service?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeService.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeService.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeStackEvent: FfiConverterRustBuffer {
    typealias SwiftType = StackEvent?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeStackEvent.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeStackEvent.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeTunnel: FfiConverterRustBuffer {
    typealias SwiftType = Tunnel?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeTunnel.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeTunnel.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeDetachedReport: FfiConverterRustBuffer {
    typealias SwiftType = DetachedReport?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeDetachedReport.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeDetachedReport.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeLogStream: FfiConverterRustBuffer {
    typealias SwiftType = LogStream?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeLogStream.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeLogStream.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeOnConflict: FfiConverterRustBuffer {
    typealias SwiftType = OnConflict?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeOnConflict.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeOnConflict.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeOwnerOption: FfiConverterRustBuffer {
    typealias SwiftType = OwnerOption?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeOwnerOption.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeOwnerOption.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeReasonCode: FfiConverterRustBuffer {
    typealias SwiftType = ReasonCode?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeReasonCode.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeReasonCode.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeReceived: FfiConverterRustBuffer {
    typealias SwiftType = Received?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeReceived.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeReceived.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeRestartPolicy: FfiConverterRustBuffer {
    typealias SwiftType = RestartPolicy?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeRestartPolicy.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeRestartPolicy.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeSince: FfiConverterRustBuffer {
    typealias SwiftType = Since?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeSince.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeSince.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeStatus: FfiConverterRustBuffer {
    typealias SwiftType = Status?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeStatus.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeStatus.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeStrategy: FfiConverterRustBuffer {
    typealias SwiftType = Strategy?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeStrategy.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeStrategy.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeWatched: FfiConverterRustBuffer {
    typealias SwiftType = Watched?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeWatched.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeWatched.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionSequenceString: FfiConverterRustBuffer {
    typealias SwiftType = [String]?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterSequenceString.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterSequenceString.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionDictionaryStringTypeJsonValue: FfiConverterRustBuffer {
    typealias SwiftType = [String: JSONValue]?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterDictionaryStringTypeJsonValue.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterDictionaryStringTypeJsonValue.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeIdentity: FfiConverterRustBuffer {
    typealias SwiftType = Identity?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeIdentity.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeIdentity.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeJsonValue: FfiConverterRustBuffer {
    typealias SwiftType = JSONValue?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeJsonValue.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeJsonValue.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypePortRange: FfiConverterRustBuffer {
    typealias SwiftType = PortRange?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypePortRange.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypePortRange.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeSpan: FfiConverterRustBuffer {
    typealias SwiftType = Duration?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeSpan.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeSpan.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeUrl: FfiConverterRustBuffer {
    typealias SwiftType = URL?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeUrl.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeUrl.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceUInt16: FfiConverterRustBuffer {
    typealias SwiftType = [UInt16]

    public static func write(_ value: [UInt16], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterUInt16.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [UInt16] {
        let len: Int32 = try readInt(&buf)
        var seq = [UInt16]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterUInt16.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceUInt32: FfiConverterRustBuffer {
    typealias SwiftType = [UInt32]

    public static func write(_ value: [UInt32], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterUInt32.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [UInt32] {
        let len: Int32 = try readInt(&buf)
        var seq = [UInt32]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterUInt32.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceInt32: FfiConverterRustBuffer {
    typealias SwiftType = [Int32]

    public static func write(_ value: [Int32], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterInt32.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Int32] {
        let len: Int32 = try readInt(&buf)
        var seq = [Int32]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterInt32.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceString: FfiConverterRustBuffer {
    typealias SwiftType = [String]

    public static func write(_ value: [String], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterString.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [String] {
        let len: Int32 = try readInt(&buf)
        var seq = [String]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterString.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeChannel: FfiConverterRustBuffer {
    typealias SwiftType = [Channel]

    public static func write(_ value: [Channel], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeChannel.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Channel] {
        let len: Int32 = try readInt(&buf)
        var seq = [Channel]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeChannel.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeCheck: FfiConverterRustBuffer {
    typealias SwiftType = [Check]

    public static func write(_ value: [Check], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeCheck.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Check] {
        let len: Int32 = try readInt(&buf)
        var seq = [Check]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeCheck.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeClaim: FfiConverterRustBuffer {
    typealias SwiftType = [Claim]

    public static func write(_ value: [Claim], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeClaim.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Claim] {
        let len: Int32 = try readInt(&buf)
        var seq = [Claim]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeClaim.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeConflict: FfiConverterRustBuffer {
    typealias SwiftType = [Conflict]

    public static func write(_ value: [Conflict], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeConflict.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Conflict] {
        let len: Int32 = try readInt(&buf)
        var seq = [Conflict]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeConflict.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeEnded: FfiConverterRustBuffer {
    typealias SwiftType = [Ended]

    public static func write(_ value: [Ended], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeEnded.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Ended] {
        let len: Int32 = try readInt(&buf)
        var seq = [Ended]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeEnded.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeEndpoint: FfiConverterRustBuffer {
    typealias SwiftType = [Endpoint]

    public static func write(_ value: [Endpoint], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeEndpoint.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Endpoint] {
        let len: Int32 = try readInt(&buf)
        var seq = [Endpoint]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeEndpoint.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeEvent: FfiConverterRustBuffer {
    typealias SwiftType = [Event]

    public static func write(_ value: [Event], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeEvent.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Event] {
        let len: Int32 = try readInt(&buf)
        var seq = [Event]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeEvent.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeHolder: FfiConverterRustBuffer {
    typealias SwiftType = [Holder]

    public static func write(_ value: [Holder], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeHolder.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Holder] {
        let len: Int32 = try readInt(&buf)
        var seq = [Holder]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeHolder.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeListener: FfiConverterRustBuffer {
    typealias SwiftType = [Listener]

    public static func write(_ value: [Listener], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeListener.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Listener] {
        let len: Int32 = try readInt(&buf)
        var seq = [Listener]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeListener.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeLock: FfiConverterRustBuffer {
    typealias SwiftType = [Lock]

    public static func write(_ value: [Lock], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeLock.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Lock] {
        let len: Int32 = try readInt(&buf)
        var seq = [Lock]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeLock.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeMemory: FfiConverterRustBuffer {
    typealias SwiftType = [Memory]

    public static func write(_ value: [Memory], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeMemory.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Memory] {
        let len: Int32 = try readInt(&buf)
        var seq = [Memory]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeMemory.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeOneOfMany: FfiConverterRustBuffer {
    typealias SwiftType = [OneOfMany]

    public static func write(_ value: [OneOfMany], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeOneOfMany.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [OneOfMany] {
        let len: Int32 = try readInt(&buf)
        var seq = [OneOfMany]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeOneOfMany.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypePool: FfiConverterRustBuffer {
    typealias SwiftType = [Pool]

    public static func write(_ value: [Pool], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypePool.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Pool] {
        let len: Int32 = try readInt(&buf)
        var seq = [Pool]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypePool.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypePoolDefinition: FfiConverterRustBuffer {
    typealias SwiftType = [PoolDefinition]

    public static func write(_ value: [PoolDefinition], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypePoolDefinition.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [PoolDefinition] {
        let len: Int32 = try readInt(&buf)
        var seq = [PoolDefinition]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypePoolDefinition.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeReason: FfiConverterRustBuffer {
    typealias SwiftType = [Reason]

    public static func write(_ value: [Reason], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeReason.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Reason] {
        let len: Int32 = try readInt(&buf)
        var seq = [Reason]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeReason.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeRefusal: FfiConverterRustBuffer {
    typealias SwiftType = [Refusal]

    public static func write(_ value: [Refusal], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeRefusal.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Refusal] {
        let len: Int32 = try readInt(&buf)
        var seq = [Refusal]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeRefusal.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeReleased: FfiConverterRustBuffer {
    typealias SwiftType = [Released]

    public static func write(_ value: [Released], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeReleased.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Released] {
        let len: Int32 = try readInt(&buf)
        var seq = [Released]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeReleased.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeReservation: FfiConverterRustBuffer {
    typealias SwiftType = [Reservation]

    public static func write(_ value: [Reservation], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeReservation.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Reservation] {
        let len: Int32 = try readInt(&buf)
        var seq = [Reservation]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeReservation.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeRunningService: FfiConverterRustBuffer {
    typealias SwiftType = [RunningService]

    public static func write(_ value: [RunningService], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeRunningService.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [RunningService] {
        let len: Int32 = try readInt(&buf)
        var seq = [RunningService]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeRunningService.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeService: FfiConverterRustBuffer {
    typealias SwiftType = [Service]

    public static func write(_ value: [Service], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeService.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Service] {
        let len: Int32 = try readInt(&buf)
        var seq = [Service]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeService.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeUpProblem: FfiConverterRustBuffer {
    typealias SwiftType = [UpProblem]

    public static func write(_ value: [UpProblem], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeUpProblem.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [UpProblem] {
        let len: Int32 = try readInt(&buf)
        var seq = [UpProblem]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeUpProblem.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeUpStep: FfiConverterRustBuffer {
    typealias SwiftType = [UpStep]

    public static func write(_ value: [UpStep], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeUpStep.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [UpStep] {
        let len: Int32 = try readInt(&buf)
        var seq = [UpStep]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeUpStep.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeIdentity: FfiConverterRustBuffer {
    typealias SwiftType = [Identity]

    public static func write(_ value: [Identity], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeIdentity.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Identity] {
        let len: Int32 = try readInt(&buf)
        var seq = [Identity]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeIdentity.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypePortRange: FfiConverterRustBuffer {
    typealias SwiftType = [PortRange]

    public static func write(_ value: [PortRange], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypePortRange.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [PortRange] {
        let len: Int32 = try readInt(&buf)
        var seq = [PortRange]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypePortRange.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterDictionaryStringString: FfiConverterRustBuffer {
    public static func write(_ value: [String: String], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for (key, value) in value {
            FfiConverterString.write(key, into: &buf)
            FfiConverterString.write(value, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [String: String] {
        let len: Int32 = try readInt(&buf)
        var dict = [String: String]()
        dict.reserveCapacity(Int(len))
        for _ in 0..<len {
            let key = try FfiConverterString.read(from: &buf)
            let value = try FfiConverterString.read(from: &buf)
            dict[key] = value
        }
        return dict
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterDictionaryStringTypeJsonValue: FfiConverterRustBuffer {
    public static func write(_ value: [String: JSONValue], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for (key, value) in value {
            FfiConverterString.write(key, into: &buf)
            FfiConverterTypeJsonValue.write(value, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [String: JSONValue] {
        let len: Int32 = try readInt(&buf)
        var dict = [String: JSONValue]()
        dict.reserveCapacity(Int(len))
        for _ in 0..<len {
            let key = try FfiConverterString.read(from: &buf)
            let value = try FfiConverterTypeJsonValue.read(from: &buf)
            dict[key] = value
        }
        return dict
    }
}





#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeIdentity: FfiConverter {

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Identity {
        let builtinValue = try FfiConverterString.read(from: &buf)
        return Identity(builtinValue)
    }

    public static func write(_ value: Identity, into buf: inout [UInt8]) {
        let builtinValue = value.description
        return FfiConverterString.write(builtinValue, into: &buf)
    }

    public static func lift(_ value: RustBuffer) throws -> Identity {
        let builtinValue = try FfiConverterString.lift(value)
        return Identity(builtinValue)
    }

    public static func lower(_ value: Identity) -> RustBuffer {
        let builtinValue = value.description
        return FfiConverterString.lower(builtinValue)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeIdentity_lift(_ value: RustBuffer) throws -> Identity {
    return try FfiConverterTypeIdentity.lift(value)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeIdentity_lower(_ value: Identity) -> RustBuffer {
    return FfiConverterTypeIdentity.lower(value)
}






#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeJsonValue: FfiConverter {

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> JSONValue {
        let builtinValue = try FfiConverterString.read(from: &buf)
        return JSONValue(text: builtinValue)
    }

    public static func write(_ value: JSONValue, into buf: inout [UInt8]) {
        let builtinValue = value.text
        return FfiConverterString.write(builtinValue, into: &buf)
    }

    public static func lift(_ value: RustBuffer) throws -> JSONValue {
        let builtinValue = try FfiConverterString.lift(value)
        return JSONValue(text: builtinValue)
    }

    public static func lower(_ value: JSONValue) -> RustBuffer {
        let builtinValue = value.text
        return FfiConverterString.lower(builtinValue)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeJsonValue_lift(_ value: RustBuffer) throws -> JSONValue {
    return try FfiConverterTypeJsonValue.lift(value)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeJsonValue_lower(_ value: JSONValue) -> RustBuffer {
    return FfiConverterTypeJsonValue.lower(value)
}





public typealias PortRange = ClosedRange<UInt16>

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypePortRange: FfiConverter {

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> PortRange {
        let builtinValue = try FfiConverterString.read(from: &buf)
        return portRange(from: builtinValue)
    }

    public static func write(_ value: PortRange, into buf: inout [UInt8]) {
        let builtinValue = text(of: value)
        return FfiConverterString.write(builtinValue, into: &buf)
    }

    public static func lift(_ value: RustBuffer) throws -> PortRange {
        let builtinValue = try FfiConverterString.lift(value)
        return portRange(from: builtinValue)
    }

    public static func lower(_ value: PortRange) -> RustBuffer {
        let builtinValue = text(of: value)
        return FfiConverterString.lower(builtinValue)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePortRange_lift(_ value: RustBuffer) throws -> PortRange {
    return try FfiConverterTypePortRange.lift(value)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePortRange_lower(_ value: PortRange) -> RustBuffer {
    return FfiConverterTypePortRange.lower(value)
}






#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSpan: FfiConverter {

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Duration {
        let builtinValue = try FfiConverterUInt64.read(from: &buf)
        return .nanoseconds(Int64(clamping: builtinValue))
    }

    public static func write(_ value: Duration, into buf: inout [UInt8]) {
        let builtinValue = value.nanosecondsFromZero
        return FfiConverterUInt64.write(builtinValue, into: &buf)
    }

    public static func lift(_ value: UInt64) throws -> Duration {
        let builtinValue = try FfiConverterUInt64.lift(value)
        return .nanoseconds(Int64(clamping: builtinValue))
    }

    public static func lower(_ value: Duration) -> UInt64 {
        let builtinValue = value.nanosecondsFromZero
        return FfiConverterUInt64.lower(builtinValue)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSpan_lift(_ value: UInt64) throws -> Duration {
    return try FfiConverterTypeSpan.lift(value)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSpan_lower(_ value: Duration) -> UInt64 {
    return FfiConverterTypeSpan.lower(value)
}







#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeUrl: FfiConverter {

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> URL {
        let builtinValue = try FfiConverterString.read(from: &buf)
        return url(from: builtinValue)
    }

    public static func write(_ value: URL, into buf: inout [UInt8]) {
        let builtinValue = value.absoluteString
        return FfiConverterString.write(builtinValue, into: &buf)
    }

    public static func lift(_ value: RustBuffer) throws -> URL {
        let builtinValue = try FfiConverterString.lift(value)
        return url(from: builtinValue)
    }

    public static func lower(_ value: URL) -> RustBuffer {
        let builtinValue = value.absoluteString
        return FfiConverterString.lower(builtinValue)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUrl_lift(_ value: RustBuffer) throws -> URL {
    return try FfiConverterTypeUrl.lift(value)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeUrl_lower(_ value: URL) -> RustBuffer {
    return FfiConverterTypeUrl.lower(value)
}

/**
 * The days of which there are backups, newest first.
 */
public func backupsOfRegistry(path: String? = nil)throws  -> [String]  {
    return try  FfiConverterSequenceString.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_func_backups_of_registry(
        FfiConverterOptionString.lower(path),uniffiCallStatus
    )
})
}
/**
 * Sockets that are bound and listen on 127.0.0.1 and, where the machine has IPv6, on ::1: their descriptors.
 */
public func listenFor(claim: Claim)throws  -> [Int32]  {
    return try  FfiConverterSequenceInt32.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_func_listen_for(
        FfiConverterTypeClaim_lower(claim),uniffiCallStatus
    )
})
}
/**
 * Where the registry is: the path that is given, else what the environment says.
 */
public func locateRegistry(path: String? = nil)throws  -> String  {
    return try  FfiConverterString.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_func_locate_registry(
        FfiConverterOptionString.lower(path),uniffiCallStatus
    )
})
}
/**
 * Puts a backup in the place of the registry, the newest where no date is said. The registry is kept aside; the
 * path says where.
 */
public func restoreRegistry(path: String? = nil, date: String? = nil)throws  -> String  {
    return try  FfiConverterString.lift(try rustCallWithError(FfiConverterTypePortregError_lift) {
        uniffiCallStatus in
    uniffi_portreg_ffi_fn_func_restore_registry(
        FfiConverterOptionString.lower(path),
        FfiConverterOptionString.lower(date),uniffiCallStatus
    )
})
}

private enum InitializationResult {
    case ok
    case contractVersionMismatch
    case apiChecksumMismatch
}
// Use a global variable to perform the versioning checks. Swift ensures that
// the code inside is only computed once.
private let initializationResult: InitializationResult = {
    // Get the bindings contract version from our ComponentInterface
    let bindings_contract_version = 30
    // Get the scaffolding contract version by calling the into the dylib
    let scaffolding_contract_version = ffi_portreg_ffi_uniffi_contract_version()
    if bindings_contract_version != scaffolding_contract_version {
        return InitializationResult.contractVersionMismatch
    }
    if (uniffi_portreg_ffi_checksum_func_backups_of_registry() != 9145) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_func_listen_for() != 20928) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_func_locate_registry() != 56020) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_func_restore_registry() != 13362) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_canceller_cancel() != 16911) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_canceller_is_cancelled() != 8158) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_canceller_scope() != 12913) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_detached_next_report() != 25675) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_detached_pid() != 22515) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_envwatch_next() != 54969) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_lockguard_generation() != 27609) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_lockguard_is_held() != 19910) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_lockguard_name() != 19573) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_lockguard_release() != 19008) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_logs_next() != 56154) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_path() != 43444) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_adopt() != 46010) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_available() != 30154) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_channels() != 28852) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_check() != 31768) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_check_config() != 40922) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_check_up() != 42921) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_claim_any() != 44014) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_claim_many() != 49120) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_claim_with() != 64660) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_cleanup() != 19408) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_clear() != 40895) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_config() != 54621) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_conflicts() != 30990) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_doctor() != 48139) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_down() != 53750) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_endpoints() != 38140) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_env() != 51818) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_explain() != 40519) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_export() != 57616) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_find() != 9874) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_get() != 23210) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_get_port() != 6848) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_history() != 46409) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_import() != 442) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_infer() != 38729) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_kill() != 30987) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_listeners() != 49368) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_lock() != 23312) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_locks() != 60802) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_logs() != 21157) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_move_and_restart() != 21217) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_poll() != 36329) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_pools() != 36189) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_ps() != 31543) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_publish() != 935) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_reassign() != 62549) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_release() != 44432) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_release_claim() != 39723) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_release_matching() != 24447) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_remove_endpoint() != 35472) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_remove_pool() != 10357) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_rename() != 40804) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_renew() != 38355) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_reservations() != 41715) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_reserve() != 14280) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_restart() != 56325) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_set_endpoint() != 34445) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_set_pool() != 51848) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_snippet() != 27766) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_status() != 32110) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_subscribe() != 8970) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_unreserve() != 62706) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_up() != 41660) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_up_detached() != 22475) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_url() != 48277) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_wait_ready() != 32376) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_watch() != 51335) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_watch_env() != 19766) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_registry_write_env() != 15850) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_stack_close() != 3633) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_stack_down() != 10584) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_stack_is_over() != 9823) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_stack_next_event() != 38274) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_stack_services() != 54236) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_stack_wait_over() != 24266) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_stack_wait_ready() != 49027) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_subscription_confirm() != 35050) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_subscription_next() != 27052) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_watch_next() != 16370) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_watch_revision() != 32892) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_method_work_work() != 11132) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_constructor_canceller_new() != 9831) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_portreg_ffi_checksum_constructor_registry_open() != 42426) {
        return InitializationResult.apiChecksumMismatch
    }

    uniffiCallbackInitWork()
    return InitializationResult.ok
}()

// Make the ensure init function public so that other modules which have external type references to
// our types can call it.
public func uniffiEnsurePortregFfiInitialized() {
    switch initializationResult {
    case .ok:
        break
    case .contractVersionMismatch:
        fatalError("UniFFI contract version mismatch: try cleaning and rebuilding your project")
    case .apiChecksumMismatch:
        fatalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
}

// swiftlint:enable all
