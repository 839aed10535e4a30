import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { AppError } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import { verifyExport } from '../../adapters/store/exportChain';
import { fileFault } from '../fileFault';

/** Verifies a file with an exported chain of events line by line, without any server or store. */
export async function verifyExportFile(path: string): Promise<Result<'audit/verify'>> {
  const input = createReadStream(path, 'utf8');
  try {
    await new Promise<void>((resolve, reject) => input.once('ready', resolve).once('error', reject));
  } catch (error) {
    throw new AppError('BAD_REQUEST', `cannot read ${path}: ${fileFault(error)}`);
  }
  return await verifyExport(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }));
}
