import { deepStrictEqual } from 'node:assert/strict';
import { decideCheckpointRollback } from '../../../server/src/core/change/checkpointRollback';
import { Desk } from './desk';

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
