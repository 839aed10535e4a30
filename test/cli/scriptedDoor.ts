import type { Method, Notification, Notifications, Params, Result } from '#protocol/methods';
import type { Door } from '../../server/src/cli/door/door';

/** What a scripted server answers to each method. */
export type Answers = {
  readonly [M in Method]?: (params: Params<M>) => Partial<Result<M>> | Promise<Partial<Result<M>>>;
};

/** A door whose server is a table of answers, with everything that was asked. */
export interface ScriptedDoor extends Door {
  readonly asked: readonly { readonly method: Method; readonly params: unknown }[];
  notify<N extends Notification>(name: N, payload: Notifications[N]): void;
}

/** Makes a door; a method without an answer fails the test that asks it. */
export function scriptedDoor(answers: Answers): ScriptedDoor {
  const asked: { method: Method; params: unknown }[] = [];
  const listeners = new Map<string, Set<(payload: never) => void>>();
  return {
    server: { actor: 'user:test', role: 'approver', version: '0', protocol: 1, pid: 1, root: '/' },
    asked,
    request: async <M extends Method>(method: M, params: Params<M>): Promise<Result<M>> => {
      asked.push({ method, params });
      const answer = answers[method] as ((given: Params<M>) => unknown) | undefined;
      if (answer === undefined) {
        throw new Error(`the test has no answer to ${method}`);
      }
      return (await answer(params)) as Result<M>;
    },
    on: (name, listener) => {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => known.delete(listener);
    },
    notify: (name, payload) => {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        (listener as (given: typeof payload) => void)(payload);
      }
    },
    closed: new Promise(() => undefined),
    close: () => undefined,
  };
}
