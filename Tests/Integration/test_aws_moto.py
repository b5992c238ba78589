# SPDX-License-Identifier: Apache-2.0
"""Tagwarden against moto: boto3 fills it, and a reading by boto3 with an independent evaluator is the answer."""

import io
import json
import zipfile

import pytest

from boto_inventory import TYPES, inventory
from oracle import Expected, assert_compliance, assert_untagged, shipped_policy, strict_policy

REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")

# The ways in which people leave tags; None is never tagged.
TAG_SETS = (
    {"CostCenter": "Engineering", "Owner": "ada@company.com", "Environment": "production"},
    None,
    {"CostCenter": "engineering", "Owner": "ada@company.com", "Environment": "Production"},
    {"costcenter": "Sales", "Owner": "Ada Lovelace", "Environment": "prod"},
    {"CostCenter": "", "Owner": "", "Environment": ""},
    {"CostCenter": "Marketing", "Owner": "grace@company.com", "Environment": "staging", "Project": "x"},
    {"Name": "=1+1", "note": "<b>&amp;\"'</b>", "Größe": "äöü ☃"},
)


def tags(number):
    return TAG_SETS[number % len(TAG_SETS)]


def pairs(values, key="Key", value="Value"):
    return [{key: name, value: text} for name, text in (values or {}).items()]


def code_archive():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("app.py", "def handler(event, context): pass")
    return buffer.getvalue()


def fill_compute(moto, region, first):
    ec2 = moto.client("ec2", region)
    for number in range(first, first + 8):
        made = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
        if tags(number):
            ec2.create_tags(Resources=[made], Tags=pairs(tags(number)))
        if number % 8 == 5:
            ec2.stop_instances(InstanceIds=[made])
        if number % 8 == 6:
            ec2.terminate_instances(InstanceIds=[made])
        kind = {"TagSpecifications": [{"ResourceType": "volume", "Tags": pairs(tags(number))}]} if tags(number) else {}
        volume = ec2.create_volume(Size=8, AvailabilityZone=region + "a", **kind)["VolumeId"]
        snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
        if tags(number + 1):
            ec2.create_tags(Resources=[snapshot], Tags=pairs(tags(number + 1)))


def fill_containers(moto, region, first):
    ecs = moto.client("ecs", region)
    ecs.register_task_definition(family="web", containerDefinitions=[{"name": "web", "image": "web", "memory": 64}])
    for number in range(first, first + 2):
        name = f"cluster-{number}"
        ecs.create_cluster(clusterName=name, tags=pairs(tags(number), "key", "value"))
        # More than the ten that one page and one DescribeServices hold.
        for service in range(12 if number == first else 1):
            ecs.create_service(
                cluster=name, serviceName=f"service-{service}", taskDefinition="web", desiredCount=0,
                tags=pairs(tags(service), "key", "value"),
            )


def fill_data(moto, region, first):
    rds, dynamodb, s3 = (moto.client(name, region) for name in ("rds", "dynamodb", "s3"))
    for number in range(first, first + 5):
        login = {"MasterUsername": "root", "MasterUserPassword": "not-a-secret"}
        rds.create_db_instance(
            DBInstanceIdentifier=f"db-{number}", Engine="postgres", DBInstanceClass="db.t3.micro",
            AllocatedStorage=20, Tags=pairs(tags(number)), **login,
        )
        rds.create_db_cluster(
            DBClusterIdentifier=f"cluster-{number}", Engine="aurora-postgresql", Tags=pairs(tags(number + 2)), **login,
        )
        bucket = f"bucket-{region}-{number}"
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=bucket, **place)
        if tags(number):
            s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": pairs(tags(number))})
        if number == first:
            s3.delete_bucket_tagging(Bucket=bucket)
    # More than one page of ListTables.
    for number in range(105 if region == "us-east-1" else 4):
        dynamodb.create_table(
            TableName=f"table-{number:03}", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], Tags=pairs(tags(number)),
        )


def fill_messaging(moto, region, first):
    sns, sqs, functions = (moto.client(name, region) for name in ("sns", "sqs", "lambda"))
    role = moto.client("iam").create_role(
        RoleName=f"lambda-{region}", AssumeRolePolicyDocument="{}",
    )["Role"]["Arn"]
    for number in range(first, first + 7):
        sns.create_topic(Name=f"topic-{number}", Tags=pairs(tags(number)))
        sqs.create_queue(QueueName=f"queue-{number}", tags=tags(number) or {})
        functions.create_function(
            FunctionName=f"function-{number}", Runtime="python3.13", Role=role, Handler="app.handler",
            Code={"ZipFile": code_archive()}, Tags=tags(number) or {},
        )


@pytest.fixture(scope="module")
def filled(moto_server):
    """moto with all twelve types in three regions."""
    moto_server.reset()
    for place, region in enumerate(REGIONS):
        for fill in (fill_compute, fill_containers, fill_data, fill_messaging):
            fill(moto_server, region, 3 * place)
    moto_server.environment["ALLOWED_REGIONS"] = ",".join(REGIONS)
    return moto_server


@pytest.fixture(scope="module")
def resources(filled):
    found = inventory(filled, regions=REGIONS)
    assert {kind for kind, _ in found} == set(TYPES)
    return found


@pytest.fixture(scope="module", params=["shipped", "strict"])
def policy(request, tmp_path_factory):
    document = shipped_policy() if request.param == "shipped" else strict_policy()
    path = tmp_path_factory.mktemp("policy") / "policy.json"
    path.write_text(json.dumps(document))
    return path, document


def test_every_finding_over_all_types_is_exact(filled, resources, policy, call_tool):
    path, document = policy
    done = call_tool("check_tag_compliance", {"cloud_provider": "aws", "limit": 10_000}, filled, policy=path)
    assert_compliance(done.json, Expected(document, resources))
    assert done.code == 0


@pytest.mark.parametrize("kind", TYPES)
def test_every_finding_of_one_type_is_exact(filled, resources, call_tool, tmp_path, kind):
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(strict_policy()))
    arguments = {"cloud_provider": "aws", "filters": {"resource_types": [kind]}, "limit": 10_000}
    done = call_tool("check_tag_compliance", arguments, filled, policy=path)
    of_kind = {name: resource for name, resource in resources.items() if name[0] == kind}
    assert_compliance(done.json, Expected(strict_policy(), of_kind))
    assert done.code == 0


def test_one_region_is_exact(filled, resources, call_tool):
    kinds = ["ec2:instance", "lambda:function", "rds:db"]
    filters = {"resource_types": kinds, "regions": ["eu-west-1"]}
    done = call_tool("check_tag_compliance", {"filters": filters, "limit": 10_000}, filled)
    there = {
        name: resource for name, resource in resources.items()
        if name[0] in kinds and resource["region"] == "eu-west-1"
    }
    assert_compliance(done.json, Expected(shipped_policy(), there))


def test_untagged_resources_are_exact(filled, resources, policy, call_tool):
    path, document = policy
    done = call_tool("find_untagged_resources", {"cloud_provider": "aws", "limit": 10_000}, filled, policy=path)
    assert_untagged(done.json, Expected(document, resources))
    assert done.code == 0


def test_single_resources_are_validated(filled, resources, call_tool, tmp_path):
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(strict_policy()))
    chosen = {}
    for kind in TYPES:
        some = [name for name in sorted(resources) if name[0] == kind][:7]
        chosen |= {name: resources[name] for name in some}
    absent = "arn:aws:sqs:us-east-1:123456789012:no-such-queue"
    arguments = {"resource_arns": [arn for _, arn in chosen] + [absent]}
    result = call_tool("validate_resource_tags", arguments, filled, policy=path).json
    by_arn = {entry["resource_arn"]: entry for entry in result["results"]}
    assert by_arn[absent]["status"] == "not_found" and by_arn[absent]["is_compliant"] is None
    for (kind, arn), resource in chosen.items():
        expected = Expected(strict_policy(), {(kind, arn): resource})
        entry = by_arn[arn]
        assert (entry["status"], entry["resource_type"]) == ("found", kind), entry
        assert entry["current_tags"] == resource["tags"]
        assert entry["is_compliant"] is (expected.compliant == 1)
        kinds = sorted((item["tag_name"], item["violation_type"]) for item in entry["violations"])
        assert kinds == sorted((key[2], key[1]) for key in expected.findings.elements())


def test_a_terminated_instance_is_counted_nowhere(filled, resources, call_tool):
    states = {}
    for region in REGIONS:
        for group in filled.client("ec2", region).describe_instances()["Reservations"]:
            states |= {item["InstanceId"]: item["State"]["Name"] for item in group["Instances"]}
    assert list(states.values()).count("terminated") == 3
    arguments = {"filters": {"resource_types": ["ec2:instance"]}, "limit": 10_000}
    result = call_tool("check_tag_compliance", arguments, filled).json
    assert result["total_resources"] == len(states) - 3
    gone = {name for name, state in states.items() if state == "terminated"}
    assert not gone & {item["resource_id"] for item in result["violations"]}
