import { equal } from 'node:assert/strict';
import type { WriteRow } from '#protocol/rows';
import { sha256Hex } from '../../../server/src/core/change/preview';
import { decideRollback, type RollbackSelection } from '../../../server/src/core/change/rollback';
import { bytesOf } from './files';

/** Files in memory, with Holdpoint's writes and a person's edits to them. */
export class Desk {
  readonly files = new Map<string, string>();
  readonly contents = new Map<string, string>();
  readonly writes: WriteRow[] = [];
  readonly modes = new Map<string, number>();
  readonly replaced = new Set<string>();

  hash(path: string): string | null {
    const content = this.files.get(path);
    if (content === undefined) return null;
    const sha = sha256Hex(bytesOf(content));
    this.contents.set(sha, content);
    return sha;
  }

  edit(path: string, content: string | null): void {
    if (content === null) this.files.delete(path);
    else this.files.set(path, content);
    this.hash(path);
  }

  write(path: string, content: string | null, run: string | null, step: string | null = 's'): WriteRow {
    const before = this.hash(path);
    this.edit(path, content);
    const row: WriteRow = {
      id: `w${this.writes.length}`,
      run_id: run,
      step_id: step,
      preview_id: null,
      checkpoint_id: null,
      path,
      before_sha: before,
      after_sha: this.hash(path),
      before_mode: before === null ? null : 0o644,
      after_mode: content === null ? null : 0o644,
      undone_by: null,
      created_at: '2026-01-01T00:00:00.000Z',
    };
    this.writes.push(row);
    return row;
  }

  question(selection: RollbackSelection, include: readonly string[] = []) {
    const current = Object.fromEntries([...this.files.keys()].map((path) => [path, this.hash(path)]));
    const { modes, replaced, writes } = this;
    return { writes, selection, dependants: { s: ['t'] }, current, modes, replaced, include };
  }

  /** Decides and carries out, writing rows as the runtime does; returns the ids of the rollback's writes. */
  rollBack(selection: RollbackSelection, include: readonly string[] = []): string[] {
    const ids: string[] = [];
    for (const entry of decideRollback(this.question(selection, include))) {
      if (!entry.restores) continue;
      equal(entry.expected_sha, this.hash(entry.path));
      const content = entry.restore_sha === null ? null : (this.contents.get(entry.restore_sha) ?? null);
      const row = this.write(entry.path, content, null, null);
      for (const write of this.writes) if (entry.takes_back.includes(write.id)) write.undone_by = row.id;
      ids.push(row.id);
    }
    return ids;
  }
}
