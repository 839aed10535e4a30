import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runPlan } from '../support/planRun';
import { startServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

const look = { id: 'look', uses: 'list_dir', with: { path: '.' } };

describe('a server that was told of a collector', () => {
  let root: string;
  let collector: Server;
  let status = 200;
  const bodies: string[] = [];

  before(async () => {
    root = temporaryFolder();
    collector = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(status).end('{}');
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    collector.close();
    removeFolder(root);
  });

  it('FLOW-24, regression 34: brings the trace of every run there, and says degraded when it is refused', async () => {
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    const server = await startServer(root, { env: { HOLDPOINT_OTLP_ENDPOINT: endpoint } });
    const peer = await server.peer();
    const run = await runPlan(peer, [look]);
    await until('the trace to arrive', () => bodies.some((body) => body.includes(run.trace_id)));
    assert.ok(bodies.join('').includes('invoke_workflow scratch'));
    assert.ok(!bodies.join('').includes('input_preview'));
    assert.equal((await peer.request('server/status', {})).status, 'ok');
    status = 400;
    assert.equal((await runPlan(peer, [look])).status, 'succeeded');
    const shown = await until('the loss to show', async () => {
      const now = await peer.request('server/status', {});
      return now.tracer_faults > 0 ? now : undefined;
    });
    assert.equal(shown.status, 'degraded');
    peer.close();
    assert.equal((await server.stop()).code, 0);
  });
});
