import type { ErrorClass } from '#protocol/errors';
import type { EndCode } from '#protocol/rows';

/** Why a run ends because of one failed step. */
export function endCodeOf(errorClass: ErrorClass): EndCode {
  switch (errorClass) {
    case 'timeout':
      return 'timeout';
    case 'check':
      return 'check_failed';
    case 'auth':
      return 'auth_failed';
    case 'policy':
      return 'deny';
    case 'internal':
      return 'fatal_error';
    case 'cancelled':
      return 'cancelled';
    default:
      return 'step_failed';
  }
}
