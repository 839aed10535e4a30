import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#protocol/errors';
import { openDoor } from '../door/connect';
import { isAlive, readServerFile } from '../door/serverFile';
import type { Invocation } from '../invocation';

const patienceMs = 10_000;

/** Ends the server of a workspace and waits until its process is gone; undefined when none lived. */
export async function stopServer({ globals, env, version }: Invocation): Promise<number | undefined> {
  const file = readServerFile(globals.root);
  const door = file && (await openDoor({ root: globals.root, token: globals.token, env, version }, file));
  if (!file || !door) {
    return undefined;
  }
  try {
    await door.request('server/stop', {});
  } finally {
    door.close();
  }
  const deadline = Date.now() + patienceMs;
  while (isAlive(file.pid) || readServerFile(globals.root)?.pid === file.pid) {
    if (Date.now() > deadline) {
      throw new AppError('INTERNAL', `the server (pid ${file.pid}) was asked to stop and still lives`);
    }
    await delay(20);
  }
  return file.pid;
}
