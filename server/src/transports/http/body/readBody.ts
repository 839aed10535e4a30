import { AppError } from '#protocol/errors';

/** The bytes of a body; one beyond the limit is refused as soon as that is known. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  const said = Number(request.headers.get('content-length') ?? 0);
  if (said > limit) {
    throw tooLarge(limit);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) {
      throw tooLarge(limit);
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size);
}

/** The refusal of a body beyond its limit. */
export function tooLarge(limit: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', `the body has more than ${limit} bytes`, { limit });
}
