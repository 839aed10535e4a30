import type { Command } from 'commander';
import type { JsonObject } from '#protocol/json';
import type { Result } from '#protocol/methods';
import { machines } from '#protocol/states';
import { type CommandLine, formatOption, wholeOption, wordOption } from '../../commandLine';
import type { Call, Outcome } from '../../invocation';
import { listOutcome, pageOf } from '../../lists';
import { jsonText } from '../../terminal/jsonText';
import { listText } from '../../terminal/list';
import { pinVerbs } from '../retention';

/** `runs …` and `eval`: the list of runs, their logs, and whether these are whole. */
export function runListCommands(program: Command, line: CommandLine): void {
  const runs = line.noun(program, 'runs', 'runs and what is derived from their record');
  line
    .verb(runs, 'list', 'list runs, newest first', list)
    .addOption(wordOption('--status <status>', 'only runs of this status', Object.keys(machines.run)))
    .option('--plan <plan>', 'only runs of this plan, by its hash or id')
    .option('--session <session>', 'only runs of this session')
    .option('--fingerprint <digest>', 'only runs with exactly these inputs, plan, tools and base commit')
    .option('--since <time>', 'only runs from this time on')
    .addOption(formatOption())
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0));
  line
    .verb(runs, 'log <run>', 'show the rows of a run log', log)
    .option('--type <type>', 'only rows of this type')
    .addOption(formatOption())
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0));
  line.verb(runs, 'graph <run>', 'show which nodes a run went through (graph_node_trace.v1)', graph);
  pinVerbs(runs, line);
  line.verb(program, 'eval <run>', 'judge whether the log of a run is whole and in order', evaluate);
}

async function list(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const page = await door.request('run/index', {
    status: call.given.word<Result<'run/show'>['status']>('status'),
    plan: call.given.text('plan'),
    session_id: call.given.text('session'),
    fingerprint: call.given.text('fingerprint'),
    since: call.given.text('since'),
    ...pageOf(call),
  });
  return listOutcome(call, page, {
    columns: [
      { name: 'run_id', value: ({ run_id }) => run_id },
      { name: 'status', value: ({ status }) => status },
      { name: 'created_at_utc', value: ({ created_at_utc }) => created_at_utc },
      { name: 'reason', value: ({ termination_reason }) => termination_reason },
      { name: 'retries', value: ({ stage_retry_count }) => stage_retry_count },
      { name: 'failures', value: ({ stage_failure_count }) => stage_failure_count },
      { name: 'tries', value: ({ max_stage_attempts }) => max_stage_attempts },
      { name: 'eval', value: ({ eval_pass }) => eval_pass },
    ],
    empty: 'No runs found',
  });
}

async function log(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('run/runlog', {
    run_id: call.given.argument(0),
    type: call.given.text('type'),
    ...pageOf(call),
  });
  const format = call.given.format();
  const rows = listText(answer.rows, { columns, empty: 'No rows found' }, format, call.terminal.outColor);
  return { document: answer, text: format === 'table' ? `${rows}\n\n${summaryText(answer.summary)}` : rows };
}

const columns = [
  { name: 'seq', value: (row: JsonObject) => row['seq'] },
  { name: 'ts', value: (row: JsonObject) => row['ts'] },
  { name: 'type', value: (row: JsonObject) => row['type'] },
  { name: 'node', value: (row: JsonObject) => row['node_id'] },
  { name: 'what', value: whatOf },
];

/** The word of a row that tells most. */
function whatOf(row: JsonObject): unknown {
  const keys = ['decision', 'event_type', 'outcome', 'attempts', 'status'];
  return keys.map((key) => row[key]).find((value) => value !== undefined);
}

function summaryText({ row_counts, stage, corrupt_rows }: Result<'run/runlog'>['summary']): string {
  const counts = Object.entries(row_counts).map(([type, count]) => `${type}=${count}`);
  return [
    counts.join(' '),
    `retry_count=${stage.retry_count} failure_count=${stage.failure_count} max_attempts=${stage.max_attempts} corrupt_rows=${corrupt_rows}`,
  ].join('\n');
}

async function graph(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('run/graph', { run_id: call.given.argument(0) });
  return { document: answer, text: jsonText(answer, 2) };
}

async function evaluate(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('run/eval', { run_id: call.given.argument(0) });
  const lines = answer.checks.map(
    ({ name, passed, details }) => `${passed ? 'pass' : 'FAIL'} ${name}: ${details}`,
  );
  const rate = `stage_trace_coverage_rate ${answer.metrics.stage_trace_coverage_rate}`;
  const exit = answer.pass_fail ? 0 : 1;
  return { document: answer, text: [...lines, rate].join('\n'), exit };
}
