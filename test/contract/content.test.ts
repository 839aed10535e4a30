import { deepStrictEqual, equal, rejects } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskContent, memoryContent } from '../../server/src/adapters/content';

describe('content stores', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'holdpoint-content-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  for (const name of ['disk', 'memory']) {
    it(`keeps bytes by their hash (${name})`, async () => {
      const store = name === 'disk' ? diskContent(join(directory, 'content')) : memoryContent();
      const bytes = Uint8Array.of(0, 255, 10, 13);
      const sha256 = await store.put(bytes);
      equal(sha256, createHash('sha256').update(bytes).digest('hex'));
      equal(await store.put(bytes), sha256);
      equal(await store.has(sha256), true);
      deepStrictEqual(await store.get(sha256), bytes);
      equal(await store.get('0'.repeat(64)), undefined);
      equal(await store.get('../../etc/passwd'), undefined);
      await store.remove(sha256);
      await store.remove(sha256);
      equal(await store.has(sha256), false);
      const empty = await store.put(new Uint8Array());
      deepStrictEqual(await store.get(empty), new Uint8Array());
    });
  }

  it('is private, leaves no drafts, and takes the same bytes from many at once', async () => {
    const store = diskContent(directory);
    const bytes = Uint8Array.of(1, 2, 3);
    const names = await Promise.all(Array.from({ length: 20 }, () => store.put(bytes)));
    equal(new Set(names).size, 1);
    const [name = ''] = names;
    deepStrictEqual(readdirSync(join(directory, name.slice(0, 2))), [name.slice(2)]);
    equal(statSync(join(directory, name.slice(0, 2), name.slice(2))).mode & 0o777, 0o600);
    equal(statSync(join(directory, name.slice(0, 2))).mode & 0o777, 0o700);
  });

  it('notices damaged bytes, and mends them when they are put again', async () => {
    const store = diskContent(directory);
    const name = await store.put(Uint8Array.of(1, 2, 3));
    const file = join(directory, name.slice(0, 2), name.slice(2));
    writeFileSync(file, 'other');
    await rejects(store.get(name), { code: 'STORE_UNAVAILABLE' });
    await store.put(Uint8Array.of(1, 2, 3));
    deepStrictEqual(await store.get(name), Uint8Array.of(1, 2, 3));
  });

  it('says which folder cannot be written', async () => {
    writeFileSync(join(directory, 'taken'), '');
    await rejects(
      diskContent(join(directory, 'taken')).put(Uint8Array.of(1)),
      (error: Error & { code: string }) => {
        equal(error.code, 'STORE_UNAVAILABLE');
        return error.message.includes('taken') && error.message.includes('make the folder writable');
      },
    );
  });
});
