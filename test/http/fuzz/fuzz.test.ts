import assert from 'node:assert/strict';
import { request as openRequest } from 'node:http';
import fc from 'fast-check';
import type { ApiDocument, ApiOperation } from '../../../server/src/transports/http/openapi/openApi';
import { composeMemory, type MemoryServer } from '../../support/composeMemory';
import { type HttpScene, httpScene, testTokens } from '../httpScene';
import { type ValueSchema, valuesOf } from './schemaValues';

const runs = process.env['HOLDPOINT_LONG'] === '1' ? 100 : 4;
/** What waits for a run to end, and what never ends, is asked elsewhere. */
const endless = /stream$|run\/wait$|server\/stop$/;
/** Routes whose refusals have our own form; those of other programs' interfaces have theirs. */
const ours = /^\/(?!api\/(?!v1\/)|v1\/|mcp)/;

/** Headers that change how a request is read, and such as nothing should come of. */
const headers = fc.dictionary(
  fc.constantFrom(
    ...[
      'content-type',
      'content-encoding',
      'accept',
      'accept-encoding',
      'client-message-id',
      'last-event-id',
    ],
    ...[
      'expect',
      'range',
      'if-match',
      'x-forwarded-host',
      'x-http-method-override',
      'cookie',
      'te',
      'upgrade',
    ],
  ),
  fc.oneof(
    fc.constantFrom(
      '',
      '*/*',
      'text/html',
      'application/json; charset=utf-16',
      'application/x-protobuf',
      'gzip',
    ),
    fc.constantFrom(
      'br, gzip',
      '-1',
      'bytes=0-',
      '100-continue',
      'websocket',
      'DELETE',
      'evil.example',
      'x'.repeat(300),
    ),
    fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).filter((word) => /^[\x20-\x7e]*$/.test(word)),
  ),
  { maxKeys: 2 },
);

describe('whatever comes to a route of the HTTP door', () => {
  let server: MemoryServer;
  let scene: HttpScene;
  let api: ApiDocument;

  before(async () => {
    server = composeMemory({ files: { 'a.txt': 'a' } });
    scene = await httpScene(server.handlers, { heartbeatMs: 5, strangers: 1_000_000 });
    api = (await scene.ask('/openapi.json')).body as ApiDocument;
  });
  after(() => scene.door.close(100));

  /** Fails where the line is dropped, an answer is a fault of ours, or tells of our insides. */
  const send = async (verb: string, target: string, sent: Sent) => {
    const { status, type, text } = await answerOf(scene.port, verb, target, sent);
    const told = `${verb} ${target} ${JSON.stringify(sent).slice(0, 2000)}: ${status} ${text.slice(0, 1000)}`;
    assert.doesNotMatch(text, /\n\s+at .+[(:]\d+:\d+\)?|node_modules|server\/src/, told);
    assert.deepEqual(server.log.lines, [], told);
    assert.deepEqual(server.faults, [], told);
    const body = type.startsWith('application/json') && text !== '' ? JSON.parse(text) : null;
    assert.ok(status < 500 || body?.error_code === 'ORCH_STAGE_FAILED', told);
    if (status >= 400 && ours.test(target)) {
      assert.ok(typeof body?.error === 'string' && typeof body.message === 'string', told);
    }
  };

  it('LOG-12: is answered, with no fault of ours, no line dropped and nothing told of our insides', async () => {
    const operations = Object.entries(api.paths)
      .filter(([path]) => !endless.test(path))
      .flatMap(([path, verbs]) => Object.entries(verbs).map(([verb, one]) => ({ path, verb, one })));
    assert.ok(operations.length > 180, String(operations.length));
    for (const { path, verb, one } of operations) {
      const property = fc.asyncProperty(requestsOf(path, one), headers, async ({ target, body }, more) => {
        await send(verb.toUpperCase(), target, { body, headers: more });
      });
      await fc.assert(property, { numRuns: runs });
    }
  }).timeout(900_000);

  it('LOG-12: is answered with 4xx where the body is no JSON at all', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json({ maxDepth: 2 }).map((json) => json.slice(1)),
    );
    const posts = Object.entries(api.paths).filter(([path, verbs]) => verbs['post'] && !endless.test(path));
    const property = fc.asyncProperty(fc.constantFrom(...posts), bytes, async ([path], raw) => {
      const target = path.replaceAll(/\{\w+\}/g, 'x');
      await send('POST', target, { body: Buffer.from(raw as Uint8Array), headers: {} });
    });
    await fc.assert(property, { numRuns: runs * 20 });
  }).timeout(900_000);
});

interface Sent {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** Paths, queries and bodies by what the description says of one operation. */
function requestsOf(path: string, { parameters = [], requestBody }: ApiOperation) {
  const words = parameters.map(({ name, schema, in: place }) =>
    fc.tuple(fc.constant(name), fc.constant(place), valuesOf(schema as ValueSchema)),
  );
  const content = requestBody as
    | { readonly content?: Readonly<Record<string, { schema: ValueSchema }>> }
    | undefined;
  const schema = content?.content?.['application/json']?.schema;
  const body = schema === undefined ? fc.constant(undefined) : valuesOf(schema);
  return fc.tuple(fc.tuple(...words), fc.infiniteStream(fc.boolean()), body).map(([chosen, keep, sent]) => {
    const inPath = new Map(
      chosen.flatMap(([name, place, value]) => (place === 'path' ? [[name, value]] : [])),
    );
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(inPath.get(name) ?? 'x'));
    const query = chosen
      .filter(([, place]) => place === 'query' && keep.next().value)
      .map(([name, , value]) => `${name}=${encoded(value)}`);
    return { target: query.length === 0 ? filled : `${filled}?${query.join('&')}`, body: sent };
  });
}

function encoded(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return encodeURIComponent(Buffer.from(text.slice(0, 3000)).toString('utf8'));
}

function answerOf(port: number, method: string, path: string, { body, headers: more }: Sent) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
  return new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    const sent = openRequest(
      {
        ...{ host: '127.0.0.1', port, method, path },
        headers: {
          'content-type': 'application/json',
          ...more,
          authorization: `Bearer ${testTokens.approver}`,
          ...(bytes.length === 0 ? {} : { 'content-length': bytes.length }),
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    sent.once('error', (error) =>
      reject(new Error(`${method} ${path}: the line was dropped: ${error.message}`)),
    );
    sent.end(bytes);
  });
}
