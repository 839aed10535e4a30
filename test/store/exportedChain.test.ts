import { deepStrictEqual, equal } from 'node:assert/strict';
import { memoryStore } from '../../server/src/adapters/memoryStore';
import { exportChain, verifyExport } from '../../server/src/adapters/store/exportChain';
import { eventWrite, sampleEvent, sampleSession } from './sampleRows';

describe('an exported chain', () => {
  let lines: string[];
  before(async () => {
    const store = memoryStore();
    await store.commit([{ op: 'insert', table: 'sessions', row: sampleSession('s') }]);
    for (let index = 1; index <= 8; index += 1)
      await store.commit([
        eventWrite(`e${index}`, {
          session_id: index % 4 === 0 ? 's' : null,
          summary: `n ${index} 実行`,
          attempt: index,
        }),
      ]);
    await store.deleteSession('s', sampleEvent('gone', { type: 'session.deleted' }));
    lines = [];
    for await (const line of exportChain(store)) lines.push(line);
  });

  it('verifies offline, tombstones included', async () => {
    deepStrictEqual(await verify(lines), { ok: true, events: 7, tombstones: 2, broken: null });
    deepStrictEqual(await verify([]), { ok: true, events: 0, tombstones: 0, broken: null });
    deepStrictEqual(
      lines.map((line) => JSON.parse(line).seq ?? 'stone'),
      [1, 2, 3, 'stone', 5, 6, 7, 'stone', 9],
    );
  });

  it('names the event of any flipped character', async () => {
    for (const [index, line] of lines.entries()) {
      const { seq, id } = JSON.parse(line) as { seq?: number; id?: string };
      if (seq === undefined || id === undefined) continue;
      for (const flipped of flips(line)) {
        const { ok: isWhole, broken } = await verify(lines.with(index, flipped));
        deepStrictEqual([isWhole, broken?.seq], [false, seq], flipped);
      }
    }
  });

  it('notices a line that is missing, moved or doubled', async () => {
    equal((await verify(lines.toSpliced(1, 1))).broken?.seq, 2);
    equal((await verify(lines.toSpliced(3, 1))).broken?.seq, 4);
    equal((await verify(lines.with(1, lines[2] ?? '').with(2, lines[1] ?? ''))).broken?.seq, 2);
    equal((await verify(lines.toSpliced(1, 0, lines[1] ?? ''))).broken?.seq, 3);
    equal((await verify(lines.with(0, 'not json'))).broken?.reason, 'the line is not a JSON object');
  });
});

/** A line with each of its characters changed in turn. */
function flips(line: string): readonly string[] {
  return Array.from(
    line,
    (character, at) => line.slice(0, at) + (character === '7' ? '3' : '7') + line.slice(at + 1),
  );
}

async function verify(lines: readonly string[]) {
  async function* source() {
    yield* lines;
  }
  return verifyExport(source());
}
