import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { WriteRow } from '#protocol/rows';
import { decideCheckpointRollback } from '../../../server/src/core/change/checkpointRollback';
import { decideHunkRollback } from '../../../server/src/core/change/hunkRollback';
import { sha256Hex } from '../../../server/src/core/change/preview';
import {
  decideRollback,
  type RollbackSelection,
  rollbackPaths,
} from '../../../server/src/core/change/rollback';
import { bytesOf, textOf } from './files';

const runs = process.env['HOLDPOINT_LONG'] === '1' ? 10_000 : 500;

/** Files in memory, with Holdpoint's writes and a person's edits to them. */
class Desk {
  readonly files = new Map<string, string>();
  readonly contents = new Map<string, string>();
  readonly writes: WriteRow[] = [];
  readonly modes = new Map<string, number>();
  readonly replaced = new Set<string>();

  hash(path: string): string | null {
    const content = this.files.get(path);
    if (content === undefined) return null;
    const sha = sha256Hex(bytesOf(content));
    this.contents.set(sha, content);
    return sha;
  }

  edit(path: string, content: string | null): void {
    if (content === null) this.files.delete(path);
    else this.files.set(path, content);
    this.hash(path);
  }

  write(path: string, content: string | null, run: string | null, step: string | null = 's'): WriteRow {
    const before = this.hash(path);
    this.edit(path, content);
    const row: WriteRow = {
      id: `w${this.writes.length}`,
      run_id: run,
      step_id: step,
      preview_id: null,
      checkpoint_id: null,
      path,
      before_sha: before,
      after_sha: this.hash(path),
      before_mode: before === null ? null : 0o644,
      after_mode: content === null ? null : 0o644,
      undone_by: null,
      created_at: '2026-01-01T00:00:00.000Z',
    };
    this.writes.push(row);
    return row;
  }

  question(selection: RollbackSelection, include: readonly string[] = []) {
    const current = Object.fromEntries([...this.files.keys()].map((path) => [path, this.hash(path)]));
    const { modes, replaced, writes } = this;
    return { writes, selection, dependants: { s: ['t'] }, current, modes, replaced, include };
  }

  /** Decides and carries out, writing rows as the runtime does; returns the ids of the rollback's writes. */
  rollBack(selection: RollbackSelection, include: readonly string[] = []): string[] {
    const ids: string[] = [];
    for (const entry of decideRollback(this.question(selection, include))) {
      if (!entry.restores) continue;
      equal(entry.expected_sha, this.hash(entry.path));
      const content = entry.restore_sha === null ? null : (this.contents.get(entry.restore_sha) ?? null);
      const row = this.write(entry.path, content, null, null);
      for (const write of this.writes) if (entry.takes_back.includes(write.id)) write.undone_by = row.id;
      ids.push(row.id);
    }
    return ids;
  }
}

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

describe('a return to a checkpoint', () => {
  it('takes back what Holdpoint wrote and lists what others did', () => {
    const desk = new Desk();
    for (const name of ['untouched', 'written', 'edited', 'deleted', 'both']) desk.edit(name, name);
    const files = Object.fromEntries(
      [...desk.files.keys()].map((path) => [path, { sha256: desk.hash(path) ?? '', mode: 0o644 }]),
    );
    desk.write('written', 'new', 'r1');
    desk.write('created', 'new', 'r1');
    desk.edit('edited', 'mine');
    desk.edit('mine', 'mine');
    desk.edit('deleted', null);
    desk.edit('both', 'mine');
    desk.write('both', 'mine and new', 'r1');
    const entries = decideCheckpointRollback({
      ...desk.question({}, ['edited']),
      files,
      writesSince: desk.writes,
    });
    deepStrictEqual(
      entries.map((entry) => [entry.path, entry.restore_sha === null, entry.conflict, entry.restores]),
      [
        ['both', false, 'changed_between', false],
        ['created', true, null, true],
        ['deleted', false, 'not_recorded', false],
        ['edited', false, 'not_recorded', true],
        ['mine', true, 'not_recorded', false],
        ['written', false, null, true],
      ],
    );
  });

  it('OPS-06: does not list where the last checkpoint was noted, unless a run wrote it', () => {
    const desk = new Desk();
    const decide = () => {
      return decideCheckpointRollback({ ...desk.question({}), files: {}, writesSince: desk.writes });
    };
    desk.edit('logs/last_checkpoint.txt', 'a hash');
    deepStrictEqual(decide(), []);
    desk.write('logs/last_checkpoint.txt', 'bytes of a plan', 'r1');
    deepStrictEqual(
      decide().map(({ path, conflict }) => [path, conflict]),
      [['logs/last_checkpoint.txt', 'changed_between']],
    );
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
