import assert from 'node:assert/strict';
import { methods } from '#protocol/methods';
import { composeMemory } from '../support/composeMemory';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { allMethods, type Doors, type Ending, openDoors } from './openDoors';

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
    for (const role of roles) {
      const isAllowed = rank[role] >= rank[methods[method].role];
      it(`LOG-13, GATE-35: ${isAllowed ? 'let' : 'do not let'} a holder of the role ${role} ask ${method}`, async () => {
        for (const door of ['dispatch', 'socket', 'named'] as const) {
          const ending: Ending | undefined = await doors.get(role)?.[door](method, { no_such_key: 1 });
          // Who is allowed gets as far as the parameters, which are wrong.
          assert.equal(codeOf(ending), isAllowed ? 'BAD_REQUEST' : 'FORBIDDEN', door);
        }
      });
    }
  }
});

function codeOf(ending: Ending | undefined): string {
  return ending === undefined || ending.ok ? 'answered' : ending.code;
}
