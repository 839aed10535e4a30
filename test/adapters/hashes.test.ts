import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { nodeHashes } from '../../server/src/adapters/nodeHashes';
import { pureHashes } from '../../server/src/core/change/hashes';

describe('names of bytes', () => {
  it('are the same whoever makes them, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array(), { maxLength: 5 }), (parts) => {
        const whole = [new Uint8Array(Buffer.concat(parts))];
        for (const algorithm of ['sha1', 'sha256'] as const) {
          equal(nodeHashes[algorithm](parts), pureHashes[algorithm](parts));
          equal(nodeHashes[algorithm](whole), pureHashes[algorithm](parts));
        }
      }),
    );
  });
});
