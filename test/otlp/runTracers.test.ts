import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { OtlpSpan, ResourceSpans } from '#protocol/otlp/otlp';
import { holdpoint } from '../support/holdpointCli';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

const plan = `schema: plan/1
title: Look
steps:
  - {id: look, uses: list_dir, with: {path: .}}
`;

describe('a run whose trace leaves', () => {
  let root: string;
  let server: TestServer;
  let collector: Server;
  let endpoint: string;
  const got: ResourceSpans[] = [];

  before(async () => {
    root = temporaryFolder();
    writeFileSync(join(root, 'look.yaml'), plan);
    server = await startServer(root);
    collector = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      got.push(
        ...(JSON.parse(Buffer.concat(chunks).toString()) as { resourceSpans: ResourceSpans[] }).resourceSpans,
      );
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  });
  after(async () => {
    collector.close();
    await server.stop();
    removeFolder(root);
  });

  const run = (...words: readonly string[]) =>
    holdpoint(root, 'run', 'look.yaml', '--profile', 'dev', '--json', ...words);

  it('FLOW-24: brings its spans to the collector under the names of the conventions', async () => {
    const { stdout, stderr } = await approved('--tracer', 'otel', '--otlp-endpoint', endpoint);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    assert.equal('degraded' in document, false, stderr);
    const spans = got.flatMap(({ scopeSpans = [] }) => scopeSpans.flatMap((scope) => scope.spans ?? []));
    const root = spans.find(({ parentSpanId }) => parentSpanId === undefined);
    assert.equal(root?.name, 'invoke_workflow Look');
    assert.equal(attribute(root, 'gen_ai.operation.name'), 'invoke_workflow');
    const tool = spans.find(({ name }) => name === 'execute_tool list_dir');
    assert.equal(attribute(tool, 'gen_ai.tool.name'), 'list_dir');
    assert.ok(spans.every((span) => span.attributes?.every(({ key }) => key !== 'input_preview')));
    assert.equal(got[0]?.scopeSpans?.[0]?.schemaUrl, 'https://opentelemetry.io/schemas/1.41.1');
  });

  it('FLOW-24, regression 34: goes on without a collector, and says degraded with a count', async () => {
    const { exit, stdout } = await approved('--tracer', 'otel', '--otlp-endpoint', 'http://127.0.0.1:1');
    const document = JSON.parse(stdout) as { degraded?: { count: number } };
    assert.equal(exit, 0, stdout);
    assert.ok((document.degraded?.count ?? 0) > 0);
  });

  it('FLOW-24: writes its trace into a file that trace list reads', async () => {
    const file = join(root, 'traces.db');
    await approved('--trace-db', file);
    const { stdout } = await holdpoint(root, 'trace', 'list', '--db', file, '--format', 'json');
    assert.match(stdout, /invoke_workflow Look/);
  });

  for (const words of [
    ['--tracer', 'otel'],
    ['--otlp-endpoint', 'ftp://x'],
    ['--otlp-endpoint', 'nothing'],
  ]) {
    it(`FLOW-24: refuses ${words.join(' ')} with exit 2 before anything runs`, async () => {
      assert.equal((await run(...words)).exit, 2);
    });
  }

  /** Runs the plan as one that is approved already. */
  async function approved(...words: readonly string[]) {
    const first = await run('--non-interactive', ...words);
    const { pending, trace_id } = JSON.parse(first.stdout) as {
      pending?: { approval_id: string }[];
      trace_id: string;
    };
    for (const { approval_id } of pending ?? []) {
      await holdpoint(root, 'approvals', 'grant', approval_id);
    }
    return pending === undefined ? first : await run('--non-interactive', '--resume', trace_id, ...words);
  }
});

function attribute(span: OtlpSpan | undefined, name: string): string | undefined {
  return span?.attributes?.find(({ key }) => key === name)?.value?.stringValue;
}
