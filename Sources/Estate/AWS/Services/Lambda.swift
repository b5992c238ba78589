// SPDX-License-Identifier: Apache-2.0

import JSONCodec

extension AWSService {
    /// AWS Lambda, API version 2015-03-31.
    static let lambda = AWSService(
        name: "lambda",
        wire: .restJSON,
        troubles: Troubles(
            throttled: AWSFault("TooManyRequestsException", "Rate exceeded", status: 429),
            serverError: AWSFault(
                "ServiceException",
                "An error occurred and the request cannot be processed.",
                status: 500
            ),
            unavailable: AWSFault("ServiceUnavailableException", "Service unavailable.", status: 503),
            denied: ("AccessDeniedException", 403)
        ),
        route: Lambda.route,
        actions: [
            "ListFunctions": Lambda.listFunctions,
            "GetFunction": Lambda.getFunction,
            "ListTags": Lambda.listTags,
        ]
    )
}

enum Lambda {
    /// No page has more functions than this, even where MaxItems is higher (Lambda API reference, ListFunctions).
    private static let largestPage = 50

    @Sendable static func route(_ request: EstateRequest) -> (action: String, path: [String])? {
        guard request.method == "GET" else { return nil }
        let parts = request.path.split(separator: "/").map { PercentEncoding.decoded($0) }
        switch parts.prefix(2) {
        case ["2015-03-31", "functions"] where parts.count == 2: return ("ListFunctions", [])
        case ["2015-03-31", "functions"] where parts.count == 3: return ("GetFunction", [parts[2]])
        // An ARN that is sent without encoding has no slash either.
        case ["2017-03-31", "tags"] where parts.count == 3: return ("ListTags", [parts[2]])
        default: return nil
        }
    }

    @Sendable static func listFunctions(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let size = try call.number("MaxItems", in: 1...10_000) { value in
            AWSFault(
                "InvalidParameterValueException",
                "Value '\(value)' at 'maxItems' failed to satisfy constraint"
            )
        }
        let page = try call.page(
            call.resources("lambda:function"),
            token: call.parameters["Marker"],
            size: min(size ?? largestPage, largestPage),
            invalid: AWSFault("InvalidParameterValueException", "Invalid Marker")
        )
        return .json([
            "Functions": .array(page.items.map(configuration(of:))),
            "NextMarker": JSONValue(page.next),
        ])
    }

    @Sendable static func getFunction(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let name = call.path[0]
        let arn =
            name.hasPrefix("arn:") ? name : "arn:aws:lambda:\(call.region):\(call.account):function:\(name)"
        let function = try function(arn, call)
        var object: JSONObject = [
            "Configuration": configuration(of: function),
            "Code": ["RepositoryType": "S3", "Location": "https://example.com/code.zip"],
        ]
        if !function.tags.isEmpty { object["Tags"] = tags(of: function) }
        return .json(.object(object))
    }

    @Sendable static func listTags(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        .json(["Tags": tags(of: try function(call.path[0], call))])
    }

    private static func function(_ arn: String, _ call: AWSCall) throws(AWSFault) -> DescribedResource {
        guard let function = call.resource(arn: arn, type: "lambda:function") else {
            throw AWSFault("ResourceNotFoundException", "Function not found: \(arn)", status: 404)
        }
        return function
    }

    private static func tags(of function: DescribedResource) -> JSONValue {
        .object(JSONObject(function.tags.map { ($0.key, .string($0.value)) }))
    }

    private static func configuration(of function: DescribedResource) -> JSONValue {
        let modified = String(Instant(seconds: function.created).iso8601(fraction: ".000").dropLast())
        return [
            "FunctionName": .string(function.id),
            "FunctionArn": .string(AWSNames.arn(of: function)),
            "Runtime": .string(function.text("runtime") ?? "python3.13"),
            "Role": .string("arn:aws:iam::\(function.scope):role/lambda"),
            "Handler": "app.handler",
            "CodeSize": 1024,
            "Description": "",
            "Timeout": 30,
            "MemorySize": 256,
            "LastModified": .string(modified + "+0000"),
            "CodeSha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "Version": "$LATEST",
            "PackageType": "Zip",
            "Architectures": ["arm64"],
            "State": .string(function.state ?? "Active"),
        ]
    }
}
