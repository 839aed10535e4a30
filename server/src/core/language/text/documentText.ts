import type { Json } from '#protocol/json';
import type { Problem } from '#protocol/problem';
import { largestText } from '../../plan/document/largestText';
import { type ReadDocument, readDocument } from '../../plan/document/readDocument';
import { neighboursOf } from './blockFaults';
import { BlockPlaces, type PlacedBlock } from './blockPlaces';
import { nowhere, type ReadBlock, readBlock } from './readBlock';
import { splitBlocks, type TextBlock } from './splitBlocks';

/** A text as it reads now; `blocks` is `null` where it could only be read as a whole. */
export interface DocumentReading extends ReadDocument {
  readonly blocks: readonly PlacedBlock[] | null;
}

/** A text that changes: what did not change is not read again. Its reading is always that of the whole text. */
export class DocumentText {
  #text = '';
  #blocks: readonly ReadBlock[] = [];
  #reading: DocumentReading | null = null;

  get text(): string {
    return this.#text;
  }

  update(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#reading = null;
  }

  /** The newest text, read. */
  read(): DocumentReading {
    this.#reading ??= this.#readBlocks() ?? { ...readDocument(this.#text), blocks: null };
    return this.#reading;
  }

  #readBlocks(): DocumentReading | null {
    const split = this.#text.length > largestText ? null : splitBlocks(this.#text);
    const blocks = split && reuse(this.#blocks, split);
    if (split === null || blocks === null) return null;
    this.#blocks = blocks;
    const placed = blocks.map((block, index) => ({ block, line: split[index]?.line ?? 0 }));
    const bare = { root: null, broken: null };
    const faults = faultsOf(placed);
    if (faults.length > mostFaults) return null;
    if (faults.length > 0) {
      return { ...bare, json: undefined, problems: faults, positions: nowhere, blocks: null };
    }
    const positions = new BlockPlaces(placed);
    return { ...bare, json: assemble(blocks), problems: [], positions, blocks: placed };
  }
}

/** With more, the reader of whole texts leaves some out. */
const mostFaults = 100;

function faultsOf(placed: readonly PlacedBlock[]): readonly Problem[] {
  return placed.flatMap(({ block, line }) =>
    block.faults.length === 0 ? [] : block.faults.map((fault) => ({ ...fault, line: fault.line + line })),
  );
}

/** Keeps what stands unchanged before and behind the change, and reads what is between. */
function reuse(old: readonly ReadBlock[], split: readonly TextBlock[]): readonly ReadBlock[] | null {
  const isSame = (before: ReadBlock | undefined, index: number): boolean =>
    before !== undefined && isUnchanged(before, split, index);
  const most = Math.min(old.length, split.length);
  let head = 0;
  while (head < most && isSame(old[head], head)) head += 1;
  let tail = 0;
  while (tail < most - head && isSame(old[old.length - 1 - tail], split.length - 1 - tail)) tail += 1;
  const changed: ReadBlock[] = [];
  for (const [offset, block] of split.slice(head, split.length - tail).entries()) {
    const read = readBlock(block, neighboursOf(split, head + offset));
    if (read === null) return null;
    changed.push(read);
  }
  return [...old.slice(0, head), ...changed, ...old.slice(old.length - tail)];
}

function isUnchanged(before: ReadBlock, split: readonly TextBlock[], index: number): boolean {
  const now = split[index];
  if (now === undefined || before.kind !== now.kind || before.key !== now.key) return false;
  if (before.text !== now.text) return false;
  if (before.faults.length === 0) return true;
  const { isFirst, behind } = neighboursOf(split, index);
  return before.neighbours.isFirst === isFirst && before.neighbours.behind === behind;
}

function assemble(blocks: readonly ReadBlock[]): Json {
  const members = new Map<string, Json>();
  let list: Json[] = [];
  for (const { kind, key, json } of blocks) {
    if (kind === 'start') continue;
    if (kind === 'entry') list.push(json);
    else if (kind === 'key') members.set(key, json);
    else {
      list = [];
      members.set(key, list);
    }
  }
  return Object.fromEntries(members);
}
