/** Keeps the last bytes of what streams by: test runners say at the end how it went. */
export function outputTail(maxBytes: number): { add(bytes: Uint8Array): void; text(): string } {
  let chunks: Uint8Array[] = [];
  let size = 0;
  return {
    add(bytes) {
      chunks.push(bytes.slice(-maxBytes));
      size += Math.min(bytes.length, maxBytes);
      if (size <= 2 * maxBytes) return;
      const kept = joined(chunks, size).slice(-maxBytes);
      chunks = [kept];
      size = kept.length;
    },
    text: () => new TextDecoder().decode(joined(chunks, size).slice(-maxBytes)),
  };
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
