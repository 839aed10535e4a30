import type { ErrorCode } from '#protocol/errors';
import type { Method, Params } from '#protocol/methods';
import type { Ids, Stage } from './stages';

/** One request of the contract as it is made through every door. */
export interface MethodCase<M extends Method = Method> {
  readonly stage: Stage;
  readonly params: (ids: Ids) => Params<M>;
  /** The words of the command that makes the same request; null where no command makes it by itself. */
  readonly cli: ((ids: Ids) => readonly string[]) | null;
  /** Set where the command shows something else than the answer: files it wrote, or an answer put together. */
  readonly ownDocument?: true;
  /** Set where this request is refused at this stage: the code, the same through every door. */
  readonly refused?: ErrorCode;
}

/** A table of cases, each held to the parameters of its method. */
export type MethodCases = { readonly [M in Method]?: MethodCase<M> };
