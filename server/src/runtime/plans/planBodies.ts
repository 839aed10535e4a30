import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Plan } from '#protocol/plan';
import type { PlanRow } from '#protocol/rows';
import { canonicalJson } from '../../core/digest';
import type { Context } from '../context';

/**
 * Keeps a plan in full where nothing is exported: its hash is the name of its canonical bytes in the private
 * content store, so the table row may hold it redacted.
 */
export async function keepPlanBody(context: Context, plan: Plan): Promise<void> {
  await context.ports.content.put(new TextEncoder().encode(canonicalJson(plan as unknown as JsonObject)));
}

/** The plan behind a hash, or `undefined` when its bytes are gone. */
export async function storedPlanBody(context: Context, hash: string): Promise<Plan | undefined> {
  const bytes = await context.ports.content.get(hash.replace(/^sha256:/, ''));
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Plan);
}

/** The plan of a stored version in full. */
export async function planBody(
  context: Context,
  row: Pick<PlanRow, 'hash' | 'version' | 'session_id'>,
): Promise<Plan> {
  const plan = await storedPlanBody(context, row.hash);
  if (!plan) {
    throw new AppError(
      'STORE_UNAVAILABLE',
      `plan v${row.version} of ${row.session_id} is no longer in the content store: import it again`,
    );
  }
  return plan;
}
