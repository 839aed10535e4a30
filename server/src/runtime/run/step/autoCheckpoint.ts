import { recordCheckpoint } from '../../checkpoints/checkpoints';
import type { ActiveRun } from '../activeRun';
import type { Prepared } from '../gate/prepared';
import type { StepRun } from '../stepRun';

const changing: readonly string[] = ['write', 'exec', 'git'];

/** Before the first step of a run that may change files, records a checkpoint to come back to. */
export async function checkpointBefore(run: ActiveRun, stepRun: StepRun, prepared: Prepared): Promise<void> {
  if (changing.includes(prepared.action.facts.effect)) {
    run.checkpoint ??= recordFirst(run, stepRun);
    await run.checkpoint;
  }
}

async function recordFirst(run: ActiveRun, stepRun: StepRun): Promise<void> {
  // What led here is on record before the repository is touched.
  await run.flush();
  const place = (stepRun.span ?? run.root).place;
  const { writes } = await recordCheckpoint(run.context, run.origin, `before ${run.row.id}`, place);
  run.add(...writes);
}
