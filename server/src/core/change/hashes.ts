import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Names of bytes in lower-case hex. The outside may offer faster ones than core can make, never others. */
export interface Hashes {
  readonly sha1: (parts: readonly Uint8Array[]) => string;
  readonly sha256: (parts: readonly Uint8Array[]) => string;
}

/** Names made without the outside. */
export const pureHashes: Hashes = {
  sha1: (parts) => bytesToHex(parts.reduce((hash, part) => hash.update(part), sha1.create()).digest()),
  sha256: (parts) => bytesToHex(parts.reduce((hash, part) => hash.update(part), sha256.create()).digest()),
};

/** The name that git (sha1) gives a file's content; forty zeros for a missing file. */
export function gitBlobName(bytes: Uint8Array | null, hashes: Hashes = pureHashes): string {
  if (bytes === null) return '0'.repeat(40);
  return hashes.sha1([new TextEncoder().encode(`blob ${bytes.length}\0`), bytes]);
}
