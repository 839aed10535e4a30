import type { Method, Notification, Notifications } from '#protocol/methods';
import { Listeners } from '../../../client/src/connection/listeners';
import type { ServerLine } from '../../../client/src/connection/serverLine';

type Answers = { readonly [M in Method]?: (params: never) => unknown };

/** A line whose answers are given by the test, which also tells what the server would tell. */
export class FakeLine {
  readonly asked: string[] = [];
  readonly #answers: Answers;
  readonly #told = new Map<string, Listeners<never>>();
  readonly #connected = new Listeners<never>();

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  /** The line as the code under test sees it. */
  get line(): ServerLine {
    return {
      request: async (method: Method, params: unknown) => {
        this.asked.push(method);
        const answer = this.#answers[method] as ((given: unknown) => unknown) | undefined;
        if (answer === undefined) {
          throw new Error(`nobody expected ${method}`);
        }
        return answer(params);
      },
      on: (name: Notification, listener: (payload: never) => void) => {
        const listeners = this.#told.get(name) ?? new Listeners<never>();
        this.#told.set(name, listeners);
        return listeners.event(listener);
      },
      onDidConnect: this.#connected.event,
      onDidDisconnect: new Listeners<void>().event,
      isConnected: true,
      root: '/w',
      dispose: () => undefined,
    } as unknown as ServerLine;
  }

  tell<N extends Notification>(name: N, payload: Notifications[N]): void {
    this.#told.get(name)?.fire(payload as never);
  }

  connect(): void {
    this.#connected.fire({} as never);
  }
}

/** A list as the server answers it. */
export function listOf<T>(items: readonly T[], total = items.length) {
  return { count: items.length, total, limit: 500, offset: 0, items };
}
