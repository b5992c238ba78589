# SPDX-License-Identifier: Apache-2.0
"""The official MCP client against `tagwarden serve`, in every era that both speak."""

import anyio
import jsonschema
import pytest
from conftest import bare_environment
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp.shared.subscriptions import ToolsListChanged
from mcp_harness import MODERN, chatter, serve_arguments  # noqa: F401 (fixtures)
from mcp_types import PromptReference, ResourceTemplateReference

ERAS = ["auto", MODERN, "legacy"]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@pytest.fixture(params=ERAS)
def era(request):
    return request.param


@pytest.fixture
def connect(tagwarden, chatter, tmp_path):
    """Opens clients; use it in `run`."""

    def open_client(mode, env=None, **options):
        # The client merges this over its own small environment.
        environment = bare_environment(tmp_path, env)
        parameters = StdioServerParameters(
            command=str(tagwarden), args=serve_arguments(chatter), env=environment, cwd=tmp_path)
        return Client(parameters, mode=mode, read_timeout_seconds=60, **options)

    return open_client


def run(test, *arguments):
    """Runs a coroutine function; a test that hangs fails."""

    async def bounded():
        with anyio.fail_after(120):
            await test(*arguments)

    anyio.run(bounded)


def with_client(client, body):
    async def test():
        async with client as connected:
            await body(connected)

    run(test)


# --- the beginning ----------------------------------------------------------------------------------------------


def test_the_client_and_the_server_agree_on_the_newest_version(connect, era):
    async def body(client):
        assert client.protocol_version == ("2025-11-25" if era == "legacy" else MODERN)
        if era != MODERN:  # A pinned client asks nothing before its first request.
            assert client.server_info.name == "tagwarden" and client.server_info.version
            assert "get_tagging_policy" in client.instructions
            assert client.server_capabilities.tools.list_changed is True
            assert client.server_capabilities.resources.subscribe is True

    with_client(connect(era), body)


def test_discovery_names_all_versions(connect):
    async def body(client):
        result = await client.session.discover()
        assert result.supported_versions == [MODERN, "2025-11-25", "2025-06-18"]

    with_client(connect("auto"), body)


# --- tools ------------------------------------------------------------------------------------------------------


async def all_tools(client):
    tools, cursor = [], None
    while True:
        page = await client.list_tools(cursor=cursor)
        tools += page.tools
        if (cursor := page.next_cursor) is None:
            return tools


def test_every_tool_is_described_with_valid_schemas(connect, era):
    async def body(client):
        tools = await all_tools(client)
        names = [tool.name for tool in tools]
        assert names == sorted(set(names))
        expected = {"check_tag_compliance", "find_untagged_resources", "get_tagging_policy", "validate_resource_tags"}
        assert expected < set(names)
        for tool in tools:
            assert tool.title and tool.description and tool.annotations, tool.name
            for schema in (tool.input_schema, tool.output_schema or {}):
                jsonschema.Draft202012Validator.check_schema(schema)
                assert schema.get("$schema", DIALECT) == DIALECT
            assert tool.input_schema["type"] == "object"
            assert len(tool.name) <= 64 and tool.name.replace("_", "").isalnum() and tool.name.islower()

    with_client(connect(era), body)


# One call of every tool of the program itself; what a plugin adds is called below.
CALLS = {
    "get_tagging_policy": [{}],
    "check_tag_compliance": [{}, {"cloud_provider": "aws"}, {"filters": {"regions": ["us-east-1"]}}],
    "find_untagged_resources": [{}, {"cloud_provider": "aws"}],
    "validate_resource_tags": [{"resource_arns": ["arn:aws:s3:::no-such-bucket-here"]}],
}


def test_every_tool_answers_with_data_that_its_output_schema_allows(connect, demo_estate, era):
    async def body(client):
        tools = {tool.name: tool for tool in await all_tools(client)}
        for name, calls in CALLS.items():
            for arguments in calls:
                # The client itself validates against the output schema, too.
                result = await client.call_tool(name, arguments)
                assert not result.is_error, (name, arguments, result.content)
                schema = tools[name].output_schema
                jsonschema.validate(result.structured_content, schema, jsonschema.Draft202012Validator)

    with_client(connect(era, demo_estate.environment), body)


def test_a_result_links_to_resources_that_can_be_read(connect, demo_estate, era):
    async def body(client):
        result = await client.call_tool("check_tag_compliance", {})
        links = [block for block in result.content if block.type == "resource_link"]
        assert links
        for link in links:
            contents = (await client.read_resource(str(link.uri))).contents
            assert contents and all(str(piece.uri) for piece in contents)

    with_client(connect(era, demo_estate.environment), body)


def test_the_tools_of_a_plugin_are_served_with_their_noise_kept_off_the_wire(connect, era):
    async def body(client):
        assert (await client.call_tool("chatter", {})).structured_content["status"] == 0
        text = "ü😀\\\"\n" * 100_000
        assert (await client.call_tool("echo", {"text": text})).structured_content == {"echo": {"text": text}}

    with_client(connect(era), body)


def test_bad_arguments_are_a_result_and_an_unknown_tool_is_an_error(connect, era):
    async def body(client):
        result = await client.call_tool("check_tag_compliance", {"filters": 5, "nonsense": True})
        assert result.is_error and "filters" in result.content[0].text and "nonsense" in result.content[0].text
        with pytest.raises(MCPError) as caught:
            await client.call_tool("no_such_tool", {})
        assert caught.value.error.code == -32602

    with_client(connect(era), body)


def test_fifty_calls_at_once(connect, era):
    async def body(client):
        answers = {}

        async def call(number):
            result = await client.call_tool("echo", {"count": number})
            answers[number] = result.structured_content["echo"]["count"]

        async with anyio.create_task_group() as group:
            for number in range(50):
                group.start_soon(call, number)
        assert answers == {number: number for number in range(50)}

    with_client(connect(era), body)


def test_progress_grows_and_comes_in_time(connect, era):
    async def body(client):
        seen = []

        async def on_progress(progress, total, message):
            seen.append((progress, total, message))

        await client.call_tool("steps", {}, progress_callback=on_progress)
        assert seen and seen == sorted(set(seen)) and seen[-1] == (10, 10, "a step")

    with_client(connect(era), body)


def test_a_scan_reports_progress(connect, demo_estate, era):
    async def body(client):
        seen = []

        async def on_progress(progress, total, message):
            seen.append(progress)

        await client.call_tool("check_tag_compliance", {}, progress_callback=on_progress)
        assert seen and seen == sorted(set(seen))

    with_client(connect(era, demo_estate.environment), body)


def test_a_call_is_cancelled_and_the_connection_stays_good(connect, era):
    async def body(client):
        begun = anyio.Event()

        async def on_progress(*_):
            begun.set()

        async with anyio.create_task_group() as group:
            group.start_soon(client.call_tool, "slow", {}, None, on_progress)
            await begun.wait()
            group.cancel_scope.cancel()
        assert (await client.call_tool("echo", {})).structured_content == {"echo": {}}

    with_client(connect(era), body)


# --- changes ----------------------------------------------------------------------------------------------------


def test_a_modern_client_hears_of_new_tools(connect):
    async def body(client):
        async with client.listen(tools_list_changed=True) as subscription:
            await client.call_tool("add_tool", {})
            async for event in subscription:
                assert isinstance(event, ToolsListChanged)
                break
            assert "added_later" in [tool.name for tool in (await client.list_tools()).tools]

    with_client(connect("auto"), body)


def test_a_legacy_client_hears_of_new_tools(connect):
    changed = anyio.Event()

    async def on_message(message):
        method = getattr(getattr(message, "root", message), "method", None)
        if method == "notifications/tools/list_changed":
            changed.set()

    async def body(client):
        await client.call_tool("add_tool", {})
        await changed.wait()
        assert "added_later" in [tool.name for tool in (await client.list_tools()).tools]

    with_client(connect("legacy", message_handler=on_message), body)


# --- resources, prompts, completion -----------------------------------------------------------------------------


def test_every_listed_resource_can_be_read(connect, era):
    async def body(client):
        resources = (await client.list_resources()).resources
        assert "tagwarden://policy" in [str(resource.uri) for resource in resources]
        for resource in resources:
            contents = (await client.read_resource(str(resource.uri))).contents
            assert contents and contents[0].text
        assert (await client.list_resource_templates()).resource_templates

    with_client(connect(era), body)


@pytest.mark.parametrize("uri", ["tagwarden://no/such", "file:///etc/passwd", "tagwarden://results/../../etc/passwd"])
def test_a_resource_that_is_not_there_is_an_error_of_its_era(connect, era, uri):
    async def body(client):
        with pytest.raises(MCPError) as caught:
            await client.read_resource(uri)
        assert caught.value.error.code == (-32002 if era == "legacy" else -32602)
        assert caught.value.error.data == {"uri": uri}

    with_client(connect(era), body)


def test_every_prompt_can_be_filled(connect, era):
    async def body(client):
        prompts = (await client.list_prompts()).prompts
        assert prompts
        for prompt in prompts:
            arguments = {argument.name: "aws" for argument in prompt.arguments or [] if argument.required}
            messages = (await client.get_prompt(prompt.name, arguments)).messages
            assert messages and all(message.content.type == "text" for message in messages)
        with pytest.raises(MCPError) as caught:
            await client.get_prompt("no_such_prompt")
        assert caught.value.error.code == -32602

    with_client(connect(era), body)


def test_values_are_proposed_for_arguments(connect, era):
    async def body(client):
        proposed = []
        for prompt in (await client.list_prompts()).prompts:
            for argument in prompt.arguments or []:
                reference = PromptReference(name=prompt.name)
                result = await client.complete(reference, {"name": argument.name, "value": ""})
                assert len(result.completion.values) <= 100
                proposed += result.completion.values
        assert "aws" in proposed
        for template in (await client.list_resource_templates()).resource_templates:
            reference = ResourceTemplateReference(uri=template.uri_template)
            await client.complete(reference, {"name": "id", "value": ""})
        with pytest.raises(MCPError):
            await client.complete(PromptReference(name="no_such_prompt"), {"name": "a", "value": ""})

    with_client(connect(era), body)


@pytest.mark.filterwarnings("ignore::mcp.shared.exceptions.MCPDeprecationWarning")
def test_a_legacy_client_subscribes_and_sets_the_log_level(connect):
    async def body(client):
        await client.subscribe_resource("tagwarden://policy")
        await client.unsubscribe_resource("tagwarden://policy")
        await client.set_logging_level("warning")
        await client.send_ping()

    with_client(connect("legacy"), body)
