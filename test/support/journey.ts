import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import type { Caller, Params } from '#protocol/methods';
import type { ApprovalView, PreviewView } from '#protocol/methods/approvals';
import type { EventView, SpanView } from '#protocol/methods/records';
import type { RunView, StepView } from '#protocol/methods/runs';
import type { ProcessRequest } from '../../server/src/runtime/ports';
import { composeMemory, type MemoryServer, type MemoryWorld } from './composeMemory';

/** What the journey of a test starts from. */
export interface Departure extends MemoryWorld {
  readonly profile?: 'strict' | 'standard' | 'dev' | 'ci';
  readonly mode?: 'normal' | 'dry_run';
  readonly scope?: 'plan' | 'remaining';
}

/** A plan's text: the given steps and whatever else it says. */
export function planText(steps: readonly JsonObject[], more: JsonObject = {}): string {
  return JSON.stringify({ schema: 'plan/1', title: 'A plan', steps, ...more });
}

/** A step that runs a scripted program of the given name. */
export function command(id: string, name: string, more: JsonObject = {}): JsonObject {
  return { id, uses: 'shell.run', with: { argv: [name] }, ...more };
}

/** The names of the programs that were asked to run, oldest first. */
export function programsRun(server: MemoryServer): string[] {
  const { requests } = server.context.ports.processes as unknown as { requests: readonly ProcessRequest[] };
  return requests.map(({ argv }) => argv.join(' '));
}

/** One session on a memory server, led by the test. */
export class Journey {
  readonly server: MemoryServer;
  readonly session_id: string;
  run_id = '';

  constructor(server: MemoryServer, session_id: string) {
    this.server = server;
    this.session_id = session_id;
  }

  /** Imports a plan and approves it; answers its version. */
  async approve(text: string, scope: 'plan' | 'remaining' = 'plan'): Promise<number> {
    const { session_id } = this;
    const { version } = await this.server.request('plan/import', {
      session_id,
      text,
      file_name: 'plan.json',
    });
    const { approved } = await this.server.request('plan/approve', { session_id, version, scope });
    assert.equal(approved, true);
    return version;
  }

  async start(params: Partial<Params<'run/start'>> = {}): Promise<this> {
    const { session_id } = this;
    this.run_id = (await this.server.request('run/start', { session_id, ...params })).run_id;
    return this;
  }

  run(): Promise<RunView & { steps: StepView[] }> {
    return this.server.request('run/show', { run_id: this.run_id });
  }

  /** Waits until the run has this status; fails when it ends with another. */
  async reach(status: RunView['status']): Promise<RunView & { steps: StepView[] }> {
    for (let turn = 0; turn < 5_000; turn += 1) {
      const run = await this.run();
      if (run.status === status) {
        return run;
      }
      if (run.ended_at !== null) {
        assert.fail(`the run has ${run.status}: ${run.end_reason?.message}; ${this.faults()}`);
      }
      await turnOfLoop();
    }
    return assert.fail(`the run never was ${status} but ${(await this.run()).status}; ${this.faults()}`);
  }

  async step(id: string): Promise<StepView> {
    const found = (await this.run()).steps.find(({ step_id }) => step_id === id);
    return found ?? assert.fail(`no step ${id}`);
  }

  /** The status of every step that has one, in plan order. */
  async statuses(): Promise<Record<string, string>> {
    return Object.fromEntries((await this.run()).steps.map(({ step_id, status }) => [step_id, status]));
  }

  /** The open request of a step, once it is there. */
  async request(step_id: string): Promise<ApprovalView> {
    for (let turn = 0; turn < 5_000; turn += 1) {
      const open = await this.pending();
      const found = open.find((approval) => approval.step_id === step_id);
      if (found) {
        return found;
      }
      await turnOfLoop();
    }
    return assert.fail(`nobody was asked about ${step_id}; ${JSON.stringify(await this.statuses())}`);
  }

  async pending(): Promise<ApprovalView[]> {
    const { session_id } = this;
    return (await this.server.request('approval/list', { session_id, state: 'requested' })).items;
  }

  /** Waits for a step's request and grants it. */
  async grant(
    step_id: string,
    more: Partial<Params<'approval/grant'>> = {},
    caller: Partial<Caller> = {},
  ): Promise<ApprovalView> {
    const { approval_id } = await this.request(step_id);
    return this.server.request('approval/grant', { approval_id, ...more }, caller);
  }

  async previews(step_id: string): Promise<PreviewView[]> {
    const { approval_id } = await this.request(step_id);
    return (await this.server.request('approval/show', { approval_id })).previews;
  }

  async events(type?: string): Promise<EventView[]> {
    const { session_id } = this;
    const params = { session_id, limit: 500, ...(type === undefined ? {} : { type }) };
    return (await this.server.request('event/list', params)).items;
  }

  /** What the events of a type carry, oldest first. */
  async payloads(type: string): Promise<JsonObject[]> {
    return (await this.events(type)).map(({ payload }) => (payload ?? {}) as JsonObject);
  }

  async spans(name?: string): Promise<SpanView[]> {
    const { spans } = await this.server.request('trace/show', { trace_id: this.run_id });
    return name === undefined ? spans : spans.filter((span) => span.name === name);
  }

  async needsReplan(): Promise<boolean> {
    return (await this.server.request('session/show', { session_id: this.session_id })).needs_replan;
  }

  async file(path: string): Promise<string | undefined> {
    const state = await this.server.workspace.read(path);
    return state && new TextDecoder().decode(state.bytes);
  }

  private faults(): string {
    return `${this.server.faults.map((fault) => (fault instanceof Error ? fault.stack : String(fault))).join('; ')} ${JSON.stringify(this.server.log.lines)}`;
  }
}

/** Creates a session on a server of its own and approves the plan in it. */
export async function journey(
  text: string,
  { profile, mode, scope, ...world }: Departure = {},
): Promise<Journey> {
  const made = await departure({ ...world, ...(profile && { profile }), ...(mode && { mode }) });
  await made.approve(text, scope);
  return made;
}

/** The same session on a new server, after the one before it came to rest and died there. */
export async function afterDeath(made: Journey, world: MemoryWorld = {}): Promise<Journey> {
  for (let turn = 0; turn < 20; turn += 1) {
    await turnOfLoop();
  }
  const server = composeMemory({ ...world, after: made.server });
  await server.recover();
  const next = new Journey(server, made.session_id);
  next.run_id = made.run_id;
  return next;
}

/** Creates a session without a plan on a server of its own. */
export async function departure({
  profile = 'dev',
  mode = 'normal',
  ...world
}: Departure = {}): Promise<Journey> {
  const server = composeMemory(world);
  const { id } = await server.request('session/create', { safety_profile: profile, mode });
  return new Journey(server, id);
}

/** Lets everything that is able to go on do so. */
export function turnOfLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
