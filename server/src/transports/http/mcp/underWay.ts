import type { HttpToken } from '../gate/tokens';

/** What an agent says when it wants an answer no more, in the revision of MCP that begins with a handshake. */
const cancelled = 'notifications/cancelled';

/**
 * Requests of agents that are being answered, so that they can be given up. There are no sessions: an agent is known by its
 * token, and where two requests of one token bear the same id, giving it up means neither.
 */
export class UnderWay {
  readonly #controllers = new Map<string, Set<AbortController>>();

  /** Notes a request until its answer is there; what it leads to stops with the signal that `act` is given. */
  async during<T>(token: HttpToken | null, body: Body, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const key = keyOf(token, body['id']);
    const same = this.#controllers.get(key) ?? new Set();
    this.#controllers.set(key, same.add(controller));
    try {
      return await act(controller.signal);
    } finally {
      same.delete(controller);
      if (same.size === 0) {
        this.#controllers.delete(key);
      }
    }
  }

  /** Gives a request up where that is what a message says. */
  giveUp(token: HttpToken | null, { method, params }: Body): void {
    const { requestId } = (params ?? {}) as { readonly requestId?: unknown };
    const same = method === cancelled ? this.#controllers.get(keyOf(token, requestId)) : undefined;
    if (same?.size === 1) {
      for (const controller of same) {
        controller.abort();
      }
    }
  }
}

type Body = Readonly<Record<string, unknown>>;

function keyOf(token: HttpToken | null, id: unknown): string {
  return JSON.stringify([token?.sha256, id]);
}
