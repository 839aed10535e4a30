import type { EventView } from '#protocol/methods/records';
import { visible } from '#protocol/shown/visible';
import type { Speech } from '../../shown/speech';
import type { Icon } from '../../shown/stateIcon';
import { momentText } from '../../shown/timeText';
import { told } from '../../shown/told';
import { type TreeRow, treeRow } from '../treeRow';

/** An event of the record that a search found; opening it shows its place in the trace. */
export function eventRow(event: EventView, { language, now }: Speech): TreeRow {
  const { id, summary, type, actor, ts, session_id, run_id, step_id, span_id } = event;
  return treeRow({
    id: `event/${id}`,
    kind: run_id === null ? 'event' : 'event.inRun',
    label: visible(told(summary)),
    icon: levelIcon(event),
    details: [type, visible(actor), momentText(ts, now, language)],
    ...(run_id !== null && { opens: 'holdpoint.run.showTrace' }),
    subject: {
      ...(session_id !== null && { session_id }),
      ...(run_id !== null && { run_id }),
      ...(step_id !== null && { step_id }),
      ...(span_id !== null && { span_id }),
    },
  });
}

/** How serious an event is, as a picture. */
export function levelIcon({ level }: Pick<EventView, 'level'>): Icon {
  switch (level) {
    case 'error':
      return { name: 'error', color: 'list.errorForeground' };
    case 'warning':
      return { name: 'warning', color: 'list.warningForeground' };
    default:
      return { name: 'info' };
  }
}
