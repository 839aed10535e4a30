import { join, resolve } from 'node:path';
import { AppError } from '#protocol/errors';
import { type Checked, type Method, methods, type Params, type Result } from '#protocol/methods';
import { openTraceReader } from '../../../adapters/store/reader/sqliteTraceReader';
import { serverOfStore, watchedFile } from '../../../adapters/storeFile';
import { TraceFile } from '../../../runtime/traceFiles/traceFile';
import { readServerFile } from '../../door/serverFile';
import type { Call } from '../../invocation';

/** The questions about traces that a file answers as well as a server. */
type TraceMethod = 'trace/list' | 'trace/show' | 'trace/search' | 'trace/query' | 'trace/series';

/** Whoever answers questions about traces. */
export interface TraceDoor {
  request<M extends TraceMethod>(method: M, params: Params<M>): Promise<Result<M>>;
}

/**
 * The server of the workspace; with `--db` that file, which is read here and never changed, or its server where it is the
 * record of one that lives: a file may be torn while it is written.
 */
export async function traceDoor(call: Call): Promise<TraceDoor> {
  const file = call.given.text('db');
  if (file === undefined || isServedHere(call, file)) return await call.connect();
  const { traces, verify } = await openTraceFile(call, file);
  const answers: { readonly [M in TraceMethod]: (params: Checked<M>) => Result<M> } = {
    'trace/list': (params) => traces.list(params),
    'trace/show': (params) => traces.show(params),
    'trace/search': (params) => traces.search(params),
    'trace/query': (params) => traces.query(params),
    'trace/series': (params) => traces.series(params),
  };
  return {
    request: async (method, params) => {
      const answer = answers[method](checked(method, params));
      verify();
      return answer;
    },
  };
}

/** The traces of a file, which is read in this process and never changed; `verify` refuses what was read while it was written. */
export async function openTraceFile(
  call: Call,
  file: string,
): Promise<{ readonly traces: TraceFile; readonly verify: () => void }> {
  const path = resolve(call.cwd, file);
  const verify = watchedFile(path);
  try {
    const wasmFile = join(call.programs, 'sql-wasm.wasm');
    return { traces: new TraceFile(await openTraceReader({ file: path, wasmFile })), verify };
  } catch (error) {
    verify();
    throw error;
  }
}

/** Whether the server of this workspace writes the file. */
function isServedHere({ globals, env, cwd }: Call, file: string): boolean {
  const isElsewhere = (globals.baseUrl ?? env['HOLDPOINT_BASE_URL'] ?? '') !== '';
  const pid = isElsewhere ? null : (serverOfStore(resolve(cwd, file))?.pid ?? null);
  return pid !== null && readServerFile(globals.root)?.pid === pid;
}

function checked<M extends Method>(method: M, params: Params<M>): Checked<M> {
  const { success, data, error } = methods[method].params.safeParse(params);
  if (!success)
    throw new AppError('BAD_REQUEST', error.issues[0]?.message ?? 'the request is not understood');
  return data as Checked<M>;
}
