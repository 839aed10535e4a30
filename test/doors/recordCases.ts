import type { MethodCases } from './methodCase';
import { contractPlan } from './stages';

/** A policy file that any policy may be tightened to. */
export const contractPolicy = 'schema: policy/1\npermissions: {default: ask}\n';

/** Requests that read the record, keep it, and steer the server and its workspace. */
export const recordCases: MethodCases = {
  'run/report': {
    stage: 'ended',
    params: ({ run_id }) => ({ run_id }),
    cli: ({ run_id }) => ['report', run_id],
    ownDocument: true,
  },
  'run/index': { stage: 'ended', params: () => ({}), cli: () => ['runs', 'list'] },
  'run/runlog': {
    stage: 'ended',
    params: ({ run_id }) => ({ run_id }),
    cli: ({ run_id }) => ['runs', 'log', run_id],
  },
  'run/eval': {
    stage: 'ended',
    params: ({ run_id }) => ({ run_id }),
    cli: ({ run_id }) => ['eval', run_id],
  },
  // `summary` makes the same document of `run/show` by itself.
  'run/summary': { stage: 'ended', params: ({ run_id }) => ({ run_id }), cli: null },
  'run/graph': {
    stage: 'ended',
    params: ({ run_id }) => ({ run_id }),
    cli: ({ run_id }) => ['runs', 'graph', run_id],
  },
  'run/export': {
    stage: 'ended',
    params: ({ run_id }) => ({ run_id, kind: 'runlog' }),
    cli: ({ run_id }) => ['export', 'runlog', run_id],
    ownDocument: true,
  },
  'run/import': {
    stage: 'empty',
    params: () => ({ name: 'run-20260101-000000-abcdef', files: { 'runlog.jsonl': '{"type":"context"}\n' } }),
    cli: () => ['import', 'run-20260101-000000-abcdef'],
    ownDocument: true,
  },
  'run/pin': {
    stage: 'ended',
    params: ({ run_id }) => ({ run_id }),
    cli: ({ run_id }) => ['runs', 'pin', run_id],
  },
  'run/effects': { stage: 'ended', params: ({ run_id }) => ({ run_id }), cli: null },
  'run/checks': { stage: 'ended', params: ({ run_id }) => ({ run_id }), cli: null },
  'projection/show': { stage: 'ended', params: ({ run_id }) => ({ run_id }), cli: null },
  'report/failures': {
    stage: 'ended',
    params: () => ({}),
    cli: () => ['report', 'failures'],
    ownDocument: true,
  },
  'retention/show': { stage: 'empty', params: () => ({}), cli: () => ['store', 'retention'] },
  'retention/set': {
    stage: 'empty',
    params: () => ({ max_age_days: 90 }),
    cli: () => ['store', 'retention', '--days', '90'],
  },
  // `store vacuum` works on the file of the record too, which no server in memory has.
  'store/vacuum': { stage: 'ended', params: () => ({}), cli: null },
  'trace/show': {
    stage: 'ended',
    params: ({ trace_id }) => ({ trace_id, include_events: true }),
    cli: ({ trace_id }) => ['trace', 'show', trace_id],
    ownDocument: true,
  },
  'trace/list': { stage: 'ended', params: () => ({}), cli: () => ['trace', 'list'] },
  'trace/search': {
    stage: 'ended',
    params: () => ({ q: '{ name = "look" }' }),
    cli: () => ['trace', 'search', '--traceql', '{ name = "look" }'],
  },
  'trace/query': { stage: 'ended', params: () => ({ q: '{ }' }), cli: null },
  'trace/series': {
    stage: 'ended',
    params: () => ({ q: '{ } | count_over_time()' }),
    cli: () => ['trace', 'list', '--traceql', '{ } | count_over_time()'],
  },
  'trace/check': { stage: 'ended', params: () => ({ q: '{ ' }), cli: null },
  'trace/facts': { stage: 'ended', params: () => ({}), cli: null },
  'trace/columns': { stage: 'ended', params: ({ trace_id }) => ({ trace_id }), cli: null },
  'trace/span': {
    stage: 'ended',
    params: ({ trace_id, span_id }) => ({ trace_id, span_id }),
    cli: null,
  },
  'trace/find': { stage: 'ended', params: ({ trace_id }) => ({ trace_id, text: 'look' }), cli: null },
  'trace/import': { stage: 'empty', params: () => ({ spans: [] }), cli: null },
  'trace/otlp': { stage: 'ended', params: ({ trace_id }) => ({ trace_id }), cli: null },
  'span/receive': { stage: 'empty', params: () => ({ resourceSpans: [] }), cli: null },
  'query/list': { stage: 'empty', params: () => ({}), cli: () => ['trace', 'queries'] },
  'query/save': {
    stage: 'empty',
    params: () => ({ name: 'slow', q: '{ duration > 1s }' }),
    cli: () => ['trace', 'save', 'slow', '{ duration > 1s }'],
  },
  'query/delete': {
    stage: 'empty',
    params: () => ({ name: 'slow' }),
    cli: () => ['trace', 'forget', 'slow'],
    refused: 'NOT_FOUND',
  },
  'event/list': { stage: 'ended', params: ({ session_id }) => ({ session_id }), cli: null },
  'event/search': {
    stage: 'ended',
    params: ({ session_id }) => ({ session_id, q: 'look' }),
    cli: ({ session_id }) => ['logs', 'search', session_id, '-q', 'look'],
  },
  'artifact/list': {
    stage: 'ended',
    params: ({ session_id }) => ({ session_id }),
    cli: ({ session_id }) => ['artifacts', 'list', session_id],
  },
  'artifact/get': {
    stage: 'ended',
    params: ({ sha256 }) => ({ sha256 }),
    cli: ({ sha256 }) => ['artifacts', 'get', sha256],
  },
  'slot/list': { stage: 'ended', params: () => ({}), cli: null },
  'tool/list': { stage: 'empty', params: () => ({}), cli: () => ['tools', 'list'] },
  'tool/permissions': {
    stage: 'empty',
    params: () => ({ tool_name: 'list_dir' }),
    cli: () => ['tools', 'permissions', 'list_dir'],
  },
  'stats/show': { stage: 'ended', params: () => ({}), cli: () => ['stats'] },
  'audit/verify': { stage: 'ended', params: () => ({}), cli: () => ['audit', 'verify'] },
  'audit/export': { stage: 'ended', params: () => ({}), cli: null },
  'policy/effective': { stage: 'imported', params: () => ({}), cli: () => ['policy', 'list'] },
  'policy/lint': { stage: 'empty', params: () => ({}), cli: () => ['policy', 'lint'] },
  'policy/explain': {
    stage: 'imported',
    params: ({ session_id }) => ({ session_id, step_id: 'apply' }),
    cli: ({ session_id }) => ['policy', 'explain', 'apply', '--session', session_id],
  },
  'policy/simulate': {
    stage: 'ended',
    params: () => ({ text: contractPolicy, file_name: 'policy.yaml' }),
    cli: () => ['policy', 'simulate', 'policy.yaml'],
  },
  'checkpoint/create': {
    stage: 'empty',
    params: () => ({ name: 'before' }),
    cli: () => ['checkpoint', 'before'],
    ownDocument: true,
  },
  'checkpoint/list': { stage: 'empty', params: () => ({}), cli: () => ['checkpoint', '--list'] },
  'rollback/prepare': { stage: 'ended', params: ({ run_id }) => ({ target: run_id }), cli: null },
  'rollback/apply': {
    stage: 'rollback',
    params: ({ approval_id }) => ({ approval_id }),
    cli: null,
  },
  'server/status': { stage: 'empty', params: () => ({}), cli: () => ['status', '--base-url', 'http://x'] },
  'server/health': { stage: 'empty', params: () => ({}), cli: null },
  'tracer/report': {
    stage: 'ended',
    params: ({ run_id }) => ({ run_id, tracer: 'otel', faults: 1 }),
    cli: null,
  },
  // `stop` waits for the process behind `server.json`, which no server of a test has.
  'server/stop': { stage: 'empty', params: () => ({}), cli: null },
};

/** Files that commands of these cases are given, by their names. */
export const contractFiles: Readonly<Record<string, string>> = {
  'plan.json': contractPlan,
  'policy.yaml': contractPolicy,
  'run-20260101-000000-abcdef/runlog.jsonl': '{"type":"context"}\n',
};
