import { Serial } from '../serial';

const asking = new Serial();

/** Whoever asks about one visit of a step, its run or a person, does so after the other: there is one request. */
export function asOne<T>(subject: string, work: () => Promise<T>): Promise<T> {
  return asking.run(subject, work);
}
