import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Method, methods } from '#protocol/methods';
import type { ApiDocument } from '../../server/src/transports/http/openapi/openApi';
import { composeMemory, type MemoryServer } from '../support/composeMemory';
import { type HttpScene, httpScene, testTokens } from './httpScene';

/** Values that requests are made of: right ones, wrong ones and such as parsers trip over. */
const word = fc.oneof(
  fc.constantFrom(
    '',
    '1',
    '0',
    '-1',
    'latest',
    'true',
    'null',
    '..',
    '%2e%2e',
    "'",
    '"',
    '<x>',
    'run-1',
    '9'.repeat(30),
  ),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);
const body = fc.oneof(
  fc.dictionary(
    fc.constantFrom(
      'session_id',
      'run_id',
      'step_id',
      'version',
      'text',
      'plan',
      'q',
      'limit',
      'reason',
      'steps',
      'inputs',
    ),
    fc.jsonValue({ maxDepth: 3 }),
    { maxKeys: 4 },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const words = fc.array(word, { minLength: 4, maxLength: 4 });
const encoded = (text: string) => encodeURIComponent(text);
/** Routes whose refusals have our own form; those of other programs' interfaces have theirs. */
const ours = /^\/(?!api\/(?!v1\/)|v1\/)/;
const runs = process.env['HOLDPOINT_LONG'] === '1' ? 60 : 3;

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

  const ask = async (target: string, verb: string, sent: unknown) => {
    const answer = await fetch(scene.url + target, {
      method: verb.toUpperCase(),
      headers: { authorization: `Bearer ${testTokens.approver}`, 'content-type': 'application/json' },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    });
    const text = await answer.text();
    const told = `${verb} ${target} ${JSON.stringify(sent)}: ${text}`;
    assert.doesNotMatch(text, /\n\s+at .+\(.+:\d+:\d+\)/);
    assert.deepEqual(server.log.lines, [], told);
    assert.ok(answer.status < 500 || JSON.parse(text).error_code === 'ORCH_STAGE_FAILED', told);
    assert.ok(answer.status < 400 || !ours.test(target) || JSON.parse(text).error, told);
  };

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

  it('LOG-12: answers whatever comes to any of its routes in JSON, and never by a fault of ours', async () => {
    // What waits for a run to end, and what never ends, is asked elsewhere.
    const endless = /stream$|run\/wait$|server\/stop$/;
    const routes = Object.entries(api.paths).filter(([path]) => !endless.test(path));
    const operations = routes.flatMap(([path, verbs]) =>
      Object.keys(verbs).map((verb) => [path, verb] as const),
    );
    for (const [path, verb] of operations) {
      const property = fc.asyncProperty(words, word, body, async (inPath, query, sent) => {
        let at = 0;
        const target = path.replaceAll(/\{\w+\}/g, () => encoded(inPath[at++] ?? ''));
        const isPost = verb === 'post';
        await ask(isPost ? target : `${target}?limit=${encoded(query)}`, verb, isPost ? sent : undefined);
      });
      await fc.assert(property, { numRuns: runs });
    }
  }).timeout(600_000);
});
