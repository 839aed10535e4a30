import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes } from '#protocol/errors';
import type { Method } from '#protocol/methods';
import { type MethodRoute, methodRoutes } from '../../server/src/transports/http/routes/methodRoutes';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import type { MethodCase } from './methodCase';
import { allMethods, type Doors, type Ending, openDoors } from './openDoors';
import { contractFiles, recordCases } from './recordCases';
import { type Ids, nextPlan, serverAt, unknownIds } from './stages';
import { workCases } from './workCases';

const cases = { ...workCases, ...recordCases } as Readonly<Record<Method, MethodCase>>;
const files = { ...contractFiles, 'next.json': nextPlan };

describe('one contract through dispatch, socket, HTTP and the command line', () => {
  let folder: string;
  before(() => {
    folder = temporaryFolder();
  });
  after(() => removeFolder(folder));

  /** Asks once, in a world of its own that nobody has asked anything yet. */
  const asked = async <T>({ stage }: MethodCase, ask: (doors: Doors, ids: Ids) => Promise<T>): Promise<T> => {
    const { server, ids } = await serverAt(stage);
    const doors = await openDoors(server, folder, files);
    try {
      return await ask(doors, ids);
    } finally {
      await doors.close();
      assert.deepEqual([server.faults, server.log.lines], [[], []]);
    }
  };

  /** Everything that is asked of one method, with the ids of the stage or with those of nothing. */
  const checkAll = async (method: Method, made: MethodCase, chosen: (ids: Ids) => Ids) => {
    const params = (ids: Ids) => made.params(chosen(ids)) as Record<string, unknown>;
    const expected = await asked(made, (doors, ids) => doors.dispatch(method, params(ids)));
    assert.deepEqual(await asked(made, (doors, ids) => doors.socket(method, params(ids))), expected);
    assert.deepEqual(await asked(made, (doors, ids) => doors.named(method, params(ids))), expected);
    for (const route of methodRoutes().filter((one) => one.method === method)) {
      await checkRoute(made, route, (ids) => atRoute(route, params(ids), chosen(ids)));
    }
    const { cli } = made;
    if (cli !== null) {
      const { exit, ...said } = await asked(made, (doors, ids) => doors.command(cli(chosen(ids))));
      assert.equal(exit, exitOf(expected), JSON.stringify(said));
      checkDocument(said, expected, made.ownDocument === true);
    }
    return expected;
  };

  const checkRoute = async (
    made: MethodCase,
    route: MethodRoute,
    params: (ids: Ids) => Record<string, unknown>,
  ) => {
    const { method, extra, defaults } = route;
    const expected = await asked(made, (doors, ids) =>
      doors.dispatch(method, { ...defaults, ...params(ids) }),
    );
    const { status, ...said } = await asked(made, (doors, ids) => doors.route(route, params(ids)));
    const told = `${route.verb} ${route.path}: ${JSON.stringify(said)}`;
    if (!expected.ok) {
      assert.deepEqual([said, status], [expected, errorCodes[expected.code as 'INTERNAL'].http], told);
      return;
    }
    assert.ok(said.ok && status < 300, told);
    if (extra.shown === undefined) {
      assert.deepEqual(said.result, expected.result, told);
    }
  };

  it('has a case for every method of the table', () => {
    assert.deepEqual(Object.keys(cases).sort(), [...allMethods].sort());
  });

  it('knows every method that a command asks for by itself', () => {
    const root = 'server/src/cli';
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((one) =>
      one.endsWith('.ts'),
    );
    const text = sources.map((one) => readFileSync(join(root, one), 'utf8')).join('\n');
    const withCommand = allMethods.filter((method) => cases[method].cli !== null);
    assert.deepEqual(
      withCommand.filter((method) => !text.includes(`'${method}'`)),
      [],
    );
  });

  for (const method of allMethods) {
    const made = cases[method];
    it(`LOG-11, GATE-24: answers ${method} alike through every door`, async () => {
      const ending = await checkAll(method, made, (ids) => ids);
      assert.equal(ending.ok ? undefined : ending.code, made.refused, JSON.stringify(ending));
    });

    it(`LOG-12: refuses ${method} alike through every door, about what does not exist and in a wrong form`, async () => {
      await checkAll(method, made, () => unknownIds);
      const wrong = (ids: Ids) => ({ ...(made.params(ids) as object), no_such_key: 1 });
      const expected = await asked(made, (doors, ids) => doors.dispatch(method, wrong(ids)));
      assert.equal(expected.ok ? 'ok' : expected.code, 'BAD_REQUEST');
      assert.deepEqual(await asked(made, (doors, ids) => doors.socket(method, wrong(ids))), expected);
      assert.deepEqual(await asked(made, (doors, ids) => doors.named(method, wrong(ids))), expected);
    });
  }
});

/** The parameters as a route takes them: what its path names comes from there, and one of session and run is enough. */
function atRoute({ path }: MethodRoute, params: Record<string, unknown>, ids: Ids): Record<string, unknown> {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const found = { ...params };
  for (const name of inPath) {
    found[name] ??= ids[name as keyof Ids];
    if (name === 'session_id') delete found['run_id'];
    if (name === 'run_id') delete found['session_id'];
  }
  return found;
}

/** What a command tells of a refusal is the refusal; of an answer, the answer, unless it has something else to show. */
function checkDocument(said: Ending, expected: Ending, isOwn: boolean): void {
  if (!expected.ok || !isOwn) {
    assert.deepEqual(said, expected);
  } else {
    assert.ok(said.ok, JSON.stringify(said));
  }
}

function exitOf(ending: Ending): number {
  return ending.ok ? 0 : errorCodes[ending.code as 'INTERNAL'].exit;
}
