import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Peers } from '../peers';
import type { PeerSteps } from './langGraph';
import { trivialOutput } from './linearPlan';

interface Actor {
  start(): void;
  subscribe(listener: { next(): void; complete(): void; error(error: unknown): void }): unknown;
  getPersistedSnapshot(): unknown;
}

interface XState {
  createMachine(config: object): object;
  createActor(machine: object): Actor;
  fromPromise(work: () => Promise<unknown>): unknown;
}

interface Native {
  pragma(text: string): unknown;
  exec(sql: string): unknown;
  prepare(sql: string): { run(...values: unknown[]): unknown };
  close(): void;
}

/** The same linear plan as a state machine whose snapshot is written to SQLite before each next step. */
export async function xstateSteps(peers: Peers, folder: string, count: number): Promise<PeerSteps | string> {
  const library = peers.load<XState>('xstate');
  const native = peers.load<new (file: string) => Native>('better-sqlite3');
  if (typeof library === 'string') return library;
  if (typeof native === 'string') return native;
  const file = join(folder, `xstate-${process.hrtime.bigint()}.db`);
  const database = new native(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.exec('CREATE TABLE snapshots (id INTEGER PRIMARY KEY, state TEXT NOT NULL)');
  const save = database.prepare('INSERT OR REPLACE INTO snapshots VALUES (1, ?)');
  const actor = library.createActor(chain(library, count));
  const startMs = performance.now();
  await new Promise<void>((done, fail) => {
    actor.subscribe({
      next: () => void save.run(JSON.stringify(actor.getPersistedSnapshot())),
      complete: done,
      error: fail,
    });
    actor.start();
  });
  const elapsedMs = performance.now() - startMs;
  database.close();
  return { msPerStep: elapsedMs / count, bytesPerStep: statSync(file).size / count };
}

function chain({ createMachine, fromPromise }: XState, count: number): object {
  const work = fromPromise(async () => trivialOutput);
  const steps = Array.from({ length: count }, (_, index) => [
    `s${index}`,
    { invoke: { src: work, onDone: index + 1 < count ? `s${index + 1}` : 'end' } },
  ]);
  return createMachine({
    initial: 's0',
    states: { ...Object.fromEntries(steps), end: { type: 'final' } },
  });
}
