import type { Context } from '../../context';
import type { ContentStore, Hashes } from '../../ports';
import { Serial } from '../../serial';

/** One store of bytes: who holds which of them, and the store itself. */
interface Kept {
  readonly store: ContentStore;
  /** By sha256: how many have stored these bytes and may not have named them in the record yet. */
  readonly holders: Map<string, number>;
  /** Storing and sweeping the same bytes come one after the other. */
  readonly turns: Serial;
}

const keptIn = new WeakMap<ContentStore, Kept>();
/** What ends a hold, by the store of contents that it hands out. */
const releases = new WeakMap<ContentStore, () => void>();

/**
 * Does one piece of work that stores bytes first and names them in the record later: until it has ended no sweep removes
 * what was stored by way of the context it is given, whoever else named the same bytes before.
 */
export async function whileHeld<T>(context: Context, work: (held: Context) => Promise<T>): Promise<T> {
  const held = holdBytes(context);
  try {
    return await work(held);
  } finally {
    releaseBytes(held);
  }
}

/** Makes a run that goes on storing bytes by way of the held context, until {@link releaseBytes} is told of it. */
export async function heldUnlessRefused<T>(
  context: Context,
  make: (held: Context) => Promise<T>,
): Promise<T> {
  const held = holdBytes(context);
  try {
    return await make(held);
  } catch (error) {
    releaseBytes(held);
    throw error;
  }
}

/** Says that everything stored by way of a held context is named in the record now, or never will be. */
export function releaseBytes({ ports }: Context): void {
  releases.get(ports.content)?.();
}

/** Removes bytes that nobody holds and nothing names; nobody can store them anew between the question and the end. */
export async function removeUnnamed(
  store: ContentStore,
  sha256: string,
  isNamed: () => Promise<boolean>,
): Promise<void> {
  const kept = keptOf(store);
  await kept.turns.run(sha256, async () => {
    if (!kept.holders.has(sha256) && !(await isNamed())) {
      await kept.store.remove(sha256);
    }
  });
}

function holdBytes(context: Context): Context {
  const { ports } = context;
  const content = holding(ports.content, ports.hashes);
  const artifacts = holding(ports.artifacts, ports.hashes);
  releases.set(content.store, () => {
    content.release();
    artifacts.release();
  });
  return { ...context, ports: { ...ports, content: content.store, artifacts: artifacts.store } };
}

function holding(through: ContentStore, hashes: Hashes): { store: ContentStore; release(): void } {
  const kept = keptOf(through);
  const own = new Set<string>();
  let isOver = false;
  const store: ContentStore = {
    get: (sha256) => kept.store.get(sha256),
    has: (sha256) => kept.store.has(sha256),
    remove: (sha256) => kept.store.remove(sha256),
    put: (bytes) => {
      const sha256 = hashes.sha256([bytes]);
      if (!isOver && !own.has(sha256)) {
        own.add(sha256);
        kept.holders.set(sha256, (kept.holders.get(sha256) ?? 0) + 1);
      }
      return kept.turns.run(sha256, () => kept.store.put(bytes));
    },
  };
  keptIn.set(store, kept);
  const release = () => {
    isOver = true;
    for (const sha256 of own) {
      letGo(kept, sha256);
    }
    own.clear();
  };
  return { store, release };
}

function letGo({ holders }: Kept, sha256: string): void {
  const others = (holders.get(sha256) ?? 1) - 1;
  if (others === 0) {
    holders.delete(sha256);
  } else {
    holders.set(sha256, others);
  }
}

function keptOf(store: ContentStore): Kept {
  const known = keptIn.get(store);
  if (known) {
    return known;
  }
  const made: Kept = { store, holders: new Map(), turns: new Serial() };
  keptIn.set(store, made);
  return made;
}
