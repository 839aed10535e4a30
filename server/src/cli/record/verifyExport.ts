import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { AppError } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import { ChainWalk, type Tombstone } from '../../adapters/store/record/chain';

/** Verifies an exported chain of events line by line, without any server or store. */
export async function verifyExport(path: string): Promise<Result<'audit/verify'>> {
  const walk = new ChainWalk();
  try {
    for await (const line of createInterface({
      input: createReadStream(path, 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      if (line !== '') {
        walkLine(walk, line);
      }
    }
  } catch (error) {
    throw new AppError('BAD_REQUEST', `cannot read ${path}: ${(error as Error).message}`);
  }
  return walk.verdict();
}

function walkLine(walk: ChainWalk, line: string): void {
  const value = parsed(line);
  if (value === undefined) {
    walk.fault('this line is not a JSON object');
  } else if (value['tombstone'] === true) {
    walk.tombstone(value as unknown as Tombstone);
  } else {
    walk.event(value);
  }
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
