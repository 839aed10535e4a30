import type { Disposable } from 'vscode';
import type { Result } from '#protocol/methods';
import type { EventView } from '#protocol/methods/records';
import { isTerminal } from '#protocol/states';
import type { ServerLine } from '../connection/serverLine';
import { Batch } from '../live/batch';
import { isUnreachable } from './isUnreachable';

/** A run with its steps, as `run/show` answers. */
export type RunStanding = Result<'run/show'>;

/** Follows a run to its end and tells how it stands whenever that changed. */
export async function untilOver(
  line: ServerLine,
  run_id: string,
  told: (standing: RunStanding) => void,
): Promise<RunStanding> {
  const heard: Disposable[] = [];
  try {
    return await new Promise<RunStanding>((resolve, reject) => {
      const look = async () => {
        const standing = await line.request('run/show', { run_id });
        isKnown = true;
        told(standing);
        if (isTerminal('run', standing.status)) {
          resolve(standing);
        }
      };
      let isKnown = false;
      // A server that died is brought back, and a run does not end by that: how it stands is asked again then.
      const failed = (error: unknown) => (isKnown && isUnreachable(error) ? undefined : reject(error));
      const news = new Batch<string>(look, failed, { delayMs: 50 });
      heard.push(
        news,
        line.onDidConnect(() => news.add(run_id)),
        line.on('run/changed', (changed) => news.add(...(changed.run_id === run_id ? [run_id] : []))),
        line.on('event/appended', ({ events }) => {
          const own = (events as readonly EventView[]).filter((event) => event.run_id === run_id);
          news.add(...own.map(() => run_id));
        }),
      );
      news.add(run_id);
    });
  } finally {
    for (const one of heard) {
      one.dispose();
    }
  }
}
