import assert from 'node:assert/strict';
import { composeMemory } from '../support/composeMemory';
import { type HttpScene, httpScene } from './httpScene';

const run_id = 'run-20260102-030405-0000aa';
const row = (seq: number, type: string) =>
  JSON.stringify({ seq, ts: '2026-01-02T03:04:05.000Z', type, node_id: 'a', schema_version: 'v1' });
const damaged = {
  'runlog.jsonl': `${row(1, 'context')}\n{"seq": 2, "type": "gra\n${row(3, 'graph_node')}\n`,
  'manifest.json': '{}',
};

describe('the route of a run log', () => {
  let scene: HttpScene;

  before(async () => {
    const server = composeMemory({ repository: 'file', runDirectories: { [run_id]: damaged } });
    scene = await httpScene(server.handlers);
  });
  after(() => scene.door.close(100));

  it('LOG-03: leaves a damaged line out and counts it; detail and list are answered all the same', async () => {
    const detail = await scene.ask(`/runs/${run_id}/runlog`);
    assert.equal(detail.status, 200);
    assert.deepEqual([detail.body.run_id, detail.body.rows.length], [run_id, 2]);
    assert.equal(detail.body.summary.corrupt_rows, 1);
    assert.equal(detail.body.summary.row_counts.graph_node, 1);
    const list = await scene.ask('/runs');
    assert.deepEqual([list.status, list.body.count, list.body.items[0].run_id], [200, 1, run_id]);
  });

  it('LOG-03: answers 404 for a run that there is not', async () => {
    const { status, body } = await scene.ask('/runs/run-20260102-030405-ffffff/runlog');
    assert.deepEqual([status, body.error, typeof body.message], [404, 'not_found', 'string']);
  });
});
