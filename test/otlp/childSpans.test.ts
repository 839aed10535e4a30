import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverFile } from '#protocol/connection';
import { holdpoint } from '../support/holdpointCli';
import { runPlan } from '../support/planRun';
import type { SocketPeer } from '../support/socketPeer';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

/** A program that tells of its work as an instrumented one does: by its environment alone. */
const child = `
const { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_HEADERS: headers = '', TRACEPARENT = '' } = process.env;
const [, traceId, parentSpanId] = TRACEPARENT.split('-');
const [name, value] = headers.split('=');
const now = BigInt(Date.now()) * 1000000n;
const span = { traceId, spanId: process.argv[2], parentSpanId, name: 'work of the child', kind: 1,
  startTimeUnixNano: String(now), endTimeUnixNano: String(now + 5n) };
const body = JSON.stringify({ resourceSpans: [{
  resource: { attributes: [{ key: 'service.name', value: { stringValue: 'child' } }] },
  scopeSpans: [{ spans: [span] }] }] });
const authorization = decodeURIComponent(value);
const init = { method: 'POST', headers: { [name]: authorization, 'content-type': 'application/json' }, body };
const posted = await fetch(url + '/v1/traces', init);
const looked = await fetch(url + '/api/v1/runs', { headers: { authorization } });
console.log(posted.status, looked.status, value);
process.exitCode = posted.status === 200 && looked.status === 403 ? 0 : 1;
`;

const spanId = 'abcdef0123456789';

describe('spans of children', () => {
  let root: string;
  let server: TestServer;
  let peer: SocketPeer;

  before(async () => {
    root = temporaryFolder();
    writeFileSync(join(root, 'child.mjs'), child);
    server = await startServer(root);
    peer = await server.peer();
    await until('the HTTP door', () => {
      const text = readFileSync(join(root, '.holdpoint', 'server.json'), 'utf8');
      return serverFile.parse(JSON.parse(text)).base_url ?? undefined;
    });
  });
  after(async () => {
    peer.close();
    await server.stop();
    removeFolder(root);
  });

  it('join under their step without being told how, by a token that opens nothing else', async () => {
    const step = { id: 'work', uses: 'shell.run', with: { argv: [process.execPath, 'child.mjs', spanId] } };
    const run = await runPlan(peer, [step]);
    assert.equal(run.status, 'succeeded', JSON.stringify(run.steps));
    const { spans } = await peer.request('trace/show', { trace_id: run.trace_id });
    const found = spans.find((span) => span.span_id === spanId);
    const parent = spans.find((span) => span.span_id === found?.parent_span_id);
    assert.equal(found?.run_id, run.run_id);
    assert.equal(parent?.name, 'execute_tool shell.run');
    const output = JSON.stringify(run.steps[0]?.output);
    assert.match(output, /200 403 .*REDACTED/);
    const { stdout } = await holdpoint(root, 'trace', 'show', run.trace_id, '--format', 'tree');
    const lines = stdout.split('\n');
    const place = (text: string) => lines.findIndex((line) => line.includes(text));
    assert.ok(place('work of the child') > place('execute_tool shell.run'), stdout);
  });

  it('go to a collector of the child where it names one, and our token does not', async () => {
    const script =
      'console.log(process.env.OTEL_EXPORTER_OTLP_ENDPOINT, process.env.OTEL_EXPORTER_OTLP_HEADERS)';
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
    const step = { id: 'own', uses: 'shell.run', with: { argv: [process.execPath, '-e', script], env } };
    const run = await runPlan(peer, [step]);
    assert.match(JSON.stringify(run.steps[0]?.output), /http:\/\/127\.0\.0\.1:1 undefined/);
  });
});
