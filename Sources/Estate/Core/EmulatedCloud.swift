// SPDX-License-Identifier: Apache-2.0

/// One operation of one cloud that a request asks for.
package struct EstateOperation: Hashable, Sendable {
    /// The service, as `--deny`, `--throttle` and the access log name it ("ec2").
    package var service: String
    /// The action ("DescribeInstances").
    package var action: String
    /// The region it asks.
    package var region: String
    /// Identifier that the reply and the access log carry.
    package var requestID: String

    /// Names an operation.
    ///
    /// - Parameters:
    ///   - service: the service.
    ///   - action: the action.
    ///   - region: the region.
    ///   - requestID: identifier of the request.
    package init(service: String, action: String, region: String, requestID: String) {
        self.service = service
        self.action = action
        self.region = region
        self.requestID = requestID
    }
}

/// A cloud's APIs over the described estate.
///
/// The server asks the clouds in turn which one a request is for; faults, latency, quotas and the access log are
/// the server's and the same for all of them.
package protocol EmulatedCloud: Sendable {
    /// The cloud's name in descriptions ("aws").
    var name: String { get }

    /// Tells whether a request is meant for this cloud.
    ///
    /// - Parameter request: the request.
    /// - Returns: whether this cloud answers it.
    func claims(_ request: EstateRequest) -> Bool

    /// Tells what a request asks for, without checking whether it may.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - requestID: identifier for the reply.
    /// - Returns: the operation, with empty names where the request tells none.
    func operation(of request: EstateRequest, requestID: String) -> EstateOperation

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - operation: what it asks for.
    /// - Returns: the answer, or the error of the service that was asked.
    func answer(_ request: EstateRequest, _ operation: EstateOperation) -> EstateReply

    /// Gives the reply of a service in trouble, in that service's own shape.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - operation: what it asks for.
    ///   - fault: the trouble.
    /// - Returns: the reply, which may be none at all.
    func reply(to request: EstateRequest, _ operation: EstateOperation, in fault: EstateFault) -> EstateReply

    /// The cloud's full identifier of a resource.
    ///
    /// - Parameter resource: the resource.
    /// - Returns: the identifier (an ARN, an Azure resource id).
    func identifier(of resource: DescribedResource) -> String

    /// Whether a complete inventory holds this resource; terminated machines and other people's snapshots do not count.
    ///
    /// - Parameter resource: the resource.
    /// - Returns: whether it belongs into an inventory.
    func counts(_ resource: DescribedResource) -> Bool

    /// Environment variables that point the cloud's own SDKs at this server.
    ///
    /// - Parameter port: the port on which the server listens.
    /// - Returns: names and values.
    func environment(port: UInt16) -> [(name: String, value: String)]
}
