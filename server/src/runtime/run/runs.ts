import { AppError } from '#protocol/errors';
import type { Context } from '../context';
import { interruptLeft } from '../interrupt';
import { releaseBytes } from '../record/bytes/heldBytes';
import { Serial } from '../serial';
import type { ActiveRun } from './activeRun';
import { kick } from './drive';

/** A run that nobody carries forward, though the record says that somebody does. */
interface LeftRun {
  readonly sessionId: string;
  readonly reason: AppError;
}

/** The runs this server carries forward, by id. */
export class Runs {
  readonly #active = new Map<string, ActiveRun>();
  /** Runs that broke and could not even be shown as interrupted, with the reason: a full disk. */
  readonly #left = new Map<string, LeftRun>();
  /** Why runs broke off in the life of this server, until they are resumed. */
  readonly #broke = new Map<string, AppError>();
  readonly #context: Context;
  readonly #leading = new Serial();

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

  /**
   * What begins or ends the work of one session comes one after the other: each sees what the one before it left, and
   * no run begins while its session is stopped or its plan's approval taken back.
   */
  lead<T>(sessionId: string, work: () => Promise<T>): Promise<T> {
    return this.#leading.run(sessionId, work);
  }

  /** Takes a run over and carries it forward until it has ended. */
  adopt(run: ActiveRun): void {
    this.#left.delete(run.row.id);
    this.#broke.delete(run.row.id);
    this.#active.set(run.row.id, run);
    void this.drive(run);
  }

  active(runId: string): ActiveRun | undefined {
    return this.#active.get(runId);
  }

  /** Refuses to wait for a run that broke off and that nobody carries forward since: the reason says what helps. */
  refuseBroken(runId: string): void {
    const reason = this.#left.get(runId)?.reason ?? this.#broke.get(runId);
    if (reason) {
      throw reason;
    }
  }

  /** Whether nobody carries a run forward, though the record could not be told so. */
  isLeft(runId: string): boolean {
    return this.#left.has(runId);
  }

  /** Shows runs of a session that were left behind as interrupted, where the record takes it now; answers why not else. */
  async settle(sessionId: string): Promise<string | undefined> {
    const isLeft = () => [...this.#left].filter(([, left]) => left.sessionId === sessionId);
    if (isLeft().length === 0) {
      return undefined;
    }
    return await this.lead(sessionId, async () => {
      for (const [runId, { reason }] of isLeft()) {
        try {
          await interruptLeft(this.#context, runId);
          this.#left.delete(runId);
        } catch (error) {
          return error instanceof AppError ? error.message : reason.message;
        }
      }
      return undefined;
    });
  }

  ofSession(sessionId: string): ActiveRun | undefined {
    return [...this.#active.values()].find(({ row }) => row.session_id === sessionId);
  }

  /** Ends every run of a plan whose approval was taken back: nothing more of it may run. */
  async revoke(planId: string, message: string): Promise<void> {
    for (const run of [...this.#active.values()]) {
      if (run.planRow.id === planId) {
        run.fail({ code: 'deny', message, stepId: null, errorClass: 'policy' });
        run.isPaused = false;
        if (run.row.status === 'paused') {
          run.moveRun('running');
        }
        await this.drive(run);
      }
    }
  }

  /** Wakes or starts a run's loop; a fault of ours ends the run as a fatal error, never silently. */
  drive(run: ActiveRun): Promise<void> {
    return kick(run)
      .catch((error: unknown) => this.#broken(run, error))
      .finally(() => {
        if (run.row.ended_at !== null) {
          this.#active.delete(run.row.id);
          releaseBytes(run.context);
        }
      });
  }

  /** Ends a run for good; answers once it has ended. */
  async cancel(runId: string, reason: string): Promise<void> {
    const run = this.#active.get(runId);
    if (!run) {
      return;
    }
    run.cancelReason ??= reason;
    run.isPaused = false;
    run.abort.abort();
    await this.drive(run);
  }

  /** Ends whatever a session has under way, on behalf of whoever stopped it. */
  async cancelSession(sessionId: string, reason: string): Promise<void> {
    for (const run of [...this.#active.values()]) {
      if (run.row.session_id === sessionId) {
        await this.cancel(run.row.id, reason);
      }
    }
  }

  /** A run whose loop broke is shown as it stands in the record; its children are ended. */
  async #broken(run: ActiveRun, error: unknown): Promise<void> {
    this.#active.delete(run.row.id);
    this.#context.server.fault(error);
    run.drop();
    run.abort.abort();
    releaseBytes(run.context);
    const { id, trace_id, session_id, status } = run.row;
    const place = { run_id: id, trace_id };
    // Known before the record tells whoever waits to look again.
    this.#broke.set(id, brokenOff(error, place));
    try {
      await interruptLeft(this.#context, id);
    } catch (fault) {
      this.#context.server.fault(fault);
      const reason = brokenOff(fault, place);
      this.#left.set(id, { sessionId: session_id, reason });
      // Nothing was stored that would tell whoever waits for this run to look again.
      this.#context.bus.tell('run/changed', { run_id: id, status });
    }
  }
}

function brokenOff(fault: unknown, place: { readonly run_id: string; readonly trace_id: string }): AppError {
  return fault instanceof AppError
    ? new AppError(fault.code, fault.message, { ...fault.details, ...place })
    : new AppError('INTERNAL', 'the run broke off; the server’s log says why', place);
}
