import assert from 'node:assert/strict';
import { type Method, methods } from '#protocol/methods';
import type { ApiDocument } from '../../server/src/transports/http/openapi/openApi';
import { composeMemory, type MemoryServer } from '../support/composeMemory';
import { type HttpScene, httpScene } from './httpScene';

describe('the description of the HTTP door', () => {
  let server: MemoryServer;
  let scene: HttpScene;
  let api: ApiDocument;

  before(async () => {
    server = composeMemory({ files: { 'a.txt': 'a' } });
    scene = await httpScene(server.handlers, { heartbeatMs: 5 });
    api = (await scene.ask('/openapi.json')).body as ApiDocument;
  });
  after(() => scene.door.close(100));

  it('is OpenAPI 3.1 and names every operation once', () => {
    assert.equal(api.openapi, '3.1.0');
    const operations = Object.values(api.paths).flatMap((path) => Object.values(path));
    const ids = operations.map(({ operationId }) => operationId);
    assert.deepEqual(ids.length, new Set(ids).size);
    for (const { responses } of operations) {
      assert.ok(Object.hasOwn(responses, 'default'));
    }
  });

  it('reaches every method of the table, each by its name and by its route', () => {
    for (const method of Object.keys(methods) as Method[]) {
      assert.ok(api.paths[`/api/v1/methods/${method}`]?.['post'], method);
      const [verb = '', path = ''] = (methods[method].http ?? '').split(' ');
      if (path !== '') {
        assert.equal(api.paths[`/api/v1${path}`]?.[verb.toLowerCase()]?.['x-role'], methods[method].role);
      }
    }
  });

  it('names every word of a path among its parameters', () => {
    for (const [path, verbs] of Object.entries(api.paths)) {
      const words = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(verbs)) {
        assert.deepEqual(
          parameters.filter((one) => one.in === 'path').map(({ name }) => name),
          words,
          path,
        );
      }
    }
  });
});
