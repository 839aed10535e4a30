import type { Handlers } from '#protocol/methods';
import type { Context } from './context';
import { approvalHandlers } from './handlers/approvals';
import { checkpointHandlers } from './handlers/checkpoints';
import { planHandlers } from './handlers/plans';
import { policyHandlers } from './handlers/policies';
import { exportHandlers } from './handlers/projections/exports';
import { failureHandlers } from './handlers/projections/failures';
import { retentionHandlers } from './handlers/projections/retention';
import { runlogHandlers } from './handlers/projections/runlogs';
import { recordHandlers } from './handlers/records';
import { reportHandlers } from './handlers/reports';
import { reviewHandlers } from './handlers/reviews';
import { rollbackHandlers } from './handlers/rollbacks';
import { runHandlers } from './handlers/runs';
import { runDocumentHandlers } from './handlers/runs/runDocuments';
import { simulationHandlers } from './handlers/runs/simulate';
import { serverHandlers } from './handlers/server';
import { healthHandlers } from './handlers/server/health';
import { sessionHandlers } from './handlers/sessions';
import { stepHandlers } from './handlers/steps';
import type { Runs } from './run/runs';

/** Answers every method of the protocol; doors carry requests here and do nothing else. */
export function createHandlers(context: Context, runs: Runs): Handlers {
  const journey = {
    ...sessionHandlers(context, runs),
    ...planHandlers(context, runs),
    ...runHandlers(context, runs),
  };
  return {
    ...journey,
    ...simulationHandlers(context, journey),
    ...runDocumentHandlers(context),
    ...stepHandlers(context, runs),
    ...approvalHandlers(context),
    ...reviewHandlers(context, runs),
    ...policyHandlers(context),
    ...checkpointHandlers(context),
    ...rollbackHandlers(context),
    ...recordHandlers(context),
    ...reportHandlers(context),
    ...runlogHandlers(context),
    ...failureHandlers(context),
    ...exportHandlers(context),
    ...retentionHandlers(context),
    ...serverHandlers(context),
    ...healthHandlers(context),
  };
}
