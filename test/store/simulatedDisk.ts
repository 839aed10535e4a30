import type { Disk } from '../../server/src/adapters/store/sqlite/disk';

/** Bytes by path: what a disk holds once the power is gone. */
export type DiskImage = ReadonlyMap<string, Buffer>;

type Change = { readonly at: number; readonly bytes: Buffer } | { readonly truncateTo: number };
interface Inode {
  content: Buffer;
  durable: Buffer;
  pending: Change[];
}
interface Naming {
  readonly path: string;
  /** `null`: the name was removed. */
  readonly inode: Inode | null;
}

/** How a simulated disk misbehaves on purpose. */
export interface DiskFaults {
  /** Syncs return without doing anything: nothing is safe. */
  readonly ignoresSync?: boolean;
  /** A directory is only synced after a file was made in it, as a VFS does that looks whether the file was new. */
  readonly forgetsRemovals?: boolean;
}

const sectorSize = 512;

/**
 * A disk in memory that loses what was not synced: at the `cutAt`-th change the power goes, and of every change since
 * the last sync each 512-byte sector, and of directories each name, survives only by chance.
 */
export class SimulatedDisk implements Disk {
  cutAt = Number.POSITIVE_INFINITY;
  /** Bytes all files may hold together. */
  capacity = Number.POSITIVE_INFINITY;
  readonly #random: () => number;
  readonly #faults: DiskFaults;
  readonly #names = new Map<string, Inode>();
  #durableNames: Map<string, Inode>;
  #pendingNames: Naming[] = [];
  readonly #files = new Map<number, Inode>();
  #nextFile = 1;
  #changes = 0;

  constructor(random: () => number, image: DiskImage = new Map(), faults: DiskFaults = {}) {
    this.#random = random;
    this.#faults = faults;
    for (const [path, bytes] of image)
      this.#names.set(path, { content: Buffer.from(bytes), durable: Buffer.from(bytes), pending: [] });
    this.#durableNames = new Map(this.#names);
  }

  get changes(): number {
    return this.#changes;
  }

  get isDead(): boolean {
    return this.#changes >= this.cutAt;
  }

  open(path: string, create: boolean): number {
    this.#checkPower();
    let inode = this.#names.get(path);
    if (inode === undefined) {
      if (!create) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
      inode = { content: Buffer.alloc(0), durable: Buffer.alloc(0), pending: [] };
      this.#names.set(path, inode);
      this.#pendingNames.push({ path, inode });
    }
    this.#files.set(this.#nextFile, inode);
    return this.#nextFile++;
  }

  close(file: number): void {
    this.#files.delete(file);
  }

  read(file: number, into: Uint8Array, at: number): number {
    this.#checkPower();
    const part = this.#inode(file).content.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  }

  write(file: number, bytes: Uint8Array, at: number): number {
    const inode = this.#inode(file);
    const growth = Math.max(0, at + bytes.length - inode.content.length);
    if (this.#used() + growth > this.capacity)
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    this.#change(inode, { at, bytes: Buffer.from(bytes) });
    return bytes.length;
  }

  truncate(file: number, size: number): void {
    this.#change(this.#inode(file), { truncateTo: size });
  }

  sync(file: number): void {
    this.#tick();
    if (this.#faults.ignoresSync === true) return;
    const inode = this.#inode(file);
    inode.durable = inode.pending.reduce(changed, inode.durable);
    inode.pending = [];
  }

  size(file: number): number {
    this.#checkPower();
    return this.#inode(file).content.length;
  }

  exists(path: string): boolean {
    this.#checkPower();
    return this.#names.has(path);
  }

  unlink(path: string): void {
    this.#pendingNames.push({ path, inode: null });
    this.#tick();
    this.#names.delete(path);
  }

  syncDirectory(_: string): void {
    this.#tick();
    const madeNames = this.#pendingNames.some((naming) => naming.inode !== null);
    if (this.#faults.ignoresSync === true || (this.#faults.forgetsRemovals === true && !madeNames)) return;
    this.#durableNames = new Map(this.#names);
    this.#pendingNames = [];
  }

  /** What the disk holds after the cut: everything synced, and of the rest what chance has kept. */
  afterCut(): DiskImage {
    const names = new Map(this.#durableNames);
    const keepsName = this.#luck();
    for (const { path, inode } of this.#pendingNames) {
      if (this.#random() >= keepsName) continue;
      if (inode === null) names.delete(path);
      else names.set(path, inode);
    }
    return new Map([...names].map(([path, inode]) => [path, this.#survivor(inode)]));
  }

  #survivor(inode: Inode): Buffer {
    const keeps = this.#luck();
    let bytes: Buffer = Buffer.from(inode.durable);
    for (const change of inode.pending)
      for (const part of sectors(change)) if (this.#random() < keeps) bytes = changed(bytes, part);
    return bytes;
  }

  /** All, nothing or some: how likely one change of a file survives. */
  #luck(): number {
    const kind = this.#random();
    return kind < 0.25 ? 1 : kind < 0.5 ? 0 : this.#random();
  }

  #change(inode: Inode, change: Change): void {
    this.#checkPower();
    inode.pending.push(change);
    this.#tick();
    inode.content = changed(inode.content, change);
  }

  #tick(): void {
    this.#checkPower();
    this.#changes += 1;
    this.#checkPower();
  }

  #checkPower(): void {
    if (this.isDead) throw new Error('the power is off');
  }

  #used(): number {
    return [...this.#names.values()].reduce((sum, inode) => sum + inode.content.length, 0);
  }

  #inode(file: number): Inode {
    const inode = this.#files.get(file);
    if (inode === undefined) throw new Error('the file is not open');
    return inode;
  }
}

/** A stream of numbers from 0 to 1 that is the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function* sectors(change: Change): Generator<Change> {
  if ('truncateTo' in change) {
    yield change;
    return;
  }
  const { at, bytes } = change;
  for (let start = 0; start < bytes.length; ) {
    const end = Math.min(bytes.length, (Math.floor((at + start) / sectorSize) + 1) * sectorSize - at);
    yield { at: at + start, bytes: bytes.subarray(start, end) };
    start = end;
  }
}

function changed(content: Buffer, change: Change): Buffer {
  if ('truncateTo' in change) {
    const size = change.truncateTo;
    return size <= content.length
      ? content.subarray(0, size)
      : Buffer.concat([content, Buffer.alloc(size - content.length)]);
  }
  const { at, bytes } = change;
  const end = at + bytes.length;
  const room = end <= content.length ? content : grown(content, end);
  room.set(bytes, at);
  return room;
}

/** The same bytes with room for more behind them; what is new is zeros. */
function grown(content: Buffer, size: number): Buffer {
  const whole = Buffer.from(content.buffer, content.byteOffset, 0);
  if (whole.buffer.byteLength - content.byteOffset >= size && content.buffer.byteLength > 1 << 16) {
    const room = Buffer.from(content.buffer, content.byteOffset, size);
    room.fill(0, content.length);
    return room;
  }
  const room = Buffer.alloc(Math.max(size, content.length * 2, 1 << 17)).subarray(0, size);
  content.copy(room);
  return room;
}
