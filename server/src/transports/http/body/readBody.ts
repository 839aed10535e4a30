import { AppError } from '#protocol/errors';

/** The bytes of a body; one beyond the limit is refused as soon as that is known. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  const said = Number(request.headers.get('content-length') ?? 0);
  if (said > limit) {
    throw tooLarge(limit);
  }
  // As large as was said, so that nothing is copied as a whole when the last piece has come.
  let bytes = Buffer.allocUnsafe(Number.isSafeInteger(said) && said > 0 ? said : 4096);
  let size = 0;
  for await (const chunk of request.body ?? []) {
    if (size + chunk.byteLength > limit) {
      throw tooLarge(limit);
    }
    if (size + chunk.byteLength > bytes.byteLength) {
      bytes = Buffer.concat([bytes.subarray(0, size)], Math.min(limit, 2 * (size + chunk.byteLength)));
    }
    bytes.set(chunk, size);
    size += chunk.byteLength;
  }
  return bytes.subarray(0, size);
}

/** The refusal of a body beyond its limit. */
export function tooLarge(limit: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', `the body has more than ${limit} bytes`, { limit });
}
