import assert from 'node:assert/strict';
import { removeUnnamed, whileHeld } from '../../server/src/runtime/record/bytes/heldBytes';
import { composeMemory } from '../support/composeMemory';

const bytes = new TextEncoder().encode('kept\n');
const nobody = async () => false;

describe('bytes that are stored before anything names them', () => {
  it('§1.7: stay while whoever stored them is at work, and go with the sweep after that', async () => {
    const { context } = composeMemory();
    const { content } = context.ports;
    const sha = await whileHeld(context, async (held) => {
      const stored = await held.ports.content.put(bytes);
      await removeUnnamed(content, stored, nobody);
      assert.ok(await content.has(stored));
      return stored;
    });
    await removeUnnamed(content, sha, nobody);
    assert.equal(await content.has(sha), false);
  });

  it('§1.7: stay until the last of those who stored the same is done', async () => {
    const { context } = composeMemory();
    const { artifacts } = context.ports;
    await whileHeld(context, async (first) => {
      const sha = await first.ports.artifacts.put(bytes);
      await whileHeld(context, (second) => second.ports.artifacts.put(bytes));
      await removeUnnamed(artifacts, sha, nobody);
      assert.ok(await artifacts.has(sha));
    });
  });

  it('§1.7: are not stored while they are being removed: whoever stores them finds them afterwards', async () => {
    const { context } = composeMemory();
    const { content } = context.ports;
    const sha = await content.put(bytes);
    await whileHeld(context, async ({ ports }) => {
      const stored: Promise<string>[] = [];
      await removeUnnamed(content, sha, async () => {
        stored.push(ports.content.put(bytes));
        return false;
      });
      await Promise.all(stored);
      assert.ok(await content.has(sha));
    });
  });

  it('§1.8: of a checkpoint without git are held as well', async () => {
    const { context } = composeMemory({ files: { 'f.txt': 'kept\n' } });
    const { content, git } = context.ports;
    await whileHeld(context, async ({ ports }) => {
      const { manifest } = await git.snapshot('ckpt_1', ports.content);
      const sha = manifest?.['f.txt']?.sha256 ?? '';
      await removeUnnamed(content, sha, nobody);
      assert.ok(await content.has(sha));
    });
  });
});
