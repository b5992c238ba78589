// SPDX-License-Identifier: Apache-2.0

extension EC2 {
    /// Numbers of the states, from the reference of InstanceState.
    private static let stateCodes = [
        "pending": "0", "running": "16", "shutting-down": "32", "terminated": "48", "stopping": "64",
        "stopped": "80",
    ]

    static func write(instance xml: inout XMLText, _ instance: DescribedResource) {
        let state = instance.state ?? "running"
        xml.leaf("instanceId", instance.id)
        xml.leaf("imageId", instance.text("image") ?? "ami-0abcdef1234567890")
        xml.element("instanceState") { xml in
            xml.leaf("code", stateCodes[state] ?? "16")
            xml.leaf("name", state)
        }
        xml.leaf("privateDnsName", state == "running" ? "ip-10-0-0-10.ec2.internal" : "")
        xml.leaf("dnsName", "")
        xml.leaf("reason", state == "terminated" ? "User initiated" : "")
        xml.leaf("amiLaunchIndex", "0")
        xml.element("productCodes") { _ in }
        xml.leaf("instanceType", instance.text("instance_type") ?? "t3.micro")
        xml.leaf("launchTime", Instant(seconds: instance.created).iso8601(fraction: ".000"))
        xml.element("placement") { xml in
            xml.leaf("availabilityZone", instance.region + "a")
            xml.leaf("groupName", "")
            xml.leaf("tenancy", "default")
        }
        xml.element("monitoring") { $0.leaf("state", "disabled") }
        xml.element("stateReason") { xml in
            xml.leaf("code", "")
            xml.leaf("message", "")
        }
        xml.leaf("architecture", "x86_64")
        xml.leaf("rootDeviceType", "ebs")
        write(tags: instance, &xml)
        xml.leaf("hypervisor", "nitro")
    }

    static func write(volume xml: inout XMLText, _ volume: DescribedResource) {
        let state = volume.state ?? "in-use"
        xml.leaf("volumeId", volume.id)
        xml.leaf("size", volume.text("size") ?? "8")
        xml.leaf("snapshotId", "")
        xml.leaf("availabilityZone", volume.region + "a")
        xml.leaf("status", state)
        xml.leaf("createTime", Instant(seconds: volume.created).iso8601(fraction: ".000"))
        xml.element("attachmentSet") { xml in
            guard state == "in-use", let instance = volume.text("instance") else { return }
            xml.element("item") { xml in
                xml.leaf("volumeId", volume.id)
                xml.leaf("instanceId", instance)
                xml.leaf("device", "/dev/xvda")
                xml.leaf("status", "attached")
                xml.leaf("attachTime", Instant(seconds: volume.created).iso8601(fraction: ".000"))
                xml.leaf("deleteOnTermination", "true")
            }
        }
        write(tags: volume, &xml)
        xml.leaf("volumeType", volume.text("volume_type") ?? "gp3")
        xml.leaf("encrypted", "true")
        xml.leaf("multiAttachEnabled", "false")
    }

    static func write(snapshot xml: inout XMLText, _ snapshot: DescribedResource) {
        xml.leaf("snapshotId", snapshot.id)
        xml.leaf("volumeId", snapshot.text("volume") ?? "vol-ffffffff")
        xml.leaf("status", snapshot.state ?? "completed")
        xml.leaf("startTime", Instant(seconds: snapshot.created).iso8601(fraction: ".000"))
        xml.leaf("progress", "100%")
        xml.leaf("ownerId", owner(of: snapshot))
        xml.leaf("volumeSize", snapshot.text("size") ?? "8")
        xml.leaf("description", snapshot.text("description") ?? "")
        write(tags: snapshot, &xml)
        xml.leaf("encrypted", "true")
        xml.leaf("storageTier", "standard")
    }

    /// EC2 leaves the list out where there is no tag.
    private static func write(tags resource: DescribedResource, _ xml: inout XMLText) {
        guard !resource.tags.isEmpty else { return }
        xml.list("tagSet", of: resource.tags, each: "item") { xml, tag in
            xml.leaf("key", tag.key)
            xml.leaf("value", tag.value)
        }
    }
}
