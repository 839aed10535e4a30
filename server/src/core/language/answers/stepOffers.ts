import type { Understanding } from '../understanding';
import { kinds, type Offer } from './completionItem';

/** The steps of a plan, or the nodes of a flow, in the order in which they are written. */
export function stepOffers({ plan }: Understanding): readonly Offer[] {
  const steps = plan?.draft?.plan.steps ?? [];
  return steps
    .filter(({ id }) => id !== '')
    .map(({ id, title, uses }) => ({
      label: id,
      kind: kinds.step,
      detail: uses,
      documentation: title ?? '',
      insert: id,
    }));
}
