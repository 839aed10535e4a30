import { createHash } from 'node:crypto';
import type { SpanKind } from '../../../server/src/protocol/rows';
import type { Write } from '../../../server/src/runtime/storePort';
import { samplePlan, sampleRun, sampleSession, sampleSpan } from '../../store/sampleRows';

/** One span of the sample as a line: when it began and how long it took in seconds, and what hangs below it. */
interface Drawn {
  readonly name: string;
  readonly kind: SpanKind;
  readonly at: number;
  readonly takes: number;
  readonly error?: string;
  readonly has?: Readonly<Record<string, string | number | boolean>>;
  readonly below?: readonly Drawn[];
}

const approval = (at: number, decision: string, more: Drawn['has'] = {}): Drawn => ({
  name: 'holdpoint.approval step',
  kind: 'gate',
  at,
  takes: 40,
  has: { 'holdpoint.approval.decision': decision, 'holdpoint.approval.principal': 'user:mika', ...more },
});

const denied = (at: number): Drawn => ({
  name: 'holdpoint.policy',
  kind: 'gate',
  at,
  takes: 0,
  has: { 'holdpoint.policy.decision': 'deny', 'holdpoint.policy.rule_id': 'no-force-push' },
});

const tool = (at: number, takes: number, name: string, more: Partial<Drawn> = {}): Drawn => ({
  name: `execute_tool ${name}`,
  kind: 'tool',
  at,
  takes,
  ...more,
  has: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name, ...more.has },
});

const chat = (at: number, tokens: number): Drawn => ({
  name: 'chat mock-1',
  kind: 'llm',
  at,
  takes: 90,
  has: { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.output_tokens': tokens },
});

const step = (
  at: number,
  takes: number,
  id: string,
  below: readonly Drawn[],
  more: Partial<Drawn> = {},
): Drawn => ({
  name: `holdpoint.step ${id}`,
  kind: 'step',
  at,
  takes,
  below,
  ...more,
  has: { 'holdpoint.step.id': id, 'holdpoint.step.attempt': 1, ...more.has },
});

/** Four runs of one morning; each of the ready-made queries has something to find in them. */
const morning: readonly Drawn[] = [
  {
    name: 'invoke_workflow Release 1.4',
    kind: 'run',
    at: 0,
    takes: 200,
    below: [
      step(1, 30, 'test', [tool(2, 28, 'test.run', { has: { 'process.exit.code': 0 } })]),
      step(32, 160, 'deploy', [
        approval(33, 'approved'),
        tool(74, 110, 'shell.run', { has: { 'process.exit.code': 0 } }),
      ]),
    ],
  },
  {
    name: 'invoke_workflow Release 1.5',
    kind: 'run',
    at: 1800,
    takes: 120,
    error: 'step publish failed',
    below: [
      step(1801, 20, 'patch', [
        tool(1802, 12, 'apply_patch', {
          below: [{ name: 'git commit', kind: 'git', at: 1803, takes: 2, error: 'nothing to commit' }],
        }),
      ]),
      step(1822, 50, 'deploy', [tool(1823, 48, 'shell.run', { has: { 'process.exit.code': 0 } })]),
      step(
        1873,
        40,
        'publish',
        [tool(1874, 30, 'shell.run', { error: 'exit code 1', has: { 'process.exit.code': 1 } })],
        { error: 'exit code 1', has: { 'holdpoint.step.attempt': 2 } },
      ),
    ],
  },
  {
    name: 'invoke_workflow Clean the branches',
    kind: 'run',
    at: 3600,
    takes: 90,
    error: 'denied',
    below: [
      step(3601, 3, 'first', [denied(3602)]),
      step(3605, 3, 'second', [denied(3606)]),
      step(3609, 3, 'third', [denied(3610)]),
      step(3613, 60, 'remove', [
        approval(3614, 'rejected', {
          'holdpoint.approval.reason': 'that branch is still in use',
          'gen_ai.tool.name': 'shell.run',
        }),
      ]),
    ],
  },
  {
    name: 'invoke_workflow Draft the notes',
    kind: 'run',
    at: 5400,
    takes: 400,
    below: [
      step(5401, 380, 'draft', [chat(5402, 9000), chat(5500, 12_500), tool(5600, 4, 'write_file_preview')]),
    ],
  },
];

const startUs = Date.parse('2026-03-02T08:00:00.000Z') * 1000;

/** Everything that must be written to find the four runs in a store; ids and times are always the same. */
export function guideRecord(): Write[] {
  return [
    { op: 'insert', table: 'sessions', row: sampleSession('session_guide') },
    { op: 'insert', table: 'plans', row: samplePlan('plan_1', 'session_guide') },
    ...morning.flatMap((root, number) => {
      const run_id = `run-${number + 1}`;
      const trace_id = hex(root.name, 32);
      const run: Write = {
        op: 'insert',
        table: 'runs',
        row: sampleRun(run_id, 'session_guide', { trace_id }),
      };
      return [run, ...spanWrites(root, { run_id, trace_id, parent: null })];
    }),
  ];
}

interface Place {
  readonly run_id: string;
  readonly trace_id: string;
  readonly parent: string | null;
}

function spanWrites(drawn: Drawn, { run_id, trace_id, parent }: Place): Write[] {
  const span_id = hex(`${trace_id} ${drawn.name} ${drawn.at}`, 16);
  const start_us = startUs + drawn.at * 1_000_000;
  const row = sampleSpan(span_id, run_id, {
    trace_id,
    parent_span_id: parent,
    kind: drawn.kind,
    name: drawn.name,
    status: drawn.error === undefined ? 'OK' : 'ERROR',
    error: drawn.error ?? null,
    attributes: JSON.stringify(drawn.has ?? {}),
    start_us,
    end_us: start_us + drawn.takes * 1_000_000,
  });
  const inner = (drawn.below ?? []).flatMap((one) => spanWrites(one, { run_id, trace_id, parent: span_id }));
  return [{ op: 'insert', table: 'spans', row }, ...inner];
}

function hex(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
