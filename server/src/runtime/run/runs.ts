import { AppError } from '#protocol/errors';
import type { RunRow } from '#protocol/rows';
import type { Context } from '../context';
import type { ActiveRun } from './activeRun';
import { kick } from './drive';

/** The runs this server carries forward, by id. */
export class Runs {
  readonly #active = new Map<string, ActiveRun>();
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
    context.bus.listen((name) => {
      if (name === 'approval/changed') {
        for (const run of this.#active.values()) {
          run.wake();
        }
      }
    });
  }

  get count(): number {
    return this.#active.size;
  }

  /** Takes a run over and carries it forward until it has ended. */
  adopt(run: ActiveRun): void {
    this.#active.set(run.row.id, run);
    this.drive(run);
  }

  active(runId: string): ActiveRun | undefined {
    return this.#active.get(runId);
  }

  ofSession(sessionId: string): ActiveRun | undefined {
    return [...this.#active.values()].find(({ row }) => row.session_id === sessionId);
  }

  /** Wakes or starts a run's loop; a fault of ours ends the run as a fatal error, never silently. */
  drive(run: ActiveRun): Promise<void> {
    return kick(run)
      .catch((error: unknown) => this.#broken(run, error))
      .finally(() => {
        if (run.row.ended_at !== null) {
          this.#active.delete(run.row.id);
        }
      });
  }

  /** The row of a run by run id, trace id or `latest`. */
  async find(id: string): Promise<RunRow> {
    const { store } = this.#context.ports;
    const where = id === 'latest' ? {} : /^[0-9a-f]{32}$/.test(id) ? { trace_id: id } : { id };
    const { items } = await store.list('runs', { where, order: [{ by: 'created_at', desc: true }], limit: 1 });
    const [row] = items;
    if (!row) {
      throw new AppError('NOT_FOUND', id === 'latest' ? 'no run yet' : `no run ${id}`);
    }
    return row;
  }

  async #broken(run: ActiveRun, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    this.#active.delete(run.row.id);
    this.#context.server.fault(error);
    run.drop();
    try {
      run.record({ type: 'log.line', level: 'error', summary: `fault in the run loop: ${message}` });
      if (run.row.status === 'running' || run.row.status === 'preparing') {
        run.moveRun('interrupted');
      }
      await run.flush();
    } catch {
      this.#context.server.fault(new Error(`run ${run.row.id} could not be marked interrupted`));
    }
  }
}
