import type { Context } from '../context';
import { commit, eventWrite, isoNow, type Origin } from '../record/record';
import { Serial } from '../serial';

/** How long the record is kept; `null` sets no limit. */
export interface RetentionLimits {
  readonly max_age_days: number | null;
  readonly max_bytes: number | null;
}

/** Half a year, and as much as a laptop does not miss. */
export const defaultLimits: RetentionLimits = { max_age_days: 180, max_bytes: 2 * 1024 ** 3 };

const settingName = 'retention';

/** Changes come one after the other: each keeps what the one before it set. */
const setting = new Serial();

/** The limits in force. */
export async function retentionLimits({ ports }: Context): Promise<RetentionLimits> {
  const row = await ports.store.get('settings', { name: settingName });
  return row === undefined ? defaultLimits : (JSON.parse(row.value) as RetentionLimits);
}

/** Sets limits from now on; what was not named stays as it was. The change is in the record. */
export function setRetention(
  context: Context,
  origin: Origin,
  wanted: { readonly [K in keyof RetentionLimits]?: RetentionLimits[K] | undefined },
): Promise<RetentionLimits> {
  return setting.run(settingName, async () => {
    const before = await context.ports.store.get('settings', { name: settingName });
    const now = await retentionLimits(context);
    const limits: RetentionLimits = {
      max_age_days: wanted.max_age_days === undefined ? now.max_age_days : wanted.max_age_days,
      max_bytes: wanted.max_bytes === undefined ? now.max_bytes : wanted.max_bytes,
    };
    const set = { value: JSON.stringify(limits), updated_at: isoNow(context) };
    const age = limits.max_age_days === null ? 'no limit of age' : `${limits.max_age_days} day(s)`;
    const size = limits.max_bytes === null ? 'no limit of size' : `${limits.max_bytes} bytes`;
    await commit(context, [
      before === undefined
        ? { op: 'insert', table: 'settings', row: { name: settingName, ...set } }
        : { op: 'update', table: 'settings', key: { name: settingName }, set },
      eventWrite(context, origin, {
        type: 'log.line',
        summary: `retention set to ${age} and ${size}`,
        payload: { ...limits },
      }),
    ]);
    return limits;
  });
}
