import type { ChangeComment, ChangeFile, ChangeHunk } from '#protocol/views/change';
import { type ChangeState, verdictOf } from '../changeState';
import { bodyHeight, bodyRows, linePx } from './bodyRows';
import type { ChangeRow } from './changeRow';
import { hunkExtent } from './hunkExtent';
import type { TextRoom } from './textWidth';

/** From this width on the two sides stand beside each other. */
export const sideBySidePx = 900;

/** A head of a file or of a hunk, and how many rows lie under it. */
interface Block {
  readonly head: Extract<ChangeRow, { kind: 'file' | 'hunk' }>;
  readonly first: number;
  readonly count: number;
  readonly said: readonly ChangeComment[];
  rows?: readonly ChangeRow[];
}

const headPx = { file: 38, hunk: 32 } as const;

/** What is shown, row by row. Lines are only taken apart when somebody looks at them. */
export class ChangeRows {
  /** Rows of hunk headers, ascending. */
  readonly hunkRows: readonly number[];
  readonly fileCount: number;
  readonly count: number;
  readonly #blocks: readonly Block[];
  readonly #isSplit: boolean;
  #last = 0;

  /** The rows of everything that the filters let through. */
  constructor(state: ChangeState) {
    this.#isSplit = state.width >= sideBySidePx;
    this.#blocks = blocksOf(state, this.#isSplit);
    const last = this.#blocks.at(-1);
    this.count = last === undefined ? 0 : last.first + last.count;
    this.hunkRows = this.#blocks.filter(({ head }) => head.kind === 'hunk').map(({ first }) => first);
    this.fileCount = this.#blocks.length - this.hunkRows.length;
  }

  at(index: number): ChangeRow | undefined {
    const block = this.#blockAt(index);
    if (block === undefined) {
      return undefined;
    }
    return index === block.first ? block.head : this.#rowsOf(block)[index - block.first - 1];
  }

  /** Where the head of a file or of a hunk stands; -1 where it is not shown. */
  headOf(previewId: string, hunk: number | null): number {
    const found = this.#blocks.find(
      ({ head }) =>
        head.file.preview_id === previewId && (head.kind === 'file' ? null : head.hunk.index) === hunk,
    );
    return found?.first ?? -1;
  }

  /** The height of a row in pixels: lines are wrapped, never cut. */
  heightOf(index: number, room: TextRoom): number {
    const block = this.#blockAt(index);
    if (block === undefined) {
      return 0;
    }
    if (index === block.first) {
      return headPx[block.head.kind];
    }
    const isPlain =
      block.said.length === 0 &&
      block.head.kind === 'hunk' &&
      hunkExtent(block.head.hunk).columns <= room.columns;
    return isPlain ? linePx : bodyHeight(this.#rowsOf(block)[index - block.first - 1], room);
  }

  /** Rows are mostly asked for near each other, but not in order: elements that are used again keep their places. */
  #blockAt(index: number): Block | undefined {
    for (const near of [this.#last, this.#last + 1]) {
      const block = this.#blocks[near];
      if (block !== undefined && isWithin(block, index)) {
        this.#last = near;
        return block;
      }
    }
    this.#last = blockPlace(this.#blocks, index);
    const block = this.#blocks[this.#last];
    return block !== undefined && isWithin(block, index) ? block : undefined;
  }

  #rowsOf(block: Block): readonly ChangeRow[] {
    block.rows ??= block.head.kind === 'file' ? [] : bodyRows(block.head, block.said, this.#isSplit);
    return block.rows;
  }
}

function isWithin({ first, count }: Block, index: number): boolean {
  return index >= first && index < first + count;
}

/** The place of the last block that begins at a row or before it; 0 where none does. */
function blockPlace(blocks: readonly Block[], index: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((blocks[middle]?.first ?? 0) <= index) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

function blocksOf(state: ChangeState, isSplit: boolean): readonly Block[] {
  const { review, collapsed } = state;
  const comments = commentsByHunk(review.comments);
  const blocks: Block[] = [];
  let first = 0;
  const add = (head: Block['head'], lineCount: number, said: readonly ChangeComment[]) => {
    const count = 1 + lineCount + said.length;
    blocks.push({ head, first, count, said });
    first += count;
  };
  for (const file of review.files) {
    const hunks = shownHunks(state, file, comments);
    if (hunks === null) {
      continue;
    }
    add({ kind: 'file', file }, 0, []);
    for (const hunk of collapsed.has(file.preview_id) ? [] : hunks) {
      const extent = hunkExtent(hunk);
      const said = comments.get(`${file.preview_id} ${hunk.index}`) ?? [];
      add({ kind: 'hunk', file, hunk }, isSplit ? extent.pairs : extent.lines, said);
    }
  }
  return blocks;
}

type Comments = ReadonlyMap<string, readonly ChangeComment[]>;

function commentsByHunk(comments: readonly ChangeComment[]): Comments {
  const found = new Map<string, ChangeComment[]>();
  for (const comment of comments) {
    const key = `${comment.preview_id} ${comment.hunk}`;
    const list = found.get(key);
    if (list === undefined) {
      found.set(key, [comment]);
    } else {
      list.push(comment);
    }
  }
  return found;
}

/** The hunks of a file that the filters let through; `null` leaves the whole file out. */
function shownHunks(state: ChangeState, file: ChangeFile, comments: Comments): readonly ChangeHunk[] | null {
  const { path, filter, review } = state;
  if (path !== '' && !file.path.toLowerCase().includes(path.toLowerCase())) {
    return null;
  }
  if (filter === 'all') {
    return file.hunks;
  }
  if (filter === 'stale') {
    return review.stale[file.preview_id] === undefined ? null : file.hunks;
  }
  const hunks = file.hunks.filter(({ index }) =>
    filter === 'commented'
      ? comments.has(`${file.preview_id} ${index}`)
      : (verdictOf(state, file.preview_id, index) ?? 'open') === filter,
  );
  return hunks.length === 0 ? null : hunks;
}
