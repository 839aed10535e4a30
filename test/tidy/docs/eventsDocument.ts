import { eventTypes, sources } from '#protocol/events';
import { code, heading, table } from './markdown';

/** docs/EVENTS.md: every type of event with the older names that find the same row. */
export function eventsDocument(): string {
  const rows = Object.entries(eventTypes).map(([type, aliases]) => [
    code(type),
    aliases.map((alias) => code(alias)).join(' ') || '–',
  ]);
  return [
    heading('Events', 'server/src/protocol/events.ts'),
    'An event is an append-only fact: `{seq, id, ts, session_id, run_id, step_id, attempt, span_id, type, level, summary,',
    'payload, actor, source, client_message_id, prev_hash, hash}`. `hash` covers the event and `prev_hash`, so that a',
    'flipped byte anywhere is found by `holdpoint audit verify`.',
    '',
    table(['type', 'also found as'], rows),
    '',
    '## Sources',
    '',
    `Every event names the door it came through: ${sources.map((source) => code(source)).join(' ')}.`,
    '',
  ].join('\n');
}
