import { AppError } from '#protocol/errors';
import { resultCodes, SqlError } from '../sqlite/resultCodes';
import { isDamage } from './openDatabase';

const repair = 'holdpoint store repair';

/** The refusal of a write to a store that is only to be read. */
export function readOnly(file: string, reason: string): AppError {
  const message = `The store ${file} is read-only: ${reason}. Run "${repair}".`;
  return new AppError('STORE_UNAVAILABLE', message, { file, reason, next_step: repair });
}

/** The refusal of a read that meets a damaged part of the store. */
export function unreadable(file: string, reason: string): AppError {
  const message = `The store ${file} cannot be read here: ${reason}. Run "${repair}".`;
  return new AppError('STORE_UNAVAILABLE', message, { file, reason, next_step: repair });
}

/** The refusal of a write for which there is no space; later writes may succeed. */
export function diskFull(file: string): AppError {
  const nextStep = 'free some space on this disk and try again';
  const message = `The store ${file} cannot grow: the disk is full. Nothing was written; ${nextStep}.`;
  return new AppError('STORE_UNAVAILABLE', message, { file, reason: 'disk full', next_step: nextStep });
}

/** The refusal of a write that the disk did not take; what it holds now is only known after a new start. */
export function diskFailed(file: string, reason: string): AppError {
  const nextStep = 'check the disk and start again';
  const message = `The store ${file} could not be written: ${reason}. It is read-only now; ${nextStep}.`;
  return new AppError('STORE_UNAVAILABLE', message, { file, reason, next_step: nextStep });
}

/** Whether an error is not of one request but of the disk or of memory, so that the whole transaction is lost. */
export function endsTransaction(error: unknown): boolean {
  const { full, ioError, outOfMemory, cannotOpen } = resultCodes;
  return (
    isDamage(error) ||
    (error instanceof SqlError && [full, ioError, outOfMemory, cannotOpen].includes(error.code as never))
  );
}
