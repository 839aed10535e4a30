import { AppError } from '#protocol/errors';
import type { Slots } from '../runtime/ports';

/** The memory twin of slots: there is no repository, so that no work tree can be made. */
export function memorySlots(): Slots {
  return {
    add: () => Promise.reject(new AppError('NO_SLOT', 'no work tree could be made: there is no repository')),
    open: () => Promise.resolve(undefined),
  };
}
