# SPDX-License-Identifier: Apache-2.0
"""The emulated AWS refuses as AWS does: boto3 raises the code that each service has for each reason."""

import datetime

import botocore.auth
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from conftest import SESSION

# One cheap action of each service: (service, method, arguments, action).
ACTIONS = {
    "ec2": ("describe_regions", {}, "DescribeRegions"),
    "sts": ("get_caller_identity", {}, "GetCallerIdentity"),
    "rds": ("describe_db_instances", {}, "DescribeDBInstances"),
    "s3": ("list_buckets", {}, "ListBuckets"),
    "lambda": ("list_functions", {}, "ListFunctions"),
    "ecs": ("list_clusters", {}, "ListClusters"),
    "dynamodb": ("list_tables", {}, "ListTables"),
    "sns": ("list_topics", {}, "ListTopics"),
    "sqs": ("list_queues", {}, "ListQueues"),
    "resourcegroupstaggingapi": ("get_resources", {}, "GetResources"),
}


def refusal(client, service):
    """The code and status that an action is refused with."""
    method, arguments, _ = ACTIONS[service]
    with pytest.raises(ClientError) as caught:
        getattr(client, method)(**arguments)
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def each(table):
    return pytest.mark.parametrize(("service", "wanted"), table.items(), ids=list(table))


@each({
    "ec2": ("AuthFailure", 401), "sts": ("SignatureDoesNotMatch", 403), "rds": ("SignatureDoesNotMatch", 403),
    "s3": ("SignatureDoesNotMatch", 403), "lambda": ("InvalidSignatureException", 403),
    "ecs": ("InvalidSignatureException", 400), "dynamodb": ("InvalidSignatureException", 400),
    "sns": ("SignatureDoesNotMatch", 403), "sqs": ("InvalidSignatureException", 400),
    "resourcegroupstaggingapi": ("InvalidSignatureException", 400),
})
def test_a_wrong_secret(demo_estate, service, wanted):
    assert refusal(demo_estate.client(service, secret="wrong"), service) == wanted


@each({
    "ec2": ("AuthFailure", 401), "sts": ("InvalidClientTokenId", 403), "rds": ("InvalidClientTokenId", 403),
    "s3": ("InvalidAccessKeyId", 403), "lambda": ("UnrecognizedClientException", 403),
    "ecs": ("UnrecognizedClientException", 400), "dynamodb": ("UnrecognizedClientException", 400),
    "sns": ("InvalidClientTokenId", 403), "sqs": ("UnrecognizedClientException", 400),
    "resourcegroupstaggingapi": ("UnrecognizedClientException", 400),
})
def test_an_unknown_key(demo_estate, service, wanted):
    assert refusal(demo_estate.client(service, key="AKIANOBODY0000000000"), service) == wanted


@each({
    "ec2": ("MissingParameter", 400), "sts": ("MissingAuthenticationToken", 403),
    "rds": ("MissingAuthenticationToken", 403), "s3": ("AccessDenied", 403),
    "lambda": ("MissingAuthenticationTokenException", 403), "ecs": ("MissingAuthenticationTokenException", 400),
    "dynamodb": ("MissingAuthenticationTokenException", 400), "sqs": ("MissingAuthenticationTokenException", 400),
    "sns": ("MissingAuthenticationToken", 403),
    "resourcegroupstaggingapi": ("MissingAuthenticationTokenException", 400),
})
def test_no_signature(demo_estate, service, wanted):
    client = SESSION.client(
        service, endpoint_url=demo_estate.url, region_name="us-east-1",
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )
    assert refusal(client, service) == wanted


@each({
    "ec2": ("RequestExpired", 400), "sts": ("SignatureDoesNotMatch", 403), "rds": ("SignatureDoesNotMatch", 403),
    "s3": ("RequestTimeTooSkewed", 403), "lambda": ("InvalidSignatureException", 403),
    "dynamodb": ("InvalidSignatureException", 400), "sns": ("SignatureDoesNotMatch", 403),
})
def test_a_clock_that_is_an_hour_off(demo_estate, service, wanted, monkeypatch):
    def earlier(remove_tzinfo=True):
        instant = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)
        return instant.replace(tzinfo=None) if remove_tzinfo else instant

    monkeypatch.setattr(botocore.auth, "get_current_datetime", earlier)
    client = demo_estate.new_client(service)
    # botocore puts its clock right by S3's answer and asks again.
    client.meta.events.register("needs-retry.*", lambda **_: None)
    code, status = refusal(client, service)
    assert (code, status) == wanted


@each({
    "ec2": ("UnauthorizedOperation", 403), "sts": ("AccessDenied", 403), "rds": ("AccessDenied", 403),
    "s3": ("AccessDenied", 403), "lambda": ("AccessDeniedException", 403), "ecs": ("AccessDeniedException", 400),
    "dynamodb": ("AccessDeniedException", 400), "sns": ("AuthorizationError", 403), "sqs": ("AccessDenied", 400),
    "resourcegroupstaggingapi": ("AccessDeniedException", 400),
})
def test_a_missing_permission(denying, service, wanted):
    assert refusal(denying.client(service), service) == wanted


@pytest.fixture(scope="module")
def denying(start_estate):
    return start_estate(deny=["*"])


@each({
    "ec2": ("RequestLimitExceeded", 503), "sts": ("Throttling", 400), "rds": ("Throttling", 400),
    "s3": ("SlowDown", 503), "lambda": ("TooManyRequestsException", 429), "ecs": ("ThrottlingException", 400),
    "dynamodb": ("ThrottlingException", 400), "sns": ("Throttling", 400), "sqs": ("RequestThrottled", 400),
    "resourcegroupstaggingapi": ("ThrottledException", 400),
})
def test_throttling(throttling, service, wanted):
    assert refusal(throttling.client(service), service) == wanted


@pytest.fixture(scope="module")
def throttling(start_estate):
    return start_estate(throttle=["*"])


@each({
    "ec2": ("AuthFailure", 401), "rds": ("InvalidClientTokenId", 403), "lambda": ("UnrecognizedClientException", 403),
    "dynamodb": ("UnrecognizedClientException", 400),
})
def test_a_region_that_the_account_has_not_enabled(demo_estate, service, wanted):
    assert refusal(demo_estate.client(service, "af-south-1"), service) == wanted


ABSENT = {
    "ec2 instance": ("ec2", "describe_instances", {"InstanceIds": ["i-00000000000000000"]}, "InvalidInstanceID.NotFound"),
    "ec2 malformed": ("ec2", "describe_volumes", {"VolumeIds": ["web"]}, "InvalidVolume.Malformed"),
    "ec2 token": ("ec2", "describe_volumes", {"NextToken": "00"}, "InvalidParameterValue"),
    "ec2 size": ("ec2", "describe_instances", {"MaxResults": 3}, "InvalidParameterValue"),
    "ec2 filter": ("ec2", "describe_volumes", {"Filters": [{"Name": "x", "Values": ["y"]}]}, "InvalidParameterValue"),
    "rds instance": ("rds", "describe_db_instances", {"DBInstanceIdentifier": "x"}, "DBInstanceNotFound"),
    "rds cluster": ("rds", "describe_db_clusters", {"DBClusterIdentifier": "x"}, "DBClusterNotFoundFault"),
    "rds size": ("rds", "describe_db_instances", {"MaxRecords": 5}, "InvalidParameterValue"),
    "s3 bucket": ("s3", "get_bucket_tagging", {"Bucket": "company-nothing"}, "NoSuchBucket"),
    "s3 tags": ("s3", "get_bucket_tagging", {"Bucket": "company-scratch-2019"}, "NoSuchTagSet"),
    "s3 head": ("s3", "head_bucket", {"Bucket": "company-nothing"}, "404"),
    "s3 other": ("s3", "list_objects_v2", {"Bucket": "company-logs"}, "NotImplemented"),
    "lambda": ("lambda", "get_function", {"FunctionName": "x"}, "ResourceNotFoundException"),
    "lambda tags": (
        "lambda", "list_tags", {"Resource": "arn:aws:lambda:us-east-1:111122223333:function:x"},
        "ResourceNotFoundException"),
    "ecs cluster": ("ecs", "list_services", {"cluster": "x"}, "ClusterNotFoundException"),
    "ecs services": (
        "ecs", "describe_services", {"cluster": "storefront", "services": list("abcdefghijk")},
        "InvalidParameterException"),
    "dynamodb": ("dynamodb", "describe_table", {"TableName": "nothing"}, "ResourceNotFoundException"),
    "sns": ("sns", "get_topic_attributes", {"TopicArn": "arn:aws:sns:us-east-1:111122223333:x"}, "NotFound"),
    "sqs": ("sqs", "get_queue_url", {"QueueName": "x"}, "AWS.SimpleQueueService.NonExistentQueue"),
    "sts role": (
        "sts", "assume_role", {"RoleArn": "arn:aws:iam::555555555555:role/x", "RoleSessionName": "s1"},
        "AccessDenied"),
    "tagging": ("resourcegroupstaggingapi", "get_resources", {"PaginationToken": "x"}, "PaginationTokenExpiredException"),
}


@pytest.mark.parametrize("case", ABSENT.values(), ids=list(ABSENT))
def test_what_is_not_there_or_not_allowed(demo_estate, case):
    service, method, arguments, code = case
    with pytest.raises(ClientError) as caught:
        getattr(demo_estate.client(service), method)(**arguments)
    assert caught.value.response["Error"]["Code"] == code


def test_an_assumed_role_signs_with_its_session(estate):
    running = estate(generate="scopes=2,regions=1,resources=40")
    role = {"RoleArn": "arn:aws:iam::111122223334:role/auditor", "RoleSessionName": "test"}
    session = running.client("sts").assume_role(**role)["Credentials"]
    keys = {"key": session["AccessKeyId"], "secret": session["SecretAccessKey"]}
    identity = running.client("sts", token=session["SessionToken"], **keys).get_caller_identity()
    assert identity["Account"] == "111122223334"
    assert identity["Arn"] == "arn:aws:sts::111122223334:assumed-role/auditor/test"
    code, _ = refusal(running.client("s3", token="other", **keys), "s3")
    assert code == "InvalidToken"
