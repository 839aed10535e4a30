import assert from 'node:assert/strict';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';
import { LoadScene, percentiles } from './loadScene';

const isLong = process.env['HOLDPOINT_LONG'] === '1';
const clients = isLong ? 64 : 8;
const lengthMs = isLong ? 60_000 : 1_000;

describe('the HTTP door of a server process under load', () => {
  let root: string;
  let scene: LoadScene;
  before(async () => {
    root = temporaryFolder();
    scene = await LoadScene.open(root);
  });
  after(async () => {
    await scene.close();
    removeFolder(root);
  });

  it(`loses no event and lets nobody decide twice, with ${clients} clients reading, running and approving`, async () => {
    await scene.work(clients, lengthMs);
    const total = await scene.total();
    assert.equal(new Set(scene.read).size, scene.read.length);
    assert.equal(scene.read.length, total);
    await until('the stream to have told of every event', () => scene.told.size === total, 30_000);
    assert.deepEqual(
      scene.read.filter((seq) => !scene.told.has(seq)),
      [],
    );
    const { p50, p99 } = percentiles(scene.tookMs);
    process.stdout.write(
      `    ${scene.tookMs.length} requests, ${total} events, p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms\n`,
    );
  }).timeout(lengthMs + 120_000);
});
