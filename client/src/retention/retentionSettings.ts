import type { Params, Result } from '#protocol/methods';

/** How long the record is kept, as a person set it in the editor; `null` leaves it to the record itself. */
export interface RetentionSettings {
  readonly days: number | null;
  readonly maxBytes: number | null;
}

/** What of the settings the record does not keep to yet; `undefined` where there is nothing to change. */
export function retentionChange(
  { days, maxBytes }: RetentionSettings,
  shown: Pick<Result<'retention/show'>, 'max_age_days' | 'max_bytes'>,
): Params<'retention/set'> | undefined {
  const change = {
    ...(days !== null && days !== shown.max_age_days && { max_age_days: days }),
    ...(maxBytes !== null && maxBytes !== shown.max_bytes && { max_bytes: maxBytes }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}
