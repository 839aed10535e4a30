import assert from 'node:assert/strict';
import { type Method, methods } from '#protocol/methods';
import { methodRoutes } from '../../server/src/transports/http/routes/methodRoutes';
import { type HttpScene, httpScene, testTokens } from './httpScene';

const rank = { viewer: 0, operator: 1, approver: 2 } as const;
const roles = ['viewer', 'operator', 'approver'] as const;

describe('roles of tokens over HTTP', () => {
  let scene: HttpScene;
  before(async () => {
    scene = await httpScene({}, { strangers: 100_000 });
  });
  after(() => scene.door.close(100));

  for (const method of Object.keys(methods) as Method[]) {
    it(`LOG-13: takes ${method} from ${methods[method].role} upwards`, async () => {
      for (const role of roles) {
        const answer = await scene.ask(`/api/v1/methods/${method}`, {
          method: 'POST',
          body: '{"no such key":1}',
          token: testTokens[role],
        });
        const isAllowed = rank[role] >= rank[methods[method].role];
        // What is allowed gets as far as its parameters, which are wrong.
        assert.deepEqual(
          [answer.status, answer.body.error_code],
          isAllowed ? [400, 'BAD_REQUEST'] : [403, 'FORBIDDEN'],
          role,
        );
        assert.equal((await scene.ask(`/api/v1/methods/${method}`, { token: testTokens[role] })).status, 405);
      }
    });
  }

  for (const { verb, path, method } of methodRoutes()) {
    it(`LOG-13: guards ${verb} ${path} as it guards ${method}`, async () => {
      const place = path.replaceAll(/:\w+/g, '1');
      for (const role of roles) {
        const answer = await scene.ask(`${place}?no_such_key=1`, { method: verb, token: testTokens[role] });
        const isAllowed = rank[role] >= rank[methods[method].role];
        assert.equal(answer.body.error_code, isAllowed ? 'BAD_REQUEST' : 'FORBIDDEN', role);
      }
      for (const token of [null, 'x', '', `${testTokens.approver} x`]) {
        assert.equal((await scene.ask(place, { method: verb, token })).status, 401);
      }
    });
  }
});
