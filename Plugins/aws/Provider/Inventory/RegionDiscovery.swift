// SPDX-License-Identifier: Apache-2.0

/// The regions of an account, as far as they could be found out.
struct RegionDiscovery: Sendable {
    /// Regions that are enabled, sorted; the home region alone when they could not be listed.
    let regions: [String]
    /// Why they could not be listed.
    let fault: AWSFault?

    /// Lists the enabled regions.
    ///
    /// - Parameters:
    ///   - client: the way to AWS.
    ///   - home: the region to ask, and to fall back to.
    /// - Returns: the regions, also when they could not be listed.
    static func find(_ client: AWSClient, home: String) async -> RegionDiscovery {
        let call = ServiceCall(.ec2, "DescribeRegions", region: home, .form([("AllRegions", "true")]))
        do throws(AWSFault) {
            let entries = try await client.send(call).xml().list("regionInfo")
            var regions: [String] = []
            for entry in entries where entry.optionalText("optInStatus") != "not-opted-in" {
                regions.append(try entry.text("regionName"))
            }
            if regions.isEmpty { throw .malformed(call, "it names no region.") }
            return RegionDiscovery(regions: regions.sorted(), fault: nil)
        } catch {
            return RegionDiscovery(regions: [home], fault: error)
        }
    }
}
