"""The four tools for agents, as an MCP server: over HTTP at `/mcp`, and over standard streams."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, TypeVar

from fastapi import APIRouter, FastAPI
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.document_filter import DocumentFilter
from documents.errors import PolicyAssistantError
from ui.admission import Admission, BusyError
from ui.agent_tools import AgentTools, AskedAnswer, ClauseText, DutyList, TargetList
from ui.backend import ReadAssistant

_INSTRUCTIONS = (
    "知策依据已载入的政策文件作答，不用语言模型。回答逐句注明出处，引语与原文逐字相同；"
    "原文没有的会如实说明，请勿自行补充。引用时请保留条款编号。"
)
_Result = TypeVar("_Result")
_READING = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_Document = Annotated[str, Field(description="文号或标题；不写则查全部文件")]


def mcp_server(assistant: ReadAssistant, today: date | None = None) -> MCPServer:
    """The server with its tools; plain functions run in threads of their own."""
    tools = AgentTools(assistant, today)
    server = MCPServer("zhice", title="知策", instructions=_INSTRUCTIONS, log_level="WARNING")

    @server.tool(
        title="提问", description="就政策文件提问，得到有出处的回答。", annotations=_READING
    )
    def ask(
        question: Annotated[str, Field(description="中文问题")],
        history: Annotated[
            tuple[list[str], ...], Field(description='此前的对话：[["用户的话", "助手的话"], …]')
        ] = (),
        place: Annotated[str, Field(description="只问这个地区的文件")] = "",
        year: Annotated[int, Field(description="只问这一年的文件")] = 0,
        level: Annotated[str, Field(description="只问这一层级：国家、省、市、县、乡镇")] = "",
        kind: Annotated[str, Field(description="只问这一文种，如 办法")] = "",
        in_force: Annotated[
            bool | None, Field(description="true 只问现行的，false 只问失效的")
        ] = None,
        documents: Annotated[
            tuple[str, ...], Field(description="只问这些文件：文号、标题或标题的一部分")
        ] = (),
    ) -> AskedAnswer:
        wanted = DocumentFilter(place, year, level, kind, in_force, documents)
        return _told(lambda: tools.ask(question, history, wanted))

    @server.tool(
        title="查条款", description="按编号取条款原文，包括其下各级条款。", annotations=_READING
    )
    def get_clause(
        clause: Annotated[str, Field(description="印出的条款编号，如 二(二)4、第九条")],
        document: _Document = "",
    ) -> ClauseText:
        return _told(lambda: tools.get_clause(clause, document))

    @server.tool(
        title="目标清单",
        description="列出文件中的全部量化目标：指标、数值、期限、所在条款、期限是否已过。",
        annotations=_READING,
    )
    def list_targets(
        document: _Document = "",
        words: Annotated[str, Field(description="只列含有这些字的目标；不写则列全部")] = "",
    ) -> TargetList:
        return _told(lambda: tools.list_targets(document, words))

    @server.tool(
        title="责任清单",
        description="列出单位在各条款中的责任：牵头、负责或配合。",
        annotations=_READING,
    )
    def list_by_department(
        department: Annotated[str, Field(description="单位名称，简称也可；不写则列全部单位")] = "",
        document: _Document = "",
    ) -> DutyList:
        return _told(lambda: tools.list_by_department(department, document))

    return server


class _Admitted:
    """Lets requests in as there are places, and none but POST.

    Between requests there is nothing to listen to or to end; without the refusal, which clients
    expect to be a 405, each would hold a stream open for nothing.
    """

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self._app = app
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await Response(status_code=405, headers={"Allow": "POST"})(scope, receive, send)
            return
        try:
            with self._admission.place():
                await self._app(scope, receive, send)
        except BusyError as exc:
            await PlainTextResponse(str(exc), status_code=503)(scope, receive, send)


def add_mcp(application: FastAPI, server: MCPServer, admission: Admission) -> None:
    """Serve the tools at `/mcp`, started and stopped with the application.

    Nothing is kept between requests, so that any process can answer any of them. Which hosts may
    be named in a request is for the application to say, as for all its other addresses.
    """
    server.streamable_http_app(
        stateless_http=True,
        json_response=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    application.include_router(APIRouter(lifespan=lambda _: server.session_manager.run()))
    tools = _Admitted(StreamableHTTPASGIApp(server.session_manager), admission)
    application.router.routes.extend(Route(path, tools) for path in ("/mcp", "/mcp/"))


def _told(tool: Callable[[], _Result]) -> _Result:
    """What a tool gives.

    Raises:
        ToolError: It cannot be done; the agent reads the message.
    """
    try:
        return tool()
    except PolicyAssistantError as exc:
        raise ToolError(str(exc)) from exc
