import assert from 'node:assert/strict';
import { methods } from '#protocol/methods';
import { composeMemory } from '../support/composeMemory';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { allMethods, type Doors, openDoors } from './openDoors';

const rank = { viewer: 0, operator: 1, approver: 2 } as const;
const roles = ['viewer', 'operator', 'approver'] as const;

describe('roles through every door', () => {
  let folder: string;
  const doors = new Map<string, Doors>();
  before(async () => {
    folder = temporaryFolder();
    for (const role of roles) {
      doors.set(role, await openDoors(composeMemory(), folder, {}, role));
    }
  });
  after(async () => {
    await Promise.all([...doors.values()].map((one) => one.close()));
    removeFolder(folder);
  });

  for (const method of allMethods) {
    it(`LOG-13, GATE-35: let nobody below ${methods[method].role} ask ${method}`, async () => {
      for (const role of roles) {
        const open = doors.get(role);
        assert.ok(open);
        // Who is allowed gets as far as the parameters, which are wrong.
        const expected = rank[role] >= rank[methods[method].role] ? 'BAD_REQUEST' : 'FORBIDDEN';
        const params = { no_such_key: 1 };
        for (const door of ['dispatch', 'socket', 'named'] as const) {
          const ending = await open[door](method, params);
          assert.equal(ending.ok ? 'answered' : ending.code, expected, `${role} by ${door}`);
        }
      }
    });
  }
});
