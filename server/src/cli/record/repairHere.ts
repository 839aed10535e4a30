import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#protocol/errors';
import { acquireLock } from '../../adapters/lock';
import { repairStore } from '../../adapters/store/repairStore';
import type { Call, Outcome } from '../invocation';

/** Salvages the store of a workspace within this process, under the lock that a server would hold. */
export async function repairHere({ globals, programs }: Call): Promise<Outcome> {
  const state = join(globals.root, '.holdpoint');
  const file = join(state, 'store.db');
  if (!existsSync(file)) {
    throw new AppError('NOT_FOUND', `there is no store at ${file}`);
  }
  const lock = acquireLock(join(state, 'lock'));
  if ('owner' in lock) {
    throw new AppError('STATE_CONFLICT', 'a server owns the store; run holdpoint stop first', {
      pid: lock.owner?.pid ?? null,
    });
  }
  try {
    const report = await repairStore({ file, wasmFile: join(programs, 'sql-wasm.wasm') });
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
