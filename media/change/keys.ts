import type { HunkVerdict } from '#protocol/views/change';
import { type Desk, isDecidable, verdictOf, type Writing } from './changeState';
import type { ChangeRow } from './rows/changeRow';
import type { ChangeRows } from './rows/changeRows';

/** The keys of the review: j k to move, a r u to say something of the hunk, A of the file, c to comment. */
export function pressKey(desk: Desk, rows: ChangeRows, event: KeyboardEvent): void {
  if (isWriting(event) || event.altKey) {
    return;
  }
  if (event.ctrlKey || event.metaKey) {
    if (event.key === 'Enter' && isDecidable(desk.state)) {
      event.preventDefault();
      desk.say({ type: 'approve' });
    }
    return;
  }
  const act = actionOf(desk, rows, event.key);
  if (act !== undefined) {
    event.preventDefault();
    act();
  }
}

function actionOf(desk: Desk, rows: ChangeRows, key: string): (() => void) | undefined {
  const row = rows.at(desk.state.active);
  const actions: Readonly<Record<string, () => void>> = {
    j: () => move(desk, rows, 1),
    k: () => move(desk, rows, -1),
    a: () => say(desk, rows, 'accepted'),
    r: () => say(desk, rows, 'rejected'),
    u: () => say(desk, rows, 'open'),
    A: () => sayOfFile(desk, row, 'accepted'),
    R: () => sayOfFile(desk, row, 'rejected'),
    c: () => write(desk, rows),
    '/': () => document.querySelector<HTMLElement>('.path-filter')?.focus(),
  };
  return actions[key];
}

/** Keys belong to whoever is being written into. */
function isWriting(event: KeyboardEvent): boolean {
  const inner = event.composedPath()[0];
  return inner instanceof Element && inner.closest('input, textarea, select, form') !== null;
}

function move(desk: Desk, { hunkRows }: ChangeRows, by: 1 | -1): void {
  const { active } = desk.state;
  const next = by === 1 ? hunkRows.find((row) => row > active) : hunkRows.findLast((row) => row < active);
  if (next !== undefined) {
    desk.moveTo(next);
  }
}

/** The hunk at the focus; at the head of a file its first one. */
function hunkRowAt(rows: ChangeRows, active: number): Extract<ChangeRow, { kind: 'hunk' }> | undefined {
  const { hunkRows } = rows;
  const here = rows.at(active);
  const at =
    here?.kind === 'file' ? hunkRows.find((row) => row > active) : hunkRows.findLast((row) => row <= active);
  const row = at === undefined ? undefined : rows.at(at);
  return row?.kind === 'hunk' && row.file === here?.file ? row : undefined;
}

function say(desk: Desk, rows: ChangeRows, verdict: HunkVerdict | 'open'): void {
  const at = hunkRowAt(rows, desk.state.active);
  if (at === undefined || !isDecidable(desk.state)) {
    return;
  }
  const { file, hunk } = at;
  if ((verdictOf(desk.state, file.preview_id, hunk.index) ?? 'open') !== verdict) {
    desk.say({ type: 'choose', preview_ids: [file.preview_id], hunks: [hunk.index], verdict });
  }
  if (verdict !== 'open' && desk.state.filter === 'all') {
    move({ ...desk, state: { ...desk.state, active: rows.headOf(file.preview_id, hunk.index) } }, rows, 1);
  }
}

function sayOfFile(desk: Desk, row: ChangeRow | undefined, verdict: HunkVerdict): void {
  if (row !== undefined && isDecidable(desk.state)) {
    desk.say({ type: 'choose', preview_ids: [row.file.preview_id], hunks: null, verdict });
  }
}

function write(desk: Desk, rows: ChangeRows): void {
  const at = hunkRowAt(rows, desk.state.active);
  if (at === undefined || !isDecidable(desk.state)) {
    return;
  }
  const { file, hunk } = at;
  desk.change({
    writing: { kind: 'comment', file, hunk, ...placeOf(rows.at(desk.state.active)) },
    draft: '',
  });
}

function placeOf(row: ChangeRow | undefined): Pick<Extract<Writing, { kind: 'comment' }>, 'side' | 'line'> {
  const right = row?.kind === 'line' ? row.line : row?.kind === 'pair' ? row.pair.right : null;
  const left = row?.kind === 'line' ? row.line : row?.kind === 'pair' ? row.pair.left : null;
  if (right?.new != null) {
    return { side: 'new', line: right.new };
  }
  return left?.old != null ? { side: 'old', line: left.old } : { side: 'new', line: null };
}
