import type { ErrorBody } from '#protocol/errors';
import type { Caller, CancelSignal, Method, Params, Result } from '#protocol/methods';
import type { Log } from '../log';

/** Carries a request of an agent to its method; a refusal is thrown as {@link McpRefusal}. */
export type Ask = <M extends Method>(
  method: M,
  params: Params<M>,
  signal: CancelSignal,
) => Promise<Result<M>>;

/** What the door of agents works with: where requests go, and how much the agent may. */
export interface McpDesk {
  readonly ask: Ask;
  readonly role: () => Promise<Caller['role']>;
  readonly version: string;
  readonly log: Log;
}

/** A request that was refused or failed, with the body that every door answers (§1.11). */
export class McpRefusal extends Error {
  readonly body: ErrorBody;

  constructor(body: ErrorBody) {
    super(body.message);
    this.name = 'McpRefusal';
    this.body = body;
  }
}
