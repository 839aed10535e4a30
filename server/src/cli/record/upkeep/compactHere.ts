import { join } from 'node:path';
import { AppError } from '#protocol/errors';
import { acquireLock } from '../../../adapters/lock';
import { type CompactReport, compactStore } from '../../../adapters/store/compactStore';
import { lockOfStore } from '../../../adapters/storeFile';
import type { Call } from '../../invocation';

/** Gives the free space of a store back to the disk, within this process and under the lock that a server would hold. */
export async function compactHere(call: Call, file: string): Promise<CompactReport> {
  const { programs, terminal, messages } = call;
  const lock = acquireLock(lockOfStore(file));
  if ('owner' in lock) {
    throw new AppError(
      'STATE_CONFLICT',
      'a server owns the store again; run holdpoint store vacuum once more',
      {
        pid: lock.owner?.pid ?? null,
      },
    );
  }
  try {
    return await compactStore({
      file,
      wasmFile: join(programs, 'sql-wasm.wasm'),
      onProgress: (bytes) => terminal.say(messages.compacting(Math.round(bytes / (1 << 20)))),
    });
  } finally {
    lock.release();
  }
}
