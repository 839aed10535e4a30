import { type EventType, eventTypes } from '#protocol/events';
import type { EventQuery } from '../../../runtime/storePort';
import { expressionQuery, literalQuery, type TextQuery } from '../text/textQuery';

/** The columns of an event that a query may fix. */
export const filterColumns = ['session_id', 'run_id', 'step_id'] as const;

/** Types named by themselves or by an older name; an unknown name finds nothing. */
export function typesNamed(names: readonly string[]): readonly EventType[] {
  const table: Readonly<Record<string, readonly string[]>> = eventTypes;
  const all = Object.keys(eventTypes) as readonly EventType[];
  return all.filter((type) => names.some((name) => name === type || table[type]?.includes(name)));
}

/** The search that a query asks for; undefined when it asks for none. */
export function textQueryOf(query: EventQuery): TextQuery | undefined {
  const text = query.text ?? '';
  const parsed = query.syntax === true ? expressionQuery(text) : literalQuery(text);
  return parsed.length === 0 ? undefined : parsed;
}
