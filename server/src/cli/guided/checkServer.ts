import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#protocol/errors';
import { readServerFile } from '../door/serverFile';
import type { Call, Outcome } from '../invocation';
import { CheckList } from './checks';
import { addressElsewhere } from './elsewhere';

const patienceMs = 5000;

/** A plan that only looks. */
const harmless = {
  title: 'Check',
  steps: [{ id: 'look', title: 'Look', tool: 'list_dir', inputs: { path: '.' } }],
};

/**
 * Looks over HTTP whether a server does its duty (LOG-21): it lives, it answers nobody without a token, it carries a plan out
 * as a dry run. The session of that run is deleted again.
 */
export async function checkServer(call: Call): Promise<Outcome> {
  const checks = new CheckList();
  let address = '';
  await checks.check('health', async () => {
    const { status, version, pid } = await (await call.connect()).request('server/status', {});
    address = addressElsewhere(call) ?? (await ownAddress(call.globals.root));
    await expectStatus(200, `${address}/health`);
    return `${status}, version ${version}, pid ${pid}, ${address}`;
  });
  await checks.check('token', async () => {
    await expectStatus(401, `${address}/api/v1/runs`);
    await expectStatus(401, `${address}/api/v1/runs`, 'not-the-token');
    return 'no token and a wrong one are refused';
  });
  await checks.check('dry_run', () => dryRun(call));
  return checks.outcome(call);
}

async function dryRun(call: Call): Promise<string> {
  const door = await call.connect();
  try {
    const { run_id } = await door.request('run/simulate', { plan: harmless });
    const { session_id, status } = await door.request('run/show', { run_id });
    await door.request('session/delete', { session_id });
    return `1 step, ${status}; nothing of it is kept`;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'FORBIDDEN') {
      throw error;
    }
    const text = JSON.stringify(harmless);
    const answer = await door.request('plan/validate', { text, file_name: 'check.json' });
    if (!answer.ok) {
      throw new Error(answer.errors.map(({ message }) => message).join('; '));
    }
    return 'this token may not run plans; 1 step was judged instead';
  }
}

/** A server says where its HTTP door is a moment after it has started. */
async function ownAddress(root: string): Promise<string> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const address = readServerFile(root)?.base_url;
    if (typeof address === 'string') {
      return address;
    }
    if (Date.now() > deadline) {
      throw new Error('the server has no HTTP door; its log says why');
    }
    await delay(20);
  }
}

async function expectStatus(expected: number, url: string, token?: string): Promise<void> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(patienceMs);
  const { status } = await fetch(url, { headers, signal, redirect: 'manual' }).catch((error: Error) => {
    throw new Error(
      `${url} does not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    );
  });
  if (status !== expected) {
    throw new Error(`${url} answered ${status}, not ${expected}`);
  }
}
