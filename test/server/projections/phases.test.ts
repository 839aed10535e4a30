import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import type { RunView } from '#protocol/methods/runs';
import { phaseLines } from '../../../server/src/cli/run/logs/phaseLines';
import type { RunProjection } from '../../../server/src/core/report/projection/runProjection';
import { afterDeath, command, type Departure, type Journey, journey, planText } from '../../support/journey';
import { exported } from './directories';

/** How a run of two steps comes into a phase, and what its cursor then says. */
interface Phase {
  readonly phase: string;
  readonly status: RunView['status'];
  readonly world?: Departure;
  /** The policy of the run alone. */
  readonly policy?: JsonObject;
  /** What happens once the run was started. */
  readonly lead?: (made: Journey) => Promise<Journey | undefined>;
  readonly cursor: Readonly<Record<string, unknown>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly end: string | null;
  /** What `run` says between the line of the cursor and those of the summary. */
  readonly said?: string;
}

const first = { current_step: 1, next_instruction_id: 'make' };
const second = { current_step: 2, next_instruction_id: 'ship' };
const failing = { program: ({ argv: [name] }: { readonly argv: readonly string[] }) => ends(name) };
const ends = (name: string | undefined) => (name === 'ship' ? { exitCode: 3 } : {});
/** Works until it is told to stop. */
const hanging: Departure = {
  program: ({ signal }) =>
    new Promise((done) => signal.addEventListener('abort', () => done({ hangs: true }), { once: true })),
};

const phases: readonly Phase[] = [
  {
    ...{ phase: 'done', status: 'succeeded', end: 'done', counts: { success_count: 2 } },
    cursor: { current_step: 1, last_done: true, last_done_reason: 'done', next_instruction_id: null },
  },
  {
    ...{ phase: 'failed', status: 'failed', end: 'step_failed', world: failing },
    counts: { success_count: 1, fail_count: 1, stopped_count: 1 },
    said: 'stopped phase=failed step=2',
    cursor: { ...second, last_done_reason: "step_failed: 'ship' ended with exit code 3" },
  },
  {
    ...{ phase: 'deny', status: 'denied', end: 'deny' },
    world: { policy: 'schema: policy/1\npermissions: {deny_if_contains: [ship]}\n' },
    counts: { success_count: 1, denied_count: 1, stopped_count: 1 },
    said: "deny deny_if_contains 'ship' matched",
    cursor: { ...second, last_done_reason: "deny: deny_if_contains 'ship' matched" },
  },
  {
    ...{ phase: 'fatal_error', status: 'failed', end: 'fatal_error' },
    world: { program: ({ argv: [name] }) => (name === 'ship' ? Promise.reject(new Error('broken')) : {}) },
    counts: { success_count: 1, fail_count: 1, fatal_error_count: 1, stopped_count: 1 },
    said: 'fatal_error broken',
    cursor: { ...second, last_done_reason: 'fatal_error: broken' },
  },
  {
    ...{ phase: 'max_steps_reached', status: 'failed', end: 'max_steps_reached' },
    policy: { limits: { max_steps: 1 } },
    counts: { success_count: 1, skipped_count: 1, stopped_count: 1 },
    said: 'stopped phase=max_steps_reached step=2',
    cursor: { ...second, last_done_reason: 'max_steps_reached: 1' },
  },
  {
    ...{ phase: 'cancelled', status: 'cancelled', end: 'cancelled', world: hanging },
    lead: async (made) => {
      await made.reach('running');
      await made.server.request('run/cancel', { run_id: made.run_id, reason: 'enough' });
      return undefined;
    },
    counts: { skipped_count: 1, stopped_count: 1 },
    said: 'stopped phase=cancelled step=1',
    cursor: { ...first, last_done_reason: 'cancelled: enough' },
  },
  {
    ...{ phase: 'cancelled', status: 'cancelled', end: 'cancelled', world: { profile: 'standard' } },
    lead: async (made) => {
      await made.grant('make');
      await made.request('ship');
      await made.server.request('run/cancel', { run_id: made.run_id, reason: 'enough' });
      return undefined;
    },
    counts: { success_count: 1, skipped_count: 1, stopped_count: 1 },
    said: 'stopped phase=cancelled step=2',
    cursor: { ...second, last_done_reason: 'cancelled: enough' },
  },
  {
    ...{ phase: 'execute', status: 'running', end: null, world: hanging, counts: {} },
    cursor: { ...first, previous_phase: null },
  },
  {
    ...{ phase: 'awaiting_approval', status: 'awaiting_approval', end: null },
    world: { profile: 'standard' },
    counts: {},
    cursor: first,
  },
  {
    ...{ phase: 'awaiting_approval', status: 'awaiting_approval', end: null },
    world: { profile: 'standard' },
    lead: async (made) => {
      await made.grant('make');
      await made.request('ship');
      return undefined;
    },
    counts: { success_count: 1 },
    cursor: second,
  },
  {
    ...{ phase: 'paused', status: 'paused', end: null, world: hanging, counts: {} },
    lead: async (made) => {
      await made.reach('running');
      await made.server.request('run/pause', { run_id: made.run_id });
      return undefined;
    },
    cursor: first,
  },
  {
    ...{ phase: 'interrupted', status: 'interrupted', end: null, world: hanging, counts: {} },
    lead: (made) => afterDeath(made),
    cursor: first,
  },
];

const none = {
  ...{ success_count: 0, fail_count: 0, denied_count: 0, fatal_error_count: 0 },
  ...{ stopped_count: 0, skipped_count: 0 },
};

/** Starts a run of two steps and leads it into its phase. */
async function led({ world, policy, lead, status }: Phase): Promise<Journey> {
  const steps = [command('make', 'make'), command('ship', 'ship', { needs: ['make'] })];
  const text = planText(steps.map((step) => ({ ...step, risk: 'medium' })));
  const started = await (await journey(text, world)).start(policy === undefined ? {} : { policy });
  const made = (await lead?.(started)) ?? started;
  await made.reach(status);
  return made;
}

/** What `run` says of it: one line of what has not ended. */
function lines({ phase, cursor, end, said }: Phase, stepCount: number): readonly string[] {
  const isDone = phase === 'done' ? 'True' : 'False';
  const place = `phase_state phase=${phase} step=${String(cursor['current_step'])} done=${isDone}`;
  const halt = said === undefined ? [] : [said];
  const latest = `latest_step step_00${stepCount}.json total=${stepCount}`;
  return end === null
    ? [place]
    : [place, ...halt, latest, 'phase_summary exists stop_on_deny=True', `end_reason ${end}`];
}

describe('a run in each phase', () => {
  for (const one of phases) {
    const { phase, cursor, counts, end } = one;
    const place = `${phase} at step ${String(cursor['current_step'])}`;
    it(`OPS-02, OPS-08, OPS-10, OPS-15: is told as ${place}, with its counts and its end`, async () => {
      const { server, run_id } = await led(one);
      const [written] = Object.values(await exported(server, run_id, 'phase-state'));
      const { updated_at, ...state } = JSON.parse(written ?? '');
      assert.match(updated_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.deepEqual(state, {
        ...{ current_phase: phase, previous_phase: 'execute', last_done: false, last_done_reason: null },
        ...{ job_index: null, ...cursor },
      });
      const projection = (await server.request('projection/show', { run_id })) as unknown as RunProjection;
      const { phase_state, phase_summary: all, step_logs } = projection;
      const phase_summary = end === null ? null : all;
      assert.deepEqual(phaseLines({ phase_state, phase_summary }), lines(one, step_logs.length));
      const { success_count, fail_count, denied_count, fatal_error_count, stopped_count, skipped_count } =
        all;
      assert.deepEqual(
        { success_count, fail_count, denied_count, fatal_error_count, stopped_count, skipped_count },
        { ...none, ...counts },
      );
      assert.deepEqual([all.end_reason, all.current_phase, all.job_loop.completed], [end, phase, false]);
      const summary = Object.values(await exported(server, run_id, 'summary'));
      assert.ok(summary.some((text) => text.startsWith(`phase=${phase} `)));
    });
  }
});
