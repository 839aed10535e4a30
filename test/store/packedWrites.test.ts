import { deepStrictEqual } from 'node:assert/strict';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import fc from 'fast-check';
import { packWrites, unpackWrites } from '../../server/src/adapters/store/worker/packedWrites';
import type { Write } from '../../server/src/runtime/storePort';
import { eventWrite, sampleRun, sampleSession, sampleSpan } from './sampleRows';

describe('a transaction on its way to the store’s thread', () => {
  const { port1, port2 } = new MessageChannel();
  after(() => port1.close());

  function check(writes: readonly Write[]): void {
    port1.postMessage(packWrites(writes));
    const { message } = receiveMessageOnPort(port2) as { message: ReturnType<typeof packWrites> };
    deepStrictEqual(unpackWrites(message), writes);
  }

  /** Any text, halves of characters and empty ones among them. */
  const text = fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  });
  const number = fc.oneof(fc.integer(), fc.double());
  const cell = fc.oneof(text, fc.constant(null));
  const write: fc.Arbitrary<Write> = fc.oneof(
    fc
      .record({ name: text, error: cell, attributes: text, start_us: number, end_us: fc.option(number) })
      .map((set) => ({ op: 'insert', table: 'spans', row: sampleSpan('s', 'run-1', set) }) as const),
    fc.record({ goal: cell }).map((set) => ({
      op: 'insert' as const,
      table: 'sessions' as const,
      row: sampleSession('session_1', set),
    })),
    fc.record({ summary: text, step_id: cell }).map((set) => eventWrite('evt_1', set)),
    fc.record({ goal: cell }).map((set) => ({
      op: 'update' as const,
      table: 'sessions' as const,
      key: { id: 'session_1' },
      set: { ...set },
    })),
  );

  it('arrives as it was sent, whatever its texts and numbers', () => {
    fc.assert(fc.property(fc.array(write, { maxLength: 12 }), check));
  });

  it('keeps rows that no table has as they are, so that the store can say what is wrong with them', () => {
    const run = sampleRun('run-1', 'session_1');
    const { status: _, ...part } = run;
    const odd = [
      part,
      { ...run, more: 1 },
      { ...run, status: undefined },
      { ...run, mode: 1n },
      { ...part, more: 1 },
    ];
    const rows = odd.map((row) => ({ op: 'insert', table: 'runs', row }) as unknown as Write);
    const span = { op: 'insert', table: 'spans', row: sampleSpan('s1', 'run-1') } as const;
    const unknown = { op: 'insert', table: 'toString', row: {} } as unknown as Write;
    check([span, ...rows, span, unknown, eventWrite('evt_1')]);
  });
});
