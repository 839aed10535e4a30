import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AppError } from '#protocol/errors';
import { tooLarge } from './readBody';

const unpack = promisify(gunzip);

/** A body without its packing; one that unpacks to more than the limit is refused before it has done so. */
export async function inflated(
  bytes: Uint8Array,
  encoding: string | null,
  limit: number,
): Promise<Uint8Array> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') {
    return bytes;
  }
  if (name !== 'gzip') {
    throw new AppError('BAD_REQUEST', `a body is packed by gzip or not at all, not by ${name.slice(0, 40)}`);
  }
  try {
    return await unpack(bytes, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLarge(limit);
    }
    throw new AppError('BAD_REQUEST', 'the body is not packed by gzip as it says');
  }
}
