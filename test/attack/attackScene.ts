import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '#protocol/errors';
import { approveAll, type PlanOptions, planText } from '../support/planRun';
import { scratchRepository } from '../support/scratchRepository';
import type { SocketPeer } from '../support/socketPeer';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { treeState } from '../support/treeState';

type Step = Readonly<Record<string, unknown>>;

/** A real server over a real repository, with a neighbour's folder that nobody may reach. */
export interface AttackScene {
  readonly root: string;
  /** A folder beside the workspace. */
  readonly outside: string;
  readonly server: TestServer;
  readonly peer: SocketPeer;
  /**
   * Carries a plan as far as it gets under a person who says yes to everything, and demands that it was refused with
   * one of these codes and that neither workspace nor neighbour was touched.
   */
  refuses(steps: readonly Step[], codes: readonly ErrorCode[], options?: PlanOptions): Promise<string>;
  /** Demands that nothing differs from when `act` began. */
  untouched<T>(act: () => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

/** Starts a server over a repository with these files. */
export async function attackScene(files: Readonly<Record<string, string>> = {}): Promise<AttackScene> {
  const root = scratchRepository(files);
  const outside = temporaryFolder();
  writeFileSync(join(outside, 'neighbour.txt'), 'not yours\n');
  const server = await startServer(root);
  const peer = await server.peer();
  const untouched = async <T>(act: () => Promise<T>) => {
    const before = [treeState(root), treeState(outside)];
    const answer = await act();
    assert.deepEqual([treeState(root), treeState(outside)], before);
    return answer;
  };
  return {
    root,
    outside,
    server,
    peer,
    untouched,
    refuses: (steps, codes, options) =>
      untouched(async () => {
        const { code, message } = await outcomeOf(peer, steps, options);
        assert.ok(codes.includes(code as ErrorCode), `${code}: ${message}`);
        return message;
      }),
    end: async () => {
      peer.close();
      await server.stop();
      removeFolder(root);
      removeFolder(outside);
    },
  };
}

/** The code with which the door, or the first step that was stopped, refused a plan; `none` when all went through. */
async function outcomeOf(
  peer: SocketPeer,
  steps: readonly Step[],
  { profile = 'dev', plan = {} }: PlanOptions = {},
): Promise<{ code: string; message: string }> {
  const { id: session_id } = await peer.request('session/create', { safety_profile: profile });
  const text = planText(steps, plan);
  const imported = await attempt(peer, 'plan/import', { session_id, text, file_name: 'plan.json' });
  const approved = imported ?? (await attempt(peer, 'plan/approve', { session_id, version: 1 }));
  const refused = approved ?? (await attempt(peer, 'run/start', { session_id }));
  if (refused !== undefined) {
    return refused;
  }
  const { run_id } = await peer.request('session/show', { session_id });
  const run = await approveAll(peer, run_id ?? '');
  const stopped = run.steps.find(({ error }) => error !== null);
  return (
    stopped?.error ?? {
      code: run.status === 'succeeded' ? 'none' : run.status,
      message: String(run.end_reason),
    }
  );
}

async function attempt(
  peer: SocketPeer,
  method: 'plan/import' | 'plan/approve' | 'run/start',
  params: object,
): Promise<{ code: string; message: string } | undefined> {
  try {
    await peer.connection.sendRequest(method, params);
    return undefined;
  } catch (error) {
    const { data } = error as { data: { error_code: string; message: string; details?: unknown } };
    return { code: data.error_code, message: `${data.message} ${JSON.stringify(data.details)}` };
  }
}
