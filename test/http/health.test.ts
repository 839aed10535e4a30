import assert from 'node:assert/strict';
import { AppError } from '#protocol/errors';
import type { SlotRow } from '#protocol/rows';
import type { Store } from '../../server/src/runtime/storePort';
import { composeMemory, type MemoryServer } from '../support/composeMemory';
import { type HttpScene, httpScene, testTokens } from './httpScene';

const now = '2026-01-01T00:00:00.000Z';
const brokenSlot: SlotRow = {
  ...{ id: 'workspace-r-slot1', repo: 'r', path: '/r', run_id: null, branch: null, commit_sha: null },
  ...{ lease_until: null, allocations: 1, metadata: '{}', created_at: now, updated_at: now },
  kind: 'worktree',
  state: 'error',
};

describe('the health of a server', () => {
  let server: MemoryServer;
  let scene: HttpScene;
  const open = async () => {
    server = composeMemory();
    scene = await httpScene(server.handlers);
  };
  afterEach(() => scene.door.close(100));

  const states = async () => {
    const health = await scene.ask('/health', { token: null });
    const ready = await scene.ask('/api/v1/ready', { token: testTokens.viewer });
    const details = await scene.ask('/api/v1/health/details', { token: testTokens.viewer });
    return { statuses: [health.status, ready.status, details.status], details: details.body };
  };
  const withStatus = (status: Store['status']) => Object.assign(server.context.ports.store, { status });

  it('RUN-28: is 200 while all is well, and names what it leans on to whoever has a token', async () => {
    await open();
    const { statuses, details } = await states();
    assert.deepEqual(statuses, [200, 200, 200]);
    assert.deepEqual(details.external_services, { store: 'ok', pool: 'ok', llm: 'ok', registry: 'none' });
  });

  it('RUN-28: is 503 on every probe once the store is dead, with no detail and no fault in the log', async () => {
    await open();
    withStatus(() => Promise.reject(new AppError('STORE_UNAVAILABLE', 'the thread is gone')));
    const { statuses, details } = await states();
    assert.deepEqual(statuses, [503, 503, 503]);
    assert.equal(details.error_code, 'STORE_UNAVAILABLE');
    assert.deepEqual(server.log.lines, []);
  });

  it('RUN-28: is 503 where the store takes no writes, and where it does not answer at all', async () => {
    await open();
    const known = await server.context.ports.store.status();
    withStatus(async () => ({ ...known, read_only_reason: 'damaged' }));
    assert.deepEqual((await states()).statuses, [503, 503, 200]);
    withStatus(() => new Promise(() => undefined));
    const asked = scene.ask('/health', { token: null });
    for (let waited = 0; waited < 50; waited += 1) {
      await server.clock.advance(100);
    }
    assert.equal((await asked).status, 503);
  });

  it('RUN-28: looks at the pool and the models again after half a minute, not before', async () => {
    await open();
    await states();
    await server.context.ports.store.commit([{ op: 'insert', table: 'slots', row: brokenSlot }]);
    assert.equal((await states()).details.external_services.pool, 'ok');
    await server.clock.advance(30_000);
    assert.equal((await states()).details.external_services.pool, 'degraded');
  });
});
