import { visible } from '#protocol/shown/visible';
import type { Door } from '../../door/door';
import type { Journey } from '../journey';

/** Fires when one of these approvals is decided at any door, this one included. */
export function elsewhereSignal(
  door: Door,
  ids: readonly string[],
): { readonly signal: AbortSignal; readonly stop: () => void } {
  const decided = new AbortController();
  const stop = door.on('approval/changed', ({ approval_id, status }) => {
    if (ids.includes(approval_id) && status !== 'requested') {
      decided.abort();
    }
  });
  return { signal: decided.signal, stop };
}

/** Says who decided what, when and where. */
export async function decidedElsewhere({ call, door }: Journey, ids: readonly string[]): Promise<void> {
  const { messages, terminal } = call;
  for (const approval_id of ids) {
    const { status, actor, decided_at, source } = await door.request('approval/show', { approval_id });
    if (status !== 'requested') {
      const told =
        actor === null || decided_at === null
          ? messages.goneElsewhere(status)
          : messages.decidedElsewhere(visible(actor), decided_at, source ?? '?', status);
      terminal.say(told);
    }
  }
}
