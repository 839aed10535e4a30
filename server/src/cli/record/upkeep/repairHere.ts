import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#protocol/errors';
import { acquireLock } from '../../../adapters/lock';
import { repairStore } from '../../../adapters/store/repairStore';
import { lockOfStore } from '../../../adapters/storeFile';
import type { Call, Outcome } from '../../invocation';
import { storeOf } from './storeOf';

/** Salvages the store of a workspace within this process, under the lock that a server would hold. */
export async function repairHere(call: Call): Promise<Outcome> {
  const file = storeOf(call);
  if (!existsSync(file)) {
    throw new AppError('NOT_FOUND', `there is no store at ${file}`);
  }
  const lock = acquireLock(lockOfStore(file));
  if ('owner' in lock) {
    throw new AppError('STATE_CONFLICT', 'a server owns the store; run holdpoint stop first', {
      pid: lock.owner?.pid ?? null,
    });
  }
  try {
    const report = await repairStore({ file, wasmFile: join(call.programs, 'sql-wasm.wasm') });
    const rows = Object.entries(report.rows).map(([table, count]) => {
      const lost = report.lost[table] ?? 0;
      return `  ${table}: ${count}${lost === 0 ? '' : `, unreadable: ${lost}`}`;
    });
    const text = [`repaired ${file}; the damaged file is ${report.damaged_file}`, ...rows].join('\n');
    return { document: report, text };
  } finally {
    lock.release();
  }
}
