import type { StoreStatus } from '../../../runtime/storePort';
import type { Connection } from '../sqlite/connection';
import { type Disk, sizeOf } from '../sqlite/disk';

/** What a store takes on the disk with its log, and what of it holds rows; of one that cannot be read, the former only. */
export function storeSize(
  connection: Connection,
  disk: Disk,
  path: string,
): Pick<StoreStatus, 'bytes' | 'used_bytes'> {
  const bytes = sizeOf(disk, path) + sizeOf(disk, `${path}-wal`);
  try {
    const pragma = (name: string) => Number(connection.value(`PRAGMA ${name}`));
    const used_bytes = (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
    return { bytes, used_bytes };
  } catch {
    return { bytes, used_bytes: bytes };
  }
}
