import type { Journey } from '../journey';

/** What a run's result says when tracers failed beside it. */
export interface Degraded {
  readonly count: number;
  readonly tracers: Readonly<Record<string, number>>;
}

/** Ends the tracers of a journey; faults are said, told to the server and answered, and change nothing else (FLOW-24). */
export async function lostTraces(journey: Journey, run_id: string): Promise<Degraded | undefined> {
  const faults = [...(await journey.traced())];
  if (faults.length === 0) {
    return undefined;
  }
  const degraded = {
    count: faults.reduce((sum, [, count]) => sum + count, 0),
    tracers: Object.fromEntries(faults),
  };
  for (const [tracer, count] of faults) {
    journey.call.terminal.say(`degraded: tracer ${tracer} failed ${count} time(s)`);
    // Should the server not hear of it, the run's own result still says it.
    await journey.door.request('tracer/report', { run_id, tracer, faults: count }).catch(() => undefined);
  }
  return degraded;
}
