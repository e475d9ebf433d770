"""HTTP/1.1 over asyncio and h11: one request after another on a connection, answered by the front."""

import asyncio
import re
from contextlib import suppress

import h11

from eaap.canonical import BODY_LIMIT
from eaap.gateway.front import Front, Request, Response, too_large
from eaap.gateway.problem import Problem

HEADERS_S, REQUEST_S, IDLE_S = 10.0, 30.0, 60.0
HEADERS_AT_MOST, CONNECTIONS_AT_MOST, DRAINED_AT_MOST = 16_384, 2048, 4 * BODY_LIMIT
HOST = re.compile(r"(?:[A-Za-z0-9._~%!$&'()*+,;=-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")
PATHS = re.compile(r"(?:https?://([^/?#]*))?([^#]*)", re.IGNORECASE | re.DOTALL)


class Server:
    def __init__(self, front: Front) -> None:
        self.front, self.open = front, 0

    async def serve(self, listening) -> asyncio.Server:
        return await asyncio.start_server(self.connected, sock=listening, limit=1 << 16)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.open >= CONNECTIONS_AT_MOST:
            writer.close()
            return
        self.open += 1
        try:
            await Connection(self.front, reader, writer).run()
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            with suppress(Exception):
                writer.close()


class Connection:
    def __init__(self, front: Front, reader, writer) -> None:
        self.front, self.reader, self.writer = front, reader, writer
        self.http = h11.Connection(h11.SERVER, max_incomplete_event_size=HEADERS_AT_MOST)
        self.peer = str((writer.get_extra_info("peername") or ["-"])[0])

    async def run(self) -> None:
        more = True
        first = True
        while more:
            async with asyncio.timeout(HEADERS_S if first else IDLE_S):
                request = await self.next_request()
            first = False
            if request is None:
                return
            async with asyncio.timeout(REQUEST_S):
                more = await self.handle(request)

    async def event(self):
        """The next event of h11; a fault of the protocol is raised."""
        while True:
            event = self.http.next_event()
            if event is not h11.NEED_DATA:
                return event
            self.http.receive_data(await self.reader.read(1 << 16))

    async def next_request(self) -> Request | Problem | None:
        try:
            event = await self.event()
        except h11.RemoteProtocolError:
            return Problem("invalid-request", "What came is no HTTP/1.1 that could be read.")
        if not isinstance(event, h11.Request):
            return None
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in event.headers]
        return Request(event.method.decode("latin-1"), event.target.decode("latin-1"), headers, self.peer)

    async def handle(self, request: Request | Problem) -> bool:
        """Answers one request; says whether another may come."""
        if isinstance(request, Problem):
            bare = Request("GET", "", [], self.peer)
            await self.send(bare, self.front.refuse(bare, request), close=True)
            return False
        try:
            read_target(request)
            call = await self.alone(self.front.admit, request)
            body = await self.body(request, takes=bool(request.route.body))
            response = await self.alone(self.front.answer, request, call, body)
        except (ConnectionError, TimeoutError):
            raise
        except h11.RemoteProtocolError:
            response = self.front.refuse(request, Problem("invalid-request", "The body could not be read."))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is answered
            response = self.front.refuse(request, error)
        whole = await self.rest(request)
        await self.send(request, response, close=not whole)
        if not whole:
            await self.let_go()
            return False
        if self.http.our_state is h11.DONE and self.http.their_state is h11.DONE:
            self.http.start_next_cycle()
            return True
        return False

    async def alone(self, work, request: Request, *more):
        """One request at a time reads and writes; the connections go on meanwhile."""
        if request.target == "/livez":
            return work(request, *more)
        async with self.front.turn:
            return await asyncio.to_thread(work, request, *more)

    async def body(self, request: Request, takes: bool) -> bytes:
        """The body of a request, refused at the first byte that is too much."""
        declared = request.values("content-length")
        if takes:
            self.front.check_media_type(request)
            if declared and int(declared[0]) > BODY_LIMIT:
                raise too_large()
        elif declared and int(declared[0]) > 0:
            raise Problem("invalid-request", "This route takes no body.")
        data = b""
        while self.http.their_state is h11.SEND_BODY:
            if self.http.they_are_waiting_for_100_continue:
                await self.write(self.http.send(h11.InformationalResponse(status_code=100, headers=[])))
            event = await self.event()
            if isinstance(event, h11.Data):
                if not takes:
                    raise Problem("invalid-request", "This route takes no body.")
                data += event.data
                if len(data) > BODY_LIMIT:
                    raise too_large()
            elif isinstance(event, h11.EndOfMessage):
                break
            else:
                raise ConnectionResetError
        return data

    async def rest(self, request: Request) -> bool:
        """Reads what is left of a body that was not looked at, if it is short; says whether the request is over."""
        if self.http.their_state is h11.DONE:
            return True
        declared = request.values("content-length")
        if not declared or int(declared[0]) > BODY_LIMIT or self.http.they_are_waiting_for_100_continue:
            if declared or request.values("transfer-encoding") or self.http.their_state is not h11.SEND_BODY:
                return False
        try:
            async with asyncio.timeout(5):
                while self.http.their_state is h11.SEND_BODY:
                    if isinstance(await self.event(), h11.ConnectionClosed):
                        return False
        except (TimeoutError, h11.RemoteProtocolError):
            return False
        return self.http.their_state is h11.DONE

    async def send(self, request: Request, response: Response, close: bool) -> None:
        headers = [*response.headers.items(), ("Content-Length", str(len(response.body)))]
        if close:
            headers.append(("Connection", "close"))
        data = self.http.send(h11.Response(status_code=response.status, headers=headers))
        if request.method != "HEAD":
            data += self.http.send(h11.Data(data=response.body))
        data += self.http.send(h11.EndOfMessage())
        await self.write(data)

    async def write(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def let_go(self) -> None:
        """Closes so that an answer is not lost behind what the other side is still sending."""
        with suppress(Exception):
            self.writer.write_eof()
            async with asyncio.timeout(2):
                drained = 0
                while drained < DRAINED_AT_MOST and (data := await self.reader.read(1 << 16)):
                    drained += len(data)


def read_target(request: Request) -> None:
    """Leaves the path and query of a target; refuses forms that name something else (RFC-0013 section 3.1)."""
    hosts = request.values("host")
    found = PATHS.fullmatch(request.target)
    if len(hosts) != 1 or not HOST.fullmatch(hosts[0]):
        raise Problem("invalid-request", "A request has exactly one Host.")
    if request.method == "CONNECT" or not found or not found[2].startswith("/") and not (found[1] and found[2] == ""):
        raise Problem("invalid-request", "The target of the request is none of a path.")
    if found[1] is not None and ("@" in found[1] or not HOST.fullmatch(found[1])):
        raise Problem("invalid-request", "The target of the request names a user, or no host.")
    request.target = found[2] or "/"
