# SPDX-License-Identifier: Apache-2.0
"""Lists the twelve resource types with boto3 alone: the reading of AWS that the tests trust.

Nothing here uses Tagwarden's code, so that a test can hold Tagwarden's results against it.
"""

COUNTED_STATES = {"pending", "running", "stopping", "stopped"}

TYPES = (
    "ec2:instance", "ec2:volume", "ec2:snapshot", "rds:db", "rds:cluster", "s3:bucket", "lambda:function",
    "ecs:cluster", "ecs:service", "dynamodb:table", "sns:topic", "sqs:queue",
)


def inventory(cloud, types=TYPES, regions=None, page=None):
    """Every resource of the types, as (type, ARN) → {region, tags}.

    `page` is the size asked for wherever a list has one.
    """
    regions = regions or enabled_regions(cloud)
    account = cloud.client("sts").get_caller_identity()["Account"]
    found = {}
    for kind in types:
        lister = LISTERS[kind]
        places = ["us-east-1"] if kind == "s3:bucket" else regions
        for region in places:
            for arn, where, tags in lister(cloud, region, account, page):
                assert (kind, arn) not in found, f"{arn} was listed twice"
                found[kind, arn] = {"region": where, "tags": tags}
    return found


def enabled_regions(cloud):
    return [region["RegionName"] for region in cloud.client("ec2").describe_regions()["Regions"]]


def pages(client, operation, page=None, **arguments):
    config = {"PageSize": page} if page else {}
    return client.get_paginator(operation).paginate(PaginationConfig=config, **arguments)


def pairs(tags, key="Key", value="Value"):
    # moto leaves the value out where it is empty.
    return {tag[key]: tag.get(value, "") for tag in tags or []}


def instances(cloud, region, account, page):
    for reply in pages(cloud.client("ec2", region), "describe_instances", page and max(page, 5)):
        for reservation in reply["Reservations"]:
            for item in reservation["Instances"]:
                if item["State"]["Name"] in COUNTED_STATES:
                    arn = f"arn:aws:ec2:{region}:{account}:instance/{item['InstanceId']}"
                    yield arn, region, pairs(item.get("Tags"))


def volumes(cloud, region, account, page):
    for reply in pages(cloud.client("ec2", region), "describe_volumes", page and max(page, 5)):
        for item in reply["Volumes"]:
            yield f"arn:aws:ec2:{region}:{account}:volume/{item['VolumeId']}", region, pairs(item.get("Tags"))


def snapshots(cloud, region, account, page):
    client = cloud.client("ec2", region)
    for reply in pages(client, "describe_snapshots", page and max(page, 5), OwnerIds=["self"]):
        for item in reply["Snapshots"]:
            yield f"arn:aws:ec2:{region}::snapshot/{item['SnapshotId']}", region, pairs(item.get("Tags"))


def databases(cloud, region, account, page):
    for reply in pages(cloud.client("rds", region), "describe_db_instances", page and max(page, 20)):
        for item in reply["DBInstances"]:
            yield item["DBInstanceArn"], region, pairs(item["TagList"])


def database_clusters(cloud, region, account, page):
    for reply in pages(cloud.client("rds", region), "describe_db_clusters", page and max(page, 20)):
        for item in reply["DBClusters"]:
            yield item["DBClusterArn"], region, pairs(item["TagList"])


def buckets(cloud, region, account, page):
    client = cloud.client("s3", region)
    for reply in pages(client, "list_buckets", page or 1000):
        for item in reply.get("Buckets", []):
            name = item["Name"]
            where = item.get("BucketRegion") or client.get_bucket_location(Bucket=name)["LocationConstraint"]
            where = where or "us-east-1"
            local = cloud.client("s3", where)
            try:
                tags = pairs(local.get_bucket_tagging(Bucket=name)["TagSet"])
            except local.exceptions.ClientError as error:
                assert error.response["Error"]["Code"] == "NoSuchTagSet", error
                tags = {}
            yield f"arn:aws:s3:::{name}", where, tags


def functions(cloud, region, account, page):
    client = cloud.client("lambda", region)
    for reply in pages(client, "list_functions", page):
        for item in reply["Functions"]:
            arn = item["FunctionArn"]
            yield arn, region, client.list_tags(Resource=arn).get("Tags", {})


def container_clusters(cloud, region, account, page):
    client = cloud.client("ecs", region)
    for reply in pages(client, "list_clusters", page):
        if arns := reply["clusterArns"]:
            described = client.describe_clusters(clusters=arns, include=["TAGS"])
            assert described["failures"] == []
            for item in described["clusters"]:
                yield item["clusterArn"], region, pairs(item.get("tags"), "key", "value")


def container_services(cloud, region, account, page):
    client = cloud.client("ecs", region)
    for cluster, _, _ in list(container_clusters(cloud, region, account, page)):
        for reply in pages(client, "list_services", page and min(page, 10), cluster=cluster):
            if arns := reply["serviceArns"]:
                described = client.describe_services(cluster=cluster, services=arns, include=["TAGS"])
                assert described["failures"] == []
                for item in described["services"]:
                    yield item["serviceArn"], region, pairs(item.get("tags"), "key", "value")


def tables(cloud, region, account, page):
    client = cloud.client("dynamodb", region)
    for reply in pages(client, "list_tables", page):
        for name in reply["TableNames"]:
            arn = client.describe_table(TableName=name)["Table"]["TableArn"]
            tags = {}
            for more in pages(client, "list_tags_of_resource", ResourceArn=arn):
                tags |= pairs(more["Tags"])
            yield arn, region, tags


def topics(cloud, region, account, page):
    client = cloud.client("sns", region)
    for reply in pages(client, "list_topics"):
        for item in reply["Topics"]:
            arn = item["TopicArn"]
            yield arn, region, pairs(client.list_tags_for_resource(ResourceArn=arn)["Tags"])


def queues(cloud, region, account, page):
    client = cloud.client("sqs", region)
    for reply in pages(client, "list_queues", page or 1000):
        for url in reply.get("QueueUrls", []):
            attributes = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
            yield attributes["QueueArn"], region, client.list_queue_tags(QueueUrl=url).get("Tags", {})


LISTERS = dict(zip(TYPES, (
    instances, volumes, snapshots, databases, database_clusters, buckets, functions, container_clusters,
    container_services, tables, topics, queues,
)))
