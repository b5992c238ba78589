# SPDX-License-Identifier: Apache-2.0
"""The emulated AWS is read by boto3 as AWS itself is: every resource, every tag, however lists are cut."""

import json
import urllib.request
import xml.etree.ElementTree as ElementTree

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from boto_inventory import TYPES, inventory

PAGINGS = {
    "whole": {},
    "page-size-1": {"page_size": 1},
    "ragged": {"page_size": 4, "ragged": True},
}


def expected(estate, kind):
    return {
        (kind, item["id"]): {"region": item["region"], "tags": item["tags"]}
        for item in estate.truth()
        if item["counts"] and item["type"] == kind
    }


@pytest.fixture(scope="module", params=PAGINGS, ids=str)
def demo(request, start_estate):
    return start_estate(**PAGINGS[request.param])


@pytest.mark.parametrize("kind", TYPES)
def test_every_resource_and_tag_of_the_demonstration_estate_is_read(demo, kind):
    wanted = expected(demo, kind)
    assert wanted
    assert inventory(demo, types=[kind]) == wanted


def test_ragged_pages_may_be_empty_and_still_have_a_successor(estate):
    running = estate(generate="regions=1,resources=400", page_size=4, ragged=True)
    pages = running.client("ec2").get_paginator("describe_volumes").paginate()
    sizes = [len(page["Volumes"]) for page in pages]
    assert set(sizes) == {0, 1, 2, 3, 4}


@pytest.fixture(scope="module", params=["whole", "ragged"], ids=str)
def generated(request, start_estate):
    paging = {"page_size": 7, "ragged": True} if request.param == "ragged" else {}
    return start_estate(generate="scopes=1,regions=2,resources=900", seed=7, **paging)


@pytest.mark.parametrize("kind", TYPES)
def test_every_resource_and_tag_of_a_generated_estate_is_read(generated, kind):
    wanted = expected(generated, kind)
    assert len(wanted) >= 2
    assert inventory(generated, types=[kind], page=5) == wanted


def test_a_generated_estate_has_as_many_resources_as_asked(generated):
    assert sum(item["counts"] for item in generated.truth()) == 900


def test_the_same_seed_gives_the_same_estate(estate):
    size = "scopes=2,regions=3,resources=300"
    first, same = (estate(generate=size, seed=5).truth() for _ in range(2))
    assert first == same
    assert first != estate(generate=size, seed=6).truth()


def test_a_terminated_instance_is_described_until_a_filter_leaves_it_out(demo_estate):
    ec2 = demo_estate.client("ec2")
    states = [
        item["State"]["Name"] for group in ec2.describe_instances()["Reservations"] for item in group["Instances"]
    ]
    assert "terminated" in states
    living = ec2.describe_instances(Filters=[
        {"Name": "instance-state-name", "Values": ["pending", "running", "stopp*"]},
    ])
    names = [item["State"]["Name"] for group in living["Reservations"] for item in group["Instances"]]
    assert len(names) == len(states) - 1
    assert "terminated" not in names


def test_instances_of_one_reservation_come_together(demo_estate):
    reservations = demo_estate.client("ec2").describe_instances()["Reservations"]
    assert sorted(len(group["Instances"]) for group in reservations)[-1] == 2


def test_snapshots_of_others_are_listed_unless_the_owner_is_self(demo_estate):
    ec2 = demo_estate.client("ec2")
    everyone = {item["SnapshotId"]: item["OwnerId"] for item in ec2.describe_snapshots()["Snapshots"]}
    mine = {item["SnapshotId"] for item in ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]}
    assert everyone["snap-0c1000000000099"] == "999988887777"
    assert mine == set(everyone) - {"snap-0c1000000000099"}


def test_resources_are_found_by_id_and_by_tag(demo_estate):
    ec2 = demo_estate.client("ec2")
    by_id = ec2.describe_volumes(VolumeIds=["vol-0b10000000000003"])["Volumes"]
    assert [item["Size"] for item in by_id] == [500]
    by_tag = ec2.describe_volumes(Filters=[{"Name": "tag:Name", "Values": ["web-?*root"]}])["Volumes"]
    assert {item["VolumeId"] for item in by_tag} == {"vol-0b10000000000001", "vol-0b10000000000002"}
    database = demo_estate.client("rds").describe_db_instances(DBInstanceIdentifier="orders")["DBInstances"]
    assert database[0]["Engine"] == "postgres"


def test_disabled_regions_are_listed_only_when_all_are_asked_for(demo_estate):
    ec2 = demo_estate.client("ec2")
    enabled = {item["RegionName"] for item in ec2.describe_regions()["Regions"]}
    every = {item["RegionName"]: item["OptInStatus"] for item in ec2.describe_regions(AllRegions=True)["Regions"]}
    assert enabled == {"us-east-1", "eu-west-1", "ap-southeast-2"}
    assert every == dict.fromkeys(enabled, "opt-in-not-required") | {"af-south-1": "not-opted-in"}


def test_the_tagging_api_hides_what_was_never_tagged(demo_estate):
    client = demo_estate.client("resourcegroupstaggingapi")
    listed = {
        item["ResourceARN"]: {tag["Key"]: tag["Value"] for tag in item["Tags"]}
        for reply in client.get_paginator("get_resources").paginate(ResourcesPerPage=3)
        for item in reply["ResourceTagMappingList"]
    }
    here = [item for item in demo_estate.truth() if item["region"] == "us-east-1"]
    assert listed == {item["id"]: item["tags"] for item in here if item["was_ever_tagged"]}
    never = [item["id"] for item in here if not item["was_ever_tagged"]]
    assert len(never) >= 5
    only_queues = client.get_resources(ResourceTypeFilters=["sqs"])["ResourceTagMappingList"]
    assert {item["ResourceARN"].split(":")[2] for item in only_queues} == {"sqs"}


def test_a_bucket_of_another_region_redirects(demo_estate):
    bucket = "company-eu-exports"
    far = demo_estate.client("s3", "us-east-1")
    assert far.get_bucket_location(Bucket=bucket)["LocationConstraint"] == "eu-west-1"
    # boto3 follows the redirect by itself.
    assert far.get_bucket_tagging(Bucket=bucket)["TagSet"]
    assert demo_estate.client("s3", "eu-west-1").head_bucket(Bucket=bucket)["BucketRegion"] == "eu-west-1"


def test_queues_end_at_a_thousand_without_max_results(estate, tmp_path):
    queues = [{"type": "sqs:queue", "id": f"q-{number:04}"} for number in range(1203)]
    path = tmp_path / "estate.json"
    path.write_text(json.dumps({"clouds": [{"cloud": "aws", "scopes": [
        {"id": "111122223333", "regions": [{"name": "us-east-1", "resources": queues}]},
    ]}]}))
    sqs = estate(estate=path).client("sqs")
    reply = sqs.list_queues()
    assert len(reply["QueueUrls"]) == 1000 and "NextToken" not in reply
    walked = [
        url for page in sqs.get_paginator("list_queues").paginate(PaginationConfig={"PageSize": 1000})
        for url in page["QueueUrls"]
    ]
    assert len(set(walked)) == 1203


def test_queues_are_served_in_the_query_protocol_too(demo_estate):
    request = AWSRequest(
        "POST", demo_estate.url + "/", data="Action=ListQueues&Version=2012-11-05",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    environment = demo_estate.environment
    keys = Credentials(environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"])
    SigV4Auth(keys, "sqs", "us-east-1").add_auth(request)
    prepared = request.prepare()
    sent = urllib.request.Request(prepared.url, prepared.body.encode(), dict(prepared.headers))
    with urllib.request.urlopen(sent) as reply:
        root = ElementTree.fromstring(reply.read())
    names = [item.text.rsplit("/", 1)[1] for item in root.iter() if item.tag.endswith("QueueUrl")]
    assert names == ["mail.fifo", "orders", "orders-dead-letters"]
