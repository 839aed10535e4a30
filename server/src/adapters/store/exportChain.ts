import type { ChainVerdict, Store } from '../../runtime/storePort';
import { ChainWalk, type Tombstone } from './record/chain';

const eventsAtOnce = 500;

/** The whole chain of a store as lines of NDJSON: events, and tombstones where events were removed. */
export async function* exportChain(store: Store): AsyncGenerator<string> {
  const stones = [...(await store.tombstones())];
  for (let after = 0; ; ) {
    const { items } = await store.events({ after_seq: after, limit: eventsAtOnce });
    for (const event of items) {
      while (stones[0] !== undefined && stones[0].first_seq < event.seq) yield stoneLine(stones.shift());
      yield JSON.stringify(event);
      after = event.seq;
    }
    if (items.length < eventsAtOnce) break;
  }
  for (const stone of stones) yield stoneLine(stone);
}

/** Verifies an exported chain without its store; `broken` names the first event that was changed. */
export async function verifyExport(lines: AsyncIterable<string>): Promise<ChainVerdict> {
  const walk = new ChainWalk();
  for await (const line of lines) if (line.trim() !== '') verifyLine(walk, line);
  return walk.verdict();
}

function verifyLine(walk: ChainWalk, line: string): void {
  const entry = parsed(line);
  if (entry === undefined) walk.fault('the line is not a JSON object');
  else if (entry['tombstone'] === true) walk.tombstone(entry as unknown as Tombstone);
  else walk.event(entry);
}

function stoneLine(stone: Tombstone | undefined): string {
  return JSON.stringify({ tombstone: true, ...stone });
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
