import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#protocol/errors';
import type { Invocation } from '../invocation';

const patienceMs = 10_000;

/** The address of the server that a command speaks to by HTTP; undefined where it is the one of the folder. */
export function addressElsewhere({ globals, env }: Pick<Invocation, 'globals' | 'env'>): string | undefined {
  const address = (globals.baseUrl ?? env['HOLDPOINT_BASE_URL'] ?? '').replace(/\/+$/, '');
  return address === '' ? undefined : address;
}

/** Refuses a command that works on this machine alone, so that nobody takes what it says for news of another. */
export function refuseElsewhere(call: Pick<Invocation, 'globals' | 'env'>, what: string): void {
  const address = addressElsewhere(call);
  if (address !== undefined) {
    throw new AppError(
      'BAD_REQUEST',
      `${what}: not at ${address}; leave --base-url and HOLDPOINT_BASE_URL out`,
    );
  }
}

/** Asks the server at an address to end and waits until nobody answers there. */
export async function stopElsewhere(call: Invocation, address: string): Promise<number> {
  const door = await call.connect();
  const { pid } = await door.request('server/status', {});
  await door.request('server/stop', {});
  const deadline = Date.now() + patienceMs;
  while (await answers(address)) {
    if (Date.now() > deadline) {
      throw new AppError('INTERNAL', `the server at ${address} was asked to stop and still answers`);
    }
    await delay(20);
  }
  return pid;
}

async function answers(address: string): Promise<boolean> {
  const asked = fetch(`${address}/health`, { signal: AbortSignal.timeout(patienceMs), redirect: 'manual' });
  return await asked.then(
    () => true,
    () => false,
  );
}
