import type { SenderLine, Watcher } from '../../transports/discord/discordDesk';
import type { Log } from '../../transports/log';
import type { Door } from '../door/door';

const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** What a watch needs. */
export interface WatchOptions {
  /** Opens a line that only looks; the first time a server may be started for it. */
  readonly connect: (choice: { readonly isFirst: boolean }) => Promise<Door>;
  readonly log: Log;
}

/** Keeps a line to the server of the workspace, as long as it is watched, over the death of the server. */
export function watchServer(options: WatchOptions, watcher: Watcher): () => void {
  const leaving = new AbortController();
  void keepWatch(options, watcher, leaving.signal);
  return () => leaving.abort();
}

async function keepWatch(options: WatchOptions, watcher: Watcher, leaving: AbortSignal): Promise<void> {
  for (let isFirst = true, pauseMs = firstPauseMs; !leaving.aborted; isFirst = false) {
    const door = await options.connect({ isFirst }).catch((error: unknown) => {
      if (isFirst) {
        options.log.warning('the server cannot be reached', { reason: String(error) });
      }
      return undefined;
    });
    if (door === undefined) {
      await pause(pauseMs, leaving);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      continue;
    }
    pauseMs = firstPauseMs;
    if (!(await watched(door, watcher, leaving))) {
      return;
    }
    options.log.warning('the server has gone; it is looked for until it is back');
    watcher.lost();
  }
}

/** Tells what the server tells until one of both leaves; false when it was us. */
async function watched(door: Door, watcher: Watcher, leaving: AbortSignal): Promise<boolean> {
  const line: SenderLine = {
    ask: (method, params) => door.request(method, params),
    close: () => undefined,
  };
  const offs = [
    door.on('approval/changed', ({ approval_id }) => watcher.approvalChanged(line, approval_id)),
    door.on('run/changed', ({ run_id, status }) => watcher.runChanged(line, run_id, status)),
  ];
  watcher.attached(line);
  await Promise.race([door.closed, aborted(leaving)]);
  for (const off of offs) {
    off();
  }
  door.close();
  return !leaving.aborted;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function pause(milliseconds: number, leaving: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    leaving.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
