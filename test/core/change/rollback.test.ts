import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { decideHunkRollback } from '../../../server/src/core/change/hunkRollback';
import {
  decideRollback,
  type RollbackSelection,
  rollbackPaths,
} from '../../../server/src/core/change/rollback';
import { Desk } from './desk';
import { bytesOf, textOf } from './files';

const runs = process.env['HOLDPOINT_LONG'] === '1' ? 10_000 : 500;

/** Path and conflict of each entry. */
const check = (desk: Desk, selection: RollbackSelection, expected: Record<string, string | null>): void => {
  const entries = decideRollback(desk.question(selection));
  deepStrictEqual(Object.fromEntries(entries.map((entry) => [entry.path, entry.conflict])), expected);
};

describe('a rollback', () => {
  it('restores, deletes and brings back what a run changed, created and deleted', () => {
    const desk = new Desk();
    desk.edit('changed', 'old');
    desk.edit('deleted', 'bytes');
    desk.write('changed', 'new', 'r1');
    desk.write('changed', 'newer', 'r1');
    desk.write('created', 'x', 'r1');
    desk.write('deleted', null, 'r1');
    desk.write('elsewhere', 'y', 'r2');
    deepStrictEqual(rollbackPaths(desk.question({ run_id: 'r1' })), ['changed', 'created', 'deleted']);
    desk.rollBack({ run_id: 'r1' });
    deepStrictEqual([...desk.files].sort(), [
      ['changed', 'old'],
      ['deleted', 'bytes'],
      ['elsewhere', 'y'],
    ]);
  });

  it('keeps a file that somebody edited since, unless it is included', () => {
    const desk = new Desk();
    desk.edit('a', 'old');
    desk.write('a', 'new', 'r1');
    desk.edit('a', 'mine');
    check(desk, { run_id: 'r1' }, { a: 'changed_since' });
    desk.rollBack({ run_id: 'r1' });
    equal(desk.files.get('a'), 'mine');
    desk.rollBack({ run_id: 'r1' }, ['a']);
    equal(desk.files.get('a'), 'old');
  });

  it('keeps what is no file any more, even if it is included', () => {
    const desk = new Desk();
    desk.edit('a', 'old');
    desk.write('a', 'new', 'r1');
    desk.write('made', 'new', 'r1');
    desk.edit('a', null);
    desk.edit('made', null);
    desk.replaced.add('a').add('made');
    check(desk, { run_id: 'r1' }, { a: 'replaced' });
    deepStrictEqual(desk.rollBack({ run_id: 'r1' }, ['a']), []);
  });

  it('gives back the mode that a run changed, unless somebody changed it since', () => {
    const modeAfter = (present: number) => {
      const desk = new Desk();
      desk.edit('a', 'old');
      desk.write('a', 'new', 'r1').after_mode = 0o755;
      desk.modes.set('a', present);
      return decideRollback(desk.question({ run_id: 'r1' })).map(({ restore_mode }) => restore_mode);
    };
    deepStrictEqual([modeAfter(0o755), modeAfter(0o600)], [[0o644], [null]]);
  });

  it('keeps a file that somebody edited between two writes', () => {
    const desk = new Desk();
    desk.write('a', 'one', 'r1');
    desk.edit('a', 'one and mine');
    desk.write('a', 'two and mine', 'r1', 't');
    check(desk, { run_id: 'r1' }, { a: 'changed_between' });
    desk.rollBack({ run_id: 'r1', step_id: 't' });
    equal(desk.files.get('a'), 'one and mine');
  });

  it('takes a step back only with what later steps built on it', () => {
    const desk = new Desk();
    desk.write('a', 'one', 'r1', 's');
    desk.write('a', 'two', 'r1', 't');
    desk.write('b', 'b', 'r1', 's');
    check(desk, { step_id: 's' }, { a: 'written_later', b: null });
    check(desk, { step_id: 's', paths: ['b'] }, { b: null });
    check(desk, { step_id: 's', with_dependants: true }, { a: null, b: null });
    check(desk, { step_id: 'constructor', with_dependants: true }, {});
  });

  it('can itself be taken back, and again', () => {
    const desk = new Desk();
    desk.edit('a', 'old');
    desk.write('a', 'new', 'r1');
    desk.write('b', 'made', 'r1');
    const first = desk.rollBack({ run_id: 'r1' });
    deepStrictEqual([...desk.files], [['a', 'old']]);
    check(desk, { run_id: 'r1' }, {});
    const second = desk.rollBack({ write_ids: first });
    deepStrictEqual([...desk.files].sort(), [
      ['a', 'new'],
      ['b', 'made'],
    ]);
    desk.rollBack({ write_ids: second });
    deepStrictEqual([...desk.files], [['a', 'old']]);
    desk.rollBack({ write_ids: desk.writes.slice(-2).map((write) => write.id) });
    desk.rollBack({ run_id: 'r1' });
    deepStrictEqual([...desk.files], [['a', 'old']]);
  });

  it('loses no byte of a person, whatever the order of edits, writes and rollbacks, and can be undone', () => {
    const path = fc.constantFrom('a', 'b');
    const run = fc.constantFrom('r1', 'r2');
    const action = fc.oneof(
      fc.record({ kind: fc.constant('edit' as const), path, drop: fc.boolean(), run }),
      fc.record({ kind: fc.constant('write' as const), path, drop: fc.boolean(), run }),
      fc.record({ kind: fc.constant('write' as const), path, drop: fc.constant(false), run }),
      fc.record({ kind: fc.constant('rollback' as const), path, drop: fc.boolean(), run }),
      fc.record({ kind: fc.constant('redo' as const), path, drop: fc.boolean(), run }),
    );
    fc.assert(
      fc.property(fc.array(action, { minLength: 3, maxLength: 16, size: 'max' }), (actions) => {
        const desk = new Desk();
        const last: string[] = [];
        for (const [number, action] of actions.entries()) deeds[action.kind](desk, action, `${number}`, last);
      }),
      { numRuns: runs },
    );
  });

  it('takes single hunks back and leaves every other byte', () => {
    const filler = '-\n'.repeat(10);
    const before = `a\r\n${filler}b\n${filler}c`;
    const after = `A\r\n${filler}B\n${filler}C`;
    const desk = new Desk();
    desk.edit('f', before);
    const write = desk.write('f', after, 'r1');
    const question = { write, before: bytesOf(before), after: bytesOf(after), current: bytesOf(after) };
    const one = decideHunkRollback({ ...question, hunks: [1] });
    ok('restored' in one && one.restored);
    equal(textOf(one.restored), `A\r\n${filler}b\n${filler}C`);
    equal(one.expected_sha, write.after_sha);
    const all = decideHunkRollback({ ...question, hunks: [0, 1, 2] });
    ok('restored' in all);
    equal(all.restore_sha, write.before_sha);
    const edited = decideHunkRollback({ ...question, hunks: [1], current: bytesOf(`${after}!`) });
    ok('conflict' in edited && edited.conflict === 'changed_since');
    for (const hunks of [[3], [-1], [0.5], []]) ok('problem' in decideHunkRollback({ ...question, hunks }));
  });
});

interface Action {
  readonly path: string;
  readonly run: string;
  readonly drop: boolean;
}

type Deed = (desk: Desk, action: Action, mark: string, last: string[]) => void;

/** What can happen, in any order; `last` holds the writes of the latest rollback. */
const deeds: Record<'edit' | 'write' | 'rollback' | 'redo', Deed> = {
  edit: (desk, { path, drop }, mark) => {
    desk.edit(path, drop ? null : `${desk.files.get(path) ?? ''}person ${mark}\n`);
  },
  write: (desk, { path, drop, run }, mark) => {
    const content = desk.files.get(path) ?? '';
    desk.write(path, drop ? planLinesDropped(content) : `${content}plan ${mark}\n`, run);
  },
  rollback: (desk, { path, drop, run }, _mark, last) => {
    last.splice(0, last.length, ...guarded(desk, drop ? { run_id: run } : { run_id: run, paths: [path] }));
  },
  redo: (desk, _action, _mark, last) => {
    last.splice(0, last.length, ...guarded(desk, { write_ids: [...last] }));
  },
};

/** A rollback after which every line of a person that was there is still there, and which can be undone exactly. */
function guarded(desk: Desk, selection: RollbackSelection): string[] {
  const before = new Map(desk.files);
  const ids = desk.rollBack(selection);
  for (const [path, content] of before) {
    const now = desk.files.get(path) ?? '';
    for (const line of personLines(content)) ok(now.includes(line), `${path} lost ${line}`);
  }
  for (const path of desk.files.keys()) {
    const gone = personLines(desk.files.get(path) ?? '').filter((line) => !before.get(path)?.includes(line));
    const taken = desk.writes.filter((write) => write.undone_by !== null && write.path === path);
    ok(gone.length === 0 || taken.length > 0, `${path} got lines back that no write had removed`);
  }
  const again = new Desk();
  for (const [path, content] of desk.files) again.edit(path, content);
  for (const [sha, content] of desk.contents) again.contents.set(sha, content);
  for (const write of desk.writes) again.writes.push({ ...write });
  again.rollBack({ write_ids: ids });
  deepStrictEqual([...again.files].sort(), [...before].sort());
  return ids;
}

function personLines(content: string): string[] {
  return content.match(/person \d+\n/g) ?? [];
}

function planLinesDropped(content: string): string | null {
  const kept = personLines(content).join('');
  return kept === '' ? null : kept;
}
