import { z } from 'zod';
import { id, method } from '../shapes';

const days = z.number().positive().max(100_000).nullable();
const bytes = z
  .int()
  .min(1024 * 1024)
  .nullable();

const retentionView = z.object({
  /** Runs and traces that ended longer ago are removed; null keeps them for ever. */
  max_age_days: z.number().nullable(),
  /** Above this the oldest runs and traces are removed; null sets no limit. */
  max_bytes: z.int().nullable(),
  bytes: z.int(),
  used_bytes: z.int(),
  runs: z.int(),
  pinned_runs: z.int(),
});

/** Requests about how long the record is kept. */
export const retentionMethods = {
  'retention/show': method('viewer', null, z.strictObject({}), retentionView),
  /** A limit that is not named stays as it is. */
  'retention/set': method(
    'operator',
    null,
    z.strictObject({ max_age_days: days.optional(), max_bytes: bytes.optional() }),
    retentionView,
  ),
  /** A pinned run is kept whatever its age and the size of the record. */
  'run/pin': method(
    'operator',
    null,
    z.strictObject({
      run_id: id.describe('a run id, a trace id, or `latest`'),
      pinned: z.boolean().default(true),
    }),
    z.object({ run_id: z.string(), pinned: z.boolean() }),
  ),
  /** Removes what is past its retention, and what ended before a time; refused while a run is live or waits. */
  'store/vacuum': method(
    'operator',
    null,
    z.strictObject({ before: z.string().optional() }),
    z.object({ removed: z.record(z.string(), z.int()), bytes: z.int(), used_bytes: z.int() }),
  ),
};
