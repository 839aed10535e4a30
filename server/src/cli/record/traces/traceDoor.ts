import { join, resolve } from 'node:path';
import { AppError } from '#protocol/errors';
import { type Checked, type Method, methods, type Params, type Result } from '#protocol/methods';
import { openTraceReader } from '../../../adapters/store/reader/sqliteTraceReader';
import { TraceFile } from '../../../runtime/traceFiles/traceFile';
import type { Call } from '../../invocation';

/** The questions about traces that a file answers as well as a server. */
type TraceMethod = 'trace/list' | 'trace/show' | 'trace/search' | 'trace/query' | 'trace/series';

/** Whoever answers questions about traces. */
export interface TraceDoor {
  request<M extends TraceMethod>(method: M, params: Params<M>): Promise<Result<M>>;
}

/** The server of the workspace; with `--db` that file, which is read here and never changed. */
export async function traceDoor(call: Call): Promise<TraceDoor> {
  const file = call.given.text('db');
  if (file === undefined) return await call.connect();
  const traces = await openTraceFile(call, file);
  const answers: { readonly [M in TraceMethod]: (params: Checked<M>) => Result<M> } = {
    'trace/list': (params) => traces.list(params),
    'trace/show': (params) => traces.show(params),
    'trace/search': (params) => traces.search(params),
    'trace/query': (params) => traces.query(params),
    'trace/series': (params) => traces.series(params),
  };
  return { request: async (method, params) => answers[method](checked(method, params)) };
}

/** The traces of a file, which is read in this process and never changed. */
export async function openTraceFile(call: Call, file: string): Promise<TraceFile> {
  const wasmFile = join(call.programs, 'sql-wasm.wasm');
  return new TraceFile(await openTraceReader({ file: resolve(call.cwd, file), wasmFile }));
}

function checked<M extends Method>(method: M, params: Params<M>): Checked<M> {
  const { success, data, error } = methods[method].params.safeParse(params);
  if (!success)
    throw new AppError('BAD_REQUEST', error.issues[0]?.message ?? 'the request is not understood');
  return data as Checked<M>;
}
