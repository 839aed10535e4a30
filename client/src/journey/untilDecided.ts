import type { Disposable, Event } from 'vscode';
import type { EventView } from '#protocol/methods/records';
import type { ServerLine } from '../connection/serverLine';
import { isUnreachable } from './isUnreachable';

/** What came of the question whether a plan version may run. */
export type PlanDecision = 'approved' | 'refused' | 'given up';

/** Who may give up waiting; a cancellation token of the editor is one. */
export interface GivingUp {
  readonly isCancellationRequested: boolean;
  readonly onCancellationRequested: Event<unknown>;
}

/** Waits until somebody, at any door, has decided about a plan version. */
export async function untilDecided(
  line: ServerLine,
  plan: { readonly session_id: string; readonly version: number },
  givingUp: GivingUp,
): Promise<PlanDecision> {
  const heard: Disposable[] = [];
  try {
    return await new Promise<PlanDecision>((resolve, reject) => {
      let isKnown = false;
      // A server that died is brought back, and what it knew is asked again then.
      const failed = (error: unknown) => (isKnown && isUnreachable(error) ? undefined : reject(error));
      const look = () => {
        standing(line, plan).then((decision) => {
          isKnown = true;
          if (decision !== undefined) {
            resolve(decision);
          }
        }, failed);
      };
      heard.push(
        givingUp.onCancellationRequested(() => resolve('given up')),
        line.onDidConnect(look),
        line.on('event/appended', ({ events }) => {
          if ((events as readonly EventView[]).some((event) => isAbout(event, plan.session_id))) {
            look();
          }
        }),
      );
      if (givingUp.isCancellationRequested) {
        resolve('given up');
      }
      look();
    });
  } finally {
    for (const one of heard) {
      one.dispose();
    }
  }
}

function isAbout({ type, session_id }: EventView, session: string): boolean {
  return session_id === session && /^(plan|session|approval)[.]/.test(type);
}

async function standing(
  line: ServerLine,
  { session_id, version }: { readonly session_id: string; readonly version: number },
): Promise<PlanDecision | undefined> {
  const { items } = await line.request('plan/list', { session_id, limit: 500 });
  const plan = items.find((one) => one.version === version);
  const isNewest = items.every((one) => one.version <= version);
  if (plan?.status === 'approved') {
    return 'approved';
  }
  return plan?.status === 'validated' && isNewest ? undefined : 'refused';
}
