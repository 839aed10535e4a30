import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventView, SpanView } from '#protocol/methods/records';
import { asWritten } from '#protocol/translation/tell';
import { ConsoleTracer } from '../../server/src/cli/run/tracing/consoleTracer';
import type { Tracer } from '../../server/src/cli/run/tracing/tracer';
import { Tracing } from '../../server/src/cli/run/tracing/tracing';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { ids, serverWith } from './gateServer';
import { scriptedDoor } from './scriptedDoor';
import { scriptedTerminal } from './scriptedTerminal';
import { runScripted } from './scriptedWorld';

const span = (span_id: string, parent_span_id: string | null, end_us: number | null, kind = 'step') =>
  ({
    ...{ trace_id: 't', span_id, parent_span_id, kind, name: span_id, status: 'OK', error: null },
    ...{ timeout: false, start_us: 0, end_us },
  }) as unknown as SpanView;
const event = (type: string, more: Partial<EventView> = {}) =>
  ({
    type,
    run_id: 'run-1',
    span_id: null,
    ts: 'T',
    level: 'info',
    summary: 's',
    payload: {},
    ...more,
  }) as EventView;

/** A tracer that notes what it is told. */
function notingTracer(told: string[]): Tracer {
  return {
    name: 'console',
    onSpanStart: ({ span_id }) => void told.push(`start ${span_id}`),
    onSpanEnd: ({ span_id }) => void told.push(`end ${span_id}`),
    onEvent: (traced) => void told.push(`event ${Object.values(traced).map(String).join(' ')}`),
  };
}

/** A tracer of which nothing works. */
const throwing: Tracer = {
  name: 'otel',
  onSpanStart: () => fail(),
  onSpanEnd: () => fail(),
  onEvent: () => fail(),
};

function fail(): never {
  throw new Error('the sink is gone');
}

describe('tracers', () => {
  it('FLOW-24: are told of each span once when it starts and once when it ends, and of each event', async () => {
    let spans = [span('root', null, null, 'run')];
    const told: string[] = [];
    const tracing = new Tracing(scriptedDoor({ 'trace/show': () => ({ trace_id: 't', spans }) }), [
      notingTracer(told),
    ]);
    tracing.event(event('step.started', { span_id: 'root', level: 'debug', payload: 1 }));
    await tracing.finish();
    spans = [span('root', null, null, 'run'), span('a', 'root', 5)];
    tracing.event(event('attempt.retry'));
    tracing.event(event('step.succeeded'));
    await tracing.finish();
    await tracing.finish();
    deepStrictEqual(told, [
      'start root',
      'event t root T step.started debug s 1',
      ...['start a', 'end a'],
      'event t null T attempt.retry info s [object Object]',
      'event t null T step.succeeded info s [object Object]',
    ]);
    strictEqual(tracing.faults.size, 0);
  });

  it('FLOW-24: that throw are counted, and the others hear everything', async () => {
    const told: string[] = [];
    const door = scriptedDoor({ 'trace/show': () => ({ trace_id: 't', spans: [span('root', null, 1)] }) });
    const tracing = new Tracing(door, [throwing, notingTracer(told)]);
    tracing.event(event('run.ended'));
    await tracing.finish();
    deepStrictEqual([...tracing.faults], [['otel', 3]]);
    strictEqual(told.length, 3);
  });

  it('FLOW-24: print spans by depth, coloured by kind only where colours show', () => {
    const terminal = scriptedTerminal(undefined);
    const bright = { ...terminal, sayColor: true };
    for (const tracer of [new ConsoleTracer(terminal, asWritten), new ConsoleTracer(bright, asWritten)]) {
      for (const each of [span('a', 'root', 2000), span('root', null, 3000, 'run')]) {
        tracer.onSpanStart(each);
      }
      tracer.onSpanEnd(span('a', 'root', 2000));
      tracer.onSpanEnd(span('root', null, 3000, 'run'));
      tracer.onEvent({
        ...{ trace_id: 't', span_id: 'a', timestamp: 'T', event_type: 'attempt.retry', level: 'warning' },
        ...{ message: 'again\u001b[2J', attributes: {} },
      });
    }
    const lines = terminal.stderr().trimEnd().split('\n');
    match(lines[0] ?? '', /^ {2}step: a \[OK\] /);
    match(lines[1] ?? '', /^run: root \[OK\] /);
    strictEqual(lines[2], '    * attempt.retry again\\e[2J');
    strictEqual(lines[3]?.startsWith('  \u001b[36mstep:\u001b[39m a '), true);
    strictEqual(lines[4]?.startsWith('\u001b[1mrun:\u001b[22m root '), true);
  });
});

describe('a run whose tracer fails', () => {
  let root: string;
  beforeEach(() => {
    root = temporaryFolder();
    writeFileSync(
      join(root, 'plan.yaml'),
      'schema: plan/1\ntitle: Test\nsteps:\n  - {id: test, uses: shell.run, with: {argv: [npm, test]}}\n',
    );
  });
  afterEach(() => removeFolder(root));

  for (const [end, exit] of [
    ['succeeded', 0],
    ['failed', 1],
  ] as const) {
    it(`FLOW-24: has ${end} all the same, says degraded with a count and tells the server`, async () => {
      const door = serverWith(end, {
        'trace/show': () => fail(),
        'tracer/report': () => ({ tracer_faults: 1 }),
      });
      const grant = door.request;
      const noisy: typeof door = {
        ...door,
        request: async (method, params) => {
          if (method === 'approval/grant') {
            door.notify('event/appended', { events: [event('step.started')] });
          }
          return await grant(method, params);
        },
      };
      const words = ['run', 'plan.yaml', '--tracer', 'console', '--json'];
      const answers = end === 'failed' ? ['y', 'y', 'n'] : ['y', 'y'];
      const ended = await runScripted(words, { root, door: noisy, answers });
      strictEqual(ended.exit, exit, ended.stderr);
      const document = JSON.parse(ended.stdout);
      const degraded = end === 'failed' ? document.details.degraded : document.degraded;
      strictEqual(degraded.count, degraded.tracers.console);
      strictEqual(degraded.count > 0, true);
      const [report] = door.asked.filter(({ method }) => method === 'tracer/report');
      deepStrictEqual(report?.params, { run_id: ids.run_id, tracer: 'console', faults: degraded.count });
      match(ended.stderr, /^degraded: tracer console failed \d+ time\(s\)$/m);
    });
  }

  it('FLOW-24: says nothing of it when none does', async () => {
    const door = serverWith('succeeded', { 'trace/show': () => ({ trace_id: 't', spans: [] }) });
    const words = ['run', 'plan.yaml', '--tracer', 'console'];
    const { stdout, stderr } = await runScripted(words, { root, door, answers: ['y', 'y'] });
    strictEqual('degraded' in JSON.parse(stdout), false);
    strictEqual(stderr.includes('degraded'), false);
  });
});
