import type { EventView } from '#protocol/methods/records';
import type { Door } from '../door/door';
import type { Call } from '../invocation';
import type { Desk } from './gate/desk';
import type { RunOptions } from './options/runOptions';
import { LiveLines } from './output/liveLines';
import { Progress } from './output/progress';
import { chosenTracers } from './tracing/chosenTracers';
import type { Tracer } from './tracing/tracer';
import { Tracing } from './tracing/tracing';

/** Ctrl-C while a question was open. */
export class Interrupted extends Error {}

/** One plan on its way through a session: what a run command holds while it follows runs, asks and may be stopped. */
export class Journey {
  readonly call: Call;
  readonly door: Door;
  readonly options: RunOptions;
  readonly session_id: string;
  /** Approvals that this person cannot decide any further. */
  readonly decided = new Set<string>();
  readonly #live: LiveLines;
  readonly #progress: Progress;
  readonly #tracing: Tracing | undefined;
  readonly #interrupt = new AbortController();
  readonly #offs: (() => void)[] = [];
  #early: EventView[] = [];
  #runId: string | undefined;
  #hasSaidWaiting = false;
  #cancelling: Promise<unknown> = Promise.resolve();

  constructor(call: Call, door: Door, options: RunOptions, session_id: string) {
    this.call = call;
    this.door = door;
    this.options = options;
    this.session_id = session_id;
    this.#live = new LiveLines(call.terminal, call.messages);
    const tracers = chosenTracers(call, this.#live.terminal, options);
    this.#progress = new Progress(this.#live.terminal, call.messages);
    this.#tracing = tracers.length === 0 ? undefined : new Tracing(door, tracers);
    this.#offs.push(
      call.onInterrupt(() => this.#interrupted()),
      door.on('event/appended', ({ events }) => this.#events(events as readonly EventView[])),
      door.on('output/appended', (output) => {
        if (output.run_id === this.#runId) {
          this.#progress.output(output);
        }
      }),
    );
  }

  get isInterrupted(): boolean {
    return this.#interrupt.signal.aborted;
  }

  /** Says from now on what happens in this run; events that came before its id was known are told first. */
  watch(run_id: string): void {
    this.#runId = run_id;
    const early = this.#early;
    this.#early = [];
    this.#events(early);
  }

  /** Where questions are asked; they are given up when `elsewhere` fires or on Ctrl-C. */
  desk(elsewhere?: AbortSignal): Desk {
    const { terminal } = this.call;
    const signals = [this.#interrupt.signal, ...(elsewhere === undefined ? [] : [elsewhere])];
    return {
      hasColor: terminal.sayColor,
      say: (text) => terminal.say(text),
      ask: async (question) => {
        try {
          return await terminal.ask(question, AbortSignal.any(signals));
        } catch (error) {
          terminal.say('');
          throw this.isInterrupted ? new Interrupted() : error;
        }
      },
    };
  }

  /** Lets what the run says wait while a person decides. */
  async quietDuring<T>(decide: () => Promise<T>): Promise<T> {
    return await this.#live.heldDuring(decide);
  }

  /** Says once that the run waits for somebody else. */
  sayWaiting(isWaiting: boolean): void {
    if (isWaiting && !this.#hasSaidWaiting) {
      this.#hasSaidWaiting = true;
      this.call.terminal.say(this.call.messages.waiting);
    }
  }

  /** Resolves when a stop asked for by Ctrl-C has been carried out. */
  async whenCancelled(): Promise<void> {
    await this.#cancelling;
  }

  /** Lets tracers tell what is left and answers how often which of them failed. */
  async traced(): Promise<ReadonlyMap<Tracer['name'], number>> {
    await this.#tracing?.finish();
    return this.#tracing?.faults ?? new Map();
  }

  async close(): Promise<void> {
    for (const off of this.#offs) {
      off();
    }
    await this.#tracing?.finish();
  }

  #events(events: readonly EventView[]): void {
    if (this.#runId === undefined) {
      this.#early.push(...events);
      return;
    }
    for (const event of events.filter(({ run_id }) => run_id === this.#runId)) {
      this.#progress.event(event);
      this.#tracing?.event(event);
    }
  }

  /** The first Ctrl-C stops the run, the second leaves at once. */
  #interrupted(): void {
    if (this.isInterrupted) {
      this.call.leave(130);
      return;
    }
    this.#interrupt.abort();
    if (this.#runId !== undefined) {
      this.call.terminal.say(this.call.messages.cancelling);
      const params = { run_id: this.#runId, reason: 'Ctrl-C at the command line' };
      this.#cancelling = this.door.request('run/cancel', params).catch(() => undefined);
    }
  }
}
