import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { protocolVersion } from '#protocol/connection';
import { AppError, type ErrorBody } from '#protocol/errors';
import { type Caller, type Method, methods } from '#protocol/methods';
import type { Door } from '../../server/src/cli/door/door';
import { HttpRefusal } from '../../server/src/cli/door/httpRefusal';
import { openHttp } from '../../server/src/cli/door/openHttp';
import { openSocket } from '../../server/src/cli/door/openSocket';
import { dispatch } from '../../server/src/transports/dispatch';
import { tokenHash } from '../../server/src/transports/http/gate/tokens';
import { type HttpDoor, openHttpDoor } from '../../server/src/transports/http/httpDoor';
import type { MethodRoute } from '../../server/src/transports/http/routes/methodRoutes';
import { openSocketDoor } from '../../server/src/transports/socket';
import { runScripted } from '../cli/scriptedWorld';
import type { MemoryServer } from '../support/composeMemory';

/** How a request ended, whatever door it came through. */
export type Ending =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** The four doors of one server in a folder, all of them the same person's. */
export interface Doors {
  dispatch(method: Method, params: unknown): Promise<Ending>;
  socket(method: Method, params: unknown): Promise<Ending>;
  /** The route that bears the name of the method. */
  named(method: Method, params: unknown): Promise<Ending>;
  /** A route with nouns and words of its own; answers the status beside. */
  route(route: MethodRoute, params: Record<string, unknown>): Promise<Ending & { readonly status: number }>;
  /** A command with `--json`, over the socket. */
  command(words: readonly string[]): Promise<Ending & { readonly exit: number }>;
  close(): Promise<void>;
}

const token = 'e'.repeat(64);

/** Opens all doors of a server; commands find the files in the folder that they are run in. */
export async function openDoors(
  server: MemoryServer,
  folder: string,
  files: Readonly<Record<string, string>> = {},
  role: Caller['role'] = 'approver',
): Promise<Doors> {
  const caller: Caller = { actor: 'user:test', source: 'cli', role, client_message_id: null };
  const desk = { handlers: server.handlers, log: server.log };
  const listen = (listener: Parameters<typeof server.context.bus.listen>[0]) =>
    server.context.bus.listen(listener);
  const path = join(folder, `${counter++}.sock`);
  const socketDoor = await openSocketDoor({
    ...{ path, desk, listen },
    greeter: { token, actor: caller.actor, version: '0.0.0', pid: 1, root: folder },
  });
  const http = await openHttpDoor({
    ...{ desk, listen, port: 0 },
    tokens: () => [{ sha256: tokenHash(token), actor: caller.actor, role, scope: 'all' }],
    callerOf: () => caller,
    accessLog: () => undefined,
  });
  const hello = { token, protocol: protocolVersion, role, source: 'cli' } as const;
  const client = { name: 'test', version: '0' };
  const opened = await openSocket(path, { ...hello, client });
  if (opened === undefined) throw new Error('nobody listens at the socket');
  const overHttp = openHttp(http.url, token);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return {
    dispatch: async (method, params) => {
      const { signal } = new AbortController();
      const answer = await dispatch(desk, { method, params, caller, signal });
      if (answer.ok) return { ok: true, result: plain(answer.result) };
      const { error_code, message } = answer.failure.body;
      return { ok: false, code: error_code, message };
    },
    socket: (method, params) => ending(opened, method, params),
    named: (method, params) => ending(overHttp, method, params),
    route: (route, params) => askRoute(http, route, params),
    command: async (words) => {
      const again = { ...(await openSocket(path, { ...hello, client })) } as Door;
      const { exit, stdout } = await runScripted([...words, '--json'], {
        door: again as never,
        root: folder,
      });
      const document = JSON.parse(stdout) as Partial<ErrorBody>;
      // The report of a run names an error of its own, or none.
      const code = document.error === undefined ? undefined : document.error_code;
      return code === undefined
        ? { ok: true, result: document, exit }
        : { ok: false, code, message: document.message ?? '', exit };
    },
    close: async () => {
      opened.close();
      overHttp.close();
      await Promise.all([socketDoor.close(0), http.close(0)]);
    },
  };
}

let counter = 0;

async function ending(door: Door, method: Method, params: unknown): Promise<Ending> {
  try {
    return { ok: true, result: await door.request(method, params as never) };
  } catch (error) {
    if (error instanceof HttpRefusal) {
      const { error_code: code, message } = JSON.parse(error.body) as ErrorBody;
      return { ok: false, code, message };
    }
    if (error instanceof AppError) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

async function askRoute(
  http: HttpDoor,
  { verb, path, method }: MethodRoute,
  params: Record<string, unknown>,
) {
  const rest = { ...params };
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const word = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(word);
  });
  const isBody = verb === 'POST';
  const words = Object.entries(rest).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
  );
  const query = isBody || words.length === 0 ? '' : `?${new URLSearchParams(words)}`;
  const answer = await fetch(http.url + filled + query, {
    method: verb,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    ...(isBody ? { body: JSON.stringify(rest) } : {}),
  });
  const body = (await answer.json()) as Partial<ErrorBody>;
  const { status } = answer;
  return answer.ok
    ? { ok: true as const, result: body, status }
    : { ok: false as const, code: body.error_code ?? method, message: body.message ?? '', status };
}

/** As it looks once it has travelled. */
function plain(result: unknown): unknown {
  return JSON.parse(JSON.stringify(result));
}

/** Every method there is. */
export const allMethods = Object.keys(methods) as readonly Method[];
